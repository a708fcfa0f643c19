"""The page of the settings that says how hard jobs may work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QSpinBox, QWidget

from app.core import policy
from app.core.keeping import MAX_DAYS
from app.core.policy import PaceMode
from app.core.progress import least_seconds
from app.qt.translation import Language
from app.settings import BATCH_SIZE, DEFAULT_PACE, KEEP_FILES_DAYS, PACE_MODE, THROTTLE_MS, WORKERS, Settings
from app.ui.texts.durations import duration_text
from app.ui.texts.words import number_text
from app.ui.theme.theme import Theme
from app.ui.widgets.controls import ChoiceBox, NumberBox
from app.ui.widgets.form import Field, ScrollingForm
from app.ui.widgets.parts import Notice
from app.viewmodel.preferences import Preferences

translate = QCoreApplication.translate

MEASURE = 1000
"""Receipts of which the estimate speaks."""


class PacePage(ScrollingForm):
    """Batch size, throttle and workers, within the bounds of `core.policy`; `settings` are those in use."""

    def __init__(
        self, preferences: Preferences, settings: Settings, language: Language, theme: Theme
    ) -> None:
        super().__init__()
        self._language = language
        self._fixes: Callable[[str], str] = preferences.overrides.fixes
        used = settings.policy
        self._mode = ChoiceBox(theme)
        self._batch = number_box(policy.MIN_BATCH, policy.MAX_BATCH, used.batch_size, 10)
        self._throttle = number_box(0, policy.MAX_THROTTLE_MS, used.throttle_ms, 50)
        self._workers = number_box(policy.MIN_WORKERS, policy.MAX_WORKERS, settings.workers)
        self._keep = number_box(0, MAX_DAYS, settings.keep_files_days)
        self._estimate = Notice(theme, "accent", "settings.estimate")
        self._mode_field = self._field(self._mode, "pace", PACE_MODE)
        self._batch_field = self._field(self._batch, "batch_size", BATCH_SIZE)
        self._throttle_field = self._field(self._throttle, "throttle", THROTTLE_MS)
        self._workers_field = self._field(self._workers, "workers", WORKERS)
        self._keep_field = self._field(self._keep, "keep_files", KEEP_FILES_DAYS)
        self.add(self._mode_field)
        self.add_row(self._batch_field, self._throttle_field, stretches=(1, 1))
        self.add(self._estimate, self._workers_field, self._keep_field)
        self.close_up()
        self._fill_modes(used.mode)
        self._batch.valueChanged.connect(self._show_mode)
        self._throttle.valueChanged.connect(self._show_mode)
        self._mode.currentIndexChanged.connect(self._show_mode)

    def first(self) -> None:
        """The keyboard goes to where one begins."""
        for control in (self._keep, self._workers, self._batch, self._mode):
            if control.isEnabled():
                control.setFocus()

    def retranslate(self) -> None:
        locale = self._language.locale
        self._fill_modes(self._mode.currentData())
        self._mode_field.retranslate(translate("SettingsDialog", "Deletion speed"))
        self._batch_field.retranslate(
            translate("SettingsDialog", "Batch size"), bounds_text(self._batch, locale)
        )
        self._throttle_field.retranslate(
            translate("SettingsDialog", "Delay between batches (ms)"),
            bounds_text(self._throttle, locale),
        )
        self._workers_field.retranslate(
            translate("SettingsDialog", "Concurrent jobs"),
            translate("SettingsDialog", "{bounds} Counts once you reconnect.").format(
                bounds=bounds_text(self._workers, locale)
            ),
        )
        self._keep_field.retranslate(
            translate("SettingsDialog", "Keep files of deleted receipts (days)"),
            translate("SettingsDialog", "{bounds} With 0 files are deleted at once.").format(
                bounds=bounds_text(self._keep, locale)
            ),
        )
        for spin in (self._batch, self._throttle, self._workers, self._keep):
            spin.setLocale(locale)
        self._show_mode()

    def values(self) -> dict[str, str]:
        """What is to be saved."""
        return {
            PACE_MODE: str(self._mode.currentData()),
            BATCH_SIZE: str(self._batch.value()),
            THROTTLE_MS: str(self._throttle.value()),
            WORKERS: str(self._workers.value()),
            KEEP_FILES_DAYS: str(self._keep.value()),
        }

    def defaults(self) -> None:
        """Puts back what Sweep begins with, where it is free to be changed."""
        first = Settings()
        for control, value in (
            (self._batch, first.policy.batch_size),
            (self._throttle, first.policy.throttle_ms),
            (self._workers, first.workers),
            (self._keep, first.keep_files_days),
        ):
            if control.isEnabled():
                control.setValue(value)
        if self._mode.isEnabled():
            self._mode.choose(str(DEFAULT_PACE))

    def _fill_modes(self, chosen: object) -> None:
        self._mode.blockSignals(True)
        self._mode.clear()
        for mode, text in (
            (PaceMode.ADAPTIVE, translate("SettingsDialog", "Adaptive (adjusts to database load)")),
            (PaceMode.FIXED, translate("SettingsDialog", "Fixed (batch size and delay as set here)")),
        ):
            self._mode.addItem(text, mode.value)
        self._mode.choose(str(chosen))
        self._mode.blockSignals(False)

    def _show_mode(self) -> None:
        """What an adaptive pace chooses by itself is out of the way."""
        locale = self._language.locale
        is_fixed = self._mode.currentData() == PaceMode.FIXED.value
        self._batch_field.setVisible(is_fixed)
        self._throttle_field.setVisible(is_fixed)
        if not is_fixed:
            self._estimate.say(
                translate(
                    "SettingsDialog",
                    "Batches grow while the database is fast, and shrink, with longer delays, while it "
                    "is busy.",
                )
            )
            return
        seconds = least_seconds(MEASURE, self._batch.value(), self._throttle.value())
        self._estimate.say(
            translate("SettingsDialog", "{receipts} receipts take at least {time}.").format(
                receipts=number_text(MEASURE, locale), time=duration_text(seconds, locale)
            )
        )

    def _field(self, control: QWidget, name: str, variable: str) -> Field:
        return Field(control, f"settings.{name}", fixed_by=self._fixes(variable))


def number_box(low: int, high: int, value: int, step: int = 1) -> NumberBox:
    """A number of the policy."""
    made = NumberBox(low, high, step)
    made.setGroupSeparatorShown(True)
    made.setValue(value)
    return made


def bounds_text(spin: QSpinBox, locale: QLocale) -> str:
    """Between which numbers one may choose."""
    return translate("SettingsDialog", "From {low} to {high}.").format(
        low=number_text(spin.minimum(), locale), high=number_text(spin.maximum(), locale)
    )
