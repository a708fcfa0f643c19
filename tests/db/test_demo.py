"""The demo's product: as large, as varied and as consistent as promised."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg2
import pytest
from werkzeug.security import check_password_hash

from app.core.cursor import Cursor
from app.core.job import JobStatus
from app.db.engine import Database
from app.db.schema import missing
from app.db.url import parse_url
from app.demo import DEMO_EMAIL, Demo, DemoPlace, DemoStep
from app.demo.content import imagine
from app.receipts.names import DELETE_RECEIPTS, RECEIPTS_PAGE
from tests.support.demo_child import child
from tests.support.folders import server_home
from tests.support.product import Product

FRESH = {3: 420, 5: 260}
MORE_FRESH = (6, 7, 8, 9, 11, 13)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with server_home("sweep-demo-") as home:
        yield home


@pytest.fixture(scope="module")
def steps() -> list[DemoStep]:
    return []


@pytest.fixture(scope="module")
def demo(folder: Path, steps: list[DemoStep]) -> Iterator[Demo]:
    demo = Demo(folder / "my demo שלום")
    demo.open(progress=steps.append)
    yield demo
    demo.close()


@pytest.fixture(scope="module")
def place(demo: Demo) -> DemoPlace:
    return demo.open()


@pytest.fixture
def product(place: DemoPlace) -> Iterator[Product]:
    with Product(place.database_url, place.storage_root) as product:
        yield product


def files_below(root: Path) -> dict[str, int]:
    return {
        path.relative_to(root).as_posix(): path.stat().st_size for path in root.rglob("*") if path.is_file()
    }


def papers(root: Path) -> set[tuple[str, str, str]]:
    """Business, purpose and name of each file; the months move on with the present."""
    return {(key.split("/")[1], key.split("/")[2], key.split("/")[5]) for key in files_below(root)}


def test_it_starts_from_nothing_with_the_whole_schema(place: DemoPlace, steps: list[DemoStep]) -> None:
    assert steps == [DemoStep.STARTING, DemoStep.BUILDING]
    database = Database(parse_url(place.database_url))
    with database.connection() as connection:
        assert missing(connection) == []
    database.close()


def test_businesses_and_their_receipts_are_as_many_as_promised(product: Product) -> None:
    live = {
        row["id"]: row["live"]
        for row in product.rows(
            "SELECT b.id, count(r.id) FILTER (WHERE r.is_deleted IS NOT TRUE) AS live"
            " FROM business b LEFT JOIN receipts r ON r.business_id = b.id GROUP BY b.id"
        )
    }
    assert sorted(live) == list(range(1, 41))
    assert min(live.values()) == 0
    assert 2500 <= max(live.values()) <= 3000
    assert 14_500 <= sum(live.values()) <= 15_500
    assert {business: live[business] for business in FRESH} == FRESH
    assert all(100 <= live[business] <= 500 for business in MORE_FRESH)


def test_fresh_businesses_have_no_past_and_an_enabled_page(product: Product) -> None:
    for business in (*FRESH, *MORE_FRESH):
        assert product.scalar("SELECT count(*) FROM background_jobs WHERE business_id = %s", business) == 0
        row = product.row("SELECT is_active, enabled_pages FROM business WHERE id = %s", business)
        assert row["is_active"]
        assert RECEIPTS_PAGE in row["enabled_pages"]
        assert product.files(business) > 1.4 * product.live(business)


def test_some_businesses_are_special(product: Product) -> None:
    rows = product.rows("SELECT * FROM business")
    assert sum(not row["is_active"] for row in rows) == 1
    assert sum(row["enabled_pages"] is None for row in rows) == 1
    assert (
        sum(row["enabled_pages"] is not None and RECEIPTS_PAGE not in row["enabled_pages"] for row in rows)
        == 1
    )
    names = " ".join(row["name"] for row in rows)
    assert all(sign in names for sign in ("\u202e", "&", '"', "'", "\\", "<b>", "קפה Neta"))


def test_receipts_are_varied_and_mixed_between_businesses(product: Product) -> None:
    shape = product.row(
        "SELECT count(DISTINCT currency) AS currencies, count(DISTINCT vendor_name) AS vendors,"
        " max(created_at) - min(created_at) > interval '1000 days' AS years,"
        " count(*) FILTER (WHERE is_deleted IS NULL) AS untouched,"
        " count(*) FILTER (WHERE amount IS NULL) AS unread"
        " FROM receipts"
    )
    assert shape["currencies"] == 4
    assert shape["vendors"] >= 20
    assert shape["years"]
    assert shape["untouched"] > 100
    assert shape["unread"] > 100
    neighbours = "SELECT business_id = lag(business_id) OVER (ORDER BY id) AS same FROM receipts"
    assert product.scalar(f"SELECT avg(same::int) < 0.2 FROM ({neighbours}) AS pairs")
    assert product.scalar(
        "SELECT bool_and(created_at <= timezone('UTC', now()) - interval '1 hour') FROM receipts"
    )


def test_ids_go_on_after_those_of_the_sample(product: Product) -> None:
    business = product.business("one more")
    assert business == 41
    (receipt,) = product.receipts(business, 1)
    assert receipt == product.scalar("SELECT max(id) FROM receipts")
    product.execute("DELETE FROM business WHERE id = %s", business)


def test_every_attachment_has_its_file_and_every_file_its_attachment(product: Product) -> None:
    rows = product.rows(
        "SELECT id, business_id, purpose, file_size, storage_path, created_at FROM attachments"
    )
    assert {row["storage_path"]: row["file_size"] for row in rows} == files_below(product.storage_root)
    for row in rows:
        suffix = row["storage_path"].rpartition(".")[2]
        assert row["storage_path"] == (
            f"attachments/{row['business_id']}/{row['purpose']}/{row['created_at']:%Y/%m}/{row['id']}.{suffix}"
        )
    starts = {"pdf": b"%PDF-", "png": b"\x89PNG"}
    for row in rows[::200]:
        content = product.path(row["storage_path"]).read_bytes()
        assert content.startswith(starts[row["storage_path"].rpartition(".")[2]])


def test_most_receipts_have_files_and_deleted_ones_have_none_but_after_a_crash(product: Product) -> None:
    assert product.scalar(
        "SELECT avg((attachment_id IS NOT NULL)::int) > 0.9"
        " AND avg((preview_attachment_id IS NOT NULL)::int) > 0.7"
        " FROM receipts WHERE is_deleted IS NOT TRUE"
    )
    left = product.rows(
        "SELECT business_id, count(*) AS n FROM receipts WHERE is_deleted"
        " AND coalesce(attachment_id, preview_attachment_id) IS NOT NULL"
        " GROUP BY business_id ORDER BY business_id"
    )
    assert [row["business_id"] for row in left] == [15, 20, 21]
    assert all(30 <= row["n"] <= 50 for row in left)


def test_some_attachments_must_not_be_touched(product: Product) -> None:
    in_use = (
        "SELECT count(*) FROM {} f JOIN receipts r ON r.attachment_id = f.attachment_id"
        " JOIN attachments a ON a.id = f.attachment_id WHERE a.purpose = 'receipt_source'"
    )
    assert product.scalar(in_use.format("contract_files")) == 5
    assert product.scalar(in_use.format("asset_item_media")) == 1
    assert (
        product.scalar(
            "SELECT count(*) FROM receipts r JOIN attachments a ON a.id = r.attachment_id"
            " WHERE a.purpose = 'contract'"
        )
        == 1
    )
    assert (
        product.scalar(
            "SELECT count(*) FROM (SELECT 1 FROM receipts GROUP BY attachment_id HAVING count(*) = 2"
            " AND count(attachment_id) = 2) AS shared"
        )
        == 1
    )
    assert product.scalar("SELECT count(*) FROM attachments WHERE purpose IN ('logo', 'contract')") == 80


def test_no_receipt_points_to_an_attachment_of_another_business(product: Product) -> None:
    assert (
        product.scalar(
            "SELECT count(*) FROM receipts r"
            " JOIN attachments a ON a.id IN (r.attachment_id, r.preview_attachment_id)"
            " WHERE a.business_id <> r.business_id"
        )
        == 0
    )


def test_users_of_each_role_can_sign_in(place: DemoPlace, product: Product) -> None:
    roles = {row["role"] for row in product.rows("SELECT DISTINCT role FROM users")}
    assert roles == {"agent", "manager", "admin", "owner", "system_admin"}
    dana = product.row("SELECT * FROM users WHERE role = 'system_admin'")
    assert (dana["email"], place.email) == (DEMO_EMAIL, DEMO_EMAIL)
    assert dana["password_hash"].startswith("scrypt:32768:8:1$")
    assert check_password_hash(dana["password_hash"], place.password)
    assert product.scalar("SELECT count(*) FROM users WHERE role = 'admin' AND NOT is_active") == 1


def test_past_jobs_have_every_status_and_other_types(product: Product) -> None:
    jobs = product.rows("SELECT * FROM background_jobs")
    of_ours = {job["status"] for job in jobs if job["job_type"] == DELETE_RECEIPTS}
    assert of_ours == set(JobStatus)
    assert len({job["job_type"] for job in jobs}) == 6
    assert all(job["created_at"] <= job["updated_at"] for job in jobs)
    idle = product.scalar(
        "SELECT min(timezone('UTC', now()) - updated_at) > interval '5 minutes' FROM background_jobs"
        " WHERE status IN ('queued', 'running', 'paused')"
    )
    assert idle, "what is active looks stale or stuck"


def test_counters_of_past_jobs_are_true(product: Product) -> None:
    jobs = product.rows("SELECT * FROM background_jobs WHERE job_type = %s", DELETE_RECEIPTS)
    for job in jobs:
        deleted = product.scalar(
            "SELECT count(*) FROM receipts WHERE business_id = %s AND deleted_at BETWEEN %s AND %s",
            job["business_id"],
            job["started_at"],
            job["heartbeat_at"],
        )
        assert job["succeeded"] == deleted
        assert job["processed"] == job["succeeded"] + job["failed_count"] <= job["total"]
        if job["status"] == JobStatus.COMPLETED:
            assert job["processed"] == job["total"]


def test_cursors_of_past_jobs_say_where_to_go_on(product: Product) -> None:
    jobs = product.rows("SELECT * FROM background_jobs WHERE job_type = %s", DELETE_RECEIPTS)
    cursors = {job["id"]: Cursor.parse(job["cursor"]) for job in jobs}
    for job in jobs:
        cursor = cursors[job["id"]]
        skipped = product.rows(
            "SELECT id FROM receipts WHERE business_id = %s AND id <= %s"
            " AND is_deleted IS NOT TRUE ORDER BY id",
            job["business_id"],
            cursor.last_id,
        )
        assert [row["id"] for row in skipped] == [failed.item_id for failed in cursor.failed]
        assert len(cursor.failed) == job["failed_count"]
    assert any(cursor.worker for cursor in cursors.values())
    assert any(cursor.failed for cursor in cursors.values())
    assert any(cursor.last_id and cursor.max_id is None for cursor in cursors.values())


def test_the_same_seed_and_moment_make_the_same_product() -> None:
    now = datetime(2026, 3, 4, 5, 6, 7)
    content = imagine(7, now, "hash")
    assert imagine(7, now, "hash") == content
    assert imagine(8, now, "hash") != content


def test_opening_again_keeps_what_was_done_and_reset_undoes_it(place: DemoPlace, demo: Demo) -> None:
    before = papers(place.storage_root)
    connection = psycopg2.connect(place.database_url)
    with Product(place.database_url, place.storage_root) as product:
        product.execute("UPDATE receipts SET is_deleted = true WHERE business_id = 3")
        key = product.scalar("SELECT min(storage_path) FROM attachments WHERE business_id = 3")
        product.path(key).unlink()
    steps: list[DemoStep] = []
    again = demo.open(progress=steps.append)
    assert (again, steps) == (place, [DemoStep.STARTING])
    with Product(place.database_url, place.storage_root) as product:
        assert product.live(3) == 0

    demo.reset()

    with Product(place.database_url, place.storage_root) as product:
        assert product.live(3) == FRESH[3]
    assert papers(place.storage_root) == before
    assert sorted(path.name for path in place.storage_root.parent.iterdir()) == [
        "building.lock",
        "server",
        "storage",
    ]
    with pytest.raises(psycopg2.OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connection.close()


def test_a_crash_while_it_is_built_is_made_good_once_by_the_next_two_who_share_it(folder: Path) -> None:
    home = folder / "crash"
    with child(home) as building:
        assert building.next_line() == DemoStep.STARTING
        assert building.next_line() == DemoStep.BUILDING
        while not (home / "storage.new" / "attachments").exists():
            time.sleep(0.001)
        building.kill()
    with child(home) as first, child(home) as second:
        lines = [*first.lines_until_open(), *second.lines_until_open()]
        assert lines.count(DemoStep.BUILDING) == 1
        first.close()
        demo = Demo(home)
        place = demo.open()
        second.close()
        with Product(place.database_url, place.storage_root) as product:
            assert product.live(5) == FRESH[5]
            assert product.attachment_count() == len(files_below(place.storage_root))
            names = product.rows("SELECT datname FROM pg_database WHERE datname LIKE 'sweep%%'")
            assert names == [{"datname": "sweep_demo"}]
        assert not (home / "storage.new").exists()
        demo.close()
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(place.database_url)
