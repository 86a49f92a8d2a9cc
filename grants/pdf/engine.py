"""WeasyPrint behind a lock, with a fetcher that serves our own assets and nothing else."""

from __future__ import annotations

import ctypes.util
import gc
import html as html_text
import threading
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STATIC = Path(__file__).resolve().parents[1] / "static"
SCHEME = "asset:"
MM_PER_PX = 25.4 / 96
APT_LINE = "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
MIME = {".css": "text/css", ".jpg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml", ".ttf": "font/ttf"}

_lock = threading.RLock()
"""One layout at a time: a font configuration shared between threads corrupts memory."""


class PdfUnavailable(RuntimeError):  # noqa: N818 — a state of the machine, named as the interface fixes it
    """The machine cannot make PDFs. The text is one sentence for whoever runs it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How much room a document takes.

    pages: number of pages. fill: how far the last page is filled, 0 to 1, where the element `id="fin"` stands
    (1.0 when the document has no such element). per_section_mm: for every anchor asked for, the height in
    millimetres from that anchor to the next one asked for, or to `fin`.
    """

    pages: int
    fill: float
    per_section_mm: Mapping[str, float] = field(default_factory=dict)


def render(
    html: str,
    *,
    stylesheets: Sequence[str] = (),
    lang: str = "fr",
    title: str = "",
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the document as a tagged PDF (PDF/UA-1).

    html: a whole page or a fragment of body. stylesheets: names under `static/css/`. lang and title are written
    when the page does not give them itself. images: bytes served as `asset:NAME` besides the files of `static/`.
    Raises PdfUnavailable when Pango is missing.
    """
    return lay(html, stylesheets=stylesheets, lang=lang, title=title, images=images).pdf()


def measure(html: str, sections: Iterable[str] = (), *, stylesheets: Sequence[str] = ()) -> Measure:
    """Return how many pages the document takes, how full the last one is, and what each section costs.

    The document marks its end with `<div id="fin"></div>` and the start of each section with the ids given in
    `sections`. Raises PdfUnavailable when Pango is missing.
    """
    return lay(html, stylesheets=stylesheets).measure(sections)


class Laid:
    """A document laid out once: measured as often as one likes, painted when its PDF is asked for."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 — WeasyPrint is not typed
        """Keep WeasyPrint's document until its PDF is made."""
        self._document = document
        self._painted = b""
        pages = document.pages
        self.pages = len(pages)
        self._places: dict[str, float] = {}
        self._height = _usable_mm(pages[0])
        for name, place in _places(pages):
            self._places.setdefault(name, place)

    def measure(self, sections: Iterable[str] = ()) -> Measure:
        """Return the room it takes; see `measure`."""
        places, end = self._places, self._places.get("fin", float(self.pages))
        stops = sorted({(places[name], name) for name in sections if name in places})
        following = [place for place, _ in stops[1:]] + [end]
        costs = {
            n: round((after - place) * self._height, 1) for (place, n), after in zip(stops, following, strict=True)
        }
        return Measure(self.pages, round(min(1.0, max(0.0, end - (self.pages - 1))), 4), costs)

    def pdf(self) -> bytes:
        """Return the tagged PDF of this very layout, painted once."""
        with _lock:
            if not self._painted:
                self._painted = bytes(self._document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True))
                self._document = None
        return self._painted


def lay(
    html: str,
    *,
    stylesheets: Sequence[str] = (),
    lang: str = "fr",
    title: str = "",
    images: Mapping[str, bytes] | None = None,
) -> Laid:
    """Lay a document out, for its measure and its PDF: both tell the same pages. Arguments and errors of `render`."""
    with pressing(), served(images or {}) as fetcher:
        return Laid(layout(dressed(html, lang, title), stylesheets, fetcher))


def _places(pages: Sequence[Any]) -> Iterator[tuple[str, float]]:
    """Yield every anchor with its place, counted in pages from the top of the first: 1.5 is the middle of page two."""
    for index, page in enumerate(pages):
        box = page._page_box  # noqa: SLF001 — the margins of a page have no public name
        for name, (_, y, *_rest) in page.anchors.items():
            yield name, index + (y - box.margin_top) / box.height


def _usable_mm(page: Any) -> float:  # noqa: ANN401 — WeasyPrint is not typed
    """Return the height between the margins of a page, in millimetres."""
    return float(page._page_box.height) * MM_PER_PX  # noqa: SLF001 — as above


def dressed(html: str, lang: str, title: str) -> str:
    """Return the page with the language and title that PDF/UA asks for, if it does not have them yet."""
    if "<html" in html:
        return html
    head = f'<html lang="{html_text.escape(lang)}"><head><title>{html_text.escape(title)}</title></head>'
    return f"<!DOCTYPE html>{head}<body>{html}</body></html>"


def layout(html: str, stylesheets: Sequence[str], fetcher: Any) -> Any:  # noqa: ANN401 — WeasyPrint is not typed
    """Lay the page out and return WeasyPrint's document. The caller holds the lock of `pressing`."""
    weasy = weasyprint()
    sheets = [stylesheet(name) for name in stylesheets]
    source = weasy.HTML(string=html, url_fetcher=fetcher, base_url=SCHEME)
    return source.render(stylesheets=sheets, font_config=font_configuration(), pdf_variant="pdf/ua-1", pdf_tags=True)


@contextmanager
def pressing() -> Iterator[None]:
    """Hold the press: nobody else lays out meanwhile."""
    with _lock, untidied():
        yield


@contextmanager
def untidied() -> Iterator[None]:
    """Tidy memory up only afterwards: thousands of small pieces are made, and none goes before the end."""
    tidied = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if tidied:
            gc.enable()


@lru_cache(maxsize=1)
def weasyprint() -> Any:  # noqa: ANN401 — WeasyPrint is not typed
    """Import WeasyPrint, or raise PdfUnavailable with the library that is missing.

    `ctypes.util.find_library` would start 68 processes during that import only to find what the plain names
    already open, so it answers nothing meanwhile.
    """
    find_library = ctypes.util.find_library
    ctypes.util.find_library = _found_nowhere
    try:
        import weasyprint as library  # noqa: PLC0415 — 0.4 s and 30 MB, only where a PDF is made
    except (ImportError, OSError) as error:
        reason = str(error).splitlines()[0]
        message = f"PDF impossible, une bibliothèque manque ({reason}). À installer : {APT_LINE}"
        raise PdfUnavailable(message) from error
    finally:
        ctypes.util.find_library = find_library
    return library


def _found_nowhere(name: str) -> str | None:  # noqa: ARG001 — the signature of `find_library`
    """Answer as `find_library` does for a library it does not know."""
    return None


@lru_cache(maxsize=1)
def font_configuration() -> Any:  # noqa: ANN401 — WeasyPrint is not typed
    """Return the one font configuration of this process, with our own faces in it."""
    weasyprint()
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 — see weasyprint()

    return FontConfiguration()


@lru_cache(maxsize=16)
def stylesheet(name: str) -> Any:  # noqa: ANN401 — WeasyPrint is not typed
    """Parse a file of `static/css/` once per process."""
    source = asset(f"css/{name}")
    with served({}) as fetcher:
        return weasyprint().CSS(
            string=source.decode(), url_fetcher=fetcher, base_url=SCHEME, font_config=font_configuration()
        )


def asset(name: str) -> bytes:
    """Return the bytes of a file of `static/`; raises LookupError when the name leads anywhere else."""
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC) or path.suffix not in MIME or not path.is_file():
        raise LookupError(name)
    return path.read_bytes()


@contextmanager
def served(images: Mapping[str, bytes]) -> Iterator[Any]:
    """Give a fetcher that answers `asset:NAME` from these images and our static files, and denies everything else."""
    weasyprint()
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 — see weasyprint()

    class OwnAssets(URLFetcher):  # type: ignore[misc]
        """No network, no file outside `static/`, no data address."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002 — its parent's signature
            name = url.removeprefix(SCHEME).lstrip("/")
            if not url.startswith(SCHEME):
                raise LookupError(url)
            content = images[name] if name in images else asset(name)
            return URLFetcherResponse(url, content, {"Content-Type": MIME[Path(name).suffix]})

    yield OwnAssets()
