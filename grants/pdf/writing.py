"""A PDF file being written: its numbered objects, its texts and streams, the table of where they are."""

from __future__ import annotations

from hashlib import sha256
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.pdf.fragments import Piece


def text(words: str) -> bytes:
    """Write a PDF text string."""
    return b"<feff" + words.encode("utf-16-be", "replace").hex().encode() + b">"


class Writer:
    """A PDF file being written: numbered objects, then the table of where they are."""

    def __init__(self) -> None:
        """Start an empty file."""
        self._objects: list[bytes] = []

    def reserve(self, how_many: int = 1) -> int:
        """Set numbers aside and return the first of them."""
        first = len(self._objects) + 1
        self._objects.extend([b""] * how_many)
        return first

    def write(self, number: int, body: bytes) -> None:
        """Say what the object of that number is."""
        self._objects[number - 1] = b"%d 0 obj\n%b\nendobj\n" % (number, body)

    def add(self, body: bytes) -> int:
        """Write an object and return its number."""
        number = self.reserve()
        self.write(number, body)
        return number

    def add_stream(self, extra: bytes, content: bytes) -> int:
        """Write a stream and return its number; `extra` are entries of its dictionary."""
        return self.add(stream(extra, content))

    def put(self, pieces: Sequence[Piece], fill: Mapping[int, int]) -> int:
        """Write pieces in a row, filling the holes that are not pieces from `fill`; return the number of the first."""
        first = len(self._objects) + 1
        for number, (head, holes, content) in enumerate(pieces, first):
            body = head % tuple([first + hole if hole >= 0 else fill[hole] for hole in holes])
            if content is not None:
                body = b"%b\nstream\n%b\nendstream" % (body, content)
            self._objects.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return first

    def to_bytes(self, root: int, information: int | None = None) -> bytes:
        """Return the file, given the numbers of its catalogue and of its information."""
        header = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
        offsets = list(accumulate(map(len, self._objects), initial=len(header)))
        table = b"".join([b"%010d 00000 n \n" % offset for offset in offsets[:-1]])
        size = len(self._objects) + 1
        body = b"".join(self._objects)
        mark = sha256(body).hexdigest()[:32].encode()
        about = b"/Info %d 0 R" % information if information else b""
        trailer = b"trailer\n<</Size %d/Root %d 0 R%b/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
        end = trailer % (size, root, about, mark, mark, offsets[-1])
        return b"".join((header, body, b"xref\n0 %d\n0000000000 65535 f \n" % size, table, end))


def stream(extra: bytes, content: bytes) -> bytes:
    """Write the body of a stream object."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (extra, len(content), content)


def reference(number: int) -> bytes:
    """Write a reference to an object."""
    return b"%d 0 R" % number


def references(numbers: Sequence[int]) -> bytes:
    """Write references in a row."""
    return b" ".join([reference(number) for number in numbers])


def text_key(name: str) -> bytes:
    """Write the name of a destination as the links write it."""
    return b"(" + name.encode("ascii", "replace") + b")"
