"""What can go wrong with the queue on a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from app.core.errors import BadInput, SweepError
from app.core.program import WORKER_COMMAND


class BadQueueUrl(BadInput):
    """The address of Redis cannot be understood. It is not repeated: it may hold a password."""

    code = "bad_queue_url"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Invalid Redis URL: {reason}. Example: rediss://user@host:6379/0.",
            reason=reason,
        )


class NoQueueNamed(BadInput):
    """Something is to run on the server, and no Redis is named."""

    code = "no_queue_named"

    def __init__(self) -> None:
        super().__init__(
            "No Redis is named for this database, so nothing can run on the server. Set SWEEP_REDIS_URL. "
            "Beside SWEEP_DATABASE_URL it counts for that database alone, and not for another --database-url."
        )


class QueueUnreachable(SweepError):
    """Redis does not answer, or refuses. `why` is a key of REASONS and ADVICE; `where` the server without a
    secret."""

    code = "queue_unreachable"

    REASONS: ClassVar[Mapping[str, str]] = {
        "refused": "nothing answers there",
        "unknown_host": "the host is not known",
        "timeout": "it did not answer in time",
        "lost": "the connection was lost",
        "password": "the password is wrong or missing",
        "keychain": "its password could not be read from the system keychain",
        "rights": "the user may not do this",
        "tls": "the encrypted connection could not be made",
        "loading": "it is still loading its data",
        "memory": "its memory is full",
        "read_only": "it takes no writes",
        "other": "it answered with an error",
    }

    ADVICE: ClassVar[Mapping[str, str]] = {
        "refused": "Check host and port, that Redis runs, and that the SSH tunnel is open if you use one",
        "unknown_host": "Check the host name and the network. Redis may have a name that is known inside the "
        "product's network alone: use an SSH tunnel",
        "timeout": "Check network, VPN, firewall and SSH tunnel",
        "lost": "Check that Redis runs there, and whether its URL must begin with rediss://",
        "password": "Correct user or password in the Redis URL, or the password in the system keychain",
        "keychain": "Unlock the keychain, or name the password in the Redis URL",
        "rights": "Ask whoever runs Redis for the permissions listed in the server guide",
        "tls": "Check whether Redis uses TLS there, the host name, and the certificate",
        "loading": "Try again in a minute",
        "memory": "Ask whoever runs Redis to free memory",
        "read_only": "It may be a replica, or unable to save its data: check the host, or ask who runs it",
        "other": "Ask whoever runs Redis",
    }

    _ANSWERS: ClassVar[frozenset[str]] = frozenset(
        {"password", "rights", "loading", "memory", "read_only", "other"}
    )

    def __init__(self, why: str, where: str, detail: str = "") -> None:
        reason = self.REASONS[why]
        told = f"{reason} ({detail})" if detail else reason
        verb = "cannot be used" if why in self._ANSWERS else "cannot be reached"
        super().__init__(
            f"Background worker not available: the queue {where} {verb}: {told}. {self.ADVICE[why]}.",
            why=why,
            where=where,
            reason=told,
            detail=detail,
        )
        self.why = why


class NobodyListens(SweepError):
    """No worker listens on the queue."""

    code = "nobody_listens"

    def __init__(self) -> None:
        super().__init__(
            "Background worker not available: no worker listens on the queue. Start one "
            f"({WORKER_COMMAND}), run it here, or enqueue it anyway."
        )
