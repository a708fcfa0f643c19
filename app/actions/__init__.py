"""What a person can ask for: permission, rate limit and audit are implemented here, once."""
