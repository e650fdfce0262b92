"""What other packages may call."""

from karmayogi.orgs.actions.abolish_organisation import abolish_organisation
from karmayogi.orgs.actions.appoint import appoint, relieve
from karmayogi.orgs.actions.create_designation import create_designation
from karmayogi.orgs.actions.create_organisation import create_organisation
from karmayogi.orgs.actions.create_post import create_post
from karmayogi.orgs.actions.ensure_designations import ensure_designations
from karmayogi.orgs.actions.feed_postings import Place, Seated, relieve_many, seat_many, take_back_postings
from karmayogi.orgs.actions.feed_service import set_service
from karmayogi.orgs.actions.feed_sheet import Sheet, open_sheet
from karmayogi.orgs.actions.grant_authority import grant_authority, revoke_authority
from karmayogi.orgs.actions.import_master_data import import_master_data
from karmayogi.orgs.actions.import_officers import import_officers
from karmayogi.orgs.actions.merge_organisations import merge_organisations
from karmayogi.orgs.actions.name_designations import name_designations
from karmayogi.orgs.actions.officers.words import sentence as cell_sentence
from karmayogi.orgs.actions.reorganise import reorganise
from karmayogi.orgs.actions.retire import retire
from karmayogi.orgs.actions.sanction import OrderPaper, abolish_post, change_superior, create_posts, upgrade_post
from karmayogi.orgs.actions.split_organisation import SplitPart, split_organisation
from karmayogi.orgs.actions.transfer import transfer
from karmayogi.orgs.engine.cells import Bad as BadCell
from karmayogi.orgs.engine.cells import digits as cell_digits
from karmayogi.orgs.engine.cells import looks_like_legacy_font, read_mobile
from karmayogi.orgs.engine.cells import text as cell_text
from karmayogi.orgs.engine.paths import END as PATH_END
from karmayogi.orgs.engine.paths import STEP as PATH_STEP
from karmayogi.orgs.engine.paths import ancestors
from karmayogi.orgs.queries.actors import actor_of_session, authorities_of
from karmayogi.orgs.queries.designations import designation_by_name, designations, designations_by_name
from karmayogi.orgs.queries.officers import last_days, vacant_seats
from karmayogi.orgs.queries.organisations import (
    access_organisation,
    children_of,
    country_path,
    line_of,
    ministry_of,
    organisation,
    organisation_by_code,
    organisation_by_name,
    organisations,
    spell_on,
)
from karmayogi.orgs.queries.people import people_in
from karmayogi.orgs.queries.persons import above, access_person, may_see_person, supervises, under
from karmayogi.orgs.queries.places import states
from karmayogi.orgs.queries.posts import current_post, post_and_line, posts_of, reporting_line, team_of
from karmayogi.orgs.queries.service import service_of
from karmayogi.orgs.queries.strength import strength
from karmayogi.orgs.queries.then import FILLS, POSTS_AS_ON, main_first
from karmayogi.orgs.queries.then import INCUMBENCIES as THEN_INCUMBENCIES
from karmayogi.orgs.queries.then import POSTS as THEN_POSTS
from karmayogi.orgs.queries.tree import unit_on

__all__ = [
    "FILLS",
    "PATH_END",
    "PATH_STEP",
    "POSTS_AS_ON",
    "THEN_INCUMBENCIES",
    "THEN_POSTS",
    "BadCell",
    "OrderPaper",
    "Place",
    "Seated",
    "Sheet",
    "SplitPart",
    "abolish_organisation",
    "abolish_post",
    "above",
    "access_organisation",
    "access_person",
    "actor_of_session",
    "ancestors",
    "appoint",
    "authorities_of",
    "cell_digits",
    "cell_sentence",
    "cell_text",
    "change_superior",
    "children_of",
    "country_path",
    "create_designation",
    "create_organisation",
    "create_post",
    "create_posts",
    "current_post",
    "designation_by_name",
    "designations",
    "designations_by_name",
    "ensure_designations",
    "grant_authority",
    "import_master_data",
    "import_officers",
    "last_days",
    "line_of",
    "looks_like_legacy_font",
    "main_first",
    "may_see_person",
    "merge_organisations",
    "ministry_of",
    "name_designations",
    "open_sheet",
    "organisation",
    "organisation_by_code",
    "organisation_by_name",
    "organisations",
    "people_in",
    "post_and_line",
    "posts_of",
    "read_mobile",
    "relieve",
    "relieve_many",
    "reorganise",
    "reporting_line",
    "retire",
    "revoke_authority",
    "seat_many",
    "service_of",
    "set_service",
    "spell_on",
    "split_organisation",
    "states",
    "strength",
    "supervises",
    "take_back_postings",
    "team_of",
    "transfer",
    "under",
    "unit_on",
    "upgrade_post",
    "vacant_seats",
]
