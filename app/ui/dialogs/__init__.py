"""The dialogs. Each is opened with `ask()`, which awaits the answer; none ever blocks the event loop."""
