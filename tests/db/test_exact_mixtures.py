"""Mixtures of all that others can do to a job's receipts: whatever came together, its end adds up. What is
chosen comes from hypothesis, from a fixed seed."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from app.core.messages import COUNTED_BEYOND, DELETED_ELSEWHERE, NOT_GONE
from app.core.progress import percent
from app.engine.control import Stop
from app.engine.events import Ending
from app.receipts import queries
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl

EXAMPLES = 24
RECEIPTS, BATCH = 12, 3

# Two triggers of somebody else, which do what `fate` says of a receipt; the second notes first what a
# statement of the console returned as deleted.
_TRIGGERS = """
    CREATE TABLE fate (id integer PRIMARY KEY, does text NOT NULL);
    CREATE TABLE returned (id integer NOT NULL);
    CREATE FUNCTION first() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE decided text := (SELECT does FROM fate WHERE fate.id = OLD.id);
    BEGIN
        IF decided = 'refuse' THEN RAISE EXCEPTION 'held'; END IF;
        IF decided = 'skip' THEN RETURN NULL; END IF;
        IF decided = 'back' THEN NEW.is_deleted := NULL; END IF;
        RETURN NEW;
    END $$;
    CREATE FUNCTION second() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO returned VALUES (NEW.id);
        UPDATE receipts SET is_deleted = false FROM fate
            WHERE receipts.id = NEW.id AND fate.id = NEW.id AND does = 'undo';
        RETURN NULL;
    END $$;
    CREATE TRIGGER first BEFORE UPDATE ON receipts FOR EACH ROW
        WHEN (OLD.is_deleted IS NOT TRUE AND NEW.is_deleted
            AND current_setting('application_name') LIKE 'sweep:%')
        EXECUTE FUNCTION first();
    CREATE TRIGGER second AFTER UPDATE ON receipts FOR EACH ROW
        WHEN (OLD.is_deleted IS NOT TRUE AND NEW.is_deleted
            AND current_setting('application_name') LIKE 'sweep:%')
        EXECUTE FUNCTION second()
"""

_OTHERS = {
    "delete": "UPDATE receipts SET is_deleted = true WHERE id = ANY(%s)",
    "purge": "DELETE FROM receipts WHERE id = ANY(%s)",
    "move": "UPDATE receipts SET business_id = (SELECT min(id) FROM business) WHERE id = ANY(%s)",
    "restore": "UPDATE receipts SET is_deleted = false WHERE id = ANY(%s)",
    "null": "UPDATE receipts SET is_deleted = NULL WHERE id = ANY(%s)",
}

Fates = dict[int, str]
Event = tuple[int, str, frozenset[int]]
"""In which wait, what, and to which receipts (by their places)."""

_PLACES = st.integers(0, RECEIPTS - 1)
_FATES = st.dictionaries(_PLACES, st.sampled_from(["skip", "back", "refuse", "undo"]), max_size=5)
_EVENTS = st.lists(
    st.tuples(
        st.integers(1, RECEIPTS // BATCH),
        st.sampled_from([*_OTHERS, "come", "pause"]),
        st.frozensets(_PLACES, min_size=1, max_size=4),
    ),
    max_size=4,
)


@dataclass
class Case:
    """One job, and what others do to its receipts. `lost` and `gained` are receipts that they took away from
    it, or gave to it."""

    product: Product
    station: Station
    fates: Fates
    events: Collection[Event]
    lost: int = 0
    gained: set[int] = field(default_factory=set)

    def run(self) -> None:
        product = self.product
        self.business, other = product.business(), product.business()
        self.foreign = product.receipts(other, RECEIPTS)
        self.ids = product.receipts(self.business, RECEIPTS, files=1)
        for place, does in self.fates.items():
            product.execute("INSERT INTO fate VALUES (%s, %s)", self.ids[place], does)
        (self.job_id,) = self.station.start(self.business)
        while (ending := self._slice()) is Ending.PAUSED:
            self.station.wait_in_queue(self.job_id)
        assert ending is Ending.COMPLETED
        self.check()

    def _slice(self) -> Ending:
        control: QuickControl

        def meanwhile(wait: int) -> None:
            for at, what, places in self.events:
                if at == wait:
                    self._happen(control, what, places)

        control = QuickControl(self.station.clock, meanwhile)
        ending = self.station.run(self.job_id, control, batch_size=BATCH, failure_cap=20).ending
        self.events = [event for event in self.events if event[1] != "pause"]
        return ending

    def _happen(self, control: QuickControl, what: str, places: frozenset[int]) -> None:
        ids = [self.ids[place] for place in places]
        if what == "pause":
            control.request(Stop.PAUSE)
        elif what == "come":
            coming = [self.foreign[place] for place in places]
            sql = "UPDATE receipts SET business_id = %s WHERE id = ANY(%s)"
            self.product.execute(sql, self.business, coming)
            self.gained.update(coming)
        else:
            changed = self.product.execute(_OTHERS[what], ids)
            if what in {"restore", "null"}:
                self.gained.update(ids)
            else:
                self.lost += changed

    def check(self) -> None:
        job, cursor = self.station.read(self.job_id), self.station.cursor(self.job_id)
        failed = [one.item_id for one in cursor.failed]
        every = [*self.ids, *self.foreign]
        returned = self.product.scalar("SELECT count(*) FROM returned WHERE id = ANY(%s)", every)
        assert job.succeeded == returned
        assert (job.failed, job.processed) == (len(failed), job.succeeded + job.failed)
        live = self._count("NOT id = ANY(%s)", failed)
        told = {
            sentence: int(found[1]) if (found := re.search(_pattern(sentence), job.last_error or "")) else 0
            for sentence in (NOT_GONE, DELETED_ELSEWHERE, COUNTED_BEYOND)
        }
        missing = job.total - job.processed
        assert told == {
            NOT_GONE: live,
            DELETED_ELSEWHERE: max(0, missing - live),
            COUNTED_BEYOND: max(0, -missing),
        }
        assert told[DELETED_ELSEWHERE] <= self.lost, "others are blamed for what they did not do"
        assert told[COUNTED_BEYOND] <= len(self.gained), "nobody gave the job so many"
        assert (job.last_error is None) == (not any(told.values()) and not failed)
        self._check_files_and_percent(bool(live or self._count("id = ANY(%s)", failed)))

    def _check_files_and_percent(self, is_left: bool) -> None:
        kept = "SELECT storage_path FROM attachments a JOIN receipts r ON r.attachment_id = a.id"
        needed = self.product.rows(
            f"{kept} WHERE r.is_deleted IS NOT TRUE AND r.id = ANY(%s)", sorted({*self.ids} - self.gained)
        )
        assert all(self.product.path(one["storage_path"]).is_file() for one in needed)
        with self.station.database.begin() as connection:
            found = queries.live_by_business(connection, [self.business]).get(self.business)
        share = percent(self.station.read(self.job_id), found.lowest_id if found else None)
        assert not (is_left and share == 100.0)

    def _count(self, condition: str, *values: Any) -> int:
        sql = "SELECT count(*) FROM receipts WHERE business_id = %s AND is_deleted IS NOT TRUE"
        return int(self.product.scalar(f"{sql} AND {condition}", self.business, *values))


def _pattern(sentence: str) -> str:
    return re.escape(sentence).replace(r"\{count\}", r"\b(\d+)")


def test_whatever_comes_together_the_end_adds_up(
    station: Station, product: Product, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"failed batch \d+ in a row")
    product.execute(_TRIGGERS)
    product.business("Where receipts are moved to")

    @hypothesis.seed(20261126)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(_FATES, _EVENTS)
    @example({0: "skip", 1: "refuse", 2: "back"}, [])
    @example({4: "undo"}, [(2, "delete", frozenset({8, 9})), (3, "restore", frozenset({0, 1}))])
    @example({}, [(1, "come", frozenset({3})), (1, "null", frozenset({0})), (2, "pause", frozenset({0}))])
    def check(fates: Fates, events: list[Event]) -> None:
        Case(product, station, fates, events).run()

    check()
