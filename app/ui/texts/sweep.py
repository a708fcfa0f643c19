"""What became of files, in the person's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.sweeping import SweepResult
from app.ui.texts.stored import stored_text
from app.ui.texts.words import businesses_text, files_text, number_text, outcome_text

translate = QCoreApplication.translate

REASONS_TOLD = 3
"""Reasons that are told of one business, the most frequent first; the figures beside them are of all."""


@dataclass(frozen=True, slots=True)
class Swept:
    """`results` of so many businesses that it was `asked` for. `is_cut_short`: there may be more to finish,
    also in the last of them."""

    results: Sequence[SweepResult]
    asked: int
    is_cut_short: bool = False

    @property
    def is_clean(self) -> bool:
        """All that there was to do is done."""
        return not self.is_cut_short and all(map(is_clean, self.results))

    @property
    def held(self) -> dict[int, int]:
        """Files by business whose rows are kept because most are missing."""
        return {one.business_id: one.files.held for one in self.results if one.files.held}


def is_clean(one: SweepResult) -> bool:
    """All that could be done for this business is done."""
    return one.refusal is None and not one.files.left


def finished_text(swept: Swept, locale: QLocale) -> str:
    """How it went as a whole."""
    files = files_text(sum(one.files.deleted for one in swept.results), locale)
    businesses = businesses_text(swept.asked, locale)
    if not swept.is_cut_short:
        text = translate("SweptDialog", "{files} deleted for {businesses}.")
        return text.format(files=files, businesses=businesses)
    text = translate(
        "SweptDialog", "Stopped: {files} deleted for {done} of {businesses}. Run it again to continue."
    )
    return text.format(files=files, done=number_text(len(swept.results), locale), businesses=businesses)


def what_stays_text(result: SweepResult, locale: QLocale) -> str:
    """Why files of one business stay, or why it was refused; "" where there is nothing to say."""
    if result.refusal is not None:
        return outcome_text(result.refusal)
    files = result.files
    said = []
    if files.held:
        said.append(
            translate("SweptDialog", "Not deleted: {count} (most files are missing).").format(
                count=number_text(files.held, locale)
            )
        )
    for sentence, reasons in (
        (translate("SweptDialog", "Not deleted: {count} ({reason})."), files.why_left),
        (translate("SweptDialog", "Still needed: {count} ({reason})."), files.why_needed),
    ):
        said += [
            sentence.format(count=number_text(count, locale), reason=stored_text(reason))
            for reason, count in _most_frequent(reasons)
        ]
    if files.hidden:
        said.append(
            translate("SweptDialog", "Deleted: {count} (older versions remain in the bucket).").format(
                count=number_text(files.hidden, locale)
            )
        )
    return " ".join(said)


def _most_frequent(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda item: -item[1])[:REASONS_TOLD]
