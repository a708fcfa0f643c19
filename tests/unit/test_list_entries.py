"""`app.lists.entries`: what a pasted text names, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import ListUnreadable
from app.core.text import LARGEST
from app.lists import entries
from app.lists.entries import as_id, entries_of, lines_of, written_for
from app.lists.files import looks_like_list


def texts(text: str) -> list[str]:
    return [entry.text for entry in entries_of(text)]


@pytest.mark.parametrize(
    "written",
    ["6, 5, 8", "6 5 8", "6,5,8", "6;5;8", "6\t5\t8", "6\n5\n8", "6\r\n5\r8", "6, 5 8,", "6، 5؛8", "6、5；8"],
)
@pytest.mark.parametrize("around", ["", " ", "\ufeff", "\u200f", "\u00a0", "• ", "- ", "\t"])
def test_ids_are_separated_by_whatever_people_type(written: str, around: str) -> None:
    assert [entry.number for entry in entries_of(around + written)] == [6, 5, 8]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("12", 12),
        ("#12", 12),
        ("№ 12", 12),
        ("ID 12", 12),
        ("id: 12", 12),
        ("מזהה 12", 12),
        ("12.0", 12),
        ("\u200e12\u200f", 12),
        ('"12"', 12),
        ("“12”", 12),
        ("٣٤", 34),
        ("３４", 34),
        (str(LARGEST), LARGEST),
    ],
)
def test_an_id_is_known_however_it_is_written(written: str, number: int) -> None:
    (entry,) = entries_of(written)
    assert entry.number == number


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0815", 815),
        ("0", None),
        ("000", None),
        ("1.234", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234\u202f567", 1234567),
        ("1'234", 1234),
        ("1,234", 1234),
        ('"1,234"', 1234),
        (str(LARGEST + 1), None),
        ("9" * 400, None),
        ("-5", None),
        ("+5", None),
        ("1_2", None),
        ("1e3", None),
        ("٣4", None),  # two scripts
        ("3\u200b4", 34),  # what is hidden may stand for a blank
        ("id 3\u00ad4", 34),
        ("²", None),
    ],
)
def test_no_number_is_silently_taken_for_another(written: str, meant: int | None) -> None:
    (entry,) = entries_of(written)
    assert (entry.number, entry.meant) == (None, meant)


@pytest.mark.parametrize(
    "name",
    [
        "Haifa Harbor Dental",
        "Levi & Sons, Ltd",
        "24 Seven Bakery",
        "Studio 54",
        "ד״ר לוי",
        'ד"ר לוי',
        'רמת "אביב" ובניו',
        "ברק, שגב ושות׳ – עורכי דין",
        "A - B",
        "Café 😀 12",
    ],
)
def test_a_name_stays_whole(name: str) -> None:
    assert texts(f"4\n{name}\n5") == ["4", name, "5"]


def test_commas_between_names_are_left_to_who_knows_them() -> None:
    (entry,) = entries_of("Levi & Sons, Ltd")
    assert [part.text for part in entry.parts] == ["Levi & Sons", "Ltd"]
    (grouped,) = entries_of("100,200,300")
    assert [part.number for part in grouped.parts] == [100, 200, 300]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12\tHaifa Harbor\t3310", ["12"]),
        ("Haifa Harbor\t12", ["12"]),
        ("Alma\tDor", ["Alma", "Dor"]),
        ("12; Haifa Harbor", ["12", "Haifa Harbor"]),
        ('"Levi; Cohen"; 5', ["Levi; Cohen", "5"]),
        ('"Levi ""the"" Cohen"', ['Levi "the" Cohen']),
        ('"Levi; Cohen"؛ "Dor, Ltd"؛5', ["Levi; Cohen", "Dor, Ltd", "5"]),
        ("1. Alma\n2. 36\n3. Dor", ["Alma", "36", "Dor"]),
        ("1. Alma\n3. Dor", ["1. Alma", "3. Dor"]),
        ("", []),
        (" ;,\t\n\u200f\n;;", []),
    ],
)
def test_rows_quotes_and_numbering(text: str, found: list[str]) -> None:
    assert texts(text) == found


TEXTS = st.text(alphabet=st.sampled_from("ab12 ,;\t\n\"'“”•-.0#\u200f\u00a0א״😀"), max_size=60)


@given(
    TEXTS, st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["\n", "1. ", "a", ",", ""])), max_size=5)
)
def test_a_text_that_was_edited_is_read_as_if_it_came_so(text: str, edits: list[tuple[int, str]]) -> None:
    for place, put in edits:
        entries_of(text)
        text = text[:place] + put + text[place + (not put) :]
    after = entries_of(text)
    entries._kept_entries.cache_clear()
    assert after == entries_of(text)


@given(TEXTS)
def test_each_entry_stands_where_it_says(text: str) -> None:
    lines, last = lines_of(text), (1, 0)
    for entry in entries_of(text):
        assert (entry.line, entry.start) >= last
        last = (entry.line, entry.end)
        marks = str.maketrans("", "", '\u200f"“”')
        there = lines[entry.line - 1][entry.start : entry.end].translate(marks)
        assert entry.text.translate(marks) in there
        assert entry.text
        assert entry.number is None or entry.number > 0


@given(
    st.lists(st.integers(1, LARGEST), min_size=1, max_size=20), st.sampled_from([";", "\t", "\n", " ", ", "])
)
def test_ids_are_all_found_again(ids: list[int], separator: str) -> None:
    assert [entry.number for entry in entries_of(separator.join(map(str, ids)))] == ids


@given(st.text(max_size=40))
def test_whatever_a_business_is_called_can_be_written_as_one_entry(name: str) -> None:
    found = entries_of(written_for(name))
    assert len(found) <= 1
    assert all(not entry.parts for entry in found)


@given(st.text(max_size=30))
def test_an_id_is_positive_and_within_the_database(text: str) -> None:
    number = as_id(text)
    assert number is None or 0 < number <= LARGEST


def test_what_is_longer_than_any_ticket_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "MOST_ENTRIES", 3)
    assert len(entries_of("1 2 3")) == 3
    with pytest.raises(ListUnreadable) as caught:
        entries_of("1 2\n3 4")
    assert caught.value.code == "list_entries"


@pytest.mark.parametrize(
    "text", ["1 2", "3,5", "1;2", "4\n36", "Alma\nDor", "12\tHaifa", "ID\n4\n5", "1,234", "Levi & Co\r\nDor"]
)
def test_a_list_is_recognized(text: str) -> None:
    assert looks_like_list(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "4",
        "Alma",
        "Levi & Sons, Ltd",
        "24 Seven",
        "Alma\n",
        "\nAlma\n\n",
        "ID\n4",
        "0815",
        "a" * 9999,
    ],
)
def test_a_search_is_no_list(text: str) -> None:
    assert not looks_like_list(text)
