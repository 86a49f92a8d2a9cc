"""Three scenarios a clerk compares before the vote: more files, a co-funder that leaves, a lower cap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.budget.queries import envelopes_of, receivable_files
from grants.budget.services import ScenarioDraft, keep_scenario
from grants.domain.scenario import Change

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.calls.models import Call


def try_scenarios(call: Call, clerk: Person) -> None:
    """Keep the scenarios of a call whose files are all there; nothing when there is nothing to share."""
    envelopes = envelopes_of(call)
    if not receivable_files(call) or not envelopes:
        return
    reserved = {each.key: -each.allocated_cents for each in envelopes if each.earmark != "none"}
    drafts = (
        ScenarioDraft("Trente dossiers de plus", Change(files=30, floor=call.cap_cents * 6 // 10)),
        ScenarioDraft("Sans la politique de la ville", Change(amendments=reserved, step=1_000)),
        ScenarioDraft("Plafond abaissé d’un quart, à l’euro", Change(cap=call.cap_cents * 3 // 4, step=100)),
    )
    for place, draft in enumerate(drafts):
        keep_scenario(call, draft, clerk, once=f"demo/{call.id}/scenario/{place}")
