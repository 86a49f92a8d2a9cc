"""The form of a message, and what is said when it cannot leave: its text always comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _l

from grants.files import LARGEST_FILE, given

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage, MultiDict

    from grants.domain.errors import RuleError

MESSAGE_WORDS: Final = {
    "message_empty": _l("Écrivez quelques mots, ou joignez un fichier."),
    "message_too_long": _l("Ce message fait %(length)s signes pour %(most)s\u00a0: envoyez-le en deux fois."),
    "too_many_files": _l("Trois fichiers au plus par message\u00a0: joignez les autres à un second message."),
    "too_many_messages": _l("Vous avez beaucoup écrit en peu de temps. Réessayez dans une heure, ou appelez-nous."),
    "not_sent": _l("Ce dossier n’est pas encore envoyé\u00a0: appelez-nous, ou écrivez-nous un e-mail."),
    "file_empty": _l("Le fichier «\u00a0%(name)s\u00a0» est vide."),
    "file_too_large": _l("Le fichier «\u00a0%(name)s\u00a0» est trop lourd\u00a0: 5 Mo au plus."),
    "file_unknown": _l(
        "Le fichier «\u00a0%(name)s\u00a0» n’est pas d’un genre que nous prenons\u00a0: PDF, image, texte ou tableur."
    ),
}

LEFT_OUT: Final = {
    "too_many_files": _l("trois fichiers au plus par message"),
    "file_empty": _l("fichier vide"),
    "file_too_large": _l("plus de 5 Mo"),
    "file_unknown": _l("genre non accepté"),
}


def say_message(error: RuleError) -> tuple[str, str]:
    """Return the field and the sentence of a rule that stops a message."""
    field = "files" if error.code.startswith("file_") or error.code == "too_many_files" else "text"
    return field, str(MESSAGE_WORDS[error.code]) % error.figures


def read_uploads(files: MultiDict[str, FileStorage]) -> list[tuple[str, bytes]]:
    """Return the files of a form, name and bytes; of one too heavy, one byte too many."""
    found = []
    for upload in files.getlist("files"):
        found.append(given(upload, LARGEST_FILE))
        upload.close()
    return [each for each in found if each is not None]
