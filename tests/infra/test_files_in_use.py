"""A file goes only where nothing that stays needs it; one that stays for that is no failure of the job."""

from __future__ import annotations

from typing import Any

import pytest

from tests.infra.roles import Roles
from tests.support.product import Attachment, Product
from tests.support.program import Outcome, Program

# As the product's sync would do it while a job is at work: a receipt whose file is the one of another.
_LATECOMER = """
    CREATE FUNCTION arrive() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE made integer;
    BEGIN
        IF pg_trigger_depth() = 1 AND NOT EXISTS (SELECT FROM receipts WHERE vendor_name = 'Latecomer') THEN
            INSERT INTO attachments
                (business_id, filename_original, mime_type, file_size, storage_path, purpose)
                SELECT business_id, filename_original, mime_type, file_size, storage_path, purpose
                FROM attachments WHERE id = {} RETURNING id INTO made;
            INSERT INTO receipts (business_id, vendor_name, attachment_id) VALUES ({}, 'Latecomer', made);
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER arrive AFTER UPDATE ON receipts FOR EACH STATEMENT EXECUTE FUNCTION arrive()
"""


def delete(program: Program, business_id: int, *words: object, **environment: str) -> Outcome:
    done = program.run(
        "delete", "--business", business_id, "--confirm", "DELETE", "--json", *words, **environment
    )
    assert (done.status, done.err) == (0, "")
    return done


def files(done: Outcome) -> tuple[int, int, int, int]:
    """How many were deleted, were missing, were kept, and are left."""
    found = done.json
    return found["files_deleted"], found["files_missing"], found["files_needed"], found["files_left"]


def stock(product: Product, business_id: int, **columns: Any) -> Attachment:
    """Three receipts with a file each that nobody else needs, and a fourth, whose file is returned."""
    product.receipts(business_id, 3, files=1)
    (attachment,) = product.attachments(business_id, **columns)
    product.receipts(business_id, attachment_id=attachment.id)
    return attachment


def assert_kept(product: Product, attachment: Attachment) -> None:
    assert product.path(attachment.storage_path).exists()
    assert product.rows("SELECT 1 FROM attachments WHERE id = %s", attachment.id)


@pytest.mark.parametrize(
    "whose", ["a contract's", "another business's", "of another purpose", "a latecomer's"]
)
def test_two_rows_of_one_key(product: Product, program: Program, whose: str) -> None:
    business_id, elsewhere = product.business(), product.business()
    shared = stock(product, business_id)
    owner = elsewhere if whose == "another business's" else business_id
    purpose = "receipt_source" if owner == elsewhere else "signed_contract"
    if whose == "a latecomer's":
        product.execute(_LATECOMER.format(shared.id, business_id))
    else:
        (twin,) = product.attachments(owner, purpose=purpose, storage_path=shared.storage_path)
        product.path(shared.storage_path).write_text("the contract", encoding="utf-8")
    if whose == "a contract's":
        insert = "INSERT INTO contract_files (business_id, attachment_id) VALUES (%s, %s)"
        product.execute(insert, owner, twin.id)
    if whose == "another business's":
        product.receipts(elsewhere, attachment_id=twin.id)
    done = delete(program, business_id)
    assert product.path(shared.storage_path).exists()
    assert (
        product.scalar("SELECT count(*) FROM attachments WHERE storage_path = %s", shared.storage_path) >= 1
    )
    assert product.live(business_id) == (1 if whose == "a latecomer's" else 0)
    assert files(done) == (3, 0, 1, 0)


def test_two_rows_of_one_key_that_nobody_needs(product: Product, program: Program) -> None:
    business_id = product.business()
    shared = stock(product, business_id)
    (twin,) = product.attachments(business_id, storage_path=shared.storage_path)
    product.receipts(business_id, attachment_id=twin.id)
    done = delete(program, business_id)
    assert product.files(business_id) == 0
    assert product.attachment_count() == 0
    assert (done.json["files_needed"], done.json["files_left"]) == (0, 0)


@pytest.mark.parametrize("spelling", ["{}//{}", "/{}/./{}", "{}/gone/../{}/"])
def test_the_file_of_another_spelling(product: Product, program: Program, spelling: str) -> None:
    """A folder takes an empty step for none: the contract's row leads to the receipt's file."""
    business_id = product.business()
    shared = stock(product, business_id)
    columns = "business_id, filename_original, mime_type, file_size, storage_path, purpose"
    twin = product.scalar(
        f"INSERT INTO attachments ({columns}) SELECT business_id, 'c.pdf', 'application/pdf', 1, %s,"
        " 'signed_contract' FROM attachments WHERE id = %s RETURNING id",
        spelling.format(*shared.storage_path.rsplit("/", 1)),
        shared.id,
    )
    insert = "INSERT INTO contract_files (business_id, attachment_id) VALUES (%s, %s)"
    product.execute(insert, business_id, twin)
    done = delete(program, business_id)
    assert_kept(product, shared)
    assert files(done) == (3, 0, 1, 0)


@pytest.mark.parametrize("purpose", ["signed_contract", "receipt_sources"])
def test_a_key_of_another_purpose(product: Product, program: Program, purpose: str) -> None:
    """The row says receipt_source; the key, by which the web side found the place, says otherwise."""
    business_id = product.business()
    key = f"attachments/{business_id}/{purpose}/2026/05/1.pdf"
    other = stock(product, business_id, storage_path=key)
    done = delete(program, business_id)
    assert_kept(product, other)
    assert files(done) == (3, 0, 1, 0)


def refer(product: Product, table: str, kind: str, attachment: Attachment) -> None:
    """A table of the product that the console has never heard of points at the attachment."""
    if kind == "two columns":
        product.execute("ALTER TABLE attachments ADD CONSTRAINT both_columns UNIQUE (id, business_id)")
        product.execute(
            f"CREATE TABLE {table} (id serial PRIMARY KEY, file_id integer, owner_id integer,"
            " FOREIGN KEY (file_id, owner_id) REFERENCES attachments (id, business_id) ON DELETE CASCADE)"
        )
        product.execute(
            f"INSERT INTO {table} (file_id, owner_id)"
            f" SELECT id, business_id FROM attachments WHERE id = {attachment.id}"
        )
        return
    product.execute(
        f"CREATE TABLE {table} (id serial PRIMARY KEY,"
        f" file_id integer DEFAULT NULL REFERENCES attachments (id) {kind})"
    )
    product.execute(f"INSERT INTO {table} (file_id) VALUES ({attachment.id})")


KINDS = ["", "ON DELETE CASCADE", "ON DELETE SET NULL", "ON DELETE SET DEFAULT", "two columns"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_that_we_do_not_know(product: Product, program: Program, kind: str) -> None:
    business_id = product.business()
    used = stock(product, business_id)
    refer(product, '"odd %table"', kind, used)
    done = delete(program, business_id)
    assert_kept(product, used)
    assert product.scalar('SELECT file_id FROM "odd %table"') == used.id
    assert files(done) == (3, 0, 1, 0)


def test_a_table_of_another_schema(product: Product, program: Program) -> None:
    business_id = product.business()
    used = stock(product, business_id)
    product.execute("CREATE SCHEMA billing")
    refer(product, "billing.invoices", "ON DELETE CASCADE", used)
    done = delete(program, business_id)
    assert_kept(product, used)
    assert files(done) == (3, 0, 1, 0)


@pytest.mark.parametrize("schema", ["public", "billing"])
def test_a_table_that_we_may_not_read(product: Product, program: Program, roles: Roles, schema: str) -> None:
    """Whom it refers to, nobody can tell: all files stay, and no row of it goes."""
    business_id = product.business()
    used = stock(product, business_id)
    product.execute("CREATE SCHEMA billing")
    refer(product, f"{schema}.invoices", "ON DELETE CASCADE", used)
    done = delete(program, business_id, "--database-url", roles.console().url)
    assert_kept(product, used)
    assert (product.live(business_id), product.files(business_id)) == (0, 4)
    assert product.scalar(f"SELECT count(*) FROM {schema}.invoices") == 1
    assert files(done) == (0, 0, 4, 0)


def test_the_sweep_keeps_them_too(product: Product, program: Program) -> None:
    business_id = product.business()
    used = stock(product, business_id)
    product.execute("UPDATE receipts SET is_deleted = true")
    refer(product, "invoices", "ON DELETE CASCADE", used)
    for gone in (3, 0):  # and the second time it is no news
        done = program.run("sweep", "--business", business_id, "--json")
        assert (done.status, done.err) == (0, "")
        (found,) = done.json["results"]
        assert (found["files_deleted"], found["files_needed"], found["files_left"]) == (gone, 1, 0)
        assert_kept(product, used)
