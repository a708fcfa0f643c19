"""The vocabulary of the console: statuses, policies, progress, rights, errors. Standard library only."""
