"""The tables of a report: what was not done, what was not started, and each business before and after."""

from __future__ import annotations

from itertools import compress

from app.actions.report import BusinessLine, Refused, RunReport, Undone
from app.reports.document import Cell, Column, Table, Tone
from app.reports.sayings import businesses_text, refusal_text, step_text, undone_reason
from app.reports.words import Words


def tables_of(report: RunReport, words: Words) -> list[Table]:
    """Those that there is something to say in."""
    made = _Tables(report, words)
    return [table for table in (made.undone(), made.refused(), made.businesses()) if table is not None]


class _Tables:
    def __init__(self, report: RunReport, words: Words) -> None:
        self._report = report
        self._words = words

    def undone(self) -> Table | None:
        undone, words = self._report.undone, self._words
        if not undone:
            return None
        receipts = sum(one.count for one in undone if one.what == "receipts")
        businesses = len({one.business_id for one in undone})
        beside = self._words.translate("Report", "receipts: {receipts}; businesses: {businesses}")
        return Table(
            self._words.translate("Report", "What could not be done"),
            beside.format(receipts=words.number(receipts), businesses=words.number(businesses)),
            [
                Column(self._words.translate("Report", "Business"), 3),
                Column(self._words.translate("Report", "ID"), 1, is_figure=True),
                Column(self._words.translate("Report", "Not done"), 1, is_figure=True),
                Column(self._words.translate("Report", "Reason"), 5),
                Column(self._words.translate("Report", "Next step"), 3),
            ],
            [self._undone_line(one) for one in undone],
        )

    def _undone_line(self, one: Undone) -> list[Cell]:
        words = self._words
        if one.what == "files":
            text = self._words.translate("Report", "{count} file(s)", None, one.count)
        else:
            text = self._words.translate("Report", "{count} receipt(s)", None, one.count)
        return [
            _named(one.business, words),
            Cell(words.ltr(str(one.business_id)), "muted"),
            Cell(text.format(count=words.number(one.count)), "bad"),
            Cell(undone_reason(one, words)),
            Cell(step_text(one.step, words)),
        ]

    def refused(self) -> Table | None:
        refused = self._report.refused
        if not refused:
            return None
        count = sum(one.count for one in refused)
        return Table(
            self._words.translate("Report", "Not started"),
            businesses_text(count, self._words),
            [
                Column(self._words.translate("Report", "Business"), 3),
                Column(self._words.translate("Report", "ID"), 1, is_figure=True),
                Column(self._words.translate("Report", "Reason"), 4),
                Column(self._words.translate("Report", "Next step"), 3),
            ],
            [self._refused_line(one) for one in refused],
        )

    def _refused_line(self, one: Refused) -> list[Cell]:
        words = self._words
        name = _named(one.business, words)
        if one.business_id is None:
            text = self._words.translate("Report", "{businesses}, not listed")
            name = Cell(text.format(businesses=businesses_text(one.count, words)))
        number = "" if one.business_id is None else words.ltr(str(one.business_id))
        return [
            name,
            Cell(number, "muted"),
            Cell(refusal_text(one, words)),
            Cell(step_text(one.step, words)),
        ]

    def businesses(self) -> Table | None:
        report, words = self._report, self._words
        files = report.files
        has = (bool(files.needed), bool(files.kept))
        staying = (
            self._words.translate("Report", "Still needed"),
            self._words.translate("Report", "Kept"),
        )
        titles = [
            self._words.translate("Report", "Before"),
            self._words.translate("Report", "Deleted"),
            self._words.translate("Report", "Failed"),
            self._words.translate("Report", "After"),
            self._words.translate("Report", "Files deleted"),
            *compress(staying, has),
            self._words.translate("Report", "Missing"),
            self._words.translate("Report", "Left"),
            self._words.translate("Report", "Seconds"),
        ]
        totals = [
            *(report.before, report.deleted, report.failed, report.after),
            *(files.deleted, *compress((files.needed, files.kept), has), files.missing, files.left),
        ]
        size = len(report.businesses)
        total = self._words.translate("Report", "Total of {count} business(es)", None, size)
        first = [
            Cell(total.format(count=words.number(size)), is_bold=True),
            Cell(""),
            *(Cell(words.number(one), is_bold=True) for one in totals),
            Cell(""),
        ]
        return Table(
            self._words.translate("Report", "Businesses"),
            self._words.translate("Report", "those that need a person first"),
            [
                Column(self._words.translate("Report", "Business"), 4),
                Column(self._words.translate("Report", "ID"), 1, is_figure=True),
                *(Column(title, 1, is_figure=True) for title in titles),
            ],
            [first, *(self._business_line(line, has) for line in report.businesses)],
        )

    def _business_line(self, line: BusinessLine, has: tuple[bool, bool]) -> list[Cell]:
        """`has` says whether files that are needed, and that are kept, have a column."""
        words, files = self._words, line.files
        return [
            _named(line.business, words),
            Cell(words.ltr(str(line.business_id)), "muted"),
            Cell(words.number(line.before)),
            Cell(words.number(line.deleted)),
            self._counted(line.failed, "bad"),
            Cell("–") if line.after is None else self._counted(line.after, "warn"),
            Cell(words.number(files.deleted)),
            *(self._counted(count, "") for count in compress((files.needed, files.kept), has)),
            self._counted(files.missing, "warn"),
            self._counted(files.left, "bad"),
            Cell("" if line.seconds is None else words.seconds(line.seconds)),
        ]

    def _counted(self, count: int, tone: Tone) -> Cell:
        return Cell(self._words.number(count), tone if count else "muted")


def _named(name: str, words: Words) -> Cell:
    return Cell(words.isolate(name) if name else "–")
