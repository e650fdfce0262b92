"""The lot: which units are in the sample, and whose turn is when."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.evaluation.actions.steps import note, plain
from karmayogi.evaluation.engine import lots
from karmayogi.evaluation.models import StudyUnit
from karmayogi.evaluation.queries.studies import access_study, lot_of
from karmayogi.evaluation.types import State
from karmayogi.kernel.access import Actor, Refused


@transaction.atomic
def draw_lot(*, actor: Actor, study: uuids.UUID, word: str, at: dt.datetime) -> None:
    """Once: a second time changes nothing, whatever the word."""
    row = access_study(actor, study, locked=True)
    if row.state in (State.DRAWN, State.CLOSED):
        return
    if row.state == State.DRAFT:
        raise Refused(_("The plan is signed first; the lot is drawn after that."))
    row.word = plain(word, 100)
    if not row.word:
        raise Refused(_("Say a word or a number that nobody could know when the plan was signed."))
    turns = lot_of(row, lots.seed_of(row.secret, row.word))
    units = list(StudyUnit.objects.filter(study=row, code__in=turns))
    for unit in units:
        unit.turn = turns[unit.code]
    StudyUnit.objects.bulk_update(units, ["turn"], batch_size=500)
    row.state, row.drawn_at = State.DRAWN, at
    row.save()
    note(row, "draw", actor, at, words=row.word, detail={"units": len(units)})
