"""The one style sheet: what the palette cannot say. Paddings are even on both sides, so it mirrors itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from string import Template

from app.ui.theme.tokens import (
    FIGURE_FONT_SIZE,
    ICON,
    RADIUS_CARD,
    RADIUS_FIELD,
    SMALL_FONT_SIZE,
    TITLE_FONT_SIZE,
    Colors,
)

_TEMPLATE = Template("""
QMainWindow, QDialog { background: $canvas; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px 6px; }

QLabel[tone="muted"] { color: $muted; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="idle"] { color: $idle; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="small"] { color: $muted; font-size: ${small}px; }
QLabel[tone="title"] { font-size: ${title}px; font-weight: 700; }
QLabel[tone="heading"] { font-weight: 700; }
QLabel[tone="strong"] { font-weight: 500; }
QLabel[tone="figure"] { font-size: ${figure}px; font-weight: 700; }
QWidget[ground="surface"] { background: $surface; }
QFrame[line="true"] { background: $line; border: none; }
QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: ${card}px; }

QPushButton, QToolButton {
    background: $surface; color: $text; border: 1px solid $line; border-radius: ${field}px;
    padding: 7px 13px; font-weight: 500;
}
QPushButton { min-width: 64px; min-height: ${button}px; }
QPushButton[narrow="true"] { min-width: 0; }
QPushButton:hover, QToolButton:hover { background: $hover; border-color: $idle; }
QPushButton:pressed, QToolButton:pressed, QToolButton:open { background: $pressed; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 6px 12px; }
QPushButton:disabled, QToolButton:disabled { background: $canvas; color: $off; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; color: $surface; border-color: $accent; }
QPushButton[kind="primary"]:hover { border-color: $text; }
QPushButton[kind="primary"]:focus { border-color: $text; }
QPushButton[kind="primary"]:disabled { background: $track; color: $off; border-color: $track; }
QPushButton[kind="danger"], QToolButton[kind="danger"] {
    background: $danger; color: $on_danger; border-color: $danger;
}
QPushButton[kind="danger"]:hover, QToolButton[kind="danger"]:hover {
    background: $danger_hover; border-color: $danger_hover;
}
QPushButton[kind="danger"]:pressed, QToolButton[kind="danger"]:pressed { background: $danger_pressed; }
QPushButton[kind="danger"]:focus, QToolButton[kind="danger"]:focus { border-color: $text; }
QPushButton[kind="danger"]:disabled, QToolButton[kind="danger"]:disabled {
    background: $track; color: $off; border-color: $track;
}
QPushButton[kind="link"] {
    background: transparent; border-color: transparent; color: $accent; min-width: 0; padding: 3px 5px;
}
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 2px 4px; }
QPushButton[kind="link"][flush="true"] { padding: 3px 0; }
QPushButton[kind="link"][compact="true"] { padding: 0 1px; min-height: 0; }
QPushButton[kind="link"][compact="true"]:focus { padding: 0; border: 1px solid $accent; }
QPushButton[kind="link"][figure="true"] { color: $text; font-size: ${figure}px; font-weight: 700; }
QPushButton[kind="link"]:disabled { background: transparent; border-color: transparent; color: $off; }
QFrame[rule="true"] { background: $line; border: none; }
QPushButton[kind="place"] { border-radius: ${card}px; }
QToolButton[narrow="true"] { padding: 7px; }
QToolButton[narrow="true"]:focus { padding: 6px; }
QToolButton[kind="quiet"] { background: transparent; border-color: transparent; padding: 7px; }
QToolButton[kind="quiet"]:hover { background: $pressed; border-color: transparent; }
QToolButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 6px; }
QToolButton[kind="chip"] { border-radius: ${chip}px; padding: 4px 12px; font-weight: 400; }
QToolButton[kind="chip"]:focus { padding: 3px 11px; }
QToolButton[kind="chip"][narrow="true"] { padding: 4px 6px; }
QToolButton[kind="chip"][narrow="true"]:focus { padding: 3px 5px; }
QToolButton[kind="chip"]:checked { background: $accent_soft; border-color: $accent_soft; font-weight: 500; }
QToolButton[kind="chip"][opens="true"] {
    background: $accent_soft; border-color: $accent_soft; font-weight: 500; padding: 4px ${beside_arrow}px;
}
QToolButton[kind="chip"][opens="true"]:focus { border-color: $accent; padding: 3px ${beside_arrow}px; }
QPushButton[kind="segment"]:checked { background: $accent_soft; border-color: $accent; }
QToolButton[chosen="true"] { background: $accent_soft; border-color: $accent_soft; font-weight: 500; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDateEdit, QComboBox {
    background: $surface; color: $text; border: 1px solid $line; border-radius: ${field}px;
    padding: 6px 8px; selection-background-color: $accent; selection-color: $surface;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDateEdit:focus, QComboBox:focus {
    border: 2px solid $accent; padding: 5px 7px;
}
QLineEdit[wrong="true"] { border-color: $bad; }
QPlainTextEdit[kind="numbered"] { padding: 1px; }
QPlainTextEdit[kind="numbered"]:focus { padding: 0; }
QLineEdit:disabled, QSpinBox:disabled, QDateEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
    background: $canvas; color: $off;
}
QLineEdit, QComboBox { min-height: ${line_high}px; }
QSpinBox, QDateEdit { min-height: ${spin_high}px; }
QAbstractSpinBox > QLineEdit { background: transparent; border: none; padding: 0; min-height: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QComboBox::drop-down { border: none; width: ${drop}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; padding: 4px; }
QCheckBox, QRadioButton { spacing: 8px; }
QAbstractButton, QMenu, QAbstractItemView { icon-size: ${icon}px; }
QCheckBox::indicator, QRadioButton::indicator {
    width: ${icon}px; height: ${icon}px; background: $surface; border: 1px solid $idle; border-radius: 4px;
}
QRadioButton::indicator { border-radius: ${round}px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QRadioButton::indicator:checked {
    width: ${dot}px; height: ${dot}px; border: ${ring}px solid $accent;
}
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $track; border-color: $line; }
QCheckBox:disabled, QRadioButton:disabled { color: $off; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QScrollArea, QWidget[ground="page"] { background: transparent; }
QLineEdit > QToolButton, QLineEdit > QToolButton:hover {
    background: transparent; border: none; padding: 2px; icon-size: ${icon}px;
}

QMenu { background: $surface; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px ${menu_side}px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $off; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding: 0 8px; }
QMenu::indicator { width: ${icon}px; height: ${icon}px; border: 1px solid transparent; }
QMenu::right-arrow, QMenu::left-arrow { width: ${icon}px; height: ${icon}px; border: 1px solid transparent; }

QFrame[soft] { border: none; border-radius: ${field}px; }
QFrame[soft="ok"] { background: $ok_soft; }
QFrame[soft="warn"] { background: $warn_soft; }
QFrame[soft="bad"] { background: $bad_soft; }
QFrame[soft="idle"] { background: $idle_soft; }
QFrame[soft="accent"] { background: $accent_soft; }

QListView#sidebar { background: transparent; border: none; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line; }
QHeaderView { background: $surface; border: none; }
QTableView {
    background: $surface; color: $text; border: none; gridline-color: $line;
    selection-background-color: $selection; selection-color: $text;
}
QAbstractScrollArea::corner { background: $surface; border: none; }
QTableCornerButton::section { background: $surface; border: none; }

QTabBar { background: $surface; border: none; }
QTabBar::tab {
    background: transparent; color: $muted; border: none; border-bottom: 2px solid transparent;
    padding: 9px 12px 7px 12px; margin: 0 2px;
}
QTabBar[narrow="true"]::tab { padding-left: 6px; padding-right: 6px; margin: 0; }
QTabBar QToolButton { padding: 0; }
QTabBar QToolButton:focus { padding: 0; }
QTabBar::scroller { width: ${icon}px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:selected:focus { background: $accent_soft; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $track; border: 3px solid $surface; border-radius: 6px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover { background: $off; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QFrame[bar="message"] { background: $surface; border: 1px solid $line; border-radius: ${field}px; }
QFrame[bar="message"][tone="accent"] { border-color: $accent; }
QFrame[bar="message"][tone="ok"] { border-color: $ok; }
QFrame[bar="message"][tone="warn"] { border-color: $warn; }
QFrame[bar="message"][tone="bad"] { border-color: $bad; }
QFrame[bar="message"] QLabel, QFrame[bar="message"] QPushButton { border: none; }
QFrame[bar="message"] QPushButton {
    color: $accent; background: transparent; min-width: 0; min-height: 0; padding: 4px 8px;
}
QFrame[bar="message"] QPushButton:hover { text-decoration: underline; }
QFrame[bar="message"] QToolButton { padding: 4px; }
QFrame[bar="message"] QToolButton:focus { padding: 3px; }
QFrame[bar="message"] QPushButton:focus { border: 2px solid $accent; padding: 2px 6px; }
QProgressBar {
    background: $track; border: none; border-radius: 3px; min-height: 6px; max-height: 6px;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }
""")


def stylesheet(colors: Colors, scaled: Callable[[int], int] = int) -> str:
    """The style sheet in these colours; `scaled` gives the pixels of a size of text."""
    sizes = {"small": SMALL_FONT_SIZE, "title": TITLE_FONT_SIZE, "figure": FIGURE_FONT_SIZE}
    sizes |= {"icon": ICON}
    sizes |= {"button": 22, "line_high": 24, "spin_high": 21}  # with their borders, all are as high
    return _TEMPLATE.substitute(
        asdict(colors),
        card=RADIUS_CARD,
        field=RADIUS_FIELD,
        round=scaled(ICON) // 2 + 1,
        chip=6 + scaled(9),  # half its height; Qt gives more than that square corners
        drop=scaled(ICON) + 4,
        menu_side=scaled(ICON) + 6,
        beside_arrow=scaled(22) + 2,
        dot=scaled(ICON) - 2 * (scaled(ICON) * 5 // 16 - 1),
        ring=scaled(ICON) * 5 // 16,
        **{name: scaled(size) for name, size in sizes.items()},
    )
