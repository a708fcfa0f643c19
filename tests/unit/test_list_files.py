"""`app.lists.files`: lists as people save them, in real files."""

from __future__ import annotations

import codecs
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.core.errors import ListUnreadable
from app.lists import files
from app.lists.decoding import decoded
from app.lists.entries import entries_of
from app.lists.files import list_of, read_list
from app.lists.sheet import Sheet, letter_of

HEBREW = "ברק, שגב ושות׳"


def workbook(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def named(sheet: Sheet) -> list[str]:
    """What the sheet names with the choice that it offers."""
    text = sheet.text(sheet.column, has_titles=sheet.has_titles)
    return [entry.text for entry in entries_of(text)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1255"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_csv_in_each_encoding_with_each_delimiter(encoding: str, delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    lines = [f"שם{delimiter}מזהה", f'"{HEBREW}"{delimiter}4', f"פיצה{delimiter}18"]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    sheet = read_list(path)
    assert (sheet.has_titles, sheet.column, sheet.title(0, has_titles=True)) == (True, 1, "שם")
    assert named(sheet) == ["4", "18"]
    assert [entry.text for entry in entries_of(sheet.text(0, has_titles=True))] == [HEBREW, "פיצה"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_unicode_comes_back_as_it_was(text: str) -> None:
    assert decoded(text.encode("utf-8-sig")) == text
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert decoded(mark + text.encode(encoding)) == text


@given(st.binary(max_size=400))
def test_whatever_a_file_holds_it_is_read_or_refused(data: bytes) -> None:
    for name in ("a.csv", "a.txt"):
        try:
            sheet = list_of(data, name)
        except ListUnreadable:
            continue
        assert all(len(row) == sheet.width for row in sheet.rows)
        entries_of(sheet.text(sheet.column, has_titles=sheet.has_titles))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.txt", "4\n36, 27\nLevi & Sons, Ltd\n", ["4", "36", "27", "Levi & Sons, Ltd"]),
        ("a.txt", "Levi, Ltd\nCohen, Ltd\n", ["Levi, Ltd", "Cohen, Ltd"]),
        ("a.txt", "4\tAlma\n5\tDor\n", ["4", "5"]),
        ("a.csv", "6,5,8", ["6", "5", "8"]),
        ("a.csv", "sep=;\nid;x\n4;Alma\n5;Dor\n", ["4", "5"]),
        ("a.csv", "name;receipts\nAlma;3310\nDor;260\n", ["Alma", "Dor"]),
        ("a.csv", "Alma;4\nDor;5\n", ["4", "5"]),
        ("a.csv", 'Name;v\nAlma;"1,234"\nDor;5\n', ["Alma", "Dor"]),
        ("a.csv", "Business ID\n4\n0815\n", ["4", "0815"]),
        ("a.txt", "Northern Star\n4\n5\n6\n", ["Northern Star", "4", "5", "6"]),
        ("a.txt", "ID:\n4\n", ["4"]),
        ("a.csv", "id,name\n,Alma\n,Dor\n", ["Alma", "Dor"]),
        ("a.csv", "SEP=;\r\nid\r\n4\r\n5\r\n", ["4", "5"]),
        ("a.csv", "sep=\t\nname\tid\nAlma\t4\n", ["4"]),
        ("a.txt", '"sep=,"\nid,name\n4,"Alma, Ltd"\n5,Dor\n', ["4", "5"]),
    ],
)
def test_columns_and_titles_are_found(name: str, text: str, found: list[str]) -> None:
    assert named(list_of(text.encode(), name)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('name,x\n"Two\nlines",1\n"Levi, Ltd",2\n', ["Two lines", "Levi, Ltd"]),
        (
            'name,x\n"Alma,1\nDor,2\n"Levi, Ltd",3\n' + "Zed,4\n" * 9,
            ["Alma,1", "Dor", "Levi, Ltd", *["Zed"] * 9],
        ),
        ('id,name\n4,"Alma\n5,Dor\n6,Zed\n', ["4", "5", "6"]),
        ('id,name\n4,"Alma" Ltd\n5,Dor\n', ["4", "5"]),
    ],
)
def test_no_row_is_swallowed_by_a_quotation_that_does_not_end(text: str, found: list[str]) -> None:
    assert named(list_of(text.encode(), "a.csv")) == found


def test_a_workbook_with_titles(tmp_path: Path) -> None:
    path = tmp_path / "ticket.xlsx"
    path.write_bytes(
        workbook(
            ["Ticket 4711", None, None],
            ["Name", "Business ID", "Opened"],
            [HEBREW, 4, date(2026, 1, 5)],
            [None, None, None],
            ["Levi & Sons, Ltd", 36.0, None],
            ["Alma", "0815", True],
        )
    )
    sheet = read_list(path)
    assert (sheet.width, sheet.is_a_choice) == (3, True)
    assert [entry.text for entry in entries_of(sheet.text(1, has_titles=True))][1:] == ["4", "36", "0815"]
    assert sheet.rows[2][2].startswith("2026-01-05")


def test_a_cell_of_one_business_stays_one_entry() -> None:
    sheet = list_of(
        workbook(
            ["ID"], ["Levi & Sons, Ltd"], ["Alma; Dor"], ["1,234"], ["6, 5"], ["Two\nlines"], ['"Q" Ltd']
        ),
        "a",
    )
    assert named(sheet) == ["Levi & Sons, Ltd", "Alma; Dor", "1,234", "6", "5", "Two lines", '"Q" Ltd']
    assert not any(entry.parts for entry in entries_of(sheet.text(0, has_titles=True)))


def of_sheets(open_one: int = 0, hidden: int | None = None, **sheets: Sequence[object]) -> bytes:
    """A workbook with these sheets, each with a column of such values."""
    book = Workbook()
    del book["Sheet"]
    for place, (name, values) in enumerate(sheets.items()):
        made = book.create_sheet(name)
        for value in values:
            made.append([value])
        if place == hidden:
            made.sheet_state = "hidden"
    book.active = open_one
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "names", "ids"),
    [
        (of_sheets(first=[], second=[7]), "second", ("second",), ["7"]),
        (of_sheets(first=[4], second=[7]), "first", ("first", "second"), ["4"]),
        (of_sheets(1, first=[4], second=[7]), "second", ("first", "second"), ["7"]),
        (of_sheets(1, first=[4], second=[], third=[5]), "first", ("first", "third"), ["4"]),
        (of_sheets(hidden=1, first=[4], second=[7]), "first", ("first",), ["4"]),
        (of_sheets(first=[None, None, 4], second=[None]), "first", ("first",), ["4"]),
    ],
)
def test_the_sheet_that_is_open_counts_and_an_empty_one_does_not(
    data: bytes, name: str, names: tuple[str, ...], ids: list[str]
) -> None:
    sheet = list_of(data, "a.xlsx")
    assert (sheet.name, sheet.names, named(sheet)) == (name, names, ids)
    assert sheet.is_a_choice is sheet.is_one_of_several is (len(names) > 1)


def test_another_sheet_is_had_by_its_name() -> None:
    data = of_sheets(first=[4], second=[7], empty=[])
    assert named(list_of(data, "a.xlsx", "second")) == ["7"]
    for gone in ("empty", "third"):
        assert list_of(data, "a.xlsx", gone).name == "first"


def without_part(data: bytes, part: str, instead: bytes | None = None) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
            elif instead is not None:
                new.writestr(name, instead)
    return out.getvalue()


BOOK = workbook(["ID"], [4])
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (workbook(), "empty"),
        (BOOK[:200], "damaged"),
        (BOOK[: len(BOOK) // 2], "damaged"),
        (without_part(BOOK, "xl/worksheets/sheet1.xml"), "damaged"),
        (without_part(BOOK, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c"), "damaged"),
        (without_part(BOOK, "xl/workbook.xml"), "other"),
        (OLE, "old"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", "binary"),
        (b"%PDF-1.7 4 0 obj", "binary"),
        (b"  <HTML><table><tr><td>4", "other"),
        (b"4\n" * 100_000, "rows"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(ListUnreadable) as caught:
        list_of(data, "ticket.xlsx")
    assert caught.value.code == f"list_{why}"
    assert "ticket.xlsx" in str(caught.value)


def test_a_file_that_is_too_large_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_MB", 0)
    path = tmp_path / "a.txt"
    path.write_text("4")
    codes = []
    for one in (path, tmp_path / "b.txt", tmp_path):
        with pytest.raises(ListUnreadable) as caught:
            read_list(one)
        codes.append(caught.value.code)
    assert codes == ["list_large", "list_missing", "list_missing"]


def test_a_workbook_that_unpacks_beyond_measure_is_not_unpacked() -> None:
    bomb = without_part(BOOK, "xl/styles.xml")
    out = BytesIO(bomb)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/more.xml", "w") as part:
        for _ in range(301):
            part.write(bytes(1_000_000))
    with pytest.raises(ListUnreadable) as caught:
        list_of(out.getvalue(), "a.xlsx")
    assert caught.value.code == "list_large"


def test_openpyxl_is_loaded_with_the_first_workbook_alone() -> None:
    code = (
        "import sys; from app.lists.files import list_of; list_of(b'4', 'a.txt');"
        "sys.exit('openpyxl' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [letter_of(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
