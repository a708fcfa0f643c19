"""Businesses selected by a list: pasted, typed or from a file; checked as it is edited, and corrected."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog

from app.actions.business_list import CheckedList, Directory, ListLine, Match
from app.core.access import Actor
from app.core.errors import SweepError
from app.lists.entries import entries_of
from app.lists.files import read_list, sheet_of_pasted
from app.lists.sheet import Sheet
from app.qt.nets import net
from app.ui.dialogs.select_list.choice import Choice
from app.ui.dialogs.select_list.corrections import correct
from app.ui.dialogs.select_list.layout import ListParts, translate
from app.ui.dialogs.select_list.words import ALL, TONES, Correction, Items, chip_counts, chip_words
from app.ui.texts.errors import error_text
from app.ui.texts.figures import plural_of
from app.ui.texts.words import businesses_text, number_text, receipts_text
from app.ui.widgets.asking import finished
from app.ui.widgets.dialog import SMALL, Dialog, DialogContext
from app.viewmodel.services import Services

WIDTH = 1140
LONG = 5_000
"""Characters of a pasted text from which on the window would be seen to stand still."""

SETTLED_MS = 100
"""The dialog is on the screen by then: another thread at work would hold that up."""

PATIENCE_MS = 300
"""Editing goes on within this: the list is checked once it is over."""

_SEVERITY = {match: place for place, match in enumerate(Match)}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A check made ready for the screen in the thread that made it: a long list would hold up the window.
    `lines` are faults first, `tones` those of the lines of the text, `ids` what was found."""

    checked: CheckedList
    lines: Sequence[ListLine]
    tones: Mapping[int, str]
    ids: Sequence[int]

    @classmethod
    def of(cls, checked: CheckedList) -> _Shown:
        lines = sorted(checked.lines, key=lambda line: _SEVERITY[line.match])
        faults = [line for line in reversed(lines) if line.match is not Match.FOUND]
        tones = {line.entry.line: TONES[line.match] for line in faults}
        return cls(checked, lines, tones, checked.ids)


_NOTHING = _Shown.of(CheckedList())


async def ask_for_list(
    services: Services,
    context: DialogContext,
    actor: Actor,
    text: str = "",
    *,
    items: Items = lambda _: None,
) -> Choice | None:
    """Opens the dialog with `text` in it and waits; None where the person cancels. `items` gives the receipts
    of a business as the table shows them, where it knows them."""
    dialog = SelectListDialog(services, context, actor, items)
    if text:
        dialog.take_text(text)
    await asyncio.sleep(0)  # two small pauses of the window rather than a longer one
    return await dialog.ask()


class SelectListDialog(Dialog):
    """The businesses of the person are read once, as it opens; each check is then work of another thread on
    what was read. Nothing can be selected while the text is newer than its check."""

    def __init__(
        self, services: Services, context: DialogContext, actor: Actor, items: Items = lambda _: None
    ) -> None:
        super().__init__(context)
        self._services = services
        self._actor = actor
        self._items = items
        self._directory: Directory | None = None
        self._shown = _NOTHING
        self._checked_text: str | None = None
        self._compared = -1, False
        self._wrong: SweepError | None = None
        self._round = self._opening = 0
        self._path: Path | None = None
        self._parts = ListParts(self.theme, items)
        self._parts.build(self)
        self._soon = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._connect()
        self.setAcceptDrops(True)
        self.retranslate()
        self.take_room(WIDTH)
        self.resize(self.width(), min(SMALL.height(), self.screen().availableSize().height()))
        self._parts.editor.setFocus()
        QTimer.singleShot(SETTLED_MS, self, self._read)

    async def ask(self) -> Choice | None:
        """Opens the dialog and waits; None where nothing is to be selected."""
        if await finished(self) != QDialog.DialogCode.Accepted:
            return None
        return Choice(tuple(self._shown.ids), self._parts.replace.isChecked())

    def take_text(self, text: str) -> None:
        """Puts a pasted text in; of a table that is copied from a spreadsheet the column that looks right. A
        long one is looked through in another thread."""
        if len(text) > LONG:
            self._services.calls.spawn(self._take_long_text(text), name="a pasted list")
            return
        try:
            self._put_pasted(text, sheet_of_pasted(text))
        except SweepError as error:
            self._refuse(error)

    async def _take_long_text(self, text: str) -> None:
        try:
            sheet = await self._services.calls.run(sheet_of_pasted, text)
        except SweepError as error:
            self._refuse(error)
            return
        if not self.is_closed:
            self._put_pasted(text, sheet)

    def _refuse(self, error: SweepError) -> None:
        self._wrong = error.with_traceback(None)
        if not self.is_closed:
            self._show()

    def _put_pasted(self, text: str, sheet: Sheet) -> None:
        if self._parts.editor.text.strip():
            self._parts.editor.insert(text)
        else:
            self._take_sheet(sheet, "")

    @net(None)
    def done(self, result: int) -> None:
        self._round += 1
        self._soon.stop()
        super().done(result)

    @net(None)
    def accept(self) -> None:
        if self._can_select:
            super().accept()

    @net(None)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    @net(None)
    def dropEvent(self, event: QDropEvent) -> None:
        self._take(event.mimeData())
        event.acceptProposedAction()

    def retranslate(self) -> None:
        self.setWindowTitle(translate("SelectList", "Select by list"))
        self._parts.retranslate()
        self._show()

    def _connect(self) -> None:
        parts = self._parts
        parts.paste.clicked.connect(self._paste)
        parts.open.clicked.connect(self._on_open)
        parts.source.changed.connect(lambda: parts.editor.put(parts.source.text))
        parts.source.sheet_chosen.connect(self._open_sheet)
        parts.editor.pasted.connect(self._take)
        parts.editor.textChanged.connect(self._on_edited)
        parts.chips.chosen.connect(self._show_lines)
        parts.results.asked.connect(self._on_correction)
        parts.cancel.clicked.connect(self.reject)
        parts.select.clicked.connect(self.accept)
        self._soon.timeout.connect(self._check)
        for keys, does in (
            (QKeySequence(QKeySequence.StandardKey.Paste), self._paste),
            (QKeySequence(Qt.Key.Key_F6), self._switch_sides),
            (QKeySequence("Ctrl+Return"), self.accept),
            (QKeySequence("Ctrl+Enter"), self.accept),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.activated.connect(does)

    @property
    def is_checked(self) -> bool:
        """What is shown is of the text as it is now."""
        revision = self._parts.editor.document().revision()
        if self._compared[0] != revision:  # a long text is compared once
            self._compared = revision, self._checked_text == self._parts.editor.text
        return self._compared[1]

    @property
    def _can_select(self) -> bool:
        return self.is_checked and bool(self._shown.checked.counts[Match.FOUND])

    def _switch_sides(self) -> None:
        here, there = self._parts.editor, self._parts.results
        target = here if there.hasFocus() else there
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if target is there and not there.currentIndex().isValid():
            there.setCurrentIndex(there.records.index(0, 0))

    def _on_open(self) -> None:
        self._services.calls.spawn(self._ask_for_file(), name="open a list")

    def _paste(self) -> None:
        self._take(QGuiApplication.clipboard().mimeData())

    def _take(self, source: QMimeData) -> None:
        """A file, or a text."""
        files = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if files:
            self._services.calls.spawn(self._open(Path(files[0])), name="open a list")
        elif source.hasText():
            self.take_text(source.text())

    async def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, translate("SelectList", "Open a list"))
        dialog.setObjectName("list.file")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = translate("SelectList", "Lists")
        every = translate("SelectList", "All files")
        dialog.setNameFilters([f"{kinds} (*.csv *.txt *.xlsx)", f"{every} (*)"])
        if await finished(dialog) == QDialog.DialogCode.Accepted and dialog.selectedFiles():
            await self._open(Path(dialog.selectedFiles()[0]))

    def _open_sheet(self, name: str) -> None:
        if self._path is not None:
            self._services.calls.spawn(self._open(self._path, name), name="open a sheet")

    async def _open(self, path: Path, name: str = "") -> None:
        """The file, or another sheet of it; the one that was asked for last is shown."""
        self._opening += 1
        mine = self._opening
        try:
            sheet = await self._services.calls.run(read_list, path, name)
        except SweepError as error:
            if mine == self._opening:
                self._parts.source.show_chosen()
                self._refuse(error)
            return
        if mine == self._opening and not self.is_closed:
            self._path = path
            self._take_sheet(sheet, path.name)

    def _take_sheet(self, sheet: Sheet, place: str) -> None:
        self._wrong = None
        self._parts.source.show_sheet(sheet, place)
        self._parts.editor.put(self._parts.source.text)
        self._check()

    @Slot()
    def _read(self) -> None:
        self._services.calls.spawn(self._read_directory(), name="businesses of a list")

    async def _read_directory(self) -> None:
        try:
            self._directory = await self._services.calls.run(self._services.directory, self._actor)
        except SweepError as error:
            self._wrong = error.with_traceback(None)
        if not self.is_closed:
            self._check()

    def _on_edited(self) -> None:
        if self._directory is not None:
            self._wrong = None
        self._soon.start()
        self._show_choice()

    def _check(self) -> None:
        """Checks the text of the moment; what was under way before is not waited for any more."""
        self._soon.stop()
        self._round += 1
        if self._directory is None:
            self._show()
            return
        mine, text = self._round, self._parts.editor.text
        self._services.calls.spawn(self._check_text(mine, self._directory, text), name="check a list")
        self._show_choice()

    async def _check_text(self, mine: int, directory: Directory, text: str) -> None:
        wrong: SweepError | None = None
        shown = _NOTHING
        try:
            shown = await self._services.calls.run(_check, directory, text)
        except SweepError as error:
            wrong = error.with_traceback(None)
        if mine != self._round or self.is_closed:
            return
        self._shown, self._checked_text, self._compared = shown, text, (-1, False)
        self._wrong = wrong or self._wrong
        self._show()

    def _on_correction(self, line: ListLine, what: Correction) -> None:
        if not self.is_checked or self._directory is None:
            return  # the place of the entry may be another by now
        correct(self._parts, line, what, self._directory, self._items)
        if not self.is_checked:
            self._check()

    def _show(self) -> None:
        self._parts.error.say(error_text(self._wrong) if self._wrong else "")
        self._show_chips()
        self._parts.editor.tint(self._shown.tones)
        self._show_lines()
        self._show_summary()
        self._show_choice()

    def _show_chips(self) -> None:
        chips, counts = self._parts.chips, chip_counts(self._shown.checked)
        if not counts[chips.current]:
            chips.choose(ALL)
        chips.show_counts(chip_words(), counts, self._language.locale)

    def _show_lines(self, _chip: str = "") -> None:
        kind = self._parts.chips.current
        lines = [line for line in self._shown.lines if kind in {ALL, line.match.value}]
        self._parts.results.show_lines(lines, self._language.locale)

    def _show_choice(self) -> None:
        self._parts.busy.setVisible(not self.is_checked and self._wrong is None)
        self._parts.select.setEnabled(self._can_select)

    def _show_summary(self) -> None:
        locale, ids = self._language.locale, self._shown.ids
        count, entries = len(ids), len(self._shown.lines)
        self._parts.entries.setText(
            translate("SelectList", "{count} entry(ies)", None, plural_of(entries)).format(
                count=number_text(entries, locale)
            )
        )
        if count:
            select = translate("SelectList", "Select {count} business(es)", None, plural_of(count))
            self._parts.select.setText(select.format(count=number_text(count, locale)))
        else:
            self._parts.select.setText(translate("SelectList", "No business found"))
        known = [found for found in map(self._items, ids) if found is not None]
        total = f" · {receipts_text(sum(known), locale)}" if known and len(known) == count else ""
        self._parts.summary.setText(businesses_text(count, locale) + total if count else "")


def _check(directory: Directory, text: str) -> _Shown:
    return _Shown.of(directory.check(entries_of(text)))
