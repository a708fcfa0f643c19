"""The choice where a job runs: on this computer or on the server, and whether anybody listens there."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.core.errors import SweepError
from app.core.listening import Hears, Listening
from app.core.program import WORKER_COMMAND
from app.core.server import RunsOn
from app.qt.nets import net
from app.qt.translation import ltr
from app.ui.texts.errors import error_text
from app.ui.texts.words import number_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_XS
from app.ui.widgets.announcing import announce
from app.ui.widgets.controls import CheckBox
from app.ui.widgets.parts import Notice, button, icon_text, label
from app.ui.widgets.server_offer import ServerOffer, Wanted

translate = QCoreApplication.translate

LOOK_AGAIN_MS = 3_000
"""While the server is chosen, somebody may begin to listen, or leave."""

_ICONS = {RunsOn.HERE: "monitor", RunsOn.SERVER: "server"}


class RunsOnChoice(QWidget):
    """Two buttons, of which one is pressed, with what it means below. While the server is chosen it looks
    who listens there."""

    changed = Signal()

    def __init__(self, offer: ServerOffer, theme: Theme) -> None:
        super().__init__()
        self._offer = offer
        self._found: Listening | SweepError | None = None
        self._is_looking = False
        self._locale = QLocale()
        self._on = offer.default
        self._caption = QLabel()
        self._caption.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons = {on: self._button(on, theme) for on in RunsOn}
        self._meaning = label("runs_on.meaning", tone="small")
        self._warning = Notice(theme, "warn", "runs_on.warning")
        self._problem = Notice(theme, "bad", "runs_on.problem")
        self._anyway = CheckBox(theme, "runs_on.anyway")
        self._anyway.toggled.connect(lambda _on: self._tell())
        self._anyway_means = label("runs_on.anyway_means", tone="small")
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(GAP_XS)
        for one in self._buttons.values():
            row.addWidget(one, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        column.addWidget(self._caption)
        column.addLayout(row)
        for part in (self._meaning, self._warning, self._problem, self._anyway, self._anyway_means):
            column.addWidget(part)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._look_again)
        self._press(self._on)
        self._look()

    @property
    def wanted(self) -> Wanted:
        """What is chosen now."""
        return Wanted(self._on, self._is_anyway)

    @property
    def is_known(self) -> bool:
        """Somebody has looked who listens, or nobody needs to."""
        return self._on is RunsOn.HERE or self._found is not None

    @property
    def _is_anyway(self) -> bool:
        is_nobody = self._on is RunsOn.SERVER and self._hears is Hears.NOBODY
        return is_nobody and self._anyway.isChecked()

    @property
    def is_by_product(self) -> bool:
        """The product's own worker would run it, as far as is known."""
        return self._on is RunsOn.SERVER and self._hears is Hears.PRODUCT

    @property
    def problem(self) -> str:
        """Why it cannot begin so; "" where it can."""
        if self._on is RunsOn.HERE or self._is_anyway:
            return ""
        match self._found:
            case None:
                return self._meaning.text()
            case Listening(hears=Hears.OURS | Hears.PRODUCT):
                return ""
            case _:
                return self._problem.text

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """In the order of reading."""
        return (*self._buttons.values(), self._anyway)

    def retranslate(self, locale: QLocale) -> None:
        """Sets every text in the present language."""
        self._locale = locale
        self._caption.setText(translate("RunsOn", "Run on"))
        for on, words in (
            (RunsOn.HERE, translate("RunsOn", "This computer")),
            (RunsOn.SERVER, translate("RunsOn", "Server")),
        ):
            self._buttons[on].setText(icon_text(words))
            self._buttons[on].setAccessibleName(words)
        self._buttons[RunsOn.HERE].setToolTip(_means_here())
        self._buttons[RunsOn.SERVER].setToolTip(
            translate("RunsOn", "It continues when you close this window or switch this computer off.")
        )
        self._anyway.setText(translate("RunsOn", "Enqueue anyway"))
        self._anyway_means.setText(
            translate("RunsOn", "After Redis was emptied, workers may be missing here for a few minutes.")
        )
        self._share_out()
        self._say()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Buttons that have no room beside each other stand under each other."""
        widest = max(one.sizeHint().width() for one in self._buttons.values())
        fits = 2 * widest + GAP_XS <= self.width()
        beside, under = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(beside if fits else under)

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        """So narrow that the buttons stand under each other."""
        widest = max(one.sizeHint().width() for one in self._buttons.values())
        return QSize(widest, super().minimumSizeHint().height())

    @property
    def _hears(self) -> Hears | None:
        return self._found.hears if isinstance(self._found, Listening) else None

    def _button(self, on: RunsOn, theme: Theme) -> QPushButton:
        made = button(f"runs_on.{on.value}", kind="segment")
        made.setCheckable(True)
        made.setAutoDefault(False)  # Enter is for the dialog's own default
        made.setIcon(theme.icon(_ICONS[on]))
        made.clicked.connect(lambda _checked, on=on: self._choose(on))
        return made

    def _choose(self, on: RunsOn) -> None:
        """No group of Qt's: there the keys would reach the pressed one alone."""
        self._press(on)
        self._look()
        self._tell()

    def _press(self, on: RunsOn) -> None:
        self._on = on
        for other, one in self._buttons.items():
            one.setChecked(other is on)

    @net(None)
    def _look_again(self) -> None:
        if self.isVisible():
            self._look()

    def _look(self) -> None:
        if self._on is RunsOn.SERVER and not self._is_looking:
            self._is_looking = True
            self._offer.calls.spawn(self._look_once(), name="who listens")

    async def _look_once(self) -> None:
        found: Listening | SweepError
        try:
            found = Listening.of(await self._offer.calls.run(self._offer.look))
        except SweepError as error:
            found = error
        if not isValid(self):
            return
        self._is_looking = False
        is_news = str(found) != str(self._found)
        self._found = found
        if is_news:
            self._tell()
            if self.problem:
                announce(self, self.problem)
        if self.isVisible():
            self._timer.start()

    def _tell(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        is_here, hears = self._on is RunsOn.HERE, self._hears
        self._meaning.setText(_means_here() if is_here else self._listening_text())
        self._meaning.setVisible(bool(self._meaning.text()))
        self._warning.say(_product_text() if self.is_by_product else "")
        is_nobody = not is_here and hears is Hears.NOBODY
        problem = "" if is_here or self._found is None else self._problem_text()
        self._problem.say(problem)
        self._anyway.setVisible(is_nobody)
        self._anyway_means.setVisible(is_nobody)
        self.updateGeometry()

    def _listening_text(self) -> str:
        match self._found:
            case None:
                return translate("RunsOn", "Checking who listens…")
            case Listening(hears=Hears.OURS, workers=workers, free=free):
                return translate(
                    "RunsOn", "Free workers: {free} of {count}. You can close this window."
                ).format(free=number_text(free, self._locale), count=number_text(workers, self._locale))
            case _:
                return ""

    def _problem_text(self) -> str:
        match self._found:
            case Listening(hears=Hears.NOBODY):
                return translate(
                    "RunsOn",
                    "Background worker not available. Start one ({command}), or run it on this computer.",
                ).format(command=ltr(WORKER_COMMAND.replace(" ", "\u00a0")))
            case SweepError() as error:
                return error_text(error)
            case _:
                return ""


def _means_here() -> str:
    return translate("RunsOn", "This window must stay open until it is done.")


def _product_text() -> str:
    return translate(
        "RunsOn",
        "Only the product's own worker listens. It also deletes receipts that arrive meanwhile, deletes "
        "files at once, cannot be paused, and nothing can be undone.",
    )
