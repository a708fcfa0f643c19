"""The details of the selection, in tabs under the table."""
