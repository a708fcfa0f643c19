"""The page of the workers on a server, and of what waits there."""
