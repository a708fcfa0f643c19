"""Attachment storage behind one small protocol."""
