"""A plain admin at the command line: nothing of another business is told, whatever the command."""

from __future__ import annotations

import shutil

import pytest

from app.core.job import JobStatus
from tests.support.product import Product, User
from tests.support.program import HereProgram, Outcome
from tests.support.stranger import BUSINESS, MARK, Stranger, told_of_strangers

REFUSED = 3
ON_A_JOB = ("pause", "resume", "cancel", "take-over", "mark-failed", "retry")


@pytest.fixture
def own(product: Product) -> int:
    return product.business("Own")


@pytest.fixture
def user(product: Product, own: int) -> User:
    """Of the role admin in the own business."""
    return product.user("admin", own, email="dana@example.com", password="hush-of-dana")


@pytest.fixture
def stranger(product: Product) -> Stranger:
    return Stranger(product)


def asked(here: HereProgram, user: User, *words: object) -> Outcome:
    """A command that reads, for the user."""
    return here.call(*words, "--user", user.email)


@pytest.mark.parametrize("json", [(), ("--json",)])
def test_what_is_listed_and_diagnosed(
    here: HereProgram, product: Product, user: User, own: int, stranger: Stranger, json: tuple[str, ...]
) -> None:
    job_id = product.job(own, "paused", last_error="ours")
    product.execute("UPDATE background_jobs SET id = 7 WHERE id = %s", job_id)
    for words in (["jobs"], ["jobs", "--status", *JobStatus], ["doctor"]):
        done = asked(here, user, *words, *json)
        assert done.status == 0, done
        assert told_of_strangers([done.out, done.err]) == []
        everything = here.call(*words, *json)
        assert told_of_strangers([everything.out]) != []  # to whoever holds the database's credentials
    assert "ours" in asked(here, user, "jobs", *json).out


def test_a_business_that_is_named(
    here: HereProgram, product: Product, user: User, own: int, stranger: Stranger
) -> None:
    product.receipts(own, 1)
    for command in (["jobs"], ["delete", "--confirm", "DELETE"], ["sweep"]):
        person = ["--user", user.email] if command == ["jobs"] else []
        for business_id in (BUSINESS, 999_999):  # which there are is not told either
            done = here.call(*command, *person, "--business", business_id)
            assert done.status == REFUSED
            assert told_of_strangers([done.out, done.err], named=[BUSINESS]) == []
            assert done.sentence.replace(str(business_id), "") == here.call(
                *command, *person, "--business", 999_998
            ).sentence.replace("999998", "")


@pytest.mark.parametrize("command", ON_A_JOB)
def test_a_job_that_is_named(here: HereProgram, stranger: Stranger, command: str) -> None:
    nothing = here.call(command, 999_999, "--json")
    for job_id in stranger.jobs.values():
        done = here.call(command, job_id, "--json")
        assert (done.status, done.out, done.err) == (REFUSED, nothing.out, nothing.err)
    assert {line["answer"] for line in here.audit()} == {"no_such_job", "other_business"}


def test_a_storage_without_the_files(
    here: HereProgram, product: Product, user: User, own: int, stranger: Stranger
) -> None:
    """The newest files, by which it is recognized, are those of the other business."""
    product.receipts(own, 1)
    shutil.rmtree(product.storage_root / "attachments")
    (product.storage_root / "attachments").mkdir()
    for words in (
        ["delete", "--business", own, "--confirm", "DELETE"],
        ["sweep", "--business", own],
        ["doctor", "--user", user.email],
    ):
        done = here.call(*words)
        assert done.status == 1
        assert told_of_strangers([done.out, done.err]) == []
    assert MARK in here.call("doctor").out


def test_wrong_passwords_count_over_processes_and_commands(
    here: HereProgram, own: int, user: User, stranger: Stranger
) -> None:
    commands: list[list[object]] = [
        ["jobs", "--user", user.email],
        ["doctor", "--user", user.email],
        ["sweep", "--business", own],
        ["cancel", 1],
        ["delete", "--business", own, "--confirm", "DELETE"],
    ]
    wrong = [here.call(*words, SWEEP_PASSWORD="guess") for words in commands[:3]]
    assert {(done.status, done.out, done.err) for done in wrong} == {(REFUSED, "", wrong[0].err)}
    for words in commands:
        soon = here.call(*words)  # not even the right one
        assert (soon.status, soon.out) == (REFUSED, "")
        assert soon.sentence != wrong[0].sentence
    assert "guess" not in here.traces()
    assert user.email not in (here.data / "sign-in.json").read_text()
