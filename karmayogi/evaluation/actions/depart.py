"""Where a study departs from its plan, in the words of whoever runs it; and its end."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.evaluation.actions.steps import note, plain
from karmayogi.evaluation.models import StudyNote
from karmayogi.evaluation.queries.studies import access_study
from karmayogi.evaluation.types import State
from karmayogi.kernel.access import Actor, Refused


@transaction.atomic
def say_departure(*, actor: Actor, study: uuids.UUID, words: str, at: dt.datetime) -> None:
    """It stays on the page for ever. The same words again are not said twice."""
    row = access_study(actor, study, locked=True)
    said = plain(words, 500)
    if row.state == State.DRAFT:
        raise Refused(_("A plan that is not signed can be changed: there is nothing yet to depart from."))
    if not said:
        raise Refused(_("Say in what the study departs from its plan, and why."))
    if not StudyNote.objects.filter(study=row, act="deviate", words=said).exists():
        note(row, "deviate", actor, at, words=said)


@transaction.atomic
def close_study(*, actor: Actor, study: uuids.UUID, at: dt.datetime) -> None:
    """Nothing is measured any more. Twice changes nothing."""
    row = access_study(actor, study, locked=True)
    if row.state == State.CLOSED:
        return
    if row.state != State.DRAWN:
        raise Refused(_("A study is closed once something was measured."))
    row.state, row.closed_at = State.CLOSED, at
    row.save()
    note(row, "close", actor, at)
