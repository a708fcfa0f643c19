"""What an action did for several businesses, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.results import ActionResult, Answer
from app.ui.texts.figures import plural_of
from app.ui.texts.words import number_text

translate = QCoreApplication.translate


def results_text(results: Sequence[ActionResult], locale: QLocale) -> str:
    """“12 deletions started”, or how many of them the action did where it did not do all, or not the same."""
    answers = {result.answer for result in results}
    alike = _alike_text(answers, len(results))
    if alike is not None:
        return alike.format(count=number_text(len(results), locale))
    return translate("ResultsDialog", "{done} of {all} succeeded").format(
        done=number_text(sum(result.answer.is_done for result in results), locale),
        all=number_text(len(results), locale),
    )


def _alike_text(answers: set[Answer], count: int) -> str | None:
    if answers == {Answer.STARTED}:
        return translate("ResultsDialog", "{count} deletion(s) started", None, plural_of(count))
    if answers == {Answer.HANDED_OVER}:
        return translate("ResultsDialog", "{count} deletion(s) queued on the server", None, plural_of(count))
    if answers == {Answer.NOT_ENTERED}:
        return translate(
            "ResultsDialog",
            "{count} deletion(s) wait on the server without an entry in its queue",
            None,
            plural_of(count),
        )
    if answers == {Answer.PAUSED}:
        return translate("ResultsDialog", "{count} deletion(s) paused", None, plural_of(count))
    if answers and answers <= {Answer.PAUSED, Answer.PAUSING}:
        return translate(
            "ResultsDialog",
            "{count} deletion(s) paused or pausing after the current batch",
            None,
            plural_of(count),
        )
    if answers == {Answer.RESUMED}:
        return translate("ResultsDialog", "{count} deletion(s) resumed", None, plural_of(count))
    if answers == {Answer.CANCELLED}:
        return translate("ResultsDialog", "{count} deletion(s) cancelled", None, plural_of(count))
    if answers == {Answer.TAKEN_OVER}:
        return translate("ResultsDialog", "{count} job(s) taken over", None, plural_of(count))
    if answers == {Answer.MARKED_FAILED}:
        return translate("ResultsDialog", "{count} job(s) marked as failed", None, plural_of(count))
    if answers == {Answer.RETRYING}:
        return translate(
            "ResultsDialog", "Retrying failed receipts of {count} job(s)", None, plural_of(count)
        )
    return None
