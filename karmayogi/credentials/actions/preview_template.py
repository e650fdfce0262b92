"""What a certificate of an organisation would look like: the paper of nobody, with a number that does not verify."""

import datetime as dt
import uuid

from karmayogi.credentials import conf
from karmayogi.credentials.actions.save_template import Design, checked, logo_png
from karmayogi.credentials.actions.typeset import pdf
from karmayogi.credentials.queries.templates import access_office, template_of
from karmayogi.credentials.queries.wording import wording
from karmayogi.credentials.types import Facts, Grade, TemplateRow
from karmayogi.kernel.access import Actor

_NUMBER = "KY-0000-0000-0000"


def preview_template(
    *, actor: Actor, organisation_uuid: uuid.UUID, design: Design, language: str, at: dt.datetime
) -> bytes:
    """The PDF; nothing is stored. Raises what save_template raises."""
    office = access_office(actor, organisation_uuid)
    checked(design)
    before = template_of(office.id)
    kept = "" if design.without_logo or before is None else before.logo
    look = TemplateRow(
        0, uuid.UUID(int=0), office.id, office.uuid, office.name_en, office.name_hi, office.name_ur, office.path, True,
        design.line_en, design.line_hi, design.line_ur, design.signatory, design.signatory_title, design.accent,
        "" if design.logo else kept, at,
    )  # fmt: skip
    words = wording(language)
    facts = Facts(
        code=_NUMBER, name=words["sample_name"], name_native="", title=words["sample_title"], title_language=language,
        course_uuid=uuid.UUID(int=0), course_code="", minutes=150, grade=Grade.MARKED, score=85,
        competencies=(), issued_at=at, source=look.source(language),
    )  # fmt: skip
    picture = logo_png(design.logo) if design.logo else None
    return pdf(facts, language, conf.issuer_name(), look, picture=picture)
