"""What rows and servers say in English is told in the person's language, as far as it is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core import messages
from app.core.database_messages import LOCK_TIMEOUT, PRIVILEGE_MISSING
from app.core.errors import FilesNotFound, RowsHidden
from app.core.message import Message
from app.core.messages import (
    COUNTED_BEYOND,
    DELETED_ELSEWHERE,
    FILES_HELD,
    FILES_NEEDED,
    FILES_NOT_DELETED,
    LOCKED,
    MARKED_BY_HAND,
    MESSAGES,
    NOT_DELETED,
    NOT_GONE,
    OTHER_BUSINESS,
    OTHER_FOLDER,
    OTHER_PURPOSE,
    REFERENCE,
    RETRIED_ONLY,
    ROW_STAYS,
    SHARED,
    SKIPPED,
    STILL_USED,
    UNREADABLE,
)
from app.core.storage_messages import STORAGE_UNUSABLE, SYSTEM
from app.engine.balance import what_became_of
from app.engine.heartbeat import REFUSED
from app.engine.tally import FileTally
from app.qt.translation import Language
from app.ui.texts.audit import action_text
from app.ui.texts.errors import error_text
from app.ui.texts.stored import stored_text
from app.ui.texts.words import without_marks
from tests.support.figures import figures
from tests.support.walking import foreign_letters

KEY = "attachments/3/x/7.pdf"
LOCK = "canceling statement due to lock timeout"

EVERY_FILE = FileTally(
    deleted=10,
    missing=5,
    needed=10,
    left=32,
    held=30,
    hidden=10,
    why_needed={OTHER_BUSINESS: 3, REFERENCE.format(table="Media.of"): 7},
    why_left={LOCKED: 2},
)


@pytest.mark.parametrize(
    ("said", "counted", "parts"),
    [
        (LOCK, [], []),
        (LOCKED, [], []),
        (MARKED_BY_HAND, [], []),
        (RETRIED_ONLY, [], []),
        (
            f"{NOT_GONE.format(count=2)} {DELETED_ELSEWHERE.format(count=3)} "
            f"{NOT_DELETED.format(count=4, reason=SKIPPED)}",
            ["2", "3", "4"],
            [SKIPPED],
        ),
        (f"{NOT_GONE.format(count=2)} {COUNTED_BEYOND.format(count=3)}", ["2", "3"], []),
        ("Server restarted / job heartbeat lost: no heartbeat for 412 seconds", ["6", "52"], []),
        (f"10 batches failed in a row. The last: {LOCK}", ["10"], [LOCK]),
        (
            "3 receipts could not be deleted, the last: locked by somebody else. "
            "2 files could not be deleted: I/O error.",
            ["3", "2"],
            [LOCKED, "I/O error"],
        ),
        (
            f"{RETRIED_ONLY} {NOT_DELETED.format(count=1, reason=LOCK)}",
            ["1"],
            [RETRIED_ONLY, LOCK],
        ),
        (" ".join(what_became_of(EVERY_FILE)), ["2", "30", "45", "5", "7", "3", "10"], [LOCKED]),
        (
            FILES_NOT_DELETED.format(count=25, reason=str(FilesNotFound("/srv/a", 25, KEY)).rstrip(".")),
            ["25", "25", *figures(KEY)],
            ["/srv/a", KEY],
        ),
    ],
)
def test_what_is_known_is_told_with_all_that_it_holds(
    language: Language, said: str, counted: list[str], parts: list[str]
) -> None:
    for code in ("en", "he"):
        language.use(code)
        told = stored_text(said)
        assert not told.startswith("\u2068")  # as nothing foreign, which would be isolated as a whole
        assert figures(told) == counted
        for part in parts:
            assert without_marks(stored_text(part)) in without_marks(told)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message[:40])
@pytest.mark.parametrize("code", ["en", "he"])
def test_every_wording_of_a_message_is_recognized(language: Language, message: Message, code: str) -> None:
    """The present one, and those that earlier versions, the web side and PostgreSQL write."""
    language.use(code)
    wordings = [one.format(**VALUES) for one in (message, *message.also)]
    told = {without_marks(stored_text(one)) for one in wordings}
    assert len(told) == 1, told
    assert messages.recognized(wordings[0]) is not None


@pytest.mark.parametrize(("said", "told"), [("disk\n is full", "disk is full"), ("", "")])
def test_what_is_unknown_is_told_as_it_is(language: Language, said: str, told: str) -> None:
    assert without_marks(stored_text(said)) == told


VALUES: dict[str, object] = {
    "count": 3,
    "all": 7,
    "time": 90,
    "reason": "x",
    "advice": "y",
    "table": "t",
    "role": "r",
    "place": "p",
    "key": "k",
    "where": "w",
    "code": "c",
}

ALL_THERE_IS = " ".join(
    [
        NOT_GONE.format(count=2),
        DELETED_ELSEWHERE.format(count=3),
        NOT_DELETED.format(count=4, reason=SKIPPED),
        *what_became_of(replace(EVERY_FILE, why_needed={STILL_USED: 1, OTHER_BUSINESS: 1})),
    ]
)


@pytest.mark.parametrize(
    "said",
    [
        LOCK,
        LOCKED,
        SKIPPED,
        MARKED_BY_HAND,
        RETRIED_ONLY,
        f"{RETRIED_ONLY} {LOCK}",
        COUNTED_BEYOND.format(count=1),
        f"{NOT_GONE.format(count=2)} {COUNTED_BEYOND.format(count=3)}",
        ALL_THERE_IS,
        *REFUSED.values(),
        *(
            FILES_NEEDED.format(count=1, reason=reason)
            for reason in (OTHER_BUSINESS, OTHER_PURPOSE, OTHER_FOLDER, STILL_USED, SHARED)
        ),
        FILES_NEEDED.format(count=1, reason=REFERENCE.format(table="42")),
        FILES_NEEDED.format(count=1, reason=UNREADABLE.format(table="42")),
        FILES_NOT_DELETED.format(count=1, reason=ROW_STAYS),
        FILES_NOT_DELETED.format(count=1, reason=str(FilesNotFound("42", 25, "7"))),
    ],
)
def test_nothing_english_is_left_in_hebrew(language: Language, said: str) -> None:
    language.use("he")
    assert foreign_letters(stored_text(said), "he", {"bucket"}) == ""


NAMES = {
    *("PostgreSQL", "VPN", "bucket", "endpoint", "proxy", "certificate", "attachments", "JSON"),
    *("true", "false", "deadlock"),
    *("Redis", "redis-server", "Debian", "Ubuntu", "Python"),
    *("pooler", "MB", "demo", "sweep-demo", "psutil", "root", "nobody", "socket"),
    *("TLS", "SSL", "Disable", "SCRAM", "scram-sha-256", "CA", "sslmode", "verify-full", "require_auth"),
    *("sslcert", "sslkey", "sslpassword", "PGSERVICEFILE"),
}
"""Words that stay as they are in Hebrew: names, and what is written so in settings and files."""


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message[:40])
def test_no_message_of_the_catalogue_leaves_english_in_hebrew(language: Language, message: Message) -> None:
    """Also not of one that it quotes; what PostgreSQL or a service says itself stays a quotation."""
    language.use("he")
    values = {name: value if isinstance(value, int) else "א" for name, value in VALUES.items()}
    for reason in ("א", LOCK_TIMEOUT, STORAGE_UNUSABLE.format(place="א", reason=SYSTEM["EROFS"])):
        told = stored_text(message.format(**values | {"reason": reason}))
        assert foreign_letters(told, "he", NAMES) == ""


@pytest.mark.parametrize("code", ["en", "he"])
def test_what_the_database_said_itself_stays_a_quotation(language: Language, code: str) -> None:
    language.use(code)
    said = 'permission denied for table "receipts"'
    told = stored_text(PRIVILEGE_MISSING.format(reason=said))
    assert f"\u2068{said}\u2069" in told
    assert told != said


def test_what_nobody_has_foreseen_stays_as_it_is_and_disguises_nothing(language: Language) -> None:
    language.use("he")
    assert stored_text("trigger \u202esaid no") == "\u2068trigger ⟨U+202E⟩said no\u2069"


@pytest.mark.parametrize("code", ["en", "he"])
def test_nobody_at_the_window_is_sent_to_an_option_of_the_command_line(language: Language, code: str) -> None:
    """What it says instead is the name of the command, as the menu has it."""
    language.use(code)
    menu = action_text("sweep")
    told = stored_text(FILES_HELD.format(count=30, all=45))
    assert "--" not in told
    assert menu in told


@pytest.mark.parametrize("code", ["en", "he"])
def test_a_refused_storage_is_told_in_the_language_with_what_was_expected(
    language: Language, code: str
) -> None:
    language.use(code)
    told = error_text(FilesNotFound("/srv/product", 25, KEY))
    assert KEY in told
    assert "/srv/product" in told
    assert (foreign_letters(told, "he", set()) == "") is (code == "he")


@pytest.mark.parametrize("code", ["en", "he"])
def test_a_policy_that_ended_a_job_is_told_in_the_language(language: Language, code: str) -> None:
    language.use(code)
    told = stored_text(str(RowsHidden("receipts", "support")))
    assert "receipts" in told
    assert "support" in told
    assert (foreign_letters(told, "he", {"receipts", "support"}) == "") is (code == "he")
