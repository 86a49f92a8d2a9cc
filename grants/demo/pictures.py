"""A picture drawn for the demonstration: a table seen from above, as on the mark of the product."""

from __future__ import annotations

import io
from math import cos, pi, sin

WIDTH, HEIGHT = 1200, 800
GROUND, CLOTH, PLATE = "#e9dcc3", "#0b5c6b", "#fdf8ee"
PEOPLE = ("#ffd166", "#d1495b", "#6b3fa0", "#2f7d4f", "#edae49", "#30638e", "#8f5d2c", "#c05780")


def table_from_above() -> bytes:
    """Return a PNG of a round table, its plates and the people around it."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only where a picture is drawn

    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(image)
    middle = (WIDTH / 2, HEIGHT / 2)
    pen.circle(middle, 260, fill=CLOTH)
    for place, colour in enumerate(PEOPLE):
        turn = 2 * pi * place / len(PEOPLE)
        pen.circle((middle[0] + 330 * cos(turn), middle[1] + 330 * sin(turn)), 52, fill=colour)
        pen.circle((middle[0] + 195 * cos(turn), middle[1] + 195 * sin(turn)), 42, fill=PLATE)
    pen.circle(middle, 70, fill=PEOPLE[0])
    drawn = io.BytesIO()
    image.save(drawn, "PNG")
    return drawn.getvalue()


def quay() -> bytes:
    """Return a PNG of two boats along a quay."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only where a picture is drawn

    image = Image.new("RGB", (WIDTH, HEIGHT), "#bfdfe6")
    pen = ImageDraw.Draw(image)
    pen.circle((940, 190), 85, fill=PEOPLE[0])
    pen.rectangle((0, 520, WIDTH, HEIGHT), fill=CLOTH)
    for left, hull, sail in ((170, PEOPLE[1], PLATE), (620, PEOPLE[2], GROUND)):
        pen.polygon([(left, 500), (left + 340, 500), (left + 280, 600), (left + 60, 600)], fill=hull)
        pen.polygon([(left + 165, 150), (left + 165, 470), (left + 20, 470)], fill=sail)
        pen.polygon([(left + 185, 210), (left + 185, 470), (left + 290, 470)], fill=PEOPLE[4])
    pen.rectangle((0, 690, WIDTH, HEIGHT), fill=GROUND)
    drawn = io.BytesIO()
    image.save(drawn, "PNG")
    return drawn.getvalue()
