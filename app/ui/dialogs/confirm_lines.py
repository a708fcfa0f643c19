"""What the confirmation shows of each business, and all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.actions.preview import BusinessPreview
from app.core.bounds import CURRENCIES


@dataclass(frozen=True, slots=True)
class Line:
    """One business that would be cleared, or the sum of several. `amounts` by currency code; `odd` of the
    receipts are in neither amounts nor dates."""

    name: str
    business_id: int | None
    receipts: int
    amounts: dict[str, Decimal]
    oldest: date | None
    newest: date | None
    files: int
    size: int
    odd: int = 0

    @classmethod
    def of(cls, preview: BusinessPreview) -> Line:
        found = preview.removes
        return cls(
            preview.name or "",
            preview.business_id,
            found.items,
            dict(found.amounts),
            found.oldest,
            found.newest,
            found.files,
            found.file_bytes,
            found.odd,
        )

    @classmethod
    def total(cls, lines: Sequence[Line]) -> Line:
        """All of `lines` in one."""
        amounts: dict[str, Decimal] = {}
        for line in lines:
            for currency, amount in line.amounts.items():
                amounts[currency] = _sum(amounts.get(currency, Decimal(0)), amount)
        return cls(
            "",
            None,
            sum(line.receipts for line in lines),
            amounts,
            min((line.oldest for line in lines if line.oldest), default=None),
            max((line.newest for line in lines if line.newest), default=None),
            sum(line.files for line in lines),
            sum(line.size for line in lines),
            sum(line.odd for line in lines),
        )


def _sum(one: Decimal, other: Decimal) -> Decimal:
    """No number where they have no sum: the infinite ones, and what is none itself."""
    try:
        return one + other
    except ArithmeticError:
        return Decimal("NaN")


def currencies(lines: Sequence[Line]) -> list[str]:
    """The currencies of `lines` that get a column, those of most businesses first."""
    used = Counter(currency for line in lines for currency in line.amounts)
    return sorted(used, key=lambda currency: (-used[currency], currency))[:CURRENCIES]
