"""What all dialogs have in common: margins, the row of buttons, their size, and re-translation."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.environment import Environment
from app.qt.nets import net
from app.qt.translation import Language
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_M, GAP_S
from app.ui.widgets.asking import finished
from app.ui.widgets.parts import button

MARGIN = 24
SMALL = QSize(1160, 660)
"""Pixels that every screen has: 1280 × 720 without the window's frame and the desktop's bars."""


@dataclass(frozen=True, slots=True)
class DialogContext:
    """What every dialog needs: languages, colours, the window over which it opens, and what the connection is
    for, which a dangerous one shows by an EnvironmentBadge."""

    language: Language
    theme: Theme
    parent: QWidget | None = None
    environment: Environment | None = None


class _Content(QWidget):
    """Scrolls only where its parts cannot be made any smaller: Qt's scroll area asks how high they would like
    to be."""

    @net(-1)
    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else -1


class Dialog(QDialog):
    """A dialog whose parts stand under each other in `body`, which scrolls where large texts leave no room.

    A subclass builds its widgets, then calls `retranslate()`, which sets every text and is called again
    at each change of language.
    """

    def __init__(self, context: DialogContext) -> None:
        super().__init__(context.parent)
        self.theme = context.theme
        self._language = context.language
        self.is_closed = False
        content = _Content()
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(content)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self._scroll)
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.body.setSpacing(GAP_M)

    @net(None)
    def done(self, result: int) -> None:
        self.is_closed = True
        super().done(result)

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        raise NotImplementedError

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def add_buttons(self, *buttons: QPushButton, aside: QWidget | None = None) -> None:
        """The last row: `buttons` at the trailing side in this order, `aside` at the leading one."""
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        if aside is not None:
            row.addWidget(aside)
        row.addStretch()
        for each in buttons:
            row.addWidget(each)
        self.body.addSpacing(GAP_S)
        self.body.addLayout(row)

    def fit(self, width: int) -> None:
        """Makes the dialog `width` pixels of the design wide and as high as its texts need at that width, as
        far as there is room: Qt alone does not make a window higher when a wrapped text gets longer."""
        self.body.activate()
        room = self._room()
        width = min(scaled(width), room.width())
        height = self.body.totalHeightForWidth(width)
        if height > room.height():
            width = min(width + self._scroll.verticalScrollBar().sizeHint().width(), room.width())
        self.setFixedSize(width, min(height, room.height()))

    def take_room(self, width: int) -> None:
        """Opens `width` wide and as high as the content wants, within SMALL or the window that it belongs to,
        and within the screen; from there on the person may resize it."""
        room = self._room()
        for part in self.findChildren(QWidget):
            part.ensurePolished()  # the style sheet makes some of them higher
        for layout in self.findChildren(QLayout):
            layout.invalidate()  # where it was asked before
        self.body.activate()
        width = min(width, room.width())
        self.resize(width, min(self.body.totalHeightForWidth(width), room.height()))

    def take_room_for(self, natural_width: int, narrowest: int) -> None:
        """The same for a table in a card: as wide as it would like to be, but not under `narrowest`."""
        self.take_room(max(narrowest, natural_width + 2 * MARGIN + 2))

    def grow(self) -> None:
        """Becomes as high as its parts want to be now, where they want more, within the same room."""
        self.body.activate()
        wanted = min(self.body.totalHeightForWidth(self.width()), self._room().height())
        if wanted > self.height():
            self.resize(self.width(), wanted)

    def _room(self) -> QSize:
        gap = QSize(2 * MARGIN, 2 * MARGIN)
        room, screen = SMALL, self.screen().availableSize()
        if (parent := self.parentWidget()) is not None:
            room = SMALL.expandedTo(parent.window().size() - gap)
            screen = screen.expandedTo(parent.window().size())
        return room.boundedTo(screen - gap)


class QuestionDialog(Dialog):
    """A dialog that is answered by yes or no."""

    async def ask(self) -> bool:
        """Opens the dialog and waits; True where the person says yes."""
        return await finished(self) == QDialog.DialogCode.Accepted

    def add_answers(
        self,
        no: str,
        yes: str,
        *,
        kind: str = "danger",
        careful: bool = False,
        aside: QWidget | None = None,
    ) -> tuple[QPushButton, QPushButton]:
        """The last row: buttons of these names. `kind` is that of yes; by a "danger", and where one has to be
        `careful`, no is the default. `aside` as in `add_buttons`."""
        refuse, accept = button(no), button(yes, kind=kind)
        refuse.clicked.connect(self.reject)
        accept.clicked.connect(self.accept)
        default = refuse if careful or kind == "danger" else accept
        default.setDefault(True)
        self.add_buttons(refuse, accept, aside=aside)
        default.setFocus()
        return refuse, accept


class InformationDialog(Dialog):
    """A dialog that is read and closed."""

    async def ask(self) -> None:
        """Opens the dialog and waits until it is closed."""
        await finished(self)

    def add_close(self, name: str, aside: QWidget | None = None) -> QPushButton:
        """The last row: the one button that closes, which is the default; `aside` as in `add_buttons`."""
        made = button(name, kind="primary")
        made.setDefault(True)
        made.clicked.connect(self.accept)
        self.add_buttons(made, aside=aside)
        made.setFocus()
        return made
