"""The report is saved from the page of the runs, by button and by call, in the language of the window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from app.core.folding import folded
from app.qt.translation import Language
from app.ui.runs.run_buttons import REPORT
from tests.qt.runs.conftest import Looker
from tests.support.halting import many
from tests.support.product import Product


def save_as(looker: Looker, path: Path | None, press: Callable[[], object]) -> None:
    """Presses, and answers the dialog that comes; None gives it up."""
    press()
    looker.until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    if path is None:
        dialog.reject()
    else:
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # Qt's own question, which is not ours
        dialog.findChildren(QLineEdit)[0].setText(str(path))
        dialog.accept()
    looker.until(lambda: not looker.page.reports.is_saving)


@pytest.fixture
def run(looker: Looker, product: Product) -> list[int]:
    businesses = many(product, 3, receipts=2)
    for job_id in looker.start(businesses, "SUP-4790", "Contract ended"):
        looker.station.actions.cancel(looker.actor, [job_id])
    looker.look()
    looker.open("SUP-4790")
    return businesses


@pytest.mark.parametrize("code", ["en", "he"])
@pytest.mark.parametrize("ending", [".pdf", ".html", ".csv", ".xlsx", ".json"])
def test_the_button_saves_the_report_of_the_run(
    looker: Looker, run: list[int], tmp_path: Path, language: Language, ending: str, code: str
) -> None:
    language.use(code)
    file = tmp_path / f"r{ending}"
    save_as(looker, file, looker.button(REPORT).click)
    (news,) = looker.news
    assert news.tone == "ok"
    assert str(file) in news.text
    made = file.read_bytes()
    assert made
    if ending == ".json":
        record = json.loads(made)
        assert (record["run_name"], record["totals"]["businesses"]) == ("SUP-4790", len(run))
    if ending == ".html":
        assert ('dir="rtl"' in made.decode()) is (code == "he")


def test_it_is_saved_by_its_id_whatever_is_open(
    looker: Looker, run: list[int], product: Product, tmp_path: Path
) -> None:
    looker.start(many(product, 1, receipts=1), "SUP-2")
    looker.page.feed.refresh()
    looker.until(lambda: len(looker.names()) == 2)
    first = next(one.row.id for one in looker.page.table.records.lines if one.row.run.name == "SUP-4790")
    looker.open("SUP-2")
    file = tmp_path / "r.json"
    save_as(looker, file, lambda: looker.page.save_report(first))
    assert json.loads(file.read_text())["run"] == first
    save_as(looker, file, looker.page.save_report)
    assert json.loads(file.read_text())["run_name"] == "SUP-2"


def test_who_gives_up_or_cannot_write_loses_nothing(looker: Looker, run: list[int], tmp_path: Path) -> None:
    save_as(looker, None, looker.button(REPORT).click)
    assert looker.news == []
    file = tmp_path / "r.html"
    file.write_text("before")
    looker.station.product.execute("DELETE FROM background_jobs")
    save_as(looker, file, looker.button(REPORT).click)
    (news,) = looker.news
    assert news.tone == "bad"
    assert folded("SUP-4790") not in folded(file.read_text())
    assert file.read_text() == "before"


def test_without_a_run_there_is_nothing_to_report(looker: Looker) -> None:
    looker.look()
    assert not looker.button(REPORT).isEnabled()
    looker.page.save_report()
    assert not looker.page.reports.is_saving


def test_the_window_is_not_kept_waiting(
    looker: Looker, run: list[int], tmp_path: Path, monkeypatch: Any
) -> None:
    """Whatever a report takes, it is read and made in another thread than that of the window."""
    import threading

    threads: list[str] = []
    find = looker.services.reports.find

    def noting(*words: Any) -> Any:
        threads.append(threading.current_thread().name)
        return find(*words)

    monkeypatch.setattr(looker.services.reports, "find", noting)
    save_as(looker, tmp_path / "r.pdf", looker.button(REPORT).click)
    assert threads
    assert threading.main_thread().name not in threads
