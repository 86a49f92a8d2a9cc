from __future__ import annotations

from grants.domain.guess import quarters_of, themes_of
from grants.domain.territory import Neighbourhood, Theme

THEMES = [
    Theme("culture", "Culture", "Culture", "#000000", ("musique", "fest-noz", "art")),
    Theme("sport", "Sport", "Sport", "#000000", ("sport", "football")),
    Theme("mer", "Mer", "Sea", "#000000", ("mer", "voile")),
]
QUARTERS = [
    Neighbourhood("trois-cites", "Les Trois Cités", 0.0, 0.0, ("3 Cités", "Trois Cités")),
    Neighbourhood("saint-eloi", "Saint-Éloi", 0.0, 0.0),
]


def test_the_theme_most_spoken_of_comes_first():
    assert themes_of("Un tournoi de football et de sport, puis de la musique", THEMES) == ["sport", "culture"]


def test_a_short_word_is_not_met_inside_another():
    assert themes_of("Participer à un article", THEMES) == []
    assert themes_of("Les arts de la mer", THEMES) == ["culture", "mer"]


def test_words_in_several_parts_are_met():
    assert themes_of("Grand fest-noz", THEMES) == ["culture"]


def test_quarters_are_met_whatever_the_case_and_the_accents():
    assert quarters_of("CENTRE SOCIOCULTUREL DES 3 CITES", QUARTERS) == ["trois-cites"]
    assert quarters_of("Maison de quartier de Saint Eloi", QUARTERS) == ["saint-eloi"]
    assert quarters_of("Sainte Éloise", QUARTERS) == []


def test_no_text_means_nothing_guessed():
    assert themes_of("", THEMES) == []
    assert quarters_of("", QUARTERS) == []
