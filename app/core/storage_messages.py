"""Why an attachment storage, or a file in it, cannot be used: a part of the catalogue (`core.messages`).

They are reasons, so each begins small and has no full stop. What an operating system says is chosen by its
number: the words differ from one system, and from one language of it, to the next.
"""

from __future__ import annotations

import errno

from app.core.message import Message

STORAGE_UNUSABLE = Message("the attachment storage {place} cannot be used: {reason}")
FILES_NOT_FOUND = Message(
    "the newest files in the database do not exist there (checked: {count}), for example {key}",
    "none of the {count} newest files in the database exists there, for example {key}",
    "of the {count} newest files that the database names none is there, for example {key}",
)
NO_KEY = Message(
    "the key is not one of the product's keys",
    "the key is none that the product gives",
    "the key is none that a file of the storage can have",
    "the key is none that a bucket can hold",
)
OTHER_PREFIX = Message(
    "the key is not in the folder of the business", "the key is not under the business's own prefix"
)
LEADS_OUT = Message(
    "the key leads out of the folder of the business",
    "the key leads out of the business's own folder",
    "the key leads out of the business's own prefix",
)

# A folder

NO_FOLDER = Message("the folder does not exist")
NO_ATTACHMENTS = Message('it has no "attachments" folder, so it is not the attachment storage')
NO_PERMISSION = Message("this user has no permission to delete files in it")
FOLDER_REPLACED = Message(
    "it is no longer the folder with which the work began. Something was mounted, unmounted or replaced "
    "there: restore it, and the next job deletes what is left",
    "it is not the folder any more that the work began with. Something was mounted, unmounted or replaced"
    " there meanwhile: put it back as it was, and the next job deletes what is left",
)
CANNOT_BE_SEARCHED = Message("its files cannot be looked for ({reason})")

# A bucket

NOTHING_THERE = Message('it has nothing under "attachments/", so it is not the attachment storage')
NO_BUCKET = Message("the bucket does not exist in this account")
KEY_HAS_NO_PERMISSION = Message("the access key has no permission for it")
KEY_IS_WRONG = Message("the access key or its secret is wrong")
KEY_HAS_EXPIRED = Message("the access key has expired")
SETTING_IS_WRONG = Message("the access key or another setting is wrong")
OTHER_ENDPOINT = Message("the bucket is at another endpoint: check the endpoint URL")
CLOCK_IS_WRONG = Message("the clock of this computer is wrong")
OVERLOADED = Message("it is overloaded")
INTERNAL_ERROR = Message("it had an internal error")
OBJECT_LOCKED = Message("a retention rule of the bucket protects the file")
NEEDS_A_SECOND_FACTOR = Message("the bucket requires multi-factor authentication to delete files")
NO_ANSWER = Message("it does not respond")
TOO_SLOW = Message("it responds too slowly")
STORAGE_BUG = Message("unexpected error ({reason})")
REDIRECTS = Message("it redirects requests instead of answering them")
UNREACHABLE = Message("it cannot be reached")
CERTIFICATE_REFUSED = Message("its certificate is not accepted")
PROXY_UNREACHABLE = Message("the proxy of this computer cannot be reached")
UNORDERED = Message("it does not list its objects in order, so existing files cannot be determined")
UNREPORTED = Message("the storage did not report the result")
ANSWERED = Message("it answered {code}: {reason}")
ANSWERED_ONLY = Message("it answered {code}")
REQUEST_FAILED = Message("the request failed ({code})")

# A file, as the console finds it

NOT_A_FILE = Message("it is not a regular file")
TOO_DEEP = Message("it lies in more folders than the product makes", "It lies deeper than {count} folders")

# What an operating system says

SYSTEM = {
    "EACCES": Message("Permission denied", "Access is denied"),
    "EPERM": Message("Operation not permitted"),
    "EROFS": Message("Read-only file system"),
    "ENOSPC": Message("No space left on device", "There is not enough space on the disk"),
    "EDQUOT": Message("Disk quota exceeded", "Disc quota exceeded"),
    "EIO": Message("Input/output error", "I/O error"),
    "ENOENT": Message("No such file or directory"),
    "ENOTDIR": Message("Not a directory"),
    "EISDIR": Message("Is a directory"),
    "ENAMETOOLONG": Message("File name too long"),
    "ELOOP": Message("Too many levels of symbolic links"),
    "EBUSY": Message("Device or resource busy", "Resource busy"),
    "ETXTBSY": Message("Text file busy"),
    "EMFILE": Message("Too many open files"),
    "ENFILE": Message("Too many open files in system"),
    "ENOMEM": Message("Cannot allocate memory"),
    "EINVAL": Message("Invalid argument"),
    "ESTALE": Message("Stale file handle", "Stale NFS file handle"),
    "ENOTCONN": Message("Transport endpoint is not connected", "Socket is not connected"),
    "ETIMEDOUT": Message("Connection timed out", "Operation timed out"),
    "EHOSTDOWN": Message("Host is down"),
    "EHOSTUNREACH": Message("No route to host"),
    "ENETUNREACH": Message("Network is unreachable"),
    "ENODEV": Message("No such device", "Device not configured"),
    "ENXIO": Message("No such device or address"),
}
"""By the name of its number; not every system has all of them."""


def what_the_system_said(error: OSError) -> str:
    """Why a call of the operating system failed, from the catalogue where it is known."""
    if isinstance(error.strerror, Message):  # we raised it ourselves
        return error.strerror
    known = SYSTEM.get(errno.errorcode.get(error.errno or 0, ""))
    return known or error.strerror or type(error).__name__
