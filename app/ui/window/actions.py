"""The actions of the window: one QAction each, for toolbar, menus and keys, with a tooltip that says why
an action is off."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from app.qt.translation import ltr
from app.ui.theme.theme import Theme
from app.ui.window import availability
from app.ui.window.availability import Availability, SelectionAvailability
from app.viewmodel.rows import ShownRow

NBSP = "\u00a0"


class WindowActions(QObject):
    """Names, icons and keys of the actions; who carries them out connects to `triggered`."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.delete = self._action("delete", "trash-2", "Del", "Ctrl+Shift+D", token="on_danger")
        # The same again for menus, where the white icon of the red button could not be seen.
        self.delete_in_menu = self._action("delete_in_menu", "trash-2", token="bad")
        self.delete_in_menu.triggered.connect(self.delete.trigger)
        self.pause = self._action("pause", "pause", "Ctrl+Shift+P")
        self.resume = self._action("resume", "play", "Ctrl+Shift+R")
        self.cancel = self._action("cancel", "x", "Ctrl+Shift+X")
        self.retry = self._action("retry", "rotate-ccw", "Ctrl+Shift+E")
        self.take_over = self._action("take_over", "hand", "Ctrl+Shift+O")
        self.mark_failed = self._action("mark_failed", "circle-alert", "Ctrl+Shift+M")
        self.run_here = self._action("run_here", "monitor")
        self.enqueue_again = self._action("enqueue_again", "server")
        self.finish_files = self._action("finish_files", "folder-open", "Ctrl+Shift+F")
        self.pause_all = self._action("pause_all", "octagon-pause", "Ctrl+Shift+H", token="bad")
        self.find = self._action("find", "search", "Ctrl+F")
        self.refresh = self._action("refresh", "refresh-cw", "F5")
        self.select_all = self._action("select_all", "list-checks", "Ctrl+A")
        self.select_list = self._action("select_list", "clipboard-list", "Ctrl+L")
        self.untick = self._action("untick", "x", "Ctrl+Shift+A")
        self.show_businesses = self._action("show_businesses", "building-2", "Ctrl+1")
        self.show_runs = self._action("show_runs", "layers", "Ctrl+2")
        self.show_workers = self._action("show_workers", "server", "Ctrl+3")
        self.copy = self._action("copy", "copy", "Ctrl+C")
        self.export = self._action("export", "file-down", "Ctrl+E")
        self.report = self._action("report", "file-text", "Ctrl+P")
        self.notifications = self._action("notifications", "bell", "F8")
        self.theme = self._action("theme", "moon", "Ctrl+Shift+T")
        self.language = self._action("language", "languages", "Ctrl+Shift+L")
        self.larger = self._action("larger", "a-arrow-up", "Ctrl++", "Ctrl+=")
        self.smaller = self._action("smaller", "a-arrow-down", "Ctrl+-")
        self.usual_size = self._action("usual_size", "rotate-ccw", "Ctrl+0")
        self.reset_demo = self._action("reset_demo", "rotate-ccw")
        self.guide = self._action("guide", "book-open", "F1")
        self.shortcuts = self._action("shortcuts", "keyboard", "Ctrl+F1")
        self.settings = self._action("settings", "settings", "Ctrl+,")
        self.diagnostics = self._action("diagnostics", "stethoscope", "Ctrl+Shift+G")
        self.audit = self._action("audit", "scroll-text", "Ctrl+Shift+U")
        self.lock = self._action("lock", "lock", "Ctrl+Shift+K")
        self.about = self._action("about", "info")
        self.quit = self._action("quit", "power", "Ctrl+Q")
        self._on_selection = {
            self.delete: availability.delete_disabled_reason,
            self.delete_in_menu: availability.delete_disabled_reason,
            self.pause: availability.pause_disabled_reason,
            self.resume: availability.resume_disabled_reason,
            self.cancel: availability.cancel_disabled_reason,
            self.retry: availability.retry_disabled_reason,
            self.take_over: availability.take_over_disabled_reason,
            self.mark_failed: availability.mark_failed_disabled_reason,
            self.run_here: availability.on_server_disabled_reason,
            self.enqueue_again: availability.on_server_disabled_reason,
            self.finish_files: availability.finish_files_disabled_reason,
        }
        self._selection = SelectionAvailability(tuple(self._on_selection.values()))
        self._availability = dict.fromkeys([*self._on_selection, self.copy], availability.NOTHING)
        self._availability[self.pause_all] = Availability(False, (availability.NOTHING_HERE,))
        self._availability[self.export] = Availability(False, (availability.NO_ROWS,))
        self._ticked = 0
        self._keys: dict[QAction, str] = {}
        theme.changed.connect(self._show_theme)
        self.retranslate()

    @property
    def all(self) -> list[QAction]:
        """Every action, for the window that listens to their keys."""
        return self.findChildren(QAction)

    def see(self, changed: Iterable[ShownRow]) -> None:
        """Takes new or changed rows in."""
        self._selection.see(changed)

    def update_availability(
        self,
        business_ids: Collection[int],
        *,
        ticked: int,
        shown: int,
        connected: bool,
        busy: bool,
        finishing: bool,
        own: bool,
    ) -> None:
        """Turns the actions on and off by the businesses on which they work, as `see` was told of them, by
        how many of these are `ticked`, by how many rows are shown, by whether files are being finished, and
        by whether this console has jobs or restores of its own."""
        before = dict(self._availability), self._ticked
        if busy or not connected:
            off = Availability(False, (availability.BUSY if busy else availability.NOT_CONNECTED,))
            self._availability.update(dict.fromkeys(self._on_selection, off))
        else:
            self._availability.update(zip(self._on_selection, self._selection.of(business_ids), strict=True))
        if finishing:
            self._availability[self.finish_files] = Availability(False, (availability.BUSY,))
        self._availability[self.copy] = Availability(True) if business_ids else availability.NOTHING
        self._availability[self.export] = Availability(shown > 0, (availability.NO_ROWS,))
        self._availability[self.pause_all] = Availability(own, (availability.NOTHING_HERE,))
        for action, available in self._availability.items():
            action.setEnabled(available.on)
        self._ticked = ticked
        self.untick.setEnabled(ticked > 0)
        self.select_list.setEnabled(connected and not busy)
        self.reset_demo.setEnabled(not busy)
        if before != (self._availability, self._ticked):
            self._explain()

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        self.delete.setText(self.tr("Delete all…"))
        # A key of its own would compete with the other's, so it is only written beside it.
        self.delete_in_menu.setText(f"{self.delete.text()}\t{_key_of(self.delete)}")
        self.pause.setText(self.tr("Pause"))
        self.resume.setText(self.tr("Resume"))
        self.cancel.setText(self.tr("Cancel"))
        self.retry.setText(self.tr("Retry failed receipts"))
        self.take_over.setText(self.tr("Take over"))
        self.mark_failed.setText(self.tr("Mark as failed"))
        self.run_here.setText(self.tr("Run here"))
        self.enqueue_again.setText(self.tr("Enqueue again"))
        self.finish_files.setText(self.tr("Clean up files…"))
        self.pause_all.setText(self.tr("Pause all"))
        self.export.setText(self.tr("Export visible rows…"))
        self.report.setText(self.tr("Report of the run…"))
        self.notifications.setText(QCoreApplication.translate("Notifications", "Notifications"))
        self.guide.setText(self.tr("User guide"))
        self.shortcuts.setText(self.tr("Keyboard shortcuts"))
        self.find.setText(self.tr("Search"))
        self.refresh.setText(self.tr("Refresh"))
        self.select_all.setText(self.tr("Select all"))
        self.select_list.setText(self.tr("Select by list…"))
        self.untick.setText(self.tr("Clear the selection"))
        self.show_businesses.setText(self.tr("Businesses"))
        self.show_runs.setText(self.tr("Runs"))
        self.show_workers.setText(self.tr("Workers"))
        self.copy.setText(self.tr("Copy rows"))
        self.larger.setText(self.tr("Larger text"))
        self.smaller.setText(self.tr("Smaller text"))
        self.usual_size.setText(self.tr("Reset text size"))
        self.reset_demo.setText(self.tr("Reset the demo…"))
        self.settings.setText(self.tr("Settings…"))
        self.diagnostics.setText(self.tr("Diagnostics…"))
        self.audit.setText(self.tr("Audit trail…"))
        self.lock.setText(self.tr("Lock"))
        self.about.setText(self.tr("About Sweep"))
        self.quit.setText(self.tr("Quit"))
        self._show_theme()
        self._explain()

    def name_language(self, other: str) -> None:
        """The language action is named by the other language's own name."""
        self.language.setText(other)
        self._explain()

    def _show_theme(self) -> None:
        dark = self._theme.is_dark
        self.theme.setIcon(self._theme.icon("sun" if dark else "moon"))
        self.theme.setText(self.tr("Switch to light mode") if dark else self.tr("Switch to dark mode"))
        self._explain()

    def _explain(self) -> None:
        """Tooltips: what the action does, its key, and why it is off."""
        purposes = {
            self.delete: self.tr("Delete all receipts of the selected businesses"),
            self.delete_in_menu: self.tr("Delete all receipts of the selected businesses"),
            self.pause: self.tr("Pause the selected jobs after the current batch"),
            self.resume: self.tr("Resume the selected jobs from where they stopped"),
            self.cancel: self.tr("Cancel the selected jobs; deleted receipts stay deleted"),
            self.retry: self.tr("Retry only the receipts that could not be deleted"),
            self.take_over: self.tr("Run jobs that are not responding or stuck in this console"),
            self.mark_failed: self.tr("Mark a job that is not responding as failed; it can be resumed later"),
            self.run_here: self.tr("Run jobs in this console that wait for a worker on a server"),
            self.enqueue_again: self.tr("Put jobs that wait on the server into its queue once more"),
            self.finish_files: self.tr("Delete the remaining files of deleted receipts"),
            self.pause_all: self.tr("Pause all deletions and restores of this console, queued ones first"),
            self.select_list: self.tr("Select businesses by a list of IDs or names"),
            self.select_all: self.tr("Select all businesses that filter and search show"),
            self.export: self.tr("Save the visible rows and columns as a spreadsheet"),
            self.report: self.tr("Save the report of the run that is open, for the ticket"),
            self.lock: self.tr("Hide everything until you enter your password; running jobs continue"),
            self.language: self.tr("Switch language"),
            self.refresh: self.tr("Reload and recount everything"),
        }
        for action in self.all:
            # What a button shows: Qt takes the dots off, and leaves little room after the icon.
            action.setIconText(f"{NBSP}{self._short_text(action)}")
            lines = [self._with_key(purposes.get(action, action.text()), action)]
            if action in self._availability and not self._availability[action].on:
                lines.append(self._availability[action].explanation)
            action.setToolTip("\n".join(lines))

    def _with_key(self, text: str, action: QAction) -> str:
        """Keys are looked up once: tooltips are said anew whenever a selection allows something else."""
        if action not in self._keys:
            self._keys[action] = _key_of(action)
        key = self._keys[action]
        return f"{text} ({ltr(key)})" if key else text

    def _short_text(self, action: QAction) -> str:
        """What a button says: on how many businesses it works, and no more than its tooltip must explain."""
        if action is self.delete and self._ticked:
            return f"{action.text()} {ltr(f'({self._ticked:,})')}"
        if action is self.retry:
            return self.tr("Retry")
        return self.tr("Select by list") if action is self.select_list else action.text()

    def _action(self, name: str, icon: str, *keys: str, token: str = "text") -> QAction:
        action = QAction(self._theme.icon(icon, token), "", self)
        action.setObjectName(f"action.{name}")
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setIconVisibleInMenu(True)
        return action


def _key_of(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
