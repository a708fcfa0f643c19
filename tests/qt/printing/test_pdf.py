"""A report as a PDF, read again by another program: nothing of it is lost, and what stops it is told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QPdfWriter

from app import __version__
from app.bootstrap.resources import RESOURCES
from app.qt.calls import Calls
from app.reports.document import Document
from app.reports.setting import grouped
from app.ui.printing.paper import HEIGHT, PT, WIDTH
from app.ui.printing.pdf import pdf_of, picture_of
from app.ui.theme.theme import Theme
from tests.qt.conftest import Loop
from tests.support.pdf_reader import read_pdf
from tests.support.printed import made, on, out_of_the_margins
from tests.support.reports import LATIN, NAMES, WORDS, report

pytestmark = pytest.mark.usefixtures("theme")


def page_words(document: Document, pages: int) -> list[str]:
    return [
        document.page.replace("{page}", str(page)).replace("{pages}", str(pages))
        for page in range(1, pages + 1)
    ]


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize(("businesses", "pages"), [(0, 1), (1, 1), (15, 1), (200, 6)])
def test_every_page_is_whole(theme: Theme, language: str, businesses: int, pages: int) -> None:
    document = report(language, businesses)
    with read_pdf(made(document)) as pdf:
        assert len(pdf) == pages
        assert {tuple(map(round, pdf.size(page))) for page in range(pages)} == {(595, 842)}
        assert out_of_the_margins(pdf) == []


def test_two_thousand_businesses_are_all_there() -> None:
    names = [f"Business {place:04}" for place in range(2_000)]
    document = report("en", 2_000, names)
    with read_pdf(made(document)) as pdf:
        texts = pdf.texts()
        found = re.findall(r"Business \d{4}", " ".join(texts))
        failures = len(document.tables[0].rows)
        assert found == names[:failures] + names
        for text, words in zip(texts, page_words(document, len(pdf)), strict=True):
            assert words in text
            assert grouped(document.checksum) in text
            assert document.source in text
            assert document.heading in text
        titles = " ".join(column.title for column in document.tables[1].columns)
        assert [titles in text for text in texts[2:]] == [True] * (len(pdf) - 2)
        assert out_of_the_margins(pdf) == []


def test_every_row_reads_as_it_is() -> None:
    document = report("en", 60, LATIN)
    with read_pdf(made(document)) as pdf:
        text = " ".join(pdf.texts())
    for table in document.tables:
        for row in table.rows:
            assert " ".join(cell.text for cell in row if cell.text) in text


def test_all_that_is_said_of_the_run_is_there() -> None:
    document = report("en")
    with read_pdf(made(document)) as pdf:
        text = pdf.text(0)
        assert pdf.facts["Title"] == f"{document.title} · {document.heading}"
        assert pdf.facts["Creator"] == f"Sweep {__version__}"
    said = [document.title, document.verdict, document.place, document.heading, "PRODUCTION"]
    said += [word for figure in document.figures for word in (figure.value, figure.label)]
    said += [word for facts in document.facts for fact in facts for word in (fact.label, fact.value)]
    said += [part.label for part in document.parts]
    said += [word for table in document.tables for word in (table.title, table.beside)]
    assert [words for words in said if words not in text] == []


def test_hebrew_letters_are_there() -> None:
    """In whatever order a reader puts them."""
    words = WORDS["he"]
    with read_pdf(made(report("he"))) as pdf:
        text = pdf.text(0)
    found = set(text.split()) | {word[::-1] for word in text.split()}
    for sentence in (words.title, words.verdict, *words.titles, *NAMES):
        for word in re.findall("[א-ת]{2,}", sentence):
            assert any(word in each for each in found), word


def test_the_font_is_in_the_file() -> None:
    content = made(report("he"))
    fonts = set(re.findall(rb"/FontName /(?:\w{6}\+)?([\w-]+)", content))
    assert {name.split(b"-")[0] for name in fonts if name.startswith(b"Heebo")} == {b"Heebo"}
    assert content.count(b"/FontFile2") >= 3


@pytest.mark.parametrize("stop_at", [0, 1, 3])
def test_it_is_stopped_between_pages(stop_at: int) -> None:
    asked: list[int] = []

    def go_on(page: int) -> bool:
        asked.append(page)
        return page != stop_at

    assert pdf_of(report("en", 200), go_on) is None
    assert asked[-1] == stop_at


def test_progress_is_told_page_by_page() -> None:
    asked: list[int] = []

    def go_on(page: int) -> bool:
        asked.append(page)
        return True

    with read_pdf(pdf_of(report("en", 200), go_on) or b"") as pdf:
        assert [page for page in asked if page] == list(range(1, len(pdf) + 1))


def test_a_page_that_cannot_be_begun_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPdfWriter, "newPage", lambda _writer: False)
    with pytest.raises(OSError, match="painted"):
        pdf_of(report("en", 200), on)


def test_the_window_goes_on_meanwhile(loop: Loop, calls: Calls) -> None:
    ticks: list[int] = []
    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    seen: list[int] = []

    def go_on(page: int) -> bool:
        if page:
            seen.append(len(ticks))
        return True

    content = loop.run(calls.run(pdf_of, report("en", 400), go_on))
    timer.stop()
    assert len(set(seen)) > 1
    with read_pdf(content or b"") as pdf:
        assert len(pdf) == len(seen)


@pytest.mark.parametrize("language", ["en", "he"])
def test_a_picture_shows_the_same_page(language: str) -> None:
    document = report(language, 60)
    with read_pdf(made(document)) as pdf:
        edges = pdf.ink(1)
    picture = picture_of(document, 2, 144).convertToFormat(QImage.Format.Format_Grayscale8)
    pixels, stride = bytes(picture.constBits()), picture.bytesPerLine()
    lines = [pixels[line * stride : line * stride + picture.width()] for line in range(picture.height())]
    inked = [number for number, line in enumerate(lines) if line.strip(b"\xff")]
    assert (picture.width(), picture.height()) == (round(WIDTH / PT * 2), round(HEIGHT / PT * 2))
    assert inked[0] / 2 == pytest.approx(edges[1], abs=1)
    assert inked[-1] / 2 == pytest.approx(edges[3], abs=1)


WITHOUT_A_WINDOW = """
import sys
from pathlib import Path
from app.ui.printing.pdf import pdf_of, without_a_window
from tests.support.reports import report
with without_a_window(Path(sys.argv[1])):
    Path(sys.argv[2]).write_bytes(pdf_of(report("he", 40), lambda page: True))
"""


def test_a_program_without_a_window_writes_the_same(tmp_path: Path, theme: Theme) -> None:
    target = tmp_path / "report.pdf"
    command = [sys.executable, "-W", "error", "-c", WITHOUT_A_WINDOW, str(RESOURCES), str(target)]
    environment = {
        name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY")
    }
    result = subprocess.run(
        command, cwd=RESOURCES.parent, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    with read_pdf(target.read_bytes()) as pdf, read_pdf(made(report("he", 40))) as ours:
        assert pdf.texts() == ours.texts()
