"""A million projects for `bench/search.py`, written by PostgreSQL itself: through Python they would take an hour.

A text is five of `PHRASES` phrases, whose words are drawn as a language draws them: a word's rank falls as Zipf says,
its letters come from its rank. Words of known frequency are added to each text by chance. The index is made after the
rows, as a restore does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from grants.db import db

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VOCABULARY = 20_000
PHRASES = 20_000
SEED = "SELECT setseed(0.42)"
ASSOCIATIONS = """
INSERT INTO association (id, name, address, neighbourhood, created_at)
SELECT number, 'Association ' || number, '', '', now() FROM generate_series(1, :associations) AS number
"""
PHRASE = """
CREATE UNLOGGED TABLE phrase AS
SELECT number, words, array_to_string((string_to_array(words, ' '))[1:5], ' ') AS head,
  setweight(to_tsvector('simple', words), 'C') AS document
FROM (
  SELECT number, string_agg(substr(translate(md5(rank::text), '0123456789', 'ghijklmnop'), 1, 4 + rank % 7), ' ')
    AS words
  FROM (SELECT 1 + place % :phrases AS number, floor(2 * power((:vocabulary + 1) / 2.0, random()))::int AS rank
        FROM generate_series(1, 16 * :phrases) AS place) AS ranks
  GROUP BY number) AS phrases
"""
SAID = """
CREATE UNLOGGED TABLE said AS
SELECT number, 1 + (number - 1) * :years / :number AS call_id, 1 + floor(random() * :associations)::int AS association,
  timestamptz '2026-06-01' - number * interval '1 minute' AS since,
  1 + floor(random() * :phrases)::int AS first, 1 + floor(random() * :phrases)::int AS second,
  1 + floor(random() * :phrases)::int AS third, 1 + floor(random() * :phrases)::int AS fourth,
  1 + floor(random() * :phrases)::int AS fifth, {known} AS known
FROM generate_series(1, :number) AS number
"""
PROJECTS = """
INSERT INTO project (id, slug, call_id, association_id, carried_group, title, hook, what, for_whom, where_text,
  when_text, in_kind, commons, licence, first_time, gave_commons, more, public_since, created_at, updated_at)
SELECT said.number, 'projet-' || said.number, call_id, association, '', head, '', '', '', '', '', '', '',
  'CC BY-SA 4.0', false, false, '[]', since, since, since
FROM said JOIN phrase ON phrase.number = first
"""
FACETS = """
INSERT INTO project_facets (project_id, call_id, association_id, public_since, themes, quarters, kinds, priority,
  commons, title_key, association_key)
SELECT said.number, call_id, association, since,
  ' ' || themes[1 + first % cardinality(themes)] || ' ' || themes[1 + (first + 1) % cardinality(themes)] || ' ',
  ' ' || quarters[1 + second % cardinality(quarters)] || ' ' || quarters[1 + (second + 1) % cardinality(quarters)]
    || ' ', ' room skill ', random() < 0.3, random() < 0.3, head, association::text
FROM said JOIN phrase ON phrase.number = first,
  (SELECT CAST(:themes AS text[]) AS themes, CAST(:quarters AS text[]) AS quarters) AS town
"""
INDEX = """
INSERT INTO search_project (project_id, document)
SELECT said.number, setweight(to_tsvector('simple', one.head), 'A')
  || setweight(to_tsvector('simple', 'association ' || association), 'B')
  || one.document || two.document || three.document || four.document || five.document
  || setweight(to_tsvector('simple', known), 'C')
FROM said JOIN phrase AS one ON one.number = first JOIN phrase AS two ON two.number = second
  JOIN phrase AS three ON three.number = third JOIN phrase AS four ON four.number = fourth
  JOIN phrase AS five ON five.number = fifth
"""


def fill_in_sql(
    number: int, years: int, known: Mapping[str, float], *, themes: Sequence[str], quarters: Sequence[str]
) -> None:
    """Write that many projects; `known` are words and the share of projects that say them. Calls are there already."""
    values = {
        "number": number,
        "years": years,
        "associations": max(20, number // 8),
        "vocabulary": VOCABULARY,
        "phrases": PHRASES,
        "themes": list(themes),
        "quarters": list(quarters),
    }
    chances = " || ".join(f"CASE WHEN random() < {share} THEN ' {word}' ELSE '' END" for word, share in known.items())
    steps = (
        SEED,
        ASSOCIATIONS,
        PHRASE,
        SAID.format(known=chances),
        PROJECTS,
        FACETS,
        "DROP INDEX search_project_document",
        INDEX,
        "CREATE INDEX search_project_document ON search_project USING gin (document)",
        "DROP TABLE said, phrase",
    )
    for step in steps:
        db.session.execute(text(step), {name: value for name, value in values.items() if f":{name}" in step})
        db.session.commit()
