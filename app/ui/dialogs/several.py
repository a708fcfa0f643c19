"""The question before one action is carried out on several deletions at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QIcon

from app.qt.translation import ltr
from app.ui.businesses.cells import cell_text
from app.ui.businesses.columns import Column
from app.ui.businesses.states import state_of
from app.ui.texts.figures import plural_of
from app.ui.texts.severally import RESUMED_SOMEWHERE, Severally
from app.ui.texts.words import businesses_text, number_text
from app.ui.widgets.card import Card
from app.ui.widgets.dialog import DialogContext, QuestionDialog
from app.ui.widgets.parts import Heading, label
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable
from app.ui.widgets.runs_on import RunsOnChoice
from app.ui.widgets.server_offer import ServerOffer, Wanted
from app.viewmodel.rows import ShownRow

translate = QCoreApplication.translate

FEWEST_ROWS, MOST_ROWS = 2, 10
NARROWEST = 620


class SeveralDialog(QuestionDialog):
    """Shows each of `rows`, on whose deletions the action works; of what was selected `left_out` are not
    among them. `me` is the e-mail of the person, by which deletions of others are counted. With `server` the
    person chooses where they run. The default is to do nothing."""

    def __init__(
        self,
        action: Severally,
        rows: Sequence[ShownRow],
        left_out: int,
        me: str,
        context: DialogContext,
        server: ServerOffer | None = None,
    ) -> None:
        super().__init__(context)
        self._action = action
        self._rows = rows
        self._left_out = left_out
        self._others = sum(_is_of_others(shown, me) for shown in rows)
        cancels = action is Severally.CANCEL
        icon, token = ("triangle-alert", "bad") if cancels else ("info", "accent")
        self._heading = Heading(self.theme, icon, token, "several.heading")
        self._explained = label("several.explained", tone="muted")
        self._remark = label("several.remark", tone="warn")
        self._table = RecordsTable(self.theme, "several.lines", wide=0, rows=(FEWEST_ROWS, MOST_ROWS))
        self._card = Card(self.theme, self._table)
        self._runs_on = RunsOnChoice(server, self.theme) if server is not None else None
        for part in (self._heading, self._explained, self._card, self._remark):
            self.body.addWidget(part)
        if self._runs_on is not None:
            self._runs_on.changed.connect(self._check)
            self._runs_on.changed.connect(self.grow)
            self.body.addWidget(self._runs_on)
        self.body.addStretch()
        kind = "danger" if cancels else "primary"
        self._no, self._yes = self.add_answers("several.no", "several.yes", kind=kind, careful=True)
        self.retranslate()
        self._card.keep_to_content()
        self.take_room_for(self._table.natural_width, NARROWEST)

    @property
    def wanted(self) -> Wanted:
        """Where they are to run."""
        return self._runs_on.wanted if self._runs_on is not None else Wanted()

    def retranslate(self) -> None:
        question, meaning, act = self._action.value
        self.setWindowTitle(self._counted(question))
        self._heading.say(self._counted(question))
        if self._runs_on is not None:
            meaning = RESUMED_SOMEWHERE
            self._runs_on.retranslate(self._language.locale)
        self._explained.setText(translate("SeveralDialog", str(meaning)))
        self._yes.setText(self._counted(act))
        self._no.setText(translate("SeveralDialog", "Back"))
        self._table.setAccessibleName(translate("SeveralDialog", "Deletions"))
        locale = self._language.locale
        shown = [Column.ID, Column.STATUS, Column.LEFT, Column.REQUESTED_BY]
        self._table.show_lines(
            self._rows,
            [
                TableColumn(
                    Column.BUSINESS.title,
                    partial(_text, column=Column.BUSINESS, locale=locale),
                    figures=False,
                    icon=self._icon,
                ),
                *(
                    TableColumn(
                        column.title,
                        partial(_text, column=column, locale=locale),
                        figures=column in {Column.ID, Column.LEFT},
                    )
                    for column in shown
                ),
            ],
        )
        remarks = []
        if self._others:
            text = translate(
                "SeveralDialog", "{count} of them were started by others.", None, plural_of(self._others)
            )
            remarks.append(text.format(count=number_text(self._others, locale)))
        if self._left_out:
            text = translate(
                "SeveralDialog", "Not included, because this cannot be done there: {businesses}."
            )
            remarks.append(text.format(businesses=businesses_text(self._left_out, locale)))
        self._remark.setText(" ".join(remarks))
        self._remark.setVisible(bool(remarks))
        self._check()

    def _check(self) -> None:
        problem = self._runs_on.problem if self._runs_on is not None else ""
        self._yes.setEnabled(not problem)
        self._yes.setToolTip(problem)

    def _counted(self, text: object) -> str:
        """Asked only about several, so there is one plural form alone."""
        count = ltr(number_text(len(self._rows), self._language.locale))
        return translate("SeveralDialog", str(text)).format(count=count)

    def _icon(self, shown: ShownRow) -> QIcon:
        state = state_of(shown)
        return self.theme.icon(state.icon, state.tone)


def _text(shown: ShownRow, column: Column, locale: QLocale) -> str:
    return cell_text(shown, column, locale)


def _is_of_others(shown: ShownRow, me: str) -> bool:
    job = shown.row.job
    return job is not None and job.requested_by != me
