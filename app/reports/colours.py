"""The colours of printed reports: those of the light theme, which a test compares."""

from __future__ import annotations

from collections.abc import Mapping

from app.reports.document import Tone

LINE = "#E3E6EB"
"""Frames, and between rows."""

TRACK = "#E9ECF1"
"""What a bar is empty of."""

SURFACE = "#FFFFFF"

CANVAS = "#F6F7F9"
"""Around the sheet, on a screen."""

INK: Mapping[Tone, str] = {
    "": "#1B1F27",
    "muted": "#5B6472",
    "accent": "#2F5BEA",
    "ok": "#136F36",
    "warn": "#9A5800",
    "bad": "#C62828",
    "idle": "#606876",
}
"""What is written in each tone, and what marks it."""
