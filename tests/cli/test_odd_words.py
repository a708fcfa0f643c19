"""Words that are no text, no number or no address: one sentence, and no secret in it."""

from __future__ import annotations

import os
import sys
from subprocess import DEVNULL, PIPE, Popen

import keyring
import pytest
from keyring.errors import KeyringLocked
from sqlalchemy import URL

from app.core.errors import BadDatabaseUrl
from app.db.failures import CONNECT_SENTENCES
from app.db.url import NOT_A_PORT, NOT_TEXT
from tests.cli.conftest import Call
from tests.support.keyrings import Ring
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.program import HereProgram, Program, finished

USAGE, CANNOT_CONNECT = 2, 4
SECRET = "hush-7f3a"
LATIN = f"{SECRET}-Jos\udce9"
"""As Python has an argument with a byte of Latin-1."""


def test_an_option_that_is_no_text(call: Call, product: Product, subtests: pytest.Subtests) -> None:
    job_id = product.job(product.business(), "paused")
    for words in (
        ["--user", LATIN],
        [f"--user={LATIN}"],
        ["--database-url", f"postgresql://dana:{LATIN}@db/product"],
        ["--storage-root", f"/srv/{LATIN}"],
        ["--schema", LATIN],
        [LATIN],
    ):
        with subtests.test(words=words):
            done = call("cancel", job_id, *words)
            assert (done.status, done.out) == (USAGE, "")
            assert words[0].split("=")[0] in done.sentence or words == [LATIN]
            assert SECRET not in done.err


def test_a_variable_that_is_no_text(call: Call, here: HereProgram, subtests: pytest.Subtests) -> None:
    for name in (
        "SWEEP_PASSWORD",
        "SWEEP_DATABASE_URL",
        "SWEEP_SCHEMA",
        "SWEEP_STORAGE_ROOT",
        "SWEEP_DATA_DIR",
        "SWEEP_WORKERS",
        "R2_SECRET_ACCESS_KEY",
        "ATTACHMENT_STORAGE_DRIVER",
    ):
        with subtests.test(name=name):
            done = call("jobs", **{name: LATIN})
            assert (done.status, done.out) == (USAGE, "")
            assert name in done.sentence
            assert SECRET not in done.err


def test_a_real_byte_of_another_encoding(program: Program, product: Product) -> None:
    words = [word.encode() for word in program.words("jobs", "--schema")]
    environment = os.environ | program.environment
    command = [sys.executable.encode(), b"main.py", *words, b"Jos\xe9"]
    done = finished(
        Popen(command, env=environment, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, encoding="utf-8")
    )
    assert (done.status, done.out) == (USAGE, "")
    assert "--schema" in done.sentence


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"postgresql://dana:{SECRET}%00@db/product", NOT_TEXT),
        (f"postgresql://dana:{SECRET}%E9@db/product", NOT_TEXT),
        (f"postgresql://dana:{SECRET}@db/product%00", NOT_TEXT),
        (f"postgresql://dana:{SECRET}@db:5_432/product", NOT_A_PORT),
        (f"postgresql://dana:{SECRET}@db:٥٤٣٢/product", NOT_A_PORT),
    ],
)
def test_an_address_that_is_none(call: Call, text: str, reason: str) -> None:
    done = call("jobs", "--database-url", text)
    assert (done.status, done.out) == (USAGE, "")
    assert done.sentence == str(BadDatabaseUrl(reason))


@pytest.mark.parametrize("problem", [KeyringLocked("locked"), RuntimeError(SECRET), ImportError("no bus")])
def test_a_password_that_the_keyring_does_not_give(
    call: Call,
    here: HereProgram,
    guarded: URL,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
    problem: Exception,
) -> None:
    """The reason is said where it matters; a server that asks for none is reached all the same."""
    expected_logs.expect("keychain")
    ring = Ring()
    ring.problem = problem
    monkeypatch.setattr(keyring, "get_password", ring.get_password)
    address = guarded._replace(password=None).render_as_string(hide_password=False)
    done = call("jobs", "--database-url", address)
    assert (done.status, done.out) == (CANNOT_CONNECT, "")
    assert CONNECT_SENTENCES["keychain"] in done.sentence
    assert SECRET not in done.err + here.traces()
    assert call("jobs", "--database-url", database_url).status == 0
