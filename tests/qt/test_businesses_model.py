"""The model of the table: rows change in place, move only by the sorted column, and are never reset."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from app.core.job import JobStatus
from app.ui.businesses.columns import MOVING_COLUMNS, Column
from app.ui.businesses.model import BusinessModel
from app.ui.businesses.roles import RowRole
from app.ui.businesses.status_filters import StatusFilter
from app.viewmodel.rows import ShownRow
from tests.support.rows import a_row

NAMES = ["Alon", "Blue Harbor", "Café Levantine", "כרמל סוכנות", "Orion", "סטודיו רימון"]


class Heard:
    """Counts what a model says."""

    def __init__(self, model: BusinessModel) -> None:
        self.changes: list[tuple[int, int]] = []
        self.moves = self.resets = self.insertions = self.removals = 0
        model.dataChanged.connect(self._on_changed)
        model.layoutChanged.connect(lambda: self._count("moves"))
        model.modelReset.connect(lambda: self._count("resets"))
        model.rowsInserted.connect(lambda: self._count("insertions"))
        model.rowsRemoved.connect(lambda: self._count("removals"))

    def _on_changed(self, top_left: QPersistentModelIndex, bottom_right: QPersistentModelIndex) -> None:
        columns = top_left.column(), bottom_right.column()
        assert columns in {(0, len(Column) - 1), *MOVING_COLUMNS}
        if columns != MOVING_COLUMNS[-1]:  # which is told of the same rows
            self.changes.append((top_left.row(), bottom_right.row()))

    def _count(self, what: str) -> None:
        setattr(self, what, getattr(self, what) + 1)


@pytest.fixture
def model() -> BusinessModel:
    return BusinessModel(QLocale(QLocale.Language.English))


def ids(model: BusinessModel) -> list[int]:
    return [model.shown(row).row.business.id for row in range(model.rowCount())]


def running(business_id: int, processed: int, **values: object) -> ShownRow:
    return a_row(
        business_id, f"Business {business_id:02}", status=JobStatus.RUNNING, total=100, processed=processed
    )


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester, model: BusinessModel) -> None:
    qtmodeltester.check(model)
    chance = random.Random(7)
    model.apply([running(number, number) for number in range(1, 20)])
    for _ in range(30):
        model.apply([running(number, chance.randrange(100)) for number in chance.sample(range(1, 25), 6)])
        model.sort(chance.choice(list(Column)), chance.choice(list(Qt.SortOrder)))
        model.remove([chance.randrange(1, 25)])
        model.search(chance.choice(["", "business", "1", "zzz"]))
    assert sorted(ids(model)) == sorted(set(ids(model)))


def test_many_rows_that_come_go_and_move_keep_qts_rules_and_the_indexes(
    qtmodeltester: ModelTester, model: BusinessModel
) -> None:
    qtmodeltester.check(model)
    chance = random.Random(11)
    for column in (Column.PROGRESS, Column.BUSINESS, Column.REQUESTED_BY):
        model.sort(column, chance.choice(list(Qt.SortOrder)))
        model.apply([running(number, chance.randrange(100)) for number in range(1, 201)])
        kept = {
            number: QPersistentModelIndex(model.index(model.row_of(number) or 0, 0))
            for number in (1, 11, 60, 110, 200)
        }
        model.search("1")
        assert ids(model) == [number for number in ids(model) if "1" in str(number)]
        assert {number for number, index in kept.items() if index.isValid()} == {1, 11, 110}
        model.search("")
        model.apply([running(number, chance.randrange(100)) for number in range(50, 201)])
        found = ids(model)
        assert sorted(found) == list(range(1, 201))
        assert all(model.row_of(business_id) == row for row, business_id in enumerate(found))
        assert [kept[number].data(RowRole.SHOWN).row.business.id for number in (1, 11, 110)] == [1, 11, 110]


@pytest.mark.parametrize("direction", list(Qt.SortOrder))
@pytest.mark.parametrize("column", [Column.PROGRESS, Column.BUSINESS, Column.STATUS])
def test_rows_put_in_one_by_one_stand_as_if_sorted_anew(
    model: BusinessModel, column: Column, direction: Qt.SortOrder
) -> None:
    chance = random.Random(column)
    model.sort(column, direction)
    for number in chance.sample(range(1, 60), 59):
        model.apply([running(number, chance.randrange(20)) if number % 3 else a_row(number, "Zohar")])
        model.apply([running(chance.randrange(1, 60), chance.randrange(20))])
    one_by_one = ids(model)
    model.sort(column, direction)
    assert ids(model) == one_by_one


def test_the_first_rows_come_in_one_piece_without_a_reset(model: BusinessModel) -> None:
    heard = Heard(model)
    model.apply([a_row(number, name) for number, name in enumerate(NAMES)])
    assert (heard.insertions, heard.resets) == (1, 0)
    assert model.rowCount() == len(NAMES)


def test_neighbours_change_in_one_signal_and_others_in_their_own(model: BusinessModel) -> None:
    model.apply([running(number, 0) for number in range(1, 11)])
    heard = Heard(model)
    model.apply([running(number, 50) for number in (9, 3, 2, 4, 7)])
    assert heard.changes == [(1, 3), (6, 6), (8, 8)]
    assert (heard.moves, heard.resets, heard.insertions) == (0, 0, 0)


def test_a_row_that_did_not_change_says_nothing(model: BusinessModel) -> None:
    rows = [running(number, 5) for number in range(1, 4)]
    model.apply(rows)
    heard = Heard(model)
    model.apply(rows)
    assert heard.changes == []


def test_rows_stay_where_they_are_while_another_column_changes(model: BusinessModel) -> None:
    model.sort(Column.LEFT, Qt.SortOrder.DescendingOrder)
    model.apply([running(number, 0) for number in range(1, 11)])
    order = ids(model)
    heard = Heard(model)
    model.apply([running(number, number * 9) for number in range(1, 11)])
    assert ids(model) == order
    assert heard.moves == 0


def test_rows_move_by_the_sorted_column_and_take_persistent_indexes_along(model: BusinessModel) -> None:
    model.sort(Column.PROGRESS, Qt.SortOrder.DescendingOrder)
    model.apply([running(number, number) for number in range(1, 6)])
    kept = QPersistentModelIndex(model.index(0, Column.STATUS))
    assert kept.data(RowRole.SHOWN).row.business.id == 5
    heard = Heard(model)
    model.apply([running(1, 90)])
    assert ids(model) == [1, 5, 4, 3, 2]
    assert heard.moves == 1
    assert heard.changes == [(0, 0)]
    assert kept.row() == 1
    assert kept.data(RowRole.SHOWN).row.business.id == 5


def test_empty_values_come_last_in_both_directions(model: BusinessModel) -> None:
    model.apply([running(1, 10), a_row(2), running(3, 90), a_row(4)])
    model.sort(Column.PROGRESS, Qt.SortOrder.AscendingOrder)
    assert ids(model) == [1, 3, 2, 4]
    model.sort(Column.PROGRESS, Qt.SortOrder.DescendingOrder)
    assert ids(model) == [3, 1, 2, 4]


def test_equal_values_keep_the_order_of_names(model: BusinessModel) -> None:
    model.apply([a_row(1, "Zohar", left=5), a_row(2, "Alon", left=5), a_row(3, "Marom", left=9)])
    model.sort(Column.LEFT, Qt.SortOrder.DescendingOrder)
    assert ids(model) == [3, 2, 1]
    model.sort(Column.LEFT, Qt.SortOrder.AscendingOrder)
    assert ids(model) == [2, 1, 3]


def test_names_sort_without_case_and_accents(model: BusinessModel) -> None:
    model.apply([a_row(1, "cafz"), a_row(2, "Café"), a_row(3, "CAFD"), a_row(4, "אלון")])
    model.sort(Column.BUSINESS)
    assert ids(model) == [3, 2, 1, 4]


@pytest.mark.parametrize("column", list(Column))
def test_every_column_sorts_by_native_values(model: BusinessModel, column: Column) -> None:
    chance = random.Random(column)
    statuses = [*JobStatus, None]
    rows = [
        a_row(
            number,
            f"Business {chance.randrange(50)}",
            left=chance.randrange(2000),
            status=chance.choice(statuses),
            speed=chance.choice([None, 9.5, 10.0, 120.0]),
            seconds_left=chance.choice([None, 5.0, 60.0, 4000.0]),
            total=1000,
            processed=chance.randrange(1000),
            succeeded=chance.randrange(1000),
            failed=chance.randrange(20),
            last_error=chance.choice([None, "b", "A"]),
        )
        for number in range(1, 80)
    ]
    model.apply(rows)
    model.sort(column, Qt.SortOrder.DescendingOrder)
    values = [model.index(row, column).data(RowRole.SORT) for row in range(model.rowCount())]
    present = [value for value in values if value is not None]
    assert present == sorted(present, reverse=True)
    assert values == present + [None] * (len(values) - len(present))


def test_a_business_that_changes_its_name_goes_to_its_new_place(model: BusinessModel) -> None:
    model.apply([a_row(1, "Alon"), a_row(2, "Marom"), a_row(3, "Zohar")])
    model.apply([a_row(1, "Negev")])
    assert ids(model) == [2, 1, 3]


def test_a_new_name_counts_among_equal_values_too(model: BusinessModel) -> None:
    model.sort(Column.LEFT)
    model.apply([a_row(1, "Alon"), a_row(2, "Marom"), a_row(3, "Zohar")])
    model.apply([a_row(1, "Negev")])
    assert ids(model) == [2, 1, 3]


def test_businesses_that_are_gone_leave_the_table(model: BusinessModel) -> None:
    model.apply([running(number, number) for number in range(1, 6)])
    heard = Heard(model)
    model.remove([2, 4, 77])
    assert ids(model) == [1, 3, 5]
    assert (heard.removals, heard.resets) == (2, 0)
    model.apply([running(5, 66)])
    assert heard.changes == [(2, 2)]
    assert model.get(2) is None


def test_the_snapshot_of_a_business_is_found_by_its_id(model: BusinessModel) -> None:
    row = running(3, 7)
    model.apply([running(1, 1), row])
    assert model.get(3) is row
    assert model.row_of(3) == 1
    later = replace(row, speed=4.0)
    model.apply([later])
    assert model.get(3) is later


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", [1, 2, 12, 13, 120]),
        ("cafe", [2]),
        ("LEVANT caf", [2]),
        ("כרמל", [12]),
        ("כַּרְמֶל", [12]),
        ("12", [12, 120]),
        ("120", [120]),
        ("20", []),
        ("24", [13]),
        ("nothing of the kind", []),
    ],
)
def test_the_search_finds_by_name_in_any_script_and_by_the_begin_of_the_id(
    model: BusinessModel, search: str, found: list[int]
) -> None:
    model.apply(
        [
            a_row(1, "Alon & Sons"),
            a_row(2, "Café Levantine"),
            a_row(12, "כרמל סוכנות לביטוח"),
            a_row(13, "Shop 24"),
            a_row(120, "Orion"),
        ]
    )
    model.sort(Column.ID)
    model.search(search)
    assert ids(model) == found


def test_a_search_looks_through_hidden_marks_in_a_name(model: BusinessModel) -> None:
    model.apply([a_row(1, "Blue\u200b Har\u202ebor")])
    model.search("blue harbor")
    assert ids(model) == [1]


def test_what_the_search_finds_is_sorted_too(model: BusinessModel) -> None:
    model.apply([running(number, number) for number in range(1, 6)])
    model.search("business")
    model.sort(Column.PROGRESS, Qt.SortOrder.DescendingOrder)
    assert ids(model) == [5, 4, 3, 2, 1]


def test_a_second_draws_only_what_counts_it() -> None:
    now = [1000.0]
    model = BusinessModel(QLocale(QLocale.Language.English), lambda: now[0])
    model.apply([a_row(1, "Alon"), replace(running(2, 5), read_at=1000.0), a_row(3, "Zohar")])
    told: list[tuple[int, int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row(), first.column())))
    place = model.row_of(2)
    assert place is not None
    before = model.index(place, Column.HEARTBEAT).data()
    now[0] += 7
    model.tick()
    assert told == [(place, place, Column.STATUS)]
    assert model.index(place, Column.HEARTBEAT).data() != before
    model.apply([a_row(2, "Business 02", status=JobStatus.COMPLETED)])
    told.clear()
    model.tick()
    assert told == []


def test_the_filter_shows_the_states_of_its_status_and_follows_them(
    qtmodeltester: ModelTester, model: BusinessModel
) -> None:
    qtmodeltester.check(model)
    model.apply([running(1, 5), a_row(2, "Marom"), a_row(3, "Alon", status=JobStatus.PAUSED)])
    model.show(StatusFilter.PAUSED)
    assert ids(model) == [3]
    model.search("marom")
    assert ids(model) == []
    model.search("")
    model.apply(
        [a_row(1, "Business 01", status=JobStatus.COMPLETED), a_row(2, "Marom", status=JobStatus.PAUSED)]
    )
    assert sorted(ids(model)) == [2, 3]
    model.show(StatusFilter.ALL)
    assert sorted(ids(model)) == [1, 2, 3]
