"""The door to WeasyPrint: tagged documents, our own assets and nothing else, room measured."""

import builtins
import subprocess
import sys
import time

import page
import pytest

from grants import pdf
from grants.pdf import engine, helper
from tests.samples.booklets import PARAGRAPHS

pytestmark = pytest.mark.one_database

STYLE = ("print-fonts.css", "booklet.css")


def ua_failures(document: bytes) -> list[str]:
    report = page.validate_pdf_bytes(
        document, profile=page.ValidationProfile.PDF_UA_1, limits=page.SafetyLimits.unlimited()
    )
    return [failure.message for failure in report.failures]


def test_a_document_is_tagged_and_says_its_title_and_language():
    document = pdf.render("<h1>Récépissé</h1><p>Reçu le 15 septembre.</p>", stylesheets=STYLE, title="Récépissé")
    assert ua_failures(document) == []


def test_nothing_is_fetched_from_outside(tmp_path, caplog):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>SECRET</text></svg>')
    addresses = (
        secret.as_uri(),
        "http://127.0.0.1:9/x.png",
        "asset:../../pyproject.toml",
        "asset:/etc/passwd",
        "asset:css/../../settings.py",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
    )
    html = "<h1>x</h1>" + "".join(f'<img alt="x" src="{address}">' for address in addresses)
    pdf.render(html + f'<link rel="attachment" href="{secret.as_uri()}">', title="x")
    assert len([line for line in caplog.messages if "Failed to load" in line]) == len(addresses) + 1


def test_asset_names_stay_inside_static():
    assert engine.asset("fonts/atkinson-next-400.ttf")
    for name in ("../app.py", "fonts/OFL.txt", "fonts", "/etc/passwd", "css/absent.css"):
        with pytest.raises(LookupError):
            engine.asset(name)


def test_the_measure_counts_pages_and_the_room_of_each_section():
    short = '<h1>x</h1><p id="what">Un jardin.</p><p id="when">En mai.</p><div id="fin"></div>'
    long = (
        '<h1>x</h1><p id="what">'
        + "Un jardin au pied des tours. " * 300
        + '</p><p id="when">Mai</p><div id="fin"></div>'
    )
    measured = pdf.measure(short, ("what", "when"), stylesheets=STYLE)
    assert measured.pages == 1
    assert 0 < measured.fill < 0.3
    assert set(measured.per_section_mm) == {"what", "when"}
    more = pdf.measure(long, ("what", "when"), stylesheets=STYLE)
    assert more.pages > 1
    assert more.per_section_mm["what"] > 180 > measured.per_section_mm["what"]


def test_a_machine_without_pango_is_told_what_to_install(monkeypatch):
    real = builtins.__import__

    def without_pango(name, *args, **kwargs):
        if name == "weasyprint":
            message = "cannot load library 'libpango-1.0-0'"
            raise OSError(message)
        return real(name, *args, **kwargs)

    engine.weasyprint.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(pdf.PdfUnavailable, match=r"libpango-1\.0-0.*apt-get install"):
        pdf.render("<p>x</p>")
    engine.weasyprint.cache_clear()


def test_the_door_opens_without_loading_weasyprint():
    code = "import grants.pdf, grants.plenary.prints.booklet, sys; assert 'weasyprint' not in sys.modules, 'loaded'"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 — our own interpreter


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_lines_counted_from_the_widths_of_letters_are_those_laid_out(paragraph):
    laid_out = pdf.measure(f'<p id="p">{paragraph}</p><div id="fin"></div>', ("p",), stylesheets=STYLE)
    line = 13 * 25.4 / 72
    counted = pdf.typeface("fonts/atkinson-next-400.ttf").lines(paragraph, 9.6, 121)
    assert counted == round(laid_out.per_section_mm["p"] / line)


def test_our_typefaces_write_french_and_breton():
    for weight in ("400", "400-italic", "600", "800"):
        assert set("c’hñùœŒçéèêëàâîïôû€½…–—«»\u00a0°") <= pdf.typeface(f"fonts/atkinson-next-{weight}.ttf").signs


def test_another_process_lays_out_pages_that_this_one_takes(tmp_path, monkeypatch):
    monkeypatch.setattr(helper, "WORTH_IT", 2)
    monkeypatch.setattr(helper.os, "cpu_count", lambda: 2)
    press = pdf.Press(("print-fonts.css",), tmp_path)
    sheets = [(name, f'<html lang="fr"><head><title>x</title></head><body><p>{name}</p>', {}) for name in "abc"]
    press.keep("a", press.lay_out(sheets[0][1]))
    with press.helped(sheets):
        before = set(tmp_path.glob("*.page"))
        until = time.monotonic() + 60
        while len(set(tmp_path.glob("*.page")) - before) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        taken = [press.lay_out(html) for _, html, _ in sheets[1:]]
    assert press.laid_out == 1
    assert set(tmp_path.glob("*.page")) == before
    assert taken == [pdf.Press(("print-fonts.css",)).lay_out(html) for _, html, _ in sheets[1:]]


def test_a_helper_that_dies_at_once_is_done_without(tmp_path, monkeypatch):
    monkeypatch.setattr(helper, "WORTH_IT", 1)
    monkeypatch.setattr(helper.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(helper.sys, "executable", "/bin/false")
    press = pdf.Press(("print-fonts.css",), tmp_path)
    html = f'<html lang="fr"><head><title>x</title></head><body><p>{"long " * 50_000}</p>'
    with press.helped([("a", html, {})] * 4):
        assert press.lay_out(html[:90])
