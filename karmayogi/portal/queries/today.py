"""Everything on Today, in a handful of queries."""

import datetime as dt

from karmayogi.competencies import api as competencies
from karmayogi.credentials import api as credentials
from karmayogi.kernel.access import Actor
from karmayogi.kernel.dates import financial_year_start
from karmayogi.learning import api as learning
from karmayogi.orgs import api as orgs
from karmayogi.portal.engine.next_step import next_step
from karmayogi.portal.types import Today


def today(actor: Actor, on: dt.date) -> Today:
    post, line = orgs.post_and_line(actor.person_id, on)
    gaps = competencies.gaps_of(actor.person_id, on)
    active = learning.active_enrolments(actor.person_id, 5)
    open_ids = [gap.competency_id for gap in gaps if gap.missing]
    begun = [one.course_uuid for one in active]
    found = learning.course_for_gaps(open_ids, begun=begun, person_id=actor.person_id, on=on) if open_ids else None
    step = next_step(has_post=post is not None, gaps=gaps, active=active, course=found)
    return Today(
        post=post,
        line=line,
        next_step=step,
        others=[one for one in active if step.enrolment is None or one.uuid != step.enrolment.uuid],
        gaps=gaps,
        kinds=learning.hours_by_kind(actor.person_id, financial_year_start(on), on + dt.timedelta(days=1)),
        certificates=credentials.count_of(actor.person_id),
    )
