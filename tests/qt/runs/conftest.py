"""A page of the runs, over a real console and database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.bootstrap.window import services_of
from app.core.access import Actor
from app.core.policy import Policy
from app.core.run import RunLabel
from app.qt.calls import Calls
from app.qt.translation import Language
from app.receipts.names import DELETE_RECEIPTS
from app.ui.runs.commands import RunNews
from app.ui.runs.page import RunsPage
from app.ui.theme.theme import Theme
from app.viewmodel.services import Services
from tests.support.dialogs import find
from tests.support.running import Station

WAITS = Policy(batch_size=1, throttle_ms=60_000, runtime_cap_seconds=None)


class Looker:
    """A page that somebody looks at, over a console whose jobs wait for ever after their first batch."""

    def __init__(self, page: RunsPage, services: Services, station: Station, actor: Actor, loop: Any) -> None:
        self.page, self.services, self.station, self.actor, self.loop = page, services, station, actor, loop
        self.news: list[RunNews] = []
        self.shown: list[Any] = []
        page.news.connect(self.news.append)
        page.show_businesses.connect(self.shown.append)

    def start(self, businesses: list[int], name: str = "", note: str = "") -> list[int]:
        """Starts a run past the page; returns the ids of its jobs."""
        label = RunLabel(name, note)
        results = self.station.actions.start(self.actor, DELETE_RECEIPTS, businesses, run=label)
        return [result.job.id for result in results if result.job and result.answer.is_done]

    def look(self) -> None:
        self.page.set_active(True)
        self.until(lambda: self.page._is_loaded)

    def until(self, condition: Callable[[], object]) -> None:
        self.loop.until(condition)

    def names(self) -> list[str]:
        return [shown.row.run.name for shown in self.page.table.records.lines]

    def open(self, name: str) -> None:
        """Opens the run of this name, and waits until its businesses are there."""
        line = next(shown for shown in self.page.table.records.lines if shown.row.run.name == name)
        self.page.table.choose(line.row.id)
        self.until(lambda: self.page.opened.run and self.page.opened.run.row.id == line.row.id)

    def members(self) -> list[int]:
        return [member.job.business_id for member in self.page.opened.table.records.lines]

    def button(self, action: str) -> QPushButton:
        return find(self.page, QPushButton, f"run.{action}")


NewLooker = Callable[..., Looker]


@pytest.fixture
def new_looker(
    new_crew: Callable[..., Station],
    actor: Actor,
    calls: Calls,
    loop: Any,
    language: Language,
    theme: Theme,
    qtbot: QtBot,
) -> Iterator[NewLooker]:
    """Makes a console as `new_crew` does, and its page."""
    made: list[Looker] = []

    def make(**options: Any) -> Looker:
        station = new_crew(**{"policy": WAITS, "workers": 1, **options})
        services = services_of(station.console, calls)
        page = RunsPage(services, language, theme)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.header.show()
        page.act_for(actor)
        made.append(Looker(page, services, station, actor, loop))
        return made[-1]

    yield make
    for looker in made:
        looker.page.set_active(False)


@pytest.fixture
def looker(new_looker: NewLooker) -> Looker:
    return new_looker()
