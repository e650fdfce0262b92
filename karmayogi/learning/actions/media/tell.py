"""A program of the system that is missing: whoever looks after the platform is told once, and once more when it is
there again and goes."""

import datetime as dt
from uuid import UUID, uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, mail, rows
from karmayogi.kernel.access import Role, System
from karmayogi.learning.engine.renditions import Trouble
from karmayogi.learning.queries.row import Row

TOOLS = {Trouble.NO_FFMPEG: "ffmpeg", Trouble.NO_OFFICE: "soffice"}
PACKAGES = {"ffmpeg": "ffmpeg", "soffice": "libreoffice-impress"}
_AGENT = System("media")
_TOOLS = UUID("7d0a5d4e-4c1b-5f0e-9a53-6b2f5f0f7c11")

_MISSED = """
insert into learning_missingtool (name, missed_at) values (%(name)s, %(at)s)
on conflict (name) do update set missed_at = excluded.missed_at, found_at = null
where learning_missingtool.found_at is not null
returning name
"""
_FOUND = "update learning_missingtool set found_at = %(at)s where name = %(name)s and found_at is null returning name"
_ADMINISTRATORS = """
select distinct a.email, coalesce(nullif(a.language, ''), 'en') from orgs_delegatedauthority d
join people_account a on a.person_id = d.person_id
where d.role = %s and d.valid_from <= %s and (d.valid_to is null or d.valid_to > %s) and a.email is not null
  and a.email <> ''
"""


def note_tool(trouble: Trouble, *, there: bool, at: dt.datetime) -> None:
    """Notes that the program is missing, or there (again). Saying the same twice does nothing."""
    name = TOOLS[trouble]
    if not rows.scalar(_FOUND if there else _MISSED, {"name": name, "at": at}):
        return
    tag = "learning:tool:found" if there else "learning:tool:missed"
    audit.record(tag, agent=_AGENT, at=at, kind="tool", subject=uuid5(_TOOLS, name), label=name)
    if there:
        return
    for email, language in rows.fetch(Row, _ADMINISTRATORS, [Role.SPV_ADMIN, at, at]):
        with translation.override(language):
            mail.send(to=email, subject=_("A program for lighter media is missing"), text=told(name))


def told(name: str) -> str:
    """What is missing, what that means, and what to do."""
    meaning = {
        "ffmpeg": _("Films and recordings are offered only as they were uploaded, with no small film or sound alone."),
        "soffice": _("Slides are offered as their text and the original file, without pictures of the slides."),
    }[name]
    return (
        _("The program “%(name)s” is not installed on the machine of the worker.") % {"name": name}
        + f" {meaning} "
        + _("Install it (on Debian: apt-get install %(package)s); what waits for it is then made by itself.")
        % {"package": PACKAGES[name]}
    )
