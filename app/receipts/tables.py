"""The columns of receipts and attachments that this console touches; the real tables have more
(web-api-contract.md, Tables)."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Boolean, Column, ColumnElement, Date, DateTime, Integer, MetaData, Numeric, Table

from app.core.bounds import HIGHEST_AMOUNT, KEY_LENGTH
from app.db.columns import ExactText, WholeText

DELETABLE_PURPOSES = ("receipt_source", "receipt_preview")
"""The only purposes whose attachments this job may ever delete (web-api-contract.md, Tables)."""

_metadata = MetaData()

receipts = Table(
    "receipts",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("business_id", Integer),
    Column("vendor_name", ExactText),
    Column("amount", Numeric(12, 2)),
    Column("currency", ExactText),
    Column("invoice_date", Date),
    Column("received_at", DateTime),
    Column("attachment_id", Integer),
    Column("preview_attachment_id", Integer),
    Column("gmail_message_id", ExactText),
    Column("is_deleted", Boolean),
    Column("deleted_at", DateTime),
    Column("updated_at", DateTime),
)

attachments = Table(
    "attachments",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("business_id", Integer),
    Column("file_size", Integer),
    Column("storage_path", WholeText(KEY_LENGTH)),
    Column("purpose", ExactText),
    Column("is_deleted", Boolean),
)

contract_files = Table("contract_files", _metadata, Column("attachment_id", Integer))
asset_item_media = Table("asset_item_media", _metadata, Column("attachment_id", Integer))


def live() -> ColumnElement[bool]:
    """A receipt that is not deleted; NULL means not deleted."""
    return receipts.c.is_deleted.is_not(True)


def is_usual(amount: ColumnElement[Decimal]) -> ColumnElement[bool]:
    """The amount is one that can be shown and added; `NaN` is greater than all others."""
    return amount.between(-HIGHEST_AMOUNT, HIGHEST_AMOUNT)
