"""Which wheels a target needs: decided from the lock, for a system that need not be this one."""

from __future__ import annotations

import pytest

from installers import wheels
from installers.project import LOCK, PackagingError

HASH = "0" * 64


def names(target: str, python: str = "3.11") -> set[str]:
    environment = wheels.TARGETS[target].environment(python)
    listed = wheels.pins(LOCK.read_text(encoding="utf-8"))
    return {pin.name for pin in listed if wheels.wanted(pin.marker, environment)}


def test_each_system_gets_its_own_keyring() -> None:
    everywhere = {"pyside6-essentials", "sqlalchemy", "boto3", "keyring", "pyinstaller"}
    assert all(everywhere <= names(target) for target in wheels.TARGETS)
    assert "secretstorage" in names("linux-x86_64")
    assert not {"secretstorage", "cryptography"} & names("windows-x86_64")
    assert "pywin32-ctypes" in names("windows-x86_64")
    assert "macholib" in names("macos-arm64")


def test_a_newer_python_needs_fewer_backports() -> None:
    assert "backports-tarfile" in names("linux-x86_64", "3.11")
    assert "backports-tarfile" not in names("linux-x86_64", "3.12")


def test_a_pin_is_read_and_written_with_all_its_hashes() -> None:
    (pin,) = wheels.pins(f"one==1.2 ; sys_platform == 'linux' \\\n    --hash=sha256:{HASH}\n    # via two\n")
    assert (pin.name, pin.version, pin.marker) == ("one", "1.2", "sys_platform == 'linux'")
    assert pin.line() == f"one==1.2 \\\n    --hash=sha256:{HASH}"


@pytest.mark.parametrize("lock", ["one==1.2", f"one \\\n    --hash=sha256:{HASH}"])
def test_a_package_without_version_or_hash_is_refused(lock: str) -> None:
    with pytest.raises(PackagingError, match="without version or hash"):
        list(wheels.pins(lock))


def test_a_marker_that_is_not_understood_is_refused() -> None:
    with pytest.raises(PackagingError, match="not understood"):
        wheels.wanted("platform_release == '6'", wheels.TARGETS["linux-x86_64"].environment("3.11"))
