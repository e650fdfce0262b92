"""Every figure of the product: one definition, one query, in the order in which screens show them."""

import dataclasses

from karmayogi.insight.registry import (
    cascades,
    grades,
    honesty,
    learning,
    offers,
    people,
    planned,
    proof,
    scores,
    taken,
    taking_part,
    ways,
)
from karmayogi.insight.registry.compare import Comparison, compare
from karmayogi.insight.registry.metric import Metric
from karmayogi.insight.types import Words

__all__ = [
    "FIRST", "METRICS", "OFFERS", "RATES", "REGISTRY", "SCORES", "TAKEN", "THEMES", "Comparison", "Metric", "Theme",
    "compare",
]  # fmt: skip

_ORDER = (
    people.OFFICERS,
    people.ACCOUNTS,
    taking_part.ONBOARDED,
    taking_part.ACTIVE,
    learning.ENROLMENTS,
    learning.COMPLETIONS,
    learning.COMPLETION_RATE,
    learning.HOURS,
    learning.HOURS_EACH,
    ways.AT_WORK,
    ways.FROM_OTHERS,
    ways.IN_COURSES,
    taking_part.WEEK_LEARNERS,
    taking_part.WEEK_TARGET,
    cascades.TRAINED,
    cascades.LED,
    proof.CERTIFICATES,
    *grades.BY_GRADE,
    proof.COMPETENCIES_SHOWN,
    grades.WITHOUT_GAP,
    proof.POSTS_PROFILED,
    planned.DUTIES_KEPT,
    planned.PLAN_COVERED,
    planned.UNIT_COVERED,
    planned.PLANS_PUBLISHED,
    honesty.FALSE_ALARMS,
)
_RATES = (
    honesty.PEOPLE,
    honesty.FAST_LESSONS,
    honesty.FAST_TEST,
    honesty.SAME_ANSWERS,
    honesty.SHARED_DEVICE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Theme:
    """Figures that a screen shows together; every figure stands in one at least."""

    code: str
    name: Words
    codes: tuple[str, ...]


_THEMES = (
    Theme(
        "overview",
        Words("Overview", "एक नज़र में", "ایک نظر میں"),
        (
            "officers", "onboarded", "active_learners", "completions", "hours_each", "certificates",
            "competencies_shown", "duties_kept", "plan_covered",
        ),
    ),
    Theme(
        "people",
        Words("People", "लोग", "لوگ"),
        ("officers", "accounts", "onboarded", "active_learners", "week_learners", "week_target"),
    ),
    Theme(
        "learning",
        Words("Learning", "अधिगम", "تعلیم"),
        (
            "enrolments", "completions", "completion_rate", "hours", "hours_each", "hours_at_work",
            "hours_from_others", "hours_in_courses", "cascade_trained", "cascade_sessions",
        ),
    ),
    Theme(
        "proof",
        Words("Proof", "प्रमाण", "ثبوت"),
        (
            "certificates", "certificates_e0", "certificates_e1", "certificates_e2", "certificates_e3",
            "competencies_shown", "without_gap", "posts_profiled", "false_alarms",
        ),
    ),
    Theme(
        "plans",
        Words("Plans and orders", "योजनाएँ और आदेश", "منصوبے اور احکامات"),
        ("duties_kept", "plan_covered", "unit_covered", "plans_published"),
    ),
)  # fmt: skip
METRICS: dict[str, Metric] = {metric.code: metric for metric in _ORDER}
RATES: dict[str, Metric] = {metric.code: metric for metric in _RATES}  # counted by assessment, each night
SCORES: dict[str, Metric] = {scores.SCORE.code: scores.SCORE}  # worked out of others when somebody looks
OFFERS: dict[str, Metric] = {metric.code: metric for metric in offers.ALL}  # of providers, counted each night
TAKEN: dict[str, Metric] = {metric.code: metric for metric in taken.ALL}  # of courses by place, counted each night
REGISTRY: dict[str, Metric] = METRICS | RATES | SCORES | OFFERS | TAKEN  # every figure that there is
THEMES: dict[str, Theme] = {theme.code: theme for theme in _THEMES}
FIRST = learning.COMPLETIONS.code  # what a dashboard shows before anything is chosen
