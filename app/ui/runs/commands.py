"""What is done with a run as a whole: asked where it stops deletions, carried out, and told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Signal
from PySide6.QtWidgets import QWidget

from app.actions.results import ActionResult
from app.actions.runs import RunJobs
from app.core.access import Actor
from app.core.errors import FilesNotFound, SweepError
from app.core.run import RunRow
from app.qt.translation import Language
from app.ui.runs.looks import title_of
from app.ui.texts.errors import error_text
from app.ui.texts.figures import plural_of
from app.ui.texts.results import results_text
from app.ui.texts.words import number_text
from app.ui.theme.theme import Theme
from app.ui.widgets.dialog import DialogContext, QuestionDialog
from app.ui.widgets.parts import Heading, label
from app.ui.widgets.resume_where import resume_where
from app.ui.widgets.server_offer import ServerOffer
from app.viewmodel.services import Services

translate = QCoreApplication.translate

Act = Callable[[Actor, Sequence[int]], list[ActionResult]]

WIDTH = 460


@dataclass(frozen=True, slots=True)
class RunNews:
    """What an action did, for the window's message bar. `tone` is "ok", "warn" or "bad"; `results` are those
    of each business, whose names are in `names`. `missing_files_of` are the businesses for which nothing
    could be done, because their files were not found."""

    text: str
    tone: str
    results: Sequence[ActionResult] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    missing_files_of: Sequence[int] = ()


class RunCommands(QObject):
    """Carries out one action at a time."""

    news = Signal(object)
    """RunNews."""

    changed = Signal()
    """An action has begun or ended: what can be done now may be something else."""

    def __init__(self, services: Services, language: Language, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._context = DialogContext(language, theme, parent)
        self._actor: Actor | None = None
        self.is_busy = False

    def act_for(self, actor: Actor | None) -> None:
        """From now on it is this person who acts."""
        self._actor = actor

    def act(self, action: str, run: RunJobs) -> None:
        """Does what `actions.runs.TAKES` names so with the run's jobs that it is for."""
        ids = run.taking(action)
        if self._actor is not None and ids and not self.is_busy:
            self._tell_busy(True)
            work = self._carry_out(self._actor, action, run, ids)
            self._services.calls.spawn(work, name=f"{action} run")

    async def _carry_out(self, actor: Actor, action: str, run: RunJobs, ids: Sequence[int]) -> None:
        names = dict(self._services.poller.names())
        try:
            if action == "cancel" and not await CancelRunDialog(run.row, len(ids), self._context).ask():
                return
            act = await self._resuming(run, len(ids)) if action == "resume" else self._acts[action]
            if act is None:
                return
            results = await self._services.calls.run(act, actor, ids)
        except SweepError as error:
            of = run.businesses_for(action) if isinstance(error, FilesNotFound) else ()
            self.news.emit(RunNews(error_text(error), "bad", missing_files_of=of))
        else:
            self._services.poller.look_at(result.job.id for result in results if result.job)
            tone = "ok" if all(one.answer.is_done for one in results) else "warn"
            self.news.emit(RunNews(results_text(results, QLocale()), tone, results, names))
        finally:
            self._tell_busy(False)

    async def _resuming(self, run: RunJobs, count: int) -> Act | None:
        """How it is resumed: asked where it can be here or on a server; None where it is not to be."""
        offer = ServerOffer.of(self._services)
        if offer is None:
            return self._services.jobs.resume
        wanted = await resume_where(lambda: _resume_question(run.row, count), offer, self._context)
        if wanted is None:
            return None
        return partial(self._services.jobs.resume, on=wanted.on, anyway=wanted.anyway)

    @property
    def _acts(self) -> Mapping[str, Act]:
        jobs = self._services.jobs
        return {
            "pause": jobs.pause,
            "cancel": jobs.cancel,
            "retry": jobs.retry,
            "take_over": jobs.take_over,
        }

    def _tell_busy(self, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.changed.emit()


def _resume_question(row: RunRow, count: int) -> str:
    text = translate("Runs", "Resume {count} deletion(s) of the run {run}?", None, plural_of(count))
    return text.format(count=number_text(count, QLocale()), run=title_of(row, QLocale()))


class CancelRunDialog(QuestionDialog):
    """Asks whether all deletions of a run that are not over shall be cancelled; the default is not to."""

    def __init__(self, row: RunRow, count: int, context: DialogContext) -> None:
        super().__init__(context)
        self._row, self._count = row, count
        self._heading = Heading(self.theme, "ban", "warn", "cancel_run.heading")
        self._explained = label("cancel_run.explained")
        self.body.addWidget(self._heading)
        self.body.addWidget(self._explained)
        self._keep, self._cancel = self.add_answers("cancel_run.keep", "cancel_run.cancel")
        self.retranslate()

    def retranslate(self) -> None:
        title = title_of(self._row, QLocale())
        self.setWindowTitle(translate("Runs", "Cancel run"))
        self._heading.say(translate("Runs", "Cancel the run {run}?").format(run=title))
        self._explained.setText(
            translate(
                "Runs",
                "{count} deletion(s) that are not over will be cancelled, whoever runs them. Receipts that "
                "are already deleted stay deleted.",
                None,
                plural_of(self._count),
            ).format(count=number_text(self._count, QLocale()))
        )
        self._keep.setText(translate("Runs", "Keep the run"))
        self._cancel.setText(translate("Runs", "Cancel run"))
        self.fit(WIDTH)
