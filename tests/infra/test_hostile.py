"""Somebody who may create in the product's schema has put twins of built-in functions and operators there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import psycopg2
import pytest

from app.core.errors import SignInRefused
from tests.infra.hostile import plant, pull
from tests.infra.roles import Role, Roles
from tests.support.product import Product, User
from tests.support.program import Program

NAIVE = [
    "SELECT 1 FROM attachments WHERE purpose = 'x'::varchar",
    "SELECT 1 FROM attachments WHERE purpose IN ('x', 'y')",
    "SELECT 1 FROM attachments WHERE purpose = ANY('{x,y}'::varchar[])",
    "SELECT 1 FROM attachments WHERE purpose < 'x'",
    "SELECT lower(email) FROM users",
    "SELECT replace('x'::text, 'y'::text, email) FROM users",
    "SELECT strpos('x'::text, email), substring(email, 1) FROM users",
    "SELECT format('x%s'::text, id, email, id) FROM users",
    "SELECT count(id) FROM users",
    "SELECT max(email) FROM users",
    "SELECT array_agg(id) FROM users",
    "SELECT unnest('{1,2}'::integer[])",
    "SELECT 1 WHERE '{1}'::integer[] = '{1}'::integer[]",
]


@pytest.fixture
def stranger(product: Product, roles: Roles) -> Iterator[Role]:
    """Who plants; what was planted is gone after the test."""
    yield roles.stranger()
    pull(product)


def test_what_is_planted_is_met(product: Product, user: User, stranger: Role) -> None:
    """Else the others here would prove nothing."""
    product.attachments(product.business())
    plant(product, stranger)
    for statement in NAIVE:
        with pytest.raises(psycopg2.errors.RaiseException, match="hostile"):
            product.rows(statement)


def test_a_deletion_takes_what_it_ought_to(product: Product, program: Program, stranger: Role) -> None:
    business_id = product.business()
    product.receipts(business_id, 70, files=2)
    (contract,) = product.attachments(business_id, purpose="signed_contract")
    product.receipts(business_id, attachment_id=contract.id)
    plant(product, stranger)
    done = program.run("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert "hostile" not in done.out + done.err
    assert (done.status, done.err) == (0, "")
    assert (done.json["deleted"], done.json["failed"], done.json["files_deleted"]) == (71, 0, 140)
    assert product.live(business_id) == 0
    assert product.scalar("SELECT id FROM attachments WHERE business_id = %s", business_id) == contract.id
    assert product.path(contract.storage_path).exists()


def test_operators_that_agree_to_everything(product: Product, program: Program, stranger: Role) -> None:
    """With an = that is always true, every attachment is of a purpose that may go."""
    business_id = product.business()
    product.receipts(business_id, 5, files=1)
    contracts = product.attachments(business_id, 5, purpose="signed_contract")
    for contract in contracts:
        product.receipts(business_id, attachment_id=contract.id)
    product.execute(f"GRANT CREATE ON SCHEMA public TO {stranger.name}")
    product.execute(f"""
        SET ROLE {stranger.name};
        CREATE FUNCTION yes(varchar, varchar) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE FUNCTION yes(varchar, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE FUNCTION yes(text, varchar) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE OPERATOR = (FUNCTION = yes, LEFTARG = varchar, RIGHTARG = varchar);
        CREATE OPERATOR = (FUNCTION = yes, LEFTARG = varchar, RIGHTARG = text);
        CREATE OPERATOR = (FUNCTION = yes, LEFTARG = text, RIGHTARG = varchar);
        RESET ROLE""")
    done = program.run("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert (done.status, done.json["deleted"], done.json["files_deleted"]) == (0, 10, 5)
    assert product.files(business_id) == 5
    assert all(product.path(contract.storage_path).exists() for contract in contracts)


def test_the_other_commands(product: Product, program: Program, stranger: Role) -> None:
    business_id, other = product.business(), product.business()
    product.receipts(business_id, 20, files=1)
    waiting = product.job(business_id, "paused", total=20)
    product.receipts(other, 5, files=1, is_deleted=True)
    again = product.job(other, "failed", cursor='{"last_id": 0}')
    long_ago = datetime(2026, 1, 1)
    times = {"created_at": long_ago, "updated_at": long_ago, "started_at": long_ago, "heartbeat_at": long_ago}
    stale, stuck = (product.job(product.business(), "running", **times) for _ in range(2))
    plant(product, stranger)
    for words, status in (
        (("doctor",), 1),
        (("jobs",), 0),
        (("migrate", "--check"), 0),
        (("sweep", "--business", other), 0),
        (("cancel", again), 3),
        (("pause", waiting), 3),
        (("resume", waiting), 0),
        (("take-over", stale), 0),
        (("mark-failed", stuck), 0),
    ):
        done = program.run(*words, "--json")
        assert "hostile" not in done.out + done.err, words
        assert (done.status, "Traceback" in done.err) == (status, False), (words, done)
    assert (product.live(business_id), product.files(business_id), product.files(other)) == (0, 0, 0)


def test_a_wrong_password_is_refused(product: Product, program: Program, stranger: Role) -> None:
    business_id = product.business()
    product.receipts(business_id, 3)
    plant(product, stranger)
    done = program.run("delete", "--business", business_id, "--confirm", "DELETE", SWEEP_PASSWORD="not hers")
    assert (done.status, product.live(business_id)) == (3, 3)
    assert done.sentence == str(SignInRefused())


def test_the_diagnostics_say_who_may_create(product: Product, program: Program, stranger: Role) -> None:
    assert program.run("doctor", "--json").status == 0
    product.execute(f"GRANT CREATE ON SCHEMA public TO {stranger.name}")
    done = program.run("doctor", "--json")
    (found,) = [one for one in done.json["findings"] if one["verdict"] == "error"]
    assert done.status == 1
    assert stranger.name in found["sentence"]
    assert "create" in found["sentence"].lower()
    assert "REVOKE" in found["remedy"]
    product.execute(found["remedy"])
    assert program.run("doctor", "--json").status == 0


def test_everybody_may_create(product: Product, program: Program) -> None:
    """As in databases that were made before PostgreSQL 15."""
    business_id = product.business()
    product.receipts(business_id, 3, files=1)
    product.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
    done = program.run("doctor", "--json")
    (found,) = [one for one in done.json["findings"] if one["verdict"] == "error"]
    assert "PUBLIC" in found["sentence"] + found["remedy"]
    assert program.run("delete", "--business", business_id, "--confirm", "DELETE").status == 0
    assert product.live(business_id) == 0
    product.execute(found["remedy"])
    assert program.run("doctor").status == 0
