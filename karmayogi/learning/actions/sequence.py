"""Going through a package whose manifest says in which order: the server decides what may be opened next."""

import dataclasses
import datetime as dt

import msgspec
from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning.actions.complete_course import complete_if_due
from karmayogi.learning.actions.mark_part import mark_part
from karmayogi.learning.engine.sequencing import navigation
from karmayogi.learning.engine.sequencing.definition import Tree
from karmayogi.learning.engine.sequencing.outcome import whole
from karmayogi.learning.engine.sequencing.tracking import State
from karmayogi.learning.queries.row import Row
from karmayogi.learning.queries.sequencing import read_tree, scope, shared, state_of

_THERE = """
select p.tree, g.visit from learning_enrolment n
join learning_partprogress g on g.person_id = n.person_id and g.enrolment_id = n.id
join learning_partvariant v on v.part_id = g.part_id and v.language = 'en'
join learning_package p on p.id = v.package_id
where n.id = %s and n.person_id = %s and g.part_id = %s
for no key update of n, g
"""
_KEEP = """
insert into learning_sequencingstate (person_id, part_id, state, updated_at) values (%s, %s, %s, %s)
on conflict (person_id, part_id) do update set state = excluded.state, updated_at = excluded.updated_at
"""
_SHARE = """
insert into learning_globalobjective
  (person_id, enrolment_id, scope, objective, satisfied, measure, completed, progress, updated_at)
select %(person)s, %(enrolment)s, %(scope)s, t.*, %(at)s
from unnest(%(names)s::text[], %(satisfied)s::bool[], %(measure)s::float[], %(completed)s::bool[],
  %(progress)s::float[]) t
on conflict (person_id, enrolment_id, scope, objective) do update set satisfied = excluded.satisfied,
  measure = excluded.measure, completed = excluded.completed, progress = excluded.progress,
  updated_at = excluded.updated_at
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Went:
    """allowed False: the rules of the package do not let her; nothing has changed. completed: so is the course."""

    state: State
    allowed: bool = True
    completed: bool = False


@transaction.atomic
def open_package(*, actor: Actor, enrolment_id: int, part_id: int, at: dt.datetime) -> Went:
    """Where she is in it. The first time the package begins; where she left it to come back, it goes on.

    Raises NotFound for a part that is not hers, was never opened, or has no order of its own.
    """
    tree, state, visit = _there(actor, enrolment_id, part_id)
    if state is None:
        state = State(seed=actor.person_id * 1_000_003 + part_id)
        state.shared = shared(tree, person_id=actor.person_id, enrolment_id=enrolment_id, part_id=part_id)
        gone = navigation.go(tree, state, navigation.START)
    elif state.current is None and state.suspended is not None:
        gone = navigation.go(tree, state, navigation.RESUME)
    else:
        return Went(state)
    gone.state.after = visit - 1  # the page that is shown now has this visit's number, and plays what is delivered
    keep_state(tree, gone.state, actor=actor, enrolment_id=enrolment_id, part_id=part_id, at=at)
    return Went(gone.state)


@transaction.atomic
def go_on(
    *, actor: Actor, enrolment_id: int, part_id: int, request: str, target: str, turn: int, at: dt.datetime
) -> Went:
    """What she or the content asked for: continue, previous, choice ... turn: of the page she asked on.

    Asked on a page that is no longer the last one, or a second time, nothing happens. Raises NotFound as above.
    """
    tree, state, visit = _there(actor, enrolment_id, part_id)
    if state is None:
        raise NotFound
    if turn != state.turn:
        return Went(state)
    gone = navigation.go(tree, state, request, target)
    if not gone.allowed:
        return Went(state, allowed=False)
    gone.state.after = visit
    completed = keep_state(tree, gone.state, actor=actor, enrolment_id=enrolment_id, part_id=part_id, at=at)[1]
    return Went(gone.state, completed=completed)


def keep_state(
    tree: Tree, state: State, *, actor: Actor, enrolment_id: int, part_id: int, at: dt.datetime
) -> tuple[bool, bool]:
    """In the caller's transaction, which has locked the enrolment. Whether the part is done, and the course with it."""
    told = sorted(state.shared.items())
    text = msgspec.json.encode(dataclasses.replace(state, shared={})).decode()
    rows.run(_KEEP, [actor.person_id, part_id, text, at])
    if told:
        rows.run(
            _SHARE,
            {
                "person": actor.person_id,
                "enrolment": enrolment_id,
                "scope": scope(tree, part_id),
                "at": at,
                "names": [name for name, _known in told],
                "satisfied": [known.satisfied for _name, known in told],
                "measure": [known.measure for _name, known in told],
                "completed": [known.completed for _name, known in told],
                "progress": [known.progress for _name, known in told],
            },
        )
    done, score = whole(tree, state)
    mark_part(person_id=actor.person_id, part_id=part_id, done=done, score=score, at=at)
    return done, done and complete_if_due(agent=actor, enrolment_id=enrolment_id, at=at)


def _there(actor: Actor, enrolment_id: int, part_id: int) -> tuple[Tree, State | None, int]:
    found = rows.first(Row, _THERE, [enrolment_id, actor.person_id, part_id])
    tree = None if found is None else read_tree(found[0])
    if found is None or tree is None:
        raise NotFound
    state = state_of(tree, person_id=actor.person_id, enrolment_id=enrolment_id, part_id=part_id)
    return tree, state, found[1]
