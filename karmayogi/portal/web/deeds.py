"""What entries of the audit trail say was done to what, for the packages that have no words of their own for them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.portal.queries.subjects import names_of
from karmayogi.ui.api import pick


def subjects(entries: Iterable[tuple[str, Any, str]]) -> dict[Any, str]:
    """Slot "people.subjects": uuid -> what the entry is about; what has no name in the tables is left out."""
    found = names_of((kind, uuid) for kind, uuid, _label in entries)
    return {uuid: f"{code} {pick(*names)}".strip() for uuid, (code, *names) in found.items()}


def deed(tag: str) -> str:
    """Slot "people.deeds": a few words for a tag; "" for the tags of others."""
    return {
        "assessment:attempt:open": _("Began a test"),
        "assessment:paper:seal": _("Fetched a sealed test"),
        "assessment:attempt:submit": _("Handed in a test"),
        "assessment:sitting:open": _("Began a competency test"),
        "assessment:sitting:close": _("Ended a competency test"),
        "assessment:bank:ask": _("Asked for a question bank"),
        "assessment:bank:ready": _("Calibrated a question bank"),
        "assessment:bank:fail": _("Could not calibrate a question bank"),
        "assessment:bank:open": _("Opened a question bank"),
        "assessment:bank:close": _("Closed a question bank"),
        "assessment:attempt:mark": _("Got the result of a test"),
        "assessment:marking:lend": _("Was given an answer of a test to mark"),
        "assessment:answer:mark": _("Marked an answer of a test"),
        "assessment:answer:try": _("Marked an agreed answer"),
        "assessment:attempt:rescore": _("Scored a test again after a question was withdrawn"),
        "assessment:attempt:rescore_undone": _("Took back that a test was scored again"),
        "assessment:question:withdraw": _("Withdrew a question from all tests"),
        "assessment:question:reinstate": _("Put a question in use again"),
        "assessment:request:create": _("Asked for another attempt at a test"),
        "assessment:request:grant": _("Allowed another attempt at a test"),
        "assessment:request:decline": _("Did not allow another attempt at a test"),
        "assessment:recheck:ask": _("Asked three questions about a completed course"),
        "assessment:recheck:begin": _("Began the questions about a completed course"),
        "assessment:recheck:clear": _("The questions confirmed the completion"),
        "assessment:recheck:unconfirm": _("The questions did not confirm the completion"),
        "assessment:recheck:appeal": _("Appealed about a completion"),
        "assessment:recheck:restore": _("Confirmed a completion on appeal"),
        "assessment:recheck:dismiss": _("Left a completion unconfirmed on appeal"),
        "assessment:recheck:call_off": _("Took questions about a completion back"),
        "learning:record:repair": _("Repaired the record of a course"),
        "credentials:certificate:issue": _("Issued a certificate"),
        "credentials:certificate:replace": _("Issued a certificate anew"),
        "credentials:certificate:revoke": _("Revoked a certificate"),
        "credentials:certificate:see": _("Opened a certificate"),
        "credentials:record:sign": _("Signed the competency passport"),
        "learning:enrolment:create": _("Enrolled in a course"),
        "learning:enrolment:resume": _("Took up a course again"),
        "learning:enrolment:complete": _("Completed a course"),
        "learning:pack:give": _("Kept lessons on a device"),
        "learning:access:ask": _("Asked to be let into a course"),
        "learning:access:remind": _("Reminded of a request to be let into a course"),
        "learning:access:withdraw": _("Withdrew a request to be let into a course"),
        "learning:access:grant": _("Let into a course"),
        "learning:access:refuse": _("Did not let into a course"),
        "learning:course:come_by_link": _("Came into a course by a link"),
        "learning:unit:waive": _("Waived a unit of a course"),
        "learning:programme:create": _("Joined a programme"),
        "learning:programme:resume": _("Took up a programme again"),
        "learning:programme:leave": _("Left a programme"),
        "learning:programme:complete": _("Completed a programme"),
        "learning:place:registered": _("Registered for an event"),
        "learning:place:waiting": _("Put on the waiting list of an event"),
        "learning:place:cancel": _("Gave a place at an event back"),
        "learning:place:attended": _("Recorded the attendance at an event"),
        "learning:place:attended_undone": _("Took the attendance at an event back"),
        "learning:rating:give": _("Rated a course"),
        "learning:rating:change": _("Changed the rating of a course"),
        "learning:rating:hide": _("Hid a review"),
        "learning:rating:keep": _("Left a review as it is"),
        "learning:provider:apply": _("Applied as a provider of courses"),
        "learning:provider:license": _("Licensed a provider of courses"),
        "learning:provider:refuse": _("Refused a provider of courses"),
        "learning:provider:suspend": _("Suspended a provider of courses"),
        "learning:provider:rename": _("Changed the name of a provider of courses"),
        "learning:provider:add_member": _("Added to the people of a provider of courses"),
        "learning:provider:remove_member": _("Removed from the people of a provider of courses"),
        "lti:tool:agree": _("Agreed to what a learning tool is told"),
        "lti:tool:launch": _("Opened a learning tool"),
        "lti:guest:guest": _("Came from a learning platform"),
        "lti:guest:link": _("Linked the account of a learning platform"),
        "lti:score:take": _("A learning tool sent a score"),
        "orgs:officer:import": _("Entered or changed by an import of officers"),
        "orgs:officer:undo": _("An import of officers was taken back"),
        "orgs:authority:grant": _("Granted a role"),
        "orgs:authority:propose": _("Proposed a role"),
        "orgs:authority:approve": _("Approved a role"),
        "orgs:authority:decline": _("Declined a role"),
        "orgs:authority:withdraw": _("Withdrew the proposal of a role"),
        "orgs:authority:renew": _("Renewed a role"),
        "orgs:authority:revoke": _("Took a role back"),
        "orgs:incumbency:create": _("Put on a post"),
        "orgs:incumbency:end": _("Relieved of a post"),
        "orgs:incumbency:cancel": _("Cancelled a posting"),
        "orgs:person:transfer": _("Transferred to another post"),
        "orgs:person:retire": _("Entered the retirement"),
        "orgs:person:see": _("Opened the person's page"),
        "portal:person:see": _("Opened the page of a member of the team"),
        "portal:record:download": _("Took everything along as a file"),
    }.get(tag, "")
