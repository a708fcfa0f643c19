"""Archives that are the same every time, and their checksums."""

from __future__ import annotations

import gzip
import tarfile
from collections.abc import Iterable
from pathlib import Path

from installers.project import moment
from installers.wheels import sha256

CHECKSUMS = "SHA256SUMS"


def write_tar(target: Path, folder: Path, top: str) -> None:
    """Pack a folder as `top/…` into a .tar.gz: sorted, root's, all of one moment."""
    with (
        target.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=moment()) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in [folder, *sorted(folder.rglob("*"))]:
            tar.add(path, str(Path(top, path.relative_to(folder))), recursive=False, filter=_plain)


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mtime = moment()
    entry.mode = 0o755 if entry.mode & 0o111 or entry.isdir() else 0o644
    return entry


def write_checksums(files: Iterable[Path], target: Path) -> None:
    """As `sha256sum` writes them, so that `sha256sum --check` reads them."""
    lines = [f"{sha256(file)}  {file.name}\n" for file in sorted(files)]
    target.write_text("".join(lines), encoding="utf-8")
