"""The parts of the dialog's upper half: the choice of what, the four figures, and the line about files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.actions.restore_preview import RestorePreview
from app.qt.nets import net
from app.ui.texts.figures import plural_of
from app.ui.texts.words import number_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_L, GAP_M, GAP_S, GAP_XS
from app.ui.widgets.parts import Picture, button, label
from app.ui.widgets.restyling import restyle

translate = QCoreApplication.translate

_BESIDE, _UNDER = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Segments(QWidget):
    """One of several, beside each other or, where there is no room, under each other."""

    chosen = Signal(str)

    def __init__(self, prefix: str, names: Sequence[str]) -> None:
        super().__init__()
        self._row = QBoxLayout(_BESIDE, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP_XS)
        self._buttons = {name: button(f"{prefix}.{name}", kind="segment") for name in names}
        for name, one in self._buttons.items():
            one.setCheckable(True)
            one.setAutoDefault(False)  # Enter is for the dialog's own default
            one.clicked.connect(lambda _checked, name=name: self._choose(name))
            self._row.addWidget(one, 1)
        self.current = names[0]
        self._press()

    def say(self, words: Mapping[str, str]) -> None:
        for name, one in self._buttons.items():
            one.setText(words[name])
        self._share_out()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        widest = max(one.sizeHint().width() for one in self._buttons.values())
        count = len(self._buttons)
        fits = count * widest + (count - 1) * GAP_XS <= self.width()
        self._row.setDirection(_BESIDE if fits else _UNDER)

    def turn_to(self, name: str) -> None:
        """Without a signal."""
        self.current = name
        self._press()

    def _choose(self, name: str) -> None:
        self.turn_to(name)
        self.chosen.emit(name)

    def _press(self) -> None:
        """No group of Qt's: there the keys would reach the pressed one alone."""
        for name, one in self._buttons.items():
            one.setChecked(name == self.current)


class _Figure(QWidget):
    """A figure with its name above and what it means below."""

    def __init__(self, theme: Theme, icon: str, tone: str, name: str) -> None:
        super().__init__()
        self.caption, self.meaning = label(tone="muted"), label(f"{name}.means", tone="small")
        self.number = QLabel()
        self.number.setObjectName(name)
        self.number.setProperty("tone", "figure")
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        head.addWidget(Picture(theme, icon, tone))
        head.addWidget(self.caption, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_M, GAP_S, GAP_M, GAP_S)
        column.setSpacing(GAP_XS)
        column.addLayout(head)
        column.addWidget(self.number)
        column.addWidget(self.meaning)
        column.addStretch()

    def say(self, caption: str, number: str, meaning: str) -> None:
        self.caption.setText(caption)
        # Of figures alone Qt would look at the letters for the side, and find none.
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        self.number.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        self.number.setText(number)
        self.number.setAccessibleName(f"{caption}: {number}")
        self.meaning.setText(meaning)


class Figures(QFrame):
    """What comes back, what does not, and what of the files is there; two by two where there is no room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._restored = _Figure(theme, "circle-check", "ok", "restore.restored")
        self._conflicts = _Figure(theme, "triangle-alert", "warn", "restore.conflicts")
        self._before = _Figure(theme, "rotate-ccw", "muted", "restore.before")
        self._files = _Figure(theme, "file-down", "ok", "restore.files")
        self._four = (self._restored, self._conflicts, self._before, self._files)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GAP_XS, GAP_XS, GAP_XS, GAP_XS)
        self._grid.setSpacing(GAP_S)
        self._columns = 0
        self._place(len(self._four))
        self.setMinimumWidth(1)  # else it never becomes too narrow for four, and the dialog scrolls sideways

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        widest = max(one.minimumSizeHint().width() for one in self._four)
        gaps = (len(self._four) - 1) * GAP_S + 2 * GAP_XS
        self._place(len(self._four) if len(self._four) * widest + gaps <= self.width() else 2)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, one in enumerate(self._four):
            self._grid.removeWidget(one)
            self._grid.addWidget(one, number // columns, number % columns)
            self._grid.setColumnStretch(number, 1 if number < columns else 0)

    def show_preview(self, preview: RestorePreview | None, chosen: int | None, locale: QLocale) -> None:
        """Dashes while it is not known. `chosen` receipts are looked at alone; None for all."""
        seen = preview or RestorePreview(())

        def figure(number: int) -> str:
            return "–" if preview is None else number_text(number, locale)

        self._restored.say(
            translate("Restore", "Will be restored"),
            figure(seen.will_be_restored),
            translate("Restore", "of {count} deleted").format(count=figure(seen.deleted))
            if chosen is None
            else translate("Restore", "of {count} chosen").format(count=figure(chosen)),
        )
        self._conflicts.say(
            translate("Restore", "Conflicts"),
            figure(seen.conflicts),
            translate("Restore", "skipped and listed")
            if len(seen.listed) >= seen.conflicts
            else translate("Restore", "skipped; the first {count} are listed").format(
                count=number_text(len(seen.listed), locale)
            ),
        )
        self._before.say(
            translate("Restore", "Restored or removed"),
            figure(seen.restored_before),
            translate("Restore", "since they were deleted"),
        )
        self._files.say(
            translate("Restore", "Files still there"),
            figure(seen.files_there),
            "" if preview is None else _of_files(seen, locale, is_chosen=chosen is not None),
        )
        self._share_out()


def _of_files(seen: RestorePreview, locale: QLocale, *, is_chosen: bool) -> str:
    """What a job has found missing is known of all that it has deleted together, not of chosen receipts."""
    count = seen.without_files if is_chosen else seen.files_gone
    text = (
        translate("Restore", "{count} receipt(s) without a file", None, plural_of(count))
        if is_chosen
        else translate("Restore", "{count} deleted or missing", None, plural_of(count))
    )
    return text.format(count=number_text(count, locale))


class FilesLine(QFrame):
    """Until when the files are kept: green, or in warn where they are not any more; and a way to keep them
    longer."""

    longer_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._longer = button("restore.keep_longer", kind="link")
        self._longer.setAutoDefault(False)
        self._longer.clicked.connect(self.longer_wanted)
        self._pictures = {
            "ok": Picture(theme, "clock", "ok"),
            "warn": Picture(theme, "triangle-alert", "warn"),
        }
        self._text = label("restore.kept")
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_L, GAP_S, GAP_L, GAP_S)
        row.setSpacing(GAP_S)
        for one in self._pictures.values():
            row.addWidget(one)
        row.addWidget(self._text, 1)
        row.addWidget(self._longer)

    def offer(self, text: str) -> None:
        """What the button says; without words there is none."""
        self._longer.setText(text)
        self._longer.setVisible(bool(text))

    def say(self, tone: str, text: str) -> None:
        for name, picture in self._pictures.items():
            picture.setVisible(name == tone)
        restyle(self, "soft", tone)
        restyle(self._text, "tone", tone)
        self._text.setText(text)
        self.setVisible(bool(text))
