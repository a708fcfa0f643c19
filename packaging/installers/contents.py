"""What is inside: a bill of materials, and the licence of every part; the bundle's own Python runs this."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.component import Component
from packageurl import PackageURL

from installers import bill
from installers.project import DEMO, ROOT

TEXTS = ROOT / "packaging" / "licences"
"""Licences whose text the packages do not bring themselves."""

_BUILT_IN = ("pyinstaller",)
"""Parts of these are in every bundle: PyInstaller's start program."""

_PASSED_ON = ("type", "name", "version", "purl", "licenses")
"""What is told of a component that a wheel names."""

_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice|copyright|authors", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bundle that somebody else has made, and the files with its licence."""

    component: Component
    texts: list[Path] = field(default_factory=list)


def main(listed: Path, site_packages: Path, bundle: Path, demo: Path | None, *, demo_wheel: str) -> None:
    """Write `licences` into the folders of the bundle, which has its name, and of the demo, where it is made
    too. `listed` is the JSON file in which the spec leaves the files of the bundle."""
    files = json.loads(listed.read_text(encoding="utf-8"))
    write(bundle / "licences", bundle.name, parts_of(files, site_packages))
    if demo is not None:
        write(demo / "licences", DEMO, [part_of_wheel(site_packages, demo_wheel)])


def parts_of(contents: Iterable[tuple[str, str]], site_packages: Path) -> list[Part]:
    """Who made the files of the bundle, given where each goes to and where it was taken from."""
    installed = list(_distributions(site_packages))
    owners = _owners(installed)
    sources = [Path(source) for _, source in contents]
    packages = {name.lower() for name in _BUILT_IN}
    system = set()
    for source in sources:
        if (owner := owners.get(source)) is not None:
            packages.add(owner)
        elif source.suffix != ".py" and not source.is_relative_to(ROOT) and ".so" in source.name:
            system.add(source)
    found = [_package(each) for each in installed if _key(each) in packages]
    found += [_python(), *_own_resources()]
    if sys.platform == "linux":
        found += _debian(system)
    return found


def part_of_wheel(site_packages: Path, wheel: str) -> Part:
    """The one package, as the demo has it."""
    return next(_package(each) for each in _distributions(site_packages) if _key(each) == _normal(wheel))


def write(folder: Path, name: str, parts: list[Part]) -> None:
    """Write the bill of materials and the licences below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = bill.of(name, [part.component for part in parts])
    (folder / f"{name}.cdx.json").write_text(text, encoding="utf-8")
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE-sweep.txt")
    for part in parts:
        place = folder / part.component.name
        place.mkdir(exist_ok=True)
        for number, text_file in enumerate(part.texts):
            target = place / text_file.name
            free = target.with_stem(f"{target.stem}-{number}") if target.exists() else target
            shutil.copyfile(text_file, free)


def _distributions(site_packages: Path) -> Iterator[metadata.Distribution]:
    return iter(metadata.distributions(path=[str(site_packages)]))


def _owners(packages: Iterable[metadata.Distribution]) -> dict[Path, str]:
    owners: dict[Path, str] = {}
    for each in packages:
        name = _key(each)  # reads its whole metadata
        owners |= {Path(str(each.locate_file(file))): name for file in each.files or ()}
    return owners


def _key(package: metadata.Distribution) -> str:
    return _normal(package.metadata["Name"])


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _package(package: metadata.Distribution) -> Part:
    name = _key(package)
    files = [Path(str(package.locate_file(file))) for file in package.files or ()]
    own = [file for file in files if any(part.endswith(".dist-info") for part in file.parts)]
    texts = [file for file in own if _LICENCE_FILE.search(file.name) and file.suffix != ".py"]
    licence = _licence_of(package)
    if not texts and "LGPL-3.0" in licence:
        texts = sorted(TEXTS.glob("*.txt"))
    component = _component(PackageURL("pypi", name=name, version=package.version), licence)
    for said in (file for file in own if file.parent.name == "sboms" and file.suffix == ".json"):
        _add_parts(component, json.loads(said.read_text(encoding="utf-8")))
    return Part(component, sorted(texts))


def _add_parts(component: Component, said: dict[str, Any]) -> None:
    """Add what a wheel says that it is made of. Its references lead nowhere in our document, so each part
    gets one of ours."""
    for each in said.get("components", []):
        if _normal(each["name"]) != component.name:
            told = {field: each[field] for field in _PASSED_ON if field in each}
            told["bom-ref"] = f"{component.purl}#{each.get('purl', each['name'])}"
            component.components.add(Component.from_json(told))  # type: ignore[attr-defined] # a decorator's


def _component(purl: PackageURL, licence: str) -> Component:
    return Component(
        name=purl.name,
        version=purl.version,
        purl=purl,
        bom_ref=purl.to_string(),
        licenses=[LicenseFactory().make_from_string(licence)],
    )


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


def _python() -> Part:
    number = ".".join(map(str, sys.version_info[:3]))
    places = [Path(sys.base_prefix, "LICENSE.txt"), Path(shutil.__file__).with_name("LICENSE.txt")]
    texts = [place for place in places if place.is_file()][:1]
    return Part(_component(PackageURL("generic", name="cpython", version=number), "PSF-2.0"), texts)


def _own_resources() -> list[Part]:
    resources = ROOT / "resources"
    return [
        Part(_component(PackageURL("generic", name=name), licence), [resources / text])
        for name, licence, text in (
            ("heebo", "OFL-1.1", "fonts/LICENSE-heebo.txt"),
            ("lucide", "ISC", "icons/LICENSE-lucide.txt"),
        )
    ]


def _debian(libraries: Iterable[Path]) -> list[Part]:
    """The packages that brought the libraries of the system, with the licences that Debian keeps for them."""
    places = {
        place for library in libraries for place in (library, library.resolve(), _merged(library.resolve()))
    }
    said = _ask("dpkg-query", "--search", *map(str, sorted(places)))
    names = {line.partition(": ")[0] for line in said.splitlines() if not line.startswith("diversion ")}
    versions = _ask("dpkg-query", "--show", "--showformat=${Package} ${Version}\n", *sorted(names))
    found = []
    for name, number in (line.split() for line in versions.splitlines()):
        purl = PackageURL("deb", namespace="debian", name=name, version=number)
        text = Path("/usr/share/doc", name, "copyright")
        found.append(Part(_component(purl, "see its copyright file"), [text] if text.is_file() else []))
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


if __name__ == "__main__":
    _listed, _packages, _bundle, *_demo = sys.argv[1:]
    _folder, _wheel = _demo or ("", "")
    main(Path(_listed), Path(_packages), Path(_bundle), Path(_folder) if _folder else None, demo_wheel=_wheel)
