"""What the window shows and asks: rows, poller, activity, services, preferences."""
