"""How a connection to another computer is protected, with a server that has TLS and one that has none, and
what is said of a connection that somebody passes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from app.core.database_messages import WEAK_SIGN_IN
from app.core.errors import CannotConnect
from app.db import libpq
from app.db.engine import Database
from app.db.transport import Transport, transport
from app.db.url import parse_url
from tests.support.proxy import Proxy

pytest.importorskip("cryptography", reason="it comes with the keyring on Linux alone")

from tests.support.certificates import Authority
from tests.support.stripping import stripping
from tests.support.tls_server import PASSWORD, TlsServer, own_address, tls_server

KEY_PASSWORD = "hush of the key"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"), "authority")


@pytest.fixture(scope="module")
def server(authority: Authority) -> Iterator[TlsServer]:
    """Its certificate is for its address alone."""
    host = own_address()
    certificate, key = authority.sign("server", host)
    with tls_server(authority.file, certificate, key, host) as running:
        yield running


def travels(url: str) -> Transport:
    with closing(Database(parse_url(url))) as database, database.begin() as connection:
        return transport(connection)


def refusal(url: str) -> CannotConnect:
    with pytest.raises(CannotConnect) as caught:
        travels(url)
    for secret in (PASSWORD, KEY_PASSWORD, quote(KEY_PASSWORD)):
        assert secret not in str(caught.value)
    return caught.value


def verified(file: Path) -> str:
    return f"sslmode=verify-full&sslrootcert={quote(str(file), safe='')}"


def test_another_computer_is_spoken_to_in_secret(server: TlsServer, authority: Authority) -> None:
    assert travels(server.url("scram")) is Transport.TLS
    assert travels(server.url("scram", verified(authority.file))) is Transport.VERIFIED
    assert travels(server.url("scram", f"sslrootcert={authority.file}")) is Transport.VERIFIED
    assert travels(server.url("scram", "channel_binding=require")) is Transport.VERIFIED
    assert travels(server.url("scram", "sslmode=disable")) is Transport.OPEN


def test_this_computer_may_do_without(server: TlsServer) -> None:
    assert travels(server.url("scram", "sslmode=disable", host="127.0.0.1")) is Transport.LOCAL
    assert travels(server.url("scram", "sslmode=disable", host="[::ffff:127.0.0.1]")) is Transport.LOCAL
    assert travels(server.url("scram", host=quote(str(server.folder), safe=""))) is Transport.LOCAL
    with server.without_tls():
        assert travels(server.url("scram", host="localhost")) is Transport.LOCAL


def test_a_server_without_tls_is_refused_unless_that_is_said(
    server: TlsServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with server.without_tls():
        assert refusal(server.url("scram")).why == "no_tls"
        assert refusal(server.url("scram", "sslmode=require")).why == "no_tls"
        assert travels(server.url("scram", "sslmode=prefer")) is Transport.OPEN
        services = tmp_path / "services"
        services.write_text("# none\n[other]\nsslmode=require\n[shop]\nsslmode=disable\n", encoding="utf-8")
        monkeypatch.setenv("PGSERVICEFILE", str(services))
        assert travels(server.url("scram", "service=shop")) is Transport.OPEN
        monkeypatch.setenv("PGSSLMODE", "disable")
        assert travels(server.url("scram")) is Transport.OPEN
        assert refusal(server.url("scram", "service=other")).why == "no_tls"


@pytest.mark.parametrize("role", ["hashed", "plain", "trusted"])
def test_a_server_that_an_impostor_could_play_is_refused_unless_that_is_said(
    server: TlsServer, authority: Authority, role: str
) -> None:
    error = refusal(server.url(role))
    assert error.why == "sign_in"
    found = WEAK_SIGN_IN.values_in(str(error.values["reason"]))
    assert found
    assert travels(server.url(role, f"require_auth={found['code']}")) is Transport.TLS
    assert travels(server.url(role, verified(authority.file))) is Transport.VERIFIED


def test_a_certificate_that_is_not_right(
    server: TlsServer, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    stranger = Authority(tmp_path, "stranger")
    for url in (
        server.url("scram", verified(stranger.file)),
        server.url("scram", verified(tmp_path / "none.crt")),
        server.url("scram", "sslmode=verify-full"),
        server.url("scram", verified(authority.file), host="localhost"),
        server.url("scram", "sslmode=require&sslrootcert=system"),
    ):
        assert refusal(url).why == "certificate", url


def test_the_authorities_that_the_system_trusts(
    server: TlsServer, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(libpq, "SYSTEM_CERTIFICATES", ("/nowhere", str(authority.file)))
    assert travels(server.url("scram", "sslrootcert=system")) is Transport.VERIFIED


def test_a_client_certificate_with_an_encrypted_key(server: TlsServer, authority: Authority) -> None:
    certificate, key = authority.sign("known", password=KEY_PASSWORD)
    own = f"sslcert={certificate}&sslkey={key}"
    assert travels(server.url("known", f"{own}&sslpassword={quote(KEY_PASSWORD)}")) is Transport.TLS
    for url in (
        server.url("known", f"{own}&sslpassword=wrong"),
        server.url("known", own),
        server.url("known", f"sslcert={certificate}&sslkey=/nowhere"),
        server.url("known", "require_auth=none"),
    ):
        assert refusal(url).why == "client_certificate", url


def test_one_who_passes_on_what_was_encrypted_is_seen(server: TlsServer, authority: Authority) -> None:
    certificate, key = authority.sign("proxy", "127.0.0.1")
    with stripping(server.host, server.port, certificate, key) as port:
        for options in ("sslmode=require", verified(authority.file)):
            url = f"postgresql://scram:{PASSWORD}@127.0.0.1:{port}/postgres?{options}&channel_binding=disable"
            assert travels(url) is Transport.PASSED_ON


@pytest.mark.parametrize("way", ["socket", "address"])
def test_one_who_passes_on_plain_text_is_seen(server: TlsServer, way: str) -> None:
    where: dict[str, Callable[[], str]] = {
        "address": lambda: server.url("scram", "sslmode=disable"),
        "socket": lambda: server.url("scram", f"host={server.folder}&sslmode=disable"),
    }
    with Proxy(server.url("scram") if way == "address" else where[way]()) as proxy:
        assert travels(proxy.url) is Transport.PASSED_ON
