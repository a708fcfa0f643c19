"""Texts for people: words, errors, findings, what is stored on rows."""
