"""What a test of the connection found, in a sentence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.actions.trying import Reached
from app.db.transport import Transport
from app.qt.translation import ltr
from app.ui.texts.figures import plain

translate = QCoreApplication.translate


def reached_text(outcome: object) -> tuple[str, str]:
    """The sentence for what `actions.trying` gave, and its tone."""
    assert isinstance(outcome, Reached)  # noqa: S101 - for the type checker
    values = {
        "server": ltr(f"PostgreSQL {outcome.version}"),
        "where": ltr(plain(outcome.where)),
        "milliseconds": ltr(f"{outcome.milliseconds:.0f}"),
    }
    match outcome.transport:
        case Transport.VERIFIED:
            sentence = translate(
                "SettingsDialog",
                "Connected: {server} at {where} responds in {milliseconds} ms, encrypted, and the server is "
                "verified.",
            )
        case Transport.TLS:
            sentence = translate(
                "SettingsDialog",
                "Connected: {server} at {where} responds in {milliseconds} ms, encrypted. The server's "
                "certificate is not verified.",
            )
        case Transport.LOCAL:
            sentence = translate(
                "SettingsDialog",
                "Connected: {server} at {where} responds in {milliseconds} ms, on this computer.",
            )
        case Transport.PASSED_ON:
            sentence = translate(
                "SettingsDialog",
                "Connected: {server} at {where} responds in {milliseconds} ms, through a proxy, tunnel or "
                "pooler. Whether it is encrypted from there on cannot be seen.",
            )
        case _:
            sentence = translate(
                "SettingsDialog",
                "Connected: {server} at {where} responds in {milliseconds} ms. The connection is not "
                "encrypted.",
            )
    doubtful = {Transport.OPEN, Transport.PASSED_ON}
    return sentence.format(**values), "warn" if outcome.transport in doubtful else "ok"
