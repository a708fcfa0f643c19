"""The receipts of the demo as rows, with vendor, amount and files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from random import Random

from app.demo import paper
from app.demo.filing import PREVIEW, SOURCE, Filing
from app.demo.history import Receipt
from app.demo.names import VENDORS
from app.demo.tables import Rows, Value

_WITH_SOURCE = 0.93
_WITH_PREVIEW = 0.82  # of those with a source
_NOT_READ = 0.02
_BY_HAND = 0.06
_UNTOUCHED_FLAG = 0.05  # live receipts whose is_deleted is NULL, as old rows of the product have it

# Businesses with something special among their receipts, and how many.
_IN_USE_ELSEWHERE = 17
_IN_USE = 5
_FOREIGN_PURPOSE = 10
_SHARING = 38

_STATUSES = ("approved",) * 12 + ("pending_review",) * 6 + ("incomplete", "rejected", "not_receipt")


class ReceiptBook:
    """Turns receipts, in the order of their ids, into rows, and files their papers."""

    def __init__(self, random: Random, filing: Filing, contracts: Mapping[int, int]) -> None:
        """`contracts` are attachments that are no receipt's, by business."""
        self.rows = Rows(
            "receipts",
            (
                "id",
                "business_id",
                "source",
                "gmail_message_id",
                "from_email",
                "subject",
                "received_at",
                "vendor_name",
                "amount",
                "currency",
                "invoice_number",
                "invoice_date",
                "confidence",
                "raw_extraction_json",
                "status",
                "needs_review",
                "attachment_id",
                "preview_attachment_id",
                "preview_status",
                "extraction_status",
                "is_deleted",
                "deleted_at",
                "created_at",
                "updated_at",
            ),
        )
        self.contract_files = Rows("contract_files", ("business_id", "attachment_id"))
        self.media = Rows("asset_item_media", ("business_id", "attachment_id"))
        self._random = random
        self._filing = filing
        self._contracts = dict(contracts)
        self._sources = {domain: paper.receipt_pdf(domain) for _, domain, _ in VENDORS}
        self._previews = paper.previews(random)
        self._filed: Counter[int] = Counter()
        self._to_share: int | None = None
        for business_id, attachment_id in contracts.items():
            self.contract_files.values.append((business_id, attachment_id))

    def enter(self, receipt: Receipt) -> None:
        """Adds the row of one receipt, and its files unless they are gone."""
        random = self._random
        vendor, domain, currency = random.choice(VENDORS)
        amount = self._amount()
        received = receipt.created_at - timedelta(minutes=random.randrange(2, 90))
        invoice_day = (received - timedelta(days=random.randrange(0, 6))).date()
        by_hand = random.random() < _BY_HAND
        source, preview = self._papers(receipt, domain)
        status = random.choice(_STATUSES)
        invoice_number = f"{random.randrange(10_000, 999_999)}"
        confidence = random.randrange(55, 100)
        extraction: Value = {"vendor": vendor, "number": invoice_number, "confidence": confidence}
        self.rows.values.append(
            (
                receipt.id,
                receipt.business_id,
                random.choice(("manual", "upload")) if by_hand else "gmail",
                None if by_hand else f"{random.getrandbits(64):016x}",
                None if by_hand else f"billing@{domain}",
                f"{vendor} \u2013 {invoice_number}",
                received,
                vendor,
                amount,
                currency,
                invoice_number,
                invoice_day,
                confidence,
                extraction,
                status,
                status == "pending_review",
                source,
                preview,
                "ready" if preview else "pending",
                "failed" if amount is None else "done",
                self._flag(receipt),
                receipt.deleted_at,
                receipt.created_at,
                receipt.deleted_at or receipt.created_at,
            )
        )

    def _amount(self) -> Decimal | None:
        if self._random.random() < _NOT_READ:
            return None
        return Decimal(round(self._random.lognormvariate(5.0, 1.1) * 100)).scaleb(-2)

    def _flag(self, receipt: Receipt) -> bool | None:
        if receipt.deleted_at is None and self._random.random() < _UNTOUCHED_FLAG:
            return None
        return receipt.deleted_at is not None

    def _papers(self, receipt: Receipt, domain: str) -> tuple[int | None, int | None]:
        """The ids of its two attachments."""
        random, filing = self._random, self._filing
        has_source = random.random() < _WITH_SOURCE
        has_preview = has_source and random.random() < _WITH_PREVIEW
        if not receipt.keeps_files:
            for there in (has_source, has_preview):
                if there:
                    filing.skip()
            return None, None
        business_id, when = receipt.business_id, receipt.created_at
        source = preview = None
        if has_source:
            source = self._borrowed(receipt)
        if has_source and source is None:
            name = f"receipt-{receipt.id}.pdf"
            source = filing.add(business_id, SOURCE, name, self._sources[domain], when)
            self._lend(receipt, source)
        if has_preview:
            name = f"receipt-{receipt.id}.png"
            preview = filing.add(business_id, PREVIEW, name, random.choice(self._previews), when)
        return source, preview

    def _borrowed(self, receipt: Receipt) -> int | None:
        """The attachment of somebody else that two receipts have in place of their own."""
        if receipt.business_id == _FOREIGN_PURPOSE:
            return self._contracts.pop(receipt.business_id, None)
        if receipt.business_id == _SHARING:
            shared, self._to_share = self._to_share, None
            return shared
        return None

    def _lend(self, receipt: Receipt, source: int) -> None:
        """Lets others use the attachments of a few receipts too."""
        business_id = receipt.business_id
        self._filed[business_id] += 1
        place = self._filed[business_id]
        if business_id == _IN_USE_ELSEWHERE and place <= _IN_USE:
            self.contract_files.values.append((business_id, source))
        if business_id == _IN_USE_ELSEWHERE and place == _IN_USE + 1:
            self.media.values.append((business_id, source))
        if business_id == _SHARING and place == 1:
            self._to_share = source
