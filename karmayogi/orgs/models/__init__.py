from karmayogi.orgs.models.authority import AuthorityProposal, DelegatedAuthority
from karmayogi.orgs.models.designation import Designation, DesignationAlias, MergedPost, MergeProposal
from karmayogi.orgs.models.organisation import Lineage, Organisation, OrganisationSpell
from karmayogi.orgs.models.place import District, State
from karmayogi.orgs.models.post import (
    Incumbency,
    IncumbencyPast,
    Post,
    PostPast,
    Retirement,
    SanctionedPost,
    SanctionOrder,
)
from karmayogi.orgs.models.service import Cadre, Service, ServiceMembership

__all__ = [
    "AuthorityProposal", "Cadre", "DelegatedAuthority", "Designation", "DesignationAlias", "District", "Incumbency",
    "IncumbencyPast", "Lineage", "MergeProposal", "MergedPost", "Organisation", "OrganisationSpell", "Post", "PostPast",
    "Retirement", "SanctionOrder", "SanctionedPost", "Service", "ServiceMembership", "State",
]  # fmt: skip
