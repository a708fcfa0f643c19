"""What is printed: a report, painted on sheets of A4."""
