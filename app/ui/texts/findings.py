"""What the diagnostics found, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.actions.diagnostics import Question
from app.actions.findings import Finding, Verdict
from app.qt.translation import ltr
from app.ui.texts.durations import duration_text
from app.ui.texts.errors import error_text
from app.ui.texts.figures import plain, plural_of

translate = QCoreApplication.translate

# By `Finding.code`; of a gap, by its kind as well, because words have a gender.
_SENTENCES = {
    "database_answers": QT_TRANSLATE_NOOP("Findings", "{where} responds in {milliseconds} ms ({version})."),
    "tls_verified": QT_TRANSLATE_NOOP("Findings", "The connection is encrypted, and the server is verified."),
    "tls": QT_TRANSLATE_NOOP(
        "Findings",
        "The connection is encrypted. The server's certificate is not verified; to verify it, set the SSL "
        "mode in the settings.",
    ),
    "tls_passed_on": QT_TRANSLATE_NOOP(
        "Findings",
        "The connection goes through a proxy, tunnel or pooler. Whether it is encrypted from there on cannot "
        "be seen.",
    ),
    "tls_local": QT_TRANSLATE_NOOP("Findings", "The connection does not leave this computer."),
    "tls_open": QT_TRANSLATE_NOOP(
        "Findings", "The connection is not encrypted. Set the SSL mode in the settings."
    ),
    "bounds_good": QT_TRANSLATE_NOOP("Findings", "The transaction timeouts are in effect."),
    "bounds_missing": QT_TRANSLATE_NOOP(
        "Findings", "The setting {name} is {found} instead of {wanted} in a transaction of this console."
    ),
    "read_only": QT_TRANSLATE_NOOP(
        "Findings", "The database only allows reading: nothing can be deleted, started or stopped."
    ),
    "standby": QT_TRANSLATE_NOOP(
        "Findings",
        "The database server is a standby, which only allows reading: nothing can be deleted, started or "
        "stopped.",
    ),
    "schema_good": QT_TRANSLATE_NOOP("Findings", "The table {table} has everything that Sweep needs."),
    "gap_missing table": QT_TRANSLATE_NOOP("Findings", "The table {name} is missing."),
    "gap_missing column": QT_TRANSLATE_NOOP("Findings", "The column {name} is missing."),
    "gap_missing index": QT_TRANSLATE_NOOP("Findings", "The index {name} is missing."),
    "gap_missing constraint": QT_TRANSLATE_NOOP("Findings", "The constraint {name} is missing."),
    "gap_missing recommended index": QT_TRANSLATE_NOOP(
        "Findings", "The index {name} is recommended: it keeps deletions fast as the table grows."
    ),
    "gap_differs table": QT_TRANSLATE_NOOP("Findings", "The table {name} differs from what is expected."),
    "gap_differs column": QT_TRANSLATE_NOOP("Findings", "The column {name} differs from what is expected."),
    "gap_differs index": QT_TRANSLATE_NOOP("Findings", "The index {name} differs from what is expected."),
    "gap_differs constraint": QT_TRANSLATE_NOOP(
        "Findings", "The constraint {name} differs from what is expected."
    ),
    "gap_differs recommended index": QT_TRANSLATE_NOOP(
        "Findings", "The recommended index {name} differs from what is expected."
    ),
    "ids_used_up": QT_TRANSLATE_NOOP(
        "Findings", "No new deletion can start: the sequence {sequence} has no ID left for a job."
    ),
    "ids_scarce": QT_TRANSLATE_NOOP("Findings", "The sequence {sequence} has only {left} IDs left for jobs."),
    "ids_taken": QT_TRANSLATE_NOOP(
        "Findings",
        "No new deletion can start: the next ID of the sequence {sequence} already belongs to a job.",
    ),
    "interfering": QT_TRANSLATE_NOOP(
        "Findings", "Triggers or rules can change or prevent what Sweep writes: {names}."
    ),
    "right_missing": QT_TRANSLATE_NOOP(
        "Findings", "The database user lacks the privilege {right} on {subject}."
    ),
    "rows_hidden": QT_TRANSLATE_NOOP(
        "Findings",
        "A row-level security policy hides rows of the table {table} from the database user {role}.",
    ),
    "lock_missing": QT_TRANSLATE_NOOP(
        "Findings",
        "The database user has no permission to lock rows of {subject}: a file could come into use while "
        "it is being deleted.",
    ),
    "excess": QT_TRANSLATE_NOOP(
        "Findings", "The database user {role} has privileges that Sweep does not need: {rights}."
    ),
    "strangers": QT_TRANSLATE_NOOP(
        "Findings",
        "{role} can create functions and operators in the schema {schema}, and so change what statements do.",
    ),
    "rights_good": QT_TRANSLATE_NOOP("Findings", "The database user has all required privileges."),
    "job_stale": QT_TRANSLATE_NOOP(
        "Findings",
        "Job {job_id} of business {business_id} is not responding: no heartbeat for {time}.",
    ),
    "job_stuck": QT_TRANSLATE_NOOP(
        "Findings", "Job {job_id} of business {business_id} is stuck: not picked up by any worker for {time}."
    ),
    "jobs_good": QT_TRANSLATE_NOOP("Findings", "No deletion is stuck or not responding (active: {count})."),
    "files_due_good": QT_TRANSLATE_NOOP("Findings", "No files are overdue for deletion."),
    "files_due_unseen": QT_TRANSLATE_NOOP(
        "Findings",
        "Only {looked} of {count} businesses could be checked for overdue files in a few seconds. Each check "
        "looks at them in another order.",
    ),
    "files_by_others": QT_TRANSLATE_NOOP(
        "Findings",
        "The web worker and older consoles delete files at once, also of a job that is to keep them.",
    ),
    "stamps_differ": QT_TRANSLATE_NOOP(
        "Findings",
        "Job {job_id} of business {business_id} counts {succeeded} deleted receipts; Sweep can restore "
        "{stamped}. The rest was deleted by the web worker, or it wrote over what Sweep had noted.",
    ),
    "storage_good": QT_TRANSLATE_NOOP("Findings", "Attachments in {place} can be deleted."),
    "storage_versions": QT_TRANSLATE_NOOP(
        "Findings", "{place} keeps object versions: the data of deleted files remains in noncurrent versions."
    ),
    "queue_good": QT_TRANSLATE_NOOP(
        "Findings", "The queue {where} responds in {milliseconds} ms. Workers that listen: {count}."
    ),
    "queue_unlistened": QT_TRANSLATE_NOOP(
        "Findings",
        "The queue {where} responds in {milliseconds} ms, but no worker listens on it. Start one on any "
        "machine.",
    ),
}

_SUBJECTS = {
    "database": QT_TRANSLATE_NOOP("Findings", "Database"),
    "tls": QT_TRANSLATE_NOOP("Findings", "Encryption"),
    "schema": QT_TRANSLATE_NOOP("Findings", "Tables"),
    "rights": QT_TRANSLATE_NOOP("Findings", "Privileges"),
    "jobs": QT_TRANSLATE_NOOP("Findings", "Jobs"),
    "storage": QT_TRANSLATE_NOOP("Findings", "Files"),
    "queue": QT_TRANSLATE_NOOP("Findings", "Queue (Redis)"),
}

_VERDICTS = {
    Verdict.OK: QT_TRANSLATE_NOOP("Findings", "OK"),
    Verdict.NOTE: QT_TRANSLATE_NOOP("Findings", "Note"),
    Verdict.WARNING: QT_TRANSLATE_NOOP("Findings", "Warning"),
    Verdict.ERROR: QT_TRANSLATE_NOOP("Findings", "Error"),
}

_QUESTIONS = {
    Question.DATABASE: QT_TRANSLATE_NOOP("Findings", "Checking the database…"),
    Question.SCHEMA: QT_TRANSLATE_NOOP("Findings", "Checking the tables…"),
    Question.RIGHTS: QT_TRANSLATE_NOOP("Findings", "Checking the privileges…"),
    Question.JOBS: QT_TRANSLATE_NOOP("Findings", "Checking the jobs…"),
    Question.STORAGE: QT_TRANSLATE_NOOP("Findings", "Checking the storage…"),
    Question.QUEUE: QT_TRANSLATE_NOOP("Findings", "Checking the queue…"),
}


def finding_text(finding: Finding) -> str:
    """The answer as whole sentences."""
    if finding.problem is not None:
        return error_text(finding.problem)
    key = finding.code
    if kind := finding.values.get("kind"):
        key = f"{key} {kind}"
    values = {name: ltr(plain(str(value))) for name, value in finding.values.items()}
    if "seconds" in finding.values:
        values["time"] = duration_text(float(str(finding.values["seconds"])), QLocale())
    if "version" in finding.values:  # name and number together: apart they would change places
        values["version"] = ltr(f"PostgreSQL {finding.values['version']}")
    sentence = _overdue(finding) if key == "files_overdue" else translate("Findings", str(_SENTENCES[key]))
    return sentence.format(**{"table": ltr("background_jobs"), **values})


def _overdue(finding: Finding) -> str:
    """The only one of the sentences that has plural forms."""
    return translate(
        "Findings",
        "Files of {count} business(es) were to be deleted more than {days} days ago: {names}. A console or "
        "worker deletes them in the background, or: {command}",
        None,
        plural_of(int(str(finding.values["count"]))),
    )


def remedy_text(finding: Finding) -> str:
    """The SQL for whoever looks after the database, or nothing. What exactly differs stands in it as a
    comment, in English like the rest of it."""
    if finding.subject == "tls":
        return ""
    problem = finding.values.get("problem")
    return f"-- {problem}\n{finding.remedy}".strip() if problem else finding.remedy.strip()


def subject_text(finding: Finding) -> str:
    """What the finding is about, in one word."""
    return translate("Findings", str(_SUBJECTS[finding.subject]))


def verdict_text(verdict: Verdict) -> str:
    """How it is, in a word or two."""
    return translate("Findings", str(_VERDICTS[verdict]))


def question_text(question: Question) -> str:
    """What is being looked at."""
    return translate("Findings", str(_QUESTIONS[question]))
