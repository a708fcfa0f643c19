"""Sweep: the desktop console that deletes all receipts of a business, safely and in the background."""

__version__ = "0.2.0"
