"""The page of the runs: the list of all, and the one that is open."""
