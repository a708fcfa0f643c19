"""The rule of which files are due, held against a model of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.cursor import Cursor
from app.core.keeping import MAX_DAYS, Due
from app.core.messages import KEPT
from app.receipts import attachments, page_statements, references
from tests.support.product import Product
from tests.support.running import Station

NOW = datetime(2026, 6, 1, 12)
MINUTES = st.integers(-40 * 24 * 60, 10)
DAYS = st.sampled_from([0, 1, 3, 7, 30, 4000])
JOB = st.tuples(
    MINUTES, st.integers(0, 20 * 24 * 60), DAYS, st.sampled_from(["completed", "paused", "cancelled"])
)
"""When it began, in minutes from NOW; how long it took; for how many days it keeps; how it stands."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    jobs=st.lists(JOB, max_size=4),
    deletions=st.lists(st.one_of(st.none(), MINUTES), min_size=1, max_size=30),
    setting=DAYS,
    own=st.integers(0, 3),
)
def test_a_sweep_takes_what_the_rule_says_and_nothing_else(
    product: Product,
    station: Station,
    jobs: list[tuple[int, int, int, str]],
    deletions: list[int | None],
    setting: int,
    own: int,
) -> None:
    """Times are off by some minutes where the margin would decide."""
    for table in ("receipts", "attachments", "background_jobs"):
        product.execute(f"DELETE FROM {table}")
    business = product.business()
    shift = product.scalar("SELECT clock_timestamp() AT TIME ZONE 'UTC' - %s", NOW)
    at = [None if one is None else NOW + timedelta(minutes=one, seconds=17) for one in deletions]
    jobs = [*jobs[:1], *((*one[:3], "completed") for one in jobs[1:])]  # one active job at most
    for begin, length, days, status in jobs:
        text = Cursor(keep_days=days).text() if days <= MAX_DAYS else '{"last_id": 0, "keep_days": 4000}'
        first = NOW + timedelta(minutes=begin)
        last = min(first + timedelta(minutes=length), NOW)
        product.job(
            business,
            status,
            cursor=text,
            created_at=first + shift,
            updated_at=last + shift,
            finished_at=last + shift,
        )
    ids = product.receipts(business, len(at), is_deleted=True, updated_at=None)
    files = [one.id for one in product.attachments(business, len(at))]
    for receipt, file, moment in zip(ids, files, at, strict=True):
        product.execute(
            "UPDATE receipts SET attachment_id = %s, deleted_at = %s WHERE id = %s",
            file,
            None if moment is None else moment + shift,
            receipt,
        )
    stamps = tuple(one + shift for one in at[:own] if one is not None)
    due = Due(min(setting, MAX_DAYS), stamps, is_at_once=bool(own))

    def is_due(moment: datetime | None) -> bool:
        if moment is None or (moment + shift) in stamps:
            return True
        longest = min(setting, MAX_DAYS)
        for begin, length, days, status in jobs:
            first = NOW + timedelta(minutes=begin - 2)
            last = min(NOW + timedelta(minutes=begin + length), NOW) + timedelta(minutes=2)
            if days and first <= moment and (status == "paused" or moment <= last):
                longest = max(longest, min(days, MAX_DAYS))
        return moment <= NOW - timedelta(days=longest)

    # What was deleted since the jobs were read is kept: here that is what lies ahead.
    wanted = [
        file
        for file, moment in zip(files, at, strict=True)
        if is_due(moment) and not _is_ahead(moment, stamps, shift)
    ]
    with station.database.connection() as connection:
        found = attachments.left_behind(connection, business, after=0, due=due)
    assert found.ids == wanted
    with station.database.begin() as connection:
        ties = references.ties(connection)
        told = page_statements.described(connection, business, files, ties, found.due)
        assert [one.attachment_id for one in told if not one.reason] == wanted
        assert {one.reason for one in told if one.reason} <= {KEPT}
        page_statements.drop(connection, business, files, ties, found.due)
        assert page_statements.still_there(connection, files) == set(files) - set(wanted)


def _is_ahead(moment: datetime | None, stamps: tuple[datetime, ...], shift: timedelta) -> bool:
    return moment is not None and moment >= NOW and (moment + shift) not in stamps


def test_without_knowing_the_jobs_everything_is_kept(
    product: Product, station: Station, business: int
) -> None:
    product.receipts(business, 1, files=1, is_deleted=True, deleted_at=datetime(2020, 1, 1))
    with station.database.begin() as connection:
        ties = references.ties(connection)
        files = [row["attachment_id"] for row in product.rows("SELECT attachment_id FROM receipts")]
        (told,) = page_statements.described(connection, business, files, ties, Due())
    assert told.reason == KEPT
