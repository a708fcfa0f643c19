"""Where threads meet the window: QtCore only."""
