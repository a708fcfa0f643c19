"""Indexes that keep the cost of a job flat as the tables grow, where there is none like them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from app.db.schema import contract
from app.db.schema.catalog import FoundIndex, Pointer, Relation, indexes, pointers, relations
from app.db.schema.differences import (
    Difference,
    Effect,
    index_differences,
    serves_batches,
    serves_files,
    serves_look_ups,
)
from app.db.schema.gaps import Gap, GapKind, drop_index, foreign_database, said
from app.db.tables import quoted

LARGE = 10_000
"""Rows from which on it is felt that a table is read as a whole for each row that is dropped."""

LARGE_FOR_BATCHES = 100_000
"""Rows from which on it is felt that a table is read as a whole for each batch, or page of files."""

_NAME_LENGTH = 63
"""Bytes of a name, for PostgreSQL."""


@dataclass(frozen=True, slots=True)
class _Wish:
    table: Relation
    index: contract.Index
    serves: Callable[[FoundIndex], bool]
    large: int = LARGE_FOR_BATCHES

    @property
    def is_felt(self) -> bool:
        """Whether it costs something that there is none."""
        return self.table.rows >= self.large


def recommended(connection: Connection) -> list[Gap]:
    """Indexes that keep the cost of a job flat as the tables grow, where there is none like them.

    On `receipts` it is `(business_id, id) WHERE is_deleted IS NOT TRUE`. Measured on PostgreSQL 18 with 3
    million receipts, vacuumed, the next batch of a business with 200,000 receipts, 1 % of them live, takes
    0.6 ms with it, 450 ms without, and 450 ms with a full index on `(business_id, id)`: the planner then
    prefers the primary key and walks past the deleted rows. So a full one does not count as like it. A soft
    delete writes no entry to the partial index (6 % less WAL a row than with the full one). A partial index
    on `is_deleted` forbids HOT updates of that column, but the table's own index `ix_receipts_is_deleted`
    does so already.

    On `attachments` it is `(storage_path)`: before files are deleted it is queried for other rows with the
    same files, which without it reads the whole table once for each page of files.

    On whatever refers to `attachments` it is the column that does: each attachment row that is dropped is
    looked for there, by this console and by the foreign key, and without an index the whole table is read
    each time: 300 receipts among 300,000 then take minutes, or the statements time out. And `receipts` and
    `attachments` are looked at by business. Of the two columns of `receipts` and the two indexes above it is
    always said where one is lacking, of all others once the table is large.

    What is lacking on a table that is not large costs nothing yet. Raises SchemaProblem where there is no
    table `receipts` or `attachments`.
    """
    known = relations(connection, ["receipts", "attachments"])
    for name in ("receipts", "attachments"):
        if name not in known:
            raise foreign_database(name)
    gaps = []
    for wish in _wishes(connection, known):
        found = indexes(connection, wish.table, [wish.index.name])
        if not any(wish.serves(index) for index in found.values()):
            gaps.append(_recommendation(wish, found.get(wish.index.name)))
    return gaps


def _wishes(connection: Connection, known: dict[str, Relation]) -> Iterator[_Wish]:
    receipts, attachments = known["receipts"], known["attachments"]
    yield _Wish(receipts, contract.RECEIPTS_INDEX, serves_batches)
    yield _Wish(attachments, contract.ATTACHMENTS_INDEX, serves_files)
    for pointer in pointers(connection, attachments):
        wish = _on_columns(pointer)
        if wish.is_felt or pointer.table.oid == receipts.oid:
            yield wish
    for name, index in contract.BUSINESS_INDEXES.items():
        wish = _Wish(known[name], index, partial(serves_look_ups, columns=index.columns[:1]))
        if wish.is_felt:
            yield wish


def _on_columns(pointer: Pointer) -> _Wish:
    """The name is as the product gives it to its own."""
    words = [pointer.table.name.rpartition(".")[2], *pointer.columns]
    name = "_".join(["ix", *(word.strip('"').replace('""', '"') for word in words)])
    name = name.encode()[:_NAME_LENGTH].decode(errors="ignore")
    index = contract.Index(name, pointer.columns)
    return _Wish(pointer.table, index, partial(serves_look_ups, columns=pointer.columns), LARGE)


def _recommendation(wish: _Wish, taken: FoundIndex | None) -> Gap:
    table, wanted = wish.table, wish.index
    name = wanted.name if re.fullmatch("[a-z_][a-z0-9_]*", wanted.name) else quoted(wanted.name)
    creation = wanted.creation(table.name, "CONCURRENTLY IF NOT EXISTS", name)
    statements: tuple[str, ...] = (creation,)
    problem = None
    if taken is not None:
        other = [Difference("it has another condition", Effect.COSTS)]
        problem = said(index_differences(taken, wanted) or other)
        statements = (drop_index(table, name), *statements) if taken.own else ()
    elif table.kind == "p":
        problem = "The table is partitioned: an index of all parts cannot be built while others write."
        statements = (wanted.creation(table.name, "IF NOT EXISTS", name),)
    effect = Effect.COSTS if wish.is_felt else Effect.NONE
    return Gap(GapKind.RECOMMENDED, wanted.name, table.name, statements, effect, problem)
