"""The one door to WeasyPrint: HTML in, tagged PDF out, nothing fetched from outside.

`render(html, stylesheets=("print-fonts.css", "x.css"), lang="fr", title="…") -> bytes` makes a document, PDF/UA-1.
`measure(html, sections=("what", …), stylesheets=…) -> Measure(pages, fill, per_section_mm)` tells the room it takes:
mark the end with `<div id="fin"></div>` and each section with its id.
`lay(html, …) -> Laid` lays out once what is both measured (`.measure(sections)`) and printed (`.pdf()`).
Style sheets are files of `static/css/`; `print-fonts.css` gives the family `Atkinson` (400, italic, 600, 800).
Inside, files of `static/` are addressed as `asset:img/logo.svg`; any other address is denied.
With `Limits` a press lays pages out in a child process that may take so much time and memory and no more.
`PdfUnavailable` is raised when the machine lacks Pango; its text names the library and the command that installs it.
A long document is made of fragments: `Press` lays them out and keeps them, `bind` binds them into one tagged PDF,
`impose` folds A5 pages on A4 sheets. `turn(key, folder)` lets one at a time work on a thing, across processes.
"""

from grants.pdf.apart import LayoutTooHeavyError, Limits
from grants.pdf.archive import Attachment
from grants.pdf.binding import Fonts, bind
from grants.pdf.engine import Laid, Measure, PdfUnavailable, lay, measure, render, untidied
from grants.pdf.fragments import Fragment
from grants.pdf.helper import Sheet
from grants.pdf.imposition import impose
from grants.pdf.press import Press
from grants.pdf.turns import turn
from grants.pdf.typeface import Typeface, typeface

__all__ = [
    "Attachment",
    "Fonts",
    "Fragment",
    "Laid",
    "LayoutTooHeavyError",
    "Limits",
    "Measure",
    "PdfUnavailable",
    "Press",
    "Sheet",
    "Typeface",
    "bind",
    "impose",
    "lay",
    "measure",
    "render",
    "turn",
    "typeface",
    "untidied",
]
