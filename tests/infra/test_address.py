"""The place that is shown is that of the connection, whatever has named it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import make_url

from tests.support.product import Product
from tests.support.program import Program
from tests.support.proxy import Proxy

PLAIN = "sslmode=disable&gssencmode=disable"


class Way(NamedTuple):
    """An address with what completes it, and what is to be shown."""

    url: str
    environment: dict[str, str]
    shown: str


@pytest.fixture
def port(product: Product) -> Iterator[int]:
    """Where the test's server can be reached by TCP."""
    with Proxy(product.url) as proxy:
        found = make_url(proxy.url).port
        assert found
        yield found


def dead_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def way(kind: str, product: Product, port: int, folder: Path) -> Way:
    url = make_url(product.url)
    who = f"postgresql://{url.username}{f':{url.password}' if url.password else ''}@"
    here = f"127.0.0.1:{port}"
    match kind:
        case "address":
            return Way(f"{who}{here}/{url.database}?{PLAIN}", {}, here)
        case "name":
            return Way(f"{who}localhost:{port}/{url.database}?{PLAIN}", {}, f"localhost:{port}")
        case "PGHOST":
            environment = {"PGHOST": "127.0.0.1", "PGPORT": str(port)}
            return Way(f"{who}/{url.database}?{PLAIN}", environment, here)
        case "PGHOSTADDR":
            environment = {"PGHOSTADDR": "127.0.0.1", "PGPORT": str(port)}
            return Way(f"{who}/{url.database}?{PLAIN}", environment, here)
        case "PGPORT":
            return Way(f"{who}127.0.0.1/{url.database}?{PLAIN}", {"PGPORT": str(port)}, here)
        case "service":
            file = folder / "services.conf"
            file.write_text(f"[product]\nhost=127.0.0.1\nport={port}\n", encoding="utf-8")
            address = f"{who}/{url.database}?service=product&{PLAIN}"
            return Way(address, {"PGSERVICEFILE": str(file)}, here)
        case _:
            hosts = f"host=localhost:{dead_port()}&host={here}"
            return Way(f"{who}/{url.database}?{hosts}&{PLAIN}", {}, here)


WAYS = ["address", "name", "PGHOST", "PGHOSTADDR", "PGPORT", "service", "two hosts"]


@pytest.mark.parametrize("kind", WAYS)
def test_the_diagnostics_name_it(
    product: Product, program: Program, port: int, tmp_path: Path, kind: str
) -> None:
    url, environment, shown = way(kind, product, port, tmp_path)
    done = program.run("doctor", "--json", "--database-url", url, **environment)
    found = [one["sentence"] for one in done.json["findings"] if one["subject"] == "database"]
    place = " ".join([str(done.json.get("where", "")), *found])
    assert shown in place
    assert str(make_url(product.url).database) in place
    assert "public" in place
    if kind != "name":
        assert "localhost" not in place


@pytest.mark.parametrize("kind", ["PGHOST", "two hosts"])
def test_the_audit_trail_names_it(
    product: Product, program: Program, port: int, tmp_path: Path, kind: str
) -> None:
    business_id = product.business()
    product.receipts(business_id, 2)
    url, environment, shown = way(kind, product, port, tmp_path)
    words = ["--business", business_id, "--confirm", "DELETE", "--json"]
    done = program.run("delete", *words, "--database-url", url, **environment)
    assert (done.status, done.json["deleted"]) == (0, 2)
    lines = [json.dumps(line) for line in program.audit()]
    assert lines
    for part in (shown, str(make_url(product.url).database), "public"):
        assert all(part in line for line in lines), part
