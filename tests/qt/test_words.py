"""Words: each answer, wait, status and error has its text in both languages, and figures keep their shape."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.actions.audit import AuditTrail
from app.actions.results import ActionResult, Answer
from app.bootstrap.resources import RESOURCES
from app.core import errors, queue_errors, restore_errors, run_errors
from app.core.cursor import Cursor
from app.core.durations import duration
from app.core.job import JobStatus
from app.core.messages import recognized
from app.core.policy import Policy, check_workers
from app.core.storage_messages import NO_FOLDER
from app.db.engine import Database
from app.db.url import NOT_POSTGRESQL, parse_url
from app.engine.events import WaitReason
from app.files.local import LocalStorage
from app.qt.translation import Language
from app.ui.texts.errors import CONNECT_TEXTS, PARTS, TEXTS, error_text
from app.ui.texts.queue_errors import QUEUE_UNREACHABLE_TEXTS
from app.ui.texts.stored import stored_text
from app.ui.texts.words import (
    amount_text,
    answer_text,
    businesses_text,
    bytes_text,
    day_text,
    number_text,
    outcome_text,
    receipts_text,
    status_name,
    wait_text,
    without_marks,
)
from app.workers.job_queue import Wait
from tests.support.figures import figures
from tests.support.jobs import a_job
from tests.support.kinds import kinds_of_errors

ENGLISH, HEBREW = QLocale(QLocale.Language.English), QLocale(QLocale.Language.Hebrew)


@pytest.fixture
def english(qapp: QApplication) -> Iterator[Language]:
    language = Language(qapp, RESOURCES / "translations", "en")
    yield language
    language.use("en")


def is_hebrew(text: str) -> bool:
    return any("א" <= letter <= "ת" for letter in text)


WHYS = [
    "refused",
    "unknown_host",
    "timeout",
    "password",
    "keychain",
    "no_database",
    "too_many",
    "starting",
    "options",
    "other",
]

SAMPLES: list[errors.SweepError] = [
    errors.SweepError("Strange."),
    errors.Unforeseen(ZeroDivisionError("division by zero")),
    errors.BadInput("--workers must be a whole number, not 'x'."),
    errors.FieldMissing("Folder"),
    errors.PolicyOutOfBounds("batch size", 0, 1, 10_000),
    errors.BadDatabaseUrl(NOT_POSTGRESQL),
    errors.StorageUnusable("/srv/attachments", NO_FOLDER),
    errors.FilesNotFound("/srv/attachments", 50, "attachments/7/receipt_source/2026/05/9.pdf"),
    errors.CursorDamaged("it is not a JSON object"),
    errors.IllegalTransition("completed", "running"),
    errors.SchemaProblem("Another migration is running."),
    errors.DemoUnavailable("another console is using it."),
    errors.NotAllowed(),
    errors.AuditUnavailable("/var/audit.jsonl", "Permission denied"),
    errors.AuditUnreadable("/var/audit.jsonl", "Permission denied"),
    errors.ExportFailed("/home/dana/businesses.csv", "No space left on device"),
    *(errors.KeychainRefused(what) for what in errors.KeychainRefused.SENTENCES),
    errors.SettingsNotSaved("/home/dana/window.ini"),
    run_errors.RunLabelTooLong("name", 81, 80),
    run_errors.NoSuchRun("SUP-4821"),
    run_errors.RunAmbiguous("SUP-4821", ["012345678901", "012345678902"]),
    *(run_errors.NothingInRun(action, "SUP-4821") for action in run_errors.NothingInRun.SENTENCES),
    *(errors.ListUnreadable(why, "list.xlsx", 20) for why in errors.ListUnreadable.REASONS),
    errors.SignInRefused(),
    errors.SignInTooSoon(16),
    errors.DatabaseError("The database answered: what {now}?"),
    *(errors.CannotConnect(why, "db.internal:5432/product", "libpq says {so}") for why in WHYS),
    errors.ConnectionLost("The connection to the database was lost: bye"),
    errors.TransientError("The database could not do it now: deadlock detected"),
    errors.RowsLocked("Somebody else holds a needed row locked."),
    errors.ReadOnlyDatabase("cannot execute UPDATE in a read-only transaction"),
    errors.ConstraintViolation('violates check constraint "x"'),
    errors.MissingRight("The database role lacks a right: permission denied for table receipts"),
    errors.MissingTables('The database lacks something: relation "receipts" does not exist'),
    errors.NeverPasses('The database rejected the request: cannot update view "receipts"'),
    errors.RowsHidden("contract_files", "support"),
    errors.ChangeIgnored("background_jobs"),
    *(errors.SchemaUnclear(why, "public.users") for why in errors.SchemaUnclear.REASONS),
    errors.OwnershipLost(77),
    restore_errors.NoRestoresHere(),
    restore_errors.RestoreDamaged("it is {so}"),
    restore_errors.RestoreMoved(77),
    restore_errors.DeletionInTheWay(77),
    queue_errors.BadQueueUrl("it is empty"),
    queue_errors.NoQueueNamed(),
    queue_errors.NobodyListens(),
    *(
        queue_errors.QueueUnreachable(why, "redis://queue:6379/0", "said {so}")
        for why in queue_errors.QueueUnreachable.REASONS
    ),
]


def test_there_is_a_sample_of_each_kind_of_error() -> None:
    assert {type(sample) for sample in SAMPLES} == kinds_of_errors()


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: getattr(error, "why", error.code))
def test_each_error_has_a_text_in_both_languages(error: errors.SweepError, english: Language) -> None:
    in_english = error_text(error)
    english.use("he")
    in_hebrew = error_text(error)
    assert not is_hebrew(in_english)
    assert is_hebrew(in_hebrew)
    for text in (in_english, in_hebrew):
        assert without_marks(text).rstrip().endswith((".", ")", "?"))


def test_no_kind_of_error_falls_back_on_the_command_lines_english() -> None:
    unclear = {errors.SchemaUnclear(why, "").code for why in errors.SchemaUnclear.REASONS}
    refused = {errors.KeychainRefused(what).code for what in errors.KeychainRefused.SENTENCES}
    codes = {kind.code for kind in kinds_of_errors()} | unclear | refused
    assert codes - set(TEXTS) == {"error", "cannot_connect", "queue_unreachable"}
    assert set(CONNECT_TEXTS) == set(WHYS)
    assert set(QUEUE_UNREACHABLE_TEXTS) == set(queue_errors.QueueUnreachable.REASONS)


def test_an_error_tells_what_it_knows(english: Language) -> None:
    def told(error: errors.SweepError) -> str:
        return without_marks(error_text(error))

    assert figures(told(SAMPLES[4])) == ["1", "10000", "0"]
    assert "/srv/attachments" in told(SAMPLES[6])
    assert NO_FOLDER in told(SAMPLES[6])
    assert figures(told(errors.SignInTooSoon(16))) == ["16"]
    assert "permission denied for table receipts" in told(
        errors.MissingRight("permission denied for table receipts")
    )
    for why in WHYS:
        assert "db.internal:5432/product" in told(errors.CannotConnect(why, "db.internal:5432/product", "x"))
    assert "⟨U+202E⟩" in told(errors.StorageUnusable("/srv/\u202e", "gone"))


def test_parts_that_come_in_english_are_known_by_their_very_words(tmp_path: Path) -> None:
    """The rooms below give these words: a change there must reach the translations."""
    (tmp_path / "attachments").mkdir()

    def reasons() -> Iterator[object]:
        for address in ("nonsense", "mysql://host/db", "postgresql://host", "host=x"):
            with pytest.raises(errors.BadDatabaseUrl) as caught:
                parse_url(address)
            yield caught.value.values["reason"]
        for root in (tmp_path / "missing", tmp_path / "attachments"):
            with pytest.raises(errors.StorageUnusable) as unusable:
                LocalStorage(root).check()
            yield unusable.value.values["reason"]
        with pytest.raises(errors.AuditUnavailable) as unwritable:
            AuditTrail(tmp_path / "attachments", "here", str).require_writable()
        yield unwritable.value.values["reason"]
        for out_of_bounds in (
            lambda: Policy(batch_size=0),
            lambda: Policy(throttle_ms=-1),
            lambda: Policy(failure_cap=0),
            lambda: Policy(runtime_cap_seconds=1),
            lambda: check_workers(0),
        ):
            with pytest.raises(errors.PolicyOutOfBounds) as bounds:
                out_of_bounds()
            yield bounds.value.values["name"]

    found = set(reasons())
    assert len(found) == 12
    assert {one for one in found if recognized(str(one)) is None} <= PARTS


def test_known_parts_are_translated_inside_their_sentence(english: Language) -> None:
    english.use("he")
    for part in map(str, PARTS):
        told = error_text(errors.StorageUnusable("/srv", part))
        assert part not in told
        assert is_hebrew(told)


def test_a_real_refused_connection_is_told(english: Language) -> None:
    with (
        pytest.raises(errors.CannotConnect) as caught,
        Database(parse_url("postgresql://nobody:secret@127.0.0.1:1/none")).connection(),
    ):
        pass
    assert caught.value.why == "refused"
    assert "127.0.0.1:1/none" in error_text(caught.value)
    assert "secret" not in error_text(caught.value)


def test_a_damaged_cursor_is_told_with_its_reason(english: Language) -> None:
    with pytest.raises(errors.CursorDamaged) as caught:
        Cursor.parse("[1]")
    assert str(caught.value.values["reason"]) in error_text(caught.value)


@pytest.mark.parametrize("answer", Answer)
def test_each_answer_is_a_sentence_in_both_languages(answer: Answer, english: Language) -> None:
    result = ActionResult(answer, 3, a_job(id=77, status=JobStatus.PAUSED), seconds=42)
    in_english = without_marks(answer_text(result, "Orion"))
    assert in_english.startswith("Orion: ")
    assert in_english.endswith(".")
    english.use("he")
    in_hebrew = answer_text(result, "Orion")
    assert is_hebrew(in_hebrew)
    assert "{" not in in_english + in_hebrew


def test_an_answer_holds_job_status_and_seconds(english: Language) -> None:
    paused = a_job(id=77, status=JobStatus.PAUSED)
    assert figures(outcome_text(Answer.ALREADY_ACTIVE, paused)) == ["77"]
    for answer in (Answer.ALREADY_ACTIVE, Answer.WRONG_STATUS):
        assert f"“{status_name(JobStatus.PAUSED)}”" in outcome_text(answer, paused)
    assert figures(outcome_text(Answer.TOO_SOON, None, 42)) == ["42"]


def test_an_answer_shows_a_name_so_that_it_cannot_disguise_itself(english: Language) -> None:
    told = answer_text(ActionResult(Answer.STARTED, 3), "Acme \u202etnemyap")
    assert told.startswith("\u2068Acme ⟨U+202E⟩tnemyap\u2069: ")


def test_an_answer_without_a_name_stands_alone(english: Language) -> None:
    assert answer_text(ActionResult(Answer.NO_SUCH_JOB, None), "") == outcome_text(Answer.NO_SUCH_JOB)


@pytest.mark.parametrize("reason", WaitReason)
def test_each_wait_is_told_in_both_languages(reason: WaitReason, english: Language) -> None:
    wait = Wait(reason, 3.6, "deadlock detected")
    in_english, detail = wait_text(wait), stored_text(wait.detail)
    english.use("he")
    assert is_hebrew(wait_text(wait))
    if reason is not WaitReason.THROTTLE:
        assert figures(in_english) == ["4"]
    if reason is WaitReason.BACKOFF:
        assert detail in in_english


@pytest.mark.parametrize("status", JobStatus)
def test_each_status_has_a_name_in_both_languages(status: JobStatus, english: Language) -> None:
    assert [one for one in JobStatus if status_name(one) == status_name(status)] == [status]
    assert not is_hebrew(status_name(status))
    english.use("he")
    assert is_hebrew(status_name(status))


@pytest.mark.parametrize(
    ("code", "count", "found"),
    [
        ("en", 0, ["0"]),
        ("en", 1, ["1"]),
        ("en", 1234, ["1,234"]),
        ("he", 1, []),  # one is a word
        ("he", 2, ["2"]),
        ("he", 1234, ["1,234"]),
    ],
)
def test_counts_have_the_right_plural_form(
    code: str, count: int, found: list[str], english: Language
) -> None:
    english.use(code)
    for text in (receipts_text, businesses_text):
        one, many, here = (without_marks(text(number, english.locale)) for number in (1, 5, count))
        assert figures(here) == found
        assert here == (one if count == 1 else many.replace("5", "".join(found)))
        assert one != many.replace("5", "1")


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0.00"),
        ("0.05", "0.05"),
        ("-0.05", "-0.05"),
        ("1234.5", "1,234.50"),
        ("9999999999999.99", "9,999,999,999,999.99"),
        ("-1234567.89", "-1,234,567.89"),
    ],
)
def test_amounts_are_exact(amount: str, text: str) -> None:
    assert without_marks(amount_text(Decimal(amount), ENGLISH)) == text


def test_figures_and_dates_keep_their_direction_inside_hebrew() -> None:
    assert number_text(1234, HEBREW) == "\u20661,234\u2069"
    assert bytes_text(12_345_678, HEBREW) == "\u206811.8\u00a0MB\u2069"
    assert day_text(date(2025, 5, 22), HEBREW) == "\u206822 מאי 2025\u2069"
    assert day_text(date(2025, 5, 22), ENGLISH) == "\u206822 May 2025\u2069"
    assert day_text(None, ENGLISH) == "–"


def test_a_wait_counts_down_from_its_beginning(english: Language) -> None:
    wait = Wait(WaitReason.DATABASE, 12.0, "refused", since=100.0)
    for now, left in ((100.0, 12), (103.5, 9), (500.0, 1)):
        assert figures(wait_text(wait, now)) == figures(duration(left))
    alone = without_marks(wait_text(Wait(WaitReason.BACKOFF, 2.0)))
    assert figures(alone) == ["2"]
