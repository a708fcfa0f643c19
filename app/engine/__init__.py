"""Runs one job, synchronously: no Qt, no thread of its own."""
