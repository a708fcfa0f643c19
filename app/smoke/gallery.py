"""Every dialog of the console, each with something to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton, QTableView, QWidget

from app import __version__
from app.actions.business_list import Directory
from app.actions.preview import BusinessPreview
from app.actions.results import ActionResult, Answer
from app.bootstrap.resources import DOCS
from app.core.access import Actor, Business, Role
from app.core.errors import CannotConnect
from app.core.server import QueueLook
from app.settings import Settings
from app.smoke import restores
from app.smoke.canned import (
    CONNECTION_TESTS,
    FINDINGS,
    GUESSED,
    MISSING,
    RUN,
    SWEPT,
    TAKES,
    UNFROZEN,
    WHERE,
    CannedDiagnosis,
    CannedPreferences,
    CannedReader,
)
from app.smoke.hands import find
from app.smoke.on_server import FOUR_FREE, NOBODY, PRODUCT, has_heard, heard
from app.ui.dialogs.about import AboutDialog, Versions
from app.ui.dialogs.accept_missing import AcceptMissingDialog
from app.ui.dialogs.audit import AuditDialog
from app.ui.dialogs.closing import ClosingDialog
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.diagnostics import DiagnosticsDialog
from app.ui.dialogs.error import ErrorDialog
from app.ui.dialogs.finding_card import FindingCard
from app.ui.dialogs.finish_files import FinishFilesDialog
from app.ui.dialogs.fix_end import FixEndDialog
from app.ui.dialogs.guide import GuideDialog
from app.ui.dialogs.left_behind import LeftBehindDialog
from app.ui.dialogs.preparing import PreparingDialog
from app.ui.dialogs.reset_demo import ResetDemoDialog
from app.ui.dialogs.restore.dialog import RestoreDialog
from app.ui.dialogs.results import ResultsDialog
from app.ui.dialogs.select_list.dialog import SelectListDialog
from app.ui.dialogs.settings.dialog import SettingsDialog
from app.ui.dialogs.settings.source import SettingsPage, SettingsSource
from app.ui.dialogs.several import SeveralDialog
from app.ui.dialogs.shortcuts import ShortcutsDialog
from app.ui.dialogs.sign_in import Elsewhere, SignInDialog
from app.ui.dialogs.swept import SweptDialog
from app.ui.dialogs.switching import SwitchingDialog
from app.ui.runs.commands import CancelRunDialog
from app.ui.texts.errors import error_text
from app.ui.texts.severally import Severally
from app.ui.widgets.dialog import DialogContext
from app.ui.widgets.resume_where import ResumeDialog
from app.ui.window.resuming import resume_question
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services

SOMEBODY = Actor(7, 3, "dana@sweep.example", "Dana", Role.OWNER, True)


@dataclass(frozen=True)
class Samples:
    """What the dialogs show: previews to confirm, results and rows with the businesses' names, and the data
    folder."""

    previews: Sequence[BusinessPreview]
    results: Sequence[ActionResult]
    rows: Sequence[ShownRow]
    names: dict[int, str]
    folder: str

    @property
    def directory(self) -> Directory:
        """All of these businesses, with what the previews refuse for good."""
        found = [Business(key, name, True, frozenset()) for key, name in self.names.items()]
        closed = {one.business_id for one in self.previews if one.refusal is Answer.PAGE_DISABLED}

        def refusal_in(business: Business | None) -> Answer | None:
            if business is None:
                return Answer.NO_SUCH_BUSINESS
            return Answer.PAGE_DISABLED if business.id in closed else None

        return Directory(found, refusal_in)

    def items(self, business_id: int) -> int | None:
        """The receipts of a business, as the previews count them."""
        return next((one.removes.items for one in self.previews if one.business_id == business_id), None)


@dataclass(frozen=True)
class Exhibit:
    """A dialog by the name that its pictures bear. `is_ready` says whether all is there that it loads."""

    name: str
    make: Callable[[], QDialog]
    is_ready: Callable[[QDialog], bool] = QDialog.isActiveWindow


def exhibits(services: Services, context: DialogContext, samples: Samples, window: QWidget) -> list[Exhibit]:
    """All dialogs, to be made in the language of the moment."""
    settings = partial(_settings, services, context)
    return [
        Exhibit("sign-in", lambda: SignInDialog(services, context, elsewhere=list(Elsewhere))),
        Exhibit("preparing", lambda: PreparingDialog(context)),
        Exhibit("left-behind", lambda: LeftBehindDialog(3, 87, context)),
        Exhibit(
            "select-list",
            lambda: _list(services, context, samples),
            lambda dialog: find(dialog, QTableView, "list.results").model().rowCount() > 0,
        ),
        Exhibit("confirm", lambda: ConfirmDialog(samples.previews, context, lambda _works: TAKES)),
        Exhibit("confirm-one", lambda: ConfirmDialog(samples.previews[:1], context, lambda _works: GUESSED)),
        *_on_server(services, context, samples),
        Exhibit("several", lambda: SeveralDialog(Severally.CANCEL, samples.rows, 2, SOMEBODY.email, context)),
        Exhibit("cancel-run", lambda: CancelRunDialog(RUN, 31, context)),
        Exhibit("results", lambda: ResultsDialog(samples.results, samples.names, context)),
        Exhibit("fix-end", lambda: FixEndDialog(UNFROZEN, samples.names, context)),
        *_files(context, samples),
        *_restores(services, context, samples),
        Exhibit("error", lambda: _error(context)),
        Exhibit("closing", lambda: ClosingDialog(3, context, has_tray=True)),
        Exhibit("switching", lambda: SwitchingDialog(next(iter(samples.names.values())), 3, context)),
        Exhibit("closing-no-tray", lambda: ClosingDialog(3, context, has_tray=False)),
        Exhibit("shortcuts", lambda: ShortcutsDialog(window.actions(), context)),
        Exhibit("guide", lambda: GuideDialog(DOCS, context)),
        Exhibit("reset-demo", lambda: ResetDemoDialog(context)),
        *(
            Exhibit(f"settings-{page.name.lower()}", partial(settings, page), _knows_keyring)
            for page in SettingsPage
        ),
        Exhibit(
            "settings-first",
            partial(settings, SettingsPage.CONNECTION, first=True, demo=True),
            _knows_keyring,
        ),
        Exhibit(
            "diagnostics",
            lambda: DiagnosticsDialog(CannedDiagnosis(), services.jobs, SOMEBODY, services.calls, context),
            lambda dialog: len(dialog.findChildren(FindingCard)) == FINDINGS,
        ),
        Exhibit(
            "audit",
            lambda: AuditDialog(CannedReader(), services.calls, context, services.exports),
            lambda dialog: find(dialog, QTableView, "audit.lines").model().rowCount() > 0,
        ),
        Exhibit(
            "about",
            lambda: AboutDialog(
                Versions(__version__, "3.11.7", "6.11.3"),
                samples.folder,
                f"{samples.folder}/log",
                context,
            ),
        ),
    ]


def _on_server(services: Services, context: DialogContext, samples: Samples) -> list[Exhibit]:
    """The choice where it runs: workers are free, nobody listens, and only the product's worker does."""
    calls, name = services.calls, next(iter(samples.names.values()))

    def confirm(look: QueueLook) -> QDialog:
        return ConfirmDialog(samples.previews, context, lambda _works: TAKES, server=heard(calls, look))

    return [
        Exhibit("confirm-server", lambda: confirm(FOUR_FREE), has_heard),
        Exhibit("confirm-nobody", lambda: confirm(NOBODY), has_heard),
        Exhibit("confirm-product", lambda: confirm(PRODUCT), has_heard),
        Exhibit(
            "resume-server",
            lambda: ResumeDialog(lambda: resume_question(name), context, heard(calls, FOUR_FREE)),
            has_heard,
        ),
    ]


def _list(services: Services, context: DialogContext, samples: Samples) -> SelectListDialog:
    """Some of the businesses by id and by name, one of them twice, and some that are not there."""
    ids = list(samples.names)
    known = replace(services, directory=lambda _: samples.directory)
    dialog = SelectListDialog(known, context, SOMEBODY, samples.items)
    named = [*map(str, ids[:3]), *list(samples.names.values())[3:6]]
    dialog.take_text("\n".join([*named, "0815", named[-1][:-2], named[0]]))
    return dialog


def _files(context: DialogContext, samples: Samples) -> list[Exhibit]:
    """Finishing files: the question, what became of them, and the typed word for what is missing."""
    place = "/srv/product"
    names = samples.names
    some = dict(list(names.items())[:3])
    refused = dict.fromkeys(MISSING)
    return [
        Exhibit("finish-files", lambda: FinishFilesDialog(some, 2, place, context)),
        Exhibit("swept", lambda: SweptDialog(SWEPT, names, place, context)),
        Exhibit("accept-missing", lambda: AcceptMissingDialog(MISSING, names, place, context)),
        Exhibit("accept-missing-refused", lambda: AcceptMissingDialog(refused, names, place, context)),
    ]


def _restores(services: Services, context: DialogContext, samples: Samples) -> list[Exhibit]:
    """A run and one business before a restore, and what is under way, left behind, or not to be done."""
    names = dict(list(samples.names.items())[:6])

    def dialog(canned: restores.CannedRestores, *, is_run: bool = True) -> QDialog:
        subject = restores.subject_of(names, is_run=is_run)
        return RestoreDialog(
            services.calls, canned.as_actions(), SOMEBODY, subject, context, where=WHERE, keep=lambda *_: ()
        )

    made: dict[str, Callable[[], QDialog]] = {
        "restore": lambda: dialog(restores.before(names)),
        "restore-one": lambda: dialog(restores.before(names, days=0), is_run=False),
        "restore-progress": lambda: dialog(restores.under_way(names)),
        "restore-interrupted": lambda: dialog(restores.under_way(names, stale=True)),
        "restore-nothing": lambda: dialog(restores.nothing(names)),
    }
    return [Exhibit(name, make, _has_looked) for name, make in made.items()]


def _has_looked(dialog: QDialog) -> bool:
    return find(dialog, QWidget, "restore.waiting").isHidden()


def _settings(services: Services, context: DialogContext, page: SettingsPage, **how: bool) -> QDialog:
    """Of a computer without a keyring."""
    source = SettingsSource(CannedPreferences(), Settings(), CONNECTION_TESTS, services.calls)
    return SettingsDialog(source, context, page=page, **how)


def _knows_keyring(dialog: QDialog) -> bool:
    """The answer comes from elsewhere, and changes what stands below the passwords."""
    keeps = (find(dialog, QCheckBox, f"settings.keep_{name}") for name in ("password", "secret"))
    return not any(keep.isEnabled() for keep in keeps)


def _error(context: DialogContext) -> QDialog:
    """With its details open."""
    error = CannotConnect("refused", "db.internal/product", "connection refused")
    dialog = ErrorDialog(error_text(error), str(error), context)
    find(dialog, QPushButton, "error.toggle").setChecked(True)
    return dialog
