"""Do the affinities order pairs as people do? Pairs judged by hand, and the time it takes, beside plainer ways.

    python bench/affinity.py [--json FILE]

The pairs of `tests/samples/plenary/` were judged (should meet, need not) by reading the texts before each round of
tuning: round 1 while the word lists were made, round 2 before subjects had neighbours, round 3 drawn at random, half of
it among the nearest tenth, without their value in sight. The figure is the area under the curve: how often a pair that
should meet is worth more than one that need not. The plainer ways see the same texts: words in common, rare words in
common (tf-idf), the same with French stems. Times are CPU seconds for all pairs.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import snowballstemmer

from grants.domain.affinity import affinities
from grants.domain.readings import Profile
from grants.domain.words import Lexicon, tokens, wish_lexicon
from grants.territories.queries import territory
from tests.samples.profiles import demo_profile

HOUSE = Path(__file__).parent.parent
SAMPLES = HOUSE / "tests" / "samples" / "plenary"
ROUNDS = (1, 2, 3)
STEM = snowballstemmer.stemmer("french").stemWord

Values = Callable[[int, int], float]


def poitiers() -> list[Profile]:
    """Return the small grants of 2017 as profiles: a name and a purpose."""
    with (SAMPLES / "poitiers-2017-small-grants.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [Profile(place, row["recipient"], row["recipient"], "", row["purpose"]) for place, row in enumerate(rows)]


def demonstration() -> list[Profile]:
    """Return the projects of the demonstration as profiles, whole."""
    files = sorted((HOUSE / "grants" / "demo").glob("projects_*.toml"))
    projects = [project for file in files for project in tomllib.loads(file.read_text("utf-8"))["project"]]
    return [demo_profile(place, facts) for place, facts in enumerate(projects)]


def judged(name: str, profiles: list[Profile]) -> list[dict[str, int]]:
    """Return the pairs judged by hand, by places."""
    place = {profile.title: number for number, profile in enumerate(profiles)}
    pairs = json.loads((SAMPLES / f"{name}-pairs.json").read_text(encoding="utf-8"))
    return [pair | {side: place.get(pair[side], pair[side]) for side in ("one", "other")} for pair in pairs]


def ours(profiles: list[Profile]) -> Values:
    """Read the reasons to meet."""
    town = territory("port-leon")
    names = [town.name, *(place.name for place in town.neighbourhoods), "Poitiers", "poitevin", "poitevine", "Vienne"]
    found = affinities(
        profiles,
        Lexicon(STEM, names),
        wish_lexicon=wish_lexicon(STEM),
        touches={place.key: place.touches for place in town.neighbourhoods},
    )
    return found.known


def said(profile: Profile) -> str:
    """Return all the words of a project."""
    wishes = "\n".join(wish.sentence for wish in (*profile.needs, *profile.offers))
    return f"{profile.name}\n{profile.title}\n{profile.purpose}\n{profile.for_whom}\n{wishes}"


def common_words(profiles: list[Profile]) -> Values:
    """Count the words in common, as a share of all those of the two (Jaccard)."""
    words = [set(tokens(said(profile))) for profile in profiles]
    return lambda one, other: len(words[one] & words[other]) / (len(words[one] | words[other]) or 1)


def rare_words(profiles: list[Profile], stem: Callable[[str], str] = str) -> Values:
    """Compare by the cosine of rare words (tf-idf)."""
    texts = [Counter(stem(word) for word in tokens(said(profile))) for profile in profiles]
    seen = Counter(word for text in texts for word in text)
    vectors = [
        {word: (1 + math.log(count)) * math.log(len(texts) / seen[word]) for word, count in text.items()}
        for text in texts
    ]
    lengths = [math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0 for vector in vectors]
    return lambda one, other: (
        sum(weight * vectors[other].get(word, 0.0) for word, weight in vectors[one].items())
        / (lengths[one] * lengths[other])
    )


def rare_stems(profiles: list[Profile]) -> Values:
    """Compare by the cosine of rare stems."""
    return rare_words(profiles, STEM)


WAYS: dict[str, Callable[[list[Profile]], Values]] = {
    "reasons to meet": ours,
    "words in common": common_words,
    "rare words": rare_words,
    "rare stems": rare_stems,
}


def area(values: Values, pairs: list[dict[str, int]]) -> float:
    """Return the area under the curve."""
    meet = [values(pair["one"], pair["other"]) for pair in pairs if pair["should_meet"]]
    need_not = [values(pair["one"], pair["other"]) for pair in pairs if not pair["should_meet"]]
    return sum((one > other) + (one == other) / 2 for one in meet for other in need_not) / len(meet) / len(need_not)


def told(name: str, profiles: list[Profile]) -> list[dict[str, object]]:
    """Measure every way on one set of pairs, and print its lines."""
    pairs = judged(name, profiles)
    lines: list[dict[str, object]] = []
    print(f"\n{name}: {len(profiles)} projects, {len(pairs)} pairs judged")
    print(f"{'':18}" + "".join(f"{f'round {number}':>10}" for number in ROUNDS) + f"{'all':>10}{'CPU s':>10}")
    for way, compare in WAYS.items():
        started = process_time()
        values = compare(profiles)
        for pair in combinations(range(len(profiles)), 2):
            values(*pair)
        spent = process_time() - started
        areas = [area(values, [pair for pair in pairs if pair["round"] == number]) for number in ROUNDS]
        areas.append(area(values, pairs))
        lines.append({"set": name, "way": way, "areas": areas, "cpu": spent})
        print(f"{way:18}" + "".join(f"{figure:10.3f}" for figure in areas) + f"{spent:10.2f}")
    return lines


def grown(profiles: list[Profile], count: int) -> list[Profile]:
    """Return as many projects as asked, by repeating these under other associations."""
    return [
        replace(profiles[place % len(profiles)], key=place, association=place, name=f"{place}")
        for place in range(count)
    ]


def main() -> None:
    """Measure, print, and write JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    demo = demonstration()
    lines = told("demo", demo) + told("poitiers-2017", poitiers())
    print(f"\n{'projects':>8}{'reasons, CPU s':>18}{'rare stems, CPU s':>20}")
    for count in (48, 200, 600):
        spent = []
        for compare in (ours, rare_stems):
            started = process_time()
            values = compare(grown(demo, count))
            for pair in combinations(range(count), 2):
                values(*pair)
            spent.append(process_time() - started)
        lines.append({"projects": count, "cpu": spent[0], "rare_stems_cpu": spent[1]})
        print(f"{count:8}{spent[0]:18.2f}{spent[1]:20.2f}")
    if chosen.json:
        chosen.json.write_text(json.dumps(lines, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
