"""From a pasted list to the end of its run: the list, what it ticks, the confirmation, and the page of the
runs."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QLineEdit, QWidget

from app.actions.business_list import Match
from app.actions.results import Answer
from app.core.run import RunState
from app.smoke.hands import (
    LOOK_SECONDS,
    click,
    click_cell,
    click_header,
    click_when_on,
    dialog_with,
    find,
    paste_into,
    table_of,
    ticked,
    type_into,
    until,
)
from app.smoke.looks import Looks
from app.smoke.report import Report
from app.ui.businesses.columns import Column
from app.ui.dialogs.select_list.result_table import ResultTable
from app.ui.runs.opened import OpenedRun
from app.ui.runs.reporting import RunReports
from app.ui.runs.table import CellsTable
from app.ui.texts.words import without_marks
from app.ui.widgets.records_table import RecordsTable
from app.ui.window.main_window import MainWindow
from app.ui.window.sidebar import COUNT, PLACE, Beside, Sidebar
from app.viewmodel.runs import ShownRun


@dataclass(frozen=True)
class Planned:
    """A run as it is to become. `entries` are pasted, of which `unknown` name nothing; others name what is
    `started`, the `unticked` business that the confirmation leaves out, and the `empty` one that has nothing
    to delete. `end` is how many of those that were started are to end in which state."""

    name: str
    note: str
    entries: tuple[str, ...]
    unknown: int
    started: tuple[int, ...]
    unticked: int
    empty: int
    end: Mapping[RunState, int]

    @property
    def found(self) -> set[int]:
        """What the list names."""
        return {*self.started, self.unticked, self.empty}

    @property
    def untouched(self) -> tuple[int, int]:
        """What is named by the list, and loses nothing."""
        return self.unticked, self.empty


class RunWalk:
    """The steps of one run, in the language of the moment."""

    def __init__(self, window: MainWindow, report: Report, looks: Looks, planned: Planned) -> None:
        self._window, self._report, self._looks, self._planned = window, report, looks, planned
        self._runs = find(window, CellsTable, "runs")
        self._opened = find(window, OpenedRun, "run")

    async def select_by_list(self) -> None:
        """Pastes the list into the search, looks at what became of each entry, and selects what was found."""
        window, planned, require = self._window, self._planned, self._report.require
        paste_into(window, "search", "\n".join(planned.entries))
        dialog = await dialog_with("list.select")
        await until(find(dialog, QAbstractButton, "list.select").isEnabled, "the list to be checked")
        counts = Counter(line.match for line in find(dialog, ResultTable, "list.results").records.lines)
        expected = {Match.FOUND: len(planned.found), Match.NOT_FOUND: planned.unknown}
        require(counts == expected, f"The list: {dict(counts)}, not {expected}.")
        for match in Match:
            chip = find(dialog, QAbstractButton, f"list.show.{match.value}")
            require(chip.isHidden() is not (match in expected), f"The list counts {match.value} wrongly.")
        require(not find(window, QLineEdit, "search").text(), "What was pasted is searched for.")
        self._looks.picture(dialog, "list-pasted")
        click(dialog, "list.select")
        await until(find(window, QWidget, "selection.count").isVisible, "the list to be ticked")
        require(ticked(window) == planned.found, f"Ticked is {ticked(window)}, not {planned.found}.")
        require(
            table_of(window).model().rowCount() == len(planned.found), "Other businesses stand among them."
        )
        require(find(window, QAbstractButton, "selection.only").isChecked(), "Show selected is not on.")

    async def confirm(self) -> None:
        """Unticks a business in the confirmation, names the run, and types what has to be typed."""
        planned, require = self._planned, self._report.require
        await click_when_on(self._window, "action.delete")
        dialog = await dialog_with("confirm.delete")
        preview = find(dialog, RecordsTable, "confirm.businesses")
        named = {line.business_id for line in preview.records.lines}
        require(
            named == planned.found - {planned.empty}, f"The confirmation has {named}, not what was ticked."
        )
        row = next(
            row for row, line in enumerate(preview.records.lines) if line.business_id == planned.unticked
        )
        click_cell(preview, row, preview.records.check_column)
        type_into(dialog, "confirm.run", planned.name)
        click(dialog, "keep_files.at_once")  # the figures at the end count files that are gone
        paste_into(dialog, "confirm.note", planned.note)
        self._type_confirmation(dialog)
        await asyncio.sleep(LOOK_SECONDS)  # it is laid out anew
        self._looks.picture(dialog, "confirm-typed")
        click(dialog, "confirm.delete")
        await until(lambda: not dialog.isVisible(), "the confirmation to close")

    def _type_confirmation(self, dialog: QDialog) -> None:
        button, require = find(dialog, QAbstractButton, "confirm.delete"), self._report.require
        count = str(len(self._planned.started))
        require(not button.isEnabled(), "Delete was on before anything was typed.")
        type_into(dialog, "confirm.word", "DELETE")
        require(not button.isEnabled(), "Delete was on before the number was typed.")
        type_into(dialog, "confirm.count", str(len(self._planned.started) + 1))
        require(not button.isEnabled(), "Delete was on with the number from before one was unticked.")
        find(dialog, QLineEdit, "confirm.count").clear()
        type_into(dialog, "confirm.count", count)
        require(button.isEnabled(), "Delete stayed off after the confirmation was typed.")

    async def clear_ticks(self) -> None:
        """Takes the ticks away in the header of the table, and shows all businesses again."""
        window, shown = self._window, table_of(self._window).model().rowCount()
        click_header(table_of(window), Column.TICK)
        await until(lambda: not ticked(window), "the ticks to go")
        click(window, "selection.only")
        await until(lambda: table_of(window).model().rowCount() > shown, "all businesses to be shown")

    async def watch(self) -> None:
        """Looks at the page of the runs while the run is in progress, and stays there."""
        planned, require = self._planned, self._report.require
        await self.open_page()
        await until(lambda: self._is_in_progress, "the run to be in progress")
        shown = self._shown
        assert shown is not None  # noqa: S101 - for the type checker: it is in progress
        row = shown.row
        require(row.size == len(planned.started), f"The run has {row.size} businesses.")
        require(0 < row.processed < row.total, f"The run is at {row.processed} of {row.total}.")
        require(row.run.note == planned.note, f"The note of the run is {row.run.note!r}.")
        await until(lambda: self._counted_in_progress == "1", "the sidebar to count the run")
        self._check_opened()

    @property
    def _counted_in_progress(self) -> str:
        """What stands in the sidebar beside the page of the runs."""
        sidebar = find(self._window, Sidebar, "sidebar").model()
        places = (sidebar.index(number, 0) for number in range(sidebar.rowCount()))
        [counted] = [without_marks(one.data(COUNT)) for one in places if one.data(PLACE) is Beside.RUNS]
        return counted

    async def see_end(self) -> None:
        """Waits on the page until the run is over, and opens it."""
        planned, require = self._planned, self._report.require
        await self.open_page()
        await until(lambda: self._shown is not None and not self._shown.row.is_active, "the run to end")
        shown = self._shown
        assert shown is not None  # noqa: S101 - for the type checker: it has ended
        row = shown.row
        require(row.jobs == planned.end, f"The run ended with {dict(row.jobs)}, not {dict(planned.end)}.")
        left_out = {Answer.NOTHING_TO_DELETE.value: (planned.empty,)}
        require(row.run.refused == left_out, f"The run has left out {row.run.refused}, not {left_out}.")
        QTest.keyClick(self._runs, Qt.Key.Key_Return)
        require(self._window.focusWidget() is self._opened.table, "Enter does not open the run.")
        self._check_opened()
        await until(
            lambda: self._opened.run is not None and self._opened.run.row == row, "the businesses' last state"
        )
        states = {state.value: count for state, count in row.jobs.items()}
        self._report.runs.append(
            {
                "name": row.run.name,
                "businesses": row.size,
                "states": states,
                "receipts": row.succeeded,
                "left_out": planned.empty,
                "unticked": planned.unticked,
            }
        )

    async def save_reports(self) -> None:
        """As they are attached to the ticket: one to print, and one for whoever has no PDF."""
        shown = self._shown
        assert shown is not None  # noqa: S101 - for the type checker: its end was seen
        (saving,) = self._window.findChildren(RunReports)
        for ending in (".html", ".pdf"):
            path = self._report.out.resolve() / f"report-{self._planned.name}{ending}"
            path.unlink(missing_ok=True)
            click(self._window, "run.report")
            dialog = await dialog_with("fileNameEdit")
            find(dialog, QLineEdit, "fileNameEdit").setText(str(path))
            dialog.accept()
            await until(lambda: not saving.is_saving, f"the report {path.name}")
            self._report.reports.append(str(path))
        page = (self._report.out / f"report-{self._planned.name}.html").read_text(encoding="utf-8")
        for figure in (f"{shown.row.succeeded:,}", self._planned.note, shown.row.id):
            self._report.require(escape(figure) in page, f"The report does not say {figure}.")

    async def show_in_businesses(self) -> None:
        """Goes back from the run to its businesses, which are ticked then."""
        click(self._window, "run.show_businesses")
        await until(table_of(self._window).isVisible, "the businesses again")
        found, expected = ticked(self._window), set(self._planned.started)
        self._report.require(found == expected, f"Of the run {found} are ticked, not {expected}.")
        await self.clear_ticks()

    def _check_opened(self) -> None:
        """The run that is open: its bar, its businesses, and what was left out."""
        opened, require, planned = self._opened, self._report.require, self._planned
        members = {member.job.business_id for member in opened.table.records.lines}
        require(members == set(planned.started), f"The opened run has {members}, not {planned.started}.")
        require(find(opened, QWidget, "run.bar").isVisible(), "The opened run has no bar.")
        require(find(opened, QLabel, "run.refused").isVisible(), "The opened run names nothing left out.")

    async def open_page(self) -> None:
        """Chooses the run on the page of the runs."""
        QTest.keyClick(self._window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: self._row is not None, f"the run {self._planned.name} on its page")
        row = self._row
        if row is not None:
            click_cell(self._runs, row, 0)
        count = len(self._planned.started)
        await until(lambda: len(self._opened.table.records.lines) == count, "the businesses of the run")

    async def go_back(self) -> None:
        """To the page of the businesses."""
        QTest.keyClick(self._window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        await until(table_of(self._window).isVisible, "the businesses again")

    @property
    def _row(self) -> int | None:
        """Where the run stands on its page."""
        lines = self._runs.records.lines if self._runs.isVisible() else []
        return next((row for row, one in enumerate(lines) if one.row.run.name == self._planned.name), None)

    @property
    def _shown(self) -> ShownRun | None:
        row = self._row
        return None if row is None else self._runs.records.lines[row]

    @property
    def _is_in_progress(self) -> bool:
        shown = self._shown
        return shown is not None and shown.row.jobs.get(RunState.RUNNING, 0) > 0 and shown.row.processed > 0
