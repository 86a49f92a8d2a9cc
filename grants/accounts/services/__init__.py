"""Signing in by mail, roles, links sent to an address, and the people of associations: one function per verb."""

from grants.accounts.services.associations import (
    answer_claim,
    ask_to_join,
    invite_to_association,
    join_association,
    join_by_link,
    leave_association,
    note,
)
from grants.accounts.services.links import LINKS_PER_DAY, call_back, hold, new_link, renew, use_once
from grants.accounts.services.rights import let_see_accounts
from grants.accounts.services.signing_in import (
    CODE_DIGITS,
    INVITATION_DAYS,
    MAILS_PER_HOUR,
    TOKEN_BYTES,
    accept_invitation,
    ask_sign_in,
    close_session,
    ensure_person,
    hashed,
    invite,
    open_session,
    use_code,
    use_link,
)

__all__ = [
    "CODE_DIGITS",
    "INVITATION_DAYS",
    "LINKS_PER_DAY",
    "MAILS_PER_HOUR",
    "TOKEN_BYTES",
    "accept_invitation",
    "answer_claim",
    "ask_sign_in",
    "ask_to_join",
    "call_back",
    "close_session",
    "ensure_person",
    "hashed",
    "hold",
    "invite",
    "invite_to_association",
    "join_association",
    "join_by_link",
    "leave_association",
    "let_see_accounts",
    "new_link",
    "note",
    "open_session",
    "renew",
    "use_code",
    "use_link",
    "use_once",
]
