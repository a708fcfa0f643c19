"""Where attachments are stored: a local folder, or a bucket that speaks S3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.core.errors import BadInput

R2_VARIABLES = ("R2_ACCOUNT_ID", "R2_ACCESS_KEY_ID", "R2_SECRET_ACCESS_KEY", "R2_BUCKET_NAME")
"""What the web side sets where attachments lie on Cloudflare R2 (web-api-contract.md, Tables)."""

R2_ENDPOINT = "R2_ENDPOINT_URL"
"""Overrides the endpoint that follows from the account; the account need not be named then. The web side's
documents name it so, and so do the saved settings of the console."""

R2_ENDPOINT_IN_CODE = "R2_ENDPOINT"
"""The same, as the web side's code reads it. Both count; see `endpoint_in`."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The local folder that holds `attachments/`."""

    root: Path


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket of Cloudflare R2, or of any S3 service by its `endpoint_url`. Raises BadInput.

    The secret is in no repr; whoever keeps a description keeps it in the operating system's keyring.
    """

    name: str
    access_key_id: str
    secret_access_key: str = field(repr=False)
    account_id: str = ""
    endpoint_url: str = ""

    def __post_init__(self) -> None:
        if not self.name or not set(self.name).isdisjoint("/ \t\r\n"):
            raise BadInput("The bucket name is missing, or contains a slash or a space.")
        if not self.access_key_id or not self.secret_access_key:
            raise BadInput("The access key is missing: its ID, its secret, or both.")
        _check_endpoint(self.endpoint)

    @property
    def endpoint(self) -> str:
        """The address of the service: `endpoint_url`, or R2's of the account; "" where both are missing."""
        if self.endpoint_url or not self.account_id:
            return self.endpoint_url.rstrip("/")
        return f"https://{self.account_id}.r2.cloudflarestorage.com"

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Bucket:
        """As the web side's variables name it. Raises BadInput, which names what is missing."""
        values = {name: environment.get(name, "").strip() for name in R2_VARIABLES}
        endpoint = endpoint_in(environment)
        needed = R2_VARIABLES[1:] if endpoint else R2_VARIABLES
        missing = [name for name in needed if not values[name]]
        if missing:
            raise BadInput(f"The attachments are on R2, but this is not set: {', '.join(missing)}.")
        account, key, secret, bucket = (values[name] for name in R2_VARIABLES)
        return cls(bucket, key, secret, account_id=account, endpoint_url=endpoint)


StoragePlace = Folder | Bucket


def endpoint_in(environment: Mapping[str, str]) -> str:
    """The endpoint by either of its names; "" where there is none. Raises BadInput where they differ: one of
    the two is another bucket, and only a person can tell which."""
    named = {name: environment.get(name, "").strip() for name in (R2_ENDPOINT_IN_CODE, R2_ENDPOINT)}
    if len({value.rstrip("/") for value in named.values() if value}) > 1:
        raise BadInput(
            f"{R2_ENDPOINT_IN_CODE} and {R2_ENDPOINT} are both set, but differ."
            " Set only the one where the attachments are."
        )
    return next(filter(None, named.values()), "")


def _check_endpoint(url: str) -> None:
    """The address is not repeated: it may hold a password."""
    if not url:
        raise BadInput("The account ID or the endpoint URL is missing.")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, an unclosed bracket
        usable = False
    if not usable or not url.isascii() or any(character.isspace() for character in url):
        raise BadInput("The endpoint URL must have the form https://host or https://host:port.")
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise BadInput(
            "The endpoint URL must contain the host and port only: no bucket name, no user and no path."
        )
