"""What consoles have deleted is restored by consoles that are killed at random steps, while others delete,
insert, remove and sweep in the same business.

It fails where a receipt comes back otherwise than it was or without its files, or one comes back that another
has deleted, where the counts do not agree, where files are swept that are kept, and where due ones are not.
test_undo.py kills a few, and `packaging/dev.py soak undo` five hundred.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.support.process_pool import KILLED, ProcessEnd, ProcessPool, wait_for_server
from tests.support.product import Product
from tests.support.program import Program
from tests.support.restoring import age, make_table, whole_rows

RECEIPTS = 60
"""Of a job; every third has files, which are kept."""

STEPS = 250
"""A console is killed before one of its first so many statements and commits, most of them early."""

MOST_TRIES = 200

_LET_PASS = """
    UPDATE background_jobs SET heartbeat_at = heartbeat_at - interval '121 s',
        updated_at = updated_at - interval '121 s', created_at = created_at - interval '121 s'
    WHERE business_id = %s
"""

_A_WEEK_LATER = """
    UPDATE background_jobs SET created_at = created_at - interval '8 days',
        updated_at = updated_at - interval '8 days', finished_at = finished_at - interval '8 days'
    WHERE business_id = %s
"""

_BY_OTHERS = "2026-01-02 03:04:05.678901"


@dataclass(slots=True)
class Result:
    """What happened. `before_the_row` and `at_work` say what was found after kills of restores: no row yet,
    or one that a dead console held. `beside` counts what others did meanwhile, by kind."""

    seed: int
    kills: int = 0
    of_deletions: int = 0
    before_the_row: int = 0
    at_work: int = 0
    rounds: int = 0
    restored: int = 0
    conflicts: int = 0
    gone: int = 0
    beside: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(slots=True)
class Round:
    """One business: `before` are its receipts as they were, by id, and `others` the ids of those that
    somebody else has deleted, or that have come since."""

    business: int
    before: dict[int, dict[str, Any]]
    others: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    """Of the job's receipts those whose message has come again."""


class Undo:
    """Deletes and restores one business after the other."""

    def __init__(self, product: Product, program: Program, process_pool: ProcessPool, seed: int) -> None:
        self.result = Result(seed)
        self._product = product
        self._program = program
        self._process_pool = process_pool
        self._random = Random(seed)

    def run(self, kills: int, tell: Callable[[Result], None]) -> Result:
        """Ends once so many consoles were killed, and the last restore is completed."""
        began = time.monotonic()
        while self.result.kills < kills:
            self._one_business(kills, tell)
        self.result.seconds = round(time.monotonic() - began, 1)
        return self.result

    def _one_business(self, kills: int, tell: Callable[[Result], None]) -> None:
        product = self._product
        business = product.business()
        for files, count in ((0, 2 * RECEIPTS // 3), (2, RECEIPTS // 3)):
            ids = product.receipts(business, count, files=files)
            product.execute("UPDATE receipts SET gmail_message_id = id::text WHERE id = ANY (%s)", ids)
        theirs = product.receipts(business, 7, files=1, is_deleted=True, deleted_at=_BY_OTHERS)
        ground = Round(business, whole_rows(product, business), set(theirs))
        job_id = self._delete(ground)
        for _ in range(MOST_TRIES):
            row = self._restore(ground, job_id, spare=self.result.kills >= kills)
            tell(self.result)
            self._check(ground, job_id, row)
            if row is not None and row["status"] == "completed":
                break
            self._meanwhile(ground, job_id)
        else:
            raise AssertionError(f"it never comes to its end: {row}")
        self._check_end(ground, row)
        self._check_sweeps(ground)

    def _delete(self, ground: Round) -> int:
        """By consoles that are killed too."""
        words = ["delete", "--business", ground.business, "--confirm", "DELETE", "--keep-files", 7]
        while True:
            at = round(400 ** self._random.random()) if self._random.random() < 0.4 else None
            end = self._run(*words, step=at)
            row = self._job_of(ground)
            if end.status == KILLED:
                self.result.kills += 1
                self.result.of_deletions += 1
            if row is not None and row["status"] == "completed":
                return int(row["id"])
            self._product.execute(_LET_PASS, ground.business)
            if row is not None:
                words = ["take-over" if row["status"] in {"queued", "running"} else "resume", row["id"]]

    def _restore(self, ground: Round, job_id: int, *, spare: bool) -> dict[str, Any] | None:
        """One console, which begins the restore or lets it go on; the row then."""
        row = self._row(job_id)
        words: tuple[object, ...] = (job_id, "--confirm", "RESTORE")
        if row is not None:
            age(self._product, row["id"])
            words = ("--go-on", row["id"], "--json")
        at = None if spare else round(STEPS ** self._random.random())
        end = self._run("restore", *words, step=at)
        row = self._row(job_id)
        if end.status == KILLED:
            self.result.kills += 1
            self.result.before_the_row += row is None
            self.result.at_work += row is not None and row["status"] in {"queued", "running"}
        else:
            assert row is not None and row["status"] in {"completed", "paused"}, end  # noqa: PT018
            assert end.status == (0 if row["status"] == "completed" else 1), end
        return row

    def _run(self, *words: object, step: int | None) -> ProcessEnd:
        policy = {"SWEEP_BATCH_SIZE": str(self._random.randint(1, 9)), "SWEEP_PACE": "fixed"}
        environment = {**self._program.environment, **policy}
        end = self._process_pool.run(self._program.words(*map(str, words)), environment, step=step)
        wait_for_server(self._product, end)
        return end

    def _meanwhile(self, ground: Round, job_id: int) -> None:
        """What others may do with receipts that have not come back yet."""
        product = self._product
        kind = self._random.choice(["nothing", "nothing", "twin", "remove", "delete", "new", "sweep"])
        waiting = [
            row["id"]
            for row in product.rows(
                "SELECT id FROM receipts WHERE business_id = %s AND is_deleted AND id <> ALL (%s) ORDER BY 1",
                ground.business,
                list(ground.others | ground.taken),
            )
        ]
        self.result.beside[kind] = self.result.beside.get(kind, 0) + 1
        if kind == "sweep":
            end = self._run("sweep", "--business", ground.business, step=round(60 ** self._random.random()))
            self.result.kills += end.status == KILLED
            return
        if kind == "new":
            ground.others |= set(product.receipts(ground.business, 1, vendor_name="New"))
        if kind == "nothing" or not waiting:
            return
        one = self._random.choice(waiting)
        if kind == "twin":
            message = product.scalar("SELECT gmail_message_id FROM receipts WHERE id = %s", one)
            ground.others |= set(product.receipts(ground.business, 1, gmail_message_id=message))
            ground.taken.add(one)
        elif kind == "remove":
            product.execute("DELETE FROM receipts WHERE id = %s", one)
            ground.removed.add(one)
        elif kind == "delete":
            product.execute("UPDATE receipts SET deleted_at = %s WHERE id = %s", _BY_OTHERS, one)
            ground.others.add(one)

    def _check(self, ground: Round, job_id: int, row: dict[str, Any] | None) -> None:
        """At any moment: what is back is as it was, and the row counts exactly that."""
        now = whole_rows(self._product, ground.business)
        back = {key for key, one in now.items() if key in ground.before and not one["is_deleted"]}
        wrong = {key for key in back if now[key] != ground.before[key]}
        assert not wrong, f"came back otherwise than they were: {wrong}"
        assert not back & ground.others, "others have deleted these"
        assert not back & ground.taken, "these messages have come again"
        assert len(back) == (row["restored"] if row else 0), f"{len(back)} are back: {row}"

    def _check_end(self, ground: Round, row: dict[str, Any]) -> None:
        whole = row["restored"] + row["conflicts"] + row["failed_count"] + row["gone"]
        assert (whole, row["failed_count"]) == (row["total"], 0), row
        assert row["conflicts"] == len(ground.taken), row
        mine = set(ground.before) - ground.others - ground.removed - ground.taken
        now = whole_rows(self._product, ground.business)
        assert {key for key in mine if now[key] != ground.before[key]} == set()
        pointing = (
            "SELECT count(*) FROM receipts r JOIN attachments a ON a.id IN (r.attachment_id,"
            " r.preview_attachment_id) WHERE r.business_id = %s AND NOT r.is_deleted"
        )
        wanted = sum(2 for key in mine if ground.before[key]["attachment_id"])
        assert self._product.scalar(pointing, ground.business) == wanted
        self.result.rounds += 1
        self.result.restored += row["restored"]
        self.result.conflicts += row["conflicts"]
        self.result.gone += row["gone"]

    def _check_sweeps(self, ground: Round) -> None:
        """What others had deleted is due, and what the job had, a week later; live receipts keep their
        files."""
        product, business = self._product, ground.business
        assert self._run("sweep", "--business", business, step=None).status == 0
        gone = {one for one in ground.others if one in ground.before}
        self._check_files(ground, set(ground.before) - gone - ground.removed)
        product.execute(_A_WEEK_LATER, business)
        product.execute(
            "UPDATE receipts SET deleted_at = deleted_at - interval '8 days' WHERE business_id = %s", business
        )
        assert self._run("sweep", "--due", step=None).status == 0
        self._check_files(ground, set(ground.before) - gone - ground.removed - ground.taken)

    def _check_files(self, ground: Round, wanted: set[int]) -> None:
        """These receipts of the beginning have the files that they had then, and the deleted ones none."""
        rows = self._product.rows(
            "SELECT r.id, r.is_deleted, a.storage_path, a.purpose FROM receipts r JOIN attachments a"
            " ON a.id IN (r.attachment_id, r.preview_attachment_id) WHERE r.business_id = %s",
            ground.business,
        )
        found = {row["id"]: 0 for row in rows if row["id"] in ground.before}
        for row in rows:
            content = self._product.path(row["storage_path"]).read_bytes()
            assert content == f"a file of purpose {row['purpose']}".encode(), row
            if row["id"] in found:
                found[row["id"]] += 1
        had = {
            key: 1 + bool(one["preview_attachment_id"])
            for key, one in ground.before.items()
            if one["attachment_id"]
        }
        assert found == {key: count for key, count in had.items() if key in wanted}

    def _job_of(self, ground: Round) -> dict[str, Any] | None:
        found = self._product.rows("SELECT * FROM background_jobs WHERE business_id = %s", ground.business)
        return found[0] if found else None

    def _row(self, job_id: int) -> dict[str, Any] | None:
        found = self._product.rows("SELECT * FROM sweep_restores WHERE job_id = %s", job_id)
        assert len(found) <= 1, found
        return found[0] if found else None


def undo(
    product: Product, folder: Path, *, kills: int, seed: int, tell: Callable[[Result], None] = lambda _: None
) -> Result:
    """Kills so many consoles that work on `product`; their own data goes into `folder`."""
    make_table(product.url)
    # The index over deleted rows too, which not every database has, would refuse a message that comes again.
    product.execute("DROP INDEX IF EXISTS uq_receipt_business_gmail_message")
    product.execute(
        "CREATE UNIQUE INDEX uq_receipts_business_gmail_message ON receipts (business_id, gmail_message_id)"
        " WHERE is_deleted = FALSE"
    )
    program = Program(product, folder / "data", product.user())
    with ProcessPool(folder) as process_pool:
        return Undo(product, program, process_pool, seed).run(kills, tell)
