"""The one door to mail: an outbox written in the business transaction, delivered afterwards.

A mail leaves once, or twice with the same Message-ID when the sender died between the two: never zero times.
"""

from grants.mail.delivery import build_message, deliver
from grants.mail.models import OutboxMail
from grants.mail.outbox import Attachment, just_posted, post
from grants.mail.queries import recent

__all__ = ["Attachment", "OutboxMail", "build_message", "deliver", "just_posted", "post", "recent"]
