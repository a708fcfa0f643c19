"""Sign-in by e-mail and password, with every refusal told in the dialog itself."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QToolButton, QWidget

from app.core.access import Actor
from app.qt.nets import net
from app.qt.translation import isolate, ltr
from app.ui.dialogs.sign_in_attempt import SignInAttempt
from app.ui.dialogs.sign_in_form import SignInForm, captioned
from app.ui.texts.errors import error_text
from app.ui.texts.figures import plain
from app.ui.widgets.announcing import announce
from app.ui.widgets.asking import finished
from app.ui.widgets.controls import ChoiceBox
from app.ui.widgets.dialog import Dialog, DialogContext
from app.ui.widgets.environment import EnvironmentBadge
from app.ui.widgets.language_switch import LanguageSwitch
from app.ui.widgets.parts import Notice, button, icon_text, label
from app.viewmodel.services import Services

translate = QCoreApplication.translate

WIDTH = 440


class Elsewhere(Enum):
    """What a person may choose instead of the place of this sign-in."""

    SAVED = auto()
    DEMO = auto()
    SETTINGS = auto()


Wanted = Elsewhere | str
"""Another place, or the name of a saved connection."""


class SignInDialog(Dialog):
    """Asks who will work with the console. `ask` gives the Actor, or None where the person gave up or wants
    to work elsewhere; then `wanted` says where. `email` is filled in."""

    def __init__(
        self,
        services: Services,
        context: DialogContext,
        *,
        elsewhere: Sequence[Wanted] = (),
        email: str = "",
    ) -> None:
        super().__init__(context)
        self.wanted: Wanted | None = None
        self._elsewhere = elsewhere
        self._services = services
        self._actor: Actor | None = None
        self._switch = LanguageSwitch(self._language)
        self._attempt = SignInAttempt(services, self)
        self._form = SignInForm(self.theme)
        self._build_top()
        self._build_place()
        self._error = Notice(self.theme, "bad", "signin.error")
        self.body.addWidget(self._form)
        self.body.addWidget(self._error)
        self._build_buttons()
        self._connect()
        self.retranslate()
        self._form.fill_in(email)
        self._form.focus_first_empty()
        if services.demo is not None:
            self._form.fill_in(services.demo.email, services.demo.password)
            self._open.setFocus()

    async def ask(self) -> Actor | None:
        """Opens the dialog and waits for the answer."""
        return self._actor if await finished(self) == QDialog.DialogCode.Accepted else None

    def retranslate(self) -> None:
        self.setWindowTitle(translate("SignInDialog", "Sign in"))
        self._title.setText(translate("SignInDialog", "Sign in to Sweep"))
        self._fill_places()
        self._form.retranslate()
        self._toggle.setText(icon_text(self._switch.caption))
        self._toggle.setAccessibleName(
            translate("SignInDialog", "Switch to {language}").format(language=isolate(self._switch.caption))
        )
        self._show_state()

    @net(None)
    def done(self, result: int) -> None:
        """Closes the dialog; the answer to a sign-in that is still under way is then dropped."""
        self._attempt.end()
        super().done(result)

    @net(None)
    def reject(self) -> None:
        """Esc gives up what is under way first: the check, and only then the dialog."""
        self._on_quit()

    def _build_top(self) -> None:
        self._title = label("signin.title", tone="title")
        self._toggle = QToolButton()
        self._toggle.setObjectName("signin.language")
        self._toggle.setProperty("kind", "quiet")
        self._toggle.setIcon(self.theme.icon("languages", "muted"))
        self._toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._toggle.clicked.connect(lambda: self._switch.switch(self._toggle))
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._toggle)
        self.body.addLayout(top)

    def _build_place(self) -> None:
        self._place_label = label()
        self._place = ChoiceBox(self.theme, "signin.place")
        self._place_label.setBuddy(self._place)
        self._place_label.setVisible(bool(self._elsewhere))
        self._place.setVisible(bool(self._elsewhere))
        self._badge = EnvironmentBadge(self.theme, self._services.environment, "signin.environment")
        self._where = label("signin.where", tone="muted", select=True)
        self._demo = Notice(self.theme, "accent", "signin.demo")
        self.body.addLayout(captioned(self._place_label, self._place))
        self.body.addWidget(self._badge)
        self.body.addWidget(self._where)
        self.body.addWidget(self._demo)

    def _build_buttons(self) -> None:
        self._open = button("signin.open", kind="primary")
        self._open.setDefault(True)
        self._quit = button("signin.quit")
        self.add_buttons(self._quit, self._open)
        order = (self._form.first, self._form.last, self._open, self._quit, self._place, self._toggle)
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self._open.clicked.connect(lambda: self._attempt.begin(self._form.email, self._form.password))
        self._quit.clicked.connect(self._on_quit)
        self._place.activated.connect(self._on_place)
        self._form.hint_changed.connect(self._show_state)
        self._attempt.changed.connect(self._show_state)
        self._attempt.refused.connect(self._on_refused)
        self._attempt.accepted.connect(self._on_accepted)

    def _on_accepted(self, actor: Actor) -> None:
        self._actor = actor
        self.accept()

    def _on_refused(self) -> None:
        announce(self, self._error.text)
        self._form.ask_password_again()

    def _on_quit(self) -> None:
        if self._attempt.is_awaited:
            self._attempt.give_up()
            self._show_state()
            self._form.focus_password()
        else:
            super().reject()

    def _on_place(self) -> None:
        chosen = self._place.currentData()
        if isinstance(chosen, Elsewhere | str):
            self._attempt.give_up()
            self.wanted = chosen
            super().reject()

    def _fill_places(self) -> None:
        """This place first, then where else one may work."""
        names: dict[Wanted, str] = {
            Elsewhere.SAVED: translate("SignInDialog", "Saved connection"),
            Elsewhere.DEMO: translate("SignInDialog", "Demo (sample businesses)"),
            Elsewhere.SETTINGS: translate("SignInDialog", "Another connection…"),
        }
        self._place_label.setText(translate("SignInDialog", "Connection"))
        self._place.setAccessibleName(self._place_label.text())
        self._place.clear()
        self._place.addItem("")  # `_show_where` names it
        for each in self._elsewhere:
            self._place.addItem(names.get(each) or isolate(plain(str(each))), each)

    def _show_where(self) -> None:
        """Names this place; a sign-in connects, and may learn its true name."""
        where = ltr(plain(self._services.where()))
        database = translate("SignInDialog", "Database: {where}").format(where=where)
        storage = translate("SignInDialog", "Files: {place}").format(
            place=ltr(plain(self._services.storage_place))
        )
        self._where.setText(f"{database}\n{storage}")
        demo = translate("SignInDialog", "Demo (sample businesses)")
        self._place.setItemText(0, demo if self._services.demo is not None else where)

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
        problem, is_awaited = self._attempt.problem, self._attempt.is_awaited
        self._error.say(error_text(problem) if problem else "")
        self._form.lock(is_awaited)
        self._open.setEnabled(self._attempt.can_begin)
        self._open.setText(
            translate("SignInDialog", "Signing in…") if is_awaited else translate("SignInDialog", "Sign in")
        )
        self._quit.setText(
            translate("SignInDialog", "Cancel") if is_awaited else translate("SignInDialog", "Quit")
        )
        self.fit(WIDTH)
