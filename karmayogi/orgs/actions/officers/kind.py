"""The kind of bulk act, registered at start-up (apps.ready)."""

from karmayogi.kernel import bulk
from karmayogi.kernel.access import Role
from karmayogi.orgs.actions.officers.apply import apply_chunk
from karmayogi.orgs.actions.officers.plan import plan
from karmayogi.orgs.actions.officers.take_back import undo_chunk

OFFICERS = bulk.register(
    bulk.Kind(
        name="orgs.officers",
        plan=plan,
        apply_chunk=apply_chunk,
        undo_chunk=undo_chunk,
        roles=(Role.MDO_ADMIN, Role.STATE_ADMIN),
        approvers=(Role.MDO_LEADER,),
        second_person_above=1000,
        chunk=1000,
    )
)
