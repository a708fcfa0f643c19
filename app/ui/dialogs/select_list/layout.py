"""The parts of the dialog and where they stand: the text at the leading side, its entries at the other."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.qt.nets import net
from app.ui.dialogs.select_list.editor import ListEditor
from app.ui.dialogs.select_list.result_table import ResultTable
from app.ui.dialogs.select_list.source_bar import SourceBar
from app.ui.dialogs.select_list.words import CHIPS, ICONS, TONES, Items
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_L, GAP_S
from app.ui.widgets.card import Card
from app.ui.widgets.chips import Chips
from app.ui.widgets.dialog import Dialog
from app.ui.widgets.parts import Heading, Notice, beside, button, icon_text, label

translate = QCoreApplication.translate

TEXT_WIDTH = 316
SUMMARY_WIDTH = 240
"""Pixels, whatever the size of texts: larger ones take a second line."""


class ListParts:
    """The widgets; what they do is the dialog's."""

    def __init__(self, theme: Theme, items: Items) -> None:
        self._theme = theme
        self._heading = Heading(theme, "clipboard-list", "muted", "list.heading")
        self.error = Notice(theme, "bad", "list.error")
        self.paste = button("list.paste")
        self.open = button("list.open")
        self.entries = label("list.entries", tone="muted")
        self.source = SourceBar(theme)
        self.editor = ListEditor(theme, "list.text")
        self._hint = label("list.hint", tone="small")
        icons = {match.value: theme.icon(ICONS[match], TONES[match]) for match in ICONS}
        self.chips = Chips("list.show", CHIPS, icons)
        self.results = ResultTable(theme, items)
        self.busy = QProgressBar()
        self.summary = label("list.summary")
        self.replace = QRadioButton()
        self.add = QRadioButton()
        self.cancel = button("list.cancel")
        self.select = button("list.select", kind="primary")

    def build(self, dialog: Dialog) -> None:
        """Puts them into the dialog."""
        self.paste.setIcon(self._theme.icon("clipboard-paste"))
        self.open.setIcon(self._theme.icon("folder-open"))
        self.replace.setObjectName("list.replace")
        self.replace.setChecked(True)
        self.add.setObjectName("list.add")
        self.entries.setWordWrap(False)
        self.summary.setMinimumWidth(SUMMARY_WIDTH)
        for each in (self.paste, self.open, self.cancel, self.select):
            each.setAutoDefault(False)  # Enter belongs to the text and to the entries
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        policy = self.busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(policy)
        dialog.body.addWidget(self._heading)
        dialog.body.addWidget(self.error)
        sides = QHBoxLayout()
        sides.setSpacing(GAP_L)
        sides.addLayout(self._text_side(), 3)
        sides.addLayout(self._entries_side(), 7)
        dialog.body.addLayout(sides, 1)
        how = beside(self.summary, self.replace, self.add)
        dialog.add_buttons(self.cancel, self.select, aside=how)

    def retranslate(self) -> None:
        """Sets the texts that no list changes."""
        self._heading.say(translate("SelectList", "Select by list"))
        self.paste.setText(icon_text(translate("SelectList", "Paste")))
        self.open.setText(icon_text(translate("SelectList", "Open file…")))
        self.source.retranslate()
        self.editor.setAccessibleName(translate("SelectList", "List of IDs or names"))
        self._hint.setText(
            translate(
                "SelectList",
                "IDs or names; separated by lines, commas, semicolons, tabs or spaces. "
                "Also CSV, TXT and XLSX.",
            )
        )
        self.results.setAccessibleName(translate("SelectList", "Entries of the list"))
        self.busy.setAccessibleName(translate("SelectList", "Progress"))
        self.replace.setText(translate("SelectList", "Replace the selection"))
        self.add.setText(translate("SelectList", "Add to it"))
        self.cancel.setText(translate("SelectList", "Cancel"))

    def _text_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(GAP_S)
        side.addWidget(_Head(self.paste, self.open, self.entries))
        side.addWidget(self.source)
        side.addWidget(self.editor, 1)
        side.addWidget(self._hint)
        self.editor.setMinimumWidth(TEXT_WIDTH)
        return side

    def _entries_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(GAP_S)
        side.addWidget(self.chips)
        side.addWidget(Card(self._theme, self.results), 1)
        side.addWidget(self.busy)
        return side


class _Head(QWidget):
    """Buttons, and a count, which goes where large texts leave no room for it."""

    def __init__(self, first: QPushButton, second: QPushButton, count: QLabel) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        row.addWidget(first)
        row.addWidget(second)
        row.addStretch()
        row.addWidget(count)
        self._parts = (first, second, count)

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = sum(part.sizeHint().width() + GAP_S for part in self._parts)
        self._parts[-1].setVisible(wanted <= self.width())

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        width = sum(part.sizeHint().width() for part in self._parts[:-1]) + GAP_S
        return QSize(width, super().minimumSizeHint().height())
