"""`app.actions.password_hash`: which hashes may be checked, found out without checking one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.security import generate_password_hash

from app.actions.password_hash import (
    DEFAULT_METHOD,
    MOST_ROUNDS,
    MOST_SCRYPT,
    Cost,
    cost_of,
    decoy,
    matches,
    method_of,
)

QUICK = ("pbkdf2:sha256:1", "pbkdf2:sha512:2", "pbkdf2:sha1:3", "scrypt:256:8:1", "scrypt:128:1:2")


@pytest.mark.parametrize(
    "method",
    [
        *QUICK,
        DEFAULT_METHOD,
        "pbkdf2:sha256:1000000",
        f"pbkdf2:sha512:{MOST_ROUNDS}",
        "scrypt:131072:8:1",
        "scrypt:65536:8:2",
    ],
)
def test_what_products_use_is_checked(method: str) -> None:
    assert cost_of(method) is Cost.BOUNDED


@pytest.mark.parametrize(
    "method",
    [
        f"pbkdf2:sha256:{MOST_ROUNDS + 1}",
        "pbkdf2:sha256:30000000",
        "pbkdf2:sha1:9223372036854775807",
        "scrypt:262144:8:1",  # memory
        "scrypt:1048576:8:1",
        "scrypt:16384:8:64",  # time
        "scrypt:2:8:1073741824",
        "scrypt:2:1073741824:1",
        "scrypt:1099511627776:8:1",
    ],
)
def test_what_would_keep_the_computer_is_not(method: str) -> None:
    assert cost_of(method) is Cost.EXCESSIVE


@pytest.mark.parametrize(
    "method",
    [
        "",
        "plain",
        "md5",
        "sha256",
        "argon2",
        "scrypt",
        "scrypt:32768:8",
        "scrypt:32768:8:1:1",
        "scrypt:x:8:1",
        "scrypt:32767:8:1",
        "scrypt:1:8:1",
        "scrypt:0:8:1",
        "scrypt:32768:0:1",
        "scrypt:32768:8:0",
        "scrypt:-32768:-8:1",
        "scrypt:65536:1:1",
        "scrypt:٣٢٧٦٨:8:1",
        "scrypt:32_768:8:1",
        "pbkdf2",
        "pbkdf2:sha256",
        "pbkdf2:sha256:0",
        "pbkdf2:sha256:-1",
        "pbkdf2:sha256:1e3",
        "pbkdf2:nothing:1000",
        "pbkdf2:shake_256:1000",
        "PBKDF2:sha256:1000",
    ],
)
def test_what_no_product_writes_is_unknown(method: str) -> None:
    assert cost_of(method) is Cost.UNKNOWN


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    assert cost_of(method_of(text)) in Cost
    assert method_of(text) == (text.partition("$")[0] if text.count("$") > 1 else "")


@pytest.mark.parametrize("method", QUICK)
def test_a_hash_of_each_kind_and_its_decoy(method: str) -> None:
    stored = generate_password_hash("סיסמה", method)
    assert method_of(stored) == method_of(decoy(method)) == method
    assert matches(stored, "סיסמה")
    assert not matches(stored, "סיסמא")
    assert not any(matches(decoy(method), typed) for typed in ("", "-", "decoy", "סיסמה"))


@pytest.mark.parametrize("stored", ["pbkdf2:sha256:1$salt$é", "pbkdf2:sha256:1$salt$", "pbkdf2:sha256:1$$00"])
def test_a_digest_that_is_none_opens_nothing(stored: str) -> None:
    assert not matches(stored, "")
    assert not matches(stored, "secret\ud800")


def test_who_has_no_hash_has_no_method() -> None:
    assert method_of(None) == method_of("") == method_of("secret") == method_of("a$b") == ""
    assert MOST_SCRYPT * 128 == 128 * 1024**2
