"""Which businesses the table shows: those of a status filter that the search finds."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from app.core.access import Business
from app.qt.poller import ShownRow
from app.ui.businesses.facets import Facet
from app.ui.businesses.folding import folded
from app.ui.businesses.model import BusinessModel
from app.ui.businesses.states import state_of


class BusinessFilter(QSortFilterProxyModel):
    """Lets through the businesses in a state of the filter whose name holds every word of the search, or
    whose id begins with it.

    A row that they hide is no longer selected: nobody acts on what they do not see. The order is
    the model's.
    """

    def __init__(self, model: BusinessModel) -> None:
        super().__init__()
        self._words: list[str] = []
        self._facet = Facet.ALL
        self._is_open = True  # nothing is hidden; looked at for every row each time that rows move
        self._model = model
        self.setSourceModel(model)

    def search(self, text: str) -> None:
        """Shows the businesses that `text` finds; all of them for an empty one. Case, accents and vowel
        points do not matter."""
        words = folded(text).split()
        if words != self._words:
            self._words = words
            self._renew()

    def show(self, facet: Facet) -> None:
        """Shows the businesses of this filter alone."""
        if facet is not self._facet:
            self._facet = facet
            self._renew()

    @property
    def facet(self) -> Facet:
        return self._facet

    @property
    def is_searching(self) -> bool:
        return bool(self._words)

    def shown(self, row: int) -> ShownRow:
        """The snapshot in row `row` of what is shown."""
        if self._is_open:  # the rows are the model's own
            return self._model.shown(row)
        return self._model.shown(self.mapToSource(self.index(row, 0)).row())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._model.sort(column, order)

    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex) -> bool:
        if self._is_open:
            return True
        shown = self._model.shown(source_row)
        if self._facet is not Facet.ALL and state_of(shown) not in self._facet.states:
            return False
        return not self._words or self._finds(shown.row.business)

    def _renew(self) -> None:
        self._is_open = not self._words and self._facet is Facet.ALL
        self.invalidate()

    def _finds(self, business: Business) -> bool:
        name = folded(business.name)
        if all(word in name for word in self._words):
            return True
        return len(self._words) == 1 and str(business.id).startswith(self._words[0])
