"""The people of the workbench and an order of theirs, for the tests of its rooms."""

import dataclasses
import datetime as dt
import uuid

from karmayogi.competencies.actions.workbench import shape_order as shaping
from karmayogi.competencies.actions.workbench.draft_order import draft_order
from karmayogi.competencies.actions.workbench.names import Name
from karmayogi.competencies.queries.workbench import orders as queries
from karmayogi.competencies.queries.workbench.tree import tree
from karmayogi.kernel.access import Actor, Role
from tests.cast import Cast, Player


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """Devi drafts in the Ministry of Personnel, Farah reviews first, Gita second over the whole country; Bala
    administers. Hari drafts in the next ministry."""

    cast: Cast
    at: dt.datetime
    author: Actor
    first: Actor
    second: Actor
    admin: Actor
    stranger: Actor

    @classmethod
    def of(cls, cast: Cast, at: dt.datetime) -> "Unit":
        def holds(who: Player, role: Role, over) -> Actor:
            cast.grant(who, role, over)
            return who.actor(at)

        return cls(
            cast, at,
            holds(cast.supervisor, Role.IFU_MEMBER, cast.ministry),
            holds(cast.head, Role.FRAC_REVIEWER_L1, cast.ministry),
            holds(cast.platform, Role.FRAC_REVIEWER_L2, cast.country),
            holds(cast.admin, Role.FRAC_ADMIN, cast.country),
            holds(cast.other_admin, Role.IFU_MEMBER, cast.other_ministry),
        )  # fmt: skip

    def draft(self, designation: str = "Assistant Section Officer") -> uuid.UUID:
        return draft_order(
            actor=self.author, organisation=self.cast.ministry.uuid, designation=designation, basis="CSMOP", at=self.at
        )

    def written(self, designation: str = "Assistant Section Officer") -> uuid.UUID:
        """A draft in which nothing is unmapped: one role, one activity, one need, one knowledge resource."""
        order = self.draft(designation)
        position = tree(queries.access_order(self.author, order).id)[0]
        told = {"actor": self.author, "order": order, "at": self.at}
        role = shaping.add_role(
            **told, position=position.uuid, name=Name("Keeper of cases", "प्रकरण प्रभारी", "معاملات کے نگراں", sure=True)
        )
        activity = shaping.add_activity(
            **told,
            role=role.uuid,
            name=Name("Put up a note on a receipt", "प्राप्ति पर टिप्पणी देना", "خط پر نوٹ لکھنا", sure=True),
        )
        shaping.set_need(**told, activity=activity.uuid, code="FUN-087", level=2, importance=5)
        shaping.add_knowledge(**told, activity=activity.uuid, name=Name("Manual of Office Procedure", sure=True))
        return order
