"""From the lock to the packages that a person installs; see packaging/README.md. Standard library only."""
