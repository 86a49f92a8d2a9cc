"""The press: lays a page out once, keeps it, and gives it back as long as its words and its style stay the same."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

from grants.pdf.apart import Apart, LayoutTooHeavyError
from grants.pdf.cutting import font_pieces, paint
from grants.pdf.engine import asset, dressed, pressing, stylesheet
from grants.pdf.fragments import Fragment, Piece
from grants.pdf.helper import helped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from grants.pdf.apart import Limits
    from grants.pdf.binding import Fonts
    from grants.pdf.helper import Sheet

EDITION = b"3"
"""Changes when fragments are cut differently, so that older ones are laid out again."""

TIDIED_EVERY = 64
"""Pages laid out between two tidyings of memory: WeasyPrint leaves two megabytes behind for each."""

MOST_KEPT = 6_000
"""Fragments kept on disk (about 12 kB each); the oldest go first."""

SPECIMEN = "<p>a<i>a</i><span class=semi>a</span><span class=heavy>a</span></p>"


NOTHING = Fragment((), (), (), 0, (), (), (), (), ())


class Press:
    """Fragments of one style, kept in a folder between one booklet and the next."""

    def __init__(self, stylesheets: Sequence[str], folder: Path | None = None, limits: Limits | None = None) -> None:
        """Open the press with style sheets of `static/css/`, which define the classes `semi` (600) and `heavy` (800).

        folder: where fragments are kept, made if needed; None keeps them in memory only. limits: what a page may take,
        in a child process then; without them pages are laid out here.
        """
        self._stylesheets = tuple(stylesheets)
        self._folder = folder
        self._memory: dict[str, Fragment] = {}
        self._own: Fonts | None = None
        self._style = sha256(EDITION + b"".join(asset(f"css/{name}") for name in self._stylesheets)).hexdigest()
        self._helped = False
        self._apart = Apart(self._paint, limits) if limits else None
        self.laid_out = 0
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def fonts(self) -> Fonts:
        """Our fonts, whole, to be bound once in each document."""
        if self._own is None:
            self._own = self._kept_fonts()
        return self._own

    def fragment(self, html: str, images: Mapping[str, bytes] | None = None) -> Fragment:
        """Return the laid-out page, from the folder when nothing of it changed. Raises PdfUnavailable."""
        images = images or {}
        key = self._key(html, images)
        kept = self._memory.get(key) or self._read(key)
        if kept is None:
            kept = self.lay_out(html, images)
            self._write(key, kept)
        self._memory[key] = kept
        return kept

    def lay_out(self, html: str, images: Mapping[str, bytes] | None = None) -> Fragment:
        """Lay the page out, or take what a helper left of it, and keep nothing.

        Raises PdfUnavailable, and LayoutTooHeavyError when the press has limits.
        """
        images = images or {}
        left = self._read(key := self._key(html, images)) if self._helped else None
        if left is not None and self._folder is not None:
            (self._folder / f"{key}.page").unlink(missing_ok=True)
            return left
        with pressing():
            self.laid_out += 1
            if self._apart is not None:
                self._warm()
                return self._apart.lay_out(html, images)
            made = self._paint(html, images)
        if self.laid_out % TIDIED_EVERY == 0:
            gc.collect()
        return made

    def freely(self, html: str, images: Mapping[str, bytes] | None = None) -> Fragment:
        """Lay out here, without limits, a page that is known to be light. Raises PdfUnavailable."""
        with pressing():
            return self._paint(html, images or {})

    def lift(self) -> None:
        """Lay out here and without limits from now on."""
        self.close()
        self._apart = None

    def rest(self) -> None:
        """Give the next page all the time there is, whatever was given up before it."""
        if self._apart is not None:
            self._apart.rest()

    def close(self) -> None:
        """Send the child away, if there is one."""
        if self._apart is not None:
            self._apart.close()

    def _paint(self, html: str, images: Mapping[str, bytes]) -> Fragment:
        """Lay out in this process. The caller holds the press."""
        return paint(html, self._stylesheets, images, tuple(self.fonts))

    def _warm(self) -> None:
        """Read once, before a child is born, what each child needs."""
        _ = self.fonts
        for name in self._stylesheets:
            stylesheet(name)

    @contextmanager
    def helped(self, sheets: Sequence[Sheet]) -> Iterator[None]:
        """Have the last of these pages laid out by another process meanwhile, to be taken by `lay_out`."""
        _ = self.fonts
        with helped(self._stylesheets, self._folder, sheets):
            self._helped = True
            yield

    def leave(self, html: str, images: Mapping[str, bytes]) -> None:
        """Lay a page out for the process that will take it."""
        self._write(self._key(html, images), self.lay_out(html, images))

    def has(self, signature: str) -> bool:
        """Tell whether a page is kept under that signature, without reading it."""
        return self._folder is not None and (self._folder / f"{self._signed(signature)}.page").exists()

    def kept(self, signature: str) -> Fragment | None:
        """Return the page kept under a signature, which says all that it was made of; None when there is none."""
        return self._memory.get(key := self._signed(signature)) or self._read(key)

    def note_too_heavy(self, words: str) -> None:
        """Remember that what these words say cannot be laid out in this style, so that nobody tries it again."""
        self.keep(f"too heavy {words}", NOTHING)

    def skip_too_heavy(self, words: str) -> None:
        """Raise LayoutTooHeavyError if that was noted."""
        if self.is_too_heavy(words):
            message = "it was given up before"
            raise LayoutTooHeavyError(message, always=True)

    def is_too_heavy(self, words: str) -> bool:
        """Tell whether that was noted."""
        noted = f"too heavy {words}"
        return self._signed(noted) in self._memory or self.has(noted)

    def keep(self, signature: str, fragment: Fragment) -> None:
        """Keep a page under its signature, so that next time not even its HTML is written."""
        key = self._signed(signature)
        self._memory[key] = fragment
        self._write(key, fragment)

    def _signed(self, signature: str) -> str:
        return self._key(f"signature {signature}", {})

    def tidy(self) -> None:
        """Take the oldest fragments off the folder when there are too many."""
        if self._folder is None:
            return
        files = sorted(self._folder.glob("*.page"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[MOST_KEPT:]:
            path.unlink(missing_ok=True)

    def _key(self, html: str, images: Mapping[str, bytes]) -> str:
        digest = sha256(self._style.encode() + html.encode("utf-8", "replace"))
        for name in sorted(images):
            digest.update(name.encode() + images[name])
        return digest.hexdigest()

    def _read(self, key: str) -> Fragment | None:
        if self._folder is None:
            return None
        path = self._folder / f"{key}.page"
        try:
            kept = Fragment.from_bytes(path.read_bytes())
        except (OSError, ValueError, EOFError, TypeError):
            return None
        os.utime(path)
        return kept

    def _write(self, key: str, fragment: Fragment) -> None:
        if self._folder is None:
            return
        draft = self._folder / f"{key}.{os.getpid()}.draft"
        draft.write_bytes(fragment.to_bytes())
        draft.replace(self._folder / f"{key}.page")

    def _kept_fonts(self) -> Fonts:
        """Read our fonts from the folder, or cut them from a specimen and keep them there."""
        page = dressed(SPECIMEN, "fr", "specimen")
        key = self._key(page, {})
        kept = self._read(key)
        if kept is None:
            with pressing():
                cut = font_pieces(page, self._stylesheets)
            sizes = [len(pieces) for pieces in cut.values()]
            everything = tuple(piece for pieces in cut.values() for piece in pieces)
            kept = Fragment(everything, (), (), 0, (), (), tuple(sizes), tuple(cut), ())
            self._write(key, kept)
        fonts: dict[str, tuple[Piece, ...]] = {}
        start = 0
        for name, size in zip(kept.fonts, kept.links, strict=True):
            fonts[name] = kept.pieces[start : start + size]
            start += size
        return fonts
