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
            "No Redis is named, so nothing can run on the server. Set SWEEP_REDIS_URL, or run it here."
        )


class QueueUnreachable(SweepError):
    """Redis does not answer, or refuses. `why` is a key of REASONS; `where` the server without a secret."""

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

    def __init__(self, why: str, where: str, detail: str = "") -> None:
        reason = self.REASONS[why]
        told = f"{reason} ({detail})" if detail else reason
        super().__init__(
            f"Background worker not available: the queue {where} cannot be reached: {told}. Check that Redis "
            "runs and that this computer reaches it, or run it here.",
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
