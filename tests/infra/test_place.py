"""Which tables: those of one schema under one owner, the one that was asked for, or none at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg2.extensions import quote_ident
from werkzeug.security import generate_password_hash

from tests.infra.roles import TABLES, Role, Roles
from tests.infra.schemas import second_product, twins, with_options
from tests.support.product import Product, User
from tests.support.program import Outcome, Program

ODD = 'My %schema" x'
STAGING = "-c search_path=staging"
CATALOG_FIRST = "-c search_path=pg_catalog,staging,public"


def delete(program: Program, business_id: int, *words: object, **environment: str) -> Outcome:
    return program.run(
        "delete", "--business", business_id, "--confirm", "DELETE", "--json", *words, **environment
    )


def place_shown(done: Outcome) -> str:
    """How the diagnostics call the database."""
    found = [one["sentence"] for one in done.json["findings"] if one["subject"] == "database"]
    return " ".join([str(done.json.get("where", "")), *found])


@pytest.fixture
def in_staging(product: Product) -> Iterator[Product]:
    with second_product(product, "staging") as other:
        yield other


@pytest.mark.parametrize("way", ["address", "PGOPTIONS", "pg_catalog first", "--schema"])
def test_the_schema_that_was_asked_for(
    product: Product, program: Program, user: User, in_staging: Product, way: str
) -> None:
    """Both have the person and the business, so that nothing is refused by chance."""
    in_staging.user(email=user.email, password=user.password)
    business_id = product.business(id=500)
    in_staging.business(id=500)
    product.receipts(business_id, 5)
    in_staging.receipts(business_id, 4, files=1)
    words: list[str] = []
    environment = {}
    match way:
        case "address":
            words = ["--database-url", with_options(product.url, STAGING)]
        case "pg_catalog first":
            words = ["--database-url", with_options(product.url, CATALOG_FIRST)]
        case "PGOPTIONS":
            environment = {"PGOPTIONS": STAGING}
        case _:
            words = ["--schema", "staging"]
    done = delete(program, business_id, *words, **environment)
    assert (done.status, done.err) == (0, "")
    assert (done.json["deleted"], done.json["files_deleted"]) == (4, 4)
    assert (product.live(business_id), in_staging.live(business_id), product.files(business_id)) == (5, 0, 0)
    assert "staging" in place_shown(program.run("doctor", "--json", *words, **environment))


@pytest.fixture
def lured(product: Product, roles: Roles) -> tuple[Role, Role]:
    """The console's role, in whose search_path a stranger's schema comes first, and that stranger."""
    console, stranger = roles.console(), roles.stranger()
    product.execute(f"CREATE SCHEMA lure AUTHORIZATION {stranger.name}")
    product.execute(f"GRANT USAGE ON SCHEMA lure TO {console.name}")
    product.execute(f"ALTER ROLE {console.name} SET search_path = lure, public")
    return console, stranger


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_somebody_else_comes_first(
    product: Product, program: Program, lured: tuple[Role, Role], table: str
) -> None:
    console, stranger = lured
    business_id = product.business()
    product.receipts(business_id, 3, files=1)
    twins(product, "lure", [table], stranger.name)
    product.execute(f"GRANT ALL ON lure.{table} TO {console.name}")
    product.execute(f"GRANT USAGE ON SEQUENCE lure.{table}_id_seq TO {console.name}")
    if table in {"users", "business"}:  # with which the deletion would come about
        product.execute(f"INSERT INTO lure.{table} SELECT * FROM public.{table}")
    refused = delete(program, business_id, "--database-url", console.url)
    assert refused.status not in {0, 2}
    assert "--schema" in refused.sentence
    assert (product.live(business_id), product.files(business_id), program.audit()) == (3, 3, [])


def test_a_table_of_somebody_else_is_passed_over_where_the_schema_is_named(
    product: Product, program: Program, lured: tuple[Role, Role]
) -> None:
    console, stranger = lured
    business_id = product.business()
    product.receipts(business_id, 3, files=1)
    twins(product, "lure", TABLES, stranger.name)
    done = delete(program, business_id, "--database-url", console.url, "--schema", "public")
    assert (done.status, done.err, done.json["deleted"]) == (0, "", 3)
    assert (product.live(business_id), product.files(business_id)) == (0, 0)


def test_a_person_of_somebody_elses_table_does_not_sign_in(
    product: Product, program: Program, lured: tuple[Role, Role]
) -> None:
    console, stranger = lured
    business_id = product.business()
    product.receipts(business_id, 3)
    twins(product, "lure", ["users"], stranger.name)
    product.execute(f"GRANT SELECT ON lure.users TO {console.name}")
    known = generate_password_hash("known to the stranger", "scrypt:1024:8:1")
    product.execute("INSERT INTO lure.users SELECT * FROM public.users")
    product.execute("UPDATE lure.users SET password_hash = %s", known)
    for words in ([], ["--schema", "public"]):
        done = delete(
            program,
            business_id,
            "--database-url",
            console.url,
            *words,
            SWEEP_PASSWORD="known to the stranger",
        )
        assert done.status not in {0, 2}
        assert ("--schema" in done.sentence) is not bool(words)
        assert (product.live(business_id), program.audit()) == (3, [])


@pytest.mark.parametrize("table", ["contract_files", "users"])
def test_tables_of_two_owners(product: Product, program: Program, roles: Roles, table: str) -> None:
    business_id = product.business()
    product.receipts(business_id, 3, files=1)
    product.execute(f"ALTER TABLE {table} OWNER TO {roles.stranger().name}")
    refused = delete(program, business_id)
    assert refused.status not in {0, 2}
    assert "--schema" in refused.sentence
    assert (product.live(business_id), product.files(business_id), program.audit()) == (3, 3, [])
    assert delete(program, business_id, "--schema", "public").status == 0
    assert product.live(business_id) == 0


@pytest.mark.parametrize("way", ["search_path", "--schema"])
def test_a_schema_with_an_odd_name(product: Product, program: Program, way: str) -> None:
    name = quote_ident(ODD, product.connection)
    business_id = product.business()
    product.receipts(business_id, 3, files=2)
    product.execute(f"ALTER SCHEMA public RENAME TO {name}")
    product.execute(f"SET search_path = {name}")
    if way == "search_path":
        database = product.scalar("SELECT current_database()")
        product.execute(f"ALTER DATABASE {database} SET search_path = {name}")
    words = ["--schema", ODD] if way == "--schema" else []
    assert ODD in place_shown(program.run("doctor", "--json", *words))
    done = delete(program, business_id, *words)
    assert (done.status, done.err) == (0, "")
    assert (done.json["deleted"], done.json["files_deleted"]) == (3, 6)
    assert (product.live(business_id), product.files(business_id)) == (0, 0)


def test_a_schema_without_the_tables(product: Product, program: Program) -> None:
    business_id = product.business()
    product.receipts(business_id, 3)
    product.execute("CREATE SCHEMA empty")
    for schema in ("empty", "nowhere"):
        done = delete(program, business_id, "--schema", schema)
        assert done.status not in {0, 2}
        assert schema in done.sentence
    assert product.live(business_id) == 3
