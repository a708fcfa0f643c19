"""A database that goes away, is busy, or refuses: nothing is lost or doubled, and no worker hangs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, make_url

from app.core.cursor import Cursor
from app.core.database_messages import ROWS_LOCKED
from app.engine.control import Stop
from app.engine.events import Ending, WaitReason
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import role, somebody
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl


def database_waits(station: Station) -> list[float]:
    return [step.seconds for step in station.steps if step.wait is WaitReason.DATABASE]


class Remote:
    """A console whose database goes away when the test says so."""

    def __init__(self, product: Product, station: Station, name: str) -> None:
        self.station = station
        self._product = product
        self._role = name

    def go_away(self) -> None:
        """Nobody may connect any more, and who is connected is thrown out."""
        self._product.execute(f"ALTER ROLE {self._role} NOLOGIN")
        self.station.kill_connections()

    def come_back(self) -> None:
        self._product.execute(f"ALTER ROLE {self._role} LOGIN")


@pytest.fixture
def remote(product: Product) -> Iterator[Remote]:
    with role(product) as url, Station(product, "remote", url=url) as station:
        yield Remote(product, station, str(make_url(url).username))


@pytest.mark.parametrize("killed_in", [1, 2, 3])
def test_a_connection_that_is_killed_between_two_batches(
    station: Station, product: Product, business: int, killed_in: int
) -> None:
    product.receipts(business, 35, files=1)
    (job_id,) = station.start(business)

    def kill(wait: int) -> None:
        if wait == killed_in:
            assert station.kill_connections() == 1

    result = station.run_until(job_id, kill)
    assert (result.ending, result.succeeded, result.files_deleted) == (Ending.COMPLETED, 35, 35)
    assert product.counters() == ("completed", 35, 35, 35, 0)
    assert (product.live(business), product.files(business)) == (0, 0)
    assert product.job_status() == "completed"
    assert database_waits(station) == [2]


STATEMENTS = [
    "SELECT background_jobs",
    "UPDATE receipts",
    "UPDATE background_jobs",
    "DELETE FROM attachments",
]


@pytest.mark.parametrize("words", STATEMENTS)
@pytest.mark.parametrize("nth", [1, 2])
def test_a_connection_that_is_killed_within_a_batch(
    station: Station, product: Product, business: int, words: str, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.receipts.file_deletion_queue.GATHERED", 1)  # a page for each batch
    product.receipts(business, 35, files=1)
    (job_id,) = station.start(business)
    with station.just_before(words, station.kill_connections, nth=nth):
        result = station.run(job_id)
    assert (result.ending, result.succeeded, result.failed) == (Ending.COMPLETED, 35, 0)
    assert product.counters() == ("completed", 35, 35, 35, 0)
    assert (product.live(business), product.files(business)) == (0, 0)
    assert product.attachment_count() == 0


@pytest.mark.parametrize("nth", range(1, 11))
@pytest.mark.parametrize("done", [True, False])
def test_a_connection_that_breaks_in_a_commit(
    station: Station, product: Product, business: int, nth: int, done: bool
) -> None:
    """Of the claim, a batch, or its files; nobody can tell then whether it happened, but the row can."""
    product.receipts(business, 25, files=1)
    (job_id,) = station.start(business)
    with station.losing_a_commit(nth, done=done):
        result = station.run(job_id)
    assert result.ending is Ending.COMPLETED
    assert product.counters() == ("completed", 25, 25, 25, 0)
    assert (product.live(business), product.files(business)) == (0, 0)
    assert product.attachment_count() == 0
    assert product.job_status() == "completed"


@pytest.mark.parametrize("done", [True, False])
def test_what_a_slice_counts_holds_where_a_commit_was_in_doubt(
    station: Station, product: Product, business: int, done: bool
) -> None:
    """The command line reports these numbers."""
    product.receipts(business, 25)
    (job_id,) = station.start(business)
    with station.losing_a_commit(2, done=done):
        result = station.run(job_id)
    assert (result.succeeded, result.failed) == (25, 0)


def commits_of(station: Station, job_id: int, control: QuickControl | None) -> int:
    """How many commits an undisturbed slice of the job sends; the last is its end."""
    sent: list[object] = []
    note = sent.append
    event.listen(station.database.engine, "commit", note)
    station.run(job_id, control)
    event.remove(station.database.engine, "commit", note)
    return len(sent)


def pausing(station: Station) -> QuickControl:
    control = QuickControl(station.clock, lambda _wait: control.request(Stop.PAUSE))
    return control


@pytest.mark.parametrize("done", [True, False])
def test_a_pause_whose_commit_is_in_doubt(
    station: Station, product: Product, business: int, done: bool
) -> None:
    other = product.business()
    product.receipts(business, 25)
    product.receipts(other, 25)
    undisturbed, job_id = station.start(other, business)
    last = commits_of(station, undisturbed, pausing(station))
    with station.losing_a_commit(last, done=done):
        result = station.run(job_id, pausing(station))
    assert (result.ending, result.succeeded) == (Ending.PAUSED, 10)
    assert product.counters(job_id) == ("paused", 25, 10, 10, 0)


@pytest.mark.parametrize("done", [True, False])
def test_a_completion_whose_commit_is_in_doubt(
    station: Station, product: Product, business: int, done: bool
) -> None:
    other = product.business()
    product.receipts(business, 25)
    product.receipts(other, 25)
    undisturbed, job_id = station.start(other, business)
    last = commits_of(station, undisturbed, None)
    with station.losing_a_commit(last, done=done):
        result = station.run(job_id)
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 25)
    assert product.counters(job_id) == ("completed", 25, 25, 25, 0)


@pytest.mark.parametrize("done", [True, False])
def test_a_hand_over_to_the_queue_whose_commit_is_in_doubt(
    station: Station, product: Product, business: int, done: bool
) -> None:
    product.receipts(business, 25)
    (job_id,) = station.start(business)

    def slow(_wait: int) -> None:
        station.clock.now += 60

    with station.losing_a_commit(3, done=done):  # the claim, a batch, the hand-over
        result = station.run_until(job_id, slow, runtime_cap_seconds=10)
    assert result.ending is Ending.CONTINUES
    assert product.job_status() == "queued"
    assert station.cursor(job_id).worker == station.identity.waiting
    assert product.counters() == ("queued", 25, 10, 10, 0)


def test_a_database_that_is_away_is_tried_again_longer_and_longer(
    remote: Remote, product: Product, business: int
) -> None:
    product.receipts(business, 25)
    (job_id,) = remote.station.start(business)

    def away(wait: int) -> None:
        if wait == 1:
            remote.go_away()
        if wait == 7:
            remote.come_back()

    result = remote.station.run_until(job_id, away)
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 25)
    assert product.counters() == ("completed", 25, 25, 25, 0)
    assert database_waits(remote.station) == [2, 4, 8, 16, 30, 30]


def test_a_job_that_others_end_while_the_database_is_away(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 25)
    (job_id,) = station.start(business)

    def away(wait: int) -> None:
        if wait == 1:
            station.kill_connections()
        if wait == 2:
            product.execute("UPDATE background_jobs SET status = 'cancelled'")

    result = station.run_until(job_id, away)
    assert (result.ending, result.succeeded) == (Ending.LOST, 10)
    assert (product.deleted(), product.job_status()) == (10, "cancelled")


def test_a_pause_while_the_database_is_away_is_written_once_it_is_back(
    remote: Remote, product: Product, business: int
) -> None:
    product.receipts(business, 25)
    (job_id,) = remote.station.start(business)
    control: QuickControl

    def away(wait: int) -> None:
        if wait == 1:
            remote.go_away()
        if wait == 3:
            control.request(Stop.PAUSE)
        if wait == 6:
            remote.come_back()

    control = QuickControl(remote.station.clock, away)
    result = remote.station.run(job_id, control)
    assert (result.ending, result.succeeded) == (Ending.PAUSED, 10)
    assert product.job_status() == "paused"


def test_leaving_does_not_wait_for_a_database_that_is_away(
    remote: Remote, product: Product, business: int
) -> None:
    product.receipts(business, 25)
    (job_id,) = remote.station.start(business)
    control: QuickControl

    def away(wait: int) -> None:
        if wait == 1:
            remote.go_away()
        if wait == 3:
            control.request(Stop.SHUTDOWN)

    control = QuickControl(remote.station.clock, away)
    result = remote.station.run(job_id, control)
    assert (result.ending, result.succeeded) == (Ending.ABANDONED, 10)
    assert "is not permitted to log in" in result.error
    assert (product.job_status(), product.deleted()) == ("running", 10)


def test_a_claim_waits_for_whoever_holds_the_row(impatient: Station, product: Product, business: int) -> None:
    product.receipts(business, 5)
    (job_id,) = impatient.start(business)
    with somebody(product, "SELECT 1 FROM background_jobs FOR UPDATE") as other:
        result = impatient.run_until(job_id, lambda wait: other.rollback() if wait == 2 else None)
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 5)


def test_a_batch_waits_for_whoever_holds_the_jobs_row(
    impatient: Station, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    """The receipts are not taken for locked ones."""
    expected_logs.expect("failed batch 1 in a row: " + ROWS_LOCKED)
    product.receipts(business, 15)
    (job_id,) = impatient.start(business)
    with somebody(product, "SELECT 1") as other:

        def hold(wait: int) -> None:
            if wait == 1:
                with other.cursor() as cursor:
                    cursor.execute("SELECT 1 FROM background_jobs FOR UPDATE")
            if wait == 2:
                other.rollback()

        result = impatient.run_until(job_id, hold)
    assert (result.ending, result.succeeded, result.failed) == (Ending.COMPLETED, 15, 0)
    assert product.counters() == ("completed", 15, 15, 15, 0)


@contextmanager
def refusing_changes_of_the_row(product: Product, status: str) -> Iterator[Callable[[], object]]:
    """The row cannot become `status` for now, as on a stand-by server; gives what ends that."""
    product.execute(f"""
        CREATE FUNCTION standby() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION USING MESSAGE = 'read-only', ERRCODE = '25006'; END $$;
        CREATE TRIGGER standby BEFORE UPDATE ON background_jobs FOR EACH ROW
            WHEN (NEW.status = '{status}') EXECUTE FUNCTION standby()""")
    yield lambda: product.execute("DROP TRIGGER IF EXISTS standby ON background_jobs")


def test_a_pause_that_cannot_be_written_yet_stays_a_pause(
    station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 25)
    (job_id,) = station.start(business)
    control: QuickControl
    with refusing_changes_of_the_row(product, "paused") as recover:

        def meanwhile(wait: int) -> None:
            if wait == 1:
                control.request(Stop.PAUSE)
            if wait == 5:
                recover()

        control = QuickControl(station.clock, meanwhile)
        result = station.run(job_id, control)
    assert (result.ending, result.succeeded) == (Ending.PAUSED, 10)
    assert product.job_status() == "paused"
    assert product.last_error() is None
    assert control.waits == [0.2, 2, 4, 8, 16]


@pytest.mark.parametrize("stop", [Stop.NO, Stop.PAUSE, Stop.SHUTDOWN])
def test_an_end_that_can_never_be_written_is_given_up(
    station: Station, product: Product, business: int, stop: Stop
) -> None:
    """The job is then found by its missing heartbeat; the worker neither hangs nor spins."""
    product.receipts(business, 15)
    (job_id,) = station.start(business)
    control = QuickControl(station.clock, lambda _wait: control.request(stop))
    status = "completed" if stop is Stop.NO else "paused"
    with refusing_changes_of_the_row(product, status), refusing_failure(product):
        result = station.run(job_id, control)
    assert result.ending is Ending.ABANDONED
    assert "read-only" in result.error
    assert len(control.waits) <= (1 if stop is Stop.SHUTDOWN else 10)


@pytest.mark.parametrize("stop", [Stop.PAUSE, Stop.SHUTDOWN])
def test_a_job_that_is_asked_to_stop_before_it_began_does_not_begin(
    station: Station, product: Product, business: int, stop: Stop
) -> None:
    product.receipts(business, 5)
    (job_id,) = station.start(business)
    control = QuickControl(station.clock)
    control.request(stop, "because")
    assert station.run(job_id, control).ending is Ending.PAUSED
    job = product.job_row()
    assert (job["status"], job["started_at"], job["last_error"]) == ("paused", None, "because")
    assert Cursor.parse(job["cursor"]).worker is None


@pytest.mark.parametrize("stop", [Stop.PAUSE, Stop.SHUTDOWN])
def test_a_job_that_is_not_to_begin_is_given_up_where_that_cannot_be_written(
    station: Station, product: Product, business: int, stop: Stop
) -> None:
    product.receipts(business, 5)
    (job_id,) = station.start(business)
    control = QuickControl(station.clock)
    control.request(stop)
    with refusing_changes_of_the_row(product, "paused"):
        result = station.run(job_id, control)
    assert result.ending is Ending.ABANDONED
    assert len(control.waits) <= (0 if stop is Stop.SHUTDOWN else 10)
    assert product.live(business) == 5


@contextmanager
def refusing_failure(product: Product) -> Iterator[None]:
    product.execute("""
        CREATE TRIGGER standby_too BEFORE UPDATE ON background_jobs FOR EACH ROW
            WHEN (NEW.status = 'failed') EXECUTE FUNCTION standby()""")
    yield
