"""What other packages may call of plans."""

from karmayogi.plans.actions.decide_mandate import approve_mandate, publish_mandate, retire_mandate
from karmayogi.plans.actions.holidays import ensure_holidays
from karmayogi.plans.actions.peaks import PeakTerms, add_peak
from karmayogi.plans.actions.rates import RateTerms, set_limit, set_rate
from karmayogi.plans.actions.rehearse import rehearse
from karmayogi.plans.actions.reliefs import ask_relief, decide_relief
from karmayogi.plans.actions.write_mandate import Terms, Value, add_condition, add_item, draft_mandate
from karmayogi.plans.queries.duties import bound_statements, duty_statements
from karmayogi.plans.queries.lists import choices
from karmayogi.plans.queries.mandates import for_appraisal
from karmayogi.plans.queries.mine import list_of, lists_of
from karmayogi.plans.queries.prescribed import done_sql, prescribed_sql

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
    "bound_statements",
    "choices",
    "decide_relief",
    "done_sql",
    "draft_mandate",
    "duty_statements",
    "ensure_holidays",
    "for_appraisal",
    "list_of",
    "lists_of",
    "prescribed_sql",
    "publish_mandate",
    "rehearse",
    "retire_mandate",
    "set_limit",
    "set_rate",
]
