"""The one door to age: a backup is sealed to a public key, and opened by whoever keeps the identity elsewhere.

The server holds the public key only (`backup_recipient`): who steals it, or its backups, reads nothing.
"""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING

import pyrage

from grants.operations.errors import BackupError

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"age-encryption.org/v1"
LARGEST_IDENTITY = 10_000
"""Bytes of a file of identities; a larger one is something else."""


def seal(plain: IO[bytes], target: IO[bytes], recipient: str) -> None:
    """Write a sealed copy; raise BackupError when the key is no key."""
    plain.seek(0)
    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        message = f"backup_recipient is no public key of age ({error})."
        raise BackupError(message) from error
    pyrage.encrypt_io(plain, target, [key])


def is_sealed(path: Path) -> bool:
    """Tell whether a file is sealed; raise OSError when it cannot be read."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def opened(path: Path, identity: Path | None) -> IO[bytes]:
    """Open a backup for reading, unsealed in a file without a name; raise BackupError or OSError."""
    if not is_sealed(path):
        return path.open("rb")
    if identity is None:
        message = f"{path} is sealed: give the file of your identity with --identity."
        raise BackupError(message)
    plain = tempfile.TemporaryFile(dir=path.parent)  # noqa: SIM115 - whoever asked closes it
    try:
        with path.open("rb") as file:
            pyrage.decrypt_io(file, plain, _identities(identity))
    except pyrage.DecryptError as error:
        plain.close()
        message = f"{path} cannot be opened with this identity ({error})."
        raise BackupError(message) from error
    except BaseException:
        plain.close()
        raise
    plain.seek(0)
    return plain


def _identities(path: Path) -> list[pyrage.x25519.Identity]:
    """Read a file of identities, as `age-keygen` writes it."""
    try:
        with path.open(encoding="ascii") as file:
            lines = file.read(LARGEST_IDENTITY).splitlines()
        return [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.strip() and line[0] != "#"]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        message = f"{path} holds no identity of age."
        raise BackupError(message) from error
