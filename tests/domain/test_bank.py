"""Account numbers as others see them."""

from hypothesis import given
from hypothesis import strategies as st

from grants.demo.content import iban_of
from grants.domain.bank import masked, masked_answers, masked_text
from grants.domain.identifiers import compact, grouped

GOOD = iban_of(3)


def test_an_account_keeps_its_country_its_key_and_its_last_three_signs():
    assert masked("FR76 3000 6000 0112 3456 7890 189") == "FR76 •••• •••• •••• 189"
    assert masked(grouped(GOOD)) == masked(GOOD) == masked(f"IBAN {GOOD.lower()}")
    assert masked("") == ""


@given(st.text(max_size=60))
def test_what_is_hidden_is_never_in_what_is_shown(typed):
    told = compact(typed).removeprefix("IBAN")
    shown = compact(masked(typed)).replace("•", "")
    assert len(shown) <= 7
    assert len(shown) < max(len(told), 1)


def test_an_account_typed_in_the_wrong_place_is_masked_too():
    answers = {"siret": GOOD, "rna": "W291234567", "what": f"Notre compte : {grouped(GOOD)}, merci", "themes": ["a"]}
    shown = masked_answers({**answers, "iban": GOOD})
    assert GOOD[6:20] not in "".join(compact(str(each)) for each in shown.values())
    assert shown["rna"] == answers["rna"]
    assert shown["themes"] == ["a"]
    assert shown["what"].endswith(", merci")
    assert masked_text("Le 12 mai, FR comme France") == "Le 12 mai, FR comme France"
