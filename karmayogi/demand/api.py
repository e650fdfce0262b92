"""What other packages may call of demand."""

from karmayogi.demand.actions.answer import accept, decline, link
from karmayogi.demand.actions.ask import ask, offer
from karmayogi.demand.actions.decide import close, extend, lapse
from karmayogi.demand.actions.scan import scan
from karmayogi.demand.actions.set_terms import set_terms
from karmayogi.demand.queries.lists import lack_lines, request_lines

__all__ = [
    "accept", "ask", "close", "decline", "extend", "lack_lines", "lapse", "link", "offer", "request_lines", "scan",
    "set_terms",
]  # fmt: skip
