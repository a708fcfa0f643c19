"""The confirmation: what it shows, and that nothing but the exact words lets anything be deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTableView, QWidget

from app.actions.estimate import Estimate, Known
from app.actions.preview import BusinessPreview, preview
from app.actions.results import Answer
from app.core.access import Actor
from app.core.job import JobStatus
from app.db.engine import Database
from app.files.local import LocalStorage
from app.qt.translation import Language
from app.receipts.job_type import ReceiptDeletion
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.texts.estimate import estimate_text
from app.ui.texts.words import businesses_text, outcome_text, receipts_text, without_marks
from app.ui.widgets.dialog import DialogContext
from tests.qt.dialogs.conftest import Answer as Ask
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import a_preview, click, find, focused, is_whole, lines
from tests.support.jobs import a_job
from tests.support.product import Product

ONE = [a_preview(receipts=1234)]
THREE = [a_preview(3), a_preview(4, "כרמל סוכנות"), a_preview(5, "Orion")]


class Confirmation:
    """The dialog, as a person sees and uses it."""

    def __init__(self, dialog: ConfirmDialog) -> None:
        self.dialog = dialog
        self.word = find(dialog, QLineEdit, "confirm.word")
        self.delete = find(dialog, QPushButton, "confirm.delete")
        self.cancel = find(dialog, QPushButton, "confirm.cancel")

    @property
    def count(self) -> QLineEdit:
        return find(self.dialog, QLineEdit, "confirm.count")


Open = Callable[[Sequence[BusinessPreview]], Confirmation]


@pytest.fixture
def confirmation(language: Language, context: DialogContext, show: Show) -> Open:
    """Opens the confirmation of some previews, in each language."""

    def make(previews: Sequence[BusinessPreview]) -> Confirmation:
        dialog = ConfirmDialog(previews, context)
        show(dialog)
        return Confirmation(dialog)

    return make


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "delete",
        "Delete",
        "DELET",
        "DELETES",
        "DEL ETE",
        "מחק",
        "DЕLETE",
        "DELETE DELETE",
    ],
)
def test_anything_but_the_word_keeps_the_button_off(confirmation: Open, typed: str) -> None:
    shown = confirmation(ONE)
    shown.word.setText(typed)
    assert not shown.delete.isEnabled()


@pytest.mark.parametrize(
    "typed", ["DELETE ", " DELETE", "DELETE\t", "\u00a0DELETE", "DELETE\u200f", "\u2066DELETE\u2069"]
)
def test_what_cannot_be_seen_around_the_word_does_not_count(confirmation: Open, typed: str) -> None:
    shown = confirmation(THREE)
    shown.word.setText(typed)
    shown.count.setText(typed.replace("DELETE", "3"))
    assert shown.delete.isEnabled()


def test_the_word_switches_the_button_on_and_its_loss_off_again(confirmation: Open) -> None:
    shown = confirmation(ONE)
    QTest.keyClicks(shown.word, "DELETE")
    assert shown.delete.isEnabled()
    QTest.keyClick(shown.word, Qt.Key.Key_Backspace)
    assert not shown.delete.isEnabled()


def test_the_word_can_be_pasted(confirmation: Open) -> None:
    shown = confirmation(ONE)
    QGuiApplication.clipboard().setText("DELETE")
    QTest.keyClick(shown.word, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert shown.delete.isEnabled()


@pytest.mark.parametrize("typed", ["", "2", "4", "33", "03", "3.0", "three", "٣"])
def test_a_wrong_number_of_businesses_keeps_the_button_off(confirmation: Open, typed: str) -> None:
    shown = confirmation(THREE)
    shown.word.setText("DELETE")
    shown.count.setText(typed)
    assert not shown.delete.isEnabled()


def test_several_businesses_need_word_and_number(confirmation: Open) -> None:
    shown = confirmation(THREE)
    shown.count.setText("3")
    assert not shown.delete.isEnabled()
    shown.word.setText("DELETE")
    assert shown.delete.isEnabled()


def test_the_number_counts_only_what_will_be_deleted(confirmation: Open) -> None:
    shown = confirmation([*THREE, a_preview(6, refusal=Answer.PAGE_DISABLED)])
    shown.word.setText("DELETE")
    shown.count.setText("4")
    assert not shown.delete.isEnabled()
    shown.count.setText("3")
    assert shown.delete.isEnabled()


def test_one_business_needs_no_number(confirmation: Open) -> None:
    shown = confirmation([*ONE, a_preview(6, refusal=Answer.PAGE_DISABLED)])
    assert not shown.count.isVisible()
    shown.word.setText("DELETE")
    assert shown.delete.isEnabled()


def test_cancel_is_the_default_and_the_word_has_the_focus(confirmation: Open) -> None:
    shown = confirmation(THREE)
    assert focused() is shown.word
    assert shown.cancel.isDefault()
    assert not shown.delete.isDefault()
    QTest.keyClick(shown.dialog, Qt.Key.Key_Return)
    assert shown.dialog.result() == 0
    assert not shown.dialog.isVisible()


def test_enter_in_a_field_leads_on_and_never_deletes_or_closes(confirmation: Open) -> None:
    shown = confirmation(THREE)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        shown.word.setText("DELETE")
        QTest.keyClick(shown.word, key)
        assert focused() is shown.count
        shown.count.setText("3")
        QTest.keyClick(shown.count, key)
        assert focused() is shown.delete
        assert shown.dialog.isVisible()
        shown.word.clear()
        shown.count.clear()


def test_keys_alone_confirm(language: Language, context: DialogContext, answer: Ask) -> None:
    dialog = ConfirmDialog(THREE, context)

    def type_it() -> None:
        QTest.keyClicks(focused(), "DELETE")
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        QTest.keyClicks(focused(), "3")
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        assert focused() is find(dialog, QPushButton, "confirm.cancel")
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        QTest.keyClick(focused(), Qt.Key.Key_Space)

    assert answer(dialog, type_it) is True


def test_the_delete_button_confirms(language: Language, context: DialogContext, answer: Ask) -> None:
    dialog = ConfirmDialog(ONE, context)

    def confirm() -> None:
        find(dialog, QLineEdit, "confirm.word").setText("DELETE")
        click(dialog, "confirm.delete")

    assert answer(dialog, confirm) is True


def test_esc_and_cancel_confirm_nothing(language: Language, context: DialogContext, answer: Ask) -> None:
    for leave in (
        lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape),
        lambda dialog: click(dialog, "confirm.cancel"),
        lambda dialog: dialog.close(),
    ):
        dialog = ConfirmDialog(ONE, context)
        find(dialog, QLineEdit, "confirm.word").setText("DELETE")
        assert answer(dialog, lambda: leave(dialog)) is False  # noqa: B023 - called in this round


def test_where_nothing_can_start_there_is_nothing_to_type(confirmation: Open) -> None:
    shown = confirmation([a_preview(receipts=0, refusal=Answer.NOTHING_TO_DELETE)])
    assert not shown.word.isVisible()
    assert not shown.delete.isVisible()
    assert not shown.delete.isEnabled()
    assert shown.cancel.isVisible()
    assert focused() is shown.cancel
    assert [line[1] for line in lines(shown.dialog, "confirm.refused")] == ["3"]


def test_the_button_says_what_it_does(english: Language, context: DialogContext) -> None:
    def says(previews: Sequence[BusinessPreview]) -> str:
        dialog = ConfirmDialog(previews, context)
        return without_marks(find(dialog, QPushButton, "confirm.delete").text())

    assert without_marks(receipts_text(1234, english.locale)) in says(ONE)
    assert without_marks(receipts_text(1, english.locale)) in says([a_preview(receipts=1)])
    several = says([a_preview(receipts=1000), *THREE])
    assert without_marks(receipts_text(1036, english.locale)) in several
    assert without_marks(businesses_text(4, english.locale)) in several


def test_the_button_says_what_it_does_in_hebrew(hebrew: Language, context: DialogContext) -> None:
    def says(previews: Sequence[BusinessPreview]) -> str:
        dialog = ConfirmDialog(previews, context)
        return without_marks(find(dialog, QPushButton, "confirm.delete").text())

    assert "קבלה אחת" in says([a_preview(receipts=1)])
    assert without_marks(receipts_text(1036, hebrew.locale)) in says([a_preview(receipts=1000), *THREE])
    assert "קבלות" in says([a_preview(receipts=1000), *THREE])


def test_each_business_is_shown_with_all_that_goes(english: Language, context: DialogContext) -> None:
    previews = [
        a_preview(3, amounts={"ILS": "1234567.50", "USD": "-3.07"}, receipts=1200, files=7, size=12_345_678),
        a_preview(41, "כרמל סוכנות", amounts={"ILS": "0.01"}, receipts=34, files=0, size=0),
    ]
    dialog = ConfirmDialog(previews, context)
    view = find(dialog, QTableView, "confirm.businesses")
    titles = [
        view.model().headerData(column, Qt.Orientation.Horizontal)
        for column in range(view.model().columnCount())
    ]
    assert titles[4:6] == ["ILS", "USD"]
    days = ["9 Mar 2021", "31 Dec 2025"]
    assert lines(dialog, "confirm.businesses") == [
        ["", "Blue Harbor Dental", "3", "1,200", "1,234,567.50", "-3.07", *days, "7", "11.8 MB"],
        ["", "כרמל סוכנות", "41", "34", "0.01", "", *days, "0", "0 bytes"],
    ]
    assert lines(dialog, "confirm.sum") == [
        ["", lines(dialog, "confirm.sum")[0][1], "", "1,234", "1,234,567.51", "-3.07", *days, "7", "11.8 MB"]
    ]


def test_what_is_refused_stands_apart_with_the_reason(english: Language, context: DialogContext) -> None:
    running = a_job(id=77, status=JobStatus.RUNNING)
    previews = [
        *ONE,
        a_preview(4, "Orion", refusal=Answer.ALREADY_ACTIVE, job=running),
        a_preview(5, "Kedem", refusal=Answer.TOO_SOON, seconds=42),
        a_preview(999, None, receipts=0, refusal=Answer.NO_SUCH_BUSINESS),
    ]
    dialog = ConfirmDialog(previews, context)
    assert [line[1] for line in lines(dialog, "confirm.businesses")] == ["3"]
    assert lines(dialog, "confirm.refused") == [
        ["Orion", "4", without_marks(outcome_text(Answer.ALREADY_ACTIVE, running))],
        ["Kedem", "5", without_marks(outcome_text(Answer.TOO_SOON, seconds=42))],
        ["–", "999", without_marks(outcome_text(Answer.NO_SUCH_BUSINESS))],
    ]


def test_a_name_cannot_disguise_itself(confirmation: Open) -> None:
    shown = confirmation([a_preview(3, "Acme \u202etnemyap\u202c <b>Ltd</b> & Co")])
    (line,) = lines(shown.dialog, "confirm.businesses")
    assert line[0] == "Acme ⟨U+202E⟩tnemyap⟨U+202C⟩ <b>Ltd</b> & Co"
    heading = find(shown.dialog, QLabel, "confirm.heading")
    assert "⟨U+202E⟩tnemyap⟨U+202C⟩ <b>Ltd</b> & Co" in heading.text()
    assert heading.textFormat() is Qt.TextFormat.PlainText
    view = find(shown.dialog, QTableView, "confirm.businesses")
    assert "&lt;b&gt;Ltd" in view.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_the_preview_of_a_real_database_is_shown(
    english: Language, context: DialogContext, product: Product, database: Database, actor: Actor
) -> None:
    full, empty, closed = (
        product.business("מאפיית הגליל"),
        product.business("Empty"),
        product.business("Closed", pages=None),
    )
    product.receipts(full, 3, files=1, amount="19.90", currency="EUR", invoice_date="2024-02-29")
    product.receipts(closed, 1)
    job_type = ReceiptDeletion(LocalStorage(product.storage_root))
    dialog = ConfirmDialog(preview(database, job_type, actor, [full, empty, closed]), context)
    (line,) = lines(dialog, "confirm.businesses")
    assert line[:-1] == ["מאפיית הגליל", str(full), "3", "59.70", "29 Feb 2024", "29 Feb 2024", "3"]
    assert [line[0] for line in lines(dialog, "confirm.refused")] == ["Empty", "Closed"]


def test_two_hundred_businesses_fit_a_small_screen(confirmation: Open) -> None:
    shown = confirmation(
        [
            *(a_preview(id, f"Business number {id}", receipts=id * 1000) for id in range(1, 201)),
            *(a_preview(id, refusal=Answer.NO_PERMISSION) for id in range(201, 221)),
        ]
    )
    size = shown.dialog.frameGeometry().size()
    assert size.width() <= 1280
    assert size.height() <= 700
    for part in ("confirm.word", "confirm.count", "confirm.cancel", "confirm.delete", "confirm.sum"):
        assert is_whole(shown.dialog, part), part
    view = find(shown.dialog, QTableView, "confirm.businesses")
    assert len(lines(shown.dialog, "confirm.businesses")) == 200
    view.scrollToBottom()
    assert view.rowAt(view.viewport().height() - 1) == 199
    shown.word.setText("DELETE")
    shown.count.setText("200")
    assert shown.delete.isEnabled()


def test_the_sum_stands_under_its_columns(confirmation: Open) -> None:
    previews = [a_preview(id, amounts={"ILS": "1", "USD": f"{id}000000"}) for id in range(1, 31)]
    shown = confirmation(previews)
    view, total = (find(shown.dialog, QTableView, f"confirm.{name}") for name in ("businesses", "sum"))

    def lefts(table: QTableView) -> list[int]:
        where = table.viewport().mapTo(shown.dialog, table.viewport().rect().topLeft()).x()
        return [where + table.columnViewportPosition(column) for column in range(1, 8)]

    assert lefts(view) == lefts(total)
    shown.dialog.resize(shown.dialog.width() + 57, shown.dialog.height())
    QApplication.processEvents()
    assert lefts(view) == lefts(total)


def test_hebrew_is_mirrored_and_the_fields_stay_left_to_right(
    hebrew: Language, context: DialogContext, show: Show
) -> None:
    dialog = ConfirmDialog(THREE, context)
    show(dialog)
    assert dialog.layoutDirection() is Qt.LayoutDirection.RightToLeft
    view = find(dialog, QTableView, "confirm.businesses")
    assert view.columnViewportPosition(0) > view.columnViewportPosition(1) > view.columnViewportPosition(2)
    delete, cancel = (find(dialog, QPushButton, f"confirm.{name}") for name in ("delete", "cancel"))
    assert delete.x() < cancel.x()
    for name in ("confirm.word", "confirm.count"):
        assert find(dialog, QLineEdit, name).layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_the_open_dialog_changes_its_language(
    english: Language, context: DialogContext, show: Show, qapp: QApplication
) -> None:
    dialog = ConfirmDialog(THREE, context)
    show(dialog)
    find(dialog, QLineEdit, "confirm.word").setText("DELETE")
    find(dialog, QLineEdit, "confirm.count").setText("3")
    english.use("he")
    qapp.processEvents()
    assert not find(dialog, QPushButton, "confirm.cancel").text().isascii()
    assert lines(dialog, "confirm.businesses")[0][6] == "31 דצמ׳ 2025"
    assert find(dialog, QPushButton, "confirm.delete").isEnabled()


def test_all_that_is_used_has_a_name_for_screen_readers(confirmation: Open) -> None:
    shown = confirmation([*THREE, a_preview(6, refusal=Answer.PAGE_DISABLED)])
    for name in ("confirm.word", "confirm.count", "confirm.businesses", "confirm.refused"):
        assert find(shown.dialog, QWidget, name).accessibleName()


TAKES = Estimate(12.0, 540.0, Known.FULL_NOW)


@pytest.mark.parametrize(
    ("previews", "takes"),
    [(THREE, TAKES), (THREE, None), ([a_preview(3, refusal=Answer.NO_PERMISSION)], TAKES)],
)
def test_it_says_how_long_it_will_take(
    previews: Sequence[BusinessPreview],
    takes: Estimate | None,
    context: DialogContext,
    show: Show,
    language: Language,
) -> None:
    dialog = ConfirmDialog(previews, context, (lambda _works: takes) if takes else None)
    show(dialog)
    told = find(dialog, QLabel, "confirm.estimate")
    assert told.isVisible() is (previews is THREE and takes is not None)
    if told.isVisible() and takes is not None:
        assert estimate_text(takes, language.locale) in told.text()
