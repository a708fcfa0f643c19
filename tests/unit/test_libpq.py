"""`app.db.libpq` and `app.db.url`: what an address means to libpq, and how another computer is spoken to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg2.extensions import parse_dsn

from app.core.errors import BadDatabaseUrl
from app.db.address import Address
from app.db.engine import Database
from app.db.libpq import AUTHENTICATION, USUAL_PORT, completed, is_local, places, protection, without_server
from app.db.url import KEY_VALUE, options_of, parse_url, write_url

DOCUMENTED = [
    "postgresql://dana@one:6001,two:6002/product?target_session_attrs=read-write&load_balance_hosts=random",
    "postgresql://dana@one,two:6002/product",
    "postgresql://%2Frun%2Fmy%20pg%2Ca/product",
    "postgresql://dana:pw@%2Frun%2Fpg:6001/product",
    "postgresql://%40abstract/product",
    "postgresql:///product?host=/run/c++%20%26x",
    "postgresql:///?service=shop",
    "postgresql://[::1]:6001/product",
    "postgresql://dana@[2001:db8::1],[fe80::1%25eth0]:6002/product",
    "postgresql://db/product?hostaddr=10.0.0.1&passfile=%2Fhome%2Fdana%2Fpass+file",
    "postgresql://db/product?sslmode=verify-full&sslrootcert=system",
    "postgresql://db/product?sslrootcert=%2Fc%2B%2B%2Fca.crt&sslcert=/a&sslkey=/b&sslpassword=hush%20it",
    "postgresql://dana:a%3Fb%2F%40c@db/product",
    "postgresql://dana:a?b@db/product?application_name=x@y",
    "postgresql://db:6001/product?application_name=a@b",
    "postgresql://db/product?options=-c%20geqo%3Doff",
    "postgresql://db/product?ssl=true",
    "postgresql://db/one?dbname=two&user=dora",
]


@pytest.mark.parametrize("text", DOCUMENTED)
def test_an_address_is_what_libpq_takes_it_for(text: str) -> None:
    told = parse_dsn(text)
    assert options_of(parse_url(text)) == told
    assert parse_dsn(write_url(told)) == told
    address, password = Address.parse(text)
    by_parts = options_of(parse_url(address.with_password(password or "")))
    assert {**by_parts, "port": by_parts.get("port", USUAL_PORT)} == {"port": USUAL_PORT, **told}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("postgresql+psycopg2://dana:a/b@db/product", {"password": "a/b"}),
        ("postgresql://dana:100%@db/product", {"password": "100%"}),
        ("postgres://dana@/product?host=one:6001&host=two", {"host": "one,two", "port": "6001,"}),
        ("postgresql://db/product?options=-c+search_path%3Dx", {"options": "-c search_path=x"}),
    ],
)
def test_what_others_than_libpq_write(text: str, named: dict[str, str]) -> None:
    found = options_of(parse_url(text))
    assert {name: found.get(name) for name in named} == named


@pytest.mark.parametrize("text", ["host=db dbname=product", "dbname = product password=hush", "host='a b'"])
def test_a_string_of_keys_and_values_is_refused_by_its_name(text: str) -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        parse_url(text)
    assert refused.value.values["reason"] == KEY_VALUE


texts = st.text(st.characters(min_codepoint=1, max_codepoint=0x5FF, exclude_categories=["Cs"]), min_size=1)


@given(st.dictionaries(st.sampled_from(["user", "password", "dbname", "host", "application_name"]), texts))
def test_what_is_written_is_read_again(options: dict[str, str]) -> None:
    assert parse_dsn(write_url(options)) == options


@pytest.mark.parametrize(
    "host", ["", "/run/pg", "@pg", "localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1"]
)
def test_this_computer(host: str) -> None:
    assert is_local(host)
    assert protection({"host": host}, {}) == {}


@pytest.mark.parametrize("host", ["db", "10.0.0.1", "::2", "localhost.example", "127.0.0.1.example", "127.1"])
def test_another_computer(host: str) -> None:
    assert protection({"host": host}, {}) == {"sslmode": "require", "require_auth": AUTHENTICATION}
    assert protection({"host": f"localhost,{host}"}, {})
    assert protection({"host": "localhost", "hostaddr": "10.0.0.1"}, {})
    assert not protection({"host": host, "hostaddr": "127.0.0.1"}, {})


@pytest.mark.parametrize(
    ("named", "added"),
    [
        ({"sslmode": "disable"}, {"require_auth": AUTHENTICATION}),
        ({"sslmode": "verify-full"}, {}),
        ({"sslrootcert": "/ca"}, {"sslmode": "verify-full"}),
        ({"require_auth": "md5"}, {"sslmode": "require"}),
        ({"sslmode": "prefer", "require_auth": "none"}, {}),
        ({"sslcert": "/c"}, {"sslmode": "require", "require_auth": f"{AUTHENTICATION},none"}),
    ],
)
def test_what_is_named_stays(named: dict[str, str], added: dict[str, str]) -> None:
    assert protection({"host": "db", **named}, {}) == added


def test_the_address_wins_over_the_service_file_and_that_one_over_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "services"
    file.write_text("[other]\nhost=x\n[shop]\n# port=1\nhost=db\nport=6001\nport=6002\nsslmode=prefer\n")
    environment = {"PGSERVICEFILE": str(file), "PGHOST": "pg", "PGSSLMODE": "disable", "PGSSLROOTCERT": "/ca"}
    known = completed({"service": "shop", "port": "6003"}, environment)
    assert known == {
        **{"service": "shop", "host": "db", "port": "6003"},
        **{"sslmode": "prefer", "sslrootcert": "/ca"},
    }
    assert completed({}, {**environment, "PGSERVICE": "shop"})["host"] == "db"
    assert completed({"service": "none"}, environment)["host"] == "pg"
    found = completed({"service": "shop"}, {"PGSYSCONFDIR": str(tmp_path), "HOME": str(tmp_path)})
    assert "host" not in found
    file.rename(tmp_path / "pg_service.conf")
    assert completed({"service": "shop"}, {"PGSYSCONFDIR": str(tmp_path)})["host"] == "db"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://one:6001,two:6002/product", "one:6001,two:6002/product"),
        ("postgresql://one,two/product", "one,two/product"),
        ("postgresql:///product?host=one,two&port=6001", "one:6001,two:6001/product"),
        ("postgresql://dana:hush@db/product?hostaddr=10.0.0.1", "10.0.0.1/product"),
        ("postgresql://[::1]:6001/product?password=hush", "[::1]:6001/product"),
        ("postgresql://%2Frun%2Fpg:6001/product", "localhost:6001/product"),
    ],
)
def test_the_place_that_is_shown_before_there_is_a_connection(text: str, shown: str) -> None:
    assert Database(parse_url(text)).where == shown


def test_the_place_of_the_environment_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    monkeypatch.setenv("PGPORT", "6001")
    monkeypatch.setenv("PGDATABASE", "product")
    assert Database(parse_url("postgresql://dana@")).where == "db.example:6001/product"


def test_a_server_is_left_out() -> None:
    known = {"host": "one,two,two", "port": "6001,,6003"}
    assert places(known) == [("one", "6001"), ("two", ""), ("two", "6003")]
    assert without_server(known, "two", "5432") == {"host": "one,two", "port": "6001,6003"}
    assert without_server({"host": "one,two", "hostaddr": ",10.0.0.1"}, "two", "5432") == {
        **{"host": "one", "hostaddr": ""}
    }
    assert without_server({"host": "one"}, "one", "5432") is None
    assert without_server(known, "elsewhere", "5432") is None
