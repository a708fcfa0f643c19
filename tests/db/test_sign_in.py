"""Sign-in against real rows of `users`: who comes in, and how wrong passwords slow down."""

from __future__ import annotations

from itertools import product as combinations
from pathlib import Path

import pytest
from werkzeug.security import generate_password_hash

from app.actions.sign_in import SignIn
from app.actions.wrong_passwords import WrongPasswords
from app.core.access import Role
from app.core.durations import duration
from app.core.errors import SignInRefused, SignInTooSoon
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sign_in(station: Station, wrong: WrongPasswords) -> SignIn:
    return SignIn(station.database, wrong)


@pytest.fixture
def wrong(tmp_path: Path, clock: Clock) -> WrongPasswords:
    return WrongPasswords(tmp_path / "sign-in.json", clock)


def refused(sign_in: SignIn, email: str, password: str) -> bool:
    try:
        sign_in(email, password)
    except SignInRefused:
        return True
    return False


def test_the_right_password(sign_in: SignIn, product: Product) -> None:
    business = product.business()
    user = product.user("owner", business, email="dana@example.com", name="דנה")
    actor = sign_in("dana@example.com", user.password)
    assert (actor.user_id, actor.business_id, actor.email) == (user.id, business, "dana@example.com")
    assert (actor.name, actor.role, actor.is_active) == ("דנה", Role.OWNER, True)


def test_a_user_without_a_name_goes_by_the_e_mail(sign_in: SignIn, product: Product) -> None:
    user = product.user(name=None)
    assert sign_in(user.email, user.password).name == user.email


def test_only_active_users_of_role_admin_or_higher_come_in(
    station: Station, product: Product, tmp_path: Path
) -> None:
    for role, active in combinations(
        ("agent", "manager", "admin", "owner", "system_admin", "other"), (True, False)
    ):
        user = product.user(role, active=active)
        wrong = WrongPasswords(tmp_path / f"{role}-{active}.json")
        came_in = not refused(SignIn(station.database, wrong), user.email, user.password)
        assert came_in == (active and role in {"admin", "owner", "system_admin"}), (role, active)


@pytest.mark.parametrize("password", ["", " ", "Secret", "secret ", "secre", "סוד", "secret\ud800"])
def test_a_wrong_password(sign_in: SignIn, product: Product, password: str) -> None:
    user = product.user()
    with pytest.raises(SignInRefused):
        sign_in(user.email, password)


@pytest.mark.parametrize("email", ["", "nobody@example.com", "%", "' OR 1=1 --", "dana\0@x"])
def test_an_unknown_e_mail_is_refused_alike(sign_in: SignIn, product: Product, email: str) -> None:
    user = product.user()
    with pytest.raises(SignInRefused) as unknown:
        sign_in(email, user.password)
    with pytest.raises(SignInRefused) as wrong:
        sign_in(user.email, "wrong")
    assert str(unknown.value) == str(wrong.value)


@pytest.mark.parametrize("typed", ["dana@example.com", " Dana@Example.COM ", "DANA@EXAMPLE.COM"])
def test_an_e_mail_in_any_case_of_letters(sign_in: SignIn, product: Product, typed: str) -> None:
    user = product.user(email="Dana@example.com")
    assert sign_in(typed, user.password).user_id == user.id


def test_the_exact_spelling_wins(sign_in: SignIn, product: Product) -> None:
    product.user(email="DANA@example.com", password="one")
    exact = product.user(email="dana@example.com", password="two")
    assert sign_in("dana@example.com", "two").user_id == exact.id


@pytest.mark.parametrize("method", ["scrypt:32768:8:1", "pbkdf2:sha256:1000", "pbkdf2:sha512:1000"])
def test_the_hashes_of_the_product(sign_in: SignIn, product: Product, method: str) -> None:
    user = product.user()
    product.execute("UPDATE users SET password_hash = %s", generate_password_hash("סיסמה", method))
    assert sign_in(user.email, "סיסמה").user_id == user.id
    assert refused(sign_in, user.email, "סיסמא")


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "secret",
        "$$",
        "plain$$secret",
        "md5$salt$5ebe2294ecd0e0f08eab7690d2a6ee69",
        "scrypt:x:8:1$salt$00",
        "scrypt:32768:8$salt$00",
        "scrypt:32767:8:1$salt$00",
        "pbkdf2:nothing:1000$salt$00",
        "pbkdf2:sha256:0$salt$00",
        "pbkdf2:sha256:x$salt$00",
    ],
)
def test_a_hash_that_cannot_be_checked_opens_nothing(sign_in: SignIn, product: Product, stored: str) -> None:
    user = product.user()
    product.execute("UPDATE users SET password_hash = %s", stored)
    with pytest.raises(SignInRefused):
        sign_in(user.email, "secret")


def test_the_waits_after_each_wrong_password(sign_in: SignIn, product: Product, clock: Clock) -> None:
    user = product.user()
    assert [refused(sign_in, user.email, "wrong") for _ in range(3)] == [True] * 3
    for seconds in (2, 4, 8, 16, 32, 60, 60):
        with pytest.raises(SignInTooSoon, match=f"Try again in {duration(seconds)}"):
            sign_in(user.email, user.password)  # not even the right one
        clock.now += seconds - 0.5
        with pytest.raises(SignInTooSoon, match=f"Try again in {duration(1)}"):
            sign_in(user.email, user.password)
        clock.now += 0.5
        assert refused(sign_in, user.email, "wrong")


def test_asking_too_soon_does_not_make_it_worse(sign_in: SignIn, product: Product, clock: Clock) -> None:
    user = product.user()
    for _ in range(3):
        refused(sign_in, user.email, "wrong")
    for _ in range(5):
        with pytest.raises(SignInTooSoon):
            sign_in(user.email, "wrong")
    clock.now += 2
    assert sign_in(user.email, user.password)


def test_the_right_password_starts_the_count_anew(sign_in: SignIn, product: Product) -> None:
    user = product.user()
    for _ in range(3):
        assert refused(sign_in, user.email, "wrong")
        assert refused(sign_in, user.email, "wrong")
        assert sign_in(user.email, user.password)


def test_nobody_is_asked_while_it_is_too_soon(sign_in: SignIn, station: Station, product: Product) -> None:
    user = product.user()
    for _ in range(3):
        refused(sign_in, user.email, "wrong")
    with station.statements() as sent, pytest.raises(SignInTooSoon):
        sign_in(user.email, user.password)
    assert sent == []
