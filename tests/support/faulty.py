"""Faults that a test puts into the way of a job: a failing storage, and triggers that refuse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.files.local import LocalStorage
from app.files.storage import FileOutcome, FileResult
from tests.support.product import Product

REFUSED = "the receipt is under legal hold"


class FaultyStorage:
    """A storage whose `delete` fails for keys that `fails` says, and which notes what it was asked."""

    def __init__(self, inner: LocalStorage, fails: Any = lambda key: False) -> None:
        self._inner = inner
        self.fails = fails
        self.requests: list[list[str]] = []
        self.place = inner.place

    def check(self) -> None:
        self._inner.check()

    def finds_any(self, keys: Sequence[str]) -> bool:
        return self._inner.finds_any(keys)

    def holds(self, business_id: int) -> bool:
        return self._inner.holds(business_id)

    def keeps_versions(self) -> bool | None:
        return self._inner.keeps_versions()

    def tidy(self, business_id: int) -> None:
        self._inner.tidy(business_id)

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        self.requests.append(list(keys))
        return [
            FileResult(key, FileOutcome.FAILED, "Connection reset")
            if self.fails(key)
            else self._inner.delete(business_id, [key])[0]
            for key in keys
        ]


def refuse(
    product: Product,
    ids: Sequence[int] | None = None,
    *,
    reason: str = REFUSED,
    sqlstate: str = "P0001",
    deferred: bool = False,
) -> None:
    """A trigger of somebody else that lets these receipts (None: any) not be deleted."""
    condition = "" if ids is None else f"AND OLD.id IN ({', '.join(map(str, ids))})"
    kind = "CONSTRAINT TRIGGER hold AFTER" if deferred else "TRIGGER hold BEFORE"
    when = "DEFERRABLE INITIALLY DEFERRED" if deferred else ""
    product.execute(f"""
        CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION USING MESSAGE = $x${reason}$x$, ERRCODE = '{sqlstate}'; END $$;
        CREATE {kind} UPDATE ON receipts {when} FOR EACH ROW
            WHEN (NEW.is_deleted {condition}) EXECUTE FUNCTION hold()""")


def relent(product: Product) -> None:
    product.execute("DROP TRIGGER hold ON receipts")


def meddle(product: Product, when: str, does: str, ids: Sequence[int] | None = None) -> None:
    """A trigger of somebody else on each of these receipts (None: all) that is deleted. `when` is BEFORE,
    AFTER, or LATE (at the commit); `does` is its body in PL/pgSQL, which ends with a RETURN."""
    kind = "CONSTRAINT TRIGGER meddle AFTER" if when == "LATE" else f"TRIGGER meddle {when}"
    deferred = "DEFERRABLE INITIALLY DEFERRED" if when == "LATE" else ""
    which = "" if ids is None else f"AND OLD.id IN ({', '.join(map(str, ids))})"
    product.execute(f"""
        CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does} END $$;
        CREATE {kind} UPDATE ON receipts {deferred} FOR EACH ROW
            WHEN (NEW.is_deleted {which}) EXECUTE FUNCTION meddle()""")


def stop_meddling(product: Product) -> None:
    product.execute("DROP FUNCTION meddle CASCADE")
