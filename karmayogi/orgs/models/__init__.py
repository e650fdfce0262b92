from karmayogi.orgs.models.authority import DelegatedAuthority
from karmayogi.orgs.models.designation import Designation, DesignationAlias, MergedPost, MergeProposal
from karmayogi.orgs.models.organisation import Organisation, OrganisationSpell
from karmayogi.orgs.models.place import District, State
from karmayogi.orgs.models.post import Incumbency, Post
from karmayogi.orgs.models.service import Cadre, Service, ServiceMembership

__all__ = [
    "Cadre", "DelegatedAuthority", "Designation", "DesignationAlias", "District", "Incumbency", "MergeProposal",
    "MergedPost",     "Organisation", "OrganisationSpell", "Post", "Service", "ServiceMembership", "State",
]  # fmt: skip
