"""`app.receipts.attachments`: which files may go. Never one that anything else still needs."""

from __future__ import annotations

import pytest

from app.core.keeping import Due
from app.core.messages import UNREADABLE
from app.receipts import attachments, page_statements, references
from tests.support.other_sessions import role
from tests.support.product import Attachment, Product
from tests.support.running import Station

DUE = Due(everything=True)


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
    """What the description says, and the deletion does; they must agree."""
    ids, business = [scene.attachment.id], scene.business
    with station.database.begin() as connection:
        ties = references.ties(connection)
        (found,) = page_statements.described(connection, business, ids, ties, DUE)
        page_statements.drop(connection, business, ids, ties, DUE)
        there = page_statements.still_there(connection, ids)
    assert there == (set(ids) if found.reason else set())
    assert (found.attachment_id, found.key) == scene.attachment
    return not found.reason


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
    assert left_behind(station, scene.business) == []


def test_what_another_business_left_behind_is_not_ours(station: Station, scene: Scene) -> None:
    other = scene.product.business()
    assert left_behind(station, other) == []
    with station.database.begin() as connection:
        ties = references.ties(connection)
        page_statements.drop(connection, other, [scene.attachment.id], ties, DUE)
        assert page_statements.still_there(connection, [scene.attachment.id])


def test_another_businesss_deleted_receipt_that_points_here_is_no_reason(
    station: Station, scene: Scene
) -> None:
    """Only receipts of the business itself make its files left behind."""
    other = scene.product.business()
    scene.product.execute("UPDATE receipts SET business_id = %s", other)
    assert left_behind(station, scene.business) == left_behind(station, other) == []
    with station.database.begin() as connection:
        found = [attachments.left_behind(connection, one, after=0) for one in (other, scene.business)]
    assert [one.elsewhere for one in found] == [1, 0]


def left_behind(station: Station, business: int) -> list[int]:
    with station.database.begin() as connection:
        return attachments.left_behind(connection, business, after=0).ids


def test_what_is_left_behind_comes_in_goes(
    station: Station, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "CANDIDATES", 3)
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
        while page := attachments.left_behind(connection, business, after=after).ids:
            assert len(page) <= 3
            seen += page
            after = page[-1]
    assert seen == sorted(ids)


def test_a_file_that_two_receipts_share_is_named_once(station: Station, scene: Scene) -> None:
    (other,) = scene.product.receipts(scene.business, 1, is_deleted=True)
    scene.use(other, scene.attachment)
    assert left_behind(station, scene.business) == [scene.attachment.id]


REFERENCES = {
    "plain": "CREATE TABLE newer (a integer REFERENCES attachments); INSERT INTO newer VALUES ({id})",
    "cascade": "CREATE TABLE newer (a integer REFERENCES attachments ON DELETE CASCADE);"
    " INSERT INTO newer VALUES ({id})",
    "set null": "CREATE TABLE newer (a integer REFERENCES attachments ON DELETE SET NULL);"
    " INSERT INTO newer VALUES ({id})",
    "not valid": "CREATE TABLE newer (a integer); INSERT INTO newer VALUES ({id});"
    " ALTER TABLE newer ADD FOREIGN KEY (a) REFERENCES attachments ON DELETE CASCADE NOT VALID",
    "odd names": 'CREATE SCHEMA "Ö d%s.x:y"; CREATE TABLE "Ö d%s.x:y"."New""er %(a)s :b"'
    ' ("Sel ect%:c" bigint REFERENCES attachments); INSERT INTO "Ö d%s.x:y"."New""er %(a)s :b" VALUES ({id})',
    "several columns": "ALTER TABLE attachments ADD UNIQUE (business_id, id);"
    " CREATE TABLE newer (b integer, a integer,"
    " FOREIGN KEY (b, a) REFERENCES attachments (business_id, id)); INSERT INTO newer VALUES ({business}, "
    "{id})",
    "another unique column": "ALTER TABLE attachments ADD UNIQUE (storage_path);"
    " CREATE TABLE newer (k text REFERENCES attachments (storage_path) ON DELETE CASCADE);"
    " INSERT INTO newer SELECT storage_path FROM attachments",
    "partitions": "CREATE TABLE newer (a integer REFERENCES attachments ON DELETE CASCADE) PARTITION BY "
    "LIST (a);"
    " CREATE TABLE newer_1 PARTITION OF newer DEFAULT; INSERT INTO newer VALUES ({id})",
    "another attachment": "ALTER TABLE attachments ADD thumbnail_of integer REFERENCES attachments"
    " ON DELETE CASCADE; INSERT INTO attachments (business_id, filename_original, mime_type, file_size,"
    " storage_path, thumbnail_of) VALUES ({business}, 'x', 'x', 1, 'x', {id})",
    "a third column of receipts": "ALTER TABLE receipts ADD scan_id integer REFERENCES attachments"
    " ON DELETE SET NULL; UPDATE receipts SET scan_id = {id}",
}


def refer(scene: Scene, how: str) -> None:
    """Somebody's table, of which nobody knows here, with one row that refers to the attachment."""
    sql = REFERENCES[how].replace("{id}", str(scene.attachment.id))
    with scene.product.connection.cursor() as cursor:
        cursor.execute(sql.replace("{business}", str(scene.business)))


@pytest.mark.parametrize("how", REFERENCES)
def test_a_file_to_which_any_table_refers_stays(station: Station, scene: Scene, how: str) -> None:
    """Whatever it does as the attachment goes."""
    refer(scene, how)
    before = scene.product.attachment_count()
    assert not may_go(station, scene)
    assert scene.product.attachment_count() == before


@pytest.mark.parametrize("how", REFERENCES)
def test_a_table_that_refers_to_others_keeps_nothing(station: Station, scene: Scene, how: str) -> None:
    (other,) = scene.product.attachments(scene.business)
    mine, scene.attachment = scene.attachment, other
    refer(scene, how)
    if how == "another unique column":
        scene.product.execute("DELETE FROM newer WHERE k = %s", mine.storage_path)
    scene.attachment = mine
    assert may_go(station, scene)


def test_a_reference_to_itself_keeps_nothing(station: Station, scene: Scene) -> None:
    scene.product.execute(
        "ALTER TABLE attachments ADD original integer REFERENCES attachments; UPDATE attachments SET "
        "original = id"
    )
    assert may_go(station, scene)


def test_the_pointer_of_a_receipt_may_be_of_several_columns(station: Station, scene: Scene) -> None:
    """Its own rule holds: live receipts alone count."""
    scene.product.execute(
        "ALTER TABLE attachments ADD UNIQUE (business_id, id); ALTER TABLE receipts ADD FOREIGN KEY"
        " (business_id, attachment_id) REFERENCES attachments (business_id, id)"
    )
    assert may_go(station, scene)


@pytest.mark.parametrize("table", ["contract_files", "asset_item_media"])
def test_a_contract_or_an_asset_counts_without_a_foreign_key(
    station: Station, scene: Scene, table: str
) -> None:
    scene.product.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_attachment_id_fkey")
    scene.product.execute(
        f"INSERT INTO {table} (business_id, attachment_id) VALUES (%s, %s)",
        scene.business,
        scene.attachment.id,
    )
    assert not may_go(station, scene)


@pytest.mark.parametrize("table", ["contract_files", "asset_item_media"])
def test_a_product_without_contracts_or_assets(station: Station, scene: Scene, table: str) -> None:
    scene.product.execute(f"DROP TABLE {table}")
    assert may_go(station, scene)


HIDDEN = {
    "a table": "CREATE TABLE newer (a integer REFERENCES attachments)",
    "a schema": "CREATE SCHEMA far; CREATE TABLE far.newer (a integer REFERENCES attachments);"
    " GRANT SELECT ON far.newer TO PUBLIC",
    "one of its columns": "ALTER TABLE attachments ADD UNIQUE (business_id, id); CREATE TABLE newer"
    " (b integer, a integer, FOREIGN KEY (b, a) REFERENCES attachments (business_id, id));"
    " GRANT SELECT (a) ON newer TO PUBLIC",
    "some of its rows": "CREATE TABLE newer (a integer REFERENCES attachments);"
    " GRANT SELECT ON newer TO PUBLIC; ALTER TABLE newer ENABLE ROW LEVEL SECURITY;"
    " CREATE POLICY few ON newer USING (a > 0)",
}


@pytest.mark.parametrize("what", HIDDEN)
def test_a_table_that_may_not_be_read_keeps_every_file(product: Product, scene: Scene, what: str) -> None:
    """Nobody can know which of them it uses."""
    with role(product) as url, Station(product, "blind", url=url) as blind:
        product.execute(HIDDEN[what])
        assert not may_go(blind, scene)
        with blind.database.begin() as connection:
            ties = references.ties(connection)
            (found,) = page_statements.described(connection, scene.business, [scene.attachment.id], ties, DUE)
    assert found.reason == UNREADABLE.format(table="newer")


def test_a_role_that_may_not_lock_rows_is_told(product: Product, station: Station) -> None:
    with role(product, "UPDATE ON attachments") as url, Station(product, "weak", url=url) as weak:
        for console, may_lock in ((station, True), (weak, False)):
            with console.database.begin() as connection:
                assert references.ties(connection).may_lock is may_lock
