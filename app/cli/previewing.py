"""`delete --dry-run`: what would be deleted and what would be refused, and nothing else."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from app.actions.business_list import directory
from app.actions.preview import BusinessPreview, preview
from app.actions.results import ActionResult
from app.bootstrap.connection import ConnectionProfile, database_of
from app.bootstrap.console import sign_in_to
from app.bootstrap.job_types import job_types
from app.bootstrap.storage import open_storage
from app.cli.naming import NamedBusinesses
from app.cli.opening import credentials, open_profile
from app.cli.output import complain, print_json, print_table, say
from app.cli.running import in_background
from app.cli.sentences import sentence
from app.core.durations import counted
from app.core.exit_status import Exit, worst
from app.core.text import shortened
from app.settings import Settings, data_folder

_LONGEST_NAME = 40


def dry_run(options: Namespace, settings: Settings, named: NamedBusinesses) -> Exit:
    """Reports what `delete` would do with these businesses, with the exit status that refusals would have."""
    with open_profile(options, settings, storage=False) as profile:
        who = credentials(profile, options)
        previews, unknown = in_background(_read, profile, who, named)
    refused = [*unknown, *(_result(one) for one in previews if one.refusal is not None)]
    if options.json:
        _print_json(previews, unknown)
    else:
        _print(previews)
        for result in refused:
            complain(sentence(result))
    return worst(result.answer.exit_status for result in refused)


def _read(
    profile: ConnectionProfile, who: tuple[str, str], named: NamedBusinesses
) -> tuple[list[BusinessPreview], list[ActionResult]]:
    with database_of(profile) as database:
        job_type = next(iter(job_types(open_storage(profile.storage)).values()))
        actor = sign_in_to(database, data_folder(), *who)
        ids, unknown = named.resolve(partial(directory, database, job_type, actor))
        return preview(database, job_type, actor, ids), unknown


def _print(previews: Sequence[BusinessPreview]) -> None:
    if previews:
        print_table(
            ("business", "id", "receipts", "amounts", "newest", "files", "size", "refused"),
            [_line(one) for one in previews],
        )
    going = [one for one in previews if one.refusal is None]
    receipts, files = sum(one.removes.items for one in going), sum(one.removes.files for one in going)
    size = _size(sum(one.removes.file_bytes for one in going))
    parts = [counted(len(going), "business", "businesses"), counted(receipts, "receipt")]
    parts += [_amounts(_total(going))] if _total(going) else []
    say(f"Would delete: {', '.join([*parts, counted(files, 'file')])} ({size}). Nothing was changed.")


def _line(one: BusinessPreview) -> tuple[object, ...]:
    found = one.removes
    return (
        shortened(one.name or "", _LONGEST_NAME),
        one.business_id,
        found.items,
        _amounts(dict(found.amounts)),
        found.newest,
        found.files,
        _size(found.file_bytes),
        one.refusal.value.replace("_", " ") if one.refusal else "",
    )


def _print_json(previews: Sequence[BusinessPreview], unknown: Sequence[ActionResult]) -> None:
    going = [one for one in previews if one.refusal is None]
    print_json(
        {
            "ok": len(going) == len(previews) and not unknown,
            "dry_run": True,
            "businesses": [_json(one) for one in previews],
            "unknown": [
                {"answer": result.answer.value, "name": result.detail, "message": sentence(result)}
                for result in unknown
            ],
            "totals": {
                "businesses": len(going),
                "receipts": sum(one.removes.items for one in going),
                "amounts": _total(going),
                "files": sum(one.removes.files for one in going),
                "file_bytes": sum(one.removes.file_bytes for one in going),
            },
        }
    )


def _json(one: BusinessPreview) -> dict[str, Any]:
    found = one.removes
    return {
        "business_id": one.business_id,
        "name": one.name,
        "receipts": found.items,
        "amounts": dict(found.amounts),
        "oldest": found.oldest,
        "newest": found.newest,
        "files": found.files,
        "file_bytes": found.file_bytes,
        "out_of_range": found.odd,
        "refusal": one.refusal.value if one.refusal else None,
        "message": sentence(_result(one)) if one.refusal else "",
    }


def _result(one: BusinessPreview) -> ActionResult:
    assert one.refusal is not None  # noqa: S101 - asked for refused ones alone
    return ActionResult(one.refusal, one.business_id, one.job, one.seconds)


def _total(previews: Sequence[BusinessPreview]) -> dict[str, Decimal]:
    """Sums by currency; amounts that are no number have none."""
    total: dict[str, Decimal] = {}
    for one in previews:
        for currency, amount in one.removes.amounts:
            if amount.is_finite():
                total[currency] = total.get(currency, Decimal(0)) + amount
    return total


def _amounts(amounts: dict[str, Decimal]) -> str:
    return ", ".join(f"{amount:,.2f} {currency}" for currency, amount in amounts.items())


def _size(size: int) -> str:
    for unit, of in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= of:
            return f"{size / of:,.1f} {unit}"
    return f"{size} B"
