"""The composition root: the only place where concrete parts meet."""
