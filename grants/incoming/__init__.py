"""Past years in: a town's own tables, looked at, tried, imported, and taken back whole."""
