"""The Windows installer, compiled by NSIS: on Windows from the bundle, elsewhere from a stand-in."""

from __future__ import annotations

import shutil
from pathlib import Path

from installers.project import BUILD, NAME, ROOT, PackagingError, moment, run, version

SCRIPT = ROOT / "packaging" / "windows" / "sweep.nsi"
PROGRAMS = ("sweep.exe", "Sweep-window.exe")


def compile_installer(bundle: Path, icon: Path, target: Path) -> Path:
    """Compile the installer of the unpacked bundle. Raises PackagingError, naming what is missing."""
    compiler = shutil.which("makensis")
    if compiler is None:
        raise PackagingError("There is no makensis here. Install NSIS (in Debian: nsis), then try again.")
    if absent := [name for name in PROGRAMS if not (bundle / name).is_file()]:
        raise PackagingError(f"The bundle lacks {' and '.join(absent)}.")
    defines = {
        "VERSION": version(),
        "SOURCE": bundle,
        "TARGET": target,
        "ICON": icon,
        "LICENCE": ROOT / "LICENSE",
    }
    run(
        [compiler, "-V2", "-WX", *(f"-D{name}={value}" for name, value in defines.items()), str(SCRIPT)],
        "makensis",
        SOURCE_DATE_EPOCH=str(moment()),
    )
    return target


def stand_in() -> Path:
    """A folder laid out like the bundle on Windows, for compiling the script where no Windows is.

    The programs in it do nothing: PyInstaller makes Windows programs on Windows alone.
    """
    folder = BUILD / "windows-stand-in"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "_internal" / "resources").mkdir(parents=True)
    for name in PROGRAMS:
        (folder / name).write_bytes(b"MZ stands for a program\n")
    shutil.copytree(ROOT / "resources", folder / "_internal" / "resources", dirs_exist_ok=True)
    (folder / "licences").mkdir()
    shutil.copyfile(ROOT / "LICENSE", folder / "licences" / f"LICENSE-{NAME}.txt")
    return folder
