"""Which saved connection the settings show, what it is called, and what it is for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.core.environment import KNOWN, LONGEST_WORD, PRODUCTION, Color, Environment
from app.core.errors import BadInput, SweepError
from app.qt.translation import isolate
from app.settings import DATABASE_URL, ENVIRONMENT, ENVIRONMENT_COLOR
from app.ui.texts.environments import color_text, environment_text
from app.ui.texts.figures import plain
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_M
from app.ui.widgets.controls import ChoiceBox
from app.ui.widgets.form import Field
from app.ui.widgets.parts import button
from app.viewmodel.connections import LONGEST_NAME, Connections, SavedConnection
from app.viewmodel.preferences import Preferences

translate = QCoreApplication.translate

NAME_TAKEN = "Another connection has this name."

_NONE, _OTHER = "", "\0other"
"""In the list of words: no environment, and a word of one's own."""


class IdentityPart(QWidget):
    """The head of the connection page. What is removed here goes when the settings are saved."""

    chosen = Signal(object)
    """Another SavedConnection is to be shown; an empty one for a new connection."""

    changed = Signal()

    def __init__(self, preferences: Preferences, theme: Theme) -> None:
        super().__init__()
        self._connections = Connections(preferences)
        self._all = {one.name: one for one in self._connections.all()}
        self._used = used = self._connections.used
        self.removed: list[SavedConnection] = []
        self.shown = used or SavedConnection("")
        fixes = preferences.overrides.fixes
        self._which = ChoiceBox(theme)
        self._remove = button("settings.connection.remove")
        self._name, self._word = QLineEdit(), QLineEdit()
        self._name.setMaxLength(LONGEST_NAME)
        self._word.setMaxLength(LONGEST_WORD)
        self._kind, self._color = ChoiceBox(theme), ChoiceBox(theme)
        self._which_field = Field(self._which, "settings.connection.which", aside=self._remove)
        self.name_field = Field(self._name, "settings.name")
        self._kind_field = Field(self._kind, "settings.environment", fixed_by=fixes(ENVIRONMENT))
        self._word_field = Field(self._word, "settings.environment.word", fixed_by=fixes(ENVIRONMENT))
        self._color_field = Field(self._color, "settings.environment.color")
        self._is_fixed = bool(fixes(ENVIRONMENT))
        self._lay_out()
        self._which_field.setVisible(bool(self._all) and not fixes(DATABASE_URL))
        self.name_field.setVisible(not fixes(DATABASE_URL))
        shown = preferences.shown()
        self._fill_lists()
        self._show(self.shown.name, {name: shown.get(name, "") for name in (ENVIRONMENT, ENVIRONMENT_COLOR)})
        self._which.currentIndexChanged.connect(self._on_which)
        self._remove.clicked.connect(self._on_remove)
        self._kind.currentIndexChanged.connect(self._on_kind)
        self._color.currentIndexChanged.connect(self._on_change)
        for line in (self._name, self._word):
            line.textEdited.connect(self._on_change)

    @property
    def is_used(self) -> bool:
        """Whether it is the connection in use that is shown, or there is none yet."""
        return self._used is None or self.shown.name == self._used.name

    @property
    def name(self) -> str:
        """As it was typed; "" where it was not."""
        return self._name.text().strip()

    def wrong_name(self) -> SweepError | None:
        """Two connections of one name could not be told apart."""
        others = self._all.keys() - {self.shown.name}
        return BadInput(NAME_TAKEN) if (self.name or self._name.placeholderText()) in others else None

    def values(self) -> dict[str, str]:
        """What is to be saved, but the name."""
        kind = str(self._kind.currentData())
        word = self._word.text().strip() if kind == _OTHER else kind
        return {ENVIRONMENT: word, ENVIRONMENT_COLOR: str(self._color.currentData()) if word else ""}

    def suggest(self, name: str) -> None:
        """What the connection is called where nobody names it."""
        self._name.setPlaceholderText(name)

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        self._which_field.retranslate(translate("SettingsDialog", "Connection"))
        self._remove.setText(translate("SettingsDialog", "Remove"))
        self.name_field.retranslate(translate("SettingsDialog", "Name"))
        self._kind_field.retranslate(translate("SettingsDialog", "Environment"))
        self._word_field.retranslate(translate("SettingsDialog", "Environment name"))
        self._color_field.retranslate(translate("SettingsDialog", "Color"))
        self._fill_lists()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_M)
        row.addWidget(self._which_field, 3, Qt.AlignmentFlag.AlignTop)
        for field in (self.name_field, self._kind_field, self._word_field, self._color_field):
            row.addWidget(field, 2 if field is self.name_field else 1, Qt.AlignmentFlag.AlignTop)

    def _fill_lists(self) -> None:
        """In the present language, with the same choices."""
        kinds = {_NONE: translate("SettingsDialog", "Not set")}
        kinds |= {word: environment_text(Environment(word, color)) for word, color in KNOWN.items()}
        kinds[_OTHER] = translate("SettingsDialog", "Other…")
        names = {name: isolate(plain(name)) for name in self._all}
        names[""] = translate("SettingsDialog", "New connection")
        colors = {str(color): color_text(color) for color in Color}
        for box, entries in ((self._which, names), (self._kind, kinds), (self._color, colors)):
            chosen = self.shown.name if box is self._which else box.currentData()
            with QSignalBlocker(box):
                box.clear()
                for data, text in entries.items():
                    box.addItem(text, data)
                box.choose(chosen)

    def _show(self, name: str, values: dict[str, str]) -> None:
        environment = Environment.of(values.get(ENVIRONMENT, ""), values.get(ENVIRONMENT_COLOR, ""))
        word = environment.word if environment is not None else _NONE
        with QSignalBlocker(self._kind), QSignalBlocker(self._color):
            self._kind.choose(word if word in {_NONE, *KNOWN} else _OTHER)
            self._color.choose(str(environment.color if environment is not None else Color.BLUE))
        self._word.setText("" if word in KNOWN else word)
        self._name.setText(name)
        self._show_state()

    def _show_state(self) -> None:
        kind = self._kind.currentData()
        self._word_field.setVisible(kind == _OTHER)
        self._color_field.setVisible(kind != _NONE)
        self._color.setEnabled(kind != PRODUCTION and not self._is_fixed)
        self._remove.setEnabled(bool(self.shown.name) and not self.is_used)

    def _on_which(self) -> None:
        self.shown = self._all.get(str(self._which.currentData()), SavedConnection(""))
        self._show(self.shown.name, dict(self.shown.values))
        self.chosen.emit(self.shown)
        self.changed.emit()

    def _on_remove(self) -> None:
        self.removed.append(self._all.pop(self.shown.name))
        assert self._used is not None  # noqa: S101 - without one in use, none can be removed
        self.shown = self._all[self._used.name]
        self._fill_lists()
        self._on_which()

    def _on_kind(self) -> None:
        """Each known word has its usual colour."""
        usual = KNOWN.get(str(self._kind.currentData()))
        if usual is not None:
            with QSignalBlocker(self._color):
                self._color.choose(str(usual))
        self._on_change()

    def _on_change(self) -> None:
        self._show_state()
        self.changed.emit()
