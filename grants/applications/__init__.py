"""A project answering a call: drafts, two pages, completeness."""
