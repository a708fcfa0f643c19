"""The confirmation of a deletion: what goes, how the run is called, and the word that must be typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.actions.estimate import Estimate
from app.actions.preview import BusinessPreview
from app.core.folding import folded
from app.core.keeping import DEFAULT_DAYS
from app.core.rates import Work
from app.core.run import RunLabel
from app.qt.translation import ltr
from app.ui.dialogs.confirm_lines import Line
from app.ui.dialogs.preview_file import preview_lines
from app.ui.dialogs.preview_table import PreviewTable
from app.ui.dialogs.refused_table import RefusedTable
from app.ui.dialogs.run_fields import RunFields
from app.ui.texts.estimate import estimate_text
from app.ui.texts.figures import bounded, plain
from app.ui.texts.words import businesses_text, name_text, receipts_text
from app.ui.theme.theme import scaled
from app.ui.theme.tokens import GAP_L, GAP_S, ICON
from app.ui.widgets.card import Card
from app.ui.widgets.chips import Chips
from app.ui.widgets.dialog import DialogContext, QuestionDialog
from app.ui.widgets.environment import EnvironmentBadge
from app.ui.widgets.keep_files import KeepFilesChoice
from app.ui.widgets.line_icons import LineIcons
from app.ui.widgets.parts import Heading, button, icon_text, label
from app.ui.widgets.runs_on import RunsOnChoice
from app.ui.widgets.scrolling_column import ScrollingColumn
from app.ui.widgets.server_offer import ServerOffer, Wanted
from app.ui.widgets.typed_confirmation import TypedConfirmation

translate = QCoreApplication.translate

NARROWEST = 900
SIDE, WIDEST_SIDE = 280, 340
"""Pixels of what stands beside the table, by the design and at most, unless its texts need more."""

LARGE = 1.3
"""From so much larger texts on, not all fits beside each other."""

BESIDE_WORDS = 36
"""Pixels of the search that neither its words have nor the button that empties it."""

ALL, UNTICKED, LEFT_OUT = "all", "unticked", "left_out"

Estimator = Callable[[Sequence[Work]], Estimate]
"""How long it takes to delete this, one a business; answers at once."""


class ConfirmDialog(QuestionDialog):
    """Shows previews and asks for the typed confirmation, without which the delete button stays off. Cancel
    is the default button. Businesses can be unticked: then title, sum, estimate and button follow, and the
    number has to be typed anew. Where nothing can start there is nothing to type, and the dialog only says
    why."""

    export_wanted = Signal(object)
    """The preview is to be saved: makes the lines of the file."""

    def __init__(
        self,
        previews: Sequence[BusinessPreview],
        context: DialogContext,
        estimator: Estimator | None = None,
        given: RunLabel | None = None,
        names: Sequence[str] = (),
        *,
        where: str = "",
        name_required: bool = False,
        server: ServerOffer | None = None,
        keep_days: int = DEFAULT_DAYS,
    ) -> None:
        """`estimator` says how long it will take, where that can be known. `given` is how the run is called
        at first, and `names` are offered while one types; `where` is the database, for people. With `server`
        the person chooses where it runs. For `keep_days` files are kept, unless the person says otherwise."""
        super().__init__(context)
        lines = [Line.of(preview) for preview in previews if preview.refusal is None]
        self._lines = sorted(lines, key=lambda line: -line.receipts)
        self._refused_lines = [preview for preview in previews if preview.refusal is not None]
        self._estimator = estimator
        self._environment = context.environment
        icon, token = ("triangle-alert", "bad") if self._lines else ("info", "accent")
        self._heading = Heading(self.theme, icon, token, "confirm.heading")
        self._where = label("confirm.where", tone="muted")
        self._where.setText(ltr(plain(where)))
        self._where.setWordWrap(False)
        self._explained = label("confirm.explained", tone="muted")
        self._search = QLineEdit()
        self._chips = Chips("confirm.show", (ALL, UNTICKED, LEFT_OUT))
        self._export = button("confirm.export")
        self._preview = PreviewTable(self.theme, self._lines)
        self._odd = label("confirm.odd", tone="muted")
        self._refused = RefusedTable(self.theme, self._refused_lines, most=10)
        self._run = RunFields(given or RunLabel(), names, required=name_required)
        self._runs_on = RunsOnChoice(server, self.theme) if server is not None else None
        self._keep_files = KeepFilesChoice(keep_days, DEFAULT_DAYS)
        self._estimate = label("confirm.estimate")
        self._typed = TypedConfirmation(self.theme, len(self._lines))
        self._build()
        self.retranslate()
        self._check()
        for card in (self._preview_card, self._refused_card):
            card.keep_to_content()
        self.take_room_for(self._wanted_width, NARROWEST if self._lines else 0)

    @property
    def business_ids(self) -> list[int]:
        """The businesses that are ticked."""
        return [line.business_id for line in self._preview.ticked if line.business_id is not None]

    @property
    def run(self) -> RunLabel | None:
        """How the run is called; None where that is too long."""
        return self._run.label

    @property
    def wanted(self) -> Wanted:
        """Where it is to run."""
        return self._runs_on.wanted if self._runs_on is not None else Wanted()

    @property
    def keep_days(self) -> int:
        """For how many days the files are to be kept."""
        return self._keep_files.days

    def retranslate(self) -> None:
        self.setWindowTitle(translate("ConfirmDialog", "Delete all receipts"))
        self._search.setPlaceholderText(translate("ConfirmDialog", "Search the list"))
        self._search.setAccessibleName(self._search.placeholderText())
        words = self._search.fontMetrics().horizontalAdvance(self._search.placeholderText())
        self._search.setMinimumWidth(words + scaled(ICON) + BESIDE_WORDS)
        export = translate("ConfirmDialog", "Export preview…")
        self._export.setText("" if self._is_large else icon_text(export))
        self._export.setToolTip(export)
        self._export.setAccessibleName(export)
        self._preview.retranslate(self._language.locale)
        self._refused.retranslate()
        self._run.retranslate()
        self._keep_files.retranslate(self._language.locale)
        if self._runs_on is not None:
            self._runs_on.retranslate(self._language.locale)
        self._explain()
        self._typed.retranslate()
        self._cancel.setText(
            translate("ConfirmDialog", "Cancel") if self._lines else translate("ConfirmDialog", "Close")
        )
        self._say_what_goes()
        self._side.updateGeometry()

    def _explain(self) -> None:
        """Of the product's own worker not all is true that is true of ours."""
        is_by_product = self._runs_on is not None and self._runs_on.is_by_product
        can_run = self._runs_on is None or not self._runs_on.problem
        self._keep_files.offer(can_run and not is_by_product)  # else there is nothing to choose yet
        if is_by_product:
            text = translate(
                "ConfirmDialog",
                "Deleted receipts cannot be restored; you can cancel at any time. Receipts and their files "
                "are deleted in the background, batch by batch, those that arrive meanwhile as well.",
            )
        else:
            text = translate(
                "ConfirmDialog",
                "Receipts are deleted in the background, batch by batch; you can pause or cancel at any "
                "time. Receipts that arrive from now on are kept.",
            )
            if self.keep_days:
                others = translate(
                    "ConfirmDialog", "The web worker and older consoles delete files at once all the same."
                )
                text = f"{text} {others}"
        self._explained.setText(text)

    def _say_what_goes(self) -> None:
        """All that depends on what is ticked."""
        locale = self._language.locale
        lines = self._preview.ticked
        total = Line.total(lines)
        self._heading.say(self._question(lines))
        self._odd.setText(
            translate(
                "ConfirmDialog",
                "{receipts} with an amount or a date that is not valid: not in the sums and dates above, but "
                "deleted as well.",
            ).format(receipts=receipts_text(total.odd, locale))
        )
        self._odd.setVisible(total.odd > 0 and self._chips.current != LEFT_OUT)
        if self._estimator is not None and lines:
            works = [Work(line.receipts, line.files) for line in lines]
            self._estimate.setText(estimate_text(self._estimator(works), locale))
        self._estimate.setVisible(self._estimator is not None and bool(lines))
        self._delete.setText(self._what_delete_does(lines, total))
        counts = {
            ALL: len(self._lines),
            UNTICKED: len(self._lines) - len(lines),
            LEFT_OUT: len(self._refused_lines),
        }
        words = {
            ALL: translate("ConfirmDialog", "All"),
            UNTICKED: translate("ConfirmDialog", "Unticked"),
            LEFT_OUT: translate("ConfirmDialog", "Left out"),
        }
        self._chips.show_counts(words, counts, locale)

    def _question(self, lines: Sequence[Line]) -> str:
        locale = self._language.locale
        match lines:
            case [] if self._lines:
                return translate("ConfirmDialog", "Nothing is ticked.")
            case []:
                return translate("ConfirmDialog", "Nothing can be deleted.")
            case [line]:
                return translate("ConfirmDialog", "Delete all receipts of {business}?").format(
                    business=name_text(line.name)
                )
            case _:
                return translate("ConfirmDialog", "Delete all receipts of {businesses}?").format(
                    businesses=businesses_text(len(lines), locale)
                )

    def _what_delete_does(self, lines: Sequence[Line], total: Line) -> str:
        locale = self._language.locale
        receipts = receipts_text(total.receipts, locale)
        if len(lines) == 1:
            return translate("ConfirmDialog", "Delete {receipts}").format(receipts=receipts)
        return translate("ConfirmDialog", "Delete {receipts} of {businesses}").format(
            receipts=receipts, businesses=businesses_text(len(lines), locale)
        )

    def _build(self) -> None:
        self._search.setObjectName("confirm.search")
        LineIcons(self._search, self.theme).trail_clear()
        self._export.setIcon(self.theme.icon("file-down"))
        self._preview_card = Card(self.theme, self._preview)
        self._refused_card = Card(self.theme, self._refused)
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        head.addWidget(self._heading, 1)
        head.addWidget(self._where)
        head.addWidget(EnvironmentBadge(self.theme, self._environment, "confirm.environment"))
        self.body.addLayout(head)
        self.body.addWidget(self._explained)
        middle = QHBoxLayout()
        middle.setSpacing(GAP_L)
        middle.addLayout(self._table_side(), 1)
        middle.addWidget(self._run_side())
        self.body.addLayout(middle, 1)
        if self._is_large:
            self.body.addWidget(self._typed)
        aside = None if self._is_large else self._typed
        self._cancel, self._delete = self.add_answers("confirm.cancel", "confirm.delete", aside=aside)
        for part in (self._explained, self._side, self._typed, self._delete, self._export):
            part.setVisible(bool(self._lines))
        has_several = len(self._lines) > 1
        self._search.setVisible(has_several)
        self._chips.setVisible(has_several or bool(self._refused_lines and self._lines))
        self._show(ALL if self._lines else LEFT_OUT)
        self._connect()
        self._set_tab_order()

    def _table_side(self) -> QVBoxLayout:
        above = QHBoxLayout()
        above.setSpacing(GAP_S)
        above.addWidget(self._search)
        above.addWidget(self._chips)
        above.addStretch()
        above.addWidget(self._export)
        column = QVBoxLayout()
        column.setSpacing(GAP_S)
        column.addLayout(above)
        column.addWidget(self._preview_card)
        column.addWidget(self._refused_card)
        column.addWidget(self._odd)
        column.addStretch()
        return column

    def _run_side(self) -> QWidget:
        self._side = ScrollingColumn(min(scaled(SIDE), WIDEST_SIDE))
        column = self._side.column
        column.addWidget(self._run)
        column.addWidget(self._keep_files)
        column.addSpacing(GAP_S)
        if self._runs_on is not None:
            column.addWidget(self._runs_on)
            column.addSpacing(GAP_S)
        column.addWidget(self._estimate)
        column.addStretch()
        return self._side

    def _connect(self) -> None:
        self._preview.changed.connect(self._on_ticks)
        self._search.textChanged.connect(self._filter)
        self._chips.chosen.connect(self._show)
        self._export.clicked.connect(self._on_export)
        self._run.changed.connect(self._check)
        self._keep_files.changed.connect(self._explain)
        self._keep_files.changed.connect(self._side.updateGeometry)
        self._keep_files.changed.connect(self.grow)
        if self._runs_on is not None:
            self._runs_on.changed.connect(self._check)
            self._runs_on.changed.connect(self._explain)
            self._runs_on.changed.connect(self._side.updateGeometry)
            self._runs_on.changed.connect(self.grow)
        self._typed.changed.connect(self._check)
        self._typed.entered.connect(self._delete.setFocus)

    def _set_tab_order(self) -> None:
        parts: Iterable[QWidget] = (
            self._typed,
            self._cancel,
            self._delete,
            self._search,
            self._chips,
            self._export,
            self._preview.view,
            self._refused,
            *self._run.fields,
            *self._keep_files.fields,
            *(self._runs_on.fields if self._runs_on is not None else ()),
        )
        before: QWidget | None = None
        for part in parts:
            if before is not None:
                QWidget.setTabOrder(before, part)
            before = part
        self._typed.focus_first() if self._lines else self._cancel.setFocus()

    @property
    def _is_large(self) -> bool:
        return scaled(100) > 100 * LARGE

    @property
    def _wanted_width(self) -> int:
        side = self._side.sizeHint().width() + GAP_L if self._lines else 0
        return max(self._preview.view.natural_width, self._refused.natural_width) + side

    def _show(self, name: str) -> None:
        self._preview_card.setVisible(name != LEFT_OUT)
        self._refused_card.setVisible(name == LEFT_OUT)
        self._search.setEnabled(name != LEFT_OUT)
        self._filter()

    def _filter(self) -> None:
        words = folded(self._search.text()).split()
        unticked = self._preview.unticked
        only_unticked = self._chips.current == UNTICKED
        self._preview.show_where(
            lambda line: _finds(words, line) and (not only_unticked or line.business_id in unticked)
        )

    def _on_ticks(self) -> None:
        """What was typed counts for what was ticked before."""
        self._typed.expect(len(self._preview.ticked))
        self._say_what_goes()
        self._check()

    def _on_export(self) -> None:
        unticked = {key for key in self._preview.unticked if key is not None}
        self.export_wanted.emit(preview_lines(self._lines, unticked, self._refused_lines))

    def _check(self) -> None:
        problem = (
            self._run.problem if self._preview.ticked else translate("ConfirmDialog", "Nothing is ticked.")
        )
        if not problem and self._runs_on is not None:
            problem = self._runs_on.problem
        can_run = self._runs_on is None or not self._runs_on.problem
        self._estimate.setVisible(can_run and self._estimator is not None and bool(self._preview.ticked))
        self._delete.setEnabled(not problem and self._typed.is_complete)
        self._delete.setToolTip(problem)


def _finds(words: Sequence[str], line: Line) -> bool:
    name = folded(bounded(line.name))
    return all(word in name for word in words) or words == [str(line.business_id)]
