"""What is saved in the console: read back, secrets in the keyring alone, damage passed over."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring.backends.fail
import keyring.backends.null
import pytest
from PySide6.QtCore import QSettings

from app.bootstrap.keyring_store import SERVICE, KeyringStore
from app.core.errors import SettingsNotSaved
from app.core.policy import Policy
from app.core.storage_place import Bucket, Folder
from app.db.url import parse_url
from app.qt.calls import Calls
from app.settings import Overrides, Settings
from app.viewmodel.preferences import Preferences, bucket_secret_name
from tests.qt.conftest import Loop
from tests.support.keyrings import Ring
from tests.support.logs import ExpectedLogs
from tests.support.names import ODD_NAMES

SECRET = "hush-7f3a"
URL = "postgresql://support@db.example:5433/product"
VALUES = {
    "SWEEP_DATABASE_URL": URL,
    "SWEEP_STORAGE_ROOT": "/srv/קבצים",
    "ATTACHMENT_STORAGE_DRIVER": "local",
    "SWEEP_BATCH_SIZE": "100",
    "SWEEP_RUNTIME_CAP": "none",
    "SWEEP_WORKERS": "2",
}
BUCKET = {
    "ATTACHMENT_STORAGE_DRIVER": "r2",
    "R2_ACCOUNT_ID": "account",
    "R2_BUCKET_NAME": "files",
    "R2_ACCESS_KEY_ID": "key",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    """An operating system's keyring."""
    ring = Ring()
    ring.install(monkeypatch)
    return ring


def preferences(path: Path, given: Overrides | None = None) -> Preferences:
    """As at a start of the program."""
    return Preferences(QSettings(str(path), QSettings.Format.IniFormat), given or Overrides(), KeyringStore())


def read(path: Path, loop: Loop, calls: Calls, given: Overrides | None = None) -> Settings:
    return loop.run(preferences(path, given).settings(calls))


def test_an_endpoint_by_its_other_name_is_shown_in_its_field(path: Path) -> None:
    """As the web side's code names it."""
    given = Overrides({**BUCKET, "R2_ENDPOINT": "https://files.example"})
    shown = preferences(path, given).shown()
    assert shown["R2_ENDPOINT_URL"] == "https://files.example"
    assert "R2_ENDPOINT" not in shown


def test_what_is_saved_counts_at_the_next_start(path: Path, ring: Ring, loop: Loop, calls: Calls) -> None:
    preferences(path).save(VALUES)
    settings = read(path, loop, calls)
    policy = Policy(batch_size=100, runtime_cap_seconds=None)
    assert settings == Settings(URL, Folder(Path("/srv/קבצים")), policy, 2)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_schema_comes_back_letter_by_letter(
    path: Path, ring: Ring, loop: Loop, calls: Calls, name: str
) -> None:
    preferences(path).save(VALUES | {"SWEEP_SCHEMA": name})
    assert read(path, loop, calls).schema == name
    assert preferences(path).shown()["SWEEP_SCHEMA"] == name
    assert preferences(path, Overrides({"SWEEP_SCHEMA": name})).shown()["SWEEP_SCHEMA"] == name
    assert preferences(path, Overrides(schema=name)).shown()["SWEEP_SCHEMA"] == name


def test_with_the_address_of_another_database_the_saved_schema_goes(
    path: Path, ring: Ring, loop: Loop, calls: Calls
) -> None:
    """Also where a schema from outside keeps the field of the dialog from being saved."""
    given = Overrides(schema="depot")
    preferences(path).save(VALUES | {"SWEEP_SCHEMA": "shop"})
    preferences(path, given).save({"SWEEP_DATABASE_URL": f"{URL}?sslmode=require", "SWEEP_SCHEMA": "depot"})
    assert read(path, loop, calls).schema == "shop"
    preferences(path, given).save({"SWEEP_DATABASE_URL": "postgresql://other/x", "SWEEP_SCHEMA": "depot"})
    assert read(path, loop, calls).schema is None


def test_an_address_from_outside_hides_the_saved_schema_and_leaves_it_saved(
    path: Path, ring: Ring, loop: Loop, calls: Calls
) -> None:
    preferences(path).save(VALUES | {"SWEEP_SCHEMA": "shop"})
    fixed = preferences(path, Overrides(database_url="postgresql://said/x"))
    assert "SWEEP_SCHEMA" not in fixed.shown()
    assert loop.run(fixed.settings(calls)).schema is None
    fixed.save({"SWEEP_DATABASE_URL": "postgresql://typed/x", "SWEEP_SCHEMA": ""})
    assert read(path, loop, calls).schema == "shop"


def test_a_password_of_this_run_opens_the_same_servers(
    path: Path, ring: Ring, loop: Loop, calls: Calls
) -> None:
    saving = preferences(path)
    saving.save({"SWEEP_DATABASE_URL": "postgresql://dana@/product?host=one,two&port=6001,6002"})
    saving.put_secret(saving.shown()["SWEEP_DATABASE_URL"], SECRET, keep=False)
    url = loop.run(saving.settings(calls)).database_url or ""
    assert f":{SECRET}@" in url
    assert parse_url(url).query == {"host": "one,two", "port": "6001,6002"}


def test_nothing_saved_is_the_default(path: Path, ring: Ring, loop: Loop, calls: Calls) -> None:
    assert read(path, loop, calls) == Settings()


def test_an_empty_value_takes_back_what_was_saved(path: Path, ring: Ring, loop: Loop, calls: Calls) -> None:
    preferences(path).save(VALUES)
    preferences(path).save({"SWEEP_WORKERS": ""})
    assert read(path, loop, calls).workers == Settings().workers


def test_what_is_fixed_from_outside_stays_as_it_was_saved(
    path: Path, ring: Ring, loop: Loop, calls: Calls
) -> None:
    preferences(path).save(VALUES)
    fixed = preferences(path, Overrides({"SWEEP_WORKERS": "9"}, database_url="postgresql://said/x"))
    assert fixed.shown()["SWEEP_WORKERS"] == "9"
    assert fixed.shown()["SWEEP_DATABASE_URL"] == "postgresql://said/x"
    fixed.save({"SWEEP_WORKERS": "5", "SWEEP_DATABASE_URL": "postgresql://typed/x"})
    assert read(path, loop, calls).workers == 2
    assert read(path, loop, calls).database_url == URL


def test_a_password_goes_to_the_keyring_and_never_to_the_file(
    path: Path, ring: Ring, loop: Loop, calls: Calls
) -> None:
    saving = preferences(path)
    saving.save(VALUES)
    saving.put_secret(URL, SECRET, keep=True)
    assert ring.secrets == {(SERVICE, URL): SECRET}
    assert SECRET not in path.read_text(encoding="utf-8")
    assert preferences(path).secret(URL) == SECRET


def test_a_password_that_is_not_to_be_kept_serves_this_run_alone(
    path: Path, ring: Ring, loop: Loop, calls: Calls
) -> None:
    saving = preferences(path)
    saving.save(VALUES)
    saving.put_secret(URL, SECRET, keep=True)
    saving.put_secret(URL, "other", keep=False)
    assert ring.secrets == {}
    url = loop.run(saving.settings(calls)).database_url
    assert url is not None
    assert ":other@" in url
    assert preferences(path).secret(URL) is None


def test_the_secret_of_a_bucket_comes_from_the_keyring(
    path: Path, ring: Ring, loop: Loop, calls: Calls
) -> None:
    saving = preferences(path)
    saving.save(BUCKET)
    saving.put_secret(bucket_secret_name(BUCKET), SECRET, keep=True)
    assert read(path, loop, calls).storage == Bucket("files", "key", SECRET, account_id="account")
    assert SECRET not in path.read_text(encoding="utf-8")


def test_a_bucket_without_its_secret_is_no_storage(
    path: Path, ring: Ring, loop: Loop, calls: Calls, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("The saved storage is passed over")
    preferences(path).save(BUCKET | {"SWEEP_WORKERS": "3"})
    settings = read(path, loop, calls)
    assert (settings.storage, settings.workers) == (None, 3)


def test_a_keyring_that_keeps_nothing_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for none in (keyring.backends.fail.Keyring(), keyring.backends.null.Keyring()):
        monkeypatch.setattr(keyring, "get_keyring", lambda none=none: none)
        assert not KeyringStore().is_usable
    monkeypatch.setattr(keyring, "get_keyring", Ring)
    assert KeyringStore().is_usable


@pytest.mark.parametrize(
    "text",
    [
        "[settings]\nSWEEP_DATABASE_URL=nonsense\n",
        "[settings]\nSWEEP_DATABASE_URL=mysql://db/product\n",
        "[settings]\nSWEEP_WORKERS=@Invalid()\nSWEEP_BATCH_SIZE=@ByteArray(abc)\n",
        "[settings]\nSWEEP_WORKERS=1, 2, 3\n",
        "[settings]\nSWEEP_WORKERS=many\nATTACHMENT_STORAGE_DRIVER=tape\n",
        "[settings]\nSWEEP_WORKERS=1_2\nSWEEP_STORAGE_ROOT=/srv\\0/files\n",
    ],
)
def test_a_damaged_file_is_passed_over(
    path: Path, ring: Ring, loop: Loop, calls: Calls, text: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("passed over")
    path.write_text(text, encoding="latin-1")
    assert read(path, loop, calls) == Settings()


def test_a_file_of_something_else_is_as_good_as_none(
    path: Path, ring: Ring, loop: Loop, calls: Calls
) -> None:
    path.write_bytes(b"\x00\x01\xff no settings at all [[[")
    assert read(path, loop, calls) == Settings()


def test_a_password_that_somebody_wrote_into_the_file_is_not_used(
    path: Path, ring: Ring, loop: Loop, calls: Calls, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("A password in the saved SWEEP_DATABASE_URL is passed over")
    path.write_text(f"[settings]\nSWEEP_DATABASE_URL=postgresql://dana:{SECRET}@db/product\n")
    settings = read(path, loop, calls)
    assert settings.database_url == "postgresql://dana@db/product"


def test_a_secret_of_a_bucket_in_the_file_is_not_used(
    path: Path, ring: Ring, loop: Loop, calls: Calls, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("The saved storage is passed over")
    preferences(path).save(BUCKET)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"R2_SECRET_ACCESS_KEY={SECRET}\n")
    assert read(path, loop, calls).storage is None


# A file that cannot be written


@contextmanager
def a_full_disk() -> Iterator[None]:
    """No file of this process can grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_nothing_is_saved_on_a_full_disk(
    path: Path, ring: Ring, loop: Loop, calls: Calls, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("settings file")
    saving = preferences(path)
    saving.save(VALUES)
    before = path.read_bytes()
    with a_full_disk(), pytest.raises(SettingsNotSaved) as refused:
        saving.save({"SWEEP_WORKERS": "5", "SWEEP_STORAGE_ROOT": ""})
    assert str(path) in str(refused.value)
    assert saving.saved() == preferences(path).saved() == VALUES
    assert path.read_bytes() == before
    saving.save({"SWEEP_WORKERS": "5"})  # there is room again
    assert read(path, loop, calls).workers == 5


@pytest.mark.parametrize("odd", ["a folder", "in a file", "a link to nowhere"])
def test_nothing_is_saved_where_no_file_can_be(
    path: Path, ring: Ring, expected_logs: ExpectedLogs, odd: str
) -> None:
    expected_logs.expect("settings file")
    if odd == "a folder":
        path.mkdir()
    elif odd == "in a file":
        path.write_text("")
        path = path / "window.ini"
    else:
        path.symlink_to(path.parent / "nowhere" / "window.ini")
    saving = preferences(path)
    with pytest.raises(SettingsNotSaved):
        saving.save(VALUES)
    assert saving.saved() == {}


def test_a_damaged_file_is_mended_by_saving(
    path: Path, ring: Ring, loop: Loop, calls: Calls, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("settings file")
    path.write_bytes(b"\x00\x01\xff no settings [[[ \n[settings\nSWEEP_WORKERS=7")
    saving = preferences(path)
    saving.save(VALUES)
    assert saving.saved() == preferences(path).saved() == VALUES
