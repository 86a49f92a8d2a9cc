"""Files people give: known by what they hold, photographs without a trace of where they were taken."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask import Flask, request
from PIL import Image

from grants import files
from grants.db import db
from grants.domain.errors import RuleError
from grants.security import EVERYONE, open_to, protect, takes_files

PDF = b"%PDF-1.7\n%%EOF\n"


def picture(size=(3200, 2400), kind="JPEG", **options) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, "teal").save(drawn, kind, **options)
    return drawn.getvalue()


def archive(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as writer:
        for name, text in members.items():
            writer.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return made.getvalue()


@pytest.mark.usefixtures("context")
def test_a_file_comes_back_byte_for_byte():
    kept = files.keep_file("statuts signés.pdf", PDF)
    db.session.commit()
    db.session.expire_all()
    answer = files.served(kept)
    assert answer.get_data() == PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''statuts%20sign")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (picture((10, 10)), "image/jpeg"),
        (picture((10, 10), "PNG"), "image/png"),
        (picture((10, 10), "WEBP"), "image/webp"),
        (archive(mimetype=f"{files.ODF}text"), f"{files.ODF}text"),
        (archive(word__document_xml="<w/>"), f"{files.OOXML}wordprocessingml.document"),
        (archive(evil_xml="<w/>"), ""),
        (archive(mimetype="text/html"), ""),
        (b"<html><script>alert(1)</script>", ""),
        (b"PK\x03\x04 not an archive", ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
    ],
)
def test_a_file_is_what_it_holds(content, kind):
    assert files.kind_of(content) == kind


@pytest.mark.usefixtures("context")
def test_names_cannot_lead_anywhere():
    assert files.keep_file("../../etc/passwd.html", PDF).name == "passwd.pdf"
    assert files.keep_file("a\r\nSet-Cookie: x.exe", PDF).name.count("\n") == 0
    assert files.keep_file("...", PDF).name == "document.pdf"


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file_empty"), (PDF + b" " * files.LARGEST_FILE, "file_too_large"), (b"MZ\x90", "file_unknown")],
)
def test_what_cannot_be_kept_says_why(content, code):
    with pytest.raises(RuleError) as raised:
        files.keep_file("f", content)
    assert raised.value.code == code


@pytest.mark.usefixtures("context")
def test_a_photograph_is_made_smaller_turned_upright_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the phone held upright
    exif.get_ifd(0x8825)[1] = "N"  # its place
    exif[0x010F] = "Maker of telephones"
    taken = picture(exif=exif, comment=b"Ana, 12 rue de la Porte")
    assert b"Maker of telephones" in taken
    assert b"rue de la Porte" in taken
    kept = files.keep_photograph("IMG_2041.jpg", taken)
    with Image.open(io.BytesIO(kept.content)) as image:
        assert max(image.size) == files.PHOTOGRAPH_SIDE
        assert image.height > image.width
        assert not image.getexif()
    assert b"telephones" not in kept.content
    assert b"rue de la Porte" not in kept.content


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("content", [PDF, b"\xff\xd8\xff truncated", picture((9000, 9000), "PNG")])
def test_what_is_no_photograph_is_said_so(content):
    with pytest.raises(RuleError):
        files.keep_photograph("p.jpg", content)


def test_only_a_form_that_asks_for_files_takes_them():
    app = Flask("sample")
    app.config.update(WTF_CSRF_ENABLED=False, MAX_CONTENT_LENGTH=1000, SESSION_COOKIE_SECURE=False)
    protect(app)

    def text() -> str:
        return "text"

    def form() -> str:
        return str(len(request.files["f"].read()))

    app.add_url_rule("/text", "text", open_to(EVERYONE)(text), methods=["POST"])
    app.add_url_rule("/form", "form", takes_files(5000)(open_to(EVERYONE)(form)), methods=["POST"])
    client = app.test_client()
    assert client.post("/text", data={"f": (io.BytesIO(b"x"), "f.pdf")}).status_code == 400
    assert client.post("/form", data={"f": (io.BytesIO(b"x" * 3000), "f.pdf")}).text == "3000"
    assert client.post("/form", data={"f": (io.BytesIO(b"x" * 6000), "f.pdf")}).status_code == 413


def test_a_damaged_archive_is_no_file_we_know_rather_than_a_crash():
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    hurt = bytearray(whole.getvalue())
    hurt[40:50] = b"\xff" * 10  # inside what is compressed
    assert files.kind_of(bytes(hurt)) == ""
