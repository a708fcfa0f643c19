"""`app.actions.business_list`: entries against businesses, without a database."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions import business_list
from app.actions.acting import refusal
from app.actions.business_list import MOST_CHOICES, MOST_SUGGESTIONS, Directory, ListLine, Match
from app.actions.results import Answer
from app.core.access import Actor, Business, Permission, Role
from app.lists.entries import entries_of

PAGE = frozenset({"gmail_receipts"})
NAMES = {
    4: "ברק, שגב ושות׳ – עורכי דין",
    6: "Haifa Harbour Dental Clinic",
    17: "Northern Star Logistics",
    18: "פיצה רומא נתניה",
    24: "Desert Rose Spa",
    36: "Levi & Sons, Ltd",
    40: "Alma",
    41: "alma ",
    42: "Café Dor",
    54: "24",
    815: "Studio 54",
    1234: "Group North",
    1235: "Group South",
}
ANA = Actor(7, 3, "ana@example.com", "Ana", Role.SYSTEM_ADMIN, True)


def a_directory(names: dict[int, str] = NAMES, actor: Actor = ANA) -> Directory:
    """All may be deleted but business 24, whose page is off."""
    found = [Business(key, name, True, PAGE if key != 24 else frozenset()) for key, name in names.items()]
    return Directory(found, lambda business: refusal(actor, business, Permission("gmail_receipts")))


def check(text: str, directory: Directory | None = None) -> list[ListLine]:
    return list((directory or a_directory()).check(entries_of(text)).lines)


def one(text: str) -> ListLine:
    (line,) = check(text)
    return line


@pytest.mark.parametrize(
    ("text", "business_id"),
    [
        ("4", 4),
        ("Haifa Harbour Dental Clinic", 6),
        ("  haifa  HARBOUR dental\u00a0clinic ", 6),
        ("ברק, שגב ושות' - עורכי דין", 4),
        ("ברק, שגב ושות’ — עורכי דין", 4),
        ("\u200fפיצה רומא נתניה\u200f", 18),
        ("פִּיצָה רומא נתניה", 18),
        ("Levi & Sons, Ltd", 36),
        ("cafe dor", 42),
        ("Studio 54", 815),
        ("6 - Haifa Harbour Dental Clinic", 6),
        ("Haifa Harbour Dental Clinic (6)", 6),
    ],
)
def test_found_however_it_is_written(text: str, business_id: int) -> None:
    line = one(text)
    assert (line.match, line.business and line.business.id) == (Match.FOUND, business_id)


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Haifa Harbor Dental", 6),
        ("Northern Star", 17),
        ("Nothern Star Logistic", 17),
        ("פיצה רומה נתניה", 18),
        ("0815", 815),
        ("1.234", 1234),
        ("1,234", 1234),
        ("6 - Haifa Harbor Dental", 6),
        ("6 - Something else", None),
        ("999", None),
        ("0999", None),
        ("9" * 30, None),
        ("Zebra", None),
        ("x", None),
    ],
)
def test_not_found_and_what_may_be_meant(text: str, suggested: int | None) -> None:
    line = one(text)
    assert line.match is Match.NOT_FOUND
    assert (line.suggestion.id if line.suggestion else None) == suggested


def test_several_refused_and_twice() -> None:
    lines = check("Alma\n24\nGroup\n4\n4; Desert Rose Spa\n54")
    assert [(line.entry.line, line.match) for line in lines] == [
        (1, Match.SEVERAL),
        (2, Match.REFUSED),
        (3, Match.SEVERAL),
        (4, Match.FOUND),
        (5, Match.TWICE),
        (5, Match.TWICE),
        (6, Match.FOUND),
    ]
    assert [business.id for business in lines[0].choices] == [40, 41]
    assert lines[1].refusal is Answer.PAGE_DISABLED
    assert [business.id for business in lines[2].choices] == [1234, 1235]
    assert [line.same_as for line in lines[4:6]] == [4, 2]


def test_an_id_is_an_id_before_it_is_a_name() -> None:
    line = one("24")
    assert line.business
    assert line.business.id == 24
    other = a_directory({54: "24"}).check(entries_of("24")).lines[0]
    assert other.business
    assert other.business.id == 54


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("Café Dor, Studio 54", [Match.FOUND, Match.FOUND]),
        ("Café Dor, Studio 54, Zebra", [Match.FOUND, Match.FOUND, Match.NOT_FOUND]),
        ("Café Dor, Ltd", [Match.NOT_FOUND]),
        ("4, Café Dor", [Match.FOUND, Match.FOUND]),
        ("4,999", [Match.FOUND, Match.NOT_FOUND]),
        ("100,200", [Match.NOT_FOUND, Match.NOT_FOUND]),
    ],
)
def test_commas_separate_what_is_known(text: str, matches: list[Match]) -> None:
    assert [line.match for line in check(text)] == matches


def test_what_is_written_for_a_business_names_it_alone() -> None:
    directory = a_directory({**NAMES, 60: "a; b", 61: "", 62: "7", 63: "x\ty", 64: '"q", r'})
    for key in [*NAMES, 60, 61, 62, 63, 64]:
        business = directory.check(entries_of(str(key))).lines[0].business
        assert business
        (line,) = check(directory.written(business), directory)
        assert line.business == business


@given(st.lists(st.tuples(st.integers(1, 50), st.text(max_size=12)), max_size=12), st.text(max_size=80))
def test_each_business_counts_once_and_each_entry_has_an_answer(
    names: list[tuple[int, str]], text: str
) -> None:
    checked = a_directory(dict(names)).check(entries_of(text))
    assert len(set(checked.ids)) == len(checked.ids) == checked.counts[Match.FOUND]
    assert sum(checked.counts.values()) == len(checked.lines)
    for line in checked.lines:
        assert (line.match is Match.TWICE) == (line.same_as is not None)
        assert (line.match is Match.REFUSED) == (line.refusal is not None)
        assert (line.match is Match.SEVERAL) == (len(line.choices) > 1)


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (replace(ANA, role=Role.ADMIN), {"5": Match.REFUSED, "Zebra": Match.NOT_FOUND, "Alma": Match.FOUND}),
        (replace(ANA, is_active=False), {"5": Match.REFUSED, "Zebra": Match.REFUSED}),
    ],
)
def test_who_sees_one_business_alone_learns_of_no_other(actor: Actor, expected: dict[str, Match]) -> None:
    directory = a_directory({3: "Alma"}, actor)
    assert {text: check(text, directory)[0].match for text in expected} == expected


def test_a_beginning_that_fits_too_many_is_no_choice() -> None:
    directory = a_directory({key: f"Group {key}" for key in range(1, MOST_CHOICES + 2)})
    (line,) = check("Group", directory)
    assert (line.match, line.choices) == (Match.NOT_FOUND, ())


def counted_comparisons(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts how often two names are compared letter by letter."""
    compared: Counter[str] = Counter()

    class Counted(SequenceMatcher[str]):
        def ratio(self) -> float:
            compared["ratio"] += 1
            return super().ratio()

    monkeypatch.setattr(business_list, "SequenceMatcher", Counted)
    return compared


def test_what_may_be_meant_is_sought_once_while_a_list_is_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    directory, compared = a_directory(), counted_comparisons(monkeypatch)
    wrong = [name[1:] for name in NAMES.values() if len(name) > 10] + ["Zebra crossing"]
    before = directory.check(entries_of("\n".join(wrong))).lines
    sought = compared["ratio"]
    after = directory.check(entries_of("\n".join(["4", *wrong]))).lines
    assert [line.suggestion for line in after[1:]] == [line.suggestion for line in before]
    assert sought == compared["ratio"] > 0


def test_long_lists_are_bounded_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """5,000 entries, of which none is found, against 10,000 names that are all alike."""
    directory = a_directory({key: f"Business of the north {key}" for key in range(1, 10_001)})
    compared = counted_comparisons(monkeypatch)
    checked = directory.check(entries_of("\n".join(f"Busines of north {key}" for key in range(5_000))))
    assert checked.counts == {Match.NOT_FOUND: 5_000}
    assert 0 < compared["ratio"] <= MOST_SUGGESTIONS * 9
    suggested = [line.suggestion for line in checked.lines if line.suggestion]
    assert 0 < len(suggested) <= MOST_SUGGESTIONS
