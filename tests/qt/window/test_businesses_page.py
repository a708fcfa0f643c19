"""The page with its table: painting in both directions, search, selection, columns, what is remembered."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtGui import QAction, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.core.job import JobStatus
from app.qt.translation import Language
from app.ui.businesses.columns import DATA_COLUMNS, Column
from app.ui.businesses.page import BusinessesPage
from app.ui.businesses.status_filters import StatusFilter
from app.ui.theme.theme import Theme, ui_font
from app.ui.theme.tokens import SMALL_FONT_SIZE
from app.workers.job_queue import LocalState
from tests.support.parts import part
from tests.support.rows import a_row

RUNNING = JobStatus.RUNNING
ABOVE_BAR = 24  # pixels of a cell that hold the texts


@pytest.fixture
def page(qtbot: QtBot, language: Language, theme: Theme) -> BusinessesPage:
    return opened(qtbot, language, theme)


def opened(qtbot: QtBot, language: Language, theme: Theme) -> BusinessesPage:
    page = BusinessesPage(language, theme)
    qtbot.addWidget(page)
    page.resize(1256, 500)
    page.show()
    return page


def cell(page: BusinessesPage, row: int, column: Column) -> QImage:
    """A cell as it is painted."""
    table = page.table
    QApplication.processEvents()
    return table.viewport().grab(table.visualRect(table.model().index(row, column))).toImage()


def filled(image: QImage, color: str) -> list[int]:
    """The places from left to right at which a bar has this colour."""
    middle = image.height() - 1 - 1 - 5 - 3
    return [x for x in range(image.width()) if image.pixelColor(x, middle).name() == color.lower()]


def test_a_bar_fills_from_the_side_where_reading_begins(
    page: BusinessesPage, language: Language, theme: Theme
) -> None:
    page.apply([a_row(1, status=RUNNING, total=100, processed=25, local=LocalState(1))])
    picture = cell(page, 0, Column.PROGRESS)
    from_left = filled(picture, theme.colors.accent)
    track = filled(picture, theme.colors.track)
    assert max(from_left) < min(track)
    assert len(from_left) / (len(from_left) + len(track)) == pytest.approx(0.25, abs=0.03)
    language.use("he")
    from_right = filled(cell(page, 0, Column.PROGRESS), theme.colors.accent)
    assert min(from_right) > picture.width() / 2
    assert len(from_right) == pytest.approx(len(from_left), abs=2)


def test_figures_look_the_same_in_both_directions(page: BusinessesPage, language: Language) -> None:
    """Figures of several parts are the same picture, so nothing in them was reordered."""
    page.apply([a_row(1, left=1234, status=RUNNING, total=582, processed=150, seconds_left=754.0)])
    pictures = {}
    for code in ("en", "he"):
        language.use(code)
        pictures[code] = [cell(page, 0, column) for column in (Column.ID, Column.LEFT)]
    for english, hebrew in zip(pictures["en"], pictures["he"], strict=True):
        assert ink(english) == ink(hebrew)


def test_the_texts_above_a_bar_change_sides_and_nothing_else(
    page: BusinessesPage, language: Language, theme: Theme
) -> None:
    page.apply([a_row(1, status=RUNNING, total=582, processed=150)])
    width = page.table.columnWidth(Column.PROGRESS)
    left, right = QRect(0, 0, width // 2, ABOVE_BAR), QRect(width - width // 2, 0, width // 2, ABOVE_BAR)
    for code, counts, percent in (("en", left, right), ("he", right, left)):
        language.use(code)
        picture = cell(page, 0, Column.PROGRESS)
        assert ink(picture.copy(counts)) == ink(written(picture, theme, "150 / 582", "text", counts))
        assert ink(picture.copy(percent)) == ink(written(picture, theme, "25.8%", "muted", percent))


def written(like: QImage, theme: Theme, text: str, token: str, half: QRect) -> QImage:
    """The half of a progress cell with `text`, from left to right, at the outer side of that half."""
    image = QImage(like)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    painter.setFont(ui_font(SMALL_FONT_SIZE))
    painter.setPen(theme.color(token))
    side = Qt.AlignmentFlag.AlignRight if half.left() else Qt.AlignmentFlag.AlignLeft
    painter.drawText(image.rect().adjusted(10, 4, -10, 0), side, text)
    painter.end()
    return image.copy(half)


def ink(image: QImage) -> list[bytes]:
    """What is drawn on the ground of an image, without the empty rows and columns around it."""
    ground = image.pixelColor(0, 0)
    drawn = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height() - 1)
        if image.pixelColor(x, y) != ground
    ]
    assert drawn
    left, right = min(x for x, _ in drawn), max(x for x, _ in drawn)
    top, bottom = min(y for _, y in drawn), max(y for _, y in drawn)
    return [
        bytes(image.pixelColor(x, y).lightness() for x in range(left, right + 1))
        for y in range(top, bottom + 1)
    ]


def test_a_selected_row_keeps_the_colour_of_its_state(page: BusinessesPage, theme: Theme) -> None:
    page.apply([a_row(1, status=JobStatus.COMPLETED, total=10, processed=10), a_row(2)])
    page.select([1])
    picture = cell(page, 0, Column.STATUS)
    colors = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(36)}
    assert theme.colors.ok.lower() in colors
    assert theme.colors.selection.lower() in colors


def test_a_long_reason_takes_a_second_line(page: BusinessesPage) -> None:
    long = "The storage refused twelve files because the folder is full and cannot grow any more."
    page.apply([a_row(1, "A", status=JobStatus.FAILED, last_error="The disk is full.")])
    page.table.setColumnHidden(Column.REASON, False)
    one_line = len(ink(cell(page, 0, Column.REASON)))
    page.apply([a_row(1, "A", status=JobStatus.FAILED, last_error=long)])
    assert len(ink(cell(page, 0, Column.REASON))) > one_line * 1.7


def test_selection_scroll_and_order_stay_through_refresh_and_language(
    page: BusinessesPage, language: Language
) -> None:
    rows = [a_row(number, f"Business {number:03}", status=RUNNING, total=100) for number in range(1, 101)]
    page.apply(rows)
    page.table.sortByColumn(Column.ID, Qt.SortOrder.DescendingOrder)
    page.select([40, 41, 60])
    page.table.verticalScrollBar().setValue(500)
    page.apply([a_row(n, f"Business {n:03}", status=RUNNING, total=100, processed=n) for n in range(1, 101)])
    for code in ("he", "en"):
        language.use(code)
        QApplication.processEvents()
        assert page.selected_ids() == [60, 41, 40]
        assert page.table.verticalScrollBar().value() == 500
        assert page.model.shown(0).row.business.id == 100


def test_the_language_turns_words_and_direction(page: BusinessesPage, language: Language) -> None:
    page.apply([a_row(1, status=JobStatus.PAUSED)])
    model = page.table.model()
    texts = {}
    for code in ("en", "he"):
        language.use(code)
        QApplication.processEvents()
        heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in Column]
        texts[code] = [*heads, model.index(0, Column.STATUS).data()]
        assert page.table.layoutDirection() == language.direction
    assert all(english != hebrew for english, hebrew in zip(texts["en"], texts["he"], strict=True))
    assert all(any("א" <= letter <= "ת" for letter in text) for text in texts["he"])


def test_an_order_by_words_is_that_of_the_language(page: BusinessesPage, language: Language) -> None:
    page.apply([a_row(1, status=RUNNING), a_row(2, status=JobStatus.QUEUED)])
    page.table.sortByColumn(Column.REASON, Qt.SortOrder.AscendingOrder)
    for code in ("en", "he"):
        language.use(code)
        reasons = [page.model.index(row, Column.REASON).data() for row in range(2)]
        assert reasons == sorted(reasons)
    assert page.model.shown(0).row.business.id == 2


def test_what_the_search_hides_is_no_longer_highlighted(page: BusinessesPage, qtbot: QtBot) -> None:
    page.apply([a_row(1, "Alon"), a_row(2, "Marom"), a_row(3, "Alona")])
    page.table.selectAll()
    with qtbot.waitSignal(page.selection_changed):
        page.search("alon")
    assert page.selected_ids() == [1, 3]
    page.search("")
    assert page.selected_ids() == [1, 3]
    assert page.shown_count == 3


def test_a_change_of_a_selected_row_is_told(page: BusinessesPage, qtbot: QtBot) -> None:
    page.apply([a_row(1, "Alon"), a_row(2, "Marom")])
    page.select([2])
    with qtbot.assertNotEmitted(page.selection_changed):
        page.apply([a_row(1, "Alon", left=7)])
    with qtbot.waitSignal(page.selection_changed):
        page.apply([a_row(2, "Marom", left=7)])


def empty_title(page: BusinessesPage) -> str | None:
    label = part(page, QLabel, "businesses.empty.title")
    return label.text() if label.isVisible() else None


def test_an_empty_table_says_why(page: BusinessesPage, qtbot: QtBot) -> None:
    loading = empty_title(page)
    page.note_loaded()
    nothing = empty_title(page)
    assert len({loading, nothing, None}) == 3
    page.apply([a_row(1, "Alon")])
    assert empty_title(page) is None
    page.search("zz\u202ez")
    title = empty_title(page)
    assert title is not None
    assert "zz⟨U+202E⟩z" in title
    with qtbot.waitSignal(page.all_wanted):
        part(page, QPushButton, "businesses.empty.clear").click()
    page.search("")
    page.remove([1])
    assert empty_title(page) == nothing


def test_a_row_is_copied_with_the_columns_that_are_shown(page: BusinessesPage) -> None:
    page.apply([a_row(1, "Alon", left=7), a_row(2, "Marom", left=8)])
    for column in set(Column) - {Column.BUSINESS, Column.LEFT}:
        page.table.setColumnHidden(column, True)
    page.table.horizontalHeader().moveSection(Column.LEFT, 0)
    page.select([2])
    page.copy_selection()
    assert QApplication.clipboard().text() == f"{Column.LEFT.title}\t{Column.BUSINESS.title}\n8\tMarom\n"


def test_columns_are_hidden_by_their_menu_but_never_the_name(page: BusinessesPage) -> None:
    menu = QMenu()
    page.table.fill_columns_menu(menu)
    assert menu.findChild(QAction, "column.business") is None
    part(menu, QAction, "column.speed").trigger()
    assert Column.SPEED not in page.table.visible_columns
    assert Column.BUSINESS in page.table.visible_columns
    page.table.reset_columns()
    assert page.table.chosen_columns == [column for column in Column if column.is_shown_at_first]


def test_the_order_can_be_chosen_from_a_menu(page: BusinessesPage) -> None:
    page.apply([a_row(1, "Alon", left=7), a_row(2, "Marom", left=8)])
    menu = QMenu()
    page.table.fill_sort_menu(menu)
    by_left = menu.actions()[DATA_COLUMNS.index(Column.LEFT)]
    by_left.trigger()
    assert page.model.shown(0).row.business.id == 1
    by_left.trigger()
    assert page.model.shown(0).row.business.id == 2


def test_order_widths_sorting_and_hidden_columns_are_remembered(
    qtbot: QtBot, language: Language, theme: Theme, tmp_path: Path
) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    rows = [a_row(1, "Alon", left=5), a_row(2, "Marom", left=50), a_row(3, "Zohar", left=20)]
    first = opened(qtbot, language, theme)
    first.apply(rows)
    first.table.setColumnHidden(Column.FAILED, True)
    first.table.horizontalHeader().moveSection(Column.STATUS, 2)
    first.table.setColumnWidth(Column.STATUS, 321)
    first.table.sortByColumn(Column.LEFT, Qt.SortOrder.DescendingOrder)
    first.save(settings)
    settings.sync()

    again = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    second = opened(qtbot, language, theme)
    second.restore(again)
    second.apply(rows)
    assert second.table.chosen_columns == first.table.chosen_columns
    assert second.table.visible_columns[1] is Column.STATUS
    assert second.table.columnWidth(Column.STATUS) == 321
    assert [second.model.shown(row).row.business.id for row in range(3)] == [2, 3, 1]


def test_settings_that_make_no_sense_are_passed_over(page: BusinessesPage, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    page.save(settings)
    settings.setValue(settings.allKeys()[0], b"nonsense")
    page.restore(settings)
    assert page.table.chosen_columns == [column for column in Column if column.is_shown_at_first]


def test_the_columns_fit_a_window_of_1280(page: BusinessesPage) -> None:
    page.apply([a_row(number) for number in range(1, 60)])
    QApplication.processEvents()
    assert page.table.horizontalScrollBar().maximum() == 0
    assert page.table.columnWidth(Column.BUSINESS) >= Column.BUSINESS.width


def test_a_context_menu_is_asked_for_on_rows_alone(page: BusinessesPage, qtbot: QtBot) -> None:
    page.apply([a_row(1)])
    QApplication.processEvents()
    with qtbot.waitSignal(page.menu_wanted):
        page.table.customContextMenuRequested.emit(
            page.table.visualRect(page.table.model().index(0, 0)).center()
        )
    with qtbot.assertNotEmitted(page.menu_wanted):
        page.table.customContextMenuRequested.emit(QPoint(30, page.table.viewport().height() - 2))


def test_the_row_under_the_mouse_is_marked_as_a_whole(
    page: BusinessesPage, theme: Theme, qtbot: QtBot
) -> None:
    page.apply([a_row(1, "Alon"), a_row(2, "Marom")])
    QApplication.processEvents()
    place = page.table.visualRect(page.table.model().index(1, Column.LEFT)).center()
    qtbot.mouseMove(page.table.viewport(), place)
    hover = theme.colors.hover.lower()
    assert cell(page, 1, Column.OWNER).pixelColor(5, 5).name() == hover
    assert cell(page, 0, Column.OWNER).pixelColor(5, 5).name() != hover


def test_the_row_that_the_keys_are_on_is_marked_for_who_works_by_keys(
    page: BusinessesPage, theme: Theme, qtbot: QtBot
) -> None:
    page.apply([a_row(1, "Alon"), a_row(2, "Marom"), a_row(3, "Zohar")])
    page.window().activateWindow()
    table = page.table
    qtbot.mouseClick(
        table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=table.visualRect(table.model().index(0, Column.LEFT)).center(),
    )

    def is_marked(row: int) -> bool:
        return cell(page, row, Column.LEFT).pixelColor(5, 0).name() == theme.colors.accent.lower()

    assert [is_marked(row) for row in range(3)] == [False] * 3
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert page.selected_ids() == [1]
    assert [is_marked(row) for row in range(3)] == [False, True, False]


def test_rows_have_their_height_and_names_line_up(page: BusinessesPage) -> None:
    page.apply([a_row(number) for number in (1, 2, 3)])
    tops = [page.table.visualRect(page.table.model().index(row, 0)).top() for row in range(3)]
    assert {below - above for above, below in pairwise(tops)} == {38}


def test_a_bar_that_stands_still_is_striped_and_keeps_its_colour_when_selected(
    page: BusinessesPage, theme: Theme
) -> None:
    page.apply([a_row(1, "Alon", status=JobStatus.PAUSED, total=100, processed=90)])
    page.apply([a_row(2, "Marom", status=RUNNING, total=100, processed=90, local=LocalState(2))])
    for selected in ([], [1, 2]):
        page.select(selected)
        striped = filled(cell(page, 0, Column.PROGRESS), theme.colors.warn)
        whole = filled(cell(page, 1, Column.PROGRESS), theme.colors.accent)
        assert len(striped) > 10
        assert any(right - left > 1 for left, right in pairwise(striped))  # there are gaps
        assert all(right - left == 1 for left, right in pairwise(whole))


@pytest.mark.parametrize(("idle", "token"), [(10, "accent"), (75, "warn"), (500, "bad")])
def test_a_bar_tells_how_late_the_heartbeat_is(
    page: BusinessesPage, theme: Theme, idle: int, token: str
) -> None:
    page.apply([a_row(1, status=RUNNING, total=100, processed=50, idle_seconds=idle)])
    assert filled(cell(page, 0, Column.PROGRESS), getattr(theme.colors, token))


def test_a_filter_without_businesses_says_what_to_do_next(page: BusinessesPage, qtbot: QtBot) -> None:
    page.apply([a_row(1, "Alon")])
    page.note_loaded()
    for status_filter in set(StatusFilter) - {StatusFilter.ALL, StatusFilter.NO_JOB}:
        page.show_only(status_filter)
        assert page.shown_count == 0
        assert status_filter.word in part(page, QLabel, "businesses.empty.title").text()
        assert part(page, QLabel, "businesses.empty.hint").text()
    page.search("zzz")
    assert "zzz" in part(page, QLabel, "businesses.empty.title").text()
    with qtbot.waitSignal(page.all_wanted):
        part(page, QPushButton, "businesses.empty.clear").click()
