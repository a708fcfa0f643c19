"""What people get wrong: each one clear sentence on stderr, the right exit status, and nothing changed."""

from __future__ import annotations

import getpass
import re
import sys
from pathlib import Path

import pytest

from app.actions.results import Answer
from app.core.errors import SignInRefused, StorageUnusable
from app.core.storage_messages import NO_FOLDER
from tests.cli.conftest import Call
from tests.support.figures import figures
from tests.support.logs import ExpectedLogs
from tests.support.product import Product, User
from tests.support.program import HereProgram, Program

USAGE, FAILED, REFUSED, CANNOT_CONNECT = 2, 1, 3, 4
SECRET = "hush-7f3a"


def business_of(product: Product) -> int:
    return int(product.scalar("SELECT id FROM business WHERE name = 'Alma'"))


def at(url: str) -> list[str]:
    return ["--database-url", url]


# Businesses and jobs that are not there


def test_an_unknown_business(call: Call, subtests: pytest.Subtests) -> None:
    for business_id in (4711, 0, 2**31, 2**63 - 1):
        with subtests.test(business_id=business_id):
            done = call("delete", "--business", business_id, "--confirm", "DELETE", "--json")
            assert done.status == REFUSED
            assert str(business_id) in done.sentence
            assert done.json["results"][0]["answer"] == Answer.NO_SUCH_BUSINESS
            assert done.json["results"][0]["web_status"] == 404


def test_an_unknown_job(call: Call, subtests: pytest.Subtests) -> None:
    for command in ("cancel", "pause", "resume", "take-over", "retry"):
        with subtests.test(command=command):
            done = call(command, 4711, "--json")
            assert done.status == REFUSED
            assert done.json["results"][0]["answer"] == Answer.NO_SUCH_JOB
            assert done.json["results"][0]["web_status"] == 404


def test_a_number_that_no_job_can_have(call: Call, subtests: pytest.Subtests) -> None:
    for job_id in (0, 2**31, 2**63 - 1):
        with subtests.test(job_id=job_id):
            done = call("cancel", job_id, "--json")
            assert done.status == REFUSED
            assert done.json["results"][0]["answer"] == Answer.NO_SUCH_JOB


def test_what_was_not_done_is_said_on_stderr(call: Call, product: Product) -> None:
    """Whether or not there is JSON: who reads the output of a script must not miss it."""
    job_id = product.job(business_of(product), "paused", cursor="{")
    for words in (
        ["delete", "--business", "4711", "--confirm", "DELETE"],
        ["cancel", "4711"],
        ["retry", str(job_id)],
        ["resume", str(job_id)],
    ):
        done = call(*words)
        assert done.status != 0
        assert (done.out, len(done.err.splitlines())) == ("", 1)


def test_an_id_that_is_no_number(call: Call, subtests: pytest.Subtests) -> None:
    for words in (["cancel"], ["delete", "--confirm", "DELETE", "--business"], ["jobs", "--business"]):
        for number in (
            "abc",
            "3x",
            "1.5",
            "",
            "3,5",
            "1_2",
            "+5",
            "-3",
            " 5",
            "0x10",
            "٣",
            "１２",
            "²",
            str(2**63),
        ):
            if words[0] != "cancel" and number in {"3,5", " 5"}:
                continue  # several ids may stand together
            with subtests.test(command=words[0], number=number):
                done = call(*words, number)
                assert (done.status, done.out) == (USAGE, "")
                *usage, error = re.sub(r"\n +", " ", done.err).splitlines()
                assert all(line.startswith("usage:") for line in usage)
                assert "argument" in error
                assert repr(number) in error


def test_words_that_make_no_command(call: Call, subtests: pytest.Subtests) -> None:
    for words in (
        ["vanish"],
        ["jobs", "--status", "exploded"],
        ["jobs", "--bogus"],
        ["delete", "--business"],
        ["cancel"],
        ["migrate", "--check", "--apply"],
        ["jobs", "--data", "x"],
    ):
        with subtests.test(words=words):
            done = call(*words)
            assert (done.status, done.out) == (USAGE, "")
            assert "error:" in done.err


def test_a_wrong_confirmation(
    call: Call, here: HereProgram, product: Product, subtests: pytest.Subtests
) -> None:
    for words in ([], *(["--confirm", word] for word in ("", "delete", "YES", "DELETE ALL", "ＤＥＬＥＴＥ"))):
        with subtests.test(words=words):
            done = call("delete", "--business", business_of(product), *words)
            assert (done.status, done.out) == (USAGE, "")
            assert "--confirm DELETE" in done.sentence
    assert here.audit() == []


def test_only_the_demo_can_be_reset(call: Call) -> None:
    for command in ("jobs", "migrate", "doctor"):
        done = call(command, "--reset")
        assert (done.status, done.out) == (USAGE, "")
        assert "--demo" in done.sentence


def test_the_demo_and_another_place_at_once(
    here: HereProgram, product: Product, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """Who believes that the one is meant must not see the other cleared out."""
    delete = ["delete", "--demo", "--business", "1", "--confirm", "DELETE"]
    for words in (
        [*delete, *at(product.url)],
        [*delete, "--storage-root", str(product.storage_root)],
        [*delete, "--schema", "public"],
        ["--demo", *at(product.url)],
    ):
        with subtests.test(words=words):
            done = here.call_exactly(*words, SWEEP_DEMO_DIR=str(tmp_path / "demo"))
            assert (done.status, done.out) == (USAGE, "")
            assert "--demo" in done.sentence
            assert not (tmp_path / "demo").exists()


# Storage


def test_a_storage_that_is_none(
    call: Call, product: Product, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "file").write_text("no folder")
    job_id = product.job(product.business(), "paused", cursor='{"last_id": 0}')
    delete = ["delete", "--business", str(business_of(product)), "--confirm", "DELETE"]
    reasons = {"nowhere": NO_FOLDER, "other": "attachments", "file": NO_FOLDER}
    for place, reason in reasons.items():
        for words in (delete, ["resume", str(job_id)]):
            with subtests.test(place=place, command=words[0]):
                done = call(*words, "--storage-root", tmp_path / place)
                assert (done.status, done.out) == (FAILED, "")
                assert str(tmp_path / place) in done.sentence
                assert reason in done.sentence


def test_doctor_says_that_the_storage_is_none(call: Call, tmp_path: Path) -> None:
    done = call("doctor", "--json", "--storage-root", tmp_path / "nowhere")
    assert (done.status, done.json["ok"]) == (FAILED, False)
    (finding,) = [found for found in done.json["findings"] if found["verdict"] == "error"]
    assert finding["subject"] == "storage"
    assert (finding["code"], NO_FOLDER in finding["sentence"]) == (StorageUnusable.code, True)


def test_storage_on_r2_that_is_not_described_is_refused(
    call: Call, here: HereProgram, product: Product
) -> None:
    words = ["delete", "--business", str(business_of(product)), "--confirm", "DELETE", *at(product.url)]
    done = here.call_exactly(*words, ATTACHMENT_STORAGE_DRIVER="r2", SWEEP_STORAGE_ROOT="")
    assert (done.status, done.out) == (USAGE, "")
    assert "R2_ACCOUNT_ID, R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY, R2_BUCKET_NAME" in done.sentence


@pytest.mark.parametrize(
    ("missing", "named"), [("--database-url", "SWEEP_DATABASE_URL"), ("--storage-root", "SWEEP_STORAGE_ROOT")]
)
def test_a_place_that_is_not_named(here: HereProgram, product: Product, missing: str, named: str) -> None:
    words = here.words("delete", "--business", business_id := product.business(), "--confirm", "DELETE")
    product.receipts(business_id, 1)
    at_missing = words.index(missing)
    done = here.call_exactly(*words[:at_missing], *words[at_missing + 2 :])
    assert (done.status, done.out) == (USAGE, "")
    assert missing in done.sentence
    assert named in done.sentence
    assert product.live(business_id) == 1


# Jobs that cannot go on


@pytest.mark.parametrize("status", ["paused", "failed"])
def test_a_damaged_cursor(call: Call, product: Product, status: str, subtests: pytest.Subtests) -> None:
    for cursor in ("{", "[]", "7", '{"last_id": "x"}', '{"last_id": -1}', "[" * 100_000):
        job_id = product.job(product.business(), status, total=3, cursor=cursor)
        with subtests.test(cursor=cursor[:20]):
            done = call("resume", job_id, "--json")
            assert done.status == FAILED
            assert figures(done.sentence)[0] == str(job_id)
            assert done.json["results"][0]["answer"] == "cursor_damaged"


def test_a_job_of_another_type_is_left_alone(call: Call, product: Product) -> None:
    job_id = product.job(business_of(product), "paused", job_type="broadcast")
    for command in ("pause", "resume", "cancel", "take-over", "retry"):
        done = call(command, job_id, "--json")
        assert done.status == REFUSED
        assert done.json["results"][0]["answer"] == Answer.OTHER_JOB_TYPE


# Policy


def test_a_policy_out_of_bounds(call: Call, product: Product, subtests: pytest.Subtests) -> None:
    words = ["delete", "--business", business_of(product), "--confirm", "DELETE"]
    for variable, value in (
        ("SWEEP_BATCH_SIZE", "0"),
        ("SWEEP_BATCH_SIZE", "many"),
        ("SWEEP_THROTTLE_MS", "60001"),
        ("SWEEP_RUNTIME_CAP", "5"),
        ("SWEEP_FAILURE_CAP", "0"),
        ("SWEEP_WORKERS", "17"),
    ):
        with subtests.test(variable=variable, value=value):
            done = call(*words, **{variable: value})
            assert (done.status, done.out) == (USAGE, "")
            assert value in done.sentence


# Who acts


def test_nobody_is_named(here: HereProgram, product: Product) -> None:
    job_id = product.job(product.business(), "paused")
    done = here.call_exactly("cancel", str(job_id), *here.place)
    assert (done.status, done.out) == (USAGE, "")
    assert "--user" in done.sentence
    assert product.job_status() == "paused"


def test_nobody_can_be_asked_for_the_password(here: HereProgram, product: Product) -> None:
    job_id = product.job(product.business(), "paused")
    del here.environment["SWEEP_PASSWORD"]
    done = here.call("cancel", job_id)
    assert (done.status, done.out) == (USAGE, "")
    assert "SWEEP_PASSWORD" in done.sentence
    assert product.job_status() == "paused"


def test_a_sign_in_that_is_refused_says_always_the_same(
    call: Call, here: HereProgram, product: Product, user: User, subtests: pytest.Subtests
) -> None:
    job_id = product.job(business_of(product), "paused")
    as_it_was = "role = 'system_admin', is_active = true, email = %s, password_hash = %s"
    was = (user.email, product.scalar("SELECT password_hash FROM users"))
    for change, password in (
        ("role = role", "wrong-" + SECRET),
        ("role = role", ""),
        ("role = 'manager'", user.password),
        ("role = 'nonsense'", user.password),
        ("is_active = false", user.password),
        ("password_hash = 'plain:hush'", "hush"),
        ("email = 'eve@example.com'", user.password),
    ):
        product.execute(f"UPDATE users SET {as_it_was}", *was)
        product.execute(f"UPDATE users SET {change}")
        (here.data / "sign-in.json").unlink(missing_ok=True)  # where the attempts before are counted
        with subtests.test(change=change):
            done = call("cancel", job_id, SWEEP_PASSWORD=password)
            assert (done.status, done.out) == (REFUSED, "")
            assert done.sentence == str(SignInRefused())
            assert SECRET not in here.traces()


# The console's own folder


def test_without_an_audit_trail_nothing_is_done(
    call: Call, here: HereProgram, product: Product, expected_logs: ExpectedLogs
) -> None:
    """The sign-in is in the log instead: it is not refused for that."""
    expected_logs.expect("Lines wait for the audit trail: 1")
    expected_logs.expect("Not in the audit trail: .*signed_in")
    (here.data / "audit.jsonl").mkdir(parents=True)
    done = call("delete", "--business", business_of(product), "--confirm", "DELETE")
    assert (done.status, done.out) == (FAILED, "")
    assert str(here.data / "audit.jsonl") in done.sentence


def test_a_folder_that_cannot_be_written_is_said_once(program: Program, product: Product) -> None:
    """The log is not written then; what would have stood in it does not go to the terminal instead."""
    program.data.write_text("no folder")
    done = program.run(
        "jobs",
        "--json",
        PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring",
        SWEEP_DATA_DIR=str(program.data),
    )
    assert (done.status, done.json) == (0, {"jobs": []})
    assert str(program.data) in done.sentence


# The password prompt


@pytest.fixture
def terminal(here: HereProgram, monkeypatch: pytest.MonkeyPatch) -> HereProgram:
    """Somebody sits there, who can be asked."""
    del here.environment["SWEEP_PASSWORD"]
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    return here


def test_the_password_is_asked_for(
    terminal: HereProgram, product: Product, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = product.job(product.business(), "paused")
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return user.password

    monkeypatch.setattr(getpass, "getpass", answer)
    done = terminal.call("cancel", job_id)
    assert (done.status, done.err) == (0, "")
    assert ["dana@example.com" in prompt for prompt in asked] == [True]


@pytest.mark.parametrize("refusal", [EOFError, KeyboardInterrupt])
def test_who_does_not_want_to_say_the_password_is_let_go(
    terminal: HereProgram, product: Product, refusal: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+D and Ctrl+C at the prompt."""
    job_id = product.job(product.business(), "paused")

    def no(_prompt: str) -> str:
        raise refusal

    monkeypatch.setattr(getpass, "getpass", no)
    done = terminal.call("cancel", job_id)
    assert (done.status, done.out) in {(USAGE, ""), (FAILED, "")}
    assert done.sentence
    assert product.job_status() == "paused"
