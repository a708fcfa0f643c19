"""The page of the settings about the window itself: language, colours, tray, lock, names of runs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSettings

from app.core.languages import LANGUAGES
from app.qt.translation import Language
from app.ui.theme.theme import Theme, ThemeMode
from app.ui.widgets.controls import CheckBox, ChoiceBox, NumberBox
from app.ui.widgets.desktop import has_tray
from app.ui.widgets.form import Field, ScrollingForm
from app.viewmodel.preferences import (
    LOCK_KEY,
    LONGEST_LOCK_MINUTES,
    TRAY_KEY,
    lock_after_minutes,
    stays_in_tray,
)
from app.viewmodel.recent_runs import RecentRuns

translate = QCoreApplication.translate


class WindowPage(ScrollingForm):
    """What is chosen here counts once the dialog is saved; `store` keeps all but language and colours."""

    def __init__(self, store: QSettings, language: Language, theme: Theme) -> None:
        super().__init__()
        self._store = store
        self._language = language
        self._theme = theme
        self._codes, self._modes = ChoiceBox(theme), ChoiceBox(theme)
        for code, name in LANGUAGES.items():
            self._codes.addItem(name, code)
        self._codes.choose(language.code)
        self._tray = CheckBox(theme)
        self._tray.setChecked(stays_in_tray(store))
        self._codes_field = Field(self._codes, "settings.language")
        self._modes_field = Field(self._modes, "settings.theme")
        self._tray_field = Field(self._tray, "settings.tray")
        self._lock = NumberBox(0, LONGEST_LOCK_MINUTES, 5)
        self._lock.setValue(lock_after_minutes(store))
        self._lock_field = Field(self._lock, "settings.lock")
        self._named = CheckBox(theme)
        self._named.setChecked(RecentRuns(store).is_name_required)
        self._named_field = Field(self._named, "settings.run_name")
        self.add(self._codes_field, self._modes_field, self._tray_field, self._lock_field, self._named_field)
        self.close_up()
        self._fill_modes(theme.mode)

    def first(self) -> None:
        """The keyboard goes to where one begins."""
        self._codes.setFocus()

    def retranslate(self) -> None:
        self._codes_field.retranslate(translate("SettingsDialog", "Language"))
        self._modes_field.retranslate(translate("SettingsDialog", "Appearance"))
        if has_tray():
            self._tray.setText(translate("SettingsDialog", "Keep running in the tray"))
            remark = translate("SettingsDialog", "Closing the window keeps jobs running in the tray.")
        else:
            self._tray.setText(translate("SettingsDialog", "Keep running when the window is closed"))
            remark = translate(
                "SettingsDialog",
                "This desktop has no tray: while jobs run, closing the window minimizes it.",
            )
        self._tray_field.retranslate("", remark)
        self._lock.setLocale(self._language.locale)
        self._lock.setSpecialValueText(translate("SettingsDialog", "Never"))
        self._lock_field.retranslate(
            translate("SettingsDialog", "Lock when idle (minutes)"),
            translate(
                "SettingsDialog",
                "The password opens the window again. Running jobs continue. 0: never.",
            ),
        )
        self._named.setText(translate("SettingsDialog", "Require a name for every run"))
        self._named_field.retranslate(
            "", translate("SettingsDialog", "Deletions start only with a run name or ticket number.")
        )
        self._fill_modes(self._modes.currentData())

    def apply(self) -> None:
        """Takes what is chosen into use, and keeps it."""
        self._store.setValue(TRAY_KEY, self._tray.isChecked())
        self._store.setValue(LOCK_KEY, self._lock.value())
        RecentRuns(self._store).require_name(self._named.isChecked())
        self._theme.use(self._modes.currentData())
        self._language.use(self._codes.currentData())

    def _fill_modes(self, chosen: str) -> None:
        self._modes.clear()
        for mode, text in (
            (ThemeMode.SYSTEM, translate("SettingsDialog", "System")),
            (ThemeMode.LIGHT, translate("SettingsDialog", "Light")),
            (ThemeMode.DARK, translate("SettingsDialog", "Dark")),
        ):
            self._modes.addItem(text, mode.value)
        self._modes.choose(str(chosen))
