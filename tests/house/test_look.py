"""The look keeps its promises: light to load, readable in both lights, nothing from elsewhere."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
STYLESHEET = HOUSE / "grants" / "static" / "css" / "site.css"
TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))

HEAVIEST_STYLESHEET = 6 * 1024
BODY_TEXT = 7.0
OTHER_TEXT = 4.5

PAIRS = [
    ("ink", "paper", BODY_TEXT),
    ("ink", "sheet", BODY_TEXT),
    ("ink", "tint", BODY_TEXT),
    ("soft", "paper", BODY_TEXT),
    ("soft", "sheet", BODY_TEXT),
    ("soft", "tint", BODY_TEXT),
    ("brand", "paper", OTHER_TEXT),
    ("brand", "sheet", OTHER_TEXT),
    ("brand", "tint", OTHER_TEXT),
    ("on-brand", "brand", OTHER_TEXT),
    ("good", "tint", OTHER_TEXT),
    ("warn", "paper", OTHER_TEXT),
    ("warn", "tint", OTHER_TEXT),
    ("alert", "paper", OTHER_TEXT),
    ("alert", "tint", OTHER_TEXT),
    ("edge", "sheet", 3.0),
]


def _properties(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def _palettes() -> dict[str, dict[str, str]]:
    roots = re.findall(r":root\s*{([^}]*)}", STYLESHEET.read_text(encoding="utf-8"))
    light = _properties(roots[0])
    return {"light": light, "dark": light | _properties(roots[1])}


def _colour(palette: dict[str, str], name: str) -> str:
    value = palette[name]
    indirect = re.fullmatch(r"var\(--([\w-]+)\)", value)
    return _colour(palette, indirect.group(1)) if indirect else value


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two #rrggbb colours (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_largest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_stylesheet_weighs_at_most_six_kilobytes_zipped() -> None:
    assert len(gzip.compress(STYLESHEET.read_bytes(), 9, mtime=0)) <= HEAVIEST_STYLESHEET


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_can_be_read_in_both_lights(light: str, text: str, ground: str, least: float) -> None:
    palette = _palettes()[light]
    assert contrast(_colour(palette, text), _colour(palette, ground)) >= least


def test_every_town_has_colours_that_can_be_read() -> None:
    palettes = _palettes()
    for file in sorted((HOUSE / "config" / "territories").glob("*.toml")):
        described = file.read_text(encoding="utf-8")
        colours = dict(re.findall(r'^(colour|colour_dark) = "(#\w{6})"', described, re.MULTILINE))
        assert contrast(colours["colour"], "#ffffff") >= BODY_TEXT, file.name
        assert contrast(colours["colour"], palettes["light"]["tint"]) >= OTHER_TEXT, file.name
        assert contrast(colours["colour_dark"], palettes["dark"]["paper"]) >= BODY_TEXT, file.name
        assert contrast(colours["colour_dark"], palettes["dark"]["on-brand"]) >= OTHER_TEXT, file.name


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_templates_load_nothing_from_elsewhere(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<(?:img|script|iframe|source)\b[^>]*src=[\"'](?:https?:)?//", text)
    assert not re.search(r"<link\b[^>]*href=[\"'](?:https?:)?//", text)
