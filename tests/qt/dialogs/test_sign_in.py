"""Sign-in against a real database: who gets in, and how each refusal is told in the dialog itself."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from app.actions.sign_in import SignIn
from app.actions.wrong_passwords import WrongPasswords
from app.core.access import Role
from app.core.demo_hints import DemoHints
from app.core.errors import SignInRefused
from app.db.engine import Database
from app.qt.calls import Calls
from app.qt.translation import Language
from app.ui.dialogs.sign_in import Elsewhere, SignInDialog
from app.ui.texts.errors import error_text
from app.ui.texts.words import without_marks
from app.ui.widgets.dialog import DialogContext
from tests.qt.conftest import Loop, Outage
from tests.qt.dialogs.conftest import Answer as Ask
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import click, find, focused, is_whole
from tests.support.gate import GUARD_SECONDS
from tests.support.product import Product, User
from tests.support.time_and_chance import Clock


@pytest.fixture
def services(calls: Calls, database: Database, tmp_path: Path) -> Any:
    """What the dialog needs of a Services."""
    # What earlier tests left is freed here: a thread's garbage collector would destroy Qt's objects there.
    gc.collect()
    clock = Clock()
    return SimpleNamespace(
        calls=calls,
        sign_in=SignIn(database, WrongPasswords(tmp_path / "sign-in.json", clock)),
        clock=clock,
        where=lambda: "db.internal:5432/product",
        storage_place="/srv/attachments",
        demo=None,
        environment=None,
    )


@pytest.fixture
def answers(services: Any) -> Iterator[threading.Event]:
    """Signing in takes until this is set: as long as the test has to look."""
    answers, sign_in = threading.Event(), services.sign_in

    def slow_sign_in(email: str, password: str) -> object:
        assert answers.wait(GUARD_SECONDS)
        return sign_in(email, password)

    services.sign_in = slow_sign_in
    yield answers
    answers.set()


@pytest.fixture
def user(product: Product) -> User:
    return product.user("owner", email="dana@sweep.example", password="Pa$$ word")


@pytest.fixture
def dialog(services: Any, language: Language, context: DialogContext) -> SignInDialog:
    return SignInDialog(services, context)


def field(dialog: SignInDialog, name: str) -> QLineEdit:
    return find(dialog, QLineEdit, f"signin.{name}")


def opener(dialog: SignInDialog) -> QPushButton:
    return find(dialog, QPushButton, "signin.open")


def told(dialog: SignInDialog) -> str:
    """What the dialog says is wrong, or nothing."""
    error = find(dialog, QLabel, "signin.error")
    return without_marks(error.text()) if error.isVisible() else ""


def fill_in(dialog: SignInDialog, email: str, password: str) -> None:
    field(dialog, "email").setText(email)
    field(dialog, "password").setText(password)


def attempt(dialog: SignInDialog, loop: Loop, email: str, password: str) -> None:
    """One try that does not get in."""
    fill_in(dialog, email, password)
    click(dialog, "signin.open")
    loop.until(lambda: told(dialog) != "")


def test_the_right_password_gets_in_by_keys_alone(dialog: SignInDialog, user: User, answer: Ask) -> None:
    def type_it() -> None:
        assert focused() is field(dialog, "email")
        QTest.keyClicks(focused(), user.email)
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        QTest.keyClicks(focused(), user.password)
        QTest.keyClick(focused(), Qt.Key.Key_Return)

    actor = answer(dialog, type_it)
    assert (actor.user_id, actor.email, actor.role) == (user.id, user.email, Role.OWNER)


def test_esc_and_quit_give_nobody(
    services: Any, english: Language, context: DialogContext, answer: Ask
) -> None:
    first, second = (SignInDialog(services, context) for _ in range(2))
    assert answer(first, lambda: QTest.keyClick(first, Qt.Key.Key_Escape)) is None
    assert answer(second, lambda: click(second, "signin.quit")) is None


def test_a_wrong_password_is_told_in_the_dialog_and_another_try_gets_in(
    dialog: SignInDialog, user: User, loop: Loop, answer: Ask
) -> None:
    def try_twice() -> None:
        attempt(dialog, loop, user.email, "wrong")
        assert is_whole(dialog, "signin.error")
        assert opener(dialog).isEnabled()
        assert focused() is field(dialog, "password")
        assert field(dialog, "password").selectedText()
        fill_in(dialog, user.email, user.password)
        click(dialog, "signin.open")

    assert answer(dialog, try_twice).user_id == user.id


def test_each_refusal_is_one_sentence_for_people(
    services: Any,
    english: Language,
    context: DialogContext,
    user: User,
    loop: Loop,
    show: Show,
) -> None:
    dialog = SignInDialog(services, context)
    show(dialog)
    attempt(dialog, loop, "nobody@sweep.example", user.password)
    refused = told(dialog)
    assert refused == without_marks(error_text(SignInRefused()))
    attempt(dialog, loop, user.email, "")
    assert told(dialog) == refused


def test_an_agent_may_not_sign_in(
    services: Any,
    english: Language,
    context: DialogContext,
    product: Product,
    loop: Loop,
    show: Show,
) -> None:
    agent = product.user("agent")
    dialog = SignInDialog(services, context)
    show(dialog)
    attempt(dialog, loop, agent.email, agent.password)
    assert told(dialog) == without_marks(error_text(SignInRefused()))


def test_too_many_wrong_passwords_switch_the_button_off_until_the_time_is_over(
    dialog: SignInDialog, services: Any, user: User, loop: Loop, answer: Ask
) -> None:
    def try_often() -> None:
        for _ in range(3):
            attempt(dialog, loop, user.email, "wrong")
        attempt(dialog, loop, user.email, user.password)
        assert "2" in told(dialog)
        assert not opener(dialog).isEnabled()
        QTest.keyClick(field(dialog, "password"), Qt.Key.Key_Return)
        assert opener(dialog).text() == idle
        services.clock.now += 2
        loop.until(opener(dialog).isEnabled)
        assert told(dialog) == ""
        click(dialog, "signin.open")

    idle = opener(dialog).text()

    assert answer(dialog, try_often).user_id == user.id


def test_a_database_that_is_away_is_told_and_may_come_back(
    dialog: SignInDialog, user: User, loop: Loop, outage: Outage, answer: Ask
) -> None:
    def try_without() -> None:
        outage.begin()
        attempt(dialog, loop, user.email, user.password)
        assert opener(dialog).isEnabled()
        outage.end()
        click(dialog, "signin.open")

    assert answer(dialog, try_without).user_id == user.id


def test_it_is_busy_while_it_asks_and_answers_one_click(
    dialog: SignInDialog, user: User, loop: Loop, answer: Ask, answers: threading.Event
) -> None:
    idle = opener(dialog).text()

    def click_and_look() -> None:
        fill_in(dialog, user.email, user.password)
        click(dialog, "signin.open")
        loop.until(lambda: opener(dialog).text() != idle)
        assert not opener(dialog).isEnabled()
        assert field(dialog, "email").isReadOnly()
        assert field(dialog, "password").isReadOnly()
        answers.set()

    assert answer(dialog, click_and_look).user_id == user.id


def test_who_gives_up_while_it_asks_is_not_signed_in(
    dialog: SignInDialog, user: User, services: Any, loop: Loop, answer: Ask, answers: threading.Event
) -> None:
    def click_and_leave() -> None:
        fill_in(dialog, user.email, user.password)
        click(dialog, "signin.open")
        loop.until(lambda: not opener(dialog).isEnabled())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert not field(dialog, "password").isReadOnly()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert answer(dialog, click_and_leave) is None
    answers.set()
    loop.run(services.calls.drop())  # waits for the answer, which comes too late


def test_the_demo_is_filled_in_and_one_key_opens_it(
    services: Any, language: Language, context: DialogContext, user: User, answer: Ask
) -> None:
    services.demo = DemoHints(user.email, user.password, lambda: None)
    dialog = SignInDialog(services, context)

    def press_enter() -> None:
        assert is_whole(dialog, "signin.demo")
        assert focused() is opener(dialog)
        QTest.keyClick(opener(dialog), Qt.Key.Key_Return)

    assert answer(dialog, press_enter).user_id == user.id


def test_a_remembered_e_mail_is_filled_in_and_the_password_has_the_keyboard(
    services: Any, english: Language, context: DialogContext, show: Show
) -> None:
    dialog = SignInDialog(services, context, email="dana@sweep.example")
    show(dialog)
    assert field(dialog, "email").text() == "dana@sweep.example"
    assert focused() is field(dialog, "password")


def test_another_place_can_be_chosen(
    services: Any, english: Language, context: DialogContext, answer: Ask
) -> None:
    dialog = SignInDialog(services, context, elsewhere=[Elsewhere.DEMO, Elsewhere.SETTINGS])
    place = find(dialog, QComboBox, "signin.place")

    def choose() -> None:
        assert [place.itemData(number) for number in range(place.count())] == [
            None,
            Elsewhere.DEMO,
            Elsewhere.SETTINGS,
        ]
        place.setCurrentIndex(1)
        place.activated.emit(1)

    assert answer(dialog, choose) is None
    assert dialog.wanted is Elsewhere.DEMO


def test_a_check_can_be_cancelled_and_another_try_gets_in(
    dialog: SignInDialog, user: User, services: Any, loop: Loop, answer: Ask, answers: threading.Event
) -> None:
    def cancel_and_try_again() -> None:
        fill_in(dialog, user.email, user.password)
        click(dialog, "signin.open")
        loop.until(lambda: not opener(dialog).isEnabled())
        click(dialog, "signin.quit")
        assert dialog.isVisible()
        assert not opener(dialog).isEnabled()  # until the first check is over
        answers.set()
        loop.until(opener(dialog).isEnabled)
        click(dialog, "signin.open")

    assert answer(dialog, cancel_and_try_again).user_id == user.id


def test_it_says_where_it_is_once_a_try_has_connected(
    services: Any, english: Language, context: DialogContext, user: User, loop: Loop, show: Show
) -> None:
    said = ["localhost/product"]
    sign_in, services.where = services.sign_in, lambda: said[-1]

    def connect_and_sign_in(email: str, password: str) -> object:
        said.append("db.internal:6432/product.Shop")
        return sign_in(email, password)

    services.sign_in = connect_and_sign_in
    dialog = SignInDialog(services, context, elsewhere=[Elsewhere.SETTINGS])
    show(dialog)
    place = find(dialog, QComboBox, "signin.place")
    where = find(dialog, QLabel, "signin.where")
    assert without_marks(place.itemText(0)) == "localhost/product"
    attempt(dialog, loop, user.email, "wrong")
    assert without_marks(place.itemText(0)) == said[-1]
    assert said[-1] in without_marks(where.text()).splitlines()[0]


def test_it_shows_where_it_connects_and_no_hint_without_the_demo(dialog: SignInDialog, show: Show) -> None:
    show(dialog)
    where = without_marks(find(dialog, QLabel, "signin.where").text())
    assert "db.internal:5432/product" in where
    assert "/srv/attachments" in where
    assert not find(dialog, QLabel, "signin.demo").isVisible()


def test_the_language_changes_in_the_dialog_and_what_was_typed_stays(
    services: Any, english: Language, context: DialogContext, show: Show, qapp: QApplication
) -> None:
    dialog = SignInDialog(services, context)
    show(dialog)
    fill_in(dialog, "dana@sweep.example", "secret")
    toggle = find(dialog, QToolButton, "signin.language")
    assert toggle.text().strip() == "עברית"
    english_text = opener(dialog).text()
    click(dialog, "signin.language")
    qapp.processEvents()
    assert (toggle.text().strip(), opener(dialog).text().isascii()) == ("English", False)
    assert english.code == "he"
    assert dialog.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert opener(dialog).x() < find(dialog, QPushButton, "signin.quit").x()
    assert field(dialog, "email").text() == "dana@sweep.example"
    assert field(dialog, "email").layoutDirection() is Qt.LayoutDirection.LeftToRight
    click(dialog, "signin.language")
    qapp.processEvents()
    assert opener(dialog).text() == english_text


def test_an_error_on_the_screen_is_translated_too(
    services: Any,
    english: Language,
    context: DialogContext,
    user: User,
    loop: Loop,
    show: Show,
) -> None:
    dialog = SignInDialog(services, context)
    show(dialog)
    attempt(dialog, loop, user.email, "wrong")
    click(dialog, "signin.language")
    loop.until(lambda: "הדוא״ל או הסיסמה שגויים" in told(dialog))


def test_the_password_is_shown_only_on_demand(dialog: SignInDialog, show: Show) -> None:
    show(dialog)
    password = field(dialog, "password")
    assert password.echoMode() is QLineEdit.EchoMode.Password
    (eye,) = password.findChildren(QToolButton)
    eye.click()
    assert password.echoMode() is QLineEdit.EchoMode.Normal
    eye.click()
    assert password.echoMode() is QLineEdit.EchoMode.Password


def test_it_warns_of_caps_lock_and_of_hebrew_letters(
    services: Any, english: Language, context: DialogContext, show: Show
) -> None:
    dialog = SignInDialog(services, context)
    show(dialog)
    password, hint = field(dialog, "password"), find(dialog, QLabel, "signin.hint")
    QTest.keyClicks(password, "a")
    QTest.keyClicks(password, "A", Qt.KeyboardModifier.ShiftModifier)
    assert not hint.isVisible()
    QTest.keyClicks(password, "A", Qt.KeyboardModifier.NoModifier)
    caps_lock = hint.text()
    assert caps_lock
    assert is_whole(dialog, "signin.hint")
    QTest.keyClicks(password, "1")
    assert hint.isVisible()
    QTest.keyClicks(password, "b")
    assert not hint.isVisible()
    password.setText("שלום")
    assert hint.isVisible()
    assert hint.text() not in {"", caps_lock}


def test_all_that_is_used_has_a_name_for_screen_readers(dialog: SignInDialog) -> None:
    for name in ("signin.email", "signin.password", "signin.language"):
        assert find(dialog, QWidget, name).accessibleName()
