"""Every figure of the product: one definition, one query, in the order in which screens show them."""

from karmayogi.insight.registry import honesty, learning, people, proof
from karmayogi.insight.registry.compare import Comparison, compare
from karmayogi.insight.registry.metric import Metric

__all__ = ["FIRST", "METRICS", "RATES", "REGISTRY", "Comparison", "Metric", "compare"]

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
_RATES = (
    honesty.PEOPLE,
    honesty.FAST_LESSONS,
    honesty.FAST_TEST,
    honesty.SAME_ANSWERS,
    honesty.SHARED_DEVICE,
)
METRICS: dict[str, Metric] = {metric.code: metric for metric in _ORDER}
RATES: dict[str, Metric] = {metric.code: metric for metric in _RATES}  # counted by assessment, each night
REGISTRY: dict[str, Metric] = METRICS | RATES  # every figure that there is
FIRST = learning.COMPLETIONS.code  # what a dashboard shows before anything is chosen
