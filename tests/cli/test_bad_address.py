"""An address of a database that leads nowhere or to none of ours, and passwords that nobody may see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from sqlalchemy import URL

from app.bootstrap.keyring_store import SERVICE
from app.db.failures import CONNECT_SENTENCES
from tests.cli.conftest import Call
from tests.support.passwords import PASSWORD
from tests.support.product import Product, User
from tests.support.program import HereProgram, Program, finished, until

USAGE, FAILED, REFUSED, CANNOT_CONNECT = 2, 1, 3, 4
SECRET = "hush-7f3a"


def business_of(product: Product) -> int:
    return int(product.scalar("SELECT id FROM business WHERE name = 'Alma'"))


def at(url: str) -> list[str]:
    return ["--database-url", url]


def text(address: URL) -> str:
    return address.render_as_string(hide_password=False)


# The address of the database


def test_an_address_that_is_none(call: Call, product: Product, subtests: pytest.Subtests) -> None:
    addresses = (
        "nonsense",
        "  ",
        f"mysql://sweep:{SECRET}@db.example/product",
        f"postgresql://sweep:{SECRET}@db.example",
        f"postgresql://sweep:{SECRET}@db.example/",
        f"postgresql://sweep:{SECRET}@db.example:port/product",
        f"postgresql:/sweep:{SECRET}@db.example/product",
        f"//sweep:{SECRET}@db.example/product",
    )
    delete = ["delete", "--business", str(business_of(product)), "--confirm", "DELETE"]
    for url in addresses:
        for words in (delete, ["jobs"]):
            with subtests.test(url=url, command=words[0]):
                done = call(*words, *at(url))
                assert (done.status, done.out) == (USAGE, "")
                assert "database" in done.sentence
                assert SECRET not in done.err


def test_a_password_is_not_told_whatever_is_wrong_with_the_address(
    call: Call, here: HereProgram, subtests: pytest.Subtests
) -> None:
    """Also where an unescaped @ makes the end of the password look like a computer."""
    for url in (
        f"postgresql://sweep:{SECRET}%40tail@127.0.0.1:1/product",
        f"postgresql://sweep:p@{SECRET}@127.0.0.1:1/product",
        f"postgresql://sweep:p@{SECRET}@nowhere.invalid/product",
        f"postgresql://sweep:{SECRET}#@127.0.0.1:1/product",
        f"postgresql://127.0.0.1:1/product?user=sweep&password={SECRET}",
        f"postgresql://sweep:{SECRET}@127.0.0.1:1/product?nonsense=1",
        f"postgresql://sweep:{SECRET}@127.0.0.1:1/product?sslmode=maybe",
        f"postgresql://sweep:{SECRET}@127.0.0.1:999999/product",
    ):
        with subtests.test(url=url):
            done = call("jobs", *at(url))
            assert done.status in {USAGE, CANNOT_CONNECT}
            assert SECRET not in done.out + done.sentence
            assert SECRET not in here.traces()


# Connections that fail


@pytest.fixture
def nobody(tmp_path: Path) -> str:
    """An address where nobody answers."""
    return f"postgresql://sweep:{SECRET}@/product?host={tmp_path}"


def test_nobody_answers(call: Call, product: Product, nobody: str, subtests: pytest.Subtests) -> None:
    for words in (
        ["delete", "--business", str(business_of(product)), "--confirm", "DELETE"],
        ["cancel", "1"],
        ["jobs"],
        ["migrate"],
        ["migrate", "--apply"],
        ["doctor"],
    ):
        with subtests.test(command=words[0]):
            done = call(*words, *at(nobody))
            assert done.status == CANNOT_CONNECT
            assert CONNECT_SENTENCES["refused"] in (done.out if words == ["doctor"] else done.sentence)
            assert SECRET not in done.out + done.err


def test_a_refused_port(call: Call) -> None:
    done = call("jobs", *at(f"postgresql://sweep:{SECRET}@127.0.0.1:1/product"))
    assert (done.status, done.out) == (CANNOT_CONNECT, "")
    assert "127.0.0.1:1/product" in done.sentence


def test_a_database_that_the_server_has_not(call: Call, product: Product, database_url: str) -> None:
    done = call("jobs", *at(database_url.replace(product.connection.info.dbname, "no_such_database")))
    assert (done.status, done.out) == (CANNOT_CONNECT, "")
    assert "no_such_database" in done.sentence


def test_a_wrong_password_of_the_database(call: Call, here: HereProgram, guarded: URL) -> None:
    done = call("jobs", *at(text(guarded.set(password="wrong-" + SECRET))))
    assert (done.status, done.out) == (CANNOT_CONNECT, "")
    assert CONNECT_SENTENCES["password"] in done.sentence
    assert SECRET not in done.err + here.traces()


def test_a_missing_password_of_the_database(call: Call, guarded: URL) -> None:
    done = call("jobs", *at(text(guarded._replace(password=None))))
    assert (done.status, done.out) == (CANNOT_CONNECT, "")
    assert "password" in done.sentence


class Ring:
    """An operating system's keyring."""

    def __init__(self, **passwords: str) -> None:
        self.passwords = passwords
        self.asked: list[tuple[str, str]] = []

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.append((service, username))
        return self.passwords.get(service)


def test_the_password_may_stand_in_the_keyring(
    call: Call, guarded: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = Ring(**{SERVICE: PASSWORD})
    monkeypatch.setattr(keyring, "get_password", ring.get_password)
    done = call("jobs", *at(text(guarded._replace(password=None))))
    assert (done.status, done.err) == (0, "")
    assert ring.asked[0][0] == SERVICE
    assert guarded.username is not None
    assert guarded.username in ring.asked[0][1]
    assert PASSWORD not in done.out


def test_a_password_in_the_address_needs_no_keyring(
    call: Call, guarded: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = Ring()
    monkeypatch.setattr(keyring, "get_password", ring.get_password)
    assert call("jobs", *at(text(guarded))).status == 0
    assert ring.asked == []


# What the database is not


@pytest.fixture
def empty(
    empty_database_url: str,
    storage_root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    qapp: object,
) -> Iterator[HereProgram]:
    """The program on a database without any table."""
    with Product(empty_database_url, storage_root) as product:
        nobody = User(1, "dana@example.com", SECRET)
        yield HereProgram(product, tmp_path / "data", nobody, monkeypatch, capsys)


def test_a_database_without_the_tables(empty: HereProgram) -> None:
    for words in (["delete", "--business", "3", "--confirm", "DELETE"], ["cancel", "3"], ["jobs"]):
        done = empty.call(*words)
        assert (done.status, done.out) == (FAILED, "")
        assert "does not exist" in done.sentence


def test_migrate_and_doctor_name_the_tables_that_are_missing(empty: HereProgram) -> None:
    for how in ("--check", "--apply"):
        done = empty.call("migrate", how)
        assert (done.status, done.out) == (FAILED, "")
        assert "business" in done.sentence
    doctor = empty.call("doctor", "--json")
    assert (doctor.status, doctor.err) == (FAILED, "")
    bad = {finding["subject"] for finding in doctor.json["findings"] if finding["verdict"] == "error"}
    assert "schema" in bad
    assert empty.audit() == []


# Secrets


def test_no_password_is_left_anywhere(program: Program, product: Product, user: User, guarded: URL) -> None:
    """Not in what is printed, the log, the audit trail, the process's title, and what the server sees."""
    business_id = product.business()
    product.receipts(business_id, 3)
    words = ["delete", "--business", str(business_id), "--confirm", "DELETE", "--user", user.email, "--json"]
    process = program.python(
        "main.py",
        *words,
        SWEEP_DATABASE_URL=text(guarded),
        SWEEP_STORAGE_ROOT=str(product.storage_root),
        SWEEP_BATCH_SIZE="2",
        SWEEP_THROTTLE_MS="60000",
    )
    until(lambda: product.live(business_id) == 1)
    sessions = product.rows("SELECT * FROM pg_stat_activity WHERE usename = %s", guarded.username)
    title = Path(f"/proc/{process.pid}/cmdline")
    called = title.read_text() if title.exists() else ""
    process.terminate()
    done = finished(process)
    assert done.json["deleted"] == 2
    assert sessions
    rows = str(product.all_rows()["background_jobs"])
    for place in (done.out, done.err, program.traces(), called, str(sessions), rows):
        assert PASSWORD not in place
        assert user.password not in place
    assert "dana@example.com" in program.traces()
