"""What is read of a person: their rows, the names they go by, what they asked."""

from grants.privacy.queries.disposals import disposal, disposals, whole_file
from grants.privacy.queries.ending import Due, ending
from grants.privacy.queries.gathering import counts, gather
from grants.privacy.queries.journal import Sought, acts_done, part_of_journal, whole_journal
from grants.privacy.queries.requests import open_requests, request_of
from grants.privacy.queries.tracing import Found, among, every_address, trace

__all__ = [
    "Due",
    "Found",
    "Sought",
    "acts_done",
    "among",
    "counts",
    "disposal",
    "disposals",
    "ending",
    "every_address",
    "gather",
    "open_requests",
    "part_of_journal",
    "request_of",
    "trace",
    "whole_file",
    "whole_journal",
]
