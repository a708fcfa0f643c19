"""Password hashes of the product, as Werkzeug writes them: whether one can be checked, and at what cost."""

from __future__ import annotations

from enum import Enum, auto

from app.core.text import whole_number

MOST_ROUNDS = 2_000_000
"""Of PBKDF2: twice Werkzeug's own default, 1–2 s of processor time."""

MOST_SCRYPT = 2**20
"""Of n · r · p: four times Werkzeug's own default; 128 MiB, and under a second."""

DEFAULT_METHOD = "scrypt:32768:8:1"
"""Werkzeug's own, and so that of a product in which nobody has a hash yet."""

_DIGESTS = {"sha1", "sha224", "sha256", "sha384", "sha512"}


class Cost(Enum):
    """What the parameters of a hash say. EXCESSIVE: they are well-formed, and a check would keep processor or
    memory for too long; UNKNOWN: it is no hash that the product writes."""

    BOUNDED = auto()
    EXCESSIVE = auto()
    UNKNOWN = auto()


def method_of(stored: str | None) -> str:
    """The kind and the parameters of a hash, `scrypt:n:r:p` or `pbkdf2:digest:rounds`; "" where it is not
    made of three parts, as no hash is."""
    parts = (stored or "").split("$", 2)
    return parts[0] if len(parts) == 3 else ""


def cost_of(method: str) -> Cost:
    """Whether a hash of this method may be checked."""
    match method.split(":"):
        case ["pbkdf2", digest, rounds] if digest in _DIGESTS:
            return _judged(whole_number(rounds), MOST_ROUNDS)
        case ["scrypt", *numbers] if len(numbers) == 3:
            n, r, p = (whole_number(one) or 0 for one in numbers)
            # What scrypt itself demands of n (RFC 7914, 2).
            possible = n > 1 and n & (n - 1) == 0 and n.bit_length() <= 16 * r
            return _judged(n * r * p if possible else 0, MOST_SCRYPT)
        case _:
            return Cost.UNKNOWN


def decoy(method: str) -> str:
    """What costs as much to check as a hash of this method, and no password opens."""
    return f"{method}$decoy$-"


def matches(stored: str, password: str) -> bool:
    """Whether the password is the one of a hash whose cost is bounded. Werkzeug is loaded at the first check,
    because it brings a whole web server along."""
    from werkzeug.security import check_password_hash

    try:
        return check_password_hash(stored, password)
    except (ValueError, TypeError):  # the password, or the digest in the hash, is no proper text
        return False


def _judged(found: int | None, most: int) -> Cost:
    if not found:
        return Cost.UNKNOWN
    return Cost.BOUNDED if found <= most else Cost.EXCESSIVE
