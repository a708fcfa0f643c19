"""The whole way, walked by a script: a fresh demo, the real window, its own buttons and dialogs.

What the window and the rows say is compared with what is really in the database and on the disk. Used by
`main.py smoke`, and by `packaging/dev.py demo` where there is no display.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QTableView, QWidget

from app.bootstrap.console import Console, Place
from app.bootstrap.gui import Looks, make_application
from app.bootstrap.loop import run
from app.bootstrap.opening import open_demo
from app.core.errors import SweepError
from app.core.job import JobStatus
from app.core.storage_place import Folder
from app.demo.inventory import Stock, take_stock
from app.qt.calls import Calls
from app.qt.quitting import leave
from app.settings import Settings
from app.ui.businesses.model import Role
from app.ui.dialogs.sign_in import SignInDialog
from app.ui.main_window import MainWindow

W = TypeVar("W", bound=QWidget)

TO_PAUSE, TO_END, TO_CANCEL = 3, 5, 17
"""The businesses that are paused and resumed, deleted in one go, and cancelled in the middle."""

BUSINESSES = (TO_PAUSE, TO_END, TO_CANCEL)
PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.05


class SmokeFailed(SweepError):
    """Something that the walk waits for did not happen."""

    code = "smoke_failed"


@dataclass
class Report:
    """What the walk found; it becomes the JSON of the command."""

    out: Path
    deleted: int = 0
    files_deleted: int = 0
    screenshots: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def require(self, holds: bool, otherwise: str) -> None:
        """Notes a problem unless `holds`; the walk goes on, so that one report names all of them."""
        if not holds:
            self.problems.append(otherwise)

    def picture(self, widget: QWidget, name: str) -> None:
        """Saves what the widget shows now."""
        path = self.out / f"{name}.png"
        self.require(widget.grab().save(str(path)), f"The picture {path} could not be saved.")
        self.screenshots.append(str(path))

    def json(self) -> dict[str, Any]:
        return {
            "ok": not self.problems,
            "deleted": self.deleted,
            "files_deleted": self.files_deleted,
            "screenshots": self.screenshots,
            "problems": self.problems,
            "seconds": round(self.seconds, 1),
        }


def run_smoke(out: Path, settings: Settings) -> dict[str, Any]:
    """Walks the whole way on a demo of its own, which is removed afterwards; saves pictures into `out`.

    Returns what `main.py smoke --json` prints. Raises DemoUnavailable, and OSError where `out` cannot be
    written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    began = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    report = Report(out)
    with _own_folder() as folder, open_demo(folder / "demo", reset=False, progress=lambda _: None) as place:
        application = make_application()
        looks = Looks(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat), "en")
        looks.theme.use("light")

        async def main(calls: Calls) -> None:
            console = Console(place, settings, calls, folder / "data")
            console.start()
            try:
                await _Walk(console, looks, place, report).go()
            except SmokeFailed as error:
                report.problems.append(str(error))
            finally:
                await leave(console.desk, None)
                console.close()

        run(application, main)
    report.seconds = time.monotonic() - began
    return report.json()


@contextmanager
def _own_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="sweep-smoke-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Walk:
    """One person at the console, step after step."""

    def __init__(self, console: Console, looks: Looks, place: Place, report: Report) -> None:
        self._console = console
        self._looks = looks
        self._place = place
        assert isinstance(place.storage, Folder)  # noqa: S101 - for the type checker: the demo's is one
        self._files = place.storage.root
        self._report = report
        self._window: MainWindow

    async def go(self) -> None:
        await self._sign_in()
        before = self._stock()
        await self._start_deletions()
        await self._pause_and_resume()
        await self._cancel()
        await self._until(lambda: self._status(TO_END) is JobStatus.COMPLETED, "a deletion to end")
        await self._until(
            lambda: self._status(TO_PAUSE) is JobStatus.COMPLETED, "the resumed deletion to end"
        )
        await self._until(lambda: not self._console.pool.own_jobs, "the workers to be idle")
        self._check(before, self._stock())
        await self._in_hebrew()
        self._window.hide()

    async def _sign_in(self) -> None:
        dialog = SignInDialog(self._console.desk, self._looks.language, self._looks.theme)
        asked = asyncio.ensure_future(dialog.ask())
        await self._until(dialog.isVisible, "the sign-in")
        self._report.picture(dialog, "sign-in-en")
        self._click(dialog, "signin.open")
        await self._until(asked.done, "the sign-in to be accepted")
        actor = asked.result()
        if actor is None:
            raise SmokeFailed("The sign-in was refused.")
        desk, looks = self._console.desk, self._looks
        self._window = MainWindow(desk, looks.language, looks.theme, looks.store)
        self._window.resize(1280, 800)
        self._window.open_for(actor)
        await self._until(lambda: self._table.model().rowCount() > 0, "the businesses to be listed")
        self._report.picture(self._window, "main-en-light")

    async def _start_deletions(self) -> None:
        self._select(*BUSINESSES)
        await self._confirm("confirm-en-light")
        await self._until(lambda: self._status(TO_CANCEL) is JobStatus.RUNNING, "the deletions to start")
        await self._until(lambda: self._has_speed(TO_CANCEL), "the first batches")
        self._report.picture(self._window, "running-en-light")

    async def _confirm(self, picture: str) -> None:
        """Through the preview and the typed confirmation."""
        await self._wait_enabled("action.delete")
        self._click(self._window, "action.delete")
        dialog = await self._dialog("confirm.delete")
        button = self._find(dialog, QAbstractButton, "confirm.delete")
        self._report.require(not button.isEnabled(), "Delete was on before anything was typed.")
        self._type(dialog, "confirm.word", "DELETE")
        self._report.require(not button.isEnabled(), "Delete was on before the number was typed.")
        self._type(dialog, "confirm.count", str(len(BUSINESSES)))
        self._report.require(button.isEnabled(), "Delete stayed off after the confirmation was typed.")
        self._report.picture(dialog, picture)
        self._click(dialog, "confirm.delete")

    async def _pause_and_resume(self) -> None:
        self._select(TO_PAUSE)
        await self._wait_enabled("action.pause")
        self._click(self._window, "action.pause")
        await self._until(lambda: self._status(TO_PAUSE) is JobStatus.PAUSED, "the pause")
        paused_at = self._processed(TO_PAUSE)
        self._report.require(paused_at > 0, "The paused deletion had not begun.")
        await self._wait_enabled("action.resume")
        self._click(self._window, "action.resume")
        await self._until(lambda: self._processed(TO_PAUSE) > paused_at, "the resumed deletion to go on")

    async def _cancel(self) -> None:
        self._select(TO_CANCEL)
        self._report.require(
            self._status(TO_CANCEL) is JobStatus.RUNNING, "There was nothing left to cancel in the middle."
        )
        await self._wait_enabled("action.cancel")
        self._click(self._window, "action.cancel")
        await self._until(lambda: self._status(TO_CANCEL) is JobStatus.CANCELLED, "the cancellation")

    async def _in_hebrew(self) -> None:
        self._click(self._window, "action.language")
        await self._until(
            lambda: self._window.layoutDirection() is Qt.LayoutDirection.RightToLeft, "the window in Hebrew"
        )
        self._looks.theme.use("dark")
        await asyncio.sleep(LOOK_SECONDS)
        self._report.picture(self._window, "main-he-dark")
        self._looks.theme.use("light")
        await asyncio.sleep(LOOK_SECONDS)
        self._report.picture(self._window, "main-he-light")

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
            shown = self._console.poller.shown(business_id)
            report.require(
                shown is not None and shown.row.receipts_left == new.live,
                f"{name}: the window shows another number of receipts left than {new.live}.",
            )
        for business_id in (TO_END, TO_PAUSE):
            report.require(after[business_id].live == 0, f"business {business_id} has receipts left.")
        report.require(after[TO_CANCEL].live > 0, "The cancelled deletion had already reached its end.")

    def _stock(self) -> dict[int, Stock]:
        return take_stock(self._place.database_url, self._files, BUSINESSES)

    def _status(self, business_id: int) -> JobStatus | None:
        """As the window shows it."""
        shown = self._console.poller.shown(business_id)
        return shown.row.job.status if shown and shown.row.job else None

    def _processed(self, business_id: int) -> int:
        shown = self._console.poller.shown(business_id)
        return shown.row.job.processed if shown and shown.row.job else 0

    def _has_speed(self, business_id: int) -> bool:
        shown = self._console.poller.shown(business_id)
        return bool(shown and shown.speed)

    @property
    def _table(self) -> QTableView:
        return self._find(self._window, QTableView, "businesses")

    def _select(self, *business_ids: int) -> None:
        """Clicks the rows of the businesses, the further ones with Ctrl held."""
        table = self._table
        modifier = Qt.KeyboardModifier.NoModifier
        for row in range(table.model().rowCount()):
            index = table.model().index(row, 0)
            if index.data(Role.SHOWN).row.business.id not in business_ids:
                continue
            table.scrollTo(index)
            QTest.mouseClick(
                table.viewport(), Qt.MouseButton.LeftButton, modifier, table.visualRect(index).center()
            )
            modifier = Qt.KeyboardModifier.ControlModifier

    async def _wait_enabled(self, name: str) -> None:
        button = self._find(self._window, QAbstractButton, name)
        await self._until(button.isEnabled, f"the button {name} to be on")

    async def _dialog(self, holding: str) -> QDialog:
        """The open dialog that holds a widget of this name."""

        def found() -> QDialog | None:
            for widget in QApplication.topLevelWidgets():
                if isinstance(widget, QDialog) and widget.isVisible() and widget.findChild(QWidget, holding):
                    return widget
            return None

        await self._until(lambda: found() is not None, f"the dialog with {holding}")
        dialog = found()
        if dialog is None:
            raise SmokeFailed(f"The dialog with {holding} closed by itself.")
        return dialog

    def _click(self, parent: QWidget, name: str) -> None:
        button = self._find(parent, QAbstractButton, name)
        if not button.isEnabled():
            raise SmokeFailed(f"The button {name} is off.")
        QTest.mouseClick(
            button, Qt.MouseButton.LeftButton, pos=QPoint(button.width() // 2, button.height() // 2)
        )

    def _type(self, parent: QWidget, name: str, text: str) -> None:
        QTest.keyClicks(self._find(parent, QLineEdit, name), text)

    def _find(self, parent: QWidget, kind: type[W], name: str) -> W:
        found = parent.findChild(kind, name)
        if found is None:
            raise SmokeFailed(f"There is no {name} in {parent.objectName() or type(parent).__name__}.")
        return found

    async def _until(self, holds: Callable[[], bool], what: str) -> None:
        """Waits while the window lives; raises SmokeFailed where it takes too long."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                raise SmokeFailed(f"Waited for {what} in vain.")
            await asyncio.sleep(LOOK_SECONDS)
