"""Storage that fails, hangs, cannot be written, or is full of keys that lead elsewhere."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.actions.jobs import JobActions
from app.actions.results import Answer
from app.actions.sweeping import SweepAction, SweepResult
from app.core.access import Actor
from app.core.messages import FILES_MISSING, FILES_NOT_DELETED
from app.core.policy import Policy
from app.core.storage_messages import NO_PERMISSION
from app.engine.control import Control
from app.engine.events import Ending, SliceResult, Step
from app.engine.heartbeat import Heartbeat
from app.engine.job_type import by_name
from app.engine.runner import Runner, RunnerDependencies
from app.files.local import LocalStorage
from app.files.storage import FileOutcome, FileResult, Storage
from app.receipts.job_type import ReceiptDeletion
from app.receipts.names import DELETE_RECEIPTS
from app.workers.thread_pool import ThreadPool
from tests.support.logs import ExpectedLogs
from tests.support.product import Attachment, Product
from tests.support.program import until
from tests.support.running import Station
from tests.support.time_and_chance import Chance

SEED = 20260519
STAYS = r"Attachment \d+ stays"


class Failing(LocalStorage):
    """Fails at random on three of ten deletions. `answers_are_lost`: the file is deleted all the same."""

    def __init__(self, root: Path, *, answers_are_lost: bool) -> None:
        super().__init__(root)
        self._random = Random(SEED)
        self._answers_are_lost = answers_are_lost
        self.failures = 0

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        return [self._delete(business_id, key) for key in keys]

    def _delete(self, business_id: int, key: str) -> FileResult:
        fails = self._random.random() < 0.3
        if not fails or self._answers_are_lost:
            (result,) = super().delete(business_id, [key])
        if fails:
            self.failures += 1
            return FileResult(key, FileOutcome.FAILED, "Connection reset")
        return result


class Hanging(LocalStorage):
    """Does not answer until the test lets it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.asked = 0
        self._answers = threading.Semaphore(0)

    def answer(self) -> None:
        self._answers.release()

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        self.asked += 1
        assert self._answers.acquire(timeout=60)
        return super().delete(business_id, keys)


def files(product: Product, business: int) -> set[str]:
    """The keys of the files that are left, links among them."""
    root = product.storage_root
    return {
        str(path.relative_to(root))
        for path in (root / "attachments" / str(business)).rglob("*")
        if path.is_file() or path.is_symlink()
    }


def sweep(station: Station, business: int, storage: Storage | None = None) -> SweepResult:
    """A sweep by hand."""
    actor = station.actor(station.product.user().id)
    action = SweepAction(station.database, ReceiptDeletion(storage or station.storage), station.audit)
    (result,) = action(actor, [business])
    assert result.refusal is None
    return result


def test_a_sweep_by_hand_that_is_stopped_begins_no_further_business(
    product: Product, business: int, station: Station
) -> None:
    other = product.business()
    for one in (business, other):
        product.receipts(one, 2, files=1, is_deleted=True)
    actor = station.actor(product.user().id)
    action = SweepAction(station.database, station.deletion, station.audit)
    done = lambda: not files(product, business)  # noqa: E731 - the first one's page is over
    (result,) = action(actor, [business, other], lambda: not done())
    assert (result.business_id, result.files.deleted) == (business, 2)
    assert (len(files(product, business)), len(files(product, other))) == (0, 2)


def run(station: Station, business: int) -> tuple[int, SliceResult]:
    (job_id,) = station.start(business)
    return job_id, station.run(job_id)


def must_have_deleted_all(product: Product, job_id: int, receipts: int) -> None:
    job = product.job_row(job_id)
    assert (job["status"], job["total"], job["processed"], job["succeeded"], job["failed_count"]) == (
        "completed",
        receipts,
        receipts,
        receipts,
        0,
    )
    assert product.live(job["business_id"]) == 0


@pytest.mark.parametrize("answers_are_lost", [False, True])
def test_three_of_ten_deletions_fail(
    product: Product, business: int, expected_logs: ExpectedLogs, answers_are_lost: bool
) -> None:
    print(f"seed {SEED}")
    expected_logs.expect(f"{STAYS} .*: Connection reset")
    neighbour = product.business()
    product.receipts(neighbour, 5, files=2)
    product.receipts(business, 60, files=2)
    storage = Failing(product.storage_root, answers_are_lost=answers_are_lost)
    with Station(product, "failing", storage=storage) as station:
        job_id, result = run(station, business)
        left = product.storage_paths(business)
        assert 0 < len(left) < storage.failures, "the job's own sweep tries each once more"
        assert files(product, business) == (set() if answers_are_lost else left)
        gone = 120 - len(left)
        assert (result.files_deleted + result.files_missing, result.files_left) == (gone, len(left))
        assert (result.files_missing > 0) is answers_are_lost
        told = FILES_NOT_DELETED.format(count=len(left), reason="Connection reset")
        if answers_are_lost:
            told += " " + FILES_MISSING.format(count=result.files_missing)
        assert product.last_error(job_id) == told
        must_have_deleted_all(product, job_id, 60)
        sweeps = 0
        while left and sweeps < 20:
            swept, sweeps = sweep(station, business).files, sweeps + 1
            assert swept.deleted + swept.missing + swept.left == len(left)
            left = product.storage_paths(business)
            assert swept.left == len(left)
            assert files(product, business) == (set() if answers_are_lost else left)
    assert left == set()
    assert len(product.storage_paths(neighbour)) == len(files(product, neighbour)) == 10


def everything_is_refused(patch: pytest.MonkeyPatch, root: Path) -> str:
    """A volume that is mounted read-only says so when it is asked."""
    real = os.access
    patch.setattr(os, "access", lambda path, mode: not str(path).startswith(str(root)) and real(path, mode))
    return NO_PERMISSION


def deletions_are_refused(patch: pytest.MonkeyPatch, root: Path) -> str:
    """Or only when something is to be deleted, as over a network."""
    real = os.unlink

    def unlink(path: Any, *rest: Any, **more: Any) -> None:
        if "dir_fd" in more or str(path).startswith(str(root)):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
        real(path, *rest, **more)

    patch.setattr(os, "unlink", unlink)
    return os.strerror(errno.EROFS)


@pytest.mark.parametrize("make_read_only", [everything_is_refused, deletions_are_refused])
def test_a_storage_that_becomes_read_only(
    station: Station,
    product: Product,
    business: int,
    expected_logs: ExpectedLogs,
    make_read_only: Callable[[pytest.MonkeyPatch, Path], str],
) -> None:
    expected_logs.expect(r"Attachment \d+ stays|The files stay: ")
    product.receipts(business, 25, files=1)
    (job_id,) = station.start(business)
    before = files(product, business)
    with pytest.MonkeyPatch.context() as patch:
        reason = make_read_only(patch, product.storage_root)
        result = station.run(job_id)
        assert (result.ending, result.files_deleted, result.files_left) == (Ending.COMPLETED, 0, 25)
    must_have_deleted_all(product, job_id, 25)
    said = product.last_error(job_id)
    assert said.startswith(FILES_NOT_DELETED.partition("{reason}")[0].format(count=25))
    assert reason in said
    assert product.storage_paths(business) == files(product, business) == before
    assert sweep(station, business).files.deleted == 25
    assert product.storage_paths(business) == files(product, business) == set()


def attach(product: Product, receipt: int, attachment: Attachment) -> None:
    product.execute("UPDATE receipts SET attachment_id = %s WHERE id = %s", attachment.id, receipt)


def lead_away(product: Product, kind: str, business: int, other: int, attachment: Attachment) -> None:
    """Makes the key of an attachment, or what lies there, what it should not be."""
    path, own = product.path(attachment.storage_path), f"attachments/{business}"
    victim = product.attachments(other)[0].storage_path
    name = f"{attachment.id}.pdf"
    key = attachment.storage_path
    if kind == "a link to another's file":
        path.unlink()
        path.symlink_to(product.path(victim))
    elif kind == "a link to nothing":
        path.unlink()
        path.symlink_to("/nowhere/at/all")
    elif kind == "through a linked folder":
        folder = path.parent / f"link-{attachment.id}"
        folder.symlink_to(product.path(victim).parent, target_is_directory=True)
        key = str((folder / Path(victim).name).relative_to(product.storage_root))
        path.unlink()
    elif kind == "a folder":
        path.unlink()
        path.mkdir()
    else:
        path.unlink()
        key = {
            "another's key": victim,
            "up and across": victim.replace(f"attachments/{other}", f"{own}/../{other}"),
            "out of the storage": f"{own}/../../../{name}",
            "absolute": str(product.path(victim)),
            "nothing": "",
            "up": "..",
            "a prefix of the name": f"attachments/{business}0/{name}",
            "backslashes": f"{own}\\..\\{other}\\{name}",
        }[kind]
    product.execute("UPDATE attachments SET storage_path = %s WHERE id = %s", key, attachment.id)


TRAPS = (
    "a link to another's file",
    "a link to nothing",
    "through a linked folder",
    "a folder",
    "another's key",
    "up and across",
    "out of the storage",
    "absolute",
    "nothing",
    "up",
    "a prefix of the name",
    "backslashes",
)


def test_a_storage_full_of_traps(
    station: Station, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    """What leads elsewhere is left alone and reported; the rest goes, also what is gone already."""
    print(f"seed {SEED}")
    expected_logs.expect(STAYS)
    random = Random(SEED)
    other = product.business()
    outside = product.storage_root.parent
    kinds = [*TRAPS * 2, *["good"] * 30, *["gone already"] * 6]
    random.shuffle(kinds)
    trapped: set[int] = set()
    for receipt, kind in zip(product.receipts(business, len(kinds)), kinds, strict=True):
        (attachment,) = product.attachments(business)
        attach(product, receipt, attachment)
        if kind == "gone already":
            product.path(attachment.storage_path).unlink()
        elif kind != "good":
            lead_away(product, kind, business, other, attachment)
            trapped.add(attachment.id)
            (outside / f"{attachment.id}.pdf").write_text("keep me")
    others = files(product, other), product.storage_paths(other)
    assert len(others[0]) == len(trapped)

    job_id, result = run(station, business)
    assert (result.files_deleted, result.files_missing, result.files_left) == (30, 6, len(trapped))
    must_have_deleted_all(product, job_id, len(kinds))
    assert product.last_error(job_id).startswith(
        FILES_NOT_DELETED.partition("{reason}")[0].format(count=len(trapped))
    )
    kept = product.rows("SELECT id FROM attachments WHERE business_id = %s", business)
    assert {one["id"] for one in kept} == trapped
    assert (files(product, other), product.storage_paths(other)) == others
    assert {path.name for path in outside.glob("*.pdf")} == {f"{one}.pdf" for one in trapped}
    links = {path for path in files(product, business) if product.path(path).is_symlink()}
    assert len(links) == 6, "a link is nobody's file"

    # Once somebody has put the rows right, a sweep by hand finishes them.
    key = "format('attachments/%%s/receipt_source/mended/%%s.pdf', business_id, id)"
    mended = f"UPDATE attachments SET storage_path = {key}"
    product.execute(mended + " WHERE id = ANY(%s)", list(trapped))
    (product.storage_root / f"attachments/{business}/receipt_source/mended").mkdir(parents=True)
    for one in trapped:
        product.path(f"attachments/{business}/receipt_source/mended/{one}.pdf").write_text("at last")
    swept = sweep(station, business).files
    assert (swept.deleted, swept.left) == (len(trapped), 0)
    assert product.storage_paths(business) == set()
    assert files(product, business) == links
    assert (files(product, other), product.storage_paths(other)) == others


def test_a_job_whose_storage_hangs_can_be_cancelled_and_followed_by_another(
    station: Station, product: Product, business: int, actor: Actor
) -> None:
    """It keeps beating while it hangs; once cancelled, it does no more than end what it had in its hands."""
    product.receipts(business, 6, files=1)
    storage = Hanging(product.storage_root)
    types = by_name(ReceiptDeletion(storage, files_behind=0))

    def run_slice(job_id: int, control: Control, report: Callable[[Step], None]) -> SliceResult:
        around = RunnerDependencies(
            station.database,
            types,
            station.identity,
            station.clock,
            Chance(),
            report,
        )
        return Runner(around, Policy(batch_size=2, throttle_ms=0), job_id, control).run()

    pool = ThreadPool(
        run_slice, Heartbeat(station.database, station.identity, station.types), 2, beat_every=0.02
    )
    actions = JobActions(station.database, types, station.audit, station.identity, pool)
    pool.start()
    try:
        (started,) = actions.start(actor, DELETE_RECEIPTS, [business])
        assert started.job is not None
        job_id = started.job.id
        until(lambda: storage.asked == 1)
        silence = "UPDATE background_jobs SET heartbeat_at = '2020-01-01', updated_at = '2020-01-01'"
        product.execute(silence)
        until(lambda: product.job_row(job_id)["heartbeat_at"].year > 2020)
        (cancelled,) = actions.cancel(actor, [job_id])
        assert cancelled.answer is Answer.CANCELLED
        silenced = product.job_row(job_id)
        product.execute("UPDATE background_jobs SET created_at = created_at - interval '61 s'")
        (next_one,) = actions.start(actor, DELETE_RECEIPTS, [business])
        assert next_one.answer is Answer.STARTED
        assert next_one.job is not None
        next_id = next_one.job.id
        until(lambda: storage.asked == 2)  # another worker, on the next two receipts
        for _answer in range(10):
            storage.answer()
        until(lambda: product.job_status(next_id) == "completed" and not pool.busy)
    finally:
        for _answer in range(10):
            storage.answer()
        assert pool.close(30_000)
    first, second = product.job_row(job_id), product.job_row(next_id)
    assert first | {"created_at": None} == silenced | {"created_at": None}, "not a thing after the cancel"
    assert (first["status"], first["succeeded"]) == ("cancelled", 2)
    assert (second["total"], second["succeeded"]) == (4, 4)
    assert product.storage_paths(business) == files(product, business) == set()
