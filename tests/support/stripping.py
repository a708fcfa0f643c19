"""A proxy on this computer that decrypts what it passes on: the client speaks TLS, the server hears plain."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_ASKED_FOR_TLS = 8


@contextmanager
def stripping(host: str, port: int, certificate: Path, key: Path) -> Iterator[int]:
    """The port of loopback at which it takes connections for the server at `host` and `port`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        threading.Thread(target=_accept, args=(listener, context, (host, port)), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, context: ssl.SSLContext, server: tuple[str, int]) -> None:
    with suppress(OSError):  # the test is over
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_pass_on, args=(client, context, server), daemon=True).start()


def _pass_on(client: socket.socket, context: ssl.SSLContext, server: tuple[str, int]) -> None:
    client.recv(_ASKED_FOR_TLS)
    client.sendall(b"S")
    with context.wrap_socket(client, server_side=True) as inside, socket.create_connection(server) as there:
        back = threading.Thread(target=_pump, args=(there, inside), daemon=True)
        back.start()
        _pump(inside, there)
        back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)
