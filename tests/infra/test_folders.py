"""Folders and names of files: nothing outside of the storage is touched, and every name is found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.support.product import Product
from tests.support.program import GUARD_SECONDS, Program

HEBREW = "חשבונית מס 17.pdf"

# The interpreter's own cures for such a locale are off, as where somebody has set them so.
UNCURED = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def in_locale(name: str, folder: Path) -> dict[str, str]:
    """The environment of somebody with this locale. The Hebrew one, in which letters have one byte each, is
    compiled for the test where the system can do that."""
    if name == "he_IL.ISO-8859-8":
        command = ["localedef", "-i", "he_IL", "-f", "ISO-8859-8", str(folder / name)]
        if shutil.which("localedef") is None or subprocess.run(command, check=False).returncode != 0:
            pytest.skip("No Hebrew locale can be compiled here.")
    return {"LC_ALL": name, "LOCPATH": str(folder), **UNCURED}


@pytest.mark.skipif(
    sys.platform != "linux", reason="Elsewhere names of files are Unicode, whatever the locale."
)
@pytest.mark.parametrize(
    ("command", "locale"), [("delete", "C"), ("delete", "he_IL.ISO-8859-8"), ("sweep", "he_IL.ISO-8859-8")]
)
def test_a_name_that_the_locale_cannot_say(
    product: Product, program: Program, tmp_path: Path, locale: str, command: str
) -> None:
    business_id = product.business()
    product.receipts(business_id, 2, files=1)
    key = f"attachments/{business_id}/receipt_source/2026/05/{HEBREW}"
    (attachment,) = product.attachments(business_id, storage_path=key)
    product.receipts(business_id, attachment_id=attachment.id)
    if command == "sweep":
        product.execute("UPDATE receipts SET is_deleted = true")
    words = ["--confirm", "DELETE"] if command == "delete" else []
    done = program.run(command, "--business", business_id, *words, "--json", **in_locale(locale, tmp_path))
    assert product.files(business_id) == 0, done.err
    assert product.rows("SELECT id FROM attachments") == []
    found = done.json if command == "delete" else done.json["results"][0]
    assert (done.status, found["files_deleted"], found["files_left"]) == (0, 3, 0)


def moved_outside(product: Product, business_id: int, outside: Path, part: str) -> Path:
    """Moves a folder of the business out of the storage, and leaves a link to it; returns where it is now."""
    folder = product.storage_root / "attachments" / str(business_id) / part
    target = outside / "moved"
    outside.mkdir()
    folder.rename(target)
    folder.symlink_to(target, target_is_directory=True)
    return target


@pytest.mark.skipif(os.name == "nt", reason="Links need a right there that tests have not.")
@pytest.mark.parametrize("part", ["", "receipt_source", "receipt_source/2026/05"])
def test_a_folder_that_is_a_link(product: Product, program: Program, tmp_path: Path, part: str) -> None:
    business_id = product.business()
    product.receipts(product.business(), 4, files=1)  # by which the storage is known
    product.receipts(business_id, 4, files=1)
    target = moved_outside(product, business_id, tmp_path / "outside", part)
    done = program.run("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert "Traceback" not in done.err
    assert sum(path.is_file() for path in target.rglob("*")) == 4
    assert product.attachment_count(business_id) == 4
    assert (done.json["files_deleted"], done.json["files_missing"]) == (0, 0)
    assert done.json["files_needed"] + done.json["files_left"] == 4


@pytest.mark.skipif(os.name == "nt", reason="Links need a right there that tests have not.")
def test_a_file_that_is_a_link(product: Product, program: Program, tmp_path: Path) -> None:
    business_id = product.business()
    product.receipts(business_id, files=1)
    (key,) = product.storage_paths()
    product.receipts(product.business(), 4, files=1)  # by which the storage is known
    outside = tmp_path / "outside.pdf"
    product.path(key).rename(outside)
    product.path(key).symlink_to(outside)
    program.run("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert outside.exists()


@pytest.mark.skipif(os.name == "nt", reason="Links need a right there that tests have not.")
def test_a_root_that_is_a_link(product: Product, program: Program, tmp_path: Path) -> None:
    """As where the storage is mounted elsewhere: it is chosen by whoever runs the console."""
    business_id = product.business()
    product.receipts(business_id, 4, files=2)
    (tmp_path / "mounted").symlink_to(product.storage_root, target_is_directory=True)
    words = ["--business", business_id, "--confirm", "DELETE", "--json"]
    done = program.run("delete", *words, "--storage-root", tmp_path / "mounted")
    assert (done.status, done.json["files_deleted"], product.files(business_id)) == (0, 8, 0)


@pytest.mark.skipif(os.name == "nt", reason="Links need a right there that tests have not.")
@pytest.mark.parametrize("depth", ["receipt_source", "receipt_source/2026/05"])
def test_a_folder_that_becomes_a_link_in_the_middle(
    product: Product, program: Program, tmp_path: Path, depth: str
) -> None:
    """Outside lie files of the same names: whoever follows the link deletes them."""
    business_id = product.business()
    product.receipts(business_id, 3000, files=1)
    folder = product.storage_root / "attachments" / str(business_id) / depth
    outside = tmp_path / "outside"
    shutil.copytree(folder, outside, copy_function=os.link)
    first = product.scalar("SELECT min(id) FROM attachments")
    early = product.path(product.scalar("SELECT storage_path FROM attachments WHERE id = %s", first + 20))
    aside = folder.with_name("aside")

    def swap() -> None:
        give_up_at = time.monotonic() + GUARD_SECONDS
        while early.exists() and time.monotonic() < give_up_at:  # of the first page, which takes a moment
            time.sleep(0.0001)
        folder.rename(aside)
        folder.symlink_to(outside, target_is_directory=True)

    thread = threading.Thread(target=swap)
    thread.start()
    words = ["--business", business_id, "--confirm", "DELETE", "--json"]
    done = program.run("delete", *words, SWEEP_BATCH_SIZE="1000", SWEEP_THROTTLE_MS="100")
    thread.join()
    assert folder.is_symlink(), "the job was over before the folder was swapped"
    assert "Traceback" not in done.err
    assert sum(path.is_file() for path in outside.rglob("*")) == 3000
