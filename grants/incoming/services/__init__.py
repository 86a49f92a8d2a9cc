"""What is done with a file of past years: looked at, tried, imported, undone. Long works keep what they did so far."""

from grants.incoming.services.history import import_history
from grants.incoming.services.importing import ask_import, import_asked
from grants.incoming.services.looking import (
    ask_trial,
    choose,
    drop,
    forget_files,
    keep_file,
    on_disk,
    take_out,
    try_asked,
)
from grants.incoming.services.undoing import ask_undo, undo_asked

__all__ = [
    "ask_import",
    "ask_trial",
    "ask_undo",
    "choose",
    "drop",
    "forget_files",
    "import_asked",
    "import_history",
    "keep_file",
    "on_disk",
    "take_out",
    "try_asked",
    "undo_asked",
]
