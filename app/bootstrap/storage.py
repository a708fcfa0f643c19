"""The storage of a description."""

from __future__ import annotations

from app.core.storage_place import Folder, StoragePlace
from app.files.local import LocalStorage
from app.files.storage import Storage


def open_storage(place: StoragePlace) -> Storage:
    """The storage at this place. Makes no request yet: `Storage.check` finds out whether it can be used."""
    if isinstance(place, Folder):
        return LocalStorage(place.root)
    from app.files.s3 import S3Storage  # boto3 takes its time to load: only for who uses it

    return S3Storage(place)
