"""What stands in the window while it is locked."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.access import Actor
from app.core.errors import SignInRefused
from app.qt.translation import ltr
from app.ui.dialogs.sign_in_attempt import SignInAttempt
from app.ui.texts.errors import error_text
from app.ui.texts.figures import plain
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_M, GAP_S
from app.ui.widgets.announcing import announce
from app.ui.widgets.parts import Heading, Notice, button, label
from app.ui.widgets.password import PasswordField
from app.viewmodel.services import Services

translate = QCoreApplication.translate

WIDTH = 360


class LockPage(QWidget):
    """Asks the person who has signed in for the password again; nothing else is shown or can be done."""

    unlocked = Signal()
    quit_wanted = Signal()

    def __init__(self, services: Services, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("lock")
        self._services = services
        self._actor: Actor | None = None
        self._attempt = SignInAttempt(services, self)
        self._heading = Heading(theme, "lock", "accent", "lock.heading")
        self._who = label("lock.who", tone="muted")
        self._password = PasswordField(theme)
        self._password.setObjectName("lock.password")
        self._hint = label("lock.hint", tone="warn")
        self._error = Notice(theme, "bad", "lock.error")
        self._unlock = button("lock.unlock", kind="primary")
        self._quit = button("lock.quit")
        self._build()
        self._password.hint_changed.connect(self._show_hint)
        self._password.returnPressed.connect(self._begin)
        self._unlock.clicked.connect(self._begin)
        self._quit.clicked.connect(self.quit_wanted)
        self._attempt.changed.connect(self._show_state)
        self._attempt.refused.connect(self._on_refused)
        self._attempt.accepted.connect(self._on_accepted)
        self.retranslate()

    def ask(self, actor: Actor) -> None:
        """Waits for the password of `actor`; the one of the demo is known to everybody."""
        self._actor = actor
        self._attempt.problem = None
        demo = self._services.demo
        self._password.setText(demo.password if demo is not None else "")
        self.retranslate()
        self._password.setFocus()

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        self._heading.say(translate("LockPage", "Sweep is locked"))
        if self._actor is not None:
            self._who.setText(
                translate("LockPage", "Signed in as {person}. Running jobs continue.").format(
                    person=ltr(plain(self._actor.email))
                )
            )
        self._password.setPlaceholderText(translate("SignInDialog", "Password"))
        self._password.retranslate(translate("SignInDialog", "Password"))
        self._quit.setText(translate("SignInDialog", "Quit"))
        self._show_hint()
        self._show_state()

    def _build(self) -> None:
        middle = QWidget()
        middle.setFixedWidth(scaled(WIDTH))
        column = QVBoxLayout(middle)
        column.setSpacing(GAP_M)
        for part in (self._heading, self._who, self._password, self._hint, self._error):
            column.addWidget(part)
        answers = QHBoxLayout()
        answers.setSpacing(GAP_S)
        answers.addStretch()
        answers.addWidget(self._quit)
        answers.addWidget(self._unlock)
        column.addLayout(answers)
        around = QVBoxLayout(self)
        around.addWidget(middle, 0, Qt.AlignmentFlag.AlignCenter)
        QWidget.setTabOrder(self._password, self._unlock)
        QWidget.setTabOrder(self._unlock, self._quit)

    def _begin(self) -> None:
        if self._actor is not None:
            self._attempt.begin(self._actor.email, self._password.text())

    def _on_accepted(self, actor: Actor) -> None:
        """Two users may differ in the case of their letters alone."""
        if self._actor is None or actor.user_id != self._actor.user_id:
            self._attempt.problem = SignInRefused()
            self._show_state()
            return
        self._password.clear()
        self.unlocked.emit()

    def _on_refused(self) -> None:
        announce(self, self._error.text)
        self._password.selectAll()
        self._password.setFocus()

    def _show_hint(self) -> None:
        self._hint.setText(self._password.hint)
        self._hint.setVisible(bool(self._password.hint))

    def _show_state(self) -> None:
        problem, is_awaited = self._attempt.problem, self._attempt.is_awaited
        self._error.say(error_text(problem) if problem else "")
        self._password.setReadOnly(is_awaited)
        self._unlock.setEnabled(self._attempt.can_begin)
        self._unlock.setText(
            translate("LockPage", "Unlocking…") if is_awaited else translate("LockPage", "Unlock")
        )
