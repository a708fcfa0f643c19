"""What notices say of runs, with one, two and many of everything."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QLocale

from app.actions.runs import CLEAN_UP
from app.core.run import FileCounts, Run, RunState
from app.qt.translation import Language
from app.ui.notifications.sayings import (
    NextAction,
    action_text,
    ended_text,
    figures_text,
    next_action,
    next_text,
    title_text,
    tone_of,
)
from app.ui.texts.times import recent_text
from app.ui.texts.words import without_marks
from tests.support.run_rows import a_run, an_end

S = RunState


@pytest.mark.parametrize(
    ("jobs", "failed", "english", "hebrew"),
    [
        ({S.COMPLETED: 2}, 0, "SUP-4790 completed", "SUP-4790 הושלמה"),
        ({S.WITH_FAILURES: 1}, 1, "SUP-4790 completed with 1 failure", "SUP-4790 הושלמה עם כשל אחד"),
        ({S.WITH_FAILURES: 3}, 12, "SUP-4790 completed with 12 failures", "SUP-4790 הושלמה עם 12 כשלים"),
        (
            {S.FAILED: 1, S.COMPLETED: 55},
            0,
            "SUP-4790: 1 of 56 businesses failed",
            "SUP-4790: עסק אחד מתוך 56 נכשל",
        ),
        (
            {S.FAILED: 2, S.WITH_FAILURES: 1},
            7,
            "SUP-4790: 2 of 3 businesses failed",
            "SUP-4790: 2 עסקים מתוך 3 נכשלו",
        ),
        ({S.FAILED: 1}, 0, "SUP-4790 failed", "SUP-4790 נכשלה"),
        ({S.CANCELLED: 2}, 0, "SUP-4790 cancelled", "SUP-4790 בוטלה"),
        (
            {S.CANCELLED: 1, S.COMPLETED: 1},
            0,
            "SUP-4790: 1 of 2 businesses cancelled",
            "SUP-4790: עסק אחד מתוך 2 בוטל",
        ),
        (
            {S.STALE: 1, S.PAUSED: 1},
            0,
            "SUP-4790: 1 of 2 businesses not responding",
            "SUP-4790: עסק אחד מתוך 2 לא מגיב",
        ),
        ({S.STUCK: 1}, 0, "SUP-4790 is stuck", "SUP-4790 תקועה"),
        ({S.INTERRUPTED: 1}, 0, "SUP-4790 was interrupted", "SUP-4790 הופסקה באמצע"),
    ],
)
def test_titles(language: Language, jobs: dict[S, int], failed: int, english: str, hebrew: str) -> None:
    for code, expected in (("en", english), ("he", hebrew)):
        language.use(code)
        assert without_marks(title_text(a_run(jobs, failed=failed), language.locale)) == expected


@pytest.mark.parametrize(
    ("changes", "english"),
    [
        ({"name": "", "jobs": {S.COMPLETED: 1}}, "Run of Blue Harbor Dental completed"),
        ({"name": "", "jobs": {S.COMPLETED: 1}, "business": ""}, "Run of 1 business completed"),
        ({"name": "", "jobs": {S.COMPLETED: 1200}}, "Run of 1,200 businesses completed"),
        ({"name": "{run} %n {count}", "jobs": {S.COMPLETED: 1}}, "{run} %n {count} completed"),
    ],
)
def test_runs_without_a_name_and_with_an_odd_one(
    language: Language, changes: dict[str, Any], english: str
) -> None:
    assert without_marks(title_text(a_run(**changes), language.locale)) == english


@pytest.mark.parametrize(
    ("changes", "english", "hebrew"),
    [
        (
            {},
            "2 businesses · 98 receipts · 0 failed · 3 min 12 s",
            "2 עסקים · 98 קבלות · 0 נכשלו · 3 דק׳ 12 שנ׳",
        ),
        (
            {
                "jobs": {S.WITH_FAILURES: 1},
                "succeeded": 1,
                "failed": 1,
                "files": FileCounts(missing=1, left=1),
            },
            "1 business · 1 receipt · 1 failed · 1 file left · 1 file was missing · 3 min 12 s",
            "עסק אחד · קבלה אחת · אחת נכשלה · נותר קובץ אחד · קובץ אחד היה חסר · 3 דק׳ 12 שנ׳",
        ),
        (
            {
                "jobs": {S.WITH_FAILURES: 20},
                "succeeded": 98412,
                "failed": 12,
                "files": FileCounts(missing=41, left=2),
            },
            "20 businesses · 98,412 receipts · 12 failed · 2 files left · 41 files were missing · 3 min 12 s",
            "20 עסקים · 98,412 קבלות · 12 נכשלו · נותרו 2 קבצים · 41 קבצים היו חסרים · 3 דק׳ 12 שנ׳",
        ),
        ({"jobs": {S.STALE: 2}}, "2 businesses · 98 receipts", "2 עסקים · 98 קבלות"),
        ({"started_at": None}, "2 businesses · 98 receipts · 0 failed", "2 עסקים · 98 קבלות · 0 נכשלו"),
    ],
)
def test_figures(language: Language, changes: dict[str, Any], english: str, hebrew: str) -> None:
    row = a_run(**({"jobs": {S.COMPLETED: 2}} | changes))
    for code, expected in (("en", english), ("he", hebrew)):
        language.use(code)
        assert without_marks(figures_text(row, language.locale)) == expected


@pytest.mark.parametrize(
    ("jobs", "changes", "step"),
    [
        ({S.COMPLETED: 2}, {}, None),
        ({S.CANCELLED: 2}, {"failed": 3}, None),
        ({S.STALE: 2, S.STUCK: 1, S.FAILED: 4}, {}, NextAction("take_over", 3)),
        ({S.INTERRUPTED: 2, S.FAILED: 4}, {}, NextAction("", 2)),
        ({S.FAILED: 4, S.WITH_FAILURES: 1}, {"failed": 9}, NextAction("resume", 4)),
        ({S.WITH_FAILURES: 2}, {"failed": 8, "files": FileCounts(left=3)}, NextAction("retry", 8)),
        ({S.COMPLETED: 2}, {"files": FileCounts(left=3)}, NextAction(CLEAN_UP, 3)),
        ({S.COMPLETED: 2}, {"files": FileCounts(missing=3)}, None),
    ],
)
def test_the_next_step(jobs: dict[S, int], changes: dict[str, Any], step: NextAction | None) -> None:
    assert next_action(a_run(jobs, **changes)) == step


@pytest.mark.parametrize(
    ("action", "one", "many"),
    [
        ("take_over", "Next: take over the stopped job", "Next: take over the 2 stopped jobs"),
        ("resume", "Next: resume the failed deletion", "Next: resume the 2 failed deletions"),
        ("retry", "Next: retry the failed receipt", "Next: retry the 2 failed receipts"),
        (CLEAN_UP, "Next: clean up the file left", "Next: clean up the 2 files left"),
        ("", "Next: in a moment, the job can be taken over", "Next: in a moment, 2 jobs can be taken over"),
    ],
)
def test_the_next_step_in_words(language: Language, action: str, one: str, many: str) -> None:
    for count, expected in ((1, one), (2, many)):
        assert without_marks(next_text(NextAction(action, count), language.locale)) == expected
    assert without_marks(action_text(NextAction("retry", 1), language.locale)) == "Retry 1 receipt"
    assert without_marks(action_text(NextAction("retry", 8), language.locale)) == "Retry 8 receipts"


def test_several_are_told_as_one_and_nothing_is_named_where_it_must_not(language: Language) -> None:
    bad, good = an_end({S.FAILED: 1}), an_end({S.COMPLETED: 1}, run=Run("0123456789ac", "SUP-1"))
    assert without_marks(ended_text((bad, good), language.locale)) == "2 runs have ended."
    assert (tone_of((bad, good)), tone_of((good,)), tone_of((an_end({S.CANCELLED: 1}),))) == (
        "bad",
        "ok",
        "accent",
    )
    told = without_marks(ended_text((good,), language.locale, named=False))
    assert told.startswith("Run of 1 business completed. 1 business")


@pytest.mark.parametrize(
    ("ago", "english", "hebrew"),
    [
        (timedelta(), "12:00", "12:00"),
        (timedelta(hours=20), "yesterday", "אתמול"),
        (timedelta(days=2), "9 May 2026", "9 מאי 2026"),
    ],
)
def test_when(language: Language, ago: timedelta, english: str, hebrew: str) -> None:
    now = datetime(2026, 5, 11, 12)
    assert recent_text(None, QLocale("en"), now) == ""
    for code, expected in (("en", english), ("he", hebrew)):
        language.use(code)
        assert without_marks(recent_text(now - ago, language.locale, now)) == expected
