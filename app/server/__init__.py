"""A worker on a server: takes jobs from the queue on Redis and runs them by this program's engine."""
