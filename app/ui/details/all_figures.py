"""The figures of all jobs: what was deleted lately, and how many are in which state, each a link to it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.qt.nets import net
from app.qt.translation import Language
from app.ui.businesses.status_filters import StatusFilter
from app.ui.texts.words import businesses_text, number_text, receipts_text, without_marks
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_M, GAP_S, GAP_XS
from app.ui.widgets.parts import Picture

COUNTED = (StatusFilter.RUNNING, StatusFilter.QUEUED, StatusFilter.PAUSED, StatusFilter.FAILED)
RUNS_ICON = "layers"
UNKNOWN = "–"


class AllFigures(QWidget):
    """Shows what it is given; a figure that is the same is left alone."""

    filter_wanted = Signal(object)
    """The StatusFilter of the figure that was pressed."""

    runs_wanted = Signal(bool)
    """The runs are to be seen: those in progress alone, or all."""

    def __init__(self, language: Language, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("all.figures")
        self._language = language
        self._counts: Mapping[StatusFilter, int] = {}
        self._runs = 0
        self._deleted: tuple[int | None, int | None] = (None, None)
        self._today, self._month = _Big("all.today"), _Big("all.month")
        for big in (self._today, self._month):
            big.figure.clicked.connect(lambda: self.runs_wanted.emit(False))
        self._lines = {one: _Line(theme, one.icon, one.tone, f"all.{one.name.lower()}") for one in COUNTED}
        for one, line in self._lines.items():
            line.figure.clicked.connect(lambda _=False, one=one: self.filter_wanted.emit(one))
        self._in_progress = _Line(theme, RUNS_ICON, "idle", "all.runs")
        self._in_progress.figure.clicked.connect(lambda: self.runs_wanted.emit(True))
        self._bigs = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bigs.setSpacing(GAP_M)
        for big in (self._today, self._month):
            self._bigs.addWidget(big, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        column.addLayout(self._bigs)
        column.addWidget(rule())
        column.addSpacing(GAP_XS)
        for line in (*self._lines.values(), self._in_progress):
            column.addWidget(line)
        column.addStretch()
        self.retranslate()

    @property
    def width_beside(self) -> int:
        """What it needs to have the big figures beside each other."""
        return 2 * max(big.minimumSizeHint().width() for big in (self._today, self._month)) + GAP_M

    def fit(self, room: int) -> None:
        """With the big figures beside or under each other, as there is room."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._bigs.setDirection(across if room >= self.width_beside else down)

    @property
    def deleted_lately(self) -> int | None:
        """In the last 30 days; None where it is not known yet."""
        return self._deleted[1]

    def show_counts(self, counts: Mapping[StatusFilter, int]) -> None:
        """How many businesses each filter shows."""
        self._counts = counts
        for one, line in self._lines.items():
            count = counts.get(one, 0)
            what = self.tr("{state}: {businesses}. Show them").format(
                state=one.word, businesses=businesses_text(count, self._language.locale)
            )
            line.say(one.word, number_text(count, self._language.locale), what)

    def show_runs(self, count: int) -> None:
        """How many runs are in progress."""
        self._runs = count
        figure, word = number_text(count, self._language.locale), self.tr("Runs in progress")
        self._in_progress.say(
            word, figure, self.tr("Runs in progress: {number}. Show them").format(number=figure)
        )

    def show_deleted(self, today: int | None, month: int | None) -> None:
        """Receipts deleted today and in the last 30 days; None where it is not known yet."""
        self._deleted = today, month
        locale = self._language.locale
        for big, word, count in (
            (self._today, self.tr("Deleted today"), today),
            (self._month, self.tr("Last 30 days"), month),
        ):
            figure = UNKNOWN if count is None else number_text(count, locale)
            receipts = UNKNOWN if count is None else receipts_text(count, locale)
            big.say(
                word, figure, self.tr("{word}: {receipts}. Show runs").format(word=word, receipts=receipts)
            )

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Says everything anew in the present language."""
        self.show_counts(self._counts)
        self.show_runs(self._runs)
        self.show_deleted(*self._deleted)


class Link(QPushButton):
    """A link among other texts, which is never cut off: the style sheet alone would let it be squeezed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "link")
        self.setProperty("compact", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, text: str, what: str) -> None:
        """Sets what has changed; `what` is the whole sentence, for who does not see where it stands."""
        if self.text() != text:
            self.setText(text)
            self._keep_room()
        what = without_marks(what)
        if self.accessibleName() != what:
            self.setAccessibleName(what)
            self.setToolTip(what)

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._keep_room()

    def _keep_room(self) -> None:
        if self.minimumSize() != self.sizeHint():
            self.setMinimumSize(self.sizeHint())


def rule(*, upright: bool = False) -> QFrame:
    """A line between parts."""
    made = QFrame()
    made.setProperty("rule", True)
    (made.setFixedWidth if upright else made.setFixedHeight)(1)
    return made


class _Big(QWidget):
    """A big figure with its word above."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._word = QLabel()
        self._word.setProperty("tone", "muted")
        self.figure = Link(name)
        self.figure.setProperty("figure", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._word)
        column.addWidget(self.figure, 0, Qt.AlignmentFlag.AlignLeading)

    def say(self, word: str, figure: str, what: str) -> None:
        if self._word.text() != word:
            self._word.setText(word)
        self.figure.say(figure, what)


class _Line(QWidget):
    """Icon, word, and at the end of the line the figure."""

    def __init__(self, theme: Theme, icon: str, tone: str, name: str) -> None:
        super().__init__()
        self._word = QLabel()
        self._word.setProperty("tone", "muted")
        self.figure = Link(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        row.addWidget(Picture(theme, icon, tone))
        row.addWidget(self._word)
        row.addStretch()
        row.addWidget(self.figure)

    def say(self, word: str, figure: str, what: str) -> None:
        if self._word.text() != word:
            self._word.setText(word)
        self.figure.say(figure, what)
