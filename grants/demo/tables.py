"""The rooms and tables of the demonstration's evening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.tables import wished_tables
from grants.plenary.queries import participants_of
from grants.plenary.services import name_places
from grants.plenary.services.rooms import Places, RoomLine

if TYPE_CHECKING:
    from grants.plenary.models import Plenary

FEWEST_TO_LAY = 2


def lay_tables(plenary: Plenary) -> None:
    """Lay in two rooms the tables that the people need, the first two within reach of a wheelchair."""
    people = sum(each.coming for each in participants_of(plenary))
    if people < FEWEST_TO_LAY:
        return
    count = max(1, wished_tables(people, plenary.fewest_seats, plenary.most_seats))
    far = count // 3
    rooms = [RoomLine(0, "Grande salle", "au fond du hall", count - far)]
    if far:
        rooms.append(RoomLine(0, "Salle du jardin", "à gauche de l’entrée", far))
    name_places(plenary, Places(rooms, []))
    for table in plenary.named_tables[:2]:
        table.accessible = True
