"""What would come back: the choice, the figures, and the lists of what does not."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QLocale, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.actions.restore_preview import JobPreview, RestorePreview
from app.ui.dialogs.restore.file import preview_lines
from app.ui.dialogs.restore.keeping import LONGER_DAYS, longer_days
from app.ui.dialogs.restore.lists import business_columns, conflict_columns, refused_columns
from app.ui.dialogs.restore.parts import Figures, FilesLine, Segments
from app.ui.dialogs.restore.words import (
    files_notice,
    looked_at,
    missing_text,
    others_text,
    utc_now,
)
from app.ui.texts.figures import plural_of
from app.ui.texts.words import businesses_text, number_text
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_M, GAP_S
from app.ui.widgets.card import Card
from app.ui.widgets.chips import Chips
from app.ui.widgets.controls import line_edit
from app.ui.widgets.parts import button, icon_text, label
from app.ui.widgets.records_table import RecordsTable

translate = QCoreApplication.translate

WHOLE, BUSINESSES, RECEIPTS = "whole", "businesses", "receipts"
CONFLICTS, EACH, MISSING, OTHERS, LEFT_OUT = "conflicts", "each", "missing", "others", "left_out"
TYPED_MS = 300
MOST_IDS = 1_000
"""Receipts that can be chosen by their ids."""

TABLE_LOWEST = 110
"""Pixels of the design."""


class RestoreQuestion(QWidget):
    """Shows what `show_whole` was given, all of it or what is chosen of it. For receipts by id it asks anew,
    by `items_wanted`, and waits for `show_items`."""

    changed = Signal()
    """Something else would come back than before."""

    items_wanted = Signal(object)
    """The ids of receipts, for which a preview is wanted."""

    export_wanted = Signal(object)
    """The preview is to be saved: makes the lines of the file."""

    longer_wanted = Signal(object)
    """Files are to be kept longer: how many days after the deletion, by job id."""

    def __init__(self, theme: Theme, *, is_run: bool, may_keep: bool = False) -> None:
        """With `may_keep` files can be kept longer from here."""
        super().__init__()
        self._may_keep = may_keep
        self._is_run = is_run
        self._locale = QLocale()
        self._whole = RestorePreview(())
        self._chosen: RestorePreview | None = None
        self._has_failed = False  # to look for what is typed
        self._unticked: set[int] = set()
        names = (WHOLE, BUSINESSES, RECEIPTS) if is_run else (WHOLE, RECEIPTS)
        self._scope = Segments("restore.scope", names)
        self._ids = line_edit("restore.items")
        self._hint = label("restore.items.hint", tone="muted")
        self._figures = Figures(theme)
        self._kept = FilesLine(theme)
        self._chips = Chips("restore.show", (CONFLICTS, EACH, MISSING, OTHERS, LEFT_OUT))
        self._export = button("restore.export")
        self._export.setIcon(theme.icon("file-down"))
        self._export.setAutoDefault(False)
        self._conflicts = RecordsTable(theme, "restore.list.conflicts", wide=5)
        self._each = RecordsTable(theme, "restore.list.each", wide=1, is_faint=self._is_unticked)
        self._refused = RecordsTable(theme, "restore.list.left_out", wide=3)
        self._sentence = label("restore.list.sentence", tone="muted", select=True)
        self._stack = QStackedWidget()
        self._timer = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._timer.timeout.connect(self._ask_for_items)
        self._build(theme)

    @property
    def preview(self) -> RestorePreview | None:
        """What would come back; None where it is not known yet."""
        if self._scope.current == RECEIPTS:
            return self._chosen
        if self._scope.current == BUSINESSES:
            kept = (one for one in self._whole.jobs if one.job_id not in self._unticked)
            return RestorePreview(tuple(kept))
        return self._whole

    @property
    def can_any(self) -> bool:
        """Something could come back, whatever is chosen."""
        return bool(self._whole.will_be_restored)

    @property
    def items(self) -> tuple[int, ...] | None:
        """The receipts that are chosen by id; None for all."""
        return self._found_ids()[0] if self._scope.current == RECEIPTS else None

    @property
    def is_typing(self) -> bool:
        """The keys are in the field for receipts."""
        return self._ids.hasFocus()

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """In the order of reading."""
        return self._scope, self._ids, self._chips, self._export, self._conflicts, self._each, self._refused

    def show_whole(self, preview: RestorePreview) -> None:
        """All that could come back; what was chosen before is forgotten."""
        self._whole, self._chosen, self._unticked = preview, None, set()
        self._scope.turn_to(WHOLE)
        self._ids.clear()
        if looked_at(preview).conflicts:
            self._chips.choose(CONFLICTS)
        elif preview.going:
            self._chips.choose(EACH)
        else:
            self._chips.choose(LEFT_OUT)
        self._show()

    def show_anew(self, preview: RestorePreview) -> None:
        """The same once more, as it is now. Of `items` it is then to be asked anew too."""
        self._whole = preview
        if self._scope.current != RECEIPTS:
            self._chosen = None
        self._show()

    def show_items(self, ids: tuple[int, ...], preview: RestorePreview) -> None:
        """What could come back of these receipts; one that comes too late for what is typed is dropped."""
        if ids == self.items:
            self._chosen = preview
            self._show()

    def fail_items(self, ids: tuple[int, ...]) -> None:
        """These receipts could not be looked for; Enter in the field asks again."""
        if ids == self.items:
            self._has_failed = True
            self._show()

    def retranslate(self, locale: QLocale) -> None:
        """Sets every text in the present language."""
        self._locale = locale
        self._ids.setPlaceholderText(translate("Restore", "IDs of receipts, such as 918204, 902117"))
        self._ids.setAccessibleName(translate("Restore", "IDs of receipts"))
        self._export.setText(icon_text(translate("Restore", "Export preview…")))
        self._conflicts.setAccessibleName(translate("Restore", "Conflicts"))
        self._each.setAccessibleName(translate("Restore", "Businesses"))
        self._refused.setAccessibleName(translate("Restore", "Left out"))
        self._show()

    def _build(self, theme: Theme) -> None:
        for table in (self._conflicts, self._each, self._refused):
            self._stack.addWidget(Card(theme, table))
        sentence = QWidget()
        inside = QVBoxLayout(sentence)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._sentence)
        inside.addStretch()
        self._stack.addWidget(sentence)
        self._stack.setMinimumHeight(scaled(TABLE_LOWEST))
        above = QHBoxLayout()
        above.setSpacing(GAP_S)
        above.addWidget(self._chips, 1)
        above.addWidget(self._export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        for part in (self._scope, self._ids, self._hint, self._figures, self._kept):
            column.addWidget(part)
        column.addLayout(above)
        column.addWidget(self._stack, 1)
        self._scope.chosen.connect(self._on_scope)
        self._ids.textChanged.connect(self._on_typed)
        self._ids.returnPressed.connect(self._on_again)
        self._chips.chosen.connect(lambda _name: self._show_list())
        self._export.clicked.connect(self._on_export)
        self._kept.longer_wanted.connect(lambda: self.longer_wanted.emit(self._longer_days))
        self._each.check_pressed.connect(self._on_check)
        self._each.all_pressed.connect(self._on_all)

    def _show(self) -> None:
        preview, locale = self.preview, self._locale
        size = businesses_text(len({one.business_id for one in self._whole.jobs}), locale)
        whole = translate("Restore", "Whole run · {businesses}").format(businesses=size)
        self._scope.say(
            {
                WHOLE: whole if self._is_run else translate("Restore", "This business"),
                BUSINESSES: translate("Restore", "Chosen businesses"),
                RECEIPTS: translate("Restore", "Chosen receipts"),
            }
        )
        is_by_id = self._scope.current == RECEIPTS
        self._ids.setVisible(is_by_id)
        self._hint.setText(self._hint_text() if is_by_id else "")
        self._hint.setVisible(bool(self._hint.text()))
        seen = looked_at(preview) if preview else None
        self._figures.show_preview(seen, None if self.items is None else len(self.items), locale)
        tone, text = files_notice(seen, locale, utc_now()) if seen else ("ok", "")
        self._kept.say(tone, text)
        longer = translate("Restore", "Keep {count} days longer").format(
            count=number_text(LONGER_DAYS, locale)
        )
        self._kept.offer(longer if self._may_keep and self._longer_days else "")
        self._export.setEnabled(preview is not None)
        self._show_chips(preview or RestorePreview(()))
        self._show_list()
        self.changed.emit()

    @property
    def _longer_days(self) -> dict[int, int]:
        """Of the files of what is chosen alone."""
        return longer_days(self.preview or RestorePreview(()), utc_now())

    def _show_chips(self, preview: RestorePreview) -> None:
        words = {
            CONFLICTS: translate("Restore", "Conflicts"),
            EACH: translate("Restore", "Businesses"),
            MISSING: translate("Restore", "Files missing"),
            OTHERS: translate("Restore", "Deleted by others"),
            LEFT_OUT: translate("Restore", "Left out"),
        }
        seen, is_by_id = looked_at(preview), self._scope.current == RECEIPTS
        counts = {
            CONFLICTS: seen.conflicts,
            EACH: len(self._listed(preview)),
            MISSING: 0 if is_by_id else seen.files_gone,
            OTHERS: 0 if is_by_id else seen.others + seen.unstamped,
            LEFT_OUT: len(self._left_out(preview)),
        }
        self._chips.show_counts(words, counts, self._locale)

    def _show_list(self) -> None:
        preview, locale = self.preview or RestorePreview(()), self._locale
        seen = looked_at(preview)
        match self._chips.current:
            case "each":
                self._each.show_lines(self._listed(preview), business_columns(locale, self._is_ticked))
                self._each.setColumnHidden(0, self._scope.current != BUSINESSES)
                self._each.fit()
                self._turn_to(self._each)
            case "left_out":
                self._refused.show_lines(self._left_out(preview), refused_columns())
                self._turn_to(self._refused)
            case "conflicts" if seen.listed:
                names = {one.business_id: one.name or "" for one in preview.jobs if one.business_id}
                self._conflicts.show_lines(seen.listed, conflict_columns(locale, names))
                self._turn_to(self._conflicts)
            case name:
                self._sentence.setText(self._sentence_of(name, seen))
                self._stack.setCurrentIndex(self._stack.count() - 1)

    def _turn_to(self, table: RecordsTable) -> None:
        card = table.parentWidget()
        if card is not None:
            self._stack.setCurrentWidget(card)

    def _sentence_of(self, name: str, preview: RestorePreview) -> str:
        if name == MISSING:
            return missing_text(preview, self._locale)
        if name == OTHERS:
            return others_text(preview, self._locale)
        is_known = self.preview is not None
        return translate("Restore", "No conflicts: no e-mail was imported again.") if is_known else ""

    def _listed(self, preview: RestorePreview) -> tuple[JobPreview, ...]:
        """To choose among, also those that are unticked."""
        return self._whole.going if self._scope.current == BUSINESSES else preview.going

    def _left_out(self, preview: RestorePreview) -> tuple[JobPreview, ...]:
        """Of chosen receipts most businesses have none, and are no news."""
        return self._whole.refused if self._scope.current == RECEIPTS else preview.refused

    def _is_ticked(self, one: JobPreview) -> bool:
        return one.job_id not in self._unticked

    def _is_unticked(self, one: JobPreview) -> bool:
        return self._scope.current == BUSINESSES and not self._is_ticked(one)

    def _on_scope(self, name: str) -> None:
        if name == BUSINESSES:
            self._chips.choose(EACH)
        self._show()
        if name == RECEIPTS:
            self._ids.setFocus()
            if self._chosen is None:
                self._ask_for_items()

    def _on_check(self, one: JobPreview) -> None:
        self._unticked ^= {one.job_id}
        self._on_ticks()

    def _on_all(self) -> None:
        ids = {one.job_id for one in self._whole.going}
        self._unticked = set() if ids & self._unticked else ids
        self._on_ticks()

    def _on_ticks(self) -> None:
        self._each.records.tell_checks()
        self._show()

    def _on_typed(self) -> None:
        self._chosen, self._has_failed = None, False
        self._show()
        self._timer.start()

    def _on_again(self) -> None:
        if self._has_failed:
            self._on_typed()

    def _ask_for_items(self) -> None:
        ids = self.items
        if ids and len(ids) <= MOST_IDS:
            self.items_wanted.emit(ids)

    def _found_ids(self) -> tuple[tuple[int, ...], list[str]]:
        """The ids that are typed, each once, and what is none."""
        typed = [part for part in re.split(r"[\s,;]+", self._ids.text()) if part]
        ids = [int(part) for part in typed if re.fullmatch(r"[0-9]{1,18}", part) and int(part) > 0]
        wrong = [part for part in typed if not re.fullmatch(r"[0-9]{1,18}", part) or not int(part)]
        return tuple(dict.fromkeys(ids)), wrong

    def _hint_text(self) -> str:
        ids, wrong = self._found_ids()
        locale = self._locale
        if wrong:
            return translate("Restore", "Not an ID: {text}").format(text=", ".join(wrong[:3]))
        if len(ids) > MOST_IDS:
            return translate("Restore", "At most {count} receipts can be chosen by ID.").format(
                count=number_text(MOST_IDS, locale)
            )
        if self._has_failed:
            return translate("Restore", "They could not be looked for. Enter tries again.")
        if self._chosen is None:
            return (
                translate("Restore", "Type the IDs, with commas or blanks between them.") if not ids else ""
            )
        missing = len(ids) - sum(one.found.found for one in self._chosen.jobs)
        if missing > 0:
            return translate(
                "Restore",
                "{count} of them were not deleted here, or are restored already.",
                None,
                plural_of(missing),
            ).format(count=number_text(missing, locale))
        return ""

    @property
    def problem(self) -> str:
        """Why what is chosen cannot be restored; "" where it can."""
        if self._scope.current == RECEIPTS:
            ids, wrong = self._found_ids()
            if wrong or not ids or len(ids) > MOST_IDS:
                return self._hint_text()
        preview = self.preview
        if preview is None:
            return self._hint_text() or translate("Restore", "Looking…")
        return "" if preview.will_be_restored else translate("Restore", "There is nothing to restore.")

    def _on_export(self) -> None:
        if self.preview is not None:
            self.export_wanted.emit(preview_lines(self.preview))
