"""The window over 10,000 businesses while 16 jobs run: how long its thread is blocked, and its memory.

    python -m tests.benchmarks.window URL SECONDS JOBS

is the program that is measured; it prints its figures as one JSON object. It is looked at for so many seconds
with its table, and each other thing in proportion.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.receipts.names import DELETE_RECEIPTS
from tests.benchmarks.content import add_businesses, add_receipts
from tests.benchmarks.ground import Ground
from tests.benchmarks.report import Report

TICK_MS = 2

SECONDS = 15.0
"""Of a full run."""

RUN = 2_000
"""Businesses of the run that is watched."""


def measure(ground: Ground, *, quick: bool) -> Report:
    """Real jobs on a real database, in the program's own workers, watched by its own poller."""
    businesses, jobs, seconds, runs = (100, 4, 1.0, 1) if quick else (10_000, 16, SECONDS, 3)

    def fill(cursor):
        add_businesses(cursor, businesses)
        add_receipts(cursor, 6 * businesses, f"1 + n % {businesses}")
        more = jobs * (2_000 if quick else 20_000)
        add_receipts(cursor, more, f"1 + n % {jobs}", first=6 * businesses + 1)

    template = ground.template(fill)
    found: list[dict[str, float]] = []
    for _ in range(runs):
        with ground.copy(template) as url:
            found.append(_run(url, seconds, jobs))
    title = (
        f"{businesses:,} businesses, {jobs} jobs running, {seconds:g} s of polls, a list of half of the "
        f"businesses, ticks on all of them, and a run of {RUN if businesses > RUN else jobs:,}; {runs} runs."
    )
    report = Report("window", title)
    series = {
        name: report.add(name, unit, [one[name] for one in found])
        for name, unit in (
            ("longest block of the event loop", "ms"),
            ("99.9 % of its blocks are below", "ms"),
            ("longest block as the table is filled at first", "ms"),
            ("apply of a poll, median", "ms"),
            ("apply of a poll, longest", "ms"),
            ("memory (RSS)", "MB"),
            ("memory of its own (USS)", "MB"),
            ("list: longest block as its dialog opens", "ms"),
            ("list: from the paste to its check", "ms"),
            ("list: longest block as it is pasted, checked and edited", "ms"),
            ("ticks: longest block as all businesses are ticked", "ms"),
            ("ticks: longest block while they are", "ms"),
            ("run: longest block as its page is opened", "ms"),
            ("run: longest block as it is watched", "ms"),
            ("report: seconds until its PDF is saved", "s"),
            ("report: seconds until its HTML is saved", "s"),
            ("report: seconds until its workbook is saved", "s"),
            ("report: longest block as they are made", "ms"),
        )
    }
    report.aim(
        "longest block of the event loop",
        series["longest block of the event loop"].median,
        unit="ms",
        at_most=50,
    )
    pasted = "list: longest block as it is pasted, checked and edited"
    report.aim("longest block with a pasted list", series[pasted].median, unit="ms", at_most=50)
    for what in ("list: longest block as its dialog opens", "run: longest block as its page is opened"):
        report.aim(what, series[what].median, unit="ms", at_most=50)
    ticked, watched = "ticks: longest block while they are", "run: longest block as it is watched"
    report.aim("longest block with all ticked", series[ticked].median, unit="ms", at_most=50)
    report.aim("longest block on the page of a run", series[watched].median, unit="ms", at_most=50)
    printed, made = "report: seconds until its PDF is saved", "report: longest block as they are made"
    report.aim("seconds until the PDF of the run is saved", series[printed].median, unit="s", at_most=5)
    # Beside jobs, and a page that reads the run again and again: what is below this is felt as at once.
    report.aim("longest block as reports of the run are made", series[made].median, unit="ms", at_most=100)
    report.aim("longest apply of a poll", series["apply of a poll, longest"].median, unit="ms", at_most=16)
    report.aim("memory", series["memory (RSS)"].median, unit="MB", at_most=200)
    return report


def _run(url: str, seconds: float, jobs: int) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        said = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.window", url, str(seconds), str(jobs)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env=_environment(Path(folder)),
        ).stdout
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    return found


def _environment(folder: Path) -> dict[str, str]:
    """Of an installed program: what is loaded late was compiled before."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"SWEEP_DATA_DIR": str(folder), "QT_QPA_PLATFORM": "offscreen"}


def show(url: str, seconds: float, jobs: int) -> None:
    """The program: the window, with a timer that notices when it comes late."""
    import psutil  # type: ignore[import-untyped]  # its types would be one more package for one figure
    from PySide6.QtCore import QSettings, QTimer

    from app.bootstrap.appearance import Appearance
    from app.bootstrap.connection import ConnectionProfile
    from app.bootstrap.console import Console
    from app.bootstrap.gui import make_application
    from app.bootstrap.loop import run
    from app.bootstrap.window import services_of
    from app.core.policy import Policy
    from app.core.storage_place import Folder
    from app.db import businesses, users
    from app.qt.calls import Calls
    from app.qt.collecting import kept_aside
    from app.qt.nets import Bugs
    from app.qt.pool import WorkerPool
    from app.settings import Settings
    from app.ui.window.main_window import MainWindow

    data = Path(os.environ["SWEEP_DATA_DIR"])
    application = make_application(Bugs())
    appearance = Appearance(QSettings(str(data / "window.ini"), QSettings.Format.IniFormat), "en")
    lateness: list[float] = []
    applied: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        lateness.append((now - last) * 1000 - TICK_MS)
        last = now

    async def main(calls: Calls) -> dict[str, float]:
        with ExitStack() as aside:
            return await look(calls, aside)

    async def look(calls: Calls, aside: ExitStack) -> dict[str, float]:
        nonlocal last
        (data / "attachments").mkdir(exist_ok=True)
        profile = ConnectionProfile(url, Folder(data))
        # At the web worker's pace: else there would be nothing to look at any more.
        console = Console(profile, Settings(workers=jobs, policy=Policy()), WorkerPool, data)
        services = services_of(console, calls)
        _time_applies(services.poller, applied)
        with console.database.begin() as connection:
            actor = users.by_id(connection, 1)
            everybody = businesses.read(connection)
        names = [business.name for business in everybody[: len(everybody) // 2]]
        assert actor
        console.start()
        window = MainWindow(services, appearance.language, appearance.theme, appearance.store)
        window.resize(1400, 900)
        timer = QTimer()
        timer.timeout.connect(tick)
        last = time.perf_counter()  # what was built before is the start's
        timer.start(TICK_MS)
        window.open_for(actor)
        aside.enter_context(kept_aside())
        while not applied:
            await asyncio.sleep(0.05)
        second = seconds / SECONDS
        await asyncio.sleep(second)
        first = max(lateness)
        await calls.run(services.jobs.start, actor, DELETE_RECEIPTS, list(range(1, jobs + 1)))
        await asyncio.sleep(second)
        lateness.clear()
        applied.clear()
        await asyncio.sleep(seconds)
        memory = psutil.Process().memory_full_info()
        late = sorted(lateness)
        measured = sorted(applied)
        listed = await _paste_a_list(services, appearance.context(window), actor, names, lateness, second)
        many = [business.id for business in everybody[jobs : jobs + (RUN if len(everybody) > RUN else jobs)]]
        watched = await _watch_a_run(services, window, actor, many, lateness, second)
        reported = await _save_reports(services, window, actor, data, lateness)
        timer.stop()
        found = {
            "longest block of the event loop": late[-1],
            "99.9 % of its blocks are below": late[int(len(late) * 0.999)],
            "longest block as the table is filled at first": first,
            "apply of a poll, median": measured[len(measured) // 2],
            "apply of a poll, longest": measured[-1],
            "memory (RSS)": memory.rss / 2**20,
            "memory of its own (USS)": memory.uss / 2**20,
            **listed,
            **watched,
            **reported,
        }
        services.poller.stop()
        console.pool.close(30_000)
        window.finish()
        console.close()
        return found

    print(json.dumps(run(application, main)))


async def _paste_a_list(
    services: Any, context: Any, actor: Any, names: Sequence[str], lateness: list[float], second: float
) -> dict[str, float]:
    """Opens the dialog beside the running jobs, pastes these names with some faults, and types. `second` is
    what a second lasts."""
    from PySide6.QtTest import QTest

    from app.ui.dialogs.select_list.dialog import SelectListDialog

    text = "\n".join(name if place % 10 else f"{name[1:]} x" for place, name in enumerate(names))
    await asyncio.sleep(0.1)  # what the figures before took is not the dialog's
    lateness.clear()
    dialog = SelectListDialog(services, context, actor, lambda _: 1)
    await asyncio.sleep(0)  # as `ask_for_list` does it
    dialog.open()
    await asyncio.sleep(second)
    opened = max(lateness, default=0.0)
    lateness.clear()
    began = time.perf_counter()
    dialog.take_text(text)
    while not (dialog._parts.editor.text.strip() and dialog.is_checked):
        await asyncio.sleep(0.005)
    seconds = time.perf_counter() - began
    for _ in range(5):
        QTest.keyClicks(dialog.focusWidget(), "7")
        await asyncio.sleep(0.6 * second)
    while not dialog.is_checked:
        await asyncio.sleep(0.005)
    await asyncio.sleep(0.1)
    longest = max(lateness)
    dialog.reject()
    return {
        "list: longest block as its dialog opens": opened,
        "list: from the paste to its check": seconds * 1000,
        "list: longest block as it is pasted, checked and edited": longest,
    }


async def _watch_a_run(
    services: Any, window: Any, actor: Any, business_ids: Sequence[int], lateness: list[float], second: float
) -> dict[str, float]:
    """Ticks everything beside the running jobs; then starts a run of these and watches its page. `second` is
    what a second lasts."""
    from app.core.run import RunLabel
    from app.ui.businesses.page import BusinessesPage

    async def longest(seconds: float) -> float:
        lateness.clear()
        await asyncio.sleep(seconds * second)
        return max(lateness, default=0.0)

    page = window.findChild(BusinessesPage)
    page.tick_shown()
    ticking = await longest(1)
    ticked = await longest(4)
    page.untick()
    started = asyncio.ensure_future(
        services.calls.run(
            services.jobs.start, actor, DELETE_RECEIPTS, business_ids, run=RunLabel("SUP-4821", "n" * 500)
        )
    )
    await longest(1)
    window._parts.actions.show_runs.trigger()
    opening = await longest(2)
    await started
    watched = await longest(8)
    return {
        "ticks: longest block as all businesses are ticked": ticking,
        "ticks: longest block while they are": ticked,
        "run: longest block as its page is opened": opening,
        "run: longest block as it is watched": watched,
    }


async def _save_reports(
    services: Any, window: Any, actor: Any, folder: Path, lateness: list[float]
) -> dict[str, float]:
    """Reports of the run that is watched, beside its jobs, as the page saves them once a file is chosen."""
    from app.reports.files import ReportKind

    page = window._parts.runs
    found: dict[str, float] = {}
    lateness.clear()
    for name, kind in (("PDF", ReportKind.PDF), ("HTML", ReportKind.HTML), ("workbook", ReportKind.XLSX)):
        lines = page.reports._lines(kind, actor, page.opened.followed)
        began = time.perf_counter()
        await services.calls.run(page.reports._exporter._write, folder / f"report{kind.value}", lines)
        found[f"report: seconds until its {name} is saved"] = time.perf_counter() - began
    found["report: longest block as they are made"] = max(lateness)
    return found


def _time_applies(poller: Any, applied: list[float]) -> None:
    """Measures what the poller does in the window's thread with what it has read, and the table with it."""
    show_rows = poller._show

    def timed(*arguments: Any, **names: Any) -> None:
        began = time.perf_counter()
        show_rows(*arguments, **names)
        applied.append((time.perf_counter() - began) * 1000)

    poller._show = timed


if __name__ == "__main__":
    show(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
