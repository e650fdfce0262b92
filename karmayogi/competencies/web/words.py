"""Reasons and sources in the reader's words."""

from django.utils.translation import gettext as _

from karmayogi.competencies.queries.proof.instruments import InstrumentRow, instruments
from karmayogi.competencies.types import Reason, Source
from karmayogi.ui.api import day, pick


def source_in_words(source: str) -> str:
    return {
        Source.SELF: _("your own claim"),
        Source.PEER: _("a colleague"),
        Source.SUBORDINATE: _("somebody who reports to you"),
        Source.SUPERVISOR: _("your supervisor"),
        Source.COURSE_TEST: _("a course test"),
        Source.INDEPENDENT_TEST: _("an independent test"),
        Source.OBSERVATION: _("observation on the job"),
        Source.WORK_PRODUCT: _("a piece of your work"),
        Source.PRIOR_LEARNING: _("prior learning"),
        Source.EXTERNAL_CERTIFICATE: _("a certificate from elsewhere"),
    }[Source(source)]


def known_instruments() -> dict[str, InstrumentRow]:
    """By the name under which rows of evidence know them."""
    return {one.name_en: one for one in instruments()}


def instrument_in_words(name: str, known: dict[str, InstrumentRow]) -> str:
    """What a row of evidence was made with; a course test is known by the code of its course, which stays."""
    found = known.get(name)
    return pick(found.name_en, found.name_hi, found.name_ur) if found else name


def reason_in_words(reason: Reason, known: dict[str, InstrumentRow]) -> str:
    """One sentence that says what the row did to the level."""
    values = {
        "source": source_in_words(reason.source),
        "level": reason.level,
        "on": day(reason.on),
        "instrument": instrument_in_words(reason.instrument, known),
        "weight": round(reason.weight * 100),
    }
    return {
        "counts": _(
            "Level %(level)s shown by %(source)s, “%(instrument)s”, on %(on)s; it counts %(weight)s of 100 today."
        ),
        "faded": _(
            "Level %(level)s by %(source)s, “%(instrument)s”, on %(on)s: it counts only %(weight)s of 100 today, too little alone."
        ),
        "outweighed": _(
            "A fresher and stronger proof, “%(instrument)s” on %(on)s, showed level %(level)s and speaks against a higher one."
        ),
        "claim": _("Level %(level)s is your own claim of %(on)s; a claim alone shows nothing."),
    }[reason.kind] % values
