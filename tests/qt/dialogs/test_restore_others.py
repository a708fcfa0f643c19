"""A restore of some of the subject's jobs: the way to the others, and what is said of it meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from app.core.restore import RestoreStatus
from app.qt.translation import Language
from app.ui.dialogs.restore import dialog as dialog_module
from app.ui.texts.words import businesses_text, without_marks
from tests.support import restore_dialog
from tests.support.dialogs import click, find, lines
from tests.support.product import Product
from tests.support.restore_dialog import TITLE, Open, live, long_ago
from tests.support.restoring import Restoring, age
from tests.support.running import Station

database_url, opened, restoring = (
    restore_dialog.database_url,
    restore_dialog.opened,
    restore_dialog.restoring,
)


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialog_module, "POLL_MS", 30)


@pytest.fixture
def receipts(product: Product) -> list[list[int]]:
    """Of two businesses."""
    return [product.receipts(product.business(), count) for count in (3, 30)]


@pytest.fixture
def job_ids(product: Product, station: Station, receipts: list[list[int]]) -> list[int]:
    """Jobs that have deleted them."""
    owners = [product.scalar("SELECT business_id FROM receipts WHERE id = %s", ids[0]) for ids in receipts]
    started = station.start(*owners)
    for job_id in started:
        station.run(job_id)
    long_ago(product)
    return started


def of_both(language: Language) -> str:
    return without_marks(businesses_text(2, language.locale))


def test_the_others_can_be_restored_while_one_is_paused(
    opened: Open,
    english: Language,
    restoring: Restoring,
    product: Product,
    receipts: list[list[int]],
    job_ids: list[int],
) -> None:
    (paused,) = restoring.start(job_ids[0])
    restoring.answer("pause", paused)
    dialog = opened(*job_ids)
    dialog.shows("restore.bar")
    assert f"1 of {of_both(english)} of {TITLE}" in dialog.said("restore.heading")

    # There and back, and there again.
    click(dialog.dialog, "restore.others")
    dialog.shows("restore.restored")
    assert (dialog.said("restore.restored"), dialog.seen("restore.go_on")) == ("30", False)
    click(dialog.dialog, "restore.show.left_out")
    (left_out,) = lines(dialog.dialog, "restore.list.left_out")
    assert f"job {job_ids[0]}" in left_out[3]
    click(dialog.dialog, "restore.others")
    dialog.shows("restore.go_on")
    assert len(dialog.rows) == 1
    click(dialog.dialog, "restore.others")
    dialog.shows("restore.start")

    dialog.type()
    click(dialog.dialog, "restore.start")
    dialog.shows("restore.bar")
    assert len(dialog.rows) == 2
    assert dialog.said("restore.heading").endswith(f"the receipts of {TITLE}")
    assert not dialog.seen("restore.others")  # there are no others
    assert restoring.run(restoring.crew.handed[-1]).status is RestoreStatus.COMPLETED
    dialog.loop.until(lambda: not dialog.seen("restore.pause"))
    assert [live(product, ids) for ids in receipts] == [0, 30]
    click(dialog.dialog, "restore.go_on")
    dialog.shows("restore.pause")
    restoring.run(paused)
    dialog.loop.until(lambda: not dialog.seen("restore.stop"))
    assert dialog.said("restore.heading") == f"The restore of {TITLE} has ended"


def test_the_end_of_a_part_is_not_the_end_of_all(
    opened: Open, english: Language, restoring: Restoring, receipts: list[list[int]], job_ids: list[int]
) -> None:
    (restore_id,) = restoring.start(job_ids[0], items=receipts[0][:1])
    dialog = opened(*job_ids)
    dialog.shows("restore.bar")
    restoring.run(restore_id)
    dialog.loop.until(lambda: not dialog.seen("restore.stop"))
    assert f"1 of {of_both(english)} of {TITLE}" in dialog.said("restore.heading")

    # What was typed for it does not count for the next, which takes its place in the list.
    click(dialog.dialog, "restore.others")
    dialog.shows("restore.start")
    dialog.type()
    assert dialog.said("restore.restored") == "32"
    click(dialog.dialog, "restore.start")
    dialog.shows("restore.bar")
    assert sorted(row[4] for row in dialog.rows) == ["2", "30"]
    for one in restoring.crew.handed:
        restoring.run(one)
    dialog.loop.until(lambda: not dialog.seen("restore.stop"))
    click(dialog.dialog, "restore.others")
    dialog.shows("restore.list.left_out")
    assert not dialog.seen("restore.start")
    assert not find(dialog.dialog, QLineEdit, "confirm.word").text()


def test_a_restore_in_the_way_is_named_with_its_state(
    opened: Open,
    english: Language,
    restoring: Restoring,
    station: Station,
    product: Product,
    business: int,
) -> None:
    jobs = []
    for _ in range(2):
        product.receipts(business, 3)
        jobs += station.start(business)
        station.run(jobs[-1])
        long_ago(product)
    first, second = jobs
    (restore_id,) = restoring.start(first)

    def reason() -> str:
        dialog = opened(second)
        dialog.shows("restore.list.left_out")
        (row,) = lines(dialog.dialog, "restore.list.left_out")
        dialog.dialog.reject()
        return row[3]

    assert f"“Restore…” of job {first} in the History tab" in reason()
    assert "is being restored" in reason()
    restoring.answer("pause", restore_id)
    assert f"“Restore…” of job {first} in the History tab" in reason()
    assert "“Paused”" in reason()
    restoring.answer("go_on", restore_id)
    age(product, restore_id)
    assert "“Interrupted”" in reason()
