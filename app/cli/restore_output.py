"""What the commands about restores print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.actions.restore_preview import JobPreview, RestorePreview
from app.actions.restoring import RestoreResult
from app.actions.results import Answer
from app.cli.output import print_table, say, utc
from app.cli.sentences import SENTENCES
from app.core.durations import counted, duration
from app.core.program import PROGRAM
from app.core.restore import Restore
from app.core.text import shortened
from app.engine.restoring import LISTED, Conflict

_LONGEST_NAME = 40
_SHOWN = 20
"""Conflicts that a person sees in the terminal; JSON has more."""


_OF_RESTORES = {
    Answer.RESTORING: "Business {business}: restoring what job {job} has deleted (restore {restore}).",
    Answer.PAUSED: "Restore {restore} is paused.",
    Answer.CANCELLED: "Restore {restore} is cancelled. What has been restored stays.",
    Answer.WRONG_STATUS: "Not possible: restore {restore} is {status}.",
    Answer.STILL_ALIVE: "Business {business}: something is still running there. Try again in {time}.",
    Answer.NO_PERMISSION: "This user has no permission to restore receipts: the role admin or higher is "
    "required.",
    Answer.BUSINESS_INACTIVE: "Business {business} is inactive, so its receipts cannot be restored.",
    Answer.NOTHING_TO_RESTORE: "Job {job}: nothing to restore.",
    Answer.CURSOR_DAMAGED: "Job {job}: its saved position cannot be read, so what it has deleted is "
    "not known.",
}
"""What is said otherwise about a restore."""

_BEING_RESTORED = (
    "Business {business}: restore {restore} of job {job} is {status}. Wait until it has ended, or cancel it "
    "(`{program} restore --cancel {restore}`); see `{program} restores`."
)
_RESTORE_WAITS = (
    "Business {business}: restore {restore} of job {job} is {status}. Continue it first "
    "(`{program} restore --go-on {restore}`), or cancel it (`--cancel {restore}`); see `{program} restores`."
)
"""It may wait so for ever."""


def restore_answer(result: RestoreResult) -> str:
    """The answer of an action on a restore as a sentence."""
    template = _OF_RESTORES.get(result.answer) or SENTENCES[result.answer]
    restore = result.restore
    in_the_way = result.job.id if result.job and result.answer is Answer.ALREADY_ACTIVE else result.job_id
    if restore is not None and result.answer is Answer.RESTORE_ACTIVE:
        template = _RESTORE_WAITS if restore.may_go_on else _BEING_RESTORED
        in_the_way = restore.job_id
    return template.format(
        program=PROGRAM,
        business=result.business_id or "",
        job=in_the_way or "",
        restore=restore.id if restore else "",
        status=_status(restore) if restore else "",
        time=duration(result.seconds or 1),
        detail="",
        resume="",
    )


def print_preview(seen: RestorePreview) -> None:
    """A line for each job, and what the person has to know before."""
    headers = ("job", "business", "id", "deleted", "back", "conflicts", "restored or removed")
    print_table(
        (*headers, "files", "without files", "refused"),
        [_preview_line(one) for one in seen.jobs],
    )
    for told in _to_know(seen):
        say(told)


def _preview_line(one: JobPreview) -> tuple[object, ...]:
    return (
        one.job_id,
        shortened(one.name or "", _LONGEST_NAME),
        one.business_id,
        one.deleted,
        one.will_be_restored,
        one.conflicts,
        one.restored_before,
        one.found.files_there,
        one.found.without_files,
        one.refusal.value.replace("_", " ") if one.refusal else "",
    )


def _to_know(seen: RestorePreview) -> list[str]:
    told = [f"To be restored: {counted(seen.will_be_restored, 'receipt')}."]
    if seen.conflicts:
        told.append(f"Not restored, because the message has come again: {seen.conflicts:,}.")
        told += [f"  {_conflict(one)}" for one in seen.listed[:_SHOWN]]
        if seen.conflicts > _SHOWN:
            told.append(f"  … (the first {LISTED:,} of each job with --json)")
    if seen.unstamped:
        told.append(f"Deleted by the web worker in these jobs, cannot be restored here: {seen.unstamped:,}.")
    if seen.others:
        told.append(f"Deleted by others in these businesses, left alone: {seen.others:,}.")
    if seen.files_gone:
        told.append(f"Files already deleted: {seen.files_gone:,}. Receipts come back without them.")
    if seen.until:
        told.append(f"{counted(seen.files_there, 'file')} still there, kept until {utc(seen.until)}.")
    elif seen.will_be_restored and not seen.files_there:
        told.append("No file of these receipts is there: they come back without files.")
    return told


def _conflict(one: Conflict) -> str:
    amount = "?" if one.amount is None else f"{one.amount:,.2f}"
    parts = (str(one.day or ""), shortened(one.name or "", _LONGEST_NAME), f"{amount} {one.currency or ''}")
    facts = ", ".join(part.strip() for part in parts if part.strip())
    return f"Business {one.business_id}: receipt {one.item_id} ({facts}); live: receipt {one.live_id}"


def preview_json(seen: RestorePreview) -> dict[str, Any]:
    return {
        "ok": not seen.refused,
        "preview": True,
        "jobs": [_job_json(one) for one in seen.jobs],
        "totals": {
            "deleted": seen.deleted,
            "to_restore": seen.will_be_restored,
            "conflicts": seen.conflicts,
            "restored_before": seen.restored_before,
            "unstamped": seen.unstamped,
            "deleted_by_others": seen.others,
            "files_there": seen.files_there,
            "files_gone": seen.files_gone,
            "without_files": seen.without_files,
            "files_kept_until": utc(seen.until),
        },
    }


def _job_json(one: JobPreview) -> dict[str, Any]:
    return {
        "job_id": one.job_id,
        "business_id": one.business_id,
        "name": one.name,
        "deleted": one.deleted,
        "stamped": one.stamped,
        "to_restore": one.will_be_restored,
        "conflicts": one.conflicts,
        "conflicts_listed": [
            {
                "receipt_id": conflict.item_id,
                "live_receipt_id": conflict.live_id,
                "vendor": conflict.name,
                "date": conflict.day,
                "amount": conflict.amount,
                "currency": conflict.currency,
            }
            for conflict in one.found.listed
        ],
        "restored_before": one.restored_before,
        "unstamped": one.unstamped,
        "deleted_by_others": one.found.others,
        "files_there": one.found.files_there,
        "files_gone": one.files_gone,
        "without_files": one.found.without_files,
        "files_kept_until": utc(one.until),
        "refusal": one.refusal.value if one.refusal else None,
        "message": restore_answer(_as_result(one)) if one.refusal else "",
    }


def _as_result(one: JobPreview) -> RestoreResult:
    assert one.refusal is not None  # noqa: S101 - asked for refused ones alone
    job = one.in_the_way or one.job
    return RestoreResult(one.refusal, one.business_id, one.job_id, one.restore, job, one.seconds)


def result_json(result: RestoreResult, ended: Mapping[int, Restore | None]) -> dict[str, Any]:
    """`ended` are the rows of those that ran here, as they are then."""
    row = result.restore
    if row is not None:
        row = ended.get(row.id) or row
    return {
        "answer": result.answer.value,
        "business_id": result.business_id,
        "job_id": result.job_id,
        "message": restore_answer(result),
        "restore": restore_json(row) if row else None,
    }


def restore_json(row: Restore) -> dict[str, Any]:
    """A restore as JSON, with the names of a job's where it has one."""
    return {
        "id": row.id,
        "business_id": row.business_id,
        "job_id": row.job_id,
        "status": row.status.value,
        "total": row.total,
        "restored": row.restored,
        "conflicts": row.conflicts,
        "failed_count": row.failed,
        "gone": row.gone,
        "percent": round(100 * row.fraction, 1),
        "is_stuck": row.is_stale,
        "conflicts_listed": [
            {"receipt_id": item, "live_receipt_id": live} for item, live in row.notes.conflicts
        ],
        "failed_listed": [{"receipt_id": item, "reason": reason} for item, reason in row.notes.failures],
        "last_error": row.last_error,
        "requested_by": row.requested_by,
        "run": row.run_id or None,
        "run_name": row.run_name or None,
        "created_at": utc(row.created_at),
        "started_at": utc(row.started_at),
        "finished_at": utc(row.finished_at),
        "heartbeat_at": utc(row.heartbeat_at),
    }


def listing_line(row: Restore) -> tuple[object, ...]:
    return (
        row.id,
        row.job_id,
        row.business_id,
        _status(row),
        row.restored,
        row.total,
        row.conflicts,
        row.failed,
        row.gone,
        row.run_name or row.run_id,
        row.requested_by,
        row.last_error,
    )


def _status(row: Restore) -> str:
    return "not responding" if row.is_stale else row.status.value


def restore_sentence(row: Restore) -> str:
    """What became of it."""
    parts = [f"{row.restored:,} of {counted(row.total, 'receipt')} restored"]
    parts += [f"{row.conflicts:,} left out because the message has come again"] if row.conflicts else []
    parts += [f"{row.failed:,} refused by the database"] if row.failed else []
    parts += [f"{row.gone:,} no longer deleted by this job"] if row.gone else []
    said = f" {row.last_error}" if row.last_error else ""
    return f"Restore {row.id} of job {row.job_id} is {row.status.value}: {', '.join(parts)}.{said}"
