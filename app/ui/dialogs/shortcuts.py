"""The cheat sheet: every action that has a key, with its key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from app.qt.translation import ltr
from app.ui.widgets.card import Card
from app.ui.widgets.dialog import DialogContext, InformationDialog
from app.ui.widgets.parts import Heading
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable

translate = QCoreApplication.translate

MOST_ROWS = 14
NARROWEST = 420


class ShortcutsDialog(InformationDialog):
    """Lists the keys of `actions`, as their menus name them."""

    def __init__(self, actions: Sequence[QAction], context: DialogContext) -> None:
        super().__init__(context)
        self._actions = [action for action in actions if action.shortcuts()]
        self._heading = Heading(self.theme, "keyboard", "accent", "shortcuts.heading")
        self._table = RecordsTable(self.theme, "shortcuts.lines", wide=0, rows=(4, MOST_ROWS))
        self._card = Card(self.theme, self._table)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._card, 1)
        self._close = self.add_close("shortcuts.close")
        self.retranslate()
        self._card.keep_to_content()
        self.take_room_for(self._table.natural_width, NARROWEST)

    def retranslate(self) -> None:
        title = translate("ShortcutsDialog", "Keyboard shortcuts")
        self.setWindowTitle(title)
        self._heading.say(title)
        self._table.setAccessibleName(title)
        self._table.show_lines(
            self._actions,
            [
                TableColumn(translate("ShortcutsDialog", "Action"), _name, figures=False),
                TableColumn(translate("ShortcutsDialog", "Key"), _keys, figures=False),
            ],
        )
        self._close.setText(translate("ShortcutsDialog", "Close"))


def _name(action: QAction) -> str:
    return action.text().split("\t")[0].rstrip("…")


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return " · ".join(ltr(key.toString(native)) for key in action.shortcuts())
