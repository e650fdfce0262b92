"""Registering a learner in a course of units, when they open its part for the first time."""

import datetime as dt

from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.actions.cmi5.settle import settle
from karmayogi.learning.queries.cmi5.registrations import Registered, of_part

_ENROLMENT = """
select v.package_id from learning_enrolment n
join learning_part part on part.version_id = n.version_id
join learning_partvariant v on v.part_id = part.id and v.language = 'en'
join learning_package k on k.id = v.package_id and k.standard in ('cmi5', 'xapi')
where n.id = %s and n.person_id = %s and part.id = %s and n.status <> 'withdrawn'
for no key update of n
"""
_REGISTER = """
insert into learning_registration (uuid, person_id, part_id, enrolment_id, package_id, registered_at)
values (%s, %s, %s, %s, %s, %s) on conflict (person_id, part_id) do nothing
"""


def register(*, actor: Actor, enrolment_id: int, part_id: int, at: dt.datetime) -> Registered:
    """The registration, made if there is none. What asks nothing is satisfied at once (9.6.1).

    Raises NotFound for a part that is not theirs or no course of units.
    """
    known = of_part(actor.person_id, part_id)
    return known or _registered(actor, enrolment_id, part_id, at)


@transaction.atomic
def _registered(actor: Actor, enrolment_id: int, part_id: int, at: dt.datetime) -> Registered:
    package = rows.scalar(_ENROLMENT, [enrolment_id, actor.person_id, part_id])
    if package is None:
        raise NotFound
    new = rows.run(_REGISTER, [uuid7(), actor.person_id, part_id, enrolment_id, package, at])
    found = of_part(actor.person_id, part_id, lock=True)
    assert found is not None  # it is there now, ours or that of another tab
    if new:
        settle(agent=actor, registered=found, session=None, at=at)
    return found
