"""The schema that a person names, from the words of the command line to the connection, and what the audit
trail says of the place."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import make_url

from app.actions import trying
from app.bootstrap import connection as wiring
from app.cli import window
from app.db.engine import Database
from app.settings import Overrides
from tests.support.late import TRUTH, LateDatabase
from tests.support.names import ODD_NAMES
from tests.support.product import Product
from tests.support.program import HereProgram

DONE, USAGE = 0, 2

Asked = list[str | None]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The schemas with which databases were opened; each then finds its tables by itself."""
    asked: Asked = []

    def opened(*words: Any, schema: str | None, **more: Any) -> Database:
        asked.append(schema)
        return Database(*words, **more)

    for where in (wiring, trying):
        monkeypatch.setattr(where, "Database", opened)
    return asked


@pytest.mark.parametrize("name", ODD_NAMES)
def test_the_schema_reaches_the_connection_as_it_was_typed(
    here: HereProgram, asked: Asked, name: str
) -> None:
    assert here.call("jobs", "--schema", name).status == DONE
    assert here.call("doctor", SWEEP_SCHEMA=name).status == DONE
    assert asked == [name, name]


def test_the_schema_reaches_the_window(here: HereProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Overrides] = []

    def show(said: Overrides, **_: object) -> int:
        given.append(said)
        return DONE

    monkeypatch.setattr(window, "show", show)
    assert here.call_exactly("--schema", "My 50%").status == DONE
    assert given[0].over({}).schema == "My 50%"


def test_the_schema_is_tried(asked: Asked, product: Product) -> None:
    reached = trying.try_connection(product.url, "My 50%")
    assert asked == ["My 50%"]
    assert reached.where.partition("/")[2].startswith(str(make_url(product.url).database))


def test_without_a_schema_it_is_to_be_found(here: HereProgram, asked: Asked) -> None:
    assert here.call("jobs").status == DONE
    assert here.call("jobs", "--schema", "", SWEEP_SCHEMA="shop").status == DONE
    assert asked == [None, None]


def test_a_schema_that_stands_beside_another_address_is_asked_for(
    here: HereProgram, product: Product, asked: Asked
) -> None:
    beside = {"SWEEP_DATABASE_URL": "postgresql://db.example/product", "SWEEP_SCHEMA": "shop"}
    business_id = product.business()
    product.receipts(business_id, 1)
    done = here.call("delete", "--business", business_id, "--confirm", "DELETE", **beside)
    assert (done.status, done.out, asked) == (USAGE, "", [])
    assert "--schema" in done.sentence
    assert product.live(business_id) == 1


@pytest.mark.parametrize("command", ["delete", "sweep"])
def test_the_audit_trail_says_where_it_really_was(
    here: HereProgram, product: Product, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(wiring, "Database", LateDatabase)
    business_id = product.business()
    product.receipts(business_id, 1)
    confirm = ["--confirm", "DELETE"] if command == "delete" else []
    assert here.call(command, "--business", business_id, *confirm).status == DONE
    assert [(line["action"], line["place"]) for line in here.audit()] == [(command, TRUTH)]
