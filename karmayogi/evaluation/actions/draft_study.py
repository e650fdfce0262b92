"""A study as it is planned: question, units, indicators and waves. All of it changes until the plan is signed."""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence
from secrets import token_hex

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.evaluation.actions.read_table import read_csv
from karmayogi.evaluation.actions.steps import drafted, note, plain
from karmayogi.evaluation.actions.weigh_power import ask_power
from karmayogi.evaluation.models import ServiceIndicator, Study, StudyIndicator, StudyUnit, StudyWave
from karmayogi.evaluation.queries.studies import check_evaluates
from karmayogi.evaluation.types import Design, IndicatorTerms, StudyTerms, WaveTerms
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound, Refused

MOST_UNITS, MOST_WAVES, MOST_INDICATORS = 5_000, 13, 20
UNIT_COLUMNS = ("code", "name", "stratum")


@transaction.atomic
def draft_study(*, actor: Actor, number: uuids.UUID, terms: StudyTerms, at: dt.datetime) -> uuids.UUID:
    """The study with this number: a form that is sent twice makes one."""
    check_evaluates(actor)
    if Study.objects.filter(uuid=number).exists():
        return number
    row = Study(uuid=number, secret=token_hex(32), made_by_id=actor.person_id, made_at=at)
    _set(row, terms)
    row.save(force_insert=True)
    note(row, "make", actor, at)
    return row.uuid


@transaction.atomic
def change_study(*, actor: Actor, study: uuids.UUID, terms: StudyTerms, at: dt.datetime) -> None:
    row = drafted(actor, study)
    _set(row, terms)
    row.save()
    note(row, "change", actor, at)
    ask_power(row)


def _set(row: Study, terms: StudyTerms) -> None:
    said = terms.assumptions
    row.title, row.question = plain(terms.title, 200), plain(terms.question, 1000)
    if not row.title or not row.question:
        raise Refused(_("A study needs a title and a question."))
    if not (0 < said.effect <= 10 and 1 <= said.answers <= 100_000 and 0 <= said.icc < 1 and 0 <= said.stability < 1):
        raise Refused(_("A number is outside of what can be asked for."))
    if not (0 <= terms.sample <= MOST_UNITS and 0 <= terms.seats <= MOST_UNITS and 1 <= terms.steps < MOST_WAVES):
        raise Refused(_("A number is outside of what can be asked for."))
    row.course_id = None
    if terms.course:
        row.course_id = rows.scalar("select id from learning_course where code = %s", [terms.course])
        if row.course_id is None:
            raise Refused(_("There is no course with the code %(code)s.") % {"code": terms.course[:40]})
    row.design, row.sample, row.seats, row.steps = terms.design.value, terms.sample, terms.seats, terms.steps
    row.effect, row.answers, row.icc, row.stability = said.effect, said.answers, said.icc, said.stability
    row.alpha, row.invented = said.alpha, terms.invented


@transaction.atomic
def bring_units(*, actor: Actor, study: uuids.UUID, content: bytes, at: dt.datetime) -> int:
    """The offices that can be in it, in the place of those that were there; how many. Where others decided who is
    trained, a fourth column “turn” says from which wave on, 0 for never."""
    row = drafted(actor, study)
    columns = (*UNIT_COLUMNS, "turn") if row.design == Design.GIVEN else UNIT_COLUMNS
    made: dict[str, StudyUnit] = {}
    for place, cell in read_csv(content, columns, MOST_UNITS):
        code = plain(cell["code"], 60)
        said = cell.get("turn", "")
        turn = int(said) if said.isascii() and said.isdigit() and len(said) < 5 else None
        if not code or not cell["name"]:
            fault = _("code and name are needed")
        elif code in made:
            fault = _("the code %(code)s is there twice") % {"code": code}
        elif row.design == Design.GIVEN and (turn is None or turn >= MOST_WAVES):
            fault = _("the turn is the number of a wave, or 0")
        else:
            made[code] = StudyUnit(
                study=row, code=code, name=plain(cell["name"], 200), stratum=plain(cell["stratum"], 60), given=turn
            )
            continue
        raise Refused(_("Line %(line)s: %(fault)s. Nothing of the file is kept.") % {"line": place, "fault": fault})
    StudyUnit.objects.filter(study=row).delete()
    StudyUnit.objects.bulk_create(made.values())
    note(row, "change", actor, at, detail={"units": len(made)})
    ask_power(row)
    return len(made)


@transaction.atomic
def set_indicators(*, actor: Actor, study: uuids.UUID, terms: Sequence[IndicatorTerms], at: dt.datetime) -> None:
    """All of them, one of which the study stands on."""
    row = drafted(actor, study)
    if len(terms) > MOST_INDICATORS or len({plain(one.code, 40) for one in terms}) < len(terms):
        raise Refused(_("Each indicator needs a code of its own, and there are %(most)s at most.") % {
            "most": MOST_INDICATORS,
        })  # fmt: skip
    if sum(one.primary for one in terms) > 1:
        raise Refused(_("A study stands on one indicator; the others are beside it."))
    made = []
    for one in terms:
        if not plain(one.code, 40) or not plain(one.name, 200) or not plain(one.definition, 500):
            raise Refused(_("An indicator needs a code, a name and a definition."))
        service = ServiceIndicator.objects.filter(uuid=one.service).first() if one.service else None
        if one.service and service is None:
            raise NotFound
        made.append(
            StudyIndicator(
                study=row, code=plain(one.code, 40), name=plain(one.name, 200), definition=plain(one.definition, 500),
                higher_is_better=one.higher_is_better, primary=one.primary, service=service,
            )
        )  # fmt: skip
    StudyIndicator.objects.filter(study=row).delete()
    StudyIndicator.objects.bulk_create(made)
    note(row, "change", actor, at, detail={"indicators": [one.code for one in made]})


@transaction.atomic
def set_waves(*, actor: Actor, study: uuids.UUID, terms: Sequence[WaveTerms], at: dt.datetime) -> None:
    """All of them, in the order of their days; the first one is the baseline."""
    row = drafted(actor, study)
    ordered = sorted(terms, key=lambda one: one.from_on)
    if len(ordered) > MOST_WAVES:
        raise Refused(_("A study has %(most)s waves at most.") % {"most": MOST_WAVES})
    for place, one in enumerate(ordered):
        if one.until_on < one.from_on or (place and one.from_on <= ordered[place - 1].until_on):
            raise Refused(_("A wave ends after it begins, and before the next one begins."))
    StudyWave.objects.filter(study=row).delete()
    StudyWave.objects.bulk_create(
        StudyWave(study=row, number=place, kind=one.kind.value, from_on=one.from_on, until_on=one.until_on)
        for place, one in enumerate(ordered)
    )
    note(row, "change", actor, at, detail={"waves": len(ordered)})
    ask_power(row)
