"""What people and staff do with workshops, one function per verb."""

from grants.workshops.services.planning import WorkshopPlan, call_off, change, plan_of, plan_workshop
from grants.workshops.services.reminding import forget, remind
from grants.workshops.services.seats import Guest, leave, sign_up

__all__ = [
    "Guest",
    "WorkshopPlan",
    "call_off",
    "change",
    "forget",
    "leave",
    "plan_of",
    "plan_workshop",
    "remind",
    "sign_up",
]
