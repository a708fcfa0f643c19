"""What became of the files of each business, after they were finished by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication, QIcon

from app.actions.sweeping import SweepResult
from app.qt.translation import ltr
from app.ui.texts.figures import plain
from app.ui.texts.sweep import Swept, finished_text, is_clean, what_stays_text
from app.ui.texts.words import businesses_text, files_text, name_text, number_text, without_marks
from app.ui.widgets.card import Card
from app.ui.widgets.dialog import DialogContext, QuestionDialog
from app.ui.widgets.parts import Heading, Notice, beside, button
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable

translate = QCoreApplication.translate

FEWEST_ROWS, MOST_ROWS = 2, 12
NARROWEST = 720


class SweptDialog(QuestionDialog):
    """Shows a line for each result; `names` are the businesses' names by id. Where rows are kept because most
    of their files are missing in the storage `place`, it offers to say that they are truly gone, which is
    only the way to the dialog that asks for it."""

    def __init__(
        self,
        swept: Swept,
        names: Mapping[int, str],
        place: str,
        context: DialogContext,
    ) -> None:
        super().__init__(context)
        self._swept = swept
        self._names = names
        self._place = place
        icon, token = ("circle-check", "ok") if swept.is_clean else ("info", "accent")
        self._heading = Heading(self.theme, icon, token, "swept.heading")
        self._notice = Notice(self.theme, "warn", "swept.held")
        self._table = RecordsTable(self.theme, "swept.lines", wide=6, rows=(FEWEST_ROWS, MOST_ROWS))
        self._card = Card(self.theme, self._table)
        self._copy = button("swept.copy")
        self._copy.clicked.connect(self._put_on_clipboard)
        self._gone = button("swept.gone")
        self._gone.clicked.connect(self.accept)
        self._gone.setVisible(bool(swept.held))
        self._close = button("swept.close", kind="primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.reject)
        for part in (self._heading, self._notice):
            self.body.addWidget(part)
        self.body.addWidget(self._card, 1)
        self.body.addStretch()
        self.add_buttons(self._close, aside=beside(self._copy, self._gone))
        self._close.setFocus()
        self.retranslate()
        self._card.keep_to_content()
        self.take_room_for(self._table.natural_width, NARROWEST)

    def retranslate(self) -> None:
        locale = self._language.locale
        self.setWindowTitle(translate("SweptDialog", "File cleanup results"))
        self._heading.say(finished_text(self._swept, locale))
        self._notice.say(self._what_is_held())
        self._table.setAccessibleName(translate("SweptDialog", "File cleanup results by business"))
        self._table.show_lines(self._swept.results, self._columns())
        self._copy.setText(translate("SweptDialog", "Copy"))
        self._gone.setText(translate("SweptDialog", "Confirm missing files…"))
        self._close.setText(translate("SweptDialog", "Close"))

    def _what_is_held(self) -> str:
        held, locale = self._swept.held, self._language.locale
        if not held:
            return ""
        return translate(
            "SweptDialog",
            "Most files of {businesses} were already missing ({files}), so their records are kept. Check "
            "first that {place} is the right storage.",
        ).format(
            businesses=businesses_text(len(held), locale),
            files=files_text(sum(held.values()), locale),
            place=ltr(plain(self._place)),
        )

    def _columns(self) -> list[TableColumn[SweepResult]]:
        return [
            TableColumn(translate("SweptDialog", "Business"), self._name, figures=False, icon=self._icon),
            TableColumn(translate("SweptDialog", "ID"), lambda one: ltr(str(one.business_id))),
            TableColumn(translate("SweptDialog", "Deleted"), self._figure(lambda one: one.files.deleted)),
            TableColumn(
                translate("SweptDialog", "Already missing"), self._figure(lambda one: one.files.missing)
            ),
            TableColumn(translate("SweptDialog", "Still needed"), self._figure(lambda one: one.files.needed)),
            TableColumn(translate("SweptDialog", "Kept"), self._figure(lambda one: one.files.kept)),
            TableColumn(translate("SweptDialog", "Not deleted"), self._figure(lambda one: one.files.left)),
            TableColumn(translate("SweptDialog", "Details"), self._why, figures=False),
        ]

    def _figure(self, count: Callable[[SweepResult], int]) -> Callable[[SweepResult], str]:
        locale = self._language.locale
        return lambda one: "–" if one.refusal else number_text(count(one), locale)

    def _why(self, one: SweepResult) -> str:
        return what_stays_text(one, self._language.locale)

    def _name(self, one: SweepResult) -> str:
        name = self._names.get(one.business_id)
        return name_text(name) if name else "–"

    def _icon(self, one: SweepResult) -> QIcon:
        return (
            self.theme.icon("circle-check", "ok")
            if is_clean(one)
            else self.theme.icon("triangle-alert", "warn")
        )

    def _put_on_clipboard(self) -> None:
        columns = self._columns()
        lines = ["\t".join(column.title for column in columns)]
        lines += ["\t".join(column.text(one) for column in columns) for one in self._swept.results]
        QGuiApplication.clipboard().setText(without_marks("".join(f"{line}\n" for line in lines)))
