"""Workshops to write and to cooperate: dates, seats, sign-up without an account, waiting list, calendar files."""
