"""The question where a deletion, or those of a run, go on: asked where there is a choice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.ui.widgets.dialog import DialogContext, QuestionDialog
from app.ui.widgets.parts import Heading, label
from app.ui.widgets.runs_on import RunsOnChoice
from app.ui.widgets.server_offer import ServerOffer, Wanted

translate = QCoreApplication.translate

WIDTH = 480


async def resume_where(
    question: Callable[[], str], offer: ServerOffer, context: DialogContext
) -> Wanted | None:
    """Where it is to go on, once the person has answered `question`; None where it is not to."""
    dialog = ResumeDialog(question, context, offer)
    return dialog.wanted if await dialog.ask() else None


class ResumeDialog(QuestionDialog):
    """Asks `question`, which gives the words in the present language. The default is to go on as chosen."""

    def __init__(self, question: Callable[[], str], context: DialogContext, server: ServerOffer) -> None:
        super().__init__(context)
        self._question = question
        self._heading = Heading(self.theme, "info", "accent", "resume.heading")
        self._explained = label("resume.explained", tone="muted")
        self._runs_on = RunsOnChoice(server, self.theme)
        for part in (self._heading, self._explained, self._runs_on):
            self.body.addWidget(part)
        self.body.addStretch()
        self._no, self._yes = self.add_answers("resume.no", "resume.yes", kind="primary")
        self._is_settled = False
        self._runs_on.changed.connect(self._check)
        self.retranslate()

    @property
    def wanted(self) -> Wanted:
        """Where it is to run."""
        return self._runs_on.wanted

    def retranslate(self) -> None:
        self.setWindowTitle(translate("ResumeDialog", "Resume"))
        self._heading.say(self._question())
        self._explained.setText(translate("ResumeDialog", "It continues from where it stopped."))
        self._no.setText(translate("ResumeDialog", "Back"))
        self._yes.setText(translate("ResumeDialog", "Resume"))
        self._runs_on.retranslate(self._language.locale)
        self._check()

    def _check(self) -> None:
        problem = self._runs_on.problem
        self._yes.setEnabled(not problem)
        self._yes.setToolTip(problem)
        self.fit(WIDTH)
        if not self._is_settled and self._runs_on.is_known:  # a button that was off cannot keep the keys
            self._is_settled = True
            (self._no if problem else self._yes).setFocus()
