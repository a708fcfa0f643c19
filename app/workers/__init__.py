"""Runs jobs in threads of this process: the queue, the workers, their heartbeat. No Qt."""
