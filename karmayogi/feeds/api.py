"""What other packages may call."""

from karmayogi.feeds.actions.decide_request import approve_request, return_request
from karmayogi.feeds.actions.issue_token import issue_token, revoke_token
from karmayogi.feeds.actions.send_feed import approve_feed, send_feed
from karmayogi.feeds.actions.send_request import ask_correction, ask_transfer
from karmayogi.feeds.queries.requests import verification_of

__all__ = [
    "approve_feed",
    "approve_request",
    "ask_correction",
    "ask_transfer",
    "issue_token",
    "return_request",
    "revoke_token",
    "send_feed",
    "verification_of",
]
