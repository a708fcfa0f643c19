"""What an action did, as news for the message bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.results import ActionResult, Answer
from app.ui.runs.commands import RunNews
from app.ui.texts.figures import plural_of
from app.ui.texts.results import results_text
from app.ui.texts.words import answer_text, businesses_text, number_text, outcome_text
from app.ui.window.message_bar import News

translate = QCoreApplication.translate

Show = Callable[[], object]
"""What the button of a message does, such as to show the result of each business."""


def common_news(
    results: Sequence[ActionResult], names: Mapping[int, str], locale: QLocale, show: Show
) -> News | None:
    """One answer, or the same for all, with a way to `show` each; None where they differ."""
    first = results[0]
    if len(results) == 1:
        tone = "ok" if first.answer.is_done else "accent" if first.answer.is_harmless else "warn"
        text = answer_text(first, names.get(first.business_id or 0, ""))
        return News(text, tone, jobs=_begun(results))
    if any(result.answer is not first.answer for result in results):
        return None
    if first.answer.is_done:
        tone, text = "ok", results_text(results, locale)
    else:
        tone, text = "warn", _refused_text(results, locale)
    return News(text, tone, translate("Commands", "Show details"), show, jobs=_begun(results))


def _begun(results: Sequence[ActionResult]) -> dict[int, int]:
    """The jobs that the answers say to run from now on, with their businesses."""
    return {one.job.id: one.job.business_id for one in results if one.job and one.answer.runs_here}


def pausing_text(restores: int, locale: QLocale) -> str:
    """That so many restores were asked to pause."""
    text = translate(
        "Commands", "Pausing {count} restore(s) after the current batch.", None, plural_of(restores)
    )
    return text.format(count=number_text(restores, locale))


def paused_news(results: Sequence[ActionResult], locale: QLocale, show: Show) -> News:
    """What became of all that this console ran or kept waiting."""
    if not results:
        return News(translate("Commands", "Nothing is running or queued in this console."))
    stopped = sum(result.answer in {Answer.PAUSED, Answer.PAUSING} for result in results)
    if stopped == len(results):
        text = translate(
            "Commands",
            "All deletions of this console are paused, or pausing after the current batch: {businesses}.",
        )
    else:
        text = translate("Commands", "Paused, or pausing after the current batch: {done} of {businesses}.")
    text = text.format(done=number_text(stopped, locale), businesses=businesses_text(len(results), locale))
    tone = "ok" if stopped == len(results) else "warn"
    return News(text, tone, translate("Commands", "Show details"), show)


def run_news(told: RunNews, show: Show, clean_up: Show) -> News:
    """What an action did with a run, with a way to `show` each of several businesses; and where files were
    not found, the way on which that can be accepted."""
    if told.missing_files_of:
        return News(told.text, told.tone, translate("Commands", "Clean up files…"), clean_up)
    way_out = translate("Commands", "Show details") if len(told.results) > 1 else ""
    return News(told.text, told.tone, way_out, show)


def unticked_news(count: int, locale: QLocale, tick_again: Show) -> News:
    """That the selection was cleared, with a way to have it again."""
    text = translate("Commands", "Selection of {businesses} cleared.")
    text = text.format(businesses=businesses_text(count, locale))
    return News(text, "accent", translate("Commands", "Undo"), tick_again)


def _refused_text(results: Sequence[ActionResult], locale: QLocale) -> str:
    count = businesses_text(len(results), locale)
    sentence = outcome_text(results[0].answer, results[0].job, results[0].seconds)
    return translate("Commands", "{businesses}: {sentence}").format(businesses=count, sentence=sentence)
