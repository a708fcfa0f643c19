"""How long a deletion will take, in words: in both languages, and the same on the command line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.actions.estimate import Estimate, Known, Measured
from app.bootstrap.resources import RESOURCES
from app.cli.sentences import estimate_sentence
from app.qt.translation import Language
from app.ui.texts.estimate import estimate_text
from app.ui.texts.words import without_marks
from tests.support.figures import figures


@pytest.fixture
def english(qapp: QApplication) -> Iterator[Language]:
    language = Language(qapp, RESOURCES / "translations", "en")
    yield language
    language.use("en")


NUMBERS = {
    Known.ONE: ["12"],
    Known.FULL_NOW: ["12", "9"],
    Known.GENTLE_NOW: ["9", "12"],
    Known.GENTLE_ALWAYS: ["9"],
    Known.EITHER: ["12", "9"],
}


@pytest.mark.parametrize("known", Known)
@pytest.mark.parametrize("measured", Measured)
def test_each_estimate_is_told_in_both_languages_and_by_the_command(
    known: Known, measured: Measured, english: Language
) -> None:
    takes, numbers = Estimate(12.0, 540.0, known, measured), NUMBERS[known]
    told = without_marks(estimate_text(takes, english.locale))
    assert figures(told) == numbers
    assert estimate_sentence(takes) == told.replace("\u00a0", " ")
    english.use("he")
    in_hebrew = without_marks(estimate_text(takes, english.locale))
    assert figures(in_hebrew) == numbers
    assert not any(letter.isascii() and letter.isalpha() for letter in in_hebrew)


def test_estimates_are_told_apart(english: Language) -> None:
    all_of_them = [Estimate(12.0, 540.0, known, measured) for known in Known for measured in Measured]
    told = {estimate_text(takes, english.locale) for takes in all_of_them}
    assert len(told) == len(all_of_them)
