"""How the certificates of an organisation look from now on."""

import dataclasses
import datetime as dt
import io
import uuid
import warnings

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from karmayogi.credentials.engine.badge import OFFICIAL
from karmayogi.credentials.models import Template
from karmayogi.credentials.queries.templates import access_office, template_of
from karmayogi.credentials.types import Accent, TemplateRow
from karmayogi.kernel import audit, files
from karmayogi.kernel.access import Actor, Refused

MOST_BYTES = 500_000
_MOST_PIXELS = 4_000_000
_SIDE = 600  # pixels: 17 mm at 900 dots per inch


@dataclasses.dataclass(frozen=True, slots=True)
class Design:
    """What is chosen. logo: a PNG or JPEG as it was uploaded; None keeps the one that is there."""

    line_en: str = ""
    line_hi: str = ""
    line_ur: str = ""
    signatory: str = ""
    signatory_title: str = ""
    accent: str = Accent.INDIGO
    logo: bytes | None = None
    without_logo: bool = False
    in_use: bool = True


def save_template(*, actor: Actor, organisation_uuid: uuid.UUID, design: Design, at: dt.datetime) -> uuid.UUID:
    """Saves it as a new row; what was issued before keeps its own. The same again changes nothing.

    Raises NotFound where the actor is not the training admin, Refused for what cannot be printed.
    """
    office = access_office(actor, organisation_uuid)
    checked(design)
    # Before the transaction: files take a while.
    uploaded = files.put(logo_png(design.logo), "image/png") if design.logo is not None else None
    with transaction.atomic():
        before = template_of(office.id)
        sha256, logo_id = _logo(design, uploaded, before)
        values = {
            "in_use": design.in_use, "line_en": design.line_en, "line_hi": design.line_hi, "line_ur": design.line_ur,
            "signatory": design.signatory, "signatory_title": design.signatory_title,
            "accent": Accent(design.accent).value,
        }  # fmt: skip
        if before is not None and before.logo == sha256 and all(getattr(before, k) == v for k, v in values.items()):
            return before.uuid
        made = Template.objects.create(
            organisation_id=office.id, logo_id=logo_id, saved_by_id=actor.person_id, saved_at=at,
            **values,
        )  # fmt: skip
        audit.record(
            "credentials:template:save", agent=actor, at=at, kind="template", subject=made.uuid, label=office.name_en,
            detail=values | {"logo": sha256},
        )  # fmt: skip
    return made.uuid


def logo_png(content: bytes) -> bytes:
    """The picture drawn anew: whatever else the file held (scripts, places, another file behind it) is gone.

    Raises Refused for what is no PNG or JPEG, or too large.
    """
    wrong = Refused(_("Choose a PNG or JPEG picture of at most 500 kB."))
    if len(content) > MOST_BYTES:
        raise wrong
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise wrong
                drawn = picture.convert("RGBA")
    except (
        UnidentifiedImageError, Image.DecompressionBombWarning, Image.DecompressionBombError, OSError, ValueError,
        SyntaxError,
    ) as error:  # fmt: skip
        raise wrong from error
    drawn.thumbnail((_SIDE * 2, _SIDE))
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()


def _logo(design: Design, uploaded: files.FileRef | None, before: TemplateRow | None) -> tuple[str, int | None]:
    """SHA-256 and id of the logo from now on; "" and None without one."""
    if uploaded is not None:
        return uploaded.sha256, uploaded.id
    if design.without_logo or before is None:
        return "", None
    return before.logo, before.logo_id


def checked(design: Design) -> None:
    """Raises Refused for words that cannot be signed as they are."""
    if OFFICIAL.strip() in design.signatory + design.signatory_title:
        raise Refused(_("Leave the semicolon out of the name and the title."))
    if bool(design.signatory) != bool(design.signatory_title):
        raise Refused(_("Whoever signs has both a name and a title."))
