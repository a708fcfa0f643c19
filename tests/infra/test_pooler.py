"""Behind PgBouncer: as it comes, nothing of ours is set on a session, and the time-outs hold all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing

import psycopg2
import pytest

from tests.infra.roles import Roles
from tests.infra.schemas import second_product, with_options
from tests.support.other_sessions import somebody
from tests.support.pooler import pooler
from tests.support.product import Product
from tests.support.program import Program

STAGING = "-c search_path=staging"
KINDS = [("session", ()), ("transaction", ()), ("transaction", ("options",))]

# What PgBouncer itself sets on a session for each of its clients.
_THE_POOLERS = ["application_name", "client_encoding", "DateStyle", "TimeZone", "standard_conforming_strings"]

# What holds where the console changes something, as the server itself knows it.
_PROBE = """
    CREATE TABLE seen (at text, name text, setting text);
    CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO public.seen SELECT TG_TABLE_NAME, name, setting FROM pg_catalog.pg_settings WHERE name IN
            ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'row_security');
        RETURN NULL;
    END $$;
    CREATE TRIGGER look AFTER UPDATE ON receipts FOR EACH STATEMENT EXECUTE FUNCTION look();
    CREATE TRIGGER look AFTER INSERT OR UPDATE ON background_jobs FOR EACH STATEMENT EXECUTE FUNCTION look();
    CREATE TRIGGER look AFTER DELETE ON attachments FOR EACH STATEMENT EXECUTE FUNCTION look()
"""


def left_on_sessions(product: Product, url: str) -> list[tuple[str, str]]:
    """Settings that somebody has left behind on any of the pooler's sessions with the server."""
    there = product.scalar(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    assert there, "the pooler keeps no session, so there is nothing to be seen"
    found: list[tuple[str, str]] = []
    with ExitStack() as stack:
        for _ in range(there):  # transactions that are open at once: each has a session of its own
            session = stack.enter_context(closing(psycopg2.connect(url)))
            cursor = stack.enter_context(session.cursor())
            cursor.execute(
                "SELECT name, setting FROM pg_settings WHERE source = 'session' AND name <> ALL(%s)",
                (_THE_POOLERS,),
            )
            found += cursor.fetchall()
    return found


@pytest.mark.parametrize(("mode", "ignored"), KINDS)
def test_the_diagnostics_are_content(
    product: Product, program: Program, mode: str, ignored: tuple[str, ...]
) -> None:
    with pooler(product.url, mode, ignore=ignored) as url:
        done = program.run("doctor", "--json", "--database-url", url)
        left = left_on_sessions(product, url)
    assert (done.status, done.err, done.json["ok"]) == (0, "", True)
    assert left == []


@pytest.mark.parametrize(("mode", "ignored"), KINDS)
def test_a_locked_receipt_fails_alone(
    product: Product, program: Program, mode: str, ignored: tuple[str, ...]
) -> None:
    """Without time-outs the job would wait for as long as the other has it; the watchdog would say so."""
    business_id = product.business()
    ids = product.receipts(business_id, 60, files=1)
    product.execute(_PROBE)
    with (
        pooler(product.url, mode, ignore=ignored) as url,
        somebody(product, "SELECT 1 FROM receipts WHERE id = %s FOR UPDATE", ids[30]) as other,
    ):
        done = program.run(
            "delete", "--business", business_id, "--confirm", "DELETE", "--json", "--database-url", url
        )
        other.rollback()
        other.close()
        left = left_on_sessions(product, url)
    assert done.status == 1, done.err
    assert (done.json["deleted"], done.json["failed"], done.json["files_deleted"]) == (59, 1, 59)
    assert product.live(business_id) == 1
    assert left == []
    seen = {(row["at"], row["name"]): row["setting"] for row in product.rows("SELECT DISTINCT * FROM seen")}
    assert {at for at, _ in seen} == {"receipts", "background_jobs", "attachments"}
    for (at, name), setting in seen.items():
        assert (setting == "off") if name == "row_security" else int(setting) > 0, (at, name, setting)


@pytest.mark.parametrize(("way", "command"), [("address", "delete"), ("PGOPTIONS", "doctor")])
def test_options_that_it_refuses(product: Product, program: Program, way: str, command: str) -> None:
    business_id = product.business()
    product.receipts(business_id, 3)
    with pooler(product.url) as url:
        given = with_options(url, STAGING) if way == "address" else url
        environment = {"PGOPTIONS": STAGING} if way == "PGOPTIONS" else {}
        words = ["--business", business_id, "--confirm", "DELETE"] if command == "delete" else []
        done = program.run(command, *words, "--database-url", given, **environment)
    said = done.out + done.err
    assert done.status in {1, 4}
    assert "Traceback" not in said
    assert re.search("(?i)pooler|pgbouncer", said), "who refuses it, and so what to do, is not said"
    assert ("PGOPTIONS" if way == "PGOPTIONS" else "options") in said
    assert product.live(business_id) == 3


@pytest.fixture
def in_staging(product: Product, roles: Roles) -> Iterator[Product]:
    with second_product(product, "staging") as other:
        yield other


@pytest.mark.parametrize(("way", "mode"), [("address", "session"), ("PGOPTIONS", "transaction")])
def test_options_that_it_passes_over(
    product: Product, program: Program, in_staging: Product, way: str, mode: str
) -> None:
    """The tables that were asked for are in another schema than those that would be met."""
    here, there = product.business(), in_staging.business(id=500)
    product.receipts(here, 3)
    in_staging.receipts(there, 3)
    with pooler(product.url, mode, ignore=["options"]) as url:
        given = with_options(url, STAGING) if way == "address" else url
        environment = {"PGOPTIONS": STAGING} if way == "PGOPTIONS" else {}
        done = program.run(
            "delete", "--business", here, "--confirm", "DELETE", "--database-url", given, **environment
        )
    assert done.status not in {0, 2}
    assert re.search("search path|options", done.sentence)
    assert (product.live(here), in_staging.live(there)) == (3, 3)
