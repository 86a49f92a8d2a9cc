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
from grants.accounts.services.factors import (
    begin_clock,
    confirm_clock,
    prove,
    renew_codes,
    reset_factor,
    secret_of,
)
from grants.accounts.services.identities import recognise, take_trip
from grants.accounts.services.links import LINKS_PER_DAY, call_back, hold, new_link, renew, use_once
from grants.accounts.services.people import TOKEN_BYTES, ensure_person, hashed
from grants.accounts.services.rights import let_see_accounts
from grants.accounts.services.sessions import (
    close_session,
    end_sessions,
    forget_sign_ins,
    note_seen,
    open_session,
    renew_session,
    revoke_sessions,
    tie,
)
from grants.accounts.services.signing_in import (
    CODE_DIGITS,
    INVITATION_DAYS,
    MAILS_PER_HOUR,
    accept_invitation,
    ask_sign_in,
    invite,
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
    "begin_clock",
    "call_back",
    "close_session",
    "confirm_clock",
    "end_sessions",
    "ensure_person",
    "forget_sign_ins",
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
    "note_seen",
    "open_session",
    "prove",
    "recognise",
    "renew",
    "renew_codes",
    "renew_session",
    "reset_factor",
    "revoke_sessions",
    "secret_of",
    "take_trip",
    "tie",
    "use_code",
    "use_link",
    "use_once",
]
