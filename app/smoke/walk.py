"""One person at the console, step after step. What the window and the rows say is compared with what is
really in the database and on the disk."""

from __future__ import annotations

import asyncio
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog

from app.actions.results import ActionResult, Answer
from app.bootstrap.appearance import Appearance
from app.bootstrap.connection import ConnectionProfile
from app.core.access import Actor
from app.core.job import JobStatus
from app.core.run import RunState
from app.core.storage_place import Folder
from app.demo.inventory import Stock, take_stock
from app.demo.names import BUSINESSES as NAMES
from app.demo.showcase import Showcase
from app.reports.making import Origin, document_of
from app.reports.words import Words
from app.smoke.gallery import Samples, exhibits
from app.smoke.hands import (
    LOOK_SECONDS,
    click,
    click_when_on,
    find,
    select,
    sort_by,
    table_of,
    until,
)
from app.smoke.looks import Looks
from app.smoke.report import Report, SmokeFailed
from app.smoke.run_walk import Planned, RunWalk
from app.smoke.workers import LOOKS, WorkersExhibit
from app.ui.businesses.columns import Column
from app.ui.businesses.states import State, state_of
from app.ui.details.all_figures import AllFigures
from app.ui.details.plot import ThroughputPlot
from app.ui.dialogs.sign_in import SignInDialog
from app.ui.notifications.popup import NoticeList
from app.ui.printing.pdf import picture_of
from app.ui.window.main_window import MainWindow
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services

TO_PAUSE, TO_CANCEL, TO_END, TO_CANCEL_RUNNING, TO_WAIT = 9, 6, 3, 17, 5
"""The businesses that are paused and resumed, cancelled at once, deleted in one go, cancelled in the middle,
and kept waiting at first. In this order, which is that of their names, four workers leave the last one in the
queue."""

BUSINESSES = (TO_PAUSE, TO_CANCEL, TO_END, TO_CANCEL_RUNNING, TO_WAIT)
EMPTY = 16
"""Has no receipts."""

UNKNOWN = "0815"
"""The id of no business."""


def _name(business_id: int) -> str:
    return NAMES[business_id - 1].name


FIRST_RUN = Planned(
    name="SMOKE-1",
    note="Requested in ticket SMOKE-1; approved by Dana.",
    entries=(
        *map(str, (TO_PAUSE, TO_CANCEL)),
        *map(_name, (TO_END, TO_CANCEL_RUNNING, TO_WAIT)),
        UNKNOWN,
        *map(str, (11, EMPTY)),
    ),
    unknown=1,
    started=BUSINESSES,
    unticked=11,
    empty=EMPTY,
    end={RunState.COMPLETED: 3, RunState.CANCELLED: 2},
)
SECOND_RUN = Planned(
    name="SMOKE-2",
    note="לבקשת הלקוח, פנייה SMOKE-2",
    entries=(_name(7), "12", UNKNOWN, _name(13), _name(EMPTY)),
    unknown=1,
    started=(7, 12),
    unticked=13,
    empty=EMPTY,
    end={RunState.COMPLETED: 2},
)
"""The same in Hebrew."""

RUNS = (FIRST_RUN, SECOND_RUN)
COMPLETED = (TO_PAUSE, TO_END, TO_WAIT, *SECOND_RUN.started)
HELD_OF_SECOND = dict.fromkeys(SECOND_RUN.started, 100)
HELD = {TO_PAUSE: 180, TO_CANCEL: 100, TO_END: 240, TO_CANCEL_RUNNING: 2850}
"""Receipts after which the showcase holds each in its batch, while the pictures are taken. Those of the last
one take more than ten seconds at the fixed pace, on however fast a machine: the curve leaves out its first
step of five, and needs more than another one for two points."""

LATE = 20
"""Another console runs it, and has been silent for a while."""

SHOWN = {
    TO_WAIT: State.QUEUED,
    TO_CANCEL_RUNNING: State.RUNNING,
    TO_PAUSE: State.PAUSING,
    14: State.PAUSED,
    TO_CANCEL: State.CANCELLING,
    21: State.STALE,
    19: State.STUCK,
    LATE: State.LATE,
    15: State.FAILED,
    27: State.FAILED,  # with receipts that could not be deleted
    4: State.COMPLETED,
    29: State.CANCELLED,
}
"""What the table must show in the pictures, each by a job of its own."""

CURVE = 2
"""Points of the throughput that make a line."""

SIZE = (1440, 900)

REPORT_DPI = 96
"""Dots per inch of the picture of a printed report."""


class Walk:
    """From the sign-in to the last picture."""

    def __init__(
        self, services: Services, appearance: Appearance, profile: ConnectionProfile, report: Report
    ) -> None:
        self._services, self._appearance, self._profile = services, appearance, profile
        self._report = report
        assert isinstance(profile.storage, Folder)  # noqa: S101 - for the type checker: the demo's is one
        self._files = profile.storage.root
        self._showcase = Showcase(profile.database_url)
        self._looks = Looks(appearance, report)
        self._actor: Actor
        self._window: MainWindow

    async def go(self) -> None:
        """The whole way."""
        await self._sign_in()
        before = self._stock()
        run = RunWalk(self._window, self._report, self._looks, FIRST_RUN)
        try:
            await self._services.calls.run(self._showcase.hold, HELD)
            await run.select_by_list()
            await self._looks.pictures(self._window, "main-ticks")
            await run.confirm()
            await run.clear_ticks()
            await self._show_all_states(run)
            await self._cancel()
        finally:
            await self._services.calls.run(self._showcase.release)
        await self._resume()
        await run.see_end()
        await run.save_reports()
        await self._picture_report(FIRST_RUN)
        await self._run_in_hebrew()
        await until(lambda: not self._services.pool.own_jobs, "the workers to be idle")
        self._check(before, self._stock())
        await run.open_page()
        await self._show_end_and_dialogs()
        await run.show_in_businesses()
        await self._show_overview()
        self._window.hide()

    async def _sign_in(self) -> None:
        services, appearance = self._services, self._appearance
        appearance.theme.use("light")
        dialog = SignInDialog(services, appearance.context())
        asked = asyncio.ensure_future(dialog.ask())
        await until(dialog.isVisible, "the sign-in")
        click(dialog, "signin.open")
        await until(asked.done, "the sign-in to be accepted")
        actor = asked.result()
        if actor is None:
            raise SmokeFailed("The sign-in was refused.")
        self._actor = actor
        self._window = MainWindow(services, appearance.language, appearance.theme, appearance.store)
        self._window.resize(*SIZE)
        self._window.open_for(actor)
        await until(lambda: table_of(self._window).model().rowCount() > 0, "the businesses to be listed")
        overview = find(self._window, AllFigures, "all.figures")
        await until(lambda: overview.deleted_lately is not None, "the figures of all jobs")
        await self._looks.pictures(self._window, "main-idle")

    async def _show_all_states(self, run: RunWalk) -> None:
        """Twelve jobs in all states, by rows of the demo and by workers that are held in their batches."""
        window, calls = self._window, self._services.calls
        while not {TO_PAUSE, TO_CANCEL} <= await calls.run(self._showcase.held):
            await asyncio.sleep(LOOK_SECONDS)
        select(window, TO_PAUSE)
        await click_when_on(window, "action.pause")
        select(window, TO_CANCEL)
        await click_when_on(window, "action.cancel")
        sort_by(window, Column.STATUS)
        await until(lambda: self._processed(TO_CANCEL_RUNNING) > HELD[TO_CANCEL], "the running deletion")
        select(window, TO_CANCEL_RUNNING)
        table_of(window).scrollToTop()
        await calls.run(self._showcase.make_late, LATE)
        self._services.poller.look_now()
        plot = find(window, ThroughputPlot, "details.plot")
        await until(lambda: len([rate for rate in plot.rates if rate]) >= CURVE, "a curve of the throughput")
        await until(lambda: not self._missing_states(), lambda: f"{self._missing_states()}")
        if find(window, QAbstractButton, "message.close").isVisible():
            click(window, "message.close")  # what the pause has said lies over the curve

        async def show(_look: str) -> None:
            self._looks.picture(self._window, "main-jobs")
            await run.open_page()
            await asyncio.sleep(LOOK_SECONDS)  # until the page has found its room
            self._looks.picture(self._window, "runs-progress")
            await run.go_back()
            await asyncio.sleep(LOOK_SECONDS)

        await self._looks.each(show)
        await run.watch()
        await run.go_back()

    async def _show_overview(self) -> None:
        """What all jobs come to, where nothing is selected, with the curve of what was just deleted."""
        table_of(self._window).clearSelection()
        overview = find(self._window, AllFigures, "all.figures")
        await until(overview.isVisible, "the overview of all jobs")
        await asyncio.sleep(LOOK_SECONDS)
        await self._looks.pictures(self._window, "main-overview")

    async def _picture_report(self, planned: Planned) -> None:
        """The first page, as it is printed."""
        services, language = self._services, self._appearance.language
        report = await services.calls.run(services.reports.find, self._actor, planned.name)
        origin = Origin(self._actor.email, services.environment)
        document = document_of(report, origin, Words.of(language.folder, language.code))
        self._report.image(picture_of(document, 1, REPORT_DPI), f"report-{language.code}-light")

    def _missing_states(self) -> dict[int, str]:
        shown = {business_id: state_of(row) for business_id in SHOWN if (row := self._shown(business_id))}
        return {
            key: f"{shown.get(key)}, not {state}"
            for key, state in SHOWN.items()
            if shown.get(key) is not state
        }

    async def _run_in_hebrew(self) -> None:
        await self._looks.use("he")
        run = RunWalk(self._window, self._report, self._looks, SECOND_RUN)
        await run.go_back()
        try:
            await self._services.calls.run(self._showcase.hold, HELD_OF_SECOND)
            await run.select_by_list()
            await run.confirm()
            await run.watch()
        finally:
            await self._services.calls.run(self._showcase.release)
        await run.see_end()
        await run.save_reports()
        await self._picture_report(SECOND_RUN)
        await run.show_in_businesses()
        await self._looks.use("en")

    async def _resume(self) -> None:
        await until(lambda: self._status(TO_PAUSE) is JobStatus.PAUSED, "the pause")
        paused_at = self._processed(TO_PAUSE)
        self._report.require(paused_at > 0, "The paused deletion had not begun.")
        select(self._window, TO_PAUSE)
        await click_when_on(self._window, "action.resume")
        await until(lambda: self._processed(TO_PAUSE) > paused_at, "the resumed deletion to go on")

    async def _cancel(self) -> None:
        """While it is held: let go, it would soon be at its end."""
        select(self._window, TO_CANCEL_RUNNING)
        running = self._status(TO_CANCEL_RUNNING) is JobStatus.RUNNING
        self._report.require(running, "There was nothing left to cancel in the middle.")
        await click_when_on(self._window, "action.cancel")
        await until(lambda: self._status(TO_CANCEL_RUNNING) is JobStatus.CANCELLED, "the cancellation")

    async def _show_end_and_dialogs(self) -> None:
        services, appearance = self._services, self._appearance
        previews = await services.calls.run(services.preview, self._actor, [4, 8, 36, 40, 3, 24])
        names = {preview.business_id: preview.name or "" for preview in previews}
        answers = (
            Answer.STARTED,
            Answer.STARTED,
            Answer.TOO_SOON,
            Answer.NOTHING_TO_DELETE,
            Answer.PAGE_DISABLED,
        )
        results = [ActionResult(answer, key, seconds=42) for answer, key in zip(answers, names, strict=False)]
        shown = [row for key in names if (row := services.poller.shown(key)) is not None]
        samples = Samples(previews, results, shown, names, "/home/dana/.local/share/Sweep")

        async def show(look: str) -> None:
            self._looks.picture(self._window, "runs-ended")
            await self._show_notices()
            for exhibit in exhibits(services, appearance.context(self._window), samples, self._window):
                dialog = exhibit.make()
                dialog.open()
                await until(partial(exhibit.is_ready, dialog), exhibit.name)
                self._report.picture(dialog, f"{exhibit.name}-{look}")
                dialog.done(QDialog.DialogCode.Rejected)
                dialog.deleteLater()
            for name, seen in LOOKS.items():
                page = WorkersExhibit(services.calls, seen, self._actor, appearance.context(self._window))
                page.show()
                await until(page.is_ready, name)
                self._report.picture(page, f"{name}-{look}")
                page.leave()

        await self._looks.each(show)

    async def _show_notices(self) -> None:
        """The list behind the bell, which holds both runs by now."""
        notices = find(self._window, NoticeList, "notifications")
        click(self._window, "action.notifications")
        await until(lambda: len(notices.entries) >= len(RUNS), "the notices of both runs")
        await asyncio.sleep(LOOK_SECONDS)
        self._looks.picture(self._window, "notifications")
        QTest.keyClick(notices, Qt.Key.Key_Escape)
        self._report.require(not notices.isVisible(), "Esc does not close the notices.")

    def _check(self, before: dict[int, Stock], after: dict[int, Stock]) -> None:
        """The counters of the rows against the receipts, rows and files that are really gone."""
        report = self._report
        for business_id in (business_id for run in RUNS for business_id in run.started):
            old, new = before[business_id], after[business_id]
            name = f"business {business_id}"
            gone = old.live - new.live
            report.deleted += gone
            report.files_deleted += old.files - new.files
            report.require(gone > 0, f"Nothing was deleted of {name}.")
            report.require(
                new.succeeded == gone, f"{name}: {new.succeeded} counted, {gone} receipts deleted."
            )
            report.require(
                new.deleted - old.deleted == gone, f"{name}: deleted and live receipts do not add up."
            )
            report.require(
                old.attachments - new.attachments == old.files - new.files, f"{name}: rows and files differ."
            )
            report.require(new.orphans == old.orphans, f"{name}: files without a row were left.")
            shown = self._shown(business_id)
            report.require(
                shown is not None and shown.row.items_left == new.live,
                f"{name}: the window shows another number of receipts left than {new.live}.",
            )
        for business_id in (business_id for run in RUNS for business_id in run.untouched):
            report.require(
                before[business_id] == after[business_id], f"business {business_id} is not as it was before."
            )
        for business_id in COMPLETED:
            report.require(after[business_id].live == 0, f"business {business_id} has receipts left.")
        for business_id in (TO_CANCEL, TO_CANCEL_RUNNING):
            report.require(after[business_id].live > 0, "The cancelled deletion had already reached its end.")

    def _stock(self) -> dict[int, Stock]:
        ids = [business_id for run in RUNS for business_id in (*run.started, *run.untouched)]
        return take_stock(self._profile.database_url, self._files, ids)

    def _shown(self, business_id: int) -> ShownRow | None:
        """The row as the window shows it."""
        return self._services.poller.shown(business_id)

    def _status(self, business_id: int) -> JobStatus | None:
        shown = self._shown(business_id)
        return shown.row.job.status if shown and shown.row.job else None

    def _state(self, business_id: int) -> State | None:
        shown = self._shown(business_id)
        return state_of(shown) if shown else None

    def _processed(self, business_id: int) -> int:
        shown = self._shown(business_id)
        return shown.row.job.processed if shown and shown.row.job else 0
