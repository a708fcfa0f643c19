"""`app.settings`: what the environment and the command line set, and what they may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import BadInput, PolicyOutOfBounds
from app.core.policy import PaceMode, Policy
from app.core.storage_place import Bucket, Folder
from app.settings import Overrides, Settings, usable
from tests.support.logs import ExpectedLogs
from tests.support.names import ODD_NAMES

SECRET = "hush-7f3a"
URL = f"postgresql://sweep:{SECRET}@db.example/product"

DEFAULT = Policy(mode=PaceMode.ADAPTIVE)


def test_nothing_set_gives_the_default_policy() -> None:
    settings = Settings.read({})
    assert settings == Settings(None, None, DEFAULT, 4)
    assert settings.policy == Policy(50, 200, 300, 10, mode=PaceMode.ADAPTIVE)


def test_the_arguments_win_over_the_environment() -> None:
    environment = {"SWEEP_DATABASE_URL": "postgresql://elsewhere/x", "SWEEP_STORAGE_ROOT": "/elsewhere"}
    settings = Settings.read(environment, database_url=URL, storage_root="here")
    assert (settings.database_url, settings.storage) == (URL, Folder(Path("here")))


def test_the_environment_alone_is_enough() -> None:
    settings = Settings.read({"SWEEP_DATABASE_URL": URL, "SWEEP_STORAGE_ROOT": "/files"})
    assert (settings.database_url, settings.storage) == (URL, Folder(Path("/files")))


def test_an_empty_value_counts_as_not_set() -> None:
    empty = dict.fromkeys(
        (
            "SWEEP_DATABASE_URL",
            "SWEEP_STORAGE_ROOT",
            "SWEEP_BATCH_SIZE",
            "SWEEP_RUNTIME_CAP",
            "SWEEP_WORKERS",
        ),
        "",
    )
    settings = Settings.read(empty, database_url="", storage_root="")
    assert not settings.database_url
    assert (settings.storage, settings.policy, settings.workers) == (None, DEFAULT, 4)


# The schema


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_schema_is_taken_letter_by_letter(name: str) -> None:
    assert Settings.read({"SWEEP_SCHEMA": name}).schema == name
    assert Settings.read({"SWEEP_SCHEMA": "other"}, schema=name).schema == name
    assert Overrides({}, schema=name).over({}).schema == name
    saved = {"SWEEP_DATABASE_URL": URL, "SWEEP_SCHEMA": name}
    assert Overrides().over(usable(saved)).schema == name


def test_without_a_schema_it_is_to_be_found() -> None:
    assert Settings.read({}).schema is None
    assert Settings.read({"SWEEP_SCHEMA": " "}).schema is None
    assert Settings.read({"SWEEP_SCHEMA": "shop"}, schema="").schema is None


BESIDE = {"SWEEP_DATABASE_URL": "postgresql://db.example/product", "SWEEP_SCHEMA": "shop"}


def test_a_schema_of_the_environment_is_not_carried_over_to_another_address() -> None:
    assert Settings.read(BESIDE).schema == "shop"
    assert Settings.read(BESIDE, database_url=BESIDE["SWEEP_DATABASE_URL"]).schema == "shop"
    with pytest.raises(BadInput, match="SWEEP_SCHEMA") as refused:
        Settings.read(BESIDE, database_url=URL)
    assert SECRET not in str(refused.value)
    assert Settings.read(BESIDE, database_url=URL, schema="depot").schema == "depot"
    assert Settings.read(BESIDE, database_url=URL, schema="").schema is None
    assert Settings.read({"SWEEP_SCHEMA": "shop"}, database_url=URL).schema == "shop"


def test_every_part_of_the_policy_can_be_set() -> None:
    settings = Settings.read(
        {
            "SWEEP_BATCH_SIZE": "10000",
            "SWEEP_THROTTLE_MS": "0",
            "SWEEP_RUNTIME_CAP": "10",
            "SWEEP_FAILURE_CAP": "1",
            "SWEEP_AUTO_CONTINUE": "0",
            "SWEEP_WORKERS": "16",
        }
    )
    assert settings.policy == Policy(10_000, 0, 10, 1, auto_continue=False)
    assert settings.workers == 16


@pytest.mark.parametrize("text", ["none", "NONE", " none "])
def test_the_runtime_cap_can_be_lifted(text: str) -> None:
    assert Settings.read({"SWEEP_RUNTIME_CAP": text}).policy.runtime_cap_seconds is None


@pytest.mark.parametrize(
    ("variable", "value", "bounds"),
    [
        ("SWEEP_BATCH_SIZE", "0", "between 1 and 10000"),
        ("SWEEP_BATCH_SIZE", "10001", "between 1 and 10000"),
        ("SWEEP_THROTTLE_MS", "60001", "between 0 and 60000"),
        ("SWEEP_RUNTIME_CAP", "9", "between 10 and 86400"),
        ("SWEEP_RUNTIME_CAP", "0", "between 10 and 86400"),
        ("SWEEP_RUNTIME_CAP", "86401", "between 10 and 86400"),
        ("SWEEP_FAILURE_CAP", "0", "between 1 and"),
        ("SWEEP_WORKERS", "0", "between 1 and 16"),
        ("SWEEP_WORKERS", "17", "between 1 and 16"),
    ],
)
def test_a_policy_out_of_bounds_is_refused_with_its_bounds(variable: str, value: str, bounds: str) -> None:
    with pytest.raises(PolicyOutOfBounds) as error:
        Settings.read({variable: value})
    assert bounds in str(error.value)
    assert value in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "variable",
    [
        "SWEEP_BATCH_SIZE",
        "SWEEP_THROTTLE_MS",
        "SWEEP_RUNTIME_CAP",
        "SWEEP_FAILURE_CAP",
        "SWEEP_AUTO_CONTINUE",
        "SWEEP_WORKERS",
    ],
)
@pytest.mark.parametrize("value", ["many", "1.5", "0x10", "12;", "9" * 5000])
def test_what_is_no_whole_number_is_refused_by_name(variable: str, value: str) -> None:
    with pytest.raises(BadInput) as error:
        Settings.read({variable: value})
    assert variable in str(error.value) or "must be between" in str(error.value)


@pytest.mark.parametrize(
    "text", ["1_0", "+20", "-5", " 20", "20 ", "0x20", "٢٠", "２０", "2e1", str(10**30), "9" * 5001]
)
@pytest.mark.parametrize(
    "variable",
    ["SWEEP_BATCH_SIZE", "SWEEP_THROTTLE_MS", "SWEEP_RUNTIME_CAP", "SWEEP_FAILURE_CAP", "SWEEP_WORKERS"],
)
def test_only_digits_are_a_number(variable: str, text: str) -> None:
    with pytest.raises(BadInput, match=variable) as refused:
        Settings.read({variable: text})
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("value", ["2", "-1", "yes", "٠"])
def test_to_continue_is_1_or_0(value: str) -> None:
    with pytest.raises(BadInput) as error:
        Settings.read({"SWEEP_AUTO_CONTINUE": value})
    assert "SWEEP_AUTO_CONTINUE" in str(error.value)


R2 = {
    "ATTACHMENT_STORAGE_DRIVER": "r2",
    "R2_ACCOUNT_ID": "0a1b2c",
    "R2_ACCESS_KEY_ID": "key",
    "R2_SECRET_ACCESS_KEY": SECRET,
    "R2_BUCKET_NAME": "product-files",
}


def test_the_web_sides_variables_name_a_bucket_on_r2() -> None:
    bucket = Settings.read(R2).storage
    assert bucket == Bucket("product-files", "key", SECRET, account_id="0a1b2c")
    assert isinstance(bucket, Bucket)
    assert bucket.endpoint == "https://0a1b2c.r2.cloudflarestorage.com"


@pytest.mark.parametrize("account", ["0a1b2c", ""])
def test_an_endpoint_overrides_the_accounts(account: str) -> None:
    other = {"R2_ENDPOINT_URL": "http://127.0.0.1:9000/", "R2_ACCOUNT_ID": account}
    bucket = Settings.read(R2 | other).storage
    assert isinstance(bucket, Bucket)
    assert bucket.endpoint == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    "named",
    [
        {"R2_ENDPOINT": "http://127.0.0.1:9000"},
        {"R2_ENDPOINT": "http://127.0.0.1:9000", "R2_ENDPOINT_URL": " "},
        {"R2_ENDPOINT": "http://127.0.0.1:9000/", "R2_ENDPOINT_URL": "http://127.0.0.1:9000"},
    ],
)
def test_an_endpoint_may_be_named_as_the_web_sides_code_names_it(named: dict[str, str]) -> None:
    bucket = Settings.read(R2 | named | {"R2_ACCOUNT_ID": ""}).storage
    assert isinstance(bucket, Bucket)
    assert bucket.endpoint == "http://127.0.0.1:9000"


def test_two_endpoints_that_differ_are_never_chosen_from() -> None:
    both = {"R2_ENDPOINT": "https://a.example", "R2_ENDPOINT_URL": f"https://user:{SECRET}@b.example"}
    with pytest.raises(BadInput) as error:
        Settings.read(R2 | both)
    assert "R2_ENDPOINT and R2_ENDPOINT_URL are both set" in str(error.value)
    assert "example" not in str(error.value)


def test_an_endpoint_from_outside_hides_the_whole_saved_storage() -> None:
    """By either name: the saved endpoint would be the other one."""
    given = Overrides(R2 | {"R2_ENDPOINT": "https://given.example"})
    assert given.fixes("R2_ENDPOINT_URL") == "ATTACHMENT_STORAGE_DRIVER"
    assert Overrides({"R2_ENDPOINT": "https://given.example"}).fixes("R2_ENDPOINT_URL") == "R2_ENDPOINT"
    bucket = given.over(BUCKET | {"R2_ENDPOINT_URL": "https://saved.example"}).storage
    assert isinstance(bucket, Bucket)
    assert bucket.endpoint == "https://given.example"


def test_a_folder_of_the_environment_never_stands_in_for_a_bucket() -> None:
    """Every file would look as if it were gone already."""
    both = R2 | {"SWEEP_STORAGE_ROOT": "/files"}
    assert isinstance(Settings.read(both).storage, Bucket)
    with pytest.raises(BadInput, match="R2_BUCKET_NAME"):
        Settings.read(both | {"R2_BUCKET_NAME": ""})


def test_a_folder_on_the_command_line_is_meant() -> None:
    settings = Settings.read({"ATTACHMENT_STORAGE_DRIVER": "r2"}, storage_root="/files")
    assert settings.storage == Folder(Path("/files"))
    assert Settings.read({"ATTACHMENT_STORAGE_DRIVER": "local"}).storage is None


@pytest.mark.parametrize(
    "missing", ["R2_ACCOUNT_ID", "R2_ACCESS_KEY_ID", "R2_SECRET_ACCESS_KEY", "R2_BUCKET_NAME"]
)
def test_what_is_missing_of_a_bucket_is_named(missing: str) -> None:
    with pytest.raises(BadInput) as error:
        Settings.read(R2 | {missing: " "})
    assert str(error.value).endswith(f"not set: {missing}.")
    assert SECRET not in str(error.value)


def test_an_unknown_kind_of_storage_is_refused() -> None:
    with pytest.raises(BadInput, match="must be local or r2, not 'ftp'"):
        Settings.read({"ATTACHMENT_STORAGE_DRIVER": "ftp", "SWEEP_STORAGE_ROOT": "/files"})


@pytest.mark.parametrize(
    "url",
    [
        "0a1b2c.r2.cloudflarestorage.com",
        "ftp://files.example",
        "https://",
        "https://files.example/product-files",
        "https://files.example?x=1",
        f"https://user:{SECRET}@files.example",
        "https://files.example:port",
        "https://[::1",
        "https://files example",
    ],
)
def test_an_endpoint_that_is_no_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(BadInput) as error:
        Settings.read(R2 | {"R2_ENDPOINT_URL": url})
    assert SECRET not in str(error.value)


@pytest.mark.parametrize("name", ["", "a/b", "a b"])
def test_a_bucket_needs_a_name(name: str) -> None:
    with pytest.raises(BadInput, match="bucket"):
        Bucket(name, "key", SECRET, account_id="0a1b2c")


@pytest.mark.parametrize("changed", [{"access_key_id": ""}, {"secret_access_key": ""}, {"account_id": ""}])
def test_a_bucket_needs_its_key_and_an_address(changed: dict[str, str]) -> None:
    values = {"access_key_id": "key", "secret_access_key": SECRET, "account_id": "0a1b2c"} | changed
    with pytest.raises(BadInput, match="missing"):
        Bucket("product-files", **values)


def test_settings_never_show_the_passwords() -> None:
    settings = Settings.read({"SWEEP_DATABASE_URL": URL} | R2)
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)


@pytest.mark.parametrize(
    ("environment", "mode"),
    [
        ({}, PaceMode.ADAPTIVE),
        ({"SWEEP_PACE": "fixed"}, PaceMode.FIXED),
        ({"SWEEP_PACE": " Adaptive "}, PaceMode.ADAPTIVE),
        ({"SWEEP_BATCH_SIZE": "10"}, PaceMode.FIXED),
        ({"SWEEP_THROTTLE_MS": "0"}, PaceMode.FIXED),
        ({"SWEEP_BATCH_SIZE": "10", "SWEEP_PACE": "adaptive"}, PaceMode.ADAPTIVE),
    ],
)
def test_whoever_sets_a_batch_size_or_a_throttle_means_a_fixed_pace(
    environment: dict[str, str], mode: PaceMode
) -> None:
    assert Settings.read(environment).policy.mode is mode


def test_a_pace_that_there_is_not() -> None:
    with pytest.raises(BadInput, match="SWEEP_PACE must be adaptive or fixed, not 'fast'"):
        Settings.read({"SWEEP_PACE": "fast"})


# What was saved in the console


SAVED = {"SWEEP_DATABASE_URL": "postgresql://saved/x", "SWEEP_STORAGE_ROOT": "/saved", "SWEEP_WORKERS": "2"}


def test_the_command_line_wins_over_the_environment_and_that_over_what_is_saved() -> None:
    assert Overrides().over(SAVED) == Settings("postgresql://saved/x", Folder(Path("/saved")), DEFAULT, 2)
    given = Overrides({"SWEEP_DATABASE_URL": "postgresql://given/x", "SWEEP_WORKERS": "7"})
    assert (given.over(SAVED).database_url, given.over(SAVED).workers) == ("postgresql://given/x", 7)
    given = Overrides({"SWEEP_DATABASE_URL": "postgresql://given/x"}, database_url="postgresql://said/x")
    assert given.over(SAVED).database_url == "postgresql://said/x"


def test_a_saved_schema_counts_with_the_saved_address_alone() -> None:
    saved = SAVED | {"SWEEP_SCHEMA": "shop"}
    assert Overrides().over(saved).schema == "shop"
    assert Overrides({"SWEEP_SCHEMA": "depot"}).over(saved).schema == "depot"
    assert Overrides(BESIDE, schema="till").over(saved).schema == "till"
    assert Overrides(schema="").over(saved).schema is None
    assert Overrides({"SWEEP_DATABASE_URL": URL}).over(saved).schema is None
    assert Overrides(database_url=URL).over(saved).schema is None
    assert usable({"SWEEP_SCHEMA": "shop"}) == {}


def test_what_fixes_the_schema_is_named() -> None:
    assert Overrides().fixes("SWEEP_SCHEMA") == ""
    assert Overrides(schema="").fixes("SWEEP_SCHEMA") == "--schema"
    assert Overrides(BESIDE, database_url=URL).fixes("SWEEP_SCHEMA") == "SWEEP_SCHEMA"
    assert Overrides(database_url=URL).fixes("SWEEP_SCHEMA") == "--database-url"


def test_an_empty_variable_does_not_hide_what_is_saved() -> None:
    assert Overrides({"SWEEP_WORKERS": " "}).over(SAVED).workers == 2


BUCKET = {
    "ATTACHMENT_STORAGE_DRIVER": "r2",
    "R2_ACCOUNT_ID": "account",
    "R2_ACCESS_KEY_ID": "key",
    "R2_SECRET_ACCESS_KEY": SECRET,
    "R2_BUCKET_NAME": "files",
}


def test_a_storage_from_outside_hides_the_whole_saved_one() -> None:
    """Half of the one and half of the other would be a third place."""
    assert Overrides({"SWEEP_STORAGE_ROOT": "/given"}).over(BUCKET).storage == Folder(Path("/given"))
    assert Overrides(storage_root="/said").over(BUCKET).storage == Folder(Path("/said"))
    assert Overrides(BUCKET).over(SAVED).storage == Bucket("files", "key", SECRET, account_id="account")


def test_what_is_fixed_is_named_by_what_fixes_it() -> None:
    given = Overrides({"SWEEP_WORKERS": "3", "R2_BUCKET_NAME": "x"}, database_url=URL)
    assert given.fixes("SWEEP_DATABASE_URL") == "--database-url"
    assert given.fixes("SWEEP_WORKERS") == "SWEEP_WORKERS"
    assert given.fixes("SWEEP_STORAGE_ROOT") == "R2_BUCKET_NAME"
    assert given.fixes("SWEEP_BATCH_SIZE") == ""
    assert Overrides(storage_root="/said").fixes("R2_BUCKET_NAME") == "--storage-root"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SWEEP_BATCH_SIZE", "0"),
        ("SWEEP_BATCH_SIZE", "many"),
        ("SWEEP_THROTTLE_MS", "-1"),
        ("SWEEP_RUNTIME_CAP", "5"),
        ("SWEEP_FAILURE_CAP", "1000"),
        ("SWEEP_AUTO_CONTINUE", "2"),
        ("SWEEP_WORKERS", "99"),
    ],
)
def test_a_saved_value_that_cannot_be_used_costs_itself_alone(
    name: str, value: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(f"The saved setting {name} is passed over")
    good = usable(SAVED | {name: value, "SWEEP_FROM_TOMORROW": "x"})
    assert good == {key: text for key, text in SAVED.items() if key != name}
    assert isinstance(Overrides().over(good), Settings)


def test_a_saved_storage_that_is_not_whole_is_passed_over(expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("The saved storage is passed over")
    damaged = {name: value for name, value in BUCKET.items() if name != "R2_SECRET_ACCESS_KEY"}
    assert usable(damaged | {"SWEEP_WORKERS": "2"}) == {"SWEEP_WORKERS": "2"}
