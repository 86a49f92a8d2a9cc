"""What can go wrong with a backup."""

from __future__ import annotations


class BackupError(RuntimeError):
    """A backup that cannot be made, read or restored; the message is one sentence."""
