"""The activity tree of a package, and where a person is in it."""

import functools

import msgspec

from karmayogi.kernel import rows
from karmayogi.learning.engine.sequencing.definition import Tree
from karmayogi.learning.engine.sequencing.tracking import Known, State

_tree = msgspec.json.Decoder(Tree).decode
_state = msgspec.json.Decoder(State).decode
_STATE = "select state from learning_sequencingstate where person_id = %s and part_id = %s"
_SHARED = """
select objective, satisfied, measure, completed, progress from learning_globalobjective
where person_id = %s and enrolment_id = %s and scope = %s
"""


def tree_of(package_id: int) -> Tree | None:
    """None for a package whose items stand free in their order."""
    text = rows.scalar("select tree from learning_package where id = %s", [package_id])
    return read_tree(text)


def read_tree(text: str | None) -> Tree | None:
    """As a package keeps it."""
    return _read(text) if text else None


@functools.lru_cache(maxsize=8)
def _read(text: str) -> Tree:
    """A tree never changes, and each page and each commit of a package asks for it, some twice."""
    return _tree(text)


def state_of(tree: Tree, *, person_id: int, enrolment_id: int, part_id: int) -> State | None:
    """With what is shared in the enrolment; None before she first opened the package."""
    text = rows.scalar(_STATE, [person_id, part_id])
    if text is None:
        return None
    state = _state(text)
    state.shared = shared(tree, person_id=person_id, enrolment_id=enrolment_id, part_id=part_id)
    return state


def shared(tree: Tree, *, person_id: int, enrolment_id: int, part_id: int) -> dict[str, Known]:
    def into(objective: str, *known: object) -> tuple[str, Known]:
        return objective, Known(*known)  # type: ignore[arg-type]

    return dict(rows.fetch(into, _SHARED, [person_id, enrolment_id, scope(tree, part_id)]))


def scope(tree: Tree, part_id: int) -> int:
    """Whose objectives under shared names are: 0 of the whole enrolment, else of this part alone."""
    return 0 if tree.to_system else part_id
