"""The widgets. They show frozen snapshots and call actions through `qt.calls`."""
