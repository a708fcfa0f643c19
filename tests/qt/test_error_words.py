"""Errors in Hebrew: nothing of ours is left in English; what PostgreSQL said stays a quotation."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from app.core import errors, queue_errors, restore_errors, run_errors
from app.core.database_messages import UNREADABLE_REFUSAL
from app.core.demo_messages import DEMO_ANSWERED
from app.core.messages import CURSOR_NO_LIST, NO_PRODUCT_TABLE
from app.core.storage_messages import KEY_HAS_NO_PERMISSION, SYSTEM
from app.db.failures import CONNECT_SENTENCES, failure
from app.db.url import NOT_POSTGRESQL
from app.qt.translation import Language
from app.ui.texts.errors import CONNECT_TEXTS, error_text
from app.ui.texts.queue_errors import QUEUE_PARTS
from app.ui.texts.stored import stored_text
from tests.support.kinds import kinds_of_errors
from tests.support.walking import foreign_letters

NEUTRAL: list[errors.SweepError] = [
    errors.FieldMissing("א"),
    errors.PolicyOutOfBounds("batch size", 0, 1, 10_000),
    errors.BadDatabaseUrl(NOT_POSTGRESQL),
    errors.StorageUnusable("א", KEY_HAS_NO_PERMISSION),
    errors.FilesNotFound("א", 50, "א"),
    errors.CursorDamaged(CURSOR_NO_LIST.format(key="א")),
    errors.IllegalTransition("completed", "running"),
    errors.SchemaProblem(NO_PRODUCT_TABLE.format(table="א")),
    errors.DemoUnavailable(DEMO_ANSWERED.format(reason="א")),
    run_errors.RunLabelTooLong("name", 81, 80),
    run_errors.RunLabelTooLong("note", 501, 500),
    run_errors.NoSuchRun("א"),
    run_errors.RunAmbiguous("א", ["012345678901", "012345678902"]),
    *(run_errors.NothingInRun(action, "א") for action in run_errors.NothingInRun.SENTENCES),
    errors.NotAllowed(),
    errors.AuditUnavailable("א", SYSTEM["ENOSPC"]),
    errors.AuditUnreadable("א", SYSTEM["EACCES"]),
    errors.ExportFailed("א", SYSTEM["EROFS"]),
    *(errors.ListUnreadable(why, "א", 20) for why in errors.ListUnreadable.REASONS),
    errors.SignInRefused(),
    errors.SignInTooSoon(16),
    *(
        errors.CannotConnect(why, "א", CONNECT_SENTENCES.get(why, UNREADABLE_REFUSAL))
        for why in CONNECT_TEXTS
    ),
    errors.RowsHidden("א", "א"),
    *(errors.SchemaUnclear(why, "א") for why in errors.SchemaUnclear.REASONS),
    *(errors.KeychainRefused(what) for what in errors.KeychainRefused.SENTENCES),
    errors.SettingsNotSaved("א"),
    errors.OwnershipLost(77),
    restore_errors.NoRestoresHere(),
    restore_errors.RestoreDamaged("א"),
    restore_errors.RestoreMoved(77),
    restore_errors.DeletionInTheWay(77),
    *(queue_errors.BadQueueUrl(reason) for reason in sorted(map(str, QUEUE_PARTS))),
    queue_errors.NoQueueNamed(),
    queue_errors.NobodyListens(),
    *(queue_errors.QueueUnreachable(why, "א", "א") for why in queue_errors.QueueUnreachable.REASONS),
]
"""One of each kind that does not repeat what others said, without a word of English that is not ours."""

QUOTING = {errors.SweepError, errors.Unforeseen, errors.BadInput}
"""These repeat what somebody else said; so do most of the database's kinds, which are below."""


def test_no_kind_of_error_is_left_out() -> None:
    database = {kind for kind in kinds_of_errors() if issubclass(kind, errors.DatabaseError)}
    assert {type(error) for error in NEUTRAL} | QUOTING | database == kinds_of_errors()


@pytest.mark.parametrize("error", NEUTRAL, ids=lambda error: getattr(error, "why", error.code))
def test_no_error_leaves_english_in_hebrew(error: errors.SweepError, language: Language) -> None:
    language.use("he")
    names = {
        "Sweep",
        "URL",
        "PostgreSQL",
        "postgresql://user@host:5432/database",
        "VPN",
        "BYPASSRLS",
        "Redis",
        "pooler",
        *("Redis", "SSH", "TLS", "IP", "UTF-8", "socket", "SWEEP_REDIS_URL"),
        *("rediss://user@host:6379/0", "unix:///run/redis/redis.sock", "redis", "rediss", "unix"),
        *("main.py", "migrate", "apply", "with-console-tables"),
        *("CSV", "Excel", "TXT", "XLS", "XLSX"),
    }
    assert foreign_letters(error_text(error), "he", names) == ""


SQLSTATES = ["08006", "55P03", "40P01", "42501", "42P01", "0A000", "23505"]


@pytest.mark.parametrize("state", SQLSTATES)
def test_what_the_database_answers_leaves_no_english_of_ours(state: str, language: Language) -> None:
    """Of each kind of failure: in the window's own sentence, and where it was stored on a row."""
    language.use("he")
    error = failure(DBAPIError("SELECT 1", {}, Answered(state)))
    for told in (error_text(error), stored_text(str(error))):
        assert foreign_letters(told, "he", set()) == ""


class Answered(Exception):
    """What psycopg2 raises, as far as it is looked at."""

    def __init__(self, pgcode: str) -> None:
        super().__init__("שגיאה")
        self.pgcode = pgcode
