"""What other packages may call."""

from karmayogi.orgs.actions.appoint import appoint, relieve
from karmayogi.orgs.actions.create_designation import create_designation
from karmayogi.orgs.actions.create_organisation import create_organisation
from karmayogi.orgs.actions.create_post import create_post
from karmayogi.orgs.actions.ensure_designations import ensure_designations
from karmayogi.orgs.actions.grant_authority import grant_authority, revoke_authority
from karmayogi.orgs.actions.import_master_data import import_master_data
from karmayogi.orgs.actions.import_officers import import_officers
from karmayogi.orgs.actions.reorganise import reorganise
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
from karmayogi.orgs.queries.posts import current_post, post_and_line, posts_of, reporting_line, team_of

__all__ = [
    "access_organisation",
    "access_person",
    "actor_of_session",
    "appoint",
    "authorities_of",
    "children_of",
    "create_designation",
    "create_organisation",
    "create_post",
    "current_post",
    "designation_by_name",
    "designations",
    "ensure_designations",
    "grant_authority",
    "import_master_data",
    "import_officers",
    "line_of",
    "may_see_person",
    "ministry_of",
    "organisation",
    "organisation_by_code",
    "organisation_by_name",
    "organisations",
    "people_in",
    "post_and_line",
    "posts_of",
    "relieve",
    "reorganise",
    "reporting_line",
    "revoke_authority",
    "spell_on",
    "states",
    "supervises",
    "team_of",
]
