"""What the diagnostics found, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.actions.diagnostics import Finding, Question, Verdict
from app.core.text import visible
from app.qt.translation import ltr
from app.ui.texts.errors import error_text

translate = QCoreApplication.translate

# By `Finding.code`; of a gap, by its kind as well, because words have a gender.
_SENTENCES = {
    "database_answers": QT_TRANSLATE_NOOP("Findings", "{where} answers in {milliseconds} ms ({version})."),
    "tls": QT_TRANSLATE_NOOP("Findings", "The connection is encrypted (TLS)."),
    "tls_local": QT_TRANSLATE_NOOP("Findings", "The connection stays on this computer."),
    "tls_open": QT_TRANSLATE_NOOP(
        "Findings", "The connection is not encrypted. Choose the encryption in the settings."
    ),
    "bounds_good": QT_TRANSLATE_NOOP("Findings", "The time-outs of every transaction are in force."),
    "bounds_missing": QT_TRANSLATE_NOOP(
        "Findings", "The setting {name} is {found} instead of {wanted} in a transaction of this console."
    ),
    "schema_good": QT_TRANSLATE_NOOP("Findings", "The table {table} has all that Sweep needs."),
    "gap_missing table": QT_TRANSLATE_NOOP("Findings", "The table {name} is missing."),
    "gap_missing column": QT_TRANSLATE_NOOP("Findings", "The column {name} is missing."),
    "gap_missing index": QT_TRANSLATE_NOOP("Findings", "The index {name} is missing."),
    "gap_missing constraint": QT_TRANSLATE_NOOP("Findings", "The constraint {name} is missing."),
    "gap_missing recommended index": QT_TRANSLATE_NOOP(
        "Findings", "The index {name} would keep batches quick as the table grows."
    ),
    "gap_differs table": QT_TRANSLATE_NOOP("Findings", "The table {name} is there, but not as it should be."),
    "gap_differs column": QT_TRANSLATE_NOOP(
        "Findings", "The column {name} is there, but not as it should be."
    ),
    "gap_differs index": QT_TRANSLATE_NOOP("Findings", "The index {name} is there, but not as it should be."),
    "gap_differs constraint": QT_TRANSLATE_NOOP(
        "Findings", "The constraint {name} is there, but not as it should be."
    ),
    "gap_differs recommended index": QT_TRANSLATE_NOOP(
        "Findings", "The index {name}, which keeps batches quick, is there, but not as it should be."
    ),
    "right_missing": QT_TRANSLATE_NOOP(
        "Findings", "The console's database user lacks the right {right} on {subject}."
    ),
    "rows_hidden": QT_TRANSLATE_NOOP(
        "Findings",
        "A row-level security policy hides rows of the table {table} from the database user {role}.",
    ),
    "lock_missing": QT_TRANSLATE_NOOP(
        "Findings",
        "The console's database user may not lock rows of {subject}: in the moment of a deletion somebody "
        "could still begin to use a file.",
    ),
    "strangers": QT_TRANSLATE_NOOP(
        "Findings",
        "{role} may create functions and operators in the schema {schema}, and so change what statements do.",
    ),
    "rights_good": QT_TRANSLATE_NOOP(
        "Findings", "The console's database user has the rights that a deletion needs."
    ),
    "job_stale": QT_TRANSLATE_NOOP(
        "Findings",
        "Job {job_id} of business {business_id} does not respond: no sign of life for {seconds} s.",
    ),
    "job_stuck": QT_TRANSLATE_NOOP(
        "Findings", "Job {job_id} of business {business_id} is stuck: nobody has run it for {seconds} s."
    ),
    "jobs_good": QT_TRANSLATE_NOOP("Findings", "No deletion is stuck or silent (active: {count})."),
    "storage_good": QT_TRANSLATE_NOOP("Findings", "Attachments in {place} can be deleted."),
    "storage_versions": QT_TRANSLATE_NOOP(
        "Findings", "{place} keeps versions: what is deleted leaves its data behind a delete marker."
    ),
}

_SUBJECTS = {
    "database": QT_TRANSLATE_NOOP("Findings", "Database"),
    "tls": QT_TRANSLATE_NOOP("Findings", "Encryption"),
    "schema": QT_TRANSLATE_NOOP("Findings", "Tables"),
    "rights": QT_TRANSLATE_NOOP("Findings", "Rights"),
    "jobs": QT_TRANSLATE_NOOP("Findings", "Jobs"),
    "storage": QT_TRANSLATE_NOOP("Findings", "Files"),
}

_VERDICTS = {
    Verdict.GOOD: QT_TRANSLATE_NOOP("Findings", "Good"),
    Verdict.ADVICE: QT_TRANSLATE_NOOP("Findings", "Worth a look"),
    Verdict.BAD: QT_TRANSLATE_NOOP("Findings", "Not right"),
}

_QUESTIONS = {
    Question.DATABASE: QT_TRANSLATE_NOOP("Findings", "Asking the database…"),
    Question.SCHEMA: QT_TRANSLATE_NOOP("Findings", "Looking at the tables…"),
    Question.RIGHTS: QT_TRANSLATE_NOOP("Findings", "Looking at the rights…"),
    Question.JOBS: QT_TRANSLATE_NOOP("Findings", "Looking at the jobs…"),
    Question.STORAGE: QT_TRANSLATE_NOOP("Findings", "Asking the storage…"),
}


def finding_text(finding: Finding) -> str:
    """The answer as whole sentences."""
    if finding.problem is not None:
        return error_text(finding.problem)
    key = finding.code
    if kind := finding.values.get("kind"):
        key = f"{key} {kind}"
    values = {name: ltr(visible(str(value))) for name, value in finding.values.items()}
    if "version" in finding.values:  # name and number together: apart they would change places
        values["version"] = ltr(f"PostgreSQL {finding.values['version']}")
    return translate("Findings", str(_SENTENCES[key])).format(**{"table": ltr("background_jobs"), **values})


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
