"""The main line under a role that has what `migrate --role` prints, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext

from app.core.cursor import Cursor
from app.db.url import parse_url
from tests.support.faulty import refuse, relent
from tests.support.halting import many
from tests.support.product import Product
from tests.support.program import HereProgram

REFUSED = "42501"
LONG_AGO = "2020-01-01"
CONFIRMED = ("--confirm", "DELETE")
NAMES = ["sweep_desk", "Front desk", 'she said "sweep"', "select", "מסוף", "o'neill; DROP TABLE users"]


@pytest.fixture
def name(product: Product, request: pytest.FixtureRequest) -> Iterator[str]:
    """The name of a role, which is gone again after the test."""
    yield request.param
    quoted = request.param.replace('"', '""')
    if product.scalar("SELECT count(*) FROM pg_roles WHERE rolname = %s", request.param):
        product.execute(f'DROP OWNED BY "{quoted}"')
        product.execute(f'DROP ROLE "{quoted}"')


one_name = pytest.mark.parametrize("name", NAMES[:1], indirect=True)


def act_as(product: Product, here: HereProgram, name: str) -> None:
    """From now on, commands connect as this role."""
    url = parse_url(product.url).set(drivername="postgresql", username=name)
    here.place[here.place.index("--database-url") + 1] = url.render_as_string(hide_password=False)


@contextmanager
def nothing_refused() -> Iterator[None]:
    """No statement within the block lacks a right, also where the console would do without."""
    refused: list[str] = []

    def note(context: ExceptionContext) -> None:
        if getattr(context.original_exception, "pgcode", None) == REFUSED:
            refused.append(f"{context.statement}")

    event.listen(Engine, "handle_error", note)
    try:
        yield
    finally:
        event.remove(Engine, "handle_error", note)
    assert refused == []


def rights_found(here: HereProgram) -> list[str]:
    findings = here.call("doctor", "--json").json["findings"]
    return [one["code"] for one in findings if one["subject"] == "rights"]


@one_name
def test_the_main_line(product: Product, here: HereProgram, name: str) -> None:
    assert here.call("migrate", "--apply", "--with-console-tables").status == 0
    script = here.call("migrate", "--role", name)
    assert (script.status, script.sentence) == (
        0,
        "The script creates the role without a password: set one before it is used.",
    )
    product.execute(script.out)
    act_as(product, here, name)
    with nothing_refused():
        assert rights_found(here) == ["rights_good"]
        _deleted_and_retried(product, here)
        _paused_and_taken_over(product, here)
        _swept(product, here)
        _restored(product, here)
        _looked_at(here)
        _recorded(product, here)
    _not_rewritten(product, here)


def _deleted_and_retried(product: Product, here: HereProgram) -> None:
    businesses = many(product, 2, receipts=25)
    bad = product.receipts(businesses[0], 3, files=1)[0]
    refuse(product, [bad])
    words = ("--json", *CONFIRMED, "--run", "SUP-1", "--business", *businesses)
    assert here.call("delete", "--dry-run", "--json", "--business", *businesses).status == 0
    first = here.call("delete", *words).json["results"]
    assert [one["job"]["failed_count"] for one in first] == [1, 0]
    relent(product)
    again = here.call("retry", first[0]["job"]["id"], "--json")
    assert (again.status, again.json["results"][0]["job"]["failed_count"]) == (0, 0)
    assert sum(product.live(one) for one in businesses) == 0


def _paused_and_taken_over(product: Product, here: HereProgram) -> None:
    beside = {"cursor": Cursor(worker="sweep:front-services:7:ab12/1").text()}
    alive, lost, queued, dead = (
        product.job(product.business(), status, **{**beside, **more})
        for status, more in (
            ("running", {}),
            ("running", {"heartbeat_at": LONG_AGO, "updated_at": LONG_AGO}),
            ("queued", {}),
            ("running", {"heartbeat_at": LONG_AGO, "updated_at": LONG_AGO}),
        )
    )
    for command, job_id, status in (
        ("pause", alive, "paused"),
        ("resume", alive, "completed"),
        ("take-over", lost, "completed"),
        ("cancel", queued, "cancelled"),
        ("mark-failed", dead, "failed"),
    ):
        done = here.call(command, job_id, "--json")
        assert (command, done.status, product.counters(job_id)[0]) == (command, 0, status)


def _swept(product: Product, here: HereProgram) -> None:
    left, kept = product.business(), product.business()
    product.receipts(left, 4, files=1, is_deleted=True)
    assert here.call("sweep", "--business", left, "--json").status == 0
    product.receipts(kept, 4, files=1)
    words = (*CONFIRMED, "--keep-files", "7", "--business", kept)
    assert here.call("delete", *words, "--json").status == 0
    assert (product.live(kept), product.files(kept)) == (0, 4)
    job_id = product.scalar("SELECT max(id) FROM background_jobs")
    assert here.call("keep-files", job_id, "--days", "30", "--json").status == 0
    assert here.call("sweep", "--due", "--json").status == 0
    assert here.call("sweep", "--now", *CONFIRMED, "--business", kept, "--json").status == 0
    assert (product.files(left), product.files(kept)) == (0, 0)


def _restored(product: Product, here: HereProgram) -> None:
    done = here.call("restore", "--run", "SUP-1", "--confirm", "RESTORE", "--json")
    assert (done.status, [one["restore"]["status"] for one in done.json["results"]]) == (0, ["completed"] * 2)


def _looked_at(here: HereProgram) -> None:
    for words in (("jobs",), ("runs",), ("overview",), ("restores",), ("migrate", "--check")):
        assert here.call(*words, "--json").status == 0
    report = here.data.parent / "run.json"
    assert here.call("report", "SUP-1", "--out", report).status == 0
    assert rights_found(here) == ["rights_good"]


def _recorded(product: Product, here: HereProgram) -> None:
    checked = here.call_exactly("audit", "verify", *here.place, "--json").json
    lines = product.scalar("SELECT count(*) FROM sweep_audit")
    assert (checked["ok"], checked["lines"], checked["unsent"]) == (True, lines, 0)
    told = {row["action"] for row in product.rows("SELECT DISTINCT action FROM sweep_audit")}
    assert told > {"delete", "retry", "pause", "resume", "take_over", "cancel", "mark_failed", "sweep", "end"}
    for kind in ("csv", "jsonl"):
        exported = here.data.parent / f"record.{kind}"
        done = here.call_exactly("audit", "export", *here.place, "--out", str(exported), "--json")
        assert done.json["is_shared"] is True
        assert len(exported.read_text(encoding="utf-8").splitlines()) > 20


REWRITES = [
    "UPDATE sweep_audit SET line = ''",
    "UPDATE sweep_audit SET new_status = NULL WHERE id = 1",
    "DELETE FROM sweep_audit",
    "TRUNCATE sweep_audit",
    "SELECT id FROM sweep_audit FOR UPDATE",
    "INSERT INTO sweep_audit (id, writer, number, hash, line) OVERRIDING SYSTEM VALUE"
    " VALUES (0, 'w', 1, '', '')",
    "INSERT INTO sweep_audit (writer, number, hash, line) SELECT writer, number, hash, line FROM sweep_audit"
    " ON CONFLICT (writer, number) DO UPDATE SET line = ''",
    "ALTER TABLE sweep_audit DISABLE TRIGGER ALL",
    "DROP TABLE sweep_audit",
    "SELECT setval('sweep_audit_id_seq', 1)",
]


def _not_rewritten(product: Product, here: HereProgram) -> None:
    """PostgreSQL itself refuses whatever would change the lines that are there."""
    before = product.rows("SELECT * FROM sweep_audit ORDER BY id")
    url = here.place[here.place.index("--database-url") + 1]
    with closing(psycopg2.connect(url)) as session, session.cursor() as cursor:
        session.autocommit = True
        for statement in REWRITES:
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(statement)
    assert product.rows("SELECT * FROM sweep_audit ORDER BY id") == before


@pytest.mark.parametrize("name", NAMES, indirect=True)
def test_any_name(product: Product, here: HereProgram, name: str) -> None:
    """The script makes this role and no other, and changes nothing where it is there already."""
    roles = {row["rolname"] for row in product.rows("SELECT rolname FROM pg_roles")}
    script = here.call("migrate", "--role", name, "--json").json
    assert script["without"] == ["sweep_restores", "sweep_audit"]
    product.execute(";".join(script["statements"]))
    assert {row["rolname"] for row in product.rows("SELECT rolname FROM pg_roles")} - roles == {name}
    again = here.call("migrate", "--role", name, "--json").json["statements"]
    assert again == script["statements"][1:]
    assert all(one.startswith("GRANT ") for one in again)


@one_name
def test_where_not_everybody_may_connect_and_policies_hide_rows(
    product: Product, here: HereProgram, name: str
) -> None:
    database = parse_url(product.url).database
    product.execute(f'REVOKE CONNECT ON DATABASE "{database}" FROM PUBLIC')
    product.execute(f"CREATE ROLE {name} LOGIN; ALTER TABLE receipts ENABLE ROW LEVEL SECURITY")
    script = here.call("migrate", "--role", name)
    assert "sweep_restores, sweep_audit" in script.sentence
    assert script.out.splitlines()[:2] == [
        f"ALTER ROLE {name} BYPASSRLS;",
        f"GRANT CONNECT ON DATABASE {database} TO {name};",
    ]
    product.execute(script.out)
    act_as(product, here, name)
    assert rights_found(here) == ["rights_good"]


def test_what_is_not_there_is_named(product: Product, here: HereProgram) -> None:
    product.execute("ALTER TABLE background_jobs DROP COLUMN heartbeat_at")
    script = here.call("migrate", "--role", "desk")
    assert "heartbeat_at" not in script.out
    assert "background_jobs.heartbeat_at" in script.err


@pytest.mark.parametrize(
    "word", ["", " ", "public", "none", "pg_desk", "x" * 64, "ש" * 32, "a\nb", "\u202ea"]
)
def test_names_that_no_role_can_have(here: HereProgram, word: str) -> None:
    done = here.call("migrate", "--role", word)
    assert (done.status, done.out) == (2, "")
    assert done.sentence


@pytest.mark.parametrize("word", ["--apply", "--check", "--with-console-tables", "--with-recommended"])
def test_it_adds_nothing(product: Product, here: HereProgram, word: str) -> None:
    before = product.all_rows()
    done = here.call("migrate", "--role", "desk", word)
    assert (done.status, done.out, product.all_rows()) == (2, "", before)
