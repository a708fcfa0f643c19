"""What the diagnostics say: a finding, and its English sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.durations import counted, duration
from app.core.errors import SweepError
from app.core.job import Job
from app.core.program import WORKER_COMMAND

NAMED = 8
"""Things of one kind that a sentence names."""


class Verdict(StrEnum):
    """OK; NOTE: good to know, and nothing to do; WARNING: it works, and could work better; ERROR: something
    does not work."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


SENTENCES = {
    "database_answers": "{where} responds in {milliseconds} ms (PostgreSQL {version}).",
    "tls_verified": "The connection is encrypted, and the server is verified.",
    "tls": "The connection is encrypted. The server's certificate is not verified (sslmode=verify-full).",
    "tls_passed_on": "The connection goes through a proxy, tunnel or pooler. Whether it is encrypted from "
    "there on cannot be seen.",
    "tls_local": "The connection does not leave this computer.",
    "tls_open": "The connection is not encrypted.",
    "bounds_good": "The transaction timeouts are in effect.",
    "bounds_missing": "The setting {name} is {found} instead of {wanted} in a transaction of this console.",
    "read_only": "The database only allows reading: nothing can be deleted, started or stopped.",
    "standby": "The database server is a standby, which only allows reading: nothing can be deleted, started "
    "or stopped.",
    "schema_good": "The table background_jobs has everything that Sweep needs.",
    "gap_missing": "The {kind} {name} is missing.",
    "gap_differs": "The {kind} {name} differs from what is expected: {problem}",
    "right_missing": "The database user lacks the privilege {right} on {subject}.",
    "rows_hidden": "A row-level security policy hides rows of the table {table} from the database "
    "user {role}.",
    "lock_missing": "The database user has no permission to lock rows of {subject}: a file could come into "
    "use while it is being deleted.",
    "ids_used_up": "No new deletion can start: the sequence {sequence} has no ID left for a job.",
    "ids_scarce": "The sequence {sequence} has only {left} IDs left for jobs.",
    "ids_taken": "No new deletion can start: the next ID of the sequence {sequence} already belongs to a "
    "job.",
    "interfering": "Triggers or rules can change or prevent what Sweep writes: {names}.",
    "excess": "The database user {role} has privileges that Sweep does not need: {rights}.",
    "strangers": "{role} can create functions and operators in the schema {schema}, and so change what "
    "statements do.",
    "rights_good": "The database user has all required privileges.",
    "job_stale": "Job {job_id} of business {business_id} is not responding: no heartbeat for {time}.",
    "job_stuck": "Job {job_id} of business {business_id} is stuck: not picked up by any worker for {time}.",
    "jobs_good": "No deletion is stuck or not responding (active: {count}).",
    "storage_good": "Attachments in {place} can be deleted.",
    "storage_versions": "{place} keeps object versions: the data of deleted files remains in noncurrent "
    "versions.",
    "files_overdue": "Files of {businesses} were to be deleted more than {days} days ago: {names}. "
    "A console or worker deletes them in the background, or: {command}",
    "files_due_good": "No files are overdue for deletion.",
    "files_due_unseen": "Only {looked} of {count} businesses could be checked for overdue files in a few "
    "seconds. Each check looks at them in another order.",
    "files_by_others": "The web worker and older consoles delete files at once, also of a job that is to "
    "keep them.",
    "stamps_differ": "Job {job_id} of business {business_id} counts {succeeded} deleted receipts; Sweep can "
    "restore {stamped}. The rest was deleted by the web worker, or it wrote over what Sweep had noted.",
    "queue_good": "The queue {where} responds in {milliseconds} ms. Workers that listen: {count}.",
    "queue_unlistened": "The queue {where} responds in {milliseconds} ms, but no worker listens on it. Start "
    "one: " + WORKER_COMMAND + ".",
}
"""English for the command line, by `Finding.code`; `ui.texts.findings` has the same for the window."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question. `subject` is stable (database, tls, schema, rights, storage, jobs, queue);
    `code` and `values` are for translation; `problem` where the question could not be answered. `remedy` is
    the SQL or the setting that would fix it, `job` the one that needs a person."""

    subject: str
    verdict: Verdict
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    remedy: str = ""
    job: Job | None = None
    problem: SweepError | None = None

    @property
    def sentence(self) -> str:
        """In English."""
        if self.problem:
            return str(self.problem)
        seconds = float(str(self.values.get("seconds", 0)))
        businesses = counted(int(str(self.values.get("count", 0))), "business", "businesses")
        return SENTENCES[self.code].format(**self.values, time=duration(seconds), businesses=businesses)

    @property
    def json(self) -> dict[str, str]:
        """As the command line prints it."""
        return {
            "subject": self.subject,
            "verdict": self.verdict.value,
            "code": self.problem.code if self.problem else self.code,
            "sentence": self.sentence,
            "remedy": self.remedy,
        }
