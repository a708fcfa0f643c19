"""The diagnostics call good what works, and nothing else: databases that only read, used up ids, triggers of
others, indexes that are lacking, rights in excess, and settings that change how a server writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from app.actions.diagnostics import SCARCE, Diagnosis
from app.actions.findings import Finding, Verdict
from app.db import schema
from app.db.engine import Database
from app.db.rights import LOCKING, NEEDED_RIGHTS
from app.db.schema import Effect, GapKind
from app.db.schema.speed import LARGE, LARGE_FOR_BATCHES
from app.db.url import parse_url
from tests.support.catalog import gaps, names, run
from tests.support.other_sessions import role
from tests.support.product import Product
from tests.support.running import Station

JOBS_OF_THE_CODE = """
    DROP TABLE background_jobs;
    CREATE TABLE background_jobs (
        id serial PRIMARY KEY, business_id int NOT NULL REFERENCES business(id) ON DELETE CASCADE,
        requested_by_user_id int REFERENCES users(id) ON DELETE SET NULL, job_type varchar(64) NOT NULL,
        status varchar(32) NOT NULL, total int, processed int, succeeded int, failed_count int,
        last_error text, cursor text, created_at timestamp, updated_at timestamp, started_at timestamp,
        finished_at timestamp, heartbeat_at timestamp);
    CREATE INDEX idx_background_jobs_business_type_status ON background_jobs(business_id, job_type, status);
    CREATE INDEX idx_background_jobs_created_at ON background_jobs(created_at)
"""
"""As the web side's `create_all` makes it: no defaults, and no guard (web-api-contract.md)."""

JOBS_OF_THE_MIGRATION = "DROP INDEX idx_background_jobs_business_type_status, idx_background_jobs_created_at"
"""As its migration makes it: with both, and without the indexes for speed."""

BARE_RECEIPTS = """
    DROP INDEX ix_receipts_business_id, ix_receipts_is_deleted, ix_receipts_attachment_id,
        ix_receipts_preview_attachment_id, ix_receipts_received_at, ix_receipts_created_at,
        ix_receipts_gmail_message_id, idx_receipts_business_received, idx_receipts_business_status
"""
"""As migrations made it (web-api-contract.md, receipts)."""


def findings(station: Station, subject: str) -> list[Finding]:
    found = Diagnosis(station.database, station.storage, station.types).all()
    return [finding for finding in found if finding.subject == subject]


def by_code(station: Station, subject: str) -> dict[str, Finding]:
    return {finding.code: finding for finding in findings(station, subject)}


def worst(found: list[Finding]) -> Verdict:
    return max((finding.verdict for finding in found), key=list(Verdict).index)


@pytest.mark.parametrize("made_by", [JOBS_OF_THE_CODE, JOBS_OF_THE_MIGRATION])
@pytest.mark.parametrize("receipts", ["", BARE_RECEIPTS])
def test_the_products_own_tables_are_no_error(
    product: Product, station: Station, made_by: str, receipts: str
) -> None:
    product.execute(f"{made_by};{receipts}")
    product.execute("ALTER TABLE background_jobs DROP COLUMN heartbeat_at")  # it came later
    assert worst(findings(station, "schema")) is Verdict.WARNING


@pytest.mark.parametrize(
    ("change", "effect"),
    [
        ("ALTER total SET DEFAULT 1", Effect.NONE),
        ("ALTER status TYPE text", Effect.NONE),
        ("ALTER job_type TYPE varchar(200)", Effect.NONE),
        ("ALTER id TYPE bigint", None),
        ("ALTER business_id DROP NOT NULL", Effect.NONE),
        ("ALTER total SET NOT NULL", None),
        ("DROP CONSTRAINT chk_job_type", Effect.NONE),
        ("DROP CONSTRAINT background_jobs_business_id_fkey", Effect.NONE),
        (
            "DROP CONSTRAINT chk_job_type, ADD CONSTRAINT chk_job_type CHECK (job_type <> 'broadcast')",
            Effect.NONE,
        ),
        ("ADD COLUMN priority int DEFAULT 0 NOT NULL", None),
        ("DROP COLUMN heartbeat_at", Effect.COSTS),
        ("ALTER cursor SET NOT NULL", Effect.COSTS),
        ("ADD COLUMN priority int NOT NULL", Effect.BREAKS),
        ("DROP COLUMN cursor", Effect.BREAKS),
        ("ALTER started_at SET NOT NULL", Effect.BREAKS),
        ("ALTER last_error SET DEFAULT '', ALTER last_error SET NOT NULL", Effect.BREAKS),
        ("ALTER cursor TYPE varchar(200)", Effect.BREAKS),
        ("ALTER heartbeat_at TYPE timestamptz", Effect.BREAKS),
        ("ALTER total TYPE smallint", Effect.BREAKS),
        ("ALTER id DROP DEFAULT", Effect.BREAKS),
        ("DROP CONSTRAINT background_jobs_pkey", Effect.BREAKS),
        ("ADD CONSTRAINT stricter CHECK (status <> 'paused')", Effect.BREAKS),
        ("ADD CONSTRAINT stricter CHECK (job_type <> 'broadcast')", Effect.NONE),
        ("ADD CONSTRAINT stricter CHECK (job_type LIKE 'b%')", Effect.BREAKS),
    ],
)
def test_what_a_difference_does(database: Database, change: str, effect: Effect | None) -> None:
    """None: it does not differ in any way that a writer could notice."""
    run(database, f"ALTER TABLE background_jobs {change}")
    assert {gap.effect for gap in gaps(database)} == ({effect} if effect else set())


@pytest.mark.parametrize(
    ("definition", "effect"),
    [
        ("(business_id, job_type) WHERE status IN ('queued', 'running', 'paused')", None),
        ("(business_id, job_type) WHERE status = 'running'", Effect.COSTS),
        ("(business_id, job_type)", Effect.BREAKS),
        ("(business_id) WHERE status IN ('queued', 'running', 'paused')", Effect.BREAKS),
        (None, Effect.COSTS),
    ],
)
def test_what_another_guard_does(database: Database, definition: str | None, effect: Effect | None) -> None:
    name = "idx_background_jobs_unique_active"
    run(database, f"DROP INDEX {name}")
    if definition:
        run(database, f"CREATE UNIQUE INDEX {name} ON background_jobs {definition}")
    assert [gap.effect for gap in gaps(database)] == ([effect] if effect else [])
    run(database, "DROP INDEX idx_background_jobs_created_at")
    assert gaps(database)[0].effect is Effect.NONE


def recommendations(database: Database) -> dict[str, schema.Gap]:
    with database.connection() as connection:
        return {gap.name: gap for gap in schema.recommended(connection)}


def costly(database: Database) -> set[str]:
    return {name for name, gap in recommendations(database).items() if gap.effect is Effect.COSTS}


def test_a_large_table_without_indexes_is_a_warning(database: Database) -> None:
    """What looks for each attachment that is dropped, and what looks for the receipts of a business."""
    run(database, BARE_RECEIPTS)
    two = {"ix_receipts_attachment_id", "ix_receipts_preview_attachment_id"}
    few = recommendations(database)
    assert two < set(few)
    assert {gap.effect for gap in few.values()} == {Effect.NONE}
    run(database, "INSERT INTO business (id, name) VALUES (3, 'Alma')")
    add = "INSERT INTO receipts (business_id) SELECT 3 FROM generate_series(1, {}); ANALYZE receipts"
    run(database, add.format(LARGE))
    assert costly(database) == two
    run(database, add.format(LARGE_FOR_BATCHES - LARGE))
    assert costly(database) == two | {"ix_receipts_business_id", "idx_receipts_business_live"}
    schema.apply(database, with_recommended=True)
    assert recommendations(database) == {}


def test_a_large_table_of_somebody_else_that_refers_to_attachments(database: Database) -> None:
    run(
        database,
        "CREATE SCHEMA elsewhere",
        'CREATE TABLE elsewhere."Big one" ("A file" int REFERENCES attachments, n int)',
        f'INSERT INTO elsewhere."Big one" SELECT NULL, n FROM generate_series(1, {LARGE}) AS n',
    )
    name = "ix_Big one_A file"
    assert name not in recommendations(database)
    run(database, 'ANALYZE elsewhere."Big one"')
    gap = recommendations(database)[name]
    assert (gap.kind, gap.effect, gap.problem) == (GapKind.RECOMMENDED, Effect.COSTS, None)
    for definition, enough in [
        ('(n, "A file")', False),
        ('("A file") WHERE n > 5', False),
        ('("A file", n) WHERE "A file" IS NOT NULL', True),
    ]:
        run(database, f'CREATE INDEX other ON elsewhere."Big one" {definition}')
        assert (name not in recommendations(database)) is enough
        run(database, "DROP INDEX elsewhere.other")
    assert name in names(schema.apply(database, with_recommended=True))
    assert name not in recommendations(database)


def test_a_partitioned_table_is_left_to_a_person(database: Database) -> None:
    run(
        database,
        "CREATE TABLE parts (a int REFERENCES attachments, n int) PARTITION BY RANGE (n)",
        f"CREATE TABLE part PARTITION OF parts FOR VALUES FROM (0) TO ({2 * LARGE})",
        f"INSERT INTO parts SELECT NULL, n FROM generate_series(1, {LARGE}) AS n",
        "ANALYZE part",
    )
    gap = recommendations(database)["ix_parts_a"]
    assert (gap.effect, gap.problem is None) == (Effect.COSTS, False)
    run(database, *(statement.replace("-- ", "") for statement in gap.sql))
    assert "ix_parts_a" not in recommendations(database)


@pytest.fixture
def odd_server(product: Product) -> Iterator[Database]:
    """A database that writes names and values as few others do."""
    name = parse_url(product.url).database
    for setting in (
        "quote_all_identifiers = on",
        "standard_conforming_strings = off",
        "DateStyle = 'SQL, DMY'",
        "IntervalStyle = 'sql_standard'",
        "bytea_output = 'escape'",
        "extra_float_digits = -15",
        "search_path = public, pg_catalog",
        "default_transaction_isolation = 'serializable'",
    ):
        product.execute(f"ALTER DATABASE {name} SET {setting}")
    with closing(Database(parse_url(product.url))) as database:
        yield database


def test_how_the_server_writes_names_is_no_difference(
    odd_server: Database, product: Product, station: Station
) -> None:
    assert gaps(odd_server) == []
    product.execute("ALTER TABLE background_jobs DROP CONSTRAINT chk_job_status, DROP COLUMN last_error")
    product.execute(JOBS_OF_THE_MIGRATION)
    schema.apply(odd_server, with_recommended=True)
    assert (gaps(odd_server), recommendations(odd_server)) == ([], {})
    product.execute("DROP INDEX idx_background_jobs_unique_active")
    product.execute(
        "CREATE INDEX idx_background_jobs_unique_active ON background_jobs (business_id, job_type)"
        " WHERE status IN ('queued', 'running', 'paused')"
    )
    (gap,) = gaps(odd_server)
    with closing(psycopg2.connect(product.url)) as session, session.cursor() as cursor:
        cursor.execute("SHOW quote_all_identifiers")
        assert cursor.fetchall() == [("on",)]
    with role(product, "SELECT ON business") as url, Station(product, "odd", url=url) as odd:
        lacking = by_code(odd, "rights")["right_missing"]
    assert lacking.remedy == (f"GRANT {NEEDED_RIGHTS[0].words} ON business TO {parse_url(url).username}")
    assert '"' not in f"{gap.problem}"
    assert worst(findings(station, "rights")) is Verdict.WARNING


@pytest.mark.parametrize("who", ["DATABASE {database}", "ROLE {role}", "ROLE {role} IN DATABASE {database}"])
def test_a_database_that_only_reads(product: Product, who: str) -> None:
    """As an administrator, or a server whose disk is full, sets it."""
    with role(product) as url:
        place = {"database": parse_url(url).database, "role": parse_url(url).username}
        product.execute(f"ALTER {who.format(**place)} SET default_transaction_read_only = on")
        with Station(product, "reader", url=url) as reader:
            found = by_code(reader, "database")["read_only"]
        assert found.verdict is Verdict.ERROR
        with closing(psycopg2.connect(product.url)) as session:
            session.set_session(readonly=False, autocommit=True)
            session.cursor().execute(found.remedy)
        with Station(product, "writer", url=url) as writer:
            assert "read_only" not in by_code(writer, "database")


def test_ids_that_are_used_up(product: Product, station: Station) -> None:
    """The sequence may give what the column does not hold."""
    product.execute("ALTER SEQUENCE background_jobs_id_seq AS bigint")
    for last, code in [
        (2**31 - 1 - SCARCE, None),
        (2**31 - SCARCE, "ids_scarce"),
        (2**31 - 1, "ids_used_up"),
    ]:
        product.execute("SELECT setval('background_jobs_id_seq', %s)", last)
        told = {code for code in by_code(station, "schema") if code.startswith("ids_")}
        assert told == ({code} if code else set())


@pytest.mark.parametrize("identity", [False, True])
def test_ids_that_jobs_have_already(product: Product, station: Station, identity: bool) -> None:
    """As a copy of rows leaves it: no deletion would start, and nobody would say why."""
    if identity:
        product.execute("""
            ALTER TABLE background_jobs ALTER id DROP DEFAULT;
            DROP SEQUENCE background_jobs_id_seq;
            ALTER TABLE background_jobs ALTER id ADD GENERATED BY DEFAULT AS IDENTITY""")
    business = product.business()
    product.receipts(business, 1)
    assert "ids_taken" not in by_code(station, "schema")
    product.job(product.business(), "completed", id=7)
    product.job(product.business(), "completed", id=1)
    found = by_code(station, "schema")["ids_taken"]
    assert found.verdict is Verdict.ERROR
    product.execute(found.remedy)
    assert "ids_taken" not in by_code(station, "schema")
    assert station.start(business) == [8]


def test_whoever_steps_in_is_noted(product: Product, station: Station) -> None:
    """Only where they see what is written here."""
    assert "interfering" not in by_code(station, "schema")
    product.execute("""
        CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER keeps BEFORE DELETE ON attachments FOR EACH ROW EXECUTE FUNCTION other();
        CREATE TRIGGER asleep BEFORE UPDATE ON receipts FOR EACH ROW EXECUTE FUNCTION other();
        ALTER TABLE receipts DISABLE TRIGGER asleep;
        CREATE TRIGGER elsewhere BEFORE INSERT ON receipts FOR EACH ROW EXECUTE FUNCTION other();
        CREATE RULE hides AS ON UPDATE TO background_jobs WHERE NEW.id = 0 DO INSTEAD NOTHING""")
    found = by_code(station, "schema")["interfering"]
    assert (found.verdict, found.values) == (
        Verdict.NOTE,
        {"names": "hides ON background_jobs, keeps ON attachments"},
    )


def test_rights_in_excess_are_one_warning(product: Product) -> None:
    product.execute("CREATE TABLE salaries (n int)")
    with role(product) as url:
        name = parse_url(url).username
        product.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
        for need in (*NEEDED_RIGHTS, LOCKING):
            product.execute(f"GRANT {need.words} ON {need.table} TO {name}")
        with Station(product, "modest", url=url) as modest:
            assert list(by_code(modest, "rights")) == ["rights_good"]
            product.execute(f"""
                GRANT SELECT ON salaries TO {name}; GRANT DELETE, TRUNCATE ON receipts TO {name};
                GRANT UPDATE (name, role) ON users TO {name}; GRANT CREATE ON SCHEMA public TO {name};
                GRANT CREATE ON DATABASE {parse_url(url).database} TO pg_monitor; GRANT pg_monitor TO {name};
                GRANT pg_read_all_data TO {name}; ALTER ROLE {name} CREATEDB BYPASSRLS""")
            found = by_code(modest, "rights")["excess"]
            assert found.verdict is Verdict.WARNING
            named = str(found.values["rights"])
            for word in ("CREATEDB", "BYPASSRLS", "pg_read_all_data", "SCHEMA", "DATABASE"):
                assert word in named
            product.execute(found.remedy)
            assert list(by_code(modest, "rights")) == ["rights_good"]


def test_policies_need_bypassrls(product: Product) -> None:
    product.execute("ALTER TABLE receipts ENABLE ROW LEVEL SECURITY")
    with role(product) as url, Station(product, "all-seeing", url=url) as console:
        product.execute(f"ALTER ROLE {parse_url(url).username} BYPASSRLS")
        assert "BYPASSRLS" not in str(by_code(console, "rights")["excess"].values["rights"])


def test_the_owner_of_the_database_may_do_more_than_is_needed(product: Product) -> None:
    """And cannot be refused it by a REVOKE."""
    with role(product) as url, Station(product, "owner", url=url) as owner:
        place = parse_url(url)
        product.execute(f"ALTER DATABASE {place.database} OWNER TO {place.username}")
        found = by_code(owner, "rights")["excess"]
        product.execute(f"ALTER DATABASE {place.database} OWNER TO CURRENT_USER")
    assert f"DATABASE {place.database}" in str(found.values["rights"])
    assert "CREATE ROLE" in found.remedy


def test_a_superuser_and_an_owner_are_shown_a_role_of_their_own(
    product: Product, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the SQL that makes it, under which everything is found good."""
    with role(product) as url, Station(product, "owner", url=url) as owner:
        name = parse_url(url).username
        monkeypatch.setattr("app.db.excess.NARROW_ROLE", f"{name}_narrow")
        product.execute(f"ALTER TABLE receipts OWNER TO {name}")
        for table in ("business", "users", "attachments", "contract_files", "asset_item_media"):
            product.execute(f"ALTER TABLE {table} OWNER TO {name}")
        product.execute(f"ALTER TABLE background_jobs OWNER TO {name}")
        assert by_code(owner, "rights")["excess"].verdict is Verdict.WARNING
        found = by_code(station, "rights")["excess"]
        assert found.values["rights"] == "SUPERUSER"
        product.execute(found.remedy)
        try:
            narrow = parse_url(url).set(username=f"{name}_narrow", drivername="postgresql")
            product.execute(f"ALTER ROLE {name}_narrow PASSWORD 'secret'")
            shown = narrow.render_as_string(hide_password=False)
            with Station(product, "narrow", url=shown) as console:
                assert list(by_code(console, "rights")) == ["rights_good"]
        finally:
            product.execute(f"DROP OWNED BY {name}_narrow; DROP ROLE {name}_narrow")
        product.execute(f"REASSIGN OWNED BY {name} TO CURRENT_USER")


def test_the_demo_only_notes_what_its_user_may_do(station: Station) -> None:
    found = Diagnosis(station.database, station.storage, station.types, is_demo=True).all()
    assert [one.verdict for one in found if one.code == "excess"] == [Verdict.NOTE]
