"""Mail about a case to its person: that something waits on the page of the course, and nothing that says why."""

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.kernel import mail, rows
from karmayogi.ui.api import day

_WHERE_TOLD = """
select a.email, coalesce(nullif(a.language, ''), 'en'), coalesce(tl.title, te.title)
from learning_enrolment n
join people_account a on a.person_id = n.person_id and a.is_active and coalesce(a.email, '') <> ''
join learning_coursetext te on te.version_id = n.version_id and te.language = 'en'
left join learning_coursetext tl on tl.version_id = n.version_id and tl.language = a.language
where n.id = %s
"""


def tell_person(*, enrolment_id: int, what: str, until: dt.datetime | None = None) -> None:
    """what: asked (until she may begin), unconfirmed (until she may appeal), restored or dismissed."""
    for email, language, course in rows.fetch(lambda *row: row, _WHERE_TOLD, [enrolment_id]):
        with translation.override(language):
            subject, text = _words(what)
            mail.send(to=email, subject=subject, text=text % {"course": course, "day": day(until)})


def _words(what: str) -> tuple[str, str]:
    if what == "asked":
        return _("Three short questions about a course"), _(
            "Three short questions about the course “%(course)s” are waiting for you. The page of the course says why."
            " Please begin until %(day)s."
        )
    if what == "unconfirmed":
        return _("A completion is not confirmed"), _(
            "Your completion of the course “%(course)s” is not confirmed. The page of the course says why. You can"
            " appeal there until %(day)s."
        )
    if what == "restored":
        return _("Your appeal is decided"), _("Your appeal was right: the course “%(course)s” counts for you again.")
    return _("Your appeal is decided"), _(
        "Your completion of the course “%(course)s” stays unconfirmed. The page of the course says why."
    )
