"""What completes an address for libpq (a service file, the environment), and what is asked of a server on
another computer: that nobody on the way can read what is said, or take the password.

https://www.postgresql.org/docs/current/libpq-pgservice.html and libpq-envars.html
"""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

DEFAULT_TLS = "require"
"""The sslmode towards another computer, where none is named."""

VERIFY = "verify-full"

USUAL_PORT = "5432"

AUTHENTICATION = "scram-sha-256,gss,sspi"
"""How a server whose certificate is not verified may let the console in: only by ways in which whoever
pretends to be the server does not learn the password."""

SYSTEM_STORE = "system"
SYSTEM_CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Where systems keep the authorities that they trust: the OpenSSL that comes with psycopg2 looks in a folder
of the computer on which it was built."""

_VARIABLES = {
    "PGHOST": "host",
    "PGHOSTADDR": "hostaddr",
    "PGPORT": "port",
    "PGDATABASE": "dbname",
    "PGSSLMODE": "sslmode",
    "PGSSLROOTCERT": "sslrootcert",
    "PGSSLCERT": "sslcert",
    "PGREQUIREAUTH": "require_auth",
}


def completed(options: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """`options` with those that libpq takes from a service file, which wins, and from the environment: the
    ones that say where the server is and how it is spoken to."""
    added = {name: environment[variable] for variable, name in _VARIABLES.items() if variable in environment}
    service = options.get("service") or environment.get("PGSERVICE")
    return {**added, **(_of_service(service, environment) if service else {}), **options}


def protection(known: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """The options to add where `known`, the completed ones, lead to another computer: TLS, with the server
    verified where an authority is named, and else a password that is only proven, never shown. What is named
    already stays."""
    added: dict[str, str] = {}
    if known.get("sslrootcert") == SYSTEM_STORE and known.get("sslmode", VERIFY) == VERIFY:
        added |= _system_store(environment)
    if all(is_local(host) for host, _ in places(known)):
        return added
    if "sslmode" not in known:
        added["sslmode"] = VERIFY if "sslrootcert" in known else DEFAULT_TLS
    if "require_auth" not in known and {**known, **added}["sslmode"] != VERIFY:
        added["require_auth"] = AUTHENTICATION + (",none" if "sslcert" in known else "")
    return added


def is_local(host: str) -> bool:
    """Whether a server is on this computer: the folder of a socket, or a loopback address."""
    if not host or host.startswith(("/", "@")) or host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return bool((getattr(address, "ipv4_mapped", None) or address).is_loopback)


def places(known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Host and port of each server, as libpq connects to it: an address counts more than the name beside it;
    an empty port is the usual one."""
    return [(number or host, port) for host, number, port in _servers(known)]


def without_server(known: Mapping[str, str], host: str, port: str) -> dict[str, str] | None:
    """The options that name the others of several servers; None where there are no others."""
    servers = _servers(known)
    others = [one for one in servers if host not in one[:2] or port != (one[2] or USUAL_PORT)]
    if not others or len(others) == len(servers):
        return None
    left = zip(("host", "hostaddr", "port"), zip(*others, strict=True), strict=True)
    return {name: ",".join(values) for name, values in left if name in known}


def _servers(known: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Host, address and port of each; one port is that of all."""
    hosts, numbers, ports = (known.get(name, "").split(",") for name in ("host", "hostaddr", "port"))
    count = max(len(hosts), len(numbers))
    ports = ports * count if len(ports) == 1 else ports
    return list(zip_longest(hosts, numbers, ports[:count], fillvalue=""))


def _of_service(name: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The options of a service; none where it cannot be found: libpq says so."""
    for file in _service_files(environment):
        try:
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        is_meant = False
        found: dict[str, str] = {}
        for line in map(str.strip, lines):
            if line.startswith("["):
                if is_meant:
                    break
                is_meant = line == f"[{name}]"
            elif is_meant and "=" in line and not line.startswith("#"):
                option, _, value = line.partition("=")
                found.setdefault(option.strip(), value.strip())
        if is_meant:
            return found
    return {}


def _service_files(environment: Mapping[str, str]) -> Iterator[Path]:
    if named := environment.get("PGSERVICEFILE"):
        yield Path(named)
    elif sys.platform == "win32":
        yield Path(environment.get("APPDATA", "")) / "postgresql" / ".pg_service.conf"
    else:
        yield Path.home() / ".pg_service.conf"
    if folder := environment.get("PGSYSCONFDIR"):
        yield Path(folder) / "pg_service.conf"


def _system_store(environment: Mapping[str, str]) -> dict[str, str]:
    """The file with the authorities that this system trusts, unless OpenSSL is told of one."""
    if not {"SSL_CERT_FILE", "SSL_CERT_DIR"}.isdisjoint(environment):
        return {}
    for file in SYSTEM_CERTIFICATES:
        if os.path.isfile(file):
            return {"sslrootcert": file, "sslmode": VERIFY}
    return {}
