"""The report of a run as files: what it says, and how each kind of file says it. No Qt."""
