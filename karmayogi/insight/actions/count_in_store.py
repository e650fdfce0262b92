"""Counting the figures of all units in the columnar store, where a country is too large for PostgreSQL to count anew.

Called in the transaction of a full refresh, after its marks were read: what is committed later comes with the next one.
"""

import datetime as dt
import logging

from django.conf import settings
from django.db import connection

from karmayogi.facts import api as facts
from karmayogi.facts.types import StoreFault
from karmayogi.insight.queries.from_facts import FACTS, concerned, counted
from karmayogi.insight.queries.size import has_enrolments
from karmayogi.insight.registry.bases import BASES
from karmayogi.kernel import rows

log = logging.getLogger("karmayogi.insight")
PATIENCE = 60.0  # seconds of one figure; nobody waits at a screen


def count_in_store(on: dt.date, at: dt.datetime) -> set[str]:
    """Fills figure_now with every figure that facts tell, and of whom shares speak; the codes of those. None of them
    where the store does not answer or lags behind: then all of them are counted in PostgreSQL, and slowly."""
    if not has_enrolments(settings.FIGURES_FROM_FACTS_AT):
        return set()
    try:
        if not facts.catch_up(at):
            log.warning("the store of facts is behind; figures are counted in PostgreSQL")
            return set()
        for code, metric in FACTS.items():
            _keep(code, counted(metric, on, seconds=PATIENCE))
        for code, base in BASES.items():
            _keep(code, concerned(base, on, seconds=PATIENCE))
    except StoreFault as fault:
        log.warning("the store of facts does not answer; figures are counted in PostgreSQL: %r", fault)
        rows.run("truncate figure_now")
        return set()
    return FACTS.keys() | BASES.keys()


def _keep(code: str, figures: dict[int, tuple[int, int]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("copy figure_now (organisation_id, metric, numerator, denominator) from stdin") as copy,
    ):
        for unit, (numerator, denominator) in figures.items():
            copy.write_row((unit, code, numerator, denominator))
