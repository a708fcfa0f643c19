"""What a report becomes: a document in each language, one record with its checksum, rows for spreadsheets."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.actions.next_step import NextStep
from app.actions.results import Answer
from app.bootstrap.resources import TRANSLATIONS
from app.core.environment import Environment
from app.core.errors import BadInput
from app.core.languages import LANGUAGES
from app.core.run import FileCounts, Run, RunState
from app.reports.document import Document
from app.reports.files import ReportKind, file_name, pieces
from app.reports.making import Origin, document_of
from app.reports.record import NOT_SUMMED, record_of
from app.reports.sayings import REFUSED, STATES, STEPS
from app.reports.sheets import report_csv, sheets_of
from app.reports.words import Words
from tests.support.run_reports import HOSTILE, NOON, a_line, a_report, a_troubled_report

ORIGIN = Origin("dana@sweep.example", Environment.of("production"))

ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def words(language: str = "en") -> Words:
    return Words.of(TRANSLATIONS, language)


def no_pdf(_document: Document) -> bytes:
    raise AssertionError


def contents(kind: ReportKind, report: Any, language: str = "en") -> bytes:
    made = pieces(kind, report, ORIGIN, words(language), no_pdf)
    return b"".join(one.encode() if isinstance(one, str) else one for one in made)


def texts_of(document: Document) -> list[str]:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row]
    titles = [column.title for table in document.tables for column in table.columns]
    facts = [text for side in document.facts for fact in side for text in (fact.label, fact.value)]
    figures = [text for figure in document.figures for text in (figure.value, figure.label)]
    legend = [part.label for part in document.parts]
    named = [document.heading, document.title, document.verdict, document.source, document.page]
    return [*named, *figures, *legend, *facts, *titles, *cells]


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_same_report_says_the_same_figures_in_each_language(language: str) -> None:
    report = a_troubled_report()
    document = document_of(report, ORIGIN, words(language))
    assert [figure.value for figure in document.figures[:4]] == ["4", "12", "3", "4"]
    businesses = document.tables[-1]
    assert [cell.text for cell in businesses.rows[0][2:-1]] == [
        *("30", "12", "3", "9"),
        *("50", "1", "2", "4"),
    ]
    assert len(businesses.rows) == 5
    assert document.checksum == record_of(report, ORIGIN.environment)["checksum"]
    for table in document.tables:
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_hebrew_has_no_english_words_but_names() -> None:
    document = document_of(a_troubled_report("עלמה"), ORIGIN, words("he"))
    allowed = {"Sweep", "desk", "dana@sweep.example", "SUP", "of_the_future", "Connection", "reset", "ab"}
    for text in texts_of(document):
        plain = text.translate(ISOLATES)
        latin = {
            word for word in plain.replace("{page}", "").replace("{pages}", "").split() if word.isascii()
        }
        found = {word.strip(".,;:()") for word in latin if any(letter.isalpha() for letter in word)}
        assert found <= allowed | {"0123456789ab", "0.2.0"}, text


def test_what_no_translator_has_finished_is_said_in_english(tmp_path: Path) -> None:
    text = (
        '<TS version="2.1"><context><name>Report</name><message><source>Retry</source>'
        "<translation{state}>שוב</translation></message></context></TS>"
    )
    for place, (state, said) in enumerate((("", "שוב"), (' type="unfinished"', "Retry"))):
        folder = tmp_path / str(place)
        folder.mkdir()
        (folder / "sweep_he.ts").write_text(text.format(state=state), encoding="utf-8")
        assert Words.of(folder, "he").translate("Report", "Retry") == said


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_word_of_a_report_is_known(language: str) -> None:
    """By the names of states, steps and answers: none may be missing where it is needed."""
    assert set(STATES) == set(RunState)
    assert set(STEPS) == set(NextStep)
    assert set(REFUSED) <= set(Answer)
    said = words(language)
    for state in RunState:
        document_of(a_report([a_line(state=state)]), ORIGIN, said)


@pytest.mark.parametrize(
    ("lines", "tone", "told"),
    [
        ([a_line()], "ok", "1 of 1 businesses are empty"),
        ([a_line(), a_line(2, after=3)], "warn", "1 of 2 businesses are empty; receipts left: 3"),
        ([a_line(files=FileCounts(1, 0, 0, 4))], "warn", "Completed"),
        (
            [a_line(state=RunState.WITH_FAILURES, failed=12, after=12)],
            "warn",
            "Completed with 12 failures",
        ),
        ([a_line(), a_line(2, state=RunState.FAILED, after=9)], "bad", "1 of 2 businesses failed"),
        ([a_line(state=RunState.CANCELLED, after=9)], "idle", "1 of 1 businesses cancelled"),
        ([a_line(), a_line(2, state=RunState.RUNNING)], "accent", "Not over yet: 1 of 2"),
    ],
)
def test_the_verdict(lines: Any, tone: str, told: str) -> None:
    document = document_of(a_report(lines), ORIGIN, words())
    assert document.verdict_tone == tone
    assert told in document.verdict


def test_files_that_were_missing_are_not_those_that_are_left() -> None:
    def said(files: FileCounts, language: str) -> str:
        return document_of(a_report([a_line(files=files)]), ORIGIN, words(language)).figures[3].label

    assert (said(FileCounts(1, 41), "en"), said(FileCounts(1, 41), "he")) == (
        "files were missing",
        "קבצים היו חסרים",
    )
    assert (said(FileCounts(1, 2, 0, 41), "en"), said(FileCounts(1, 2, 0, 41), "he")) == (
        "files left",
        "קבצים נותרו",
    )
    assert said(FileCounts(1, 0, 0, 1), "en") == "file left"


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_kept_files_have_a_place_of_their_own(language: str) -> None:
    """They are neither needed nor left, and no failure."""
    until = NOON + timedelta(days=7)
    lines = [a_line(files=FileCounts(kept=41), kept_until=until), a_line(2, files=FileCounts(needed=3))]
    report, said = a_report(lines), words(language)
    document = document_of(report, ORIGIN, said)
    assert (document.verdict_tone, document.figures[3].value) == ("ok", "41")
    (files,) = [fact.value for fact in document.facts[1] if "41" in fact.value]
    assert said.moment(until) in files
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0][6:11]] == ["0", "3", "41", "0", "0"]
    totals = record_of(report, ORIGIN.environment)["totals"]
    assert (totals["files_kept"], totals["files_kept_until"]) == (41, "2026-12-03T12:00:00.000Z")
    first, *rows = csv.reader("".join(report_csv(report, ORIGIN, said)).splitlines())
    assert {len(row) for row in rows} == {len(first)}
    assert [row[9:14] for row in rows] == [["0", "0", "41", "0", "0"], ["0", "3", "0", "0", "0"]]
    assert [bool(row[14]) for row in rows] == [True, False]
    (summary, *_) = sheets_of(report, ORIGIN, said)
    assert list(map(tuple, list(summary.rows)[4:13])) == list(
        zip(first[5:14], [20, 20, 0, 0, 0, 3, 41, 0, 0], strict=True)
    )


def test_the_record_has_what_a_program_asks_for() -> None:
    record = json.loads(contents(ReportKind.JSON, a_troubled_report()))
    wanted = {
        "run",
        "note",
        "people",
        "started",
        "ended",
        "policy",
        "totals",
        "businesses",
        "failures",
        "refused",
    }
    assert wanted <= set(record)
    assert record["policy"] == {"mode": "adaptive", "runtime_cap_seconds": 300, "failure_cap": 10}
    assert record["people"] == {"requested_by": "dana@sweep.example", "continued_by": []}
    totals = record["totals"]
    assert (totals["businesses"], totals["receipts_deleted"], totals["receipts_failed"]) == (4, 12, 3)
    files = [totals[f"files_{name}"] for name in ("deleted", "needed", "missing", "left")]
    assert files == [50, 1, 2, 4]
    assert (record["started"], record["ended"]) == ("2026-11-26T12:00:00.000Z", "2026-11-26T12:03:12.000Z")
    assert sum(line["receipts_deleted"] for line in record["businesses"]) == totals["receipts_deleted"]
    assert [one["next_step"] for one in record["failures"]] == [
        *("retry", "clean_up_files", "resume", "delete_again")
    ]
    assert record["failures"][0]["receipts"] == [7, 8, 9]
    assert sum(one["count"] for one in record["refused"]) == 15


def test_the_checksum_is_that_of_the_record_without_what_tells_of_the_reading() -> None:
    """As the documentation says how to check it: here without any code of the console."""
    record = json.loads(contents(ReportKind.JSON, a_troubled_report()))
    summed = {key: value for key, value in record.items() if key not in ("checksum", "read_at", "version")}
    text = json.dumps(summed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == record["checksum"]
    assert set(NOT_SUMMED) == {"checksum", "read_at", "version"}


def test_the_checksum_stays_while_the_rows_say_the_same_and_changes_with_any_figure() -> None:
    report = a_troubled_report()
    checksum = record_of(report)["checksum"]
    later = replace(report, row=replace(report.row, read_at=NOON + timedelta(days=3)))
    assert record_of(later)["checksum"] == checksum
    for place, line in enumerate(report.businesses):
        for name in ("before", "deleted", "failed"):
            changed = list(report.businesses)
            changed[place] = replace(line, **{name: getattr(line, name) + 1})
            assert record_of(replace(report, businesses=changed))["checksum"] != checksum


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("kind", [kind for kind in ReportKind if kind is not ReportKind.PDF])
def test_names_from_outside_command_nothing(kind: ReportKind, language: str, name: str) -> None:
    made = contents(kind, a_troubled_report(name), language)
    if kind is ReportKind.XLSX:
        book = load_workbook(io.BytesIO(made))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert "f" not in {cell.data_type for cell in cells}
        return
    text = made.decode()  # it is UTF-8, whatever the name holds
    assert "<script>" not in text or kind is not ReportKind.HTML
    assert "\u202e" not in text
    assert "\x1b" not in text


@given(st.text(max_size=40))
def test_any_name_makes_a_document_and_a_record(name: str) -> None:
    report = a_troubled_report(name)
    record_of(report)
    for language in LANGUAGES:
        for text in texts_of(document_of(report, ORIGIN, words(language))):
            text.encode()


def test_a_csv_has_a_line_for_each_business_and_each_that_got_no_job() -> None:
    report = a_troubled_report("Alma, Ltd")
    text = contents(ReportKind.CSV, report).decode("utf-8-sig")
    titles, *lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) == 4 + 4
    assert {len(line) for line in lines} == {len(titles)}
    by = [dict(zip(titles, line, strict=True)) for line in lines]
    assert [one["Receipts deleted"] for one in by[:4]] == ["7", "4", "1", "0"]
    assert {one["Checksum of the report"] for one in by} == {
        record_of(report, ORIGIN.environment)["checksum"]
    }
    assert by[0]["Not done, and why"] == (
        "3: locked by another transaction; 4: Files not deleted: 4 (Connection reset)."
    )
    assert [one["Status"] for one in by[4:]] == ["Not started"] * 4
    assert not any(letter in text for letter in "\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_workbook_has_figures_that_can_be_summed(language: str) -> None:
    report = a_troubled_report()
    book = load_workbook(io.BytesIO(contents(ReportKind.XLSX, report, language)))
    assert len(book.sheetnames) == 3
    assert all(sheet.sheet_view.rightToLeft is (language == "he") for sheet in book)
    rows = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    assert sum(int(str(row[6] or 0)) for row in rows) == report.deleted
    assert rows[0][13] is not None


def test_the_kind_of_file_is_told_by_its_ending() -> None:
    assert ReportKind.of(Path("a/b.PDF")) is ReportKind.PDF
    assert ReportKind.of(Path("x.htm")) is ReportKind.HTML
    for name in ("x", "x.doc", "x.pdf.exe", ".pdf"):
        with pytest.raises(BadInput, match=r"\.html"):
            ReportKind.of(Path(name))


@given(st.text(max_size=90))
def test_a_name_for_the_file_is_one_everywhere(name: str) -> None:
    made = file_name(name, "0123456789ab")
    assert made.startswith("sweep-report-")
    assert len(made) > len("sweep-report-")
    assert not set(made) & set('/\\:*?"<>|\0\n')


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_times_out_of_range_and_businesses_without_a_name_are_no_trouble(language: str) -> None:
    report = a_report(
        [a_line(business="", started_at=None, ended_at=None)], started_at=None, finished_at=None
    )
    document = document_of(replace(report, policy=None), Origin(), words(language))
    assert document.figures[4].value == "–"
    assert document.environment is None


def test_a_run_without_a_name_is_called_by_its_business_or_their_number() -> None:
    def title(*lines: Any) -> str:
        report = a_report(list(lines), run=Run("0123456789ab"))
        return document_of(report, ORIGIN, words()).title.translate(ISOLATES)

    assert title(a_line(1, business="Alma")) == "Alma"
    assert title(a_line(1), a_line(2)) == "2 businesses"
