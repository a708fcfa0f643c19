"""`app.core.cursor`: what is written is read again, what others wrote survives, and damage is said."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cursor import (
    FAILURES_KEPT,
    PLACE,
    PRESENT,
    Cursor,
    FailedItem,
    claimed_in_place,
    new_in_queue,
)
from app.core.errors import CursorDamaged
from app.core.job import JobStatus
from app.core.run import FileCounts
from app.core.stamps import Stamp
from tests.support.runs import json_values, runs, texts

FLAGS = {"interrupted", "accept_missing"}
OWN_KEYS = {
    "last_id",
    "at",
    "max_id",
    "worker",
    "claimed",
    "user_id",
    "failed",
    "deferred",
    "retry",
    "stamps",
    "files",
    "run",
    *FLAGS,
}

ids = st.integers(min_value=0, max_value=2**31 - 1)
others = st.dictionaries(texts.filter(lambda key: key not in OWN_KEYS), json_values, max_size=4)
cursors = st.builds(
    Cursor,
    last_id=ids,
    max_id=st.none() | ids,
    worker=st.none() | texts,
    failed=st.lists(st.builds(FailedItem, item_id=ids, reason=texts), max_size=4).map(tuple),
    deferred=st.lists(ids, max_size=4).map(tuple),
    retry=st.sampled_from([None, JobStatus.COMPLETED, JobStatus.FAILED]),
    other=others,
    interrupted=st.booleans(),
    accept_missing=st.booleans(),
    files=st.builds(FileCounts, ids, ids, ids, ids),
    run=st.none() | runs,
    stamps=st.lists(st.builds(Stamp, st.datetimes(), ids), max_size=3).map(tuple),
)


@given(cursors)
def test_what_is_written_is_read_again(cursor: Cursor) -> None:
    assert Cursor.parse(cursor.text()) == cursor


@given(cursors)
def test_the_text_is_json_that_the_web_worker_reads(cursor: Cursor) -> None:
    text = cursor.text()
    assert text.isascii()
    assert "\x00" not in text
    data = json.loads(text)
    assert data["last_id"] == cursor.last_id
    assert next(iter(data)) == "last_id"
    assert {key: value for key, value in data.items() if key not in OWN_KEYS} == cursor.other


def test_flags_stand_there_only_where_they_are_set() -> None:
    """Who compares the whole text must find it as everybody writes it."""
    assert Cursor.parse('{"interrupted": false, "accept_missing": false}').text() == '{"last_id": 0}'
    both = Cursor(user_id=3, interrupted=True, accept_missing=True, deferred=(5,))
    assert both.text() == (
        '{"last_id": 0, "user_id": 3, "interrupted": true, "accept_missing": true, "deferred": [5]}'
    )


def test_what_was_accepted_once_holds_for_the_job() -> None:
    accepted = Cursor().wished_by(3, "queue", accept_missing=True)
    assert accepted.accept_missing
    assert accepted.wished_by(4, "another").accept_missing
    assert not Cursor().wished_by(3, "queue").accept_missing


@given(cursors, ids)
def test_our_own_keys_survive_the_web_worker(cursor: Cursor, last_id: int) -> None:
    """It writes the JSON that it read, with `last_id` replaced."""
    data = json.loads(cursor.text())
    data["last_id"] = last_id
    read = Cursor.parse(json.dumps(data))
    assert read.last_id == last_id
    assert read == replace(cursor, last_id=last_id)


@given(others, st.none() | texts)
def test_unknown_keys_stay_through_a_change_of_owner(other: dict[str, Any], worker: str | None) -> None:
    read = Cursor.parse(json.dumps({"last_id": 4, "max_id": 9, **other}))
    written = json.loads(read.owned_by(worker).text())
    owner = {} if worker is None else {"at": 4, "worker": worker}
    assert written == {"last_id": 4, "max_id": 9, **owner, **other}


QUEUE, TOKEN = "sweep:desk-1.local:1:0a0b0c0d0e0f/queue", "sweep:desk-1.local:1:0a0b0c0d0e0f/7"


@given(max_id=ids, user_id=ids | st.none(), accept_missing=st.booleans(), started_at=st.datetimes())
def test_a_new_job_is_claimed_within_its_text(
    max_id: int, user_id: int | None, accept_missing: bool, started_at: datetime
) -> None:
    new = Cursor(max_id=max_id, worker=QUEUE, user_id=user_id, accept_missing=accept_missing)
    assert re.search(new_in_queue(QUEUE), new.text())
    before, after = claimed_in_place(QUEUE, TOKEN, (7, 19))
    claimed = new.text().replace(before, after.replace(PLACE, str(started_at)))
    assert claimed == new.claimed_by(TOKEN, started_at, (7, 19)).text()


@given(cursors)
def test_no_other_cursor_is_that_of_a_new_job(cursor: Cursor) -> None:
    waiting = cursor.owned_by(QUEUE)
    new = Cursor(
        max_id=cursor.max_id,
        worker=QUEUE,
        user_id=cursor.user_id,
        accept_missing=cursor.accept_missing,
        run=cursor.run,
    )
    is_known = cursor.run is None or not cursor.run.other
    is_new = cursor.max_id is not None and waiting == new and is_known
    assert (re.search(new_in_queue(QUEUE), waiting.text()) is not None) == is_new
    assert not re.search(new_in_queue(QUEUE), cursor.owned_by(f"{QUEUE}s").text())


@given(texts)
def test_any_text_is_read_or_said_to_be_damaged(text: str) -> None:
    with suppress(CursorDamaged):
        Cursor.parse(text)


@given(json_values)
def test_any_json_is_read_or_said_to_be_damaged(value: object) -> None:
    try:
        cursor = Cursor.parse(json.dumps(value))
    except CursorDamaged:
        return
    assert isinstance(value, dict)
    assert cursor.other.items() <= value.items()


@pytest.mark.parametrize("text", [None, "", "  \n\t"])
def test_nothing_means_the_start(text: str | None) -> None:
    assert Cursor.parse(text) == Cursor(last_id=0, max_id=None, worker=None)


def test_the_web_workers_cursor() -> None:
    assert Cursor.parse('{"last_id": 12345}') == Cursor(last_id=12345)
    assert Cursor.parse("{}") == Cursor()
    assert Cursor.parse('{"last_id": null, "max_id": null, "worker": null}') == Cursor()


def test_how_it_is_written() -> None:
    assert Cursor().text() == '{"last_id": 0}'
    assert Cursor(5, 9, "w").text() == '{"last_id": 5, "at": 5, "max_id": 9, "worker": "w"}'
    full = Cursor(5, 9, "w", (FailedItem(3, "רע"),), (4,), JobStatus.COMPLETED, {"x": [1, "ש"]})
    assert full.text() == (
        '{"last_id": 5, "at": 5, "max_id": 9, "worker": "w", "failed": [[3, "\\u05e8\\u05e2"]], '
        '"deferred": [4], "retry": "completed", "x": [1, "\\u05e9"]}'
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "it is not JSON"),
        ("last_id=7", "it is not JSON"),
        ('{"last_id": 7', "it is not JSON"),
        ("[7]", "it is not a JSON object"),
        ("7", "it is not a JSON object"),
        ("null", "it is not a JSON object"),
        ('"{}"', "it is not a JSON object"),
        ('{"last_id": "7"}', '"last_id" is not a whole number'),
        ('{"last_id": 7.5}', '"last_id" is not a whole number'),
        ('{"last_id": 7.0}', '"last_id" is not a whole number'),
        ('{"last_id": true}', '"last_id" is not a whole number'),
        ('{"last_id": -1}', '"last_id" is not a whole number'),
        ('{"last_id": NaN}', '"last_id" is not a whole number'),
        ('{"last_id": [7]}', '"last_id" is not a whole number'),
        ('{"max_id": "7"}', '"max_id" is not a whole number'),
        ('{"max_id": false}', '"max_id" is not a whole number'),
        ('{"worker": 7}', '"worker" is not a text'),
        ('{"failed": 3}', '"failed" is not a list'),
        ('{"failed": null}', '"failed" is not a list'),
        ('{"failed": [3]}', 'an entry of "failed" is not [id, reason]'),
        ('{"failed": [[3]]}', 'an entry of "failed" is not [id, reason]'),
        ('{"failed": [["3", "x"]]}', 'an entry of "failed" is not [id, reason]'),
        ('{"failed": [[true, "x"]]}', 'an entry of "failed" is not [id, reason]'),
        ('{"failed": [[3, null]]}', 'an entry of "failed" is not [id, reason]'),
        ('{"failed": [[3, "x", 1]]}', 'an entry of "failed" is not [id, reason]'),
        ('{"deferred": 3}', '"deferred" is not a list of ids'),
        ('{"deferred": {"3": 1}}', '"deferred" is not a list of ids'),
        ('{"deferred": ["3"]}', '"deferred" is not a list of ids'),
        ('{"retry": "queued"}', '"retry" is not the status of a job that has ended'),
        ('{"retry": true}', '"retry" is not the status of a job that has ended'),
        ('{"retry": []}', '"retry" is not the status of a job that has ended'),
        ('{"retry": {"a": 1}}', '"retry" is not the status of a job that has ended'),
        ('{"deferred": [true]}', '"deferred" is not a list of ids'),
        ('{"interrupted": 1}', '"interrupted" is neither true nor false'),
        ('{"stamps": 3}', '"stamps" is not a list of times with counts'),
        ('{"stamps": null}', '"stamps" is not a list of times with counts'),
        ('{"stamps": [["2026-11-28 00:00:00.000000"]]}', '"stamps" is not a list of times with counts'),
        ('{"stamps": [["2026-11-28 00:00:00.000000", true]]}', '"stamps" is not a list of times with counts'),
        ('{"stamps": [["2026-11-28 00:00:00.000000", -1]]}', '"stamps" is not a list of times with counts'),
        ('{"stamps": [["2026-02-30 00:00:00.000000", 1]]}', '"stamps" is not a list of times with counts'),
        ('{"stamps": [["2026-11-28T00:00:00", 1]]}', '"stamps" is not a list of times with counts'),
        ('{"stamps": [[1, 1]]}', '"stamps" is not a list of times with counts'),
        ('{"accept_missing": "true"}', '"accept_missing" is neither true nor false'),
    ],
)
def test_damage_is_named(text: str, reason: str) -> None:
    with pytest.raises(CursorDamaged) as caught:
        Cursor.parse(text)
    assert str(caught.value.values["reason"]).startswith(reason)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 200_000, id="nested"),
        pytest.param('{"x": ' * 200_000, id="nested objects"),
        pytest.param('{"last_id": ' + "9" * 5000 + "}", id="a number of 5,000 digits"),
    ],
)
def test_absurd_json_is_damage_too(text: str) -> None:
    with pytest.raises(CursorDamaged):
        Cursor.parse(text)


@pytest.mark.parametrize("key", ["last_id", "max_id"])
def test_an_id_that_no_receipt_can_have_is_damage(key: str) -> None:
    """PostgreSQL refuses to compare an id with such a number: each batch would fail, ten times over."""
    assert Cursor.parse(f'{{"{key}": {2**31 - 1}}}')
    with pytest.raises(CursorDamaged):
        Cursor.parse(f'{{"{key}": {10**30}}}')


def test_the_room_for_failures_is_shared_by_failed_and_deferred() -> None:
    cursor = Cursor(failed=(FailedItem(1, "x"), FailedItem(2, "x")), deferred=(3,))
    assert cursor.room_for_failures == FAILURES_KEPT - 3


def test_failed_receipts_are_tried_again_as_deferred_ones() -> None:
    failed = (FailedItem(3, "x"), FailedItem(5, "y"))
    ended = Cursor(9, 9, "w", failed, (4,), other={"x": 1})
    again = ended.retrying(JobStatus.FAILED)
    assert again == Cursor(9, 9, "w", (), (4, 3, 5), JobStatus.FAILED, {"x": 1})
    interrupted = replace(again, failed=(FailedItem(4, "z"),), deferred=(3, 5))
    assert interrupted.retrying(JobStatus.COMPLETED).retry is JobStatus.FAILED
    assert set(interrupted.retrying(JobStatus.COMPLETED).deferred) == {3, 4, 5}


@given(cursors, ids, st.booleans(), st.sampled_from(["last_id", "max_id"]))
def test_another_number_fits_into_the_template(
    cursor: Cursor, number: int, is_claimed: bool, key: str
) -> None:
    """The database puts it there; the next comparison must meet the same text."""
    claimed = replace(cursor, max_id=0, claimed="2026-05-11 12:00:00" if is_claimed else None)
    there: dict[str, Any] = {key: number}
    moved = claimed.template(key).replace(PLACE, str(number))
    assert moved == replace(claimed, **there).text()


@given(cursors, ids, st.datetimes(), st.integers(0, 50), st.booleans())
def test_a_stamp_fits_into_the_template(
    cursor: Cursor, last_id: int, now: datetime, count: int, goes_on: bool
) -> None:
    template, settled = cursor.batch_template()
    if cursor.stamps and (goes_on or cursor.stamps[-1].at == now):
        now, before, earlier = cursor.stamps[-1].at, "", cursor.stamps[-1].count
    else:
        before, earlier = settled, 0
    entry = f'{before}["{now.isoformat(" ", "microseconds")}", {earlier + count}]'
    moved = template.replace(PLACE, str(last_id)).replace(PRESENT, entry)
    after = replace(cursor, last_id=last_id).stamped(now, count)
    assert moved == after.text()
    assert sum(one.count for one in after.stamps) == sum(one.count for one in cursor.stamps) + count
