"""What went wrong with the queue on a server: a part of `texts.errors`."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

QUEUE_TEXTS = {
    "bad_queue_url": QT_TRANSLATE_NOOP("Errors", "Invalid Redis URL: {reason}. Example: {redis_example}."),
    "no_queue_named": QT_TRANSLATE_NOOP(
        "Errors",
        "This connection has no queue, so nothing can run on the server. Enter its Redis URL in the settings "
        "(page “Queue”), or run it on this computer.",
    ),
    "nobody_listens": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: no worker is listening on the queue. Start a worker on a server, "
        "run it on this computer, or enqueue it anyway.",
    ),
}
"""By `SweepError.code`."""

QUEUE_UNREACHABLE_TEXTS = {
    "refused": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: nothing answers at {where}. Check the host and port, that Redis is "
        "running, and that the SSH tunnel is open if you use one.",
    ),
    "unknown_host": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: the host of {where} was not found. Check the host name and the "
        "network. Inside the product's network Redis may have a name that is not known outside: use an SSH "
        "tunnel.",
    ),
    "timeout": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: Redis at {where} does not respond. Check the network, the VPN, the "
        "firewall and the SSH tunnel.",
    ),
    "lost": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: the connection to {where} was closed. Check that Redis is running, "
        "and whether its URL must begin with {tls}.",
    ),
    "password": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: Redis at {where} rejected the user name or password, or requires "
        "one. Enter them in the settings (page “Queue”).",
    ),
    "keychain": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: the password for {where} could not be read from the system "
        "keychain. Unlock the keychain, or enter the password in the settings (page “Queue”).",
    ),
    "rights": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: the user lacks a permission at {where}. Ask whoever runs Redis for "
        "the permissions listed in the server guide. ({detail})",
    ),
    "tls": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: the encrypted connection to {where} failed. Check whether Redis "
        "uses TLS there, the host name, and the certificate. ({detail})",
    ),
    "loading": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: Redis at {where} is starting and still loading its data. Try again "
        "in a minute.",
    ),
    "memory": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: the memory of Redis at {where} is full, so it accepts no new jobs. "
        "Ask whoever runs it to free memory, or run jobs on this computer.",
    ),
    "read_only": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: Redis at {where} accepts no changes. It may be a replica, or "
        "unable to save its data: check the host, or ask whoever runs it.",
    ),
    "other": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: Redis at {where} responded with an error. Ask whoever runs it. "
        "({detail})",
    ),
}
"""By `QueueUnreachable.why`."""

QUEUE_PARTS = frozenset(
    {
        QT_TRANSLATE_NOOP("ErrorParts", "it is empty"),
        QT_TRANSLATE_NOOP("ErrorParts", "it contains spaces or invisible characters"),
        QT_TRANSLATE_NOOP("ErrorParts", "a # in it must be written as %23"),
        QT_TRANSLATE_NOOP(
            "ErrorParts",
            "its host or its port cannot be read; "
            "special characters in the user name and the password must be percent-encoded",
        ),
        QT_TRANSLATE_NOOP(
            "ErrorParts",
            "what follows the ? cannot be read; "
            "special characters in the user name and the password must be percent-encoded",
        ),
        QT_TRANSLATE_NOOP(
            "ErrorParts",
            "an option after the ? is not known; "
            "special characters in the user name and the password must be percent-encoded",
        ),
        QT_TRANSLATE_NOOP("ErrorParts", "one of its options contains invisible characters"),
        QT_TRANSLATE_NOOP("ErrorParts", "one of its options has a value that is not known"),
        QT_TRANSLATE_NOOP("ErrorParts", "its user contains invisible characters"),
        QT_TRANSLATE_NOOP(
            "ErrorParts",
            "it is not in UTF-8; "
            "special characters in the user name and the password must be percent-encoded",
        ),
        QT_TRANSLATE_NOOP(
            "ErrorParts",
            "its host is neither a name nor an IP address; "
            "special characters in the user name and the password must be percent-encoded",
        ),
        QT_TRANSLATE_NOOP("ErrorParts", "its port must be between 1 and 65535"),
        QT_TRANSLATE_NOOP(
            "ErrorParts",
            "what follows the host must be the number of a database; "
            "special characters in the user name and the password must be percent-encoded",
        ),
        QT_TRANSLATE_NOOP("ErrorParts", "this system has no sockets as files"),
        QT_TRANSLATE_NOOP(
            "ErrorParts", "a socket is named with three slashes, as in unix:///run/redis/redis.sock"
        ),
        QT_TRANSLATE_NOOP("ErrorParts", "it must begin with redis://, rediss:// or unix://"),
        QT_TRANSLATE_NOOP(
            "ErrorParts",
            "the password of a client key cannot be saved; pass the URL in SWEEP_REDIS_URL instead",
        ),
    }
)
"""Parts of those sentences, see `texts.errors.PARTS`."""
