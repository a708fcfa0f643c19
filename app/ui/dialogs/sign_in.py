"""Sign-in by e-mail and password, with every refusal told in the dialog itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.core.access import Actor
from app.core.errors import SignInTooSoon, SweepError
from app.core.text import visible
from app.qt.translation import Language, isolate, ltr
from app.ui.dialogs.base import Dialog
from app.ui.dialogs.controls import ChoiceBox
from app.ui.dialogs.parts import Notice, button, icon_text, label
from app.ui.dialogs.password import PasswordField
from app.ui.texts.errors import error_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_XS
from app.ui.widgets.asking import finished
from app.viewmodel.services import Services

translate = QCoreApplication.translate

WIDTH = 440

_OTHER_LANGUAGE = {"he": ("en", "English"), "en": ("he", "עברית")}
"""Each language goes by its own name, so that who cannot read the present one finds it."""


class Elsewhere(Enum):
    """What a person may choose instead of the place of this sign-in."""

    SAVED = auto()
    DEMO = auto()
    SETTINGS = auto()


class SignInDialog(Dialog):
    """Asks who will work with the console. `ask` gives the Actor, or None where the person gave up or wants
    to work elsewhere; then `wanted` says where. `email` is filled in."""

    def __init__(
        self,
        services: Services,
        language: Language,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        elsewhere: Sequence[Elsewhere] = (),
        email: str = "",
    ) -> None:
        super().__init__(theme, parent)
        self.wanted: Elsewhere | None = None
        self._elsewhere = elsewhere
        self._attempt = 0
        self._services = services
        self._language = language
        self._actor: Actor | None = None
        self._problem: SweepError | None = None
        self._busy = False  # a check is under way, even where nobody waits for it any more
        self._waits = False
        self._closed = False
        self._not_before = QDeadlineTimer(0)
        self._clock = QTimer(self, interval=250)
        self._clock.timeout.connect(self._count_down)
        self._build()
        self.retranslate()
        self._email.setText(email)
        (self._password if email else self._email).setFocus()
        if services.demo is not None:
            self._email.setText(services.demo.email)
            self._password.setText(services.demo.password)
            self._open.setFocus()

    async def ask(self) -> Actor | None:
        """Opens the dialog and waits for the answer."""
        return self._actor if await finished(self) == QDialog.DialogCode.Accepted else None

    def retranslate(self) -> None:
        code, name = _OTHER_LANGUAGE[self._language.code]
        self.setWindowTitle(translate("SignInDialog", "Sign in"))
        self._title.setText(translate("SignInDialog", "Sign in to Sweep"))
        self._fill_places()
        self._email_label.setText(translate("SignInDialog", "Email"))
        self._email.setAccessibleName(self._email_label.text())
        self._password_label.setText(translate("SignInDialog", "Password"))
        self._password.retranslate(self._password_label.text())
        self._toggle.setText(icon_text(name))
        self._toggle.setProperty("code", code)
        self._toggle.setAccessibleName(
            translate("SignInDialog", "Switch to {language}").format(language=isolate(name))
        )
        self._show_state()

    def done(self, result: int) -> None:
        """Closes the dialog; the answer to a sign-in that is still under way is then dropped."""
        self._closed = True
        self._clock.stop()
        super().done(result)

    def _build(self) -> None:
        self._title = label("signin.title", tone="title")
        self._toggle = QToolButton()
        self._toggle.setObjectName("signin.language")
        self._toggle.setProperty("kind", "quiet")
        self._toggle.setIcon(self.theme.icon("languages", "muted"))
        self._toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._toggle.clicked.connect(lambda: self._language.use(self._toggle.property("code")))
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._toggle)
        self.body.addLayout(top)

        self._place_label = label()
        self._place = ChoiceBox(self.theme, "signin.place")
        self._place_label.setBuddy(self._place)
        self._place.activated.connect(self._on_place)
        self._place_label.setVisible(bool(self._elsewhere))
        self._place.setVisible(bool(self._elsewhere))
        self._where = label("signin.where", tone="muted", select=True)
        self._demo = Notice(self.theme, "accent", "signin.demo")
        self._email_label = label()
        self._email = QLineEdit()
        self._email.setObjectName("signin.email")
        self._email.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._email.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self._email_label.setBuddy(self._email)
        self._password_label = label()
        self._password = PasswordField(self.theme)
        self._password.setObjectName("signin.password")
        self._password_label.setBuddy(self._password)
        self._hint = label("signin.hint", tone="warn")
        self._error = Notice(self.theme, "bad", "signin.error")
        self._add_pair(self._place_label, self._place)
        for part in (self._where, self._demo):
            self.body.addWidget(part)
        for caption, field in ((self._email_label, self._email), (self._password_label, self._password)):
            self._add_pair(caption, field)
        self.body.addWidget(self._hint)
        self.body.addWidget(self._error)
        self._password.hint_changed.connect(self._show_state)

        self._open = button("signin.open", kind="primary")
        self._open.setDefault(True)
        self._open.clicked.connect(self._on_open)
        self._quit = button("signin.quit")
        self._quit.clicked.connect(self._on_quit)
        self.add_buttons(self._quit, self._open)
        for first, second in (
            (self._email, self._password),
            (self._password, self._open),
            (self._open, self._quit),
            (self._quit, self._place),
            (self._place, self._toggle),
        ):
            QWidget.setTabOrder(first, second)

    def _on_open(self) -> None:
        if not self._busy and self._not_before.hasExpired():
            self._services.calls.spawn(self._sign_in(), name="sign in")

    def reject(self) -> None:
        """Esc gives up what is under way first: the check, and only then the dialog."""
        self._on_quit()

    def _on_quit(self) -> None:
        if self._waits:
            self._attempt += 1
            self._waits = False
            self._show_state()
            self._password.setFocus()
        else:
            super().reject()

    def _on_place(self) -> None:
        chosen = self._place.currentData()
        if isinstance(chosen, Elsewhere):
            self._attempt += 1
            self._waits = False
            self.wanted = chosen
            super().reject()

    def _fill_places(self) -> None:
        """This place first, then where else one may work."""
        names = {
            Elsewhere.SAVED: translate("SignInDialog", "Saved connection"),
            Elsewhere.DEMO: translate("SignInDialog", "Demo (sample businesses)"),
            Elsewhere.SETTINGS: translate("SignInDialog", "Another connection…"),
        }
        self._place_label.setText(translate("SignInDialog", "Connection"))
        self._place.setAccessibleName(self._place_label.text())
        self._place.clear()
        self._place.addItem("")  # `_show_where` names it
        for each in self._elsewhere:
            self._place.addItem(names[each], each)

    def _show_where(self) -> None:
        """Names this place; a sign-in connects, and may learn its true name."""
        where = ltr(visible(self._services.where()))
        database = translate("SignInDialog", "Database: {where}").format(where=where)
        storage = translate("SignInDialog", "Files: {place}").format(place=ltr(self._services.storage_place))
        self._where.setText(f"{database}\n{storage}")
        demo = translate("SignInDialog", "Demo (sample businesses)")
        self._place.setItemText(0, demo if self._services.demo is not None else where)

    def _add_pair(self, caption: QWidget, field: QWidget) -> None:
        pair = QVBoxLayout()
        pair.setSpacing(GAP_XS)
        pair.addWidget(caption)
        pair.addWidget(field)
        self.body.addLayout(pair)

    async def _sign_in(self) -> None:
        self._busy, self._waits, self._problem = True, True, None
        self._attempt += 1
        mine = self._attempt
        self._show_state()
        actor = None
        try:
            actor = await self._services.calls.run(
                self._services.sign_in, self._email.text().strip(), self._password.text()
            )
        except SweepError as error:
            # The traceback holds this dialog: together they would wait for the garbage collector, which may
            # run in any thread.
            if mine == self._attempt:
                self._problem = error.with_traceback(None)
        finally:
            self._busy = False
            self._waits = self._waits and mine != self._attempt
            if not self._closed:
                self._show_state()
        if self._closed or mine != self._attempt:  # given up meanwhile
            return
        if actor is None:
            self._after_refusal()
        else:
            self._actor = actor
            self.accept()

    def _after_refusal(self) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._error.text))
        self._password.selectAll()
        self._password.setFocus()
        if isinstance(self._problem, SignInTooSoon):
            self._not_before.setRemainingTime(int(str(self._problem.values["seconds"])) * 1000)
            self._clock.start()
            self._count_down()

    def _count_down(self) -> None:
        left = math.ceil(self._not_before.remainingTime() / 1000)
        if left > 0:
            self._problem = SignInTooSoon(left)
        else:
            self._clock.stop()
            self._problem = None
        self._show_state()

    def _show_state(self) -> None:
        """Brings everything that changes while the dialog is open up to date."""
        self._show_where()
        if self._services.demo is not None:
            self._demo.say(
                translate(
                    "SignInDialog",
                    "Demo: sample businesses in a separate database on this computer. The sign-in "
                    "details are already filled in.",
                )
            )
        self._error.say(error_text(self._problem) if self._problem else "")
        self._hint.setText(self._password.hint)
        self._hint.setVisible(bool(self._password.hint))
        for field in (self._email, self._password):
            field.setReadOnly(self._waits)
        self._open.setEnabled(not self._busy and self._not_before.hasExpired())
        self._open.setText(
            translate("SignInDialog", "Signing in…") if self._waits else translate("SignInDialog", "Sign in")
        )
        self._quit.setText(
            translate("SignInDialog", "Cancel") if self._waits else translate("SignInDialog", "Quit")
        )
        self.fit(WIDTH)
