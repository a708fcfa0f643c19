"""The look: every text can be read, icons follow the scheme, and figures line up."""

from __future__ import annotations

from dataclasses import fields
from itertools import product

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap.resources import RESOURCES
from app.ui.businesses.states import State
from app.ui.theme.stylesheet import stylesheet
from app.ui.theme.theme import Theme, ThemeMode, scaled, ui_font
from app.ui.theme.tokens import DARK, LIGHT, Colors

WEIGHTS = [QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.Bold]
TEXTS = ["text", "muted", "accent", "ok", "warn", "bad", "idle"]
GROUNDS = ["surface", "canvas", "selection", "accent_soft", "hover", "track"]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(RESOURCES)


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    named = QColor(color)
    shares = [named.redF(), named.greenF(), named.blueF()]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colors_in(icon: QIcon) -> set[str]:
    """The opaque colours of an icon drawn large."""
    image = icon.pixmap(QSize(64, 64)).toImage()
    pixels = (image.pixelColor(x, y) for x, y in product(range(64), range(64)))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), list(product(TEXTS, GROUNDS)))
def test_every_text_can_be_read_on_every_ground(colors: Colors, text: str, ground: str) -> None:
    assert contrast(getattr(colors, text), getattr(colors, ground)) >= 4.5


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", ["ok", "warn", "bad", "idle"])
def test_a_soft_ground_carries_its_tone_and_plain_texts(colors: Colors, tone: str) -> None:
    ground = getattr(colors, f"{tone}_soft")
    for text in (tone, "text", "muted"):
        assert contrast(getattr(colors, text), ground) >= 4.5


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["danger", "danger_hover", "danger_pressed"])
def test_the_delete_button_can_be_read(colors: Colors, ground: str) -> None:
    assert contrast(colors.on_danger, getattr(colors, ground)) >= 4.5


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_the_primary_button_and_marked_text_can_be_read(colors: Colors) -> None:
    assert contrast(colors.surface, colors.accent) >= 4.5


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_colour_and_an_icon(theme: Theme, state: State) -> None:
    assert state.tone in {field.name for field in fields(Colors)}
    assert colors_in(theme.icon(state.icon, state.tone)) == {theme.color(state.tone).name()}


def test_the_style_sheet_names_colours_of_the_scheme_alone() -> None:
    assert LIGHT.surface in stylesheet(LIGHT)
    assert "$" not in stylesheet(DARK)
    assert LIGHT.canvas not in stylesheet(DARK)


def test_a_switch_reaches_palette_style_sheet_and_listeners(theme: Theme, qapp: QApplication) -> None:
    theme.use("light")
    assert theme.color("text") == QColor(LIGHT.text)
    heard = []
    theme.changed.connect(lambda: heard.append(theme.is_dark))
    theme.use("dark")
    assert heard == [True]
    assert theme.mode is ThemeMode.DARK
    assert theme.color("text") == QColor(DARK.text)
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.canvas.lower()
    assert qapp.palette().color(QPalette.ColorRole.Text).name() == DARK.text.lower()
    assert DARK.line in qapp.styleSheet()


class StyleChanges(QObject):
    """Counts how often a widget is matched with a style sheet."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.StyleChange
        return False


def test_a_switch_costs_a_widget_the_same_however_deep_it_lies(theme: Theme, qtbot: QtBot) -> None:
    """Over a style sheet that is there, Qt would match the new one once for each widget around it."""
    theme.use("light")
    box = top = QWidget()
    qtbot.addWidget(top)
    seen: list[StyleChanges] = []
    for _ in range(6):
        label, inner = QLabel("Receipts", box), QFrame(box)
        seen.append(StyleChanges(label))
        box = inner
    top.show()
    for switch in (lambda: theme.use("dark"), lambda: theme.use_text_size(150)):
        for one in seen:
            one.count = 0
        switch()
        assert {one.count for one in seen} == {2}  # the old one leaves, the new one comes
    theme.use("dark")
    theme.use_text_size(150)
    assert {one.count for one in seen} == {2}  # nothing has changed
    theme.use_text_size(100)


def test_texts_grow_and_shrink_by_steps(theme: Theme, qapp: QApplication) -> None:
    theme.use_text_size(200)
    assert (qapp.font().pixelSize(), ui_font(12).pixelSize(), scaled(38)) == (26, 24, 76)
    assert "font-size: 56px" in qapp.styleSheet()
    theme.step_text_size(1)
    assert theme.text_size == 200
    theme.step_text_size(-1)
    assert theme.text_size == 150
    theme.step_text_size(-9)
    assert (theme.text_size, ui_font(13).pixelSize()) == (100, 13)
    theme.use_text_size(7)
    assert theme.text_size == 100


def test_an_unknown_mode_counts_as_system(theme: Theme) -> None:
    theme.use("dark")
    theme.use("sepia")
    assert theme.mode is ThemeMode.SYSTEM


def test_the_system_is_followed_only_where_it_was_chosen(theme: Theme, qapp: QApplication) -> None:
    theme.use("dark")
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert theme.is_dark


def test_an_icon_made_once_follows_the_scheme(theme: Theme) -> None:
    theme.use("light")
    icon = theme.icon("trash-2", "bad")
    assert colors_in(icon) == {LIGHT.bad.lower()}
    theme.use("dark")
    assert colors_in(icon) == {DARK.bad.lower()}


def test_an_icon_of_what_is_off_looks_off(theme: Theme) -> None:
    theme.use("light")
    drawn = theme.icon("play", "accent").pixmap(QSize(64, 64), QIcon.Mode.Disabled).toImage()
    assert LIGHT.off.lower() in {drawn.pixelColor(x, y).name() for x, y in product(range(64), range(64))}


def test_a_picture_has_the_pixels_of_the_screen(theme: Theme) -> None:
    picture = theme.pixmap("search", "text", 16, 2.5)
    assert picture.size() == QSize(40, 40)
    assert picture.deviceIndependentSize().toSize() == QSize(16, 16)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_icons_are_sharp_at_every_scale(theme: Theme, ratio: float) -> None:
    """Drawn for the screen's pixels, and not blown up from fewer."""
    drawn = theme.icon("search").pixmap(QSize(16, 16), ratio)
    assert drawn.size() == QSize(16, 16) * ratio
    assert drawn.devicePixelRatio() == ratio
    large = theme.icon("search").pixmap(QSize(16, 16) * ratio, 1.0).toImage()
    assert [drawn.toImage().pixel(x, x) for x in range(drawn.width())] == [
        large.pixel(x, x) for x in range(large.width())
    ]


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128, 256])
def test_the_mark_is_drawn_for_each_size(theme: Theme, qapp: QApplication, size: int) -> None:
    mark = qapp.windowIcon().pixmap(QSize(size, size))
    assert mark.size() == QSize(size, size)
    inside = {mark.toImage().pixelColor(x, y).name() for x, y in product(range(size), repeat=2)}
    assert {"#ffffff", LIGHT.accent.lower()} <= inside


def test_the_application_has_its_mark(theme: Theme, qapp: QApplication) -> None:
    assert LIGHT.accent.lower() in colors_in(qapp.windowIcon())
    assert QSize(16, 16) in qapp.windowIcon().availableSizes()


@pytest.mark.parametrize("weight", WEIGHTS)
def test_figures_have_one_width(theme: Theme, weight: QFont.Weight) -> None:
    font = ui_font(13, weight)
    assert QFontInfo(font).family() == "Heebo"
    assert QFontInfo(font).weight() == weight
    metrics = QFontMetricsF(font)
    widths = {metrics.horizontalAdvance(one + other) for one, other in product("0123456789", repeat=2)}
    assert len(widths) == 1


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("letters", ["AaÉß", "אבגדהוזחטיכךלמםנןסעפףצץקרשת׳״־₪", "0123456789%/·…–“”„"])
def test_the_font_has_the_letters(theme: Theme, weight: QFont.Weight, letters: str) -> None:
    metrics = QFontMetricsF(ui_font(13, weight))
    assert [letter for letter in letters if not metrics.inFontUcs4(ord(letter))] == []


@pytest.mark.parametrize("weight", WEIGHTS)
def test_bidirectional_marks_take_no_room(theme: Theme, weight: QFont.Weight) -> None:
    metrics = QFontMetricsF(ui_font(13, weight))
    assert metrics.horizontalAdvance("\u2066150 / 582\u2069") == metrics.horizontalAdvance("150 / 582")
