"""A restore under way: how far it is, and each business of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.core.restore import NOTED, Restore, RestoreStatus
from app.qt.translation import ltr
from app.ui.dialogs.restore.lists import unrestored, unrestored_columns
from app.ui.dialogs.restore.words import BETWEEN, restore_status
from app.ui.texts.figures import plural_of
from app.ui.texts.stored import stored_text
from app.ui.texts.words import name_text, number_text
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_M
from app.ui.widgets.card import Card
from app.ui.widgets.chips import Chips
from app.ui.widgets.parts import Notice, label
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable

translate = QCoreApplication.translate

EACH, UNRESTORED = "each", "unrestored"
WHOLE = 1_000
TABLE_LOWEST = 110
"""Pixels of the design."""

_LOOKS = {
    RestoreStatus.QUEUED: ("clock", "idle"),
    RestoreStatus.RUNNING: ("loader", "accent"),
    RestoreStatus.PAUSED: ("circle-pause", "warn"),
    RestoreStatus.COMPLETED: ("circle-check", "ok"),
    RestoreStatus.CANCELLED: ("ban", "idle"),
    RestoreStatus.FAILED: ("circle-x", "bad"),
}


class RestoreProgress(QWidget):
    """Shows the rows that `show_rows` was given last; what has not changed is not drawn anew."""

    def __init__(self, theme: Theme, jobs: int) -> None:
        """`jobs` is how many could be restored."""
        super().__init__()
        self._jobs = jobs
        self._theme = theme
        self._locale = QLocale()
        self.rows: Sequence[Restore] = ()
        self._bar = QProgressBar()
        self._bar.setObjectName("restore.bar")
        self._bar.setRange(0, WHOLE)
        self._bar.setTextVisible(False)
        self._figures = label("restore.progress", select=True)
        self._background = label("restore.background", tone="muted")
        self._interrupted = Notice(theme, "warn", "restore.interrupted")
        self._chips = Chips("restore.lists", (EACH, UNRESTORED))
        self._table = RecordsTable(theme, "restore.rows", wide=0, key=lambda row: row.id)
        self._unrestored = RecordsTable(theme, "restore.unrestored", wide=3, key=lambda one: one)
        self._others = label("restore.unrestored.others", tone="muted")
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(scaled(TABLE_LOWEST))
        for table in (self._table, self._unrestored):
            self._stack.addWidget(Card(theme, table))
        self._chips.choose(EACH)
        self._chips.chosen.connect(lambda _name: self._show_lists())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(self._bar)
        column.addWidget(self._figures)
        column.addWidget(self._background)
        column.addWidget(self._interrupted)
        column.addWidget(self._chips)
        column.addWidget(self._stack, 1)
        column.addWidget(self._others)

    @property
    def is_over(self) -> bool:
        """None of them runs, waits or is paused."""
        return not any(row.is_active for row in self.rows)

    @property
    def part(self) -> tuple[int, int] | None:
        """Of how many of how many jobs restores are shown, where it is not all of them."""
        shown = len({row.job_id for row in self.rows})
        return (shown, self._jobs) if 0 < shown < self._jobs else None

    @property
    def restored(self) -> int:
        return sum(row.restored for row in self.rows)

    def show_rows(self, rows: Sequence[Restore]) -> None:
        self.rows = sorted(rows, key=lambda row: (name_text(row.business_name or ""), row.id))
        self._show()

    def retranslate(self, locale: QLocale) -> None:
        """Sets every text in the present language."""
        self._locale = locale
        self._bar.setAccessibleName(translate("Restore", "Progress of the restore"))
        self._table.setAccessibleName(translate("Restore", "Businesses"))
        self._unrestored.setAccessibleName(translate("Restore", "Not restored"))
        self._show()

    def _show(self) -> None:
        total = sum(row.total for row in self.rows)
        done = sum(row.done for row in self.rows)
        whole = WHOLE if self.is_over and self.rows else WHOLE * done // total if total else 0
        self._bar.setValue(min(WHOLE, whole))
        self._figures.setText(self._figures_text(total))
        self._background.setText(
            translate("Restore", "You can close this window: the restore goes on in the background.")
        )
        self._background.setVisible(any(row.is_active and not row.may_go_on for row in self.rows))
        stale = [row for row in self.rows if row.is_stale]
        self._interrupted.say(
            translate(
                "Restore",
                "The console that was restoring has ended. Resume to go on in this one, or cancel; what has "
                "been restored stays.",
            )
            if stale
            else ""
        )
        self._show_lists()

    def _show_lists(self) -> None:
        locale = self._locale
        count = sum(row.conflicts + row.failed for row in self.rows)
        words = {
            EACH: translate("Restore", "Businesses"),
            UNRESTORED: translate("Restore", "Not restored"),
        }
        self._chips.show_counts(words, {EACH: len(self.rows), UNRESTORED: count}, locale)
        are_listed = any(row.notes.conflicts or row.notes.failures for row in self.rows)
        self._chips.setVisible(are_listed)
        if self._chips.current == UNRESTORED and are_listed:
            self._show_unrestored(count)
        else:
            self._stack.setCurrentIndex(0)
            self._table.show_lines(self.rows, self._columns())
            self._others.hide()

    def _show_unrestored(self, count: int) -> None:
        """Made while somebody looks at them alone: there may be a thousand of each business."""
        listed, locale = unrestored(self.rows), self._locale
        self._stack.setCurrentIndex(1)
        self._unrestored.show_lines(listed, unrestored_columns())
        text = translate("Restore", "{listed} of {count} are listed: each restore names the first {most}.")
        figures = {"listed": len(listed), "count": count, "most": NOTED}
        self._others.setText(text.format(**{name: number_text(one, locale) for name, one in figures.items()}))
        self._others.setVisible(len(listed) < count)

    def _figures_text(self, total: int) -> str:
        locale = self._locale
        parts = [
            translate("Restore", "{done} of {total} receipts restored").format(
                done=number_text(self.restored, locale), total=number_text(total, locale)
            )
        ]
        conflicts = sum(row.conflicts for row in self.rows)
        failed = sum(row.failed for row in self.rows)
        gone = sum(row.gone for row in self.rows)
        for count, text in (
            (conflicts, translate("Restore", "{count} conflict(s)", None, plural_of(conflicts))),
            (failed, translate("Restore", "{count} refused by the database", None, plural_of(failed))),
            (gone, translate("Restore", "{count} no longer deleted", None, plural_of(gone))),
        ):
            if count:
                parts.append(text.format(count=number_text(count, locale)))
        return BETWEEN.join(parts)

    def _columns(self) -> list[TableColumn[Restore]]:
        locale = self._locale
        return [
            TableColumn(
                translate("Restore", "Business"),
                lambda row: name_text(row.business_name or "–"),
                figures=False,
            ),
            TableColumn(translate("Restore", "ID"), lambda row: ltr(str(row.business_id))),
            TableColumn(translate("Restore", "Status"), restore_status, figures=False, icon=self._icon),
            TableColumn(translate("Restore", "Restored"), lambda row: number_text(row.restored, locale)),
            TableColumn(translate("Restore", "of"), lambda row: number_text(row.total, locale)),
            TableColumn(translate("Restore", "Conflicts"), lambda row: number_text(row.conflicts, locale)),
            TableColumn(
                translate("Restore", "Message"), lambda row: stored_text(row.last_error or ""), figures=False
            ),
        ]

    def _icon(self, row: Restore) -> QIcon:
        icon, token = ("triangle-alert", "warn") if row.is_stale else _LOOKS[row.status]
        return self._theme.icon(icon, token)
