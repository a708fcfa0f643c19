"""Sign-in costs the same whoever is asked for: counted by the hashes that are checked, not by the clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.security import generate_password_hash

from app.actions.password_hash import DEFAULT_METHOD, MOST_ROUNDS, MOST_SCRYPT, matches, method_of
from app.actions.sign_in import KINDS_CHECKED, SignIn
from app.actions.wrong_passwords import FREE_ATTEMPTS, WrongPasswords
from app.core.errors import SignInRefused, SignInTooSoon
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Station

USUAL, EARLIER = "pbkdf2:sha256:1000", "pbkdf2:sha512:700"
EXCESSIVE = (f"pbkdf2:sha256:{15 * MOST_ROUNDS}$s$00", f"scrypt:{MOST_SCRYPT}:8:1$s$00")

Checked = Callable[[str, str], list[str]]


@pytest.fixture
def checked(station: Station, tmp_path: Path) -> Checked:
    """The kinds of the hashes that a refused attempt checks."""

    def attempt(email: str, password: str) -> list[str]:
        kinds: list[str] = []

        def note(stored: str, typed: str) -> bool:
            kinds.append(method_of(stored))
            return matches(stored, typed)

        wrong = WrongPasswords(tmp_path / f"{len(list(tmp_path.iterdir()))}.json")
        with pytest.raises(SignInRefused):
            SignIn(station.database, wrong, note)(email, password)
        return kinds

    return attempt


def a_user(product: Product, name: str, stored: str | None, role: str = "admin", active: bool = True) -> None:
    product.user(role, product.business(), email=f"{name}@example.com", active=active, password_hash=stored)


@pytest.fixture
def users(product: Product) -> None:
    """Most have the usual kind of hash, and some one of before."""
    for number, method in enumerate([USUAL] * 5 + [EARLIER] * 3):
        a_user(product, f"user{number}", generate_password_hash("secret", method))


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("nobody@example.com", "secret"),
        ("user0@example.com", "wrong"),
        ("user7@example.com", "wrong"),
        ("agent@example.com", "secret"),
        ("inactive@example.com", "secret"),
        ("without@example.com", "secret"),
        ("empty@example.com", ""),
        ("plain@example.com", "secret"),
        ("md5@example.com", "secret"),
        ("", ""),
    ],
)
def test_every_refusal_checks_the_same(
    product: Product, users: None, checked: Checked, email: str, password: str
) -> None:
    product.execute("ALTER TABLE users ALTER COLUMN password_hash DROP NOT NULL")
    secret = generate_password_hash("secret", USUAL)
    a_user(product, "agent", secret, role="agent")
    a_user(product, "inactive", secret, active=False)
    a_user(product, "without", None)
    a_user(product, "empty", "")
    a_user(product, "plain", "secret")
    a_user(product, "md5", "md5$salt$5ebe2294ecd0e0f08eab7690d2a6ee69")
    assert checked(email, password) == [USUAL, EARLIER]


@pytest.mark.parametrize("stored", EXCESSIVE)
def test_parameters_out_of_bounds_are_never_worked_through(
    product: Product, users: None, checked: Checked, expected_logs: ExpectedLogs, stored: str
) -> None:
    """Neither for whom they belong to, nor as the most frequent ones of all."""
    expected_logs.expect(f"out of bounds .{method_of(stored)}")
    a_user(product, "bomb", stored)
    product.execute("UPDATE users SET password_hash = %s WHERE email LIKE 'user%%'", stored)
    a_user(product, "good", generate_password_hash("secret", USUAL))
    assert checked("bomb@example.com", "secret") == [USUAL]
    assert checked("nobody@example.com", "secret") == [USUAL]


def test_without_any_hash_it_is_the_products_default(product: Product, checked: Checked) -> None:
    assert checked("nobody@example.com", "secret") == [DEFAULT_METHOD]


def test_a_rare_kind_opens_too(station: Station, product: Product, users: None) -> None:
    for number in range(KINDS_CHECKED):
        for copy in range(2):
            stored = generate_password_hash("secret", f"pbkdf2:sha256:{800 + number}")
            a_user(product, f"other{number}.{copy}", stored)
    a_user(product, "rare", generate_password_hash("secret", "pbkdf2:sha1:3"))
    assert station.console.sign_in("rare@example.com", "secret").email == "rare@example.com"


def test_the_next_console_goes_on_counting(station: Station, product: Product, users: None) -> None:
    """They share the data folder, as two processes of one person do."""
    data = product.storage_root.parent / "shared"
    for _ in range(FREE_ATTEMPTS):
        with Station(product, data=data) as one, pytest.raises(SignInRefused):
            one.console.sign_in("user0@example.com", "wrong")
    with Station(product, data=data) as last, pytest.raises(SignInTooSoon):
        last.console.sign_in("user0@example.com", "secret")
    assert station.console.sign_in("user0@example.com", "secret")  # another person of this computer
