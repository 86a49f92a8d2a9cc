"""Following what is new, by mail and without an account: per theme, neighbourhood, search or project."""
