"""`app.db.address`: the parts of a database's address, and the password that does not belong to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import BadDatabaseUrl
from app.db.address import TLS_MODES, Address
from app.db.engine import parse_url

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


def test_a_password_of_a_key_is_refused_because_it_could_not_be_kept() -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        Address.parse("postgresql://db.example/product?sslpassword=hush")
    assert "hush" not in str(refused.value)


def test_no_repr_and_no_address_tells_the_password() -> None:
    address, secret = Address.parse(Address("db", 5432, "product", "dana").with_password(SECRET))
    assert secret == SECRET
    assert SECRET not in repr(address) + address.url
