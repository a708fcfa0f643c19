"""What a line of the audit trail says, in the person's language."""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.actions.acting import what_was_asked
from app.actions.audit_notes import IN_DOUBT, UNDONE
from app.actions.audit_table import CONFIRMED
from app.actions.results import Answer
from app.actions.sweeping import BEGUN
from app.core.job import JobStatus
from app.core.record import END, END_RESTORE, FOUND_END, FOUND_RESTORE_END, AuditLine
from app.core.restore import RestoreStatus
from app.engine.events import Ending
from app.qt.translation import isolate, ltr
from app.ui.texts.figures import whole_text
from app.ui.texts.words import name_text, number_text, outcome_text, status_name

translate = QCoreApplication.translate

ACTIONS = {
    "delete": QT_TRANSLATE_NOOP("Audit", "Delete all"),
    "pause": QT_TRANSLATE_NOOP("Audit", "Pause"),
    "stop": QT_TRANSLATE_NOOP("Audit", "Pause on quit"),
    "resume": QT_TRANSLATE_NOOP("Audit", "Resume"),
    "cancel": QT_TRANSLATE_NOOP("Audit", "Cancel"),
    "take_over": QT_TRANSLATE_NOOP("Audit", "Take over"),
    "mark_failed": QT_TRANSLATE_NOOP("Audit", "Mark as failed"),
    "retry": QT_TRANSLATE_NOOP("Audit", "Retry failed receipts"),
    "run_here": QT_TRANSLATE_NOOP("Audit", "Run here"),
    "enqueue_again": QT_TRANSLATE_NOOP("Audit", "Enqueue again"),
    "restore": QT_TRANSLATE_NOOP("Audit", "Restore"),
    "pause_restore": QT_TRANSLATE_NOOP("Audit", "Pause restore"),
    "go_on_restore": QT_TRANSLATE_NOOP("Audit", "Resume restore"),
    "cancel_restore": QT_TRANSLATE_NOOP("Audit", "Cancel restore"),
    "keep_files": QT_TRANSLATE_NOOP("Audit", "Keep files longer"),
    "sweep": QT_TRANSLATE_NOOP("Audit", "Clean up files"),
    "sweep_now": QT_TRANSLATE_NOOP("Audit", "Delete kept files"),
    "sweep_due": QT_TRANSLATE_NOOP("Audit", "Delete due files"),
    END: QT_TRANSLATE_NOOP("Audit", "Job stopped"),
    END_RESTORE: QT_TRANSLATE_NOOP("Audit", "Restore stopped"),
    FOUND_END: QT_TRANSLATE_NOOP("Audit", "Job found ended"),
    FOUND_RESTORE_END: QT_TRANSLATE_NOOP("Audit", "Restore found ended"),
    "sign_in": QT_TRANSLATE_NOOP("Audit", "Sign in"),
    "settings": QT_TRANSLATE_NOOP("Audit", "Change settings"),
    "export": QT_TRANSLATE_NOOP("Audit", "Export"),
}
"""By `AuditLine.action`, without its acceptance of missing files."""

_OUTCOMES = {
    UNDONE: QT_TRANSLATE_NOOP("Audit", "Rolled back: the database rejected the change."),
    IN_DOUBT: QT_TRANSLATE_NOOP("Audit", "Unknown: the connection was lost. Check the job's status."),
    CONFIRMED: QT_TRANSLATE_NOOP("Audit", "Done, as was found when the connection was back."),
    Answer.ALREADY_ACTIVE.value: QT_TRANSLATE_NOOP("Audit", "A deletion was already active."),
    Answer.TOO_SOON.value: QT_TRANSLATE_NOOP("Audit", "Too soon after the last deletion."),
    Answer.STILL_ALIVE.value: QT_TRANSLATE_NOOP("Audit", "The job was still running."),
    Answer.WRONG_STATUS.value: QT_TRANSLATE_NOOP("Audit", "Not allowed in the job's status."),
    BEGUN: QT_TRANSLATE_NOOP("Audit", "Started."),
    "signed_in": QT_TRANSLATE_NOOP("Audit", "Signed in."),
    "sign_in_refused": QT_TRANSLATE_NOOP("Audit", "Refused: wrong email or password, or no access."),
    "sign_in_too_soon": QT_TRANSLATE_NOOP("Audit", "Refused: too soon after wrong passwords."),
}

_JOB_ENDS = {
    Ending.COMPLETED.value: QT_TRANSLATE_NOOP("Audit", "Completed."),
    Ending.PAUSED.value: QT_TRANSLATE_NOOP("Audit", "Paused."),
    Ending.CAPPED.value: QT_TRANSLATE_NOOP("Audit", "Paused: maximum run time reached."),
    Ending.CONTINUES.value: QT_TRANSLATE_NOOP("Audit", "Requeued: maximum run time reached."),
    Ending.RETURNED.value: QT_TRANSLATE_NOOP("Audit", "Back in the queue on the server."),
    Ending.FAILED.value: QT_TRANSLATE_NOOP("Audit", "Failed."),
    JobStatus.CANCELLED.value: QT_TRANSLATE_NOOP("Audit", "Cancelled."),
}

_RESTORE_ENDS = {
    RestoreStatus.COMPLETED.value: QT_TRANSLATE_NOOP("Audit", "Restore completed."),
    RestoreStatus.PAUSED.value: QT_TRANSLATE_NOOP("Audit", "Restore paused."),
    RestoreStatus.FAILED.value: QT_TRANSLATE_NOOP("Audit", "Restore failed."),
    RestoreStatus.CANCELLED.value: QT_TRANSLATE_NOOP("Audit", "Restore cancelled."),
}

_ENDS = {
    END: _JOB_ENDS,
    FOUND_END: _JOB_ENDS,
    END_RESTORE: _RESTORE_ENDS,
    FOUND_RESTORE_END: _RESTORE_ENDS,
}
"""Their answers are no `Answer`, even where one of these has the same value."""

_NAMING = {"settings", "export"}
"""Their answer is a name: of a file, or of what was changed."""

_SWEPT = re.compile(
    r"swept: (?P<gone>[0-9]{1,18}) files? deleted, (?P<left>[0-9]{1,18}) left"
    r"(?:, (?P<missing>[0-9]{1,18}) missing)?(?:, (?P<needed>[0-9]{1,18}) needed)?"
    r"(?:, (?P<kept>[0-9]{1,18}) kept)?"
)
_FIGURES = {
    "gone": QT_TRANSLATE_NOOP("Audit", "Files deleted: {count}."),
    "left": QT_TRANSLATE_NOOP("Audit", "Not deleted: {count}."),
    "missing": QT_TRANSLATE_NOOP("Audit", "Already missing: {count}."),
    "needed": QT_TRANSLATE_NOOP("Audit", "Still needed: {count}."),
    "kept": QT_TRANSLATE_NOOP("Audit", "Kept: {count}."),
}
"""By the groups of `_SWEPT`."""


def action_text(action: str) -> str:
    """What was asked for; of an unknown action its name."""
    asked, accepted = what_was_asked(action)
    if asked not in ACTIONS:
        return name_text(action)
    name = translate("Audit", str(ACTIONS[asked]))
    return translate("Audit", "{action}, accepting missing files").format(action=name) if accepted else name


def own_answer_text(line: AuditLine) -> str:
    """What came of it, where only the audit trail knows such an answer; else empty."""
    if line.action in _NAMING:
        return ltr(name_text(line.answer))
    source = _ENDS.get(line.action, _OUTCOMES).get(line.answer)
    return translate("Audit", str(source)) if source is not None else ""


def audit_answer_text(line: AuditLine, locale: QLocale) -> str:
    """What came of it."""
    if own := own_answer_text(line):
        return own
    if swept := _SWEPT.fullmatch(line.answer):
        figures = ((name, count) for name, count in swept.groupdict().items() if count is not None)
        return " ".join(
            translate("Audit", str(_FIGURES[name])).format(count=number_text(int(count), locale))
            for name, count in figures
        )
    if line.action in _ENDS or line.answer not in set(Answer):
        return name_text(line.answer)
    answer = Answer(line.answer)
    if answer is Answer.HANDED_OVER:
        return outcome_text(answer)
    return translate("Audit", "Done.") if answer.is_done else outcome_text(answer)


def who_text(line: AuditLine) -> str:
    """The person's email; a dash where nobody who is known did it."""
    return ltr(name_text(line.email)) if line.email else "–"


def change_text(line: AuditLine) -> str:
    """The status before and after, such as “Running → Paused”; one alone where there is no other."""
    names = [_status(text) for text in (line.old_status, line.new_status) if text]
    if not names or (len(names) == 2 and names[0] == names[1]):
        return names[0] if names else "–"
    if len(names) == 1:
        return names[0]
    return translate("Audit", "{before} → {after}").format(before=names[0], after=names[1])


def counts_text(line: AuditLine, locale: QLocale) -> str:
    """Receipts deleted of all, and how many failed."""
    if line.total is None:
        return "–"
    done = ltr(f"{whole_text(line.succeeded or 0, locale)} / {whole_text(line.total, locale)}")
    if not line.failed:
        return done
    return translate("Audit", "{done}, failed: {failed}").format(
        done=done, failed=number_text(line.failed, locale)
    )


def _status(text: str) -> str:
    return isolate(status_name(JobStatus(text))) if text in set(JobStatus) else name_text(text)
