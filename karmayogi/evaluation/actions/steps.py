"""What every act on a study writes: a note that its page tells, and the trail."""

import datetime as dt
import uuid as uuids
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.evaluation.models import Study, StudyNote
from karmayogi.evaluation.queries.studies import access_study
from karmayogi.evaluation.types import State
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, Agent, Refused


def note(
    study: Study, act: str, agent: Agent, at: dt.datetime, *, words: str = "", detail: dict[str, Any] | None = None
) -> None:
    StudyNote.objects.create(
        study=study, act=act, words=words, by_id=agent.person_id if isinstance(agent, Actor) else None, at=at
    )
    audit.record(
        f"evaluation:study:{act}", agent=agent, at=at, kind="study", subject=study.uuid, label=study.title,
        why=words[:300], detail=detail,
    )  # fmt: skip


def plain(text: str, most: int) -> str:
    """One line of what was typed."""
    return " ".join(text.replace("\0", "").split())[:most]


def drafted(actor: Actor, study: uuids.UUID) -> Study:
    """A study whose plan may still change, locked."""
    row = access_study(actor, study, locked=True)
    if row.state != State.DRAFT:
        raise Refused(_("The plan is signed: nothing of it changes any more. Say below where you depart from it."))
    return row
