"""What the product calls the deletion of receipts, and the page that it belongs to."""

DELETE_RECEIPTS = "delete_receipts_all"
"""The value of `background_jobs.job_type` (web-api-contract.md, Tables)."""

RECEIPTS_PAGE = "gmail_receipts"
"""The page key that must be among a business's enabled pages (web-api-contract.md, Tables)."""
