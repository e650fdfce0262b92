"""Every figure of the product: one definition, one query, in the order in which screens show them."""

from karmayogi.insight.registry import honesty, learning, people, proof
from karmayogi.insight.registry.metric import GRAIN, REFRESH, Metric

__all__ = ["FIRST", "GRAIN", "METRICS", "REFRESH", "Metric"]

_ORDER = (
    people.OFFICERS,
    people.ACCOUNTS,
    learning.ENROLMENTS,
    learning.COMPLETIONS,
    learning.COMPLETION_RATE,
    learning.HOURS,
    learning.HOURS_EACH,
    proof.CERTIFICATES,
    proof.COMPETENCIES_SHOWN,
    proof.POSTS_PROFILED,
    honesty.FALSE_ALARMS,
)
METRICS: dict[str, Metric] = {metric.code: metric for metric in _ORDER}
FIRST = learning.COMPLETIONS.code  # what a dashboard shows before anything is chosen
