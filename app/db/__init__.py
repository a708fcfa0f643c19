"""The shared PostgreSQL database: the only room that knows SQL."""
