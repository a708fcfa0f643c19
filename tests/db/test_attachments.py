"""`app.db.attachments`: which files may go. Never one that anything else still needs."""

from __future__ import annotations

import pytest

from app.db import attachments
from tests.support.product import Attachment, Product
from tests.support.running import Station


class Scene:
    """A business with one deleted receipt and its attachment, which may go; a test then takes that away."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.business = product.business()
        (self.receipt,) = product.receipts(self.business, 1, is_deleted=True)
        (self.attachment,) = product.attachments(self.business)
        self.use(self.receipt, self.attachment)

    def use(self, receipt: int, attachment: Attachment, column: str = "attachment_id") -> None:
        self.product.execute(f"UPDATE receipts SET {column} = %s WHERE id = %s", attachment.id, receipt)


@pytest.fixture
def scene(product: Product) -> Scene:
    return Scene(product)


def may_go(station: Station, scene: Scene) -> bool:
    """What all three functions say; they must agree."""
    ids, business = [scene.attachment.id], scene.business
    with station.database.begin() as connection:
        named = attachments.deletable(connection, business, ids)
        found = attachments.left_behind(connection, business, after=0, limit=10)
        dropped = attachments.drop(connection, business, ids)
    rows = scene.product.scalar("SELECT count(*) FROM attachments WHERE id = %s", scene.attachment.id)
    assert named == found
    assert dropped == len(named) == 1 - rows
    if named:
        assert named == [attachments.StoredFile(scene.attachment.id, scene.attachment.storage_path)]
    return bool(named)


@pytest.mark.parametrize("column", ["attachment_id", "preview_attachment_id"])
@pytest.mark.parametrize("purpose", ["receipt_source", "receipt_preview"])
def test_the_file_of_a_deleted_receipt_may_go(
    station: Station, scene: Scene, column: str, purpose: str
) -> None:
    scene.product.execute("UPDATE attachments SET purpose = %s", purpose)
    scene.product.execute("UPDATE receipts SET attachment_id = NULL")
    scene.use(scene.receipt, scene.attachment, column)
    assert may_go(station, scene)


def test_dropping_the_row_takes_it_out_of_the_receipt(station: Station, scene: Scene) -> None:
    assert may_go(station, scene)
    assert scene.product.scalar("SELECT attachment_id FROM receipts WHERE id = %s", scene.receipt) is None


@pytest.mark.parametrize(
    "purpose", ["general_upload", "contract", "receipt", "receipt_source2", "RECEIPT_SOURCE", ""]
)
def test_a_file_of_another_purpose_stays(station: Station, scene: Scene, purpose: str) -> None:
    scene.product.execute("UPDATE attachments SET purpose = %s", purpose)
    assert not may_go(station, scene)


def test_a_file_of_another_business_stays(station: Station, scene: Scene) -> None:
    """Whatever the receipt points at."""
    scene.product.execute("UPDATE attachments SET business_id = %s", scene.product.business())
    assert not may_go(station, scene)


@pytest.mark.parametrize("is_deleted", [False, None])
@pytest.mark.parametrize("column", ["attachment_id", "preview_attachment_id"])
@pytest.mark.parametrize("foreign", [False, True])
def test_a_file_that_a_live_receipt_uses_stays(
    station: Station, scene: Scene, is_deleted: bool | None, column: str, foreign: bool
) -> None:
    """Even a receipt of another business, which should not point here."""
    owner = scene.product.business() if foreign else scene.business
    (live,) = scene.product.receipts(owner, 1, is_deleted=is_deleted)
    scene.use(live, scene.attachment, column)
    assert not may_go(station, scene)


def test_a_file_that_only_deleted_receipts_use_may_go(station: Station, scene: Scene) -> None:
    (other,) = scene.product.receipts(scene.business, 1, is_deleted=True)
    scene.use(other, scene.attachment, "preview_attachment_id")
    assert may_go(station, scene)


@pytest.mark.parametrize("table", ["contract_files", "asset_item_media"])
@pytest.mark.parametrize("foreign", [False, True])
def test_a_file_that_a_contract_or_an_asset_uses_stays(
    station: Station, scene: Scene, table: str, foreign: bool
) -> None:
    owner = scene.product.business() if foreign else scene.business
    scene.product.execute(
        f"INSERT INTO {table} (business_id, attachment_id) VALUES (%s, %s)", owner, scene.attachment.id
    )
    assert not may_go(station, scene)
    assert scene.product.scalar(f"SELECT count(*) FROM {table}") == 1


def test_a_file_that_nothing_points_at_is_not_left_behind_by_a_receipt(
    station: Station, scene: Scene
) -> None:
    scene.product.execute("UPDATE receipts SET attachment_id = NULL")
    with station.database.begin() as connection:
        assert attachments.left_behind(connection, scene.business, after=0, limit=10) == []


def test_what_another_business_left_behind_is_not_ours(station: Station, scene: Scene) -> None:
    with station.database.begin() as connection:
        assert attachments.left_behind(connection, scene.product.business(), after=0, limit=10) == []
        assert attachments.drop(connection, scene.product.business(), [scene.attachment.id]) == 0


def test_another_businesss_deleted_receipt_that_points_here_is_no_reason(
    station: Station, scene: Scene
) -> None:
    """Only receipts of the business itself make its files left behind."""
    scene.product.execute("UPDATE receipts SET business_id = %s", scene.product.business())
    with station.database.begin() as connection:
        assert attachments.left_behind(connection, scene.business, after=0, limit=10) == []


def test_what_is_left_behind_comes_in_pages(station: Station, product: Product) -> None:
    business = product.business()
    product.receipts(business, 4, files=2, is_deleted=True)
    product.receipts(business, 2, files=2)
    ids = [row["id"] for row in product.rows("SELECT attachment_id AS id FROM receipts WHERE is_deleted")]
    ids += [
        row["id"] for row in product.rows("SELECT preview_attachment_id AS id FROM receipts WHERE is_deleted")
    ]
    seen: list[int] = []
    after = 0
    with station.database.begin() as connection:
        while page := attachments.left_behind(connection, business, after=after, limit=3):
            assert len(page) <= 3
            seen += [file.attachment_id for file in page]
            after = page[-1].attachment_id
    assert seen == sorted(ids)


def test_a_file_that_two_receipts_share_is_named_once(station: Station, scene: Scene) -> None:
    (other,) = scene.product.receipts(scene.business, 1, is_deleted=True)
    scene.use(other, scene.attachment)
    with station.database.begin() as connection:
        ids = [scene.attachment.id] * 2
        assert len(attachments.deletable(connection, scene.business, ids)) == 1
        assert len(attachments.left_behind(connection, scene.business, after=0, limit=10)) == 1


def test_nothing_is_asked_for(station: Station, scene: Scene) -> None:
    with station.database.begin() as connection:
        assert attachments.deletable(connection, scene.business, []) == []
        assert attachments.drop(connection, scene.business, []) == 0
