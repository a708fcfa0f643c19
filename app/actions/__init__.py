"""What a person can ask for: permission, rate limit and audit live here, once."""
