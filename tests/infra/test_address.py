"""The place that is shown is that of the connection, whatever has named it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import quote

import pytest
from sqlalchemy import make_url

from app.core.errors import CannotConnect
from app.db.address import Address
from app.db.engine import Database
from app.db.transport import Transport, transport
from app.db.url import parse_url
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
    given = product, port, folder
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
        case "service alone":
            file = folder / "services.conf"
            named = {"host": "127.0.0.1", "port": port, "user": url.username, "password": url.password}
            named |= {"dbname": url.database, "sslmode": "disable", "gssencmode": "disable"}
            lines = [f"{name}={value}" for name, value in named.items() if value]
            file.write_text("\n".join(["[product]", *lines]), encoding="utf-8")
            return Way("postgresql:///?service=product", {"PGSERVICEFILE": str(file)}, here)
        case "PGSERVICE":
            return Way("postgresql:///", {**way("service alone", *given).environment, kind: "product"}, here)
        case "hosts in the authority":
            return Way(f"{who}localhost:{dead_port()},{here}/{url.database}?{PLAIN}", {}, here)
        case "hostaddr":
            return Way(f"{who}db.invalid:{port}/{url.database}?hostaddr=127.0.0.1&{PLAIN}", {}, here)
        case _:
            hosts = f"host=localhost:{dead_port()}&host={here}"
            return Way(f"{who}/{url.database}?{hosts}&{PLAIN}", {}, here)


WAYS = [
    *(
        "address",
        "name",
        "PGHOST",
        "PGHOSTADDR",
        "PGPORT",
        "service",
        "service alone",
        "PGSERVICE",
        "hostaddr",
    ),
    *("two hosts", "hosts in the authority"),
]


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


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize("order", ["first", "last"])
def test_a_server_that_never_answers_is_passed_over(
    product: Product, port: int, silent: int, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.db.waiting.CONNECT_TIMEOUT_SECONDS", 0.5)
    url = make_url(product.url)
    who = f"postgresql://{url.username}{f':{url.password}' if url.password else ''}@"
    servers = [f"127.0.0.1:{silent}", f"127.0.0.1:{port}"]
    servers = servers if order == "first" else servers[::-1]
    address = f"{who}{','.join(servers)}/{url.database}?{PLAIN}"
    with closing(Database(parse_url(address))) as database, database.connection():
        assert f"127.0.0.1:{port}/" in database.where
    alone = Database(parse_url(f"{who}127.0.0.1:{silent}/{url.database}?{PLAIN}"))
    with closing(alone), pytest.raises(CannotConnect) as refused, alone.connection():
        pass
    assert refused.value.why == "timeout"


@pytest.mark.parametrize("place", ["authority", "option"])
def test_a_socket_in_a_folder_of_any_name(product: Product, place: str) -> None:
    url = make_url(product.url)
    folder = str(url.query.get("host", ""))
    if not folder.startswith("/"):
        pytest.skip("The server of this run has no socket.")
    with TemporaryDirectory() as short:
        odd = Path(short) / "a b@c:d%41+e?f&g#א"
        odd.symlink_to(folder)
        host, who = quote(str(odd), safe=""), f"postgresql://{url.username}@"
        port = url.query.get("port", "5432")
        address = (
            f"{who}{host}:{port}/{url.database}"
            if place == "authority"
            else f"{who}/{url.database}?host={host}&port={port}"
        )
        for text in (address, Address.parse(address)[0].url):
            with closing(Database(parse_url(text))) as database, database.begin() as connection:
                assert transport(connection) is Transport.LOCAL
                assert database.where.startswith("localhost")
