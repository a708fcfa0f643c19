"""`app.db.address`: the parts of a database's address, and the password that does not belong to them."""

from __future__ import annotations

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import BadDatabaseUrl
from app.db.address import TLS_MODES, Address
from app.db.url import NOT_A_PORT, NOT_AN_OPTION, NOT_TEXT, options_of, parse_url

SECRET = "hush/7f3a@of:the#database"
names = st.text(st.characters(min_codepoint=33, max_codepoint=0x5FF, exclude_characters="/@"), min_size=1)


@given(
    host=st.from_regex(r"[a-z][a-z0-9.-]{0,20}[a-z]", fullmatch=True),
    port=st.integers(1, 65535),
    user=names,
    tls=st.sampled_from(TLS_MODES),
    password=st.text(st.characters(min_codepoint=33, max_codepoint=0x5FF), min_size=1),
)
def test_parts_and_address_are_the_same_thing(
    host: str, port: int, user: str, tls: str, password: str
) -> None:
    address = Address(host, port, "product", user, tls)
    assert Address.parse(address.url) == (address, None)
    assert Address.parse(address.with_password(password)) == (address, password)
    opened = parse_url(address.with_password(password))
    assert (opened.host, opened.username, opened.password) == (host, user, password)


def test_the_address_of_a_socket() -> None:
    address, _ = Address.parse("postgresql:///product?host=/run/postgresql&port=5433&user=dana")
    assert (address.host, address.port, address.user) == ("/run/postgresql", 5433, "dana")
    assert Address.parse(address.url) == (address, None)


def test_a_password_among_the_options_does_not_stay_in_the_address() -> None:
    address, secret = Address.parse("postgresql://db.example/product?password=hush&application_name=x")
    assert secret == "hush"
    assert address.url == "postgresql://db.example/product?application_name=x"


def test_a_password_of_a_key_is_a_secret_that_is_only_used() -> None:
    address, _ = Address.parse("postgresql://dana@db.example/product?sslpassword=hush%20it&sslkey=%2Fkey")
    assert "hush" not in repr(address) + address.url
    assert options_of(parse_url(address.with_password("pw")))["sslpassword"] == "hush it"


def test_no_repr_and_no_address_tells_the_password() -> None:
    address, secret = Address.parse(Address("db", 5432, "product", "dana").with_password(SECRET))
    assert secret == SECRET
    assert SECRET not in repr(address) + address.url


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://dana@/product?host=one,two&port=6001,6002",
        "postgresql://dana@/product?host=one:6001&host=two:6002",
        "postgresql://dana@/product?host=one&host=two:6002&target_session_attrs=read-write",
        "postgresql://dana@/product?host=one:6001",
        "postgresql://dana@/product?host=one&host=two",
        "postgresql://first:1/product?host=second&port=2&user=dana",
        "postgresql://first/product?dbname=other",
        "postgresql:///product?host=::1",
        "postgresql:///product?service=shop",
        "postgresql:///product",
        "postgresql://dana@/product",
        "postgresql:///product?port=6001",
    ],
)
def test_an_address_leads_to_where_it_led_before(text: str) -> None:
    """Several servers, a service file, or nothing said of a server: the driver is told the same."""
    address, _ = Address.parse(text)
    before, after = (_told_to_the_driver(url) for url in (text, address.url))
    assert after == before
    assert Address.parse(address.url)[0] == address


def _told_to_the_driver(text: str) -> dict[str, str]:
    return options_of(parse_url(text))


@pytest.mark.parametrize(
    ("text", "user", "password", "host"),
    [
        ("postgresql://dana:p@ss@db.example/product", "dana", "p@ss", "db.example"),
        ("postgresql://dana:@@db.example:5433/product?sslmode=require", "dana", "@", "db.example"),
        ("postgresql://dana@corp:p@@ss@[::1]/product", "dana@corp", "p@@ss", "::1"),
        ("postgresql://dana:a/b@c@db.example/product", "dana", "a/b@c", "db.example"),
        ("postgresql://dana:p%40s@s@db.example/product", "dana", "p@s@s", "db.example"),
    ],
)
def test_an_at_in_the_password_is_no_riddle(text: str, user: str, password: str, host: str) -> None:
    address, secret = Address.parse(text)
    assert (address.user, secret, address.host, address.database) == (user, password, host, "product")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("postgresql://db/product", True),
        ("postgresql:///product?host=one,two", True),
        ("postgresql:///product?service=shop", True),
        ("postgresql:///product?hostaddr=10.0.0.1", True),
        ("postgresql:///product?application_name=x", False),
    ],
)
def test_whether_an_address_names_its_server(text: str, named: bool) -> None:
    assert Address.parse(text)[0].names_server is named


def test_one_database_for_two_people_and_another_one() -> None:
    address = Address("db", 5432, "product", "dana", "require")
    assert address.is_same_database(Address("db", 5432, "product", "dora"))
    for other in ("postgresql://db2/product", "postgresql://db:1/product", "postgresql://db/other"):
        assert not address.is_same_database(Address.parse(other)[0])


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://dana@db:5_432/product",
        "postgresql://dana@db:+5432/product",
        "postgresql://dana@db: 5432/product",
        "postgresql://dana@db:٥٤٣٢/product",
        "postgresql://dana@[::1]:5_432/product",
        "postgresql://dana@db:0/product",
        "postgresql://dana@db:65536/product",
        "postgresql://dana@db/product?port=5_432",
        "postgresql:///product?host=one,two&port=6001,+6002",
        "postgresql:///product?host=one:6001,two:6_002",
        "postgresql:///product?host=one:6001&host=two:٦٠٠٢",
    ],
)
def test_a_port_is_digits_alone(text: str) -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        Address.parse(text)
    assert refused.value.values["reason"] == NOT_A_PORT


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://dana:hush%00@db/product",
        "postgresql://dana%00:hush@db/product",
        "postgresql://dana:hush@db%00/product",
        "postgresql://dana:hush@db/product%00",
        "postgresql://dana:hush@db/product?application_name=%00",
        "postgresql://dana:hush\x00@db/product",
        "postgresql://dana:hush%E9@db/product",
        "postgresql://dana:hush@db/%FF",
        "postgresql://dana:hush\udce9@db/product",
        "postgresql://dana:hush@db/product?%E9=x",
    ],
)
def test_an_address_is_text(text: str) -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        Address.parse(text)
    assert refused.value.values["reason"] == NOT_TEXT
    said = "".join(traceback.format_exception(refused.value))
    assert "hush" not in said.replace("Address.parse(text)", "")


@pytest.mark.parametrize(
    "options",
    [
        "host=one&host=two&port=6001&port=6002",
        "async=1",
        "async_=1",
        "connection_factory=x",
        "cursor_factory=x",
        "dsn=x",
        "plugin=x",
    ],
)
def test_an_option_is_one_of_the_server(options: str) -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        Address.parse(f"postgresql://dana:hush@db/product?{options}")
    assert refused.value.values["reason"] == NOT_AN_OPTION


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_an_address_of_any_text_is_read_or_refused(text: str) -> None:
    for url in (text, f"postgresql://{text}", f"postgresql://dana:{text}@db:{text}/{text}?x={text}"):
        try:
            address, _ = Address.parse(url)
        except BadDatabaseUrl:
            continue
        assert Address.parse(address.url)[0] == address
