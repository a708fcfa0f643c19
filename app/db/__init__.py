"""The shared PostgreSQL database: the only package, beside those of job types, that knows SQL."""
