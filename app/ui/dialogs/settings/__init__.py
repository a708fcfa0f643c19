"""The settings: one dialog, a page for each kind."""
