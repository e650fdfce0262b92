"""What other packages may call."""

from karmayogi.orgs.actions.abolish_organisation import abolish_organisation
from karmayogi.orgs.actions.appoint import appoint, relieve
from karmayogi.orgs.actions.create_designation import create_designation
from karmayogi.orgs.actions.create_organisation import create_organisation
from karmayogi.orgs.actions.create_post import create_post
from karmayogi.orgs.actions.ensure_designations import ensure_designations
from karmayogi.orgs.actions.grant_authority import grant_authority, revoke_authority
from karmayogi.orgs.actions.import_master_data import import_master_data
from karmayogi.orgs.actions.import_officers import import_officers
from karmayogi.orgs.actions.merge_organisations import merge_organisations
from karmayogi.orgs.actions.reorganise import reorganise
from karmayogi.orgs.actions.retire import retire
from karmayogi.orgs.actions.sanction import OrderPaper, abolish_post, change_superior, create_posts, upgrade_post
from karmayogi.orgs.actions.split_organisation import SplitPart, split_organisation
from karmayogi.orgs.actions.transfer import transfer
from karmayogi.orgs.queries.actors import actor_of_session, authorities_of
from karmayogi.orgs.queries.designations import designation_by_name, designations
from karmayogi.orgs.queries.organisations import (
    access_organisation,
    children_of,
    line_of,
    ministry_of,
    organisation,
    organisation_by_code,
    organisation_by_name,
    organisations,
    spell_on,
)
from karmayogi.orgs.queries.people import people_in
from karmayogi.orgs.queries.persons import access_person, may_see_person, supervises
from karmayogi.orgs.queries.places import states
from karmayogi.orgs.queries.posts import current_post, posts_of, reporting_line, team_of
from karmayogi.orgs.queries.strength import strength

__all__ = [
    "OrderPaper",
    "SplitPart",
    "abolish_organisation",
    "abolish_post",
    "access_organisation",
    "access_person",
    "actor_of_session",
    "appoint",
    "authorities_of",
    "change_superior",
    "children_of",
    "create_designation",
    "create_organisation",
    "create_post",
    "create_posts",
    "current_post",
    "designation_by_name",
    "designations",
    "ensure_designations",
    "grant_authority",
    "import_master_data",
    "import_officers",
    "line_of",
    "may_see_person",
    "merge_organisations",
    "ministry_of",
    "organisation",
    "organisation_by_code",
    "organisation_by_name",
    "organisations",
    "people_in",
    "posts_of",
    "relieve",
    "reorganise",
    "reporting_line",
    "retire",
    "revoke_authority",
    "spell_on",
    "split_organisation",
    "states",
    "strength",
    "supervises",
    "team_of",
    "transfer",
    "upgrade_post",
]
