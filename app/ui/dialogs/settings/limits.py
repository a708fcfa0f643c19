"""The page of the settings that says when jobs stop by themselves."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.core import policy
from app.core.policy import Policy
from app.qt.translation import Language
from app.settings import AUTO_CONTINUE, FAILURE_CAP, RUNTIME_CAP
from app.ui.dialogs.settings.pace import bounds_text, number_box
from app.ui.theme.theme import Theme
from app.ui.widgets.controls import CheckBox
from app.ui.widgets.form import Field, ScrollingForm
from app.viewmodel.preferences import Preferences

translate = QCoreApplication.translate

NO_CAP = "none"


class LimitsPage(ScrollingForm):
    """Runtime cap, what follows it, and failure cap, within the bounds of `core.policy`; `used` is the policy
    in use."""

    def __init__(self, preferences: Preferences, used: Policy, language: Language, theme: Theme) -> None:
        super().__init__()
        self._language = language
        fixes = preferences.overrides.fixes
        cap = used.runtime_cap_seconds
        self._has_cap, self._go_on = CheckBox(theme), CheckBox(theme)
        self._has_cap.setChecked(cap is not None)
        self._go_on.setChecked(used.auto_continue)
        self._cap = number_box(
            policy.MIN_CAP_SECONDS, policy.MAX_CAP_SECONDS, cap or Policy().runtime_cap_seconds or 0, 30
        )
        self._failures = number_box(1, policy.MAX_FAILED_BATCHES, used.failure_cap)
        self._has_cap_field = Field(self._has_cap, "settings.has_cap", fixed_by=fixes(RUNTIME_CAP))
        self._cap_field = Field(self._cap, "settings.runtime_cap", fixed_by=fixes(RUNTIME_CAP))
        self._go_on_field = Field(self._go_on, "settings.auto_continue", fixed_by=fixes(AUTO_CONTINUE))
        self._failures_field = Field(self._failures, "settings.failure_cap", fixed_by=fixes(FAILURE_CAP))
        self.add(self._has_cap_field, self._cap_field, self._go_on_field, self._failures_field)
        self.close_up()
        self._has_cap.toggled.connect(self._show_cap)
        self._show_cap()

    def first(self) -> None:
        """The keyboard goes to where one begins."""
        for control in (self._failures, self._has_cap):
            if control.isEnabled():
                control.setFocus()

    def retranslate(self) -> None:
        locale = self._language.locale
        self._has_cap.setText(translate("SettingsDialog", "Limit run time per job"))
        self._has_cap_field.retranslate("")
        self._cap_field.retranslate(
            translate("SettingsDialog", "Maximum run time (seconds)"),
            bounds_text(self._cap, locale),
        )
        self._go_on.setText(translate("SettingsDialog", "Then requeue and continue automatically"))
        self._go_on_field.retranslate(
            "", translate("SettingsDialog", "Otherwise the job is paused until you resume it.")
        )
        self._failures_field.retranslate(
            translate("SettingsDialog", "Fail after consecutive batch errors"),
            bounds_text(self._failures, locale),
        )
        for spin in (self._cap, self._failures):
            spin.setLocale(locale)

    def values(self) -> dict[str, str]:
        """What is to be saved."""
        return {
            RUNTIME_CAP: str(self._cap.value()) if self._has_cap.isChecked() else NO_CAP,
            AUTO_CONTINUE: str(int(self._go_on.isChecked())),
            FAILURE_CAP: str(self._failures.value()),
        }

    def defaults(self) -> None:
        """Puts back what Sweep begins with, where it is free to be changed."""
        first = Policy()
        if self._has_cap.isEnabled():
            self._has_cap.setChecked(first.runtime_cap_seconds is not None)
            self._cap.setValue(first.runtime_cap_seconds or policy.MIN_CAP_SECONDS)
        if self._go_on.isEnabled():
            self._go_on.setChecked(first.auto_continue)
        if self._failures.isEnabled():
            self._failures.setValue(first.failure_cap)

    def _show_cap(self) -> None:
        for part in (self._cap_field, self._go_on_field):
            part.setVisible(self._has_cap.isChecked())
