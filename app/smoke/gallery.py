"""Every dialog of the console, each with something to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from app import __version__
from app.actions.preview import BusinessPreview
from app.actions.results import ActionResult
from app.core.errors import CannotConnect
from app.qt.desk import Desk
from app.qt.translation import Language
from app.smoke.hands import find
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.closing import ClosingDialog
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.error import ErrorDialog
from app.ui.dialogs.left_behind import LeftBehindDialog
from app.ui.dialogs.preparing import PreparingDialog
from app.ui.dialogs.reset_demo import ResetDemoDialog
from app.ui.dialogs.results import ResultsDialog
from app.ui.dialogs.shortcuts import ShortcutsDialog
from app.ui.dialogs.sign_in import SignInDialog
from app.ui.error_text import error_text
from app.ui.theme import Theme


@dataclass(frozen=True)
class Samples:
    """What the dialogs show: previews to confirm, results with the businesses' names, and the data folder."""

    previews: Sequence[BusinessPreview]
    results: Sequence[ActionResult]
    names: dict[int, str]
    folder: str


@dataclass(frozen=True)
class Exhibit:
    """A dialog by the name that its pictures bear. `is_ready` says whether all is there that it loads."""

    name: str
    make: Callable[[], QDialog]
    is_ready: Callable[[QDialog], bool] = QDialog.isActiveWindow


def exhibits(
    desk: Desk, language: Language, theme: Theme, samples: Samples, window: QWidget
) -> list[Exhibit]:
    """All dialogs, to be made in the language of the moment."""
    return [
        Exhibit("sign-in", lambda: SignInDialog(desk, language, theme, window)),
        Exhibit("preparing", lambda: PreparingDialog(theme, window)),
        Exhibit("left-behind", lambda: LeftBehindDialog(3, language, theme, window)),
        Exhibit("confirm", lambda: ConfirmDialog(samples.previews, language, theme, window)),
        Exhibit("confirm-one", lambda: ConfirmDialog(samples.previews[:1], language, theme, window)),
        Exhibit("results", lambda: ResultsDialog(samples.results, samples.names, theme, window)),
        Exhibit("error", lambda: _error(theme, window)),
        Exhibit("closing", lambda: ClosingDialog(3, theme, window)),
        Exhibit("shortcuts", lambda: ShortcutsDialog(window.actions(), theme, window)),
        Exhibit("reset-demo", lambda: ResetDemoDialog(theme, window)),
        Exhibit(
            "about",
            lambda: AboutDialog(__version__, samples.folder, f"{samples.folder}/log", theme, window),
        ),
    ]


def _error(theme: Theme, window: QWidget) -> QDialog:
    """With its details open."""
    error = CannotConnect("refused", "db.internal/product", "connection refused")
    dialog = ErrorDialog(error_text(error), str(error), theme, window)
    find(dialog, QPushButton, "error.toggle").setChecked(True)
    return dialog
