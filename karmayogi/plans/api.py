"""What other packages may call of plans."""

from karmayogi.plans.actions.decide_mandate import approve_mandate, publish_mandate, retire_mandate
from karmayogi.plans.actions.holidays import ensure_holidays
from karmayogi.plans.actions.peaks import PeakTerms, add_peak
from karmayogi.plans.actions.rates import RateTerms, set_limit, set_rate
from karmayogi.plans.actions.rehearse import rehearse
from karmayogi.plans.actions.reliefs import ask_relief, decide_relief
from karmayogi.plans.actions.write_mandate import Terms, Value, add_condition, add_item, draft_mandate
from karmayogi.plans.queries.mine import list_of, lists_of

__all__ = [
    "PeakTerms",
    "RateTerms",
    "Terms",
    "Value",
    "add_condition",
    "add_item",
    "add_peak",
    "approve_mandate",
    "ask_relief",
    "decide_relief",
    "draft_mandate",
    "ensure_holidays",
    "list_of",
    "lists_of",
    "publish_mandate",
    "rehearse",
    "retire_mandate",
    "set_limit",
    "set_rate",
]
