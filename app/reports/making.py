"""A report as a document: its figures put into the words of one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app import __version__
from app.actions.report import RunReport
from app.core.environment import Color, Environment
from app.core.run import RunState
from app.reports.document import Document, Fact, Figure, Part, Tone
from app.reports.record import checksum_of, record_of
from app.reports.sayings import COUNTED, ENVIRONMENTS, businesses_text, pace_text, place_text, state_text
from app.reports.tables import tables_of
from app.reports.words import Words

_ORDER: Sequence[tuple[RunState, Tone]] = (
    (RunState.COMPLETED, "ok"),
    (RunState.WITH_FAILURES, "warn"),
    (RunState.FAILED, "bad"),
    (RunState.STALE, "bad"),
    (RunState.STUCK, "bad"),
    (RunState.INTERRUPTED, "bad"),
    (RunState.CANCELLED, "idle"),
    (RunState.RUNNING, "accent"),
    (RunState.PAUSED, "warn"),
    (RunState.QUEUED, "muted"),
)
"""The parts of the bar, from the reading side."""

_BADGES: dict[Color, Tone] = {
    Color.RED: "bad",
    Color.AMBER: "warn",
    Color.BLUE: "accent",
    Color.GRAY: "idle",
}

PLACES_NAMED = 4
"""Computers that are named; further ones are counted."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a report comes from: who made it (nobody, for whoever needed no sign-in), and what the connection
    is for."""

    reader: str = ""
    environment: Environment | None = None


def document_of(report: RunReport, origin: Origin, words: Words) -> Document:
    """The whole of it in the language of `words`."""
    return _Maker(report, origin, words).document()


class _Maker:
    def __init__(self, report: RunReport, origin: Origin, words: Words) -> None:
        self._report = report
        self._origin = origin
        self._words = words

    def document(self) -> Document:
        words, report = self._words, self._report
        verdict, tone = self._verdict()
        return Document(
            language=words.language,
            heading=self._words.translate("Report", "Sweep · Deletion report"),
            place=words.ltr(report.where),
            environment=self._environment(),
            title=self._title(),
            verdict=verdict,
            verdict_tone=tone,
            figures=self._figures(),
            parts=list(self._parts()),
            facts=(list(self._people()), list(self._circumstances())),
            tables=tables_of(report, words),
            source=self._source(),
            page=self._words.translate("Report", "Page {page} of {pages}"),
            checksum=checksum_of(record_of(report, self._origin.environment)),
        )

    def _environment(self) -> tuple[str, Tone] | None:
        environment = self._origin.environment
        if environment is None:
            return None
        known = ENVIRONMENTS.get(environment.word)
        word = self._words.translate("Environment", known) if known else self._words.isolate(environment.word)
        return word, _BADGES[environment.color]

    def _title(self) -> str:
        """By its name; of one without a name by its business, or how many it has."""
        run, words = self._report.row.run, self._words
        if run.name:
            return words.isolate(run.name)
        only = self._report.businesses[0].business if len(self._report.businesses) == 1 else ""
        return words.isolate(only) if only else businesses_text(len(self._report.businesses), words)

    def _verdict(self) -> tuple[str, Tone]:
        report, words, jobs = self._report, self._words, self._report.jobs
        size = len(report.businesses)
        tone: Tone
        if report.row.is_active:
            text = self._words.translate("Report", "Not over yet: {done} of {all} businesses are done with")
            done = words.number(report.row.over)
            return text.format(done=done, all=words.number(size)), "accent"
        if failed := jobs.get(RunState.FAILED, 0):
            text = self._words.translate("Report", "{count} of {all} businesses failed", None, failed)
            told, tone = text.format(count=words.number(failed), all=words.number(size)), "bad"
        elif cancelled := jobs.get(RunState.CANCELLED, 0):
            text = self._words.translate("Report", "{count} of {all} businesses cancelled", None, cancelled)
            told, tone = text.format(count=words.number(cancelled), all=words.number(size)), "idle"
        elif report.failed:
            text = self._words.translate("Cells", "Completed with {count} failure(s)", None, report.failed)
            told, tone = text.format(count=words.number(report.failed)), "warn"
        else:
            told = self._words.translate("Words", "Completed")
            tone = "warn" if report.after or report.files.left else "ok"
        text = self._words.translate("Report", "{verdict}: {empty} of {all} businesses are empty")
        told = text.format(verdict=told, empty=words.number(report.emptied), all=words.number(size))
        if report.after:
            left = self._words.translate("Report", "receipts left: {count}")
            told += f"; {left.format(count=words.number(report.after))}"
        return told, tone

    def _figures(self) -> list[Figure]:
        report, words = self._report, self._words
        size, files = len(report.businesses), report.files
        left = files.left
        about_files = (
            Figure(
                words.number(left),
                self._words.translate("Report", "files left", None, left),
                "bad",
            )
            if left
            else Figure(
                words.number(files.missing),
                self._words.translate("Report", "files were missing", None, files.missing),
                "warn",
            )
            if files.missing
            else Figure(
                words.number(files.kept),
                self._words.translate("Report", "files kept", None, files.kept),
            )
            if files.kept
            else Figure(
                words.number(files.deleted),
                self._words.translate("Report", "files deleted", None, files.deleted),
            )
        )
        return [
            Figure(words.number(size), self._words.translate("Report", "businesses", None, size)),
            Figure(
                words.number(report.deleted),
                self._words.translate("Report", "receipts deleted", None, report.deleted),
            ),
            Figure(
                words.number(report.failed),
                self._words.translate("Report", "receipts failed", None, report.failed),
                "bad" if report.failed else "",
            ),
            about_files,
            Figure(
                "–" if report.seconds is None else words.duration(report.seconds),
                self._words.translate("Report", "duration"),
            ),
        ]

    def _parts(self) -> Iterator[Part]:
        jobs = self._report.jobs
        size = sum(jobs.values())
        for state, tone in _ORDER:
            if count := jobs.get(state, 0):
                label = f"{self._state(state)} {self._words.number(count)}"
                yield Part(tone, count / size, label)

    def _state(self, state: RunState) -> str:
        if state in COUNTED:
            return self._words.translate("StatusFilter", COUNTED[state])
        return state_text(state, self._words)

    def _people(self) -> Iterator[Fact]:
        report, words = self._report, self._words
        by = report.row.requested_by
        yield Fact(self._words.translate("Report", "Requested by"), words.ltr(by) if by else "–")
        if report.continued_by:
            label = self._words.translate("Report", "Continued by")
            yield Fact(label, ", ".join(map(words.ltr, report.continued_by)))
        yield Fact(self._words.translate("Report", "Started"), words.moment(report.started_at))
        yield Fact(self._words.translate("Report", "Ended"), words.moment(report.ended_at))
        place = report.row.run.workstation
        yield Fact(self._words.translate("Report", "Started on"), words.isolate(place) if place else "–")

    def _circumstances(self) -> Iterator[Fact]:
        report, words = self._report, self._words
        if ran_on := self._ran_on():
            yield Fact(self._words.translate("Report", "Ran on"), ran_on)
        yield Fact(self._words.translate("Report", "Pace"), pace_text(report.policy, words))
        yield Fact(self._words.translate("Report", "Files"), self._files())
        if (restored := report.restored) is not None:
            text = self._words.translate("Report", "receipts: {count}, last on {time}")
            said = text.format(count=words.number(restored.items), time=words.moment(restored.last))
            yield Fact(self._words.translate("Report", "Restored since"), said)
        if report.row.run.note:
            yield Fact(self._words.translate("Report", "Note"), words.isolate(report.row.run.note))
        yield Fact(self._words.translate("Report", "Run ID"), words.ltr(report.row.id))

    def _ran_on(self) -> str:
        """As far as the rows say it."""
        words = self._words
        found = {line.runs_on for line in self._report.businesses if line.runs_on is not None}
        places = sorted(found, key=str)
        named = [place_text(place, words) for place in places[:PLACES_NAMED]]
        if len(places) > PLACES_NAMED:
            more = self._words.translate("Runs", "{count} more")
            named.append(more.format(count=words.number(len(places) - PLACES_NAMED)))
        return ", ".join(named)

    def _files(self) -> str:
        """Of each kind that there is: those that resisted deletion and those that were not there are not the
        same."""
        files, number = self._report.files, self._words.number
        of = self._words.translate("Report", "deleted: {count}")
        told = [of.format(count=number(files.deleted))]
        if files.missing:
            of = self._words.translate("Report", "missing before: {count}")
            told.append(of.format(count=number(files.missing)))
        if files.needed:
            of = self._words.translate("Report", "still needed: {count}")
            told.append(of.format(count=number(files.needed)))
        if files.kept:
            until = self._report.kept_until
            of = self._words.translate("Report", "kept: {count}")
            if until is not None:
                of = self._words.translate("Report", "kept until {time}: {count}")
            told.append(of.format(count=number(files.kept), time=self._words.moment(until)))
        if files.left:
            of = self._words.translate("Report", "left: {count}")
            told.append(of.format(count=number(files.left)))
        return " · ".join(told)

    def _source(self) -> str:
        text = self._words.translate("Report", "Numbers read from the database on {time}, {program}")
        if self._origin.reader:
            text = self._words.translate(
                "Report", "Numbers read from the database on {time} by {person}, {program}"
            )
        return text.format(
            time=self._words.moment(self._report.row.read_at),
            person=self._words.ltr(self._origin.reader),
            program=self._words.ltr(f"Sweep {__version__}"),
        )
