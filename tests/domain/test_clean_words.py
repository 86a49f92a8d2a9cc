"""What others wrote, made harmless wherever it goes: a page turned into words, a line, an address, a cell."""

import pytest

from grants.domain import plain_text as pages
from grants.domain.contacts import GONE, without_contacts
from grants.domain.feeds.entries import LONGEST_ADDRESS, LONGEST_LINE, web_address, words
from grants.domain.plain_text import LARGEST_PAGE, plain_text
from grants.domain.scdl import harmless, one_line

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ("un<br>deux", "un\ndeux"),
        ("<p>un</p><p>deux</p>", "un\n\ndeux"),
        ("<p>un</p><p></p><p></p><p>deux</p>", "un\n\ndeux"),
        ("<ul><li>un</li><li>deux</li></ul>fin", "- un\n- deux\nfin"),
        ("  un \t\f\v deux\n trois  <br> quatre ", "un deux trois\nquatre"),
        ("un\u00a0mot&nbsp;!", "un\u00a0mot\u00a0!"),
        ("2 &lt; 3 &amp; 4", "2 < 3 & 4"),
        ("un<b>e</b> seule<i>ment</i>", "une seulement"),
        ("", ""),
    ],
)
def test_a_page_becomes_its_lines(page, read):
    assert plain_text(page) == read


@pytest.mark.parametrize(
    "tag", ["p", "div", "tr", "table", "h1", "h2", "h3", "h4", "ul", "ol", "pre", "section", "blockquote"]
)
def test_what_stands_apart_on_a_page_stands_on_a_line_of_its_own(tag):
    before, inside, after = (line for line in plain_text(f"un<{tag}>deux</{tag}>trois").split("\n") if line)
    assert (before, inside.removeprefix("> "), after) == ("un", "deux", "trois")
    assert plain_text("un<hr>deux") == "un\ndeux"


@pytest.mark.parametrize("tag", ["script", "style", "head", "title", "template", "noscript", "svg"])
def test_what_nobody_sees_is_not_read(tag):
    assert plain_text(f"un <{tag}>rien</{tag}>deux") == "un deux"


def test_silence_ends_with_the_last_of_what_is_silent():
    assert plain_text("a<svg><title>b</title>c</svg>d") == "ad"
    assert plain_text("a</svg></svg>b<svg>c</svg>d") == "abd"


def test_what_is_quoted_keeps_its_marks_and_no_more_than_five():
    assert plain_text("<blockquote>un<br>deux</blockquote>trois") == "> un\n> deux\ntrois"
    assert plain_text("<blockquote><blockquote>un</blockquote>deux</blockquote>") == ">\n> > un\n> deux"
    deep = plain_text("<blockquote>" * 7 + "un").split("\n")
    assert deep[-1] == "> > > > > un"
    assert plain_text("</blockquote></blockquote>un<blockquote>deux") == "un\n> deux"
    assert plain_text("<blockquote><p>un</p></blockquote>deux") == ">\n> un\n>\ndeux"


def test_a_link_is_followed_by_its_address_when_it_is_one_of_the_web_and_not_said_already():
    for address in ("https://a.example/x", "http://a.example"):
        assert plain_text(f'<a href="{address}">ici</a>.') == f"ici ({address})."
        assert plain_text(f'voir <a href="{address}">{address}</a>.') == f"voir {address}."
        assert plain_text(f'{address} <a href="{address}"><b>là</b></a>') == f"{address} là ({address})"
    for other in ("javascript:alert(1)", "mailto:a@b.c", "/ici", "ftp://a.example", "data:text/html,http://"):
        assert plain_text(f'<a href="{other}">ici</a>') == "ici"
    assert plain_text("<a>ici</a> et <a href>là</a></a>") == "ici et là"
    assert plain_text('<a href="https://a.example"></a>') == "(https://a.example)"
    assert plain_text('https://a.example<b>x</b><a href="https://a.example">là</a>').endswith("là (https://a.example)")
    nested = '<a href="https://a.example">un <a href="https://b.example">deux</a></a>'
    assert plain_text(nested) == "un deux (https://b.example) (https://a.example)"


def test_no_more_of_a_page_is_read_than_people_write(monkeypatch):
    assert LARGEST_PAGE == 500_000
    monkeypatch.setattr(pages, "LARGEST_PAGE", 5)
    assert plain_text("123456789") == "12345"


def test_a_sign_that_begins_a_tag_and_ends_the_page_is_not_lost():
    assert plain_text("2 &lt") == "2 <"


@pytest.mark.parametrize(
    "reach",
    [
        "ana@example.org", "a.b+c%d-e@a-b.example.co.uk", "0612345678", "06 12 34 56 78", "06.12.34.56.78",
        "06/12/34/56/78", "+33612345678", "+33 (0)6 12 34 56 78", "0033 6 12 34 56 78", "+33 (0) 6-12-34-56-78",
        "FR7630006000011234567890189", "FR76 3000 6000 0112 3456 7890 189", "DE89\u00a03704\u202f0044 0532 0130 00",
    ],
)  # fmt: skip
def test_no_way_to_reach_anybody_is_kept_for_ever(reach):
    assert GONE == "[…]"
    assert without_contacts(f"Voir {reach} ou passez.") == "Voir […] ou passez."


@pytest.mark.parametrize(
    "figure", ["2 300,00 €", "12 345 678 901 234", "2026-118", "1061234567890", "0612345678a", "00 12 34 56 78", "@ici"]
)
def test_what_reaches_nobody_stays(figure):
    assert without_contacts(figure) == figure


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+33", "'+33"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" \t=1+1", "'=1+1"),
        ("\r\n=1+1", "'=1+1"),
        ("a;=1", "a;'=1"),
        ("a, +1", "a, '+1"),
        ("a;-1;@x", "a;'-1;'@x"),
        ("a; - b", "a; - b"),
        ("1 = 2", "1 = 2"),
        ("Été\u202e et\x00 hiver", "Été et hiver"),
        ("un\n\n deux", "un deux"),
        ("", ""),
    ],
)
def test_no_cell_acts_as_a_formula(typed, cell):
    assert harmless(typed) == cell


def test_a_cell_is_cut_where_it_must_and_says_so():
    assert harmless("12345", 5) == "12345"
    assert harmless("123456", 5) == "1234…"
    assert harmless("123 456", 5) == "123…"
    assert harmless("=2345", 5) == "'=23…"


def test_a_line_is_of_visible_signs_and_plain_spaces():
    assert one_line(" un\u2009 mot \n") == "un mot"
    assert one_line("a\x07b") == "a b"


@pytest.mark.parametrize(
    ("found", "line"),
    [
        ("  un \n deux ", "un deux"),
        ("<p>un</p>", "un"),
        ("un &amp; deux", "un & deux"),
        ("a\u202eb\x00c", "abc"),
        (7, "7"),
        (1.5, "1.5"),
        (True, ""),
        (None, ""),
        (["un"], ""),
    ],
)
def test_words_of_elsewhere_are_one_plain_line(found, line):
    assert words(found) == line


def test_words_of_elsewhere_are_cut_at_a_word():
    assert len(words("a" * 1_000)) == LONGEST_LINE
    assert words("1234567890", 10) == "1234567890"
    assert words("12345678901", 10) == "123456789…"
    assert words("1234567 901", 10) == "1234567…"
    assert words("12 45 78 01", 10) == "12 45 78…"
    assert words("123 5678901", 10) == "123 56789…"
    assert words("12 45678901", 10) == "12 456789…", "a first word alone would say too little"


@pytest.mark.parametrize(
    ("found", "address"),
    [
        ("https://a.example/x?y#z", "https://a.example/x?y#z"),
        (" http://a.example ", "http://a.example"),
        ("/x", "https://b.example/x"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("mailto:a@b.c", ""),
        ("https://ana:secret@a.example", ""),
        ("https://:80", ""),
        ("https://[", ""),
        ("https://a.example/a b", ""),
        ("https://a.example/a\u202eb", ""),
        ("   ", ""),
        ("", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_only_whole_addresses_of_the_web_are_followed(found, address):
    assert web_address(found, "https://b.example/a") == address


def test_an_address_is_no_longer_than_one_types():
    base = "https://a.example/"
    longest = base + "x" * (LONGEST_ADDRESS - len(base))
    assert web_address(longest) == longest
    assert web_address(longest + "x") == ""
    assert web_address("x" * (LONGEST_ADDRESS - len(base)), base) == longest
    assert web_address("x" * (LONGEST_ADDRESS - len(base) + 1), base) == ""
    assert web_address("/x") == ""
