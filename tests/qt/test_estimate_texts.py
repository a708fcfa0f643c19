"""How long a deletion will take, in words: in both languages, and the same on the command line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.actions.estimate import Estimate
from app.bootstrap.appearance import RESOURCES
from app.cli.sentences import estimate_sentence
from app.core.pace import Demand
from app.qt.translation import Language
from app.ui.texts.estimate import estimate_text
from app.ui.texts.words import without_marks
from tests.support.figures import figures

ALONE, BUSY, HIDDEN = Demand(), Demand(180.0), Demand(None)


@pytest.fixture
def english(qapp: QApplication) -> Iterator[Language]:
    language = Language(qapp, RESOURCES / "translations", "en")
    yield language
    language.use("en")


ESTIMATES = {
    "idle now": (Estimate(12.3, 541.0, demand=ALONE), ["12", "9"]),
    "busy now": (Estimate(12.3, 541.0, demand=BUSY), ["9", "12"]),
    "not seen": (Estimate(12.3, 541.0, demand=HIDDEN), ["9"]),
    "not asked": (Estimate(12.3, 541.0), ["12", "9"]),
    "fixed": (Estimate(100_000.0), ["28"]),
    "both the same": (Estimate(0.2, 0.4, demand=ALONE), ["1"]),
    "a guess": (Estimate(12.3, 541.0, is_measured=False), ["12", "9"]),
}


@pytest.mark.parametrize("name", ESTIMATES)
def test_each_estimate_is_told_in_both_languages_and_by_the_command(name: str, english: Language) -> None:
    takes, numbers = ESTIMATES[name]
    told = without_marks(estimate_text(takes, english.locale))
    assert figures(told) == numbers
    assert estimate_sentence(takes) == told.replace("\u00a0", " ")
    english.use("he")
    in_hebrew = without_marks(estimate_text(takes, english.locale))
    assert figures(in_hebrew) == numbers
    assert not any(letter.isascii() and letter.isalpha() for letter in in_hebrew)


def test_estimates_are_told_apart(english: Language) -> None:
    told = {estimate_text(takes, english.locale) for takes, _ in ESTIMATES.values()}
    assert len(told) == len(ESTIMATES)
