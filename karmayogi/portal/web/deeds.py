"""What entries of the audit trail say was done, for the packages that have no words of their own for them."""

from django.utils.translation import gettext as _


def deed(tag: str) -> str:
    """Slot "people.deeds": a few words for a tag; "" for the tags of others."""
    return {
        "assessment:attempt:open": _("Began a test"),
        "assessment:attempt:submit": _("Handed in a test"),
        "assessment:request:create": _("Asked for another attempt at a test"),
        "assessment:request:grant": _("Allowed another attempt at a test"),
        "assessment:request:decline": _("Did not allow another attempt at a test"),
        "credentials:certificate:issue": _("Issued a certificate"),
        "credentials:certificate:revoke": _("Revoked a certificate"),
        "credentials:certificate:see": _("Opened a certificate"),
        "credentials:record:sign": _("Signed the competency passport"),
        "learning:enrolment:create": _("Enrolled in a course"),
        "learning:enrolment:resume": _("Took up a course again"),
        "learning:enrolment:complete": _("Completed a course"),
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
