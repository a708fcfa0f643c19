"""The support questions in one dialog: what is wrong, the SQL that mends it, and buttons that mend jobs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from app import __version__
from app.actions.diagnostics import OUTSIDE, Diagnosis, Question, is_reachable
from app.actions.findings import Finding
from app.actions.jobs import JobActions
from app.actions.results import ActionResult
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.job import Job
from app.qt.calls import Calls
from app.ui.dialogs.finding_card import FindingCard, heading_of
from app.ui.dialogs.fix_end import ends_shown
from app.ui.texts.errors import error_text
from app.ui.texts.findings import finding_text, question_text, remedy_text, subject_text, verdict_text
from app.ui.texts.words import answer_text, without_marks
from app.ui.theme.tokens import GAP_S
from app.ui.widgets.dialog import DialogContext, InformationDialog
from app.ui.widgets.parts import Heading, Notice, beside, button, icon_text, label

translate = QCoreApplication.translate

WIDTH, HEIGHT = 820, 640

Act = Callable[[Actor, Job], Coroutine[Any, Any, ActionResult | None]]


class DiagnosticsDialog(InformationDialog):
    """Asks one question after another, off the main thread, as soon as it is opened. `actor` is who mends
    jobs; without one there are no buttons for that."""

    acted = Signal()
    """A job was changed."""

    def __init__(
        self,
        diagnosis: Diagnosis,
        jobs: JobActions,
        actor: Actor | None,
        calls: Calls,
        context: DialogContext,
    ) -> None:
        super().__init__(context)
        self._diagnosis = diagnosis
        self._jobs = jobs
        self._actor = actor
        self._calls = calls
        self._findings: list[Finding] = []
        self._cards: list[FindingCard] = []
        self._question: Question | None = None
        self._round = 0
        self._asking = False
        self._acting = False
        self._stopped = False
        self._lacks_answers = False
        self._said: SweepError | ActionResult | None = None
        self._headings = {
            tone: Heading(self.theme, icon, tone, f"diagnostics.{tone}")
            for icon, tone in (
                ("circle-check", "ok"),
                ("triangle-alert", "warn"),
                ("circle-alert", "bad"),
                ("loader", "accent"),
            )
        }
        self._progress = label("diagnostics.progress", tone="muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, len(Question))
        self._bar.setTextVisible(False)
        self._notices = {
            tone: Notice(self.theme, tone, f"diagnostics.notice.{tone}") for tone in ("ok", "warn", "bad")
        }
        self._area = QScrollArea()
        self._refresh = button("diagnostics.refresh")
        self._copy = button("diagnostics.copy")
        self._build()
        self.retranslate()
        self.take_room(WIDTH)
        self.resize(self.width(), HEIGHT)
        self.start()

    def start(self) -> None:
        """Asks everything anew."""
        if not self._asking:
            self._asking, self._stopped, self._said = True, False, None
            self._lacks_answers = False
            self._calls.spawn(self._ask_all(), name="diagnostics")

    def stop(self) -> None:
        """Gives up waiting; an answer that still comes is dropped, and then one may ask again."""
        self._round += 1
        self._stopped = True
        self._question = None
        self._show_state()

    def retranslate(self) -> None:
        self.setWindowTitle(translate("DiagnosticsDialog", "Diagnostics"))
        self._copy.setText(icon_text(translate("DiagnosticsDialog", "Copy report")))
        self._copy.setToolTip(translate("DiagnosticsDialog", "For a support ticket. Contains no passwords."))
        self._close.setText(translate("DiagnosticsDialog", "Close"))
        self._bar.setAccessibleName(translate("DiagnosticsDialog", "Progress"))
        self._area.setAccessibleName(translate("DiagnosticsDialog", "Findings"))
        for card in self._cards:
            card.retranslate()
        self._show_state()

    @property
    def report(self) -> str:
        """The findings as text for a ticket."""
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        lines = [f"Sweep {__version__} · {now}"]
        for finding in self._findings:
            word, subject = verdict_text(finding.verdict), subject_text(finding)
            lines.append(f"[{word}] {subject}: {finding_text(finding)}")
            lines += [f"    {line}" for line in remedy_text(finding).splitlines()]
        return without_marks("\n".join(lines) + "\n")

    def _build(self) -> None:
        for heading in self._headings.values():
            self.body.addWidget(heading)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._progress)
        for notice in self._notices.values():
            self.body.addWidget(notice)
        self._area.setObjectName("diagnostics.findings")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.addWidget(self._area, 1)
        self._refresh.setIcon(self.theme.icon("refresh-cw"))
        self._refresh.clicked.connect(self._on_refresh)
        self._copy.setIcon(self.theme.icon("copy"))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report))
        self._close = self.add_close("diagnostics.close", aside=beside(self._refresh, self._copy))

    def _on_refresh(self) -> None:
        if self._question is not None:
            self.stop()
        else:
            self.start()

    async def _ask_all(self) -> None:
        self._round += 1
        mine, findings = self._round, list[Finding]()
        try:
            for question in Question:
                if question not in {Question.DATABASE, *OUTSIDE} and not is_reachable(findings):
                    continue
                self._question = question
                self._show_state()
                answer = await self._answer(question)
                if self.is_closed or mine != self._round:
                    return
                findings += answer
                self._show_findings(list(findings))
        finally:
            self._asking = False
            if mine == self._round:
                self._question = None
            if not self.is_closed:
                self._show_state()

    async def _answer(self, question: Question) -> list[Finding]:
        """A question that cannot be asked costs no other one, but is told."""
        try:
            return await self._calls.run(self._diagnosis.answer, question)
        except SweepError as error:
            self._said = error.with_traceback(None)
            self._lacks_answers = True
            return []

    def _show_findings(self, findings: list[Finding]) -> None:
        self._findings = findings
        inside = QWidget()
        inside.setProperty("ground", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        self._cards = []
        for finding in findings:
            card = FindingCard(finding, self.theme, acts=self._actor is not None)
            card.take_over.connect(partial(self._act, self._take_over))
            card.mark_failed.connect(partial(self._act, self._mark_failed))
            column.addWidget(card)
            self._cards.append(card)
        column.addStretch(1)
        self._area.setWidget(inside)

    def _act(self, act: Act, job: Job) -> None:
        if self._actor is not None and not self._acting:
            self._acting = True
            self._show_state()
            self._calls.spawn(self._carry_out(act, self._actor, job), name="mend a job")

    async def _take_over(self, actor: Actor, job: Job) -> ActionResult | None:
        """None where the person does not want what a job without a fixed end would delete."""
        unfrozen = await self._calls.run(self._jobs.unfrozen, actor, [job.id])
        ends = await ends_shown(unfrozen, {}, DialogContext(self._language, self.theme, self))
        if ends is None:
            return None
        return (await self._calls.run(self._jobs.take_over, actor, [job.id], ends))[0]

    async def _mark_failed(self, actor: Actor, job: Job) -> ActionResult:
        return (await self._calls.run(self._jobs.mark_failed, actor, [job.id]))[0]

    async def _carry_out(self, act: Act, actor: Actor, job: Job) -> None:
        said: SweepError | ActionResult | None = None
        try:
            said = await act(actor, job)
        except SweepError as error:
            said = error.with_traceback(None)
        finally:
            self._acting = False
            if not self.is_closed:
                self._show_state()
        self.acted.emit()
        if not self.is_closed:
            self.start()
            self._said = said
            self._show_state()

    def _show_state(self) -> None:
        """Brings everything that changes while the dialog is open up to date."""
        busy = self._question is not None
        _, tone, sentence = heading_of(self._findings)
        if tone == "ok" and self._lacks_answers:
            tone = "warn"
            sentence = translate("DiagnosticsDialog", "Some checks could not be carried out.")
        if busy or self._stopped:
            tone = "accent"
            sentence = (
                translate("DiagnosticsDialog", "Checking…")
                if busy
                else translate("DiagnosticsDialog", "Stopped before the end of the check.")
            )
        for each, heading in self._headings.items():
            heading.setVisible(each == tone)
            heading.say(sentence)
        self._bar.setVisible(busy)
        self._bar.setValue(list(Question).index(self._question) if self._question else 0)
        self._progress.setVisible(busy)
        self._progress.setText(question_text(self._question) if self._question else "")
        text = translate("DiagnosticsDialog", "Stop") if busy else translate("DiagnosticsDialog", "Refresh")
        self._refresh.setText(icon_text(text))
        self._refresh.setShortcut(QKeySequence("F5"))
        self._refresh.setEnabled(busy or not self._asking)
        self._copy.setEnabled(bool(self._findings))
        for card in self._cards:
            card.set_busy(self._acting)
        self._tell()

    def _tell(self) -> None:
        text, tone = "", ""
        if isinstance(self._said, SweepError):
            text, tone = error_text(self._said), "bad"
        elif self._said is not None:
            text, tone = answer_text(self._said, ""), "ok" if self._said.answer.is_done else "warn"
        for each, notice in self._notices.items():
            notice.say(text if each == tone else "")
