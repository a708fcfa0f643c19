"""The dialog that selects by a list, and the hands that work with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QPushButton,
)

from app.actions.acting import refusal
from app.actions.business_list import Directory, Match
from app.core.access import Actor, Business, Permission, Role
from app.ui.dialogs.select_list.dialog import SelectListDialog
from app.ui.dialogs.select_list.editor import ListEditor
from app.ui.dialogs.select_list.result_delegate import RESULT_COLUMN
from app.ui.dialogs.select_list.result_table import ResultTable
from app.ui.dialogs.select_list.words import Correction, corrections
from tests.qt.conftest import Loop
from tests.support.dialogs import find, focused

ANA = Actor(7, 3, "ana@example.com", "Ana", Role.SYSTEM_ADMIN, True)
PAGE = frozenset({"gmail_receipts"})
NAMES = {
    4: "ברק, שגב ושות׳ – עורכי דין",
    5: "מאפיית הלחם הטוב",
    6: "Haifa Harbour Dental Clinic",
    24: "Desert Rose Spa",
    61: "Desert Rose Group",
    62: "Desert Rose Group",
}
ITEMS = {4: 1_101, 5: 260, 6: 3_310, 61: 9}
TEXT = "4\n6, 5\nHaifa Harbor Dental\n0815\n24\nDesert Rose Group\n4"


def a_directory() -> Directory:
    found = [Business(key, name, True, PAGE if key != 24 else frozenset()) for key, name in NAMES.items()]
    return Directory(found, lambda business: refusal(ANA, business, Permission("gmail_receipts")))


class Hands:
    """The dialog and who works with it."""

    def __init__(self, dialog: SelectListDialog, loop: Loop) -> None:
        self.dialog = dialog
        self.loop = loop
        self.editor = find(dialog, ListEditor, "list.text")
        self.results = find(dialog, ResultTable, "list.results")
        self.select = find(dialog, QPushButton, "list.select")

    def matches(self) -> list[tuple[Match, str]]:
        return [(line.match, line.entry.text) for line in self.results.records.lines]

    def wait(self, *matches: Match) -> None:
        """Until the list has these entries, in any order."""
        self.loop.until(lambda: sorted(match for match, _ in self.matches()) == sorted(matches))

    def row(self, text: str) -> int:
        return [entry for _, entry in self.matches()].index(text)

    def press_link(self, text: str, what: Correction) -> None:
        """Clicks the correction of an entry."""
        row = self.row(text)
        offered = corrections(self.results.records.lines[row])
        cell = self.results.visualRect(self.results.records.index(row, RESULT_COLUMN))
        middle = cell.center().y()
        seen = {
            place: found[1]
            for place in range(cell.left(), cell.right())
            if (found := self.results._correction_at(QPoint(place, middle)))
        }
        assert set(seen.values()) == set(offered)
        place = next(place for place, found in seen.items() if found is what)
        left = Qt.MouseButton.LeftButton
        QTest.mouseClick(self.results.viewport(), left, pos=QPoint(place + 4, middle))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(focused(), key, modifier)


New = Callable[[str], Hands]
