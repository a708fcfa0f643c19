"""Which businesses the table shows: those of a status filter that the search finds."""

from __future__ import annotations

from collections.abc import Set

from app.core.access import Business
from app.core.folding import folded
from app.ui.businesses.states import state_of
from app.ui.businesses.status_filters import StatusFilter
from app.ui.texts.figures import bounded
from app.viewmodel.rows import ShownRow


class RowFilter:
    """Accepts the businesses in a state of the filter whose name holds every word of the search, or whose id
    begins with it. Case, accents and vowel points do not matter. `among`: of these ids alone, whatever the
    filter (None: of all)."""

    def __init__(self) -> None:
        self.status_filter = StatusFilter.ALL
        self.words: list[str] = []
        self.among: Set[int] | None = None

    def accepts(self, shown: ShownRow) -> bool:
        """Whether the row is to be seen."""
        if self.among is not None:
            if shown.row.business.id not in self.among:
                return False
        elif self.status_filter is not StatusFilter.ALL and state_of(shown) not in self.status_filter.states:
            return False
        return not self.words or self._finds(shown.row.business)

    @property
    def wanted_id(self) -> int | None:
        """The id that the search names, if it names one."""
        word = self.words[0] if len(self.words) == 1 else ""
        return int(word) if word.isdecimal() else None

    def _finds(self, business: Business) -> bool:
        name = folded(bounded(business.name))
        if all(word in name for word in self.words):
            return True
        return len(self.words) == 1 and str(business.id).startswith(self.words[0])
