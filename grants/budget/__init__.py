"""Envelopes, ledger, equal awards, deliberation, payments."""
