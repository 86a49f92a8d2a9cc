from __future__ import annotations

import csv
import itertools
import json
import tomllib
from pathlib import Path

import pytest
import snowballstemmer

from grants.domain.affinity import Acquaintance, affinities
from grants.domain.openings import months_of
from grants.domain.readings import Profile, Wish
from grants.domain.reasons import Weights
from grants.domain.words import Lexicon, plain, tokens, wish_lexicon
from grants.territories.queries import territory
from tests.samples.profiles import demo_profile

DEMO = Path(__file__).parent.parent.parent / "grants" / "demo"
SAMPLES = Path(__file__).parent.parent / "samples" / "plenary"
STEM = snowballstemmer.stemmer("french").stemWord


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon(STEM, ["Poitiers", "poitevin", "poitevine", "Poitou-Charentes", "Vienne"])


@pytest.fixture(scope="module")
def poitiers(lexicon):
    with (SAMPLES / "poitiers-2017-small-grants.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    profiles = [
        Profile(place, row["recipient"], row["recipient"], "", row["purpose"]) for place, row in enumerate(rows)
    ]
    return affinities(profiles, lexicon)


def project(key, **facts):
    given = {"association": key, "name": "", "title": "", "purpose": "", **facts}
    return Profile(key, **given)


def reasons(lexicon, mine, theirs, **settings):
    wishes = wish_lexicon(STEM)
    return affinities([mine, theirs], lexicon, wish_lexicon=wishes, **settings).reasons(0, 1)


def test_who_looks_for_a_room_meets_who_lends_one(lexicon):
    mine = project("a", needs=(Wish("room", "Une salle le mercredi"),))
    theirs = project("b", offers=(Wish("room", "Notre grande salle est libre le mercredi"),))
    found = reasons(lexicon, mine, theirs)
    assert [reason.kind for reason in found] == ["need_met"]
    assert found[0].params["need"] == "Une salle le mercredi"
    assert found[0].params["offer"] == "Notre grande salle est libre le mercredi"
    assert [reason.kind for reason in reasons(lexicon, theirs, mine)] == ["offer_meets"]


def test_equipment_meets_only_when_it_is_the_same_equipment(lexicon):
    mine = project("a", needs=(Wish("equipment", "Une remorque pour deux jours"),))
    sono = project("b", offers=(Wish("equipment", "Une sono et deux micros"),))
    truck = project("c", offers=(Wish("equipment", "Prêt d’une camionnette"),))
    assert reasons(lexicon, mine, sono) == []
    assert [reason.kind for reason in reasons(lexicon, mine, truck)] == ["need_met"]


@pytest.mark.parametrize(
    ("need", "offer", "meets"),
    [
        ("Une cuisine équipée pour quarante couverts", "Un grand hangar, le dimanche", False),
        ("Une cuisine équipée pour quarante couverts", "La cuisine du centre social", True),
        ("Une salle avec parquet", "Une salle de bal", True),
        ("Un garage pour la nuit", "Un gymnase chauffé", False),
        ("Une salle de répétition", "Une grande salle avec cuisine", True),
    ],
)
def test_a_room_meets_when_it_is_of_the_sort_looked_for(lexicon, need, offer, meets):
    mine, theirs = project("a", needs=(Wish("room", need),)), project("b", offers=(Wish("room", offer),))
    assert bool(reasons(lexicon, mine, theirs)) is meets


@pytest.mark.parametrize(
    ("kind", "need", "offer", "meets"),
    [
        ("skill", "Une illustratrice pour trois jeux", "Une animation de jeux", False),
        ("skill", "Quelqu’un qui sait danser", "Des personnes qui dansent", True),
        ("equipment", "Une sono", "Réparation de votre sono", False),
        ("equipment", "Des tables pliantes", "Tables et bancs", True),
        ("volunteers", "Des bénévoles deux heures par semaine", "Des étudiants le week-end", True),
        ("volunteers", "Vingt-cinq visiteurs", "Huit jeunes pour monter vos stands", False),
    ],
)
def test_a_need_is_met_by_the_thing_itself(lexicon, kind, need, offer, meets):
    mine, theirs = project("a", needs=(Wish(kind, need),)), project("b", offers=(Wish(kind, offer),))
    assert bool(reasons(lexicon, mine, theirs)) is meets


def test_a_room_on_another_day_is_worth_less(lexicon):
    mine = project("a", needs=(Wish("room", "Une salle le jeudi soir"),))
    same, other = (
        reasons(lexicon, mine, project("b", offers=(Wish("room", f"Notre salle {when}"),)))[0].weight
        for when in ("le jeudi", "en journée")
    )
    assert 0 < other < same


def test_a_wish_to_meet_is_said_to_each_side_and_a_common_one_counts_more(lexicon):
    mine, theirs = project("a", wished=frozenset("b")), project("b")
    (asked,) = reasons(lexicon, mine, theirs)
    assert asked.kind == "asked"
    assert [each.kind for each in reasons(lexicon, theirs, mine)] == ["asked_by"]
    (both,) = reasons(lexicon, mine, project("b", wished=frozenset("a")))
    assert both.kind == "asked_both"
    assert both.weight > asked.weight


def test_those_who_know_one_another_count_less_but_keep_their_own_wish(lexicon):
    mine, theirs = project("a", purpose="Un compost", wished=frozenset("b")), project("b", purpose="Du compostage")
    known = {frozenset("ab"): Acquaintance(tables=(2025,))}
    strangers = affinities([mine, theirs], lexicon)
    friends = affinities([mine, theirs], lexicon, known=known)
    usual = {each.kind: each.weight for each in strangers.reasons(0, 1)}
    less = {each.kind: each.weight for each in friends.reasons(0, 1)}
    assert less["words"] == pytest.approx(0.7 * usual["words"])
    assert less["asked"] == usual["asked"]
    assert friends.acquaintance(0, 1).tables == (2025,)


def test_partners_named_in_a_text_know_one_another(lexicon):
    mine = project("a", purpose="Avec les Jardins d’Yvonne, un compost.")
    theirs = project("b", name="LES JARDINS D'YVONNE", purpose="Compost")
    assert affinities([mine, theirs], lexicon).acquaintance(1, 0).named
    assert not affinities([mine, project("b", name="Jardins")], lexicon).acquaintance(0, 1).named


def test_commons_of_one_are_useful_to_the_other_who_looks_for_them(lexicon):
    mine = project("a", needs=(Wish("skill", "Quelqu’un pour la cartographie"),))
    theirs = project("b", commons="La carte, sous licence libre")
    found = {each.kind: each.params for each in reasons(lexicon, mine, theirs)}
    assert found["commons_found"] == {"commons": "La carte, sous licence libre", "word": "carte"}
    assert "commons_given" in {each.kind for each in reasons(lexicon, theirs, mine)}


@pytest.mark.parametrize(
    ("when", "months"),
    [
        ("De mars à octobre", set(range(3, 11))),
        ("D’octobre à juin", {10, 11, 12, 1, 2, 3, 4, 5, 6}),
        ("Chantier en mars et avril, fournées de mai à octobre", set(range(3, 11))),
        ("Vacances de printemps et premières semaines de juillet", {7}),
        ("Entretiens au printemps, exposition à l’automne", {3, 4, 5, 9, 10, 11}),
        ("Toute l’année", set()),
        ("De janvier à décembre", set()),
    ],
)
def test_the_months_of_a_project_are_read_from_its_words(when, months):
    assert months_of(when) == months


def test_two_short_projects_at_the_same_time_can_do_something_together(lexicon):
    mine, theirs = project("a", when="En mai et juin"), project("b", when="Le premier samedi de juin")
    assert [(each.kind, each.params) for each in reasons(lexicon, mine, theirs)] == [("calendar", {"months": (6,)})]
    assert reasons(lexicon, mine, project("b", when="De janvier à novembre")) == []


def test_ages_tell_whom_a_project_is_for(lexicon):
    assert lexicon.people("Les plus de 65 ans") == {"elders"}
    assert lexicon.people("Enfants de 2 à 8 ans") == {"children"}
    assert lexicon.people("De 15 à 19 ans") == {"young"}
    assert lexicon.people("Les femmes de tous âges") == {"women"}


def test_words_that_only_sound_alike_bring_nobody_together(lexicon):
    pairs = (
        ("Un opéra", "Des opérations"),
        ("Au marché", "Une marche"),
        ("La mer", "Les mères"),
        ("égalité", "également"),
    )
    for one, other in pairs:
        assert reasons(lexicon, project("a", purpose=one), project("b", purpose=other)) == []


def test_one_need_counts_once_whatever_the_offers(lexicon):
    mine = project("a", needs=(Wish("room", "Une salle"),))
    theirs = project("b", offers=(Wish("room", "Une salle"), Wish("room", "Une autre salle")))
    assert len(reasons(lexicon, mine, theirs)) == 1


def test_words_of_the_same_trade_meet_whatever_their_form(lexicon):
    mine = project("a", title="Le chœur des anciens", purpose="Chanter l'été")
    theirs = project("b", title="CHORALE D’ENFANTS", purpose="Chant choral à l’école")
    found = reasons(lexicon, mine, theirs)
    words = next(reason for reason in found if reason.kind == "words")
    assert words.params["words"] == ("choeur",)
    assert words.params["their_words"] == ("chorale",)


def test_office_words_bring_nobody_together(lexicon):
    mine = project("a", purpose="Subvention de fonctionnement pour l'organisation des activités de l’association")
    theirs = project("b", purpose="Soutien au fonctionnement : organisation des activités, aide à l'association")
    assert reasons(lexicon, mine, theirs) == []


def test_a_formula_used_by_all_is_not_a_meeting(lexicon):
    formula = "Association intégrée au zodiaque des planètes."
    clubs = [project(number, purpose=f"{formula} {number}") for number in range(12)]
    assert affinities(clubs, lexicon).values == {}


def test_one_association_never_meets_itself(poitiers, lexicon):
    twins = [project("a", association="x", purpose="Football"), project("b", association="x", purpose="Football")]
    assert affinities(twins, lexicon).value(0, 1) == 0
    assert poitiers.value(97, 98) == 0


def test_quarters_that_are_the_same_or_touch_are_reasons(lexicon):
    mine = project("a", quarters=("bellevue",))
    same = project("b", quarters=("bellevue", "centre"))
    near = project("c", quarters=("centre",))
    touches = {"bellevue": ["centre"]}
    assert reasons(lexicon, mine, same, touches=touches)[0].params == {"quarter": "bellevue"}
    assert reasons(lexicon, mine, near, touches=touches)[0].params == {"quarter": "bellevue", "their_quarter": "centre"}


def test_a_project_everywhere_in_town_is_nobodys_neighbour(lexicon):
    wide = project("a", quarters=("a", "b", "c", "d"))
    assert reasons(lexicon, wide, project("b", quarters=("a",))) == []


def test_a_newcomer_meets_somebody_who_knows_the_way(lexicon):
    found = reasons(lexicon, project("a", newcomer=True), project("b", seasons=4))
    assert [(reason.kind, reason.params) for reason in found] == [("newcomer", {"years": 4})]


def test_the_value_of_a_pair_is_the_sum_of_its_reasons_from_both_sides(poitiers, demo):
    for found, step in ((poitiers, 97), (demo[1], 3)):
        for one, other in itertools.islice(found.values, 0, None, step):
            here = sum(reason.weight for reason in found.reasons(one, other))
            there = sum(reason.weight for reason in found.reasons(other, one))
            assert here == pytest.approx(there) == pytest.approx(found.values[one, other])


def test_every_word_shown_is_in_the_text_it_is_taken_from(poitiers):
    with (SAMPLES / "poitiers-2017-small-grants.csv").open(encoding="utf-8") as file:
        texts = [set(tokens(f"{row['recipient']} {row['purpose']}")) for row in csv.DictReader(file)]
    for one, other in poitiers.values:
        for reason in poitiers.reasons(one, other):
            if reason.kind == "words":
                assert set(reason.params["words"]) <= texts[one]
                assert set(reason.params["their_words"]) <= texts[other]


def test_somebody_with_several_projects_is_worth_the_best_of_them(poitiers):
    table = poitiers.matrix([[25, 107], [118], [220]])
    assert table[0][1] == table[1][0] == pytest.approx(poitiers.value(25, 118) + 2.0)
    assert table[0][0] == 0
    assert table[0][2] == 2.0
    assert poitiers.best_pair([107, 25], [118]) == (25, 118)


def test_what_two_projects_bring_each_other_is_shared_among_the_people_they_send(poitiers):
    table = poitiers.matrix([[25], [25], [118]])
    assert table[0][2] == table[1][2] == pytest.approx(poitiers.value(25, 118) / 2 + 2.0)
    assert table[0][1] == 0


def test_weights_can_be_changed(lexicon):
    mine, theirs = project("a", themes=("mer",)), project("b", themes=("mer",))
    assert reasons(lexicon, mine, theirs, weights=Weights(theme=3.0))[0].weight == 3.0


def test_pairs_of_poitiers_judged_by_hand_are_told_apart(poitiers):
    pairs = json.loads((SAMPLES / "poitiers-2017-pairs.json").read_text(encoding="utf-8"))
    assert area_under_curve(poitiers, pairs) >= 0.9


@pytest.fixture(scope="module")
def demo():
    projects = [
        project
        for file in sorted(DEMO.glob("projects_*.toml"))
        for project in tomllib.loads(file.read_text("utf-8"))["project"]
    ]
    town = territory("port-leon")
    profiles = [demo_profile(place, project) for place, project in enumerate(projects)]
    return profiles, affinities(
        profiles,
        Lexicon(STEM, [town.name, *(place.name for place in town.neighbourhoods)]),
        wish_lexicon=wish_lexicon(STEM),
        touches={place.key: place.touches for place in town.neighbourhoods},
    )


def test_pairs_of_the_demonstration_judged_by_hand_are_told_apart(demo):
    profiles, values = demo
    place = {profile.title: number for number, profile in enumerate(profiles)}
    pairs = json.loads((SAMPLES / "demo-pairs.json").read_text(encoding="utf-8"))
    judged = [{**pair, "one": place[pair["one"]], "other": place[pair["other"]]} for pair in pairs]
    assert area_under_curve(values, judged) >= 0.9


def test_every_fact_that_a_reason_quotes_is_in_the_two_files(demo):
    profiles, values = demo
    for one, other in values.values:
        mine, theirs = profiles[one], profiles[other]
        for reason in values.reasons(one, other):
            assert all(holds(mine, theirs) for holds in truths(reason)), reason


def truths(reason):
    """Return what must hold of the two profiles for a reason to be true."""
    params = reason.params
    seeker = 1 if reason.kind in {"offer_meets", "subject_meets", "people_meet"} else 0
    giver = 0 if reason.kind in {"commons_given", "subject_meets"} else 1
    checks = {
        "need": lambda *two: Wish(params["wish"], params["need"]) in two[seeker].needs,
        "offer": lambda *two: params["offer"] in {offer.sentence for offer in two[1 - seeker].offers},
        "word": lambda *two: params["word"] in tokens(written(two[giver])),
        "words": lambda mine, theirs: (
            set(params["words"]) <= set(tokens(written(mine)))
            and set(params["their_words"]) <= set(tokens(written(theirs)))
        ),
        "theme": lambda mine, theirs: params["theme"] in mine.themes and params["theme"] in theirs.themes,
        "quarter": lambda mine, theirs: (
            params["quarter"] in mine.quarters and params.get("their_quarter", params["quarter"]) in theirs.quarters
        ),
        "commons": lambda *two: params["commons"] == two[giver].commons,
        "months": lambda mine, theirs: set(params["months"]) <= months_of(mine.when) & months_of(theirs.when),
    }
    return [checks[name] for name in params if name in checks]


def written(profile):
    return f"{profile.name}\n{profile.title}\n{profile.purpose}\n{profile.for_whom}\n{profile.commons}"


def area_under_curve(values, pairs):
    meet = [values.value(pair["one"], pair["other"]) for pair in pairs if pair["should_meet"]]
    need_not = [values.value(pair["one"], pair["other"]) for pair in pairs if not pair["should_meet"]]
    won = sum((one > other) + (one == other) / 2 for one in meet for other in need_not)
    return won / len(meet) / len(need_not)


def test_odd_texts_are_read_without_harm(lexicon):
    odd = ["", "\x00", "🙂🙂", "שלום עולם", "a" * 1_000_000, "l'l'l'", "12 000 €", "\u02bc’'"]
    profiles = [project(place, title=text, purpose=text) for place, text in enumerate(odd)]
    assert isinstance(affinities(profiles, lexicon).values, dict)


def test_plain_text_has_no_accents_nor_ligatures():
    assert plain("Chœur d’ÉTÉ") == "choeur d’ete"
    assert tokens("L’œuvre d'un VIDE-GRENIERS") == ["l", "oeuvre", "d", "un", "vide", "greniers"]
