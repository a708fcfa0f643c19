"""The only package that knows receipts: their deletion in batches, their files, and what a person is
shown."""
