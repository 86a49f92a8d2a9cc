"""A project and its page: story, needs, offers, revisions."""
