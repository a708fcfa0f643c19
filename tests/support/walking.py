"""Walking through all that a window is made of: what it says, whether it has room, whether keys reach it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import combinations
from typing import NamedTuple

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QStackedLayout,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QWidget,
)

from app.ui.texts.words import without_marks

FOCUSABLE = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
    QPlainTextEdit,
    QTextEdit,
    QTabBar,
)


QT_INNER = {"qt_spinbox_lineedit", "qt_scrollarea_hcontainer", "qt_scrollarea_vcontainer"}
"""Parts of Qt's own widgets; what lies in a scroll area or a tab is below others that must be walked."""


class Said(NamedTuple):
    """A text and where it stands."""

    where: str
    text: str


def parts_of(whole: QWidget) -> Iterator[QWidget]:
    """The widget and all below it, but for Qt's own inner parts and other windows."""
    yield whole
    for child in whole.children():
        if isinstance(child, QWidget) and not child.isWindow() and child.objectName() not in QT_INNER:
            yield from parts_of(child)


def name_of(part: QWidget) -> str:
    """How a failing test calls it."""
    named = part
    while not named.objectName() and (parent := named.parentWidget()) is not None:
        named = parent
    return f"{named.objectName() or type(named).__name__}/{type(part).__name__}"


def all_said(whole: QWidget) -> Iterator[Said]:
    """Everything that the window says or may come to say: also what is hidden now, is a tooltip, or is told
    to a screen reader alone. Menus are opened for it, so that they fill themselves."""
    for part in parts_of(whole):
        for kind, text in _texts(part):
            if text:
                yield Said(f"{name_of(part)}.{kind}", text)
    for action in whole.findChildren(QAction):
        for kind, text in (("text", action.text()), ("tip", action.toolTip())):
            if text:
                yield Said(f"{action.objectName() or 'action'}.{kind}", text)
    for menu in whole.findChildren(QMenu):
        menu.aboutToShow.emit()
        for action in menu.actions():
            yield Said(f"{menu.objectName()}.{action.objectName()}", action.text())
        yield Said(f"{menu.objectName()}.title", menu.title())


def _texts(part: QWidget) -> Iterator[tuple[str, str]]:
    yield "tip", part.toolTip()
    yield "status tip", part.statusTip()
    yield "what is this", part.whatsThis()
    yield "name", part.accessibleName()
    yield "description", part.accessibleDescription()
    if part.isWindow():
        yield "title", part.windowTitle()
    match part:
        case QLabel() | QAbstractButton():
            yield "text", part.text()
        case QLineEdit():  # what stands in it is data
            yield "placeholder", part.placeholderText()
        case QGroupBox():
            yield "title", part.title()
        case QComboBox():
            yield from (("item", part.itemText(number)) for number in range(part.count()))
            yield "placeholder", part.placeholderText()
        case QTabBar():
            for number in range(part.count()):
                yield "tab", part.tabText(number)
                yield "tab tip", part.tabToolTip(number)
        case QSpinBox():
            yield from (
                ("prefix", part.prefix()),
                ("suffix", part.suffix()),
                ("special", part.specialValueText()),
            )
        case QPlainTextEdit() | QTextEdit():
            yield "placeholder", part.placeholderText()
        case QProgressBar() if part.isTextVisible():
            yield "text", part.text()
        case QAbstractItemView() if not isinstance(part, QHeaderView) and part.model() is not None:
            yield from _cells(part.model())


def _cells(model: QAbstractItemModel) -> Iterator[tuple[str, str]]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for section in range(columns):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            yield "header", str(model.headerData(section, Qt.Orientation.Horizontal, role) or "")
    for row in range(model.rowCount(QModelIndex())):
        for column in range(columns):
            index = model.index(row, column)
            for role in (
                Qt.ItemDataRole.DisplayRole,
                Qt.ItemDataRole.ToolTipRole,
                Qt.ItemDataRole.AccessibleTextRole,
                Qt.ItemDataRole.AccessibleDescriptionRole,
            ):
                yield "cell", str(index.data(role) or "")


_MARKUP = re.compile(r"<[^>]*>")
_DATA = re.compile(
    r"""\S+@\S+                                     # e-mails
      | (?<!\w)[~/][\w./~-]+                        # paths
      | \b[\w.-]+(:\d+)?/[\w.-]+\b                  # host:port/database.schema
      | \b(Ctrl|Shift|Alt|Meta)\+(\w+\+)*\S+        # keys
      | \b(F\d+|Del|Esc|Enter|Tab)\b
      | \b(kB|MB|GB|ILS|USD|EUR|GBP)\b              # units
    """,
    re.VERBOSE,
)


def foreign_letters(text: str, code: str, allowed: set[str]) -> str:
    """The words of the other language in a text; "" where there are none but data, keys and `allowed`."""
    plain = _DATA.sub(" ", without_marks(unescape(_MARKUP.sub(" ", text))).replace("&", ""))
    other = r"[A-Za-z][\w'’.-]*" if code == "he" else r"[א-ת][\w'׳״]*"
    found = [word for word in re.findall(other, plain) if word.strip(".-'’") not in allowed]
    return " ".join(found)


def cut_off(whole: QWidget) -> Iterator[str]:
    """What of the visible window has less room than its text needs."""
    for part in parts_of(whole):
        if part.isVisible() and not _is_corner(part) and (problem := _lack_of_room(part)):
            yield f"{name_of(part)}: {problem}"


def _lack_of_room(part: QWidget) -> str:
    match part:
        case QLabel() if part.text():
            return _label_lack(part)
        case QPushButton() | QToolButton() if part.text() and _shows_text(part):
            return _smaller(
                part, part.sizeHint().width(), part.sizeHint().height(), without_marks(part.text())
            )
        case QAbstractButton() | QComboBox():
            return _smaller(part, part.minimumSizeHint().width(), part.minimumSizeHint().height(), "")
        case QLineEdit() if part.placeholderText() and not part.text():
            margins = part.textMargins()
            room = part.width() - 2 * 9 - margins.left() - margins.right() - 24 * len(part.actions())
            needed = part.fontMetrics().horizontalAdvance(without_marks(part.placeholderText()))
            return f"{needed} > {room}: {part.placeholderText()}" if needed > room else ""
        case QTabBar():
            return _tabs_lack(part)
        case QHeaderView() if part.orientation() is Qt.Orientation.Horizontal:
            return _header_lack(part)
        case _:
            return ""


def _label_lack(label: QLabel) -> str:
    text = without_marks(label.text())
    room = label.contentsRect()
    if not label.wordWrap():
        hint = label.sizeHint()
        return _smaller(label, hint.width(), hint.height(), text)
    needed = label.heightForWidth(label.width())
    words = re.split(r"\s|(?<=[/-])", text)  # where Qt breaks a line
    widest = max((label.fontMetrics().horizontalAdvance(word) for word in words), default=0)
    if widest > room.width() + 1:
        return f"a word of {widest} in {room.width()}: {text}"
    return f"{needed} high in {label.height()}: {text}" if needed > label.height() + 1 else ""


def _shows_text(button: QPushButton | QToolButton) -> bool:
    if isinstance(button, QToolButton):
        return button.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly
    return True


def _smaller(part: QWidget, width: int, height: int, text: str) -> str:
    if part.width() + 1 >= width and part.height() + 1 >= height:
        return ""
    return f"{part.width()} × {part.height()} for {width} × {height}: {text}"


def _tabs_lack(bar: QTabBar) -> str:
    for number in range(bar.count()):
        needed = bar.fontMetrics().horizontalAdvance(without_marks(bar.tabText(number)))
        if bar.isTabVisible(number) and needed > bar.tabRect(number).width():
            return f"tab {bar.tabText(number)}"
        if bar.isTabVisible(number) and not bar.rect().contains(bar.tabRect(number)):
            return f"tab {bar.tabText(number)} is outside"
    return ""


def _header_lack(header: QHeaderView) -> str:
    metrics, model = QFontMetrics(header.font()), header.model()
    for section in range(header.count()):
        title = without_marks(str(model.headerData(section, Qt.Orientation.Horizontal) or ""))
        room = header.sectionSize(section) - 8
        has_check = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.CheckStateRole)
        if has_check is not None:  # in place of the title
            continue
        if not header.isSectionHidden(section) and metrics.horizontalAdvance(title) > room:
            return f"column {title}: {metrics.horizontalAdvance(title)} > {room}"
    return ""


def _is_corner(part: QWidget) -> bool:
    """The button in the corner of a table, which nobody sees."""
    return isinstance(part, QAbstractButton) and isinstance(part.parentWidget(), QTableView)


def outside(whole: QWidget) -> Iterator[str]:
    """Visible parts that do not lie wholly in the window, but for the content of scroll areas."""
    for part in parts_of(whole):
        if part is whole or not part.isVisible() or _scrolls(part):
            continue
        place = QRect(part.mapTo(whole, QPoint()), part.size())
        if not whole.rect().contains(place):
            yield f"{name_of(part)}: {place.getRect()} in {whole.rect().getRect()}"


def overlapping(whole: QWidget) -> Iterator[str]:
    """Visible parts that one layout holds, and that lie over each other nevertheless."""
    for parent in parts_of(whole):
        layout = parent.layout()
        if not parent.isVisible() or layout is None or isinstance(layout, QStackedLayout):
            continue
        held = [part for part in _held_by(layout) if part.isVisible() and not part.isWindow()]
        for one, other in combinations(held, 2):
            if one.geometry().intersects(other.geometry()):
                yield f"{name_of(one)} over {name_of(other)}"


def _held_by(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is not None and (widget := item.widget()) is not None:
            yield widget
        elif item is not None and (inner := item.layout()) is not None:
            yield from _held_by(inner)


def _scrolls(part: QWidget) -> bool:
    parent = part.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def interactive(whole: QWidget) -> list[QWidget]:
    """The visible parts that take clicks or keys."""
    return [
        part
        for part in parts_of(whole)
        if isinstance(part, FOCUSABLE)
        and part.isVisible()
        and part.isEnabled()
        and not _only_shows(part)
        and not isinstance(part.parentWidget(), QLineEdit | QAbstractSpinBox | QComboBox | QTableView)
    ]


def _only_shows(part: QWidget) -> bool:
    """A header, a table that is there to be read alone, or a radio button that the arrow keys reach."""
    no_keys = part.focusPolicy() is Qt.FocusPolicy.NoFocus
    if isinstance(part, QRadioButton):
        return not part.isChecked()
    return isinstance(part, QHeaderView) or (isinstance(part, QAbstractItemView) and no_keys)


def spoken(part: QWidget) -> str:
    """By what name a screen reader calls the control."""
    told = QAccessible.queryAccessibleInterface(part)
    return without_marks(told.text(QAccessible.Text.Name)).strip() if told is not None else ""
