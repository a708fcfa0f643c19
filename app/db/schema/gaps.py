"""Compares what the catalog shows with the contract: what is lacking, and what is there but differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from app.core.errors import SchemaProblem
from app.core.messages import NO_PRODUCT_TABLE
from app.db.schema import contract
from app.db.schema.catalog import (
    FoundConstraint,
    FoundIndex,
    Relation,
    columns,
    constraints,
    indexes,
    outcomes,
    relations,
)
from app.db.schema.differences import (
    Difference,
    Effect,
    column_differences,
    index_differences,
    is_text,
    key_differences,
    worst,
)
from app.db.tables import quoted

_UNKNOWN_VALUE = "no such value"


class GapKind(StrEnum):
    """What is lacking. A RECOMMENDED index is not part of the contract."""

    TABLE = "table"
    COLUMN = "column"
    INDEX = "index"
    CONSTRAINT = "constraint"
    RECOMMENDED = "recommended index"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that the database lacks, or that is there and differs from the contract.

    `table` carries its schema. `sql` are the statements that fix it, one after another. Where `problem` is
    set, a thing of this name is there and differs; `problem` is the sentence that says how, and `sql` is only
    advice. `effect` is what comes of it. `misfits` is a query that says in words which rows prevent a missing
    thing from being added.
    """

    kind: GapKind
    name: str
    table: str
    sql: tuple[str, ...]
    effect: Effect
    problem: str | None = None
    misfits: str | None = None

    @property
    def required(self) -> bool:
        """Whether the contract asks for it."""
        return self.kind is not GapKind.RECOMMENDED

    @property
    def script(self) -> str:
        """The SQL to show: ready to run, or commented out where only a person may decide to run it."""
        lines = "".join(f"{statement};\n" for statement in self.sql).splitlines()
        return "\n".join(f"-- {line}" if self.problem else line for line in lines)


def missing(connection: Connection) -> list[Gap]:
    """What `background_jobs` lacks compared with the contract; empty where it is right.

    Tables are looked for in the schema of the connection. Only the catalog is read. Being stricter
    than the contract in a way that no writer notices (NOT NULL with a default), knowing more job types, or
    having more columns is no difference. Raises SchemaProblem where the tables that it refers to are not
    there.
    """
    known = relations(connection, [contract.TABLE, *(key.target for key in contract.FOREIGN_KEYS)])
    for key in contract.FOREIGN_KEYS:
        if key.target not in known:
            raise foreign_database(key.target)
    table = known.get(contract.TABLE)
    if table is None:
        name = f"{known['business'].schema}.{contract.TABLE}"
        targets = {target: known[target].name for target in known}
        statement = contract.table_creation(name, targets, known["business"].owner)
        return [Gap(GapKind.TABLE, contract.TABLE, name, (statement,), Effect.BREAKS)]
    if table.kind != "r":
        problem = "A view or another relation that is not an ordinary table has this name."
        return [Gap(GapKind.TABLE, contract.TABLE, table.name, (), Effect.BREAKS, problem)]
    return list(_Comparison(connection, table, known).gaps())


class _Comparison:
    """The parts of an existing table, each held against the contract."""

    def __init__(self, connection: Connection, table: Relation, known: Mapping[str, Relation]) -> None:
        names = [contract.PRIMARY_KEY, *(index.name for index in contract.INDEXES)]
        self._connection = connection
        self._table = table
        self._known = known
        self._columns = columns(connection, table)
        self._constraints = constraints(connection, table)
        self._indexes = indexes(connection, table, names)

    def gaps(self) -> Iterator[Gap]:
        for column in contract.COLUMNS:
            yield from self._column(column)
        yield from self._unknown_columns()
        yield from self._primary_key()
        for check in contract.CHECKS:
            yield from self._check(check)
        for key in contract.FOREIGN_KEYS:
            yield from self._foreign_key(key)
        for index in contract.INDEXES:
            yield from self._index(index)

    def _column(self, column: contract.Column) -> Iterator[Gap]:
        name = f"{contract.TABLE}.{column.name}"
        found = self._columns.get(column.name)
        if found is None:
            sql, table = (column.addition(self._table.name),), self._table.name
            # It came later than the table, and jobs run without it (web-api-contract.md, background_jobs).
            effect = Effect.COSTS if column.name == "heartbeat_at" else Effect.BREAKS
            yield Gap(GapKind.COLUMN, name, table, sql, effect, None, column.misfits(table))
            return
        differences = list(column_differences(found, column))
        if differences:
            start = f"ALTER TABLE {self._table.name} ALTER COLUMN {column.name}"
            advice = tuple(f"{start} {one.change}" for one in differences)
            yield self._gap(GapKind.COLUMN, name, advice, differences)

    def _unknown_columns(self) -> Iterator[Gap]:
        """A new job names no other columns than those of the contract."""
        known = {column.name for column in contract.COLUMNS}
        for name, found in self._columns.items():
            if name not in known and not found.nullable and found.default is None:
                advice = f"ALTER TABLE {self._table.name} ALTER COLUMN {quoted(name)} DROP NOT NULL"
                words = "Sweep does not know it, it may not be NULL, and it has no default"
                difference = Difference(words, Effect.BREAKS)
                yield self._gap(GapKind.COLUMN, f"{contract.TABLE}.{name}", (advice,), [difference])

    def _primary_key(self) -> Iterator[Gap]:
        name, wanted, table = contract.PRIMARY_KEY, contract.PRIMARY_KEY_INDEX, self._table.name
        attach = f"ALTER TABLE {table} ADD CONSTRAINT {name} PRIMARY KEY USING INDEX {name}"
        for other in self._constraints:
            if other.kind == "p":
                if other.columns != wanted.columns:
                    words = f"it is on ({', '.join(other.columns)}) instead of (id)"
                    yield self._gap(GapKind.CONSTRAINT, other.name, (), [Difference(words, Effect.BREAKS)])
                return
        sql: tuple[str, ...] = (wanted.creation(table, "CONCURRENTLY"), attach)
        problem = None
        if taken := self._indexes.get(name):
            differences = index_differences(taken, wanted)
            if differences:
                problem = said(differences)
                sql = (drop_index(self._table, name), *sql) if taken.own else ()
            else:
                sql = (attach,)
        misfits = contract.doubled_ids(table) if "id" in self._columns else None
        # Every write of a job counts on one row of its id.
        yield Gap(GapKind.CONSTRAINT, name, table, sql, Effect.BREAKS, problem, misfits)

    def _check(self, check: contract.Check) -> Iterator[Gap]:
        table = self._table.name
        addition = contract.constraint_addition(table, check.name, check.declaration)
        misfits = check.misfits(table) if check.column in self._columns else None
        named = next((other for other in self._constraints if other.name == check.name), None)
        if named is None:
            yield Gap(GapKind.CONSTRAINT, check.name, table, addition, Effect.NONE, None, misfits)
        elif differences := self._check_differences(named, check):
            yield self._different(named, differences, addition)
        elif not named.validated:
            sql = (contract.constraint_validation(table, check.name),)
            yield Gap(GapKind.CONSTRAINT, check.name, table, sql, Effect.NONE, None, misfits)
        # A stricter rule under any other name stops the writers just as well.
        for other in self._constraints:
            if other is named or other.kind != "c" or other.columns != (check.column,):
                continue
            if refusal := self._refusal(other, check):
                yield self._different(other, [refusal], ())

    def _check_differences(self, found: FoundConstraint, check: contract.Check) -> list[Difference]:
        if found.kind != "c" or found.columns != (check.column,):
            return [Difference(f"it is not a check of {check.column}", Effect.NONE)]
        if not found.enforced:
            return [Difference("it is not enforced", Effect.NONE)]
        refusal = self._refusal(found, check)
        return [refusal] if refusal else []

    def _refusal(self, found: FoundConstraint, check: contract.Check) -> Difference | None:
        """What a check refuses and should not, in words, or that it refuses nothing at all."""
        if not is_text(self._columns[check.column]):
            return None  # the column is named already, and its values are of another kind
        tried = self._try(found.expression or "NULL", check.column, check.values)
        if tried is None:
            return Difference("what it refuses cannot be determined", Effect.COSTS)
        refused = [value for value in check.values if tried[value] is False]
        if refused:
            words = f"it refuses {', '.join(refused)}"
            return Difference(words, Effect.BREAKS if set(refused) & set(check.needed) else Effect.NONE)
        if found.name == check.name and tried[_UNKNOWN_VALUE] is not False:
            return Difference("it refuses nothing", Effect.NONE)
        return None

    def _foreign_key(self, key: contract.ForeignKey) -> Iterator[Gap]:
        table, target = self._table.name, self._known[key.target]
        addition = contract.constraint_addition(table, key.name, key.declaration(target.name))
        misfits = key.misfits(table, target.name) if key.column in self._columns else None
        there = [other for other in self._constraints if other.kind == "f" and other.columns == (key.column,)]
        taken = [other for other in self._constraints if other.name == key.name and other not in there]
        reasons = {other.name: list(key_differences(other, key, target)) for other in there}
        stranger = Difference(f"it is not a foreign key of {key.column}", Effect.NONE)
        reasons |= {other.name: [stranger] for other in taken}
        good = [other for other in there if not reasons[other.name]]
        if not good and not reasons:
            yield Gap(GapKind.CONSTRAINT, key.name, table, addition, Effect.NONE, None, misfits)
        elif good and not any(other.validated for other in good):
            sql = (contract.constraint_validation(table, quoted(good[0].name)),)
            yield Gap(GapKind.CONSTRAINT, good[0].name, table, sql, Effect.NONE, None, misfits)
        for other in [*there, *taken]:
            if reasons[other.name]:
                yield self._different(other, reasons[other.name], () if good else addition)

    def _index(self, wanted: contract.Index) -> Iterator[Gap]:
        creation = wanted.creation(self._table.name, "CONCURRENTLY")
        found = self._indexes.get(wanted.name)
        if found is None:
            misfits = None
            if wanted is contract.GUARD and {"id", "business_id", "job_type", "status"} <= set(self._columns):
                misfits = contract.doubled_jobs(self._table.name)
            # Without the guard, two writers at the same moment can begin two jobs in a business.
            effect = Effect.NONE if wanted.is_for_speed else Effect.COSTS
            yield Gap(GapKind.INDEX, wanted.name, self._table.name, (creation,), effect, None, misfits)
            return
        covered = self._statuses_covered(found)
        differences = index_differences(found, wanted, covered)
        if differences:
            advice = (drop_index(self._table, wanted.name), creation) if found.own else ()
            yield self._gap(GapKind.INDEX, wanted.name, advice, differences)

    def _statuses_covered(self, found: FoundIndex) -> frozenset[str] | None:
        """The statuses whose rows a partial index holds; None where that is unknown."""
        if found.predicate is None or "status" not in self._columns:
            return None
        if not is_text(self._columns["status"]):
            return frozenset(contract.ACTIVE_STATUSES)  # the column is named already, and cannot be tried
        tried = self._try(found.predicate, "status", contract.STATUSES)
        return None if tried is None else frozenset(value for value, holds in tried.items() if holds)

    def _try(self, expression: str, column: str, values: tuple[str, ...]) -> dict[str, bool | None] | None:
        types = {name: found.type for name, found in self._columns.items()}
        return outcomes(self._connection, expression, column, [*values, _UNKNOWN_VALUE], types)

    def _different(
        self, found: FoundConstraint, differences: Sequence[Difference], addition: tuple[str, ...]
    ) -> Gap:
        drop = f"ALTER TABLE {self._table.name} DROP CONSTRAINT {quoted(found.name)}"
        return self._gap(GapKind.CONSTRAINT, found.name, (drop, *addition), differences)

    def _gap(
        self, kind: GapKind, name: str, advice: tuple[str, ...], differences: Sequence[Difference]
    ) -> Gap:
        effect = worst(one.effect for one in differences)
        return Gap(kind, name, self._table.name, advice, effect, said(differences))


def said(differences: Sequence[Difference]) -> str:
    """How a thing differs, as a sentence."""
    return f"It exists, but {', and '.join(one.words for one in differences)}."


def drop_index(table: Relation, name: str) -> str:
    """The statement that removes an index of the table."""
    return f"DROP INDEX CONCURRENTLY {table.schema}.{name}"


def foreign_database(table: str) -> SchemaProblem:
    """The error where a table of the product is not there."""
    return SchemaProblem(NO_PRODUCT_TABLE.format(table=table))
