"""One person at the console, step after step. What the window and the rows say is compared with what is
really in the database and on the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtWidgets import QAbstractButton, QDialog

from app.actions.results import ActionResult, Answer
from app.bootstrap.appearance import Appearance
from app.bootstrap.connection import ConnectionProfile
from app.core.access import Actor
from app.core.job import JobStatus
from app.core.storage_place import Folder
from app.demo.inventory import Stock, take_stock
from app.demo.showcase import Showcase
from app.smoke.gallery import Samples, exhibits
from app.smoke.hands import (
    LOOK_SECONDS,
    click,
    click_when_on,
    dialog_with,
    find,
    select,
    sort_by,
    table_of,
    type_into,
    until,
)
from app.smoke.report import Report, SmokeFailed
from app.ui.businesses.columns import Column
from app.ui.businesses.states import State, state_of
from app.ui.details.plot import ThroughputPlot
from app.ui.dialogs.sign_in import SignInDialog
from app.ui.window.main_window import MainWindow
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services

TO_PAUSE, TO_CANCEL, TO_END, TO_CANCEL_RUNNING, TO_WAIT = 9, 6, 3, 17, 5
"""The businesses that are paused and resumed, cancelled at once, deleted in one go, cancelled in the middle,
and kept waiting at first. In this order, which is that of their names, four workers leave the last one in the
queue."""

BUSINESSES = (TO_PAUSE, TO_CANCEL, TO_END, TO_CANCEL_RUNNING, TO_WAIT)
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

LOOKS = (("en", "light"), ("en", "dark"), ("he", "dark"), ("he", "light"))
SIZE = (1440, 900)


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
        self._actor: Actor
        self._window: MainWindow

    async def go(self) -> None:
        """The whole way."""
        await self._sign_in()
        before = self._stock()
        try:
            await self._start_deletions()
            await self._show_all_states()
            await self._cancel()
        finally:
            await self._services.calls.run(self._showcase.release)
        await self._resume()
        for business_id in (TO_PAUSE, TO_END, TO_WAIT):
            await until(
                lambda key=business_id: self._status(key) is JobStatus.COMPLETED,  # type: ignore[misc]  # mypy infers no lambda with a default
                f"the deletion of {business_id} to end",
            )
        await until(lambda: not self._services.pool.own_jobs, "the workers to be idle")
        self._check(before, self._stock())
        await self._show_dialogs()
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
        await self._in_all_appearances(self._main_picture("main-idle"))

    async def _start_deletions(self) -> None:
        await self._services.calls.run(self._showcase.hold, HELD)
        select(self._window, *BUSINESSES)
        await click_when_on(self._window, "action.delete")
        dialog = await dialog_with("confirm.delete")
        button = find(dialog, QAbstractButton, "confirm.delete")
        self._report.require(not button.isEnabled(), "Delete was on before anything was typed.")
        type_into(dialog, "confirm.word", "DELETE")
        self._report.require(not button.isEnabled(), "Delete was on before the number was typed.")
        type_into(dialog, "confirm.count", str(len(BUSINESSES)))
        self._report.require(button.isEnabled(), "Delete stayed off after the confirmation was typed.")
        self._report.picture(dialog, "confirm-typed-en-light")
        click(dialog, "confirm.delete")

    async def _show_all_states(self) -> None:
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
        await self._in_all_appearances(self._main_picture("main-jobs"))

    def _missing_states(self) -> dict[int, str]:
        shown = {business_id: state_of(row) for business_id in SHOWN if (row := self._shown(business_id))}
        return {
            key: f"{shown.get(key)}, not {state}"
            for key, state in SHOWN.items()
            if shown.get(key) is not state
        }

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

    async def _show_dialogs(self) -> None:
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
            for exhibit in exhibits(services, appearance.context(self._window), samples, self._window):
                dialog = exhibit.make()
                dialog.open()
                await until(partial(exhibit.is_ready, dialog), exhibit.name)
                self._report.picture(dialog, f"{exhibit.name}-{look}")
                dialog.done(QDialog.DialogCode.Rejected)
                dialog.deleteLater()

        await self._in_all_appearances(show)

    async def _in_all_appearances(self, show: Callable[[str], Awaitable[None]]) -> None:
        """Each language in both themes; English again at the end."""
        for code, theme in LOOKS:
            self._appearance.language.use(code)
            self._appearance.theme.use(theme)
            await asyncio.sleep(LOOK_SECONDS)
            await show(f"{code}-{theme}")
        self._appearance.language.use("en")
        await asyncio.sleep(LOOK_SECONDS)

    def _main_picture(self, name: str) -> Callable[[str], Awaitable[None]]:
        async def show(look: str) -> None:
            self._report.picture(self._window, f"{name}-{look}")

        return show

    def _check(self, before: dict[int, Stock], after: dict[int, Stock]) -> None:
        """The counters of the rows against the receipts, rows and files that are really gone."""
        report = self._report
        for business_id in BUSINESSES:
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
        for business_id in (TO_END, TO_PAUSE, TO_WAIT):
            report.require(after[business_id].live == 0, f"business {business_id} has receipts left.")
        for business_id in (TO_CANCEL, TO_CANCEL_RUNNING):
            report.require(after[business_id].live > 0, "The cancelled deletion had already reached its end.")

    def _stock(self) -> dict[int, Stock]:
        return take_stock(self._profile.database_url, self._files, BUSINESSES)

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
