"""The dialog's last row: what can be done before a restore, and while it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QPushButton

from app.actions.restore_preview import RestorePreview
from app.core.restore import Restore
from app.ui.texts.words import receipts_text
from app.ui.theme.theme import Theme
from app.ui.widgets.parts import button, icon_text

translate = QCoreApplication.translate


class RestoreButtons:
    """Of these `cancel` is the default at first; Enter presses no other but `close`."""

    def __init__(self, theme: Theme) -> None:
        self.others = button("restore.others")
        self.pause, self.go_on = button("restore.pause"), button("restore.go_on")
        self.stop, self.close = button("restore.stop"), button("restore.close")
        self.cancel, self.start = button("restore.cancel"), button("restore.start", kind="primary")
        self.start.setIcon(theme.icon("undo-2", "surface"))
        self.pause.setIcon(theme.icon("pause"))
        self.go_on.setIcon(theme.icon("play"))
        self.stop.setIcon(theme.icon("x"))
        for one in (self.others, self.start, self.pause, self.go_on, self.stop, self.close):
            one.setAutoDefault(False)
        self.cancel.setDefault(True)

    @property
    def in_order(self) -> tuple[QPushButton, ...]:
        """As they stand beside each other."""
        return self.others, self.pause, self.go_on, self.stop, self.close, self.cancel, self.start

    @property
    def in_tab_order(self) -> tuple[QPushButton, ...]:
        return self.cancel, self.start, self.others, self.pause, self.go_on, self.stop, self.close

    def retranslate(self) -> None:
        """Sets the texts that do not depend on how far it is."""
        self.pause.setText(icon_text(translate("Restore", "Pause")))
        self.go_on.setText(icon_text(translate("Restore", "Resume")))
        self.stop.setText(icon_text(translate("Restore", "Cancel restore")))
        self.close.setText(translate("Restore", "Close"))

    def say_start(self, preview: RestorePreview | None, locale: QLocale) -> None:
        """How many receipts `start` restores."""
        text = translate("Restore", "Restore receipts")
        if preview is not None:
            receipts = receipts_text(preview.will_be_restored, locale)
            text = translate("Restore", "Restore {receipts}").format(receipts=receipts)
        self.start.setText(icon_text(text))

    def show_cancel(self, *, is_asked: bool, is_shown: bool) -> None:
        """It only closes the dialog, where nothing is asked."""
        self.cancel.setVisible(is_shown)
        self.cancel.setText(translate("Restore", "Cancel") if is_asked else translate("Restore", "Close"))

    def show_acts(self, rows: Sequence[Restore], *, is_busy: bool) -> None:
        """What can be done with restores that have begun."""
        for one, may in (
            (self.pause, any(row.may_pause and not row.is_stale for row in rows)),
            (self.go_on, any(row.may_go_on for row in rows)),
            (self.stop, any(row.may_cancel for row in rows)),
        ):
            one.setVisible(may)
            one.setEnabled(may and not is_busy)
        self.close.setVisible(bool(rows))

    def show_others(self, *, is_progress: bool, is_shown: bool) -> None:
        """The way from the progress to the preview, or from there back."""
        self.others.setVisible(is_shown)
        self.others.setText(
            translate("Restore", "Back to preview")
            if is_progress
            else translate("Restore", "Back to progress")
        )
