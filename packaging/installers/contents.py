"""What is inside: a bill of materials in CycloneDX's JSON, and the licence of every part."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from installers.project import ROOT, moment, version

TEXTS = ROOT / "packaging" / "licences"
"""Licences whose text the packages do not bring themselves."""

_BUILT_IN = ("pyinstaller",)
"""Parts of these are in every bundle: PyInstaller's start program."""

_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice|copyright|authors", re.IGNORECASE)


@dataclass(slots=True)
class Component:
    """One part of the bundle that somebody else has made."""

    name: str
    version: str
    purl: str
    licence: str
    texts: list[Path] = field(default_factory=list)
    parts: list[dict[str, Any]] = field(default_factory=list)
    """What the part says of its own parts, as CycloneDX components."""


def components(contents: Iterable[tuple[str, str]], site_packages: Path) -> list[Component]:
    """Who made the files of the bundle, given where each goes to and where it was taken from."""
    owners = _owners(site_packages)
    sources = [Path(source) for _, source in contents]
    packages = {name.lower() for name in _BUILT_IN}
    system = set()
    for source in sources:
        if (owner := owners.get(source)) is not None:
            packages.add(owner)
        elif source.suffix != ".py" and not source.is_relative_to(ROOT) and ".so" in source.name:
            system.add(source)
    found = [_package(each) for each in _distributions(site_packages) if _key(each) in packages]
    found += [_python(), *_own_resources()]
    if sys.platform == "linux":
        found += _debian(system)
    return sorted(found, key=lambda one: (one.name.lower(), one.purl))


def demo_component(site_packages: Path, wheel: str) -> Component:
    """The component of the demo's package."""
    return next(_package(each) for each in _distributions(site_packages) if _key(each) == _normal(wheel))


def bill_of_materials(name: str, parts: list[Component]) -> str:
    """CycloneDX 1.5 as JSON: the same text for the same parts."""
    listed = [_json(part) for part in parts]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([name, version(), listed]))}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(moment(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": name,
                "name": name,
                "version": version(),
                "licenses": [{"license": {"id": "MIT"}}],
            },
        },
        "components": listed,
        "dependencies": [{"ref": name, "dependsOn": [part["bom-ref"] for part in listed]}],
    }
    return json.dumps(document, indent=1, sort_keys=True) + "\n"


def write(folder: Path, name: str, parts: list[Component]) -> None:
    """Write the bill of materials and the licences below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.cdx.json").write_text(bill_of_materials(name, parts), encoding="utf-8")
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE-sweep.txt")
    for part in parts:
        place = folder / part.name
        place.mkdir(exist_ok=True)
        for number, text in enumerate(part.texts):
            target = place / text.name
            shutil.copyfile(text, target.with_stem(f"{target.stem}-{number}") if target.exists() else target)


def _json(part: Component) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": [{"license": {"name": part.licence}}],
    }
    if re.fullmatch(r"[\w.\-]+( (OR|AND|WITH) [\w.\-]+)*", part.licence):
        entry["licenses"] = [{"expression": part.licence}]
    if part.parts:
        entry["components"] = part.parts
    return entry


def _distributions(site_packages: Path) -> Iterator[metadata.Distribution]:
    return iter(metadata.distributions(path=[str(site_packages)]))


def _owners(site_packages: Path) -> dict[Path, str]:
    return {
        Path(str(each.locate_file(file))): _key(each)
        for each in _distributions(site_packages)
        for file in each.files or ()
    }


def _key(package: metadata.Distribution) -> str:
    return _normal(package.metadata["Name"])


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _package(package: metadata.Distribution) -> Component:
    name, number = _key(package), package.version
    files = [Path(str(package.locate_file(file))) for file in package.files or ()]
    own = [file for file in files if any(part.endswith(".dist-info") for part in file.parts)]
    texts = [file for file in own if _LICENCE_FILE.search(file.name) and file.suffix != ".py"]
    licence = _licence_of(package)
    if not texts and "LGPL-3.0" in licence:
        texts = sorted(TEXTS.glob("*.txt"))
    parts: list[dict[str, Any]] = []
    for bill in (file for file in own if file.parent.name == "sboms" and file.suffix == ".json"):
        read = json.loads(bill.read_text(encoding="utf-8")).get("components", [])
        parts += [_part(each) for each in read if _normal(each["name"]) != name]
    return Component(name, number, f"pkg:pypi/{name}@{number}", licence, sorted(texts), parts)


def _part(read: dict[str, Any]) -> dict[str, Any]:
    """What we pass on of a component that a wheel names; references lead nowhere in our document."""
    return {key: read[key] for key in ("type", "name", "version", "purl", "licenses") if key in read}


def _licence_of(package: metadata.Distribution) -> str:
    if said := _said(package, "License-Expression"):
        return said
    said = _said(package, "License")
    if said and "\n" not in said and said != "Dual License":
        return said
    names = [
        line.rpartition(" :: ")[2]
        for line in package.metadata.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    return ", ".join(names) or "see its licence file"


def _said(package: metadata.Distribution, header: str) -> str:
    return str(package.metadata[header]) if header in package.metadata else ""


def _python() -> Component:
    number = ".".join(map(str, sys.version_info[:3]))
    places = [Path(sys.base_prefix, "LICENSE.txt"), Path(shutil.__file__).with_name("LICENSE.txt")]
    texts = [place for place in places if place.is_file()][:1]
    return Component("cpython", number, f"pkg:generic/cpython@{number}", "PSF-2.0", texts)


def _own_resources() -> list[Component]:
    resources = ROOT / "resources"
    return [
        Component("heebo", "", "pkg:generic/heebo", "OFL-1.1", [resources / "fonts" / "LICENSE-heebo.txt"]),
        Component("lucide", "", "pkg:generic/lucide", "ISC", [resources / "icons" / "LICENSE-lucide.txt"]),
    ]


def _debian(libraries: Iterable[Path]) -> list[Component]:
    """The packages that brought the libraries of the system, with the licences that Debian keeps for them."""
    places = {
        place for library in libraries for place in (library, library.resolve(), _merged(library.resolve()))
    }
    said = _ask("dpkg-query", "--search", *map(str, sorted(places)))
    names = {line.partition(": ")[0] for line in said.splitlines() if not line.startswith("diversion ")}
    versions = _ask("dpkg-query", "--show", "--showformat=${Package} ${Version}\n", *sorted(names))
    found = []
    for name, number in (line.split() for line in versions.splitlines()):
        text = Path("/usr/share/doc", name, "copyright")
        texts = [text] if text.is_file() else []
        purl = f"pkg:deb/debian/{name}@{number}"
        found.append(Component(name, number, purl, "see its copyright file", texts))
    return found


def _merged(library: Path) -> Path:
    """Where Debian's list of files has a library of /usr/lib that was packaged for /lib."""
    return Path("/", *library.parts[2:]) if library.parts[:2] == ("/", "usr") else library


def _ask(*words: str) -> str:
    """What Debian's own list of packages answers; nothing on another system."""
    try:
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        return ""
