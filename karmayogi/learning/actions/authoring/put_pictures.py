"""The pictures of a drafted text or of the questions of a drafted test: those that are added, and those named."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.kernel import files
from karmayogi.kernel.access import Refused
from karmayogi.learning.actions.media.draw import draw
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.pictures import TYPE, Drawn, pictures_named
from karmayogi.learning.models import DraftedPart, DraftedPicture, DraftedVariant

MOST = 60  # of one text
MOST_ASKED = 500  # of the questions of one test


def drawn_upload(content: bytes | Path, name: str, alt: str) -> Drawn:
    """The picture drawn anew. Raises Refused in words without a description, and for what is no picture."""
    if not alt.strip():
        raise Refused(_("Say in words what the picture shows: not everybody sees it."))
    made: list[Drawn] = []
    with tempfile.TemporaryDirectory() as place:
        path = content if isinstance(content, Path) else Path(place) / "picture"
        if isinstance(content, bytes):
            path.write_bytes(content)
        draw([path], lambda _place, drawn: made.append(drawn))
    if not made:
        raise Refused(
            _("“%(name)s” is no picture that can be shown here. Choose a PNG, JPEG, WebP or GIF of at most 15 MB.")
            % {"name": name[:80]}
        )
    return made[0]


def settle_asked(part: DraftedPart, questions: list[dict[str, Any]], added: Sequence[Drawn] = ()) -> None:
    """Rows for the pictures that the questions of a drafted test name: they hang on its English variant, as in a
    published one. What no question names goes. Raises Refused in words for one that is not there."""
    named = {name for one in questions for name in pictures_named(one)}
    variant = DraftedVariant.objects.filter(part=part, language="en").first()
    if not named and variant is None:
        return
    if len(named) > MOST_ASKED:
        raise Refused(_("The questions of a test have at most %(most)s pictures.") % {"most": MOST_ASKED})
    fresh = {one.full_name: one for one in added if one.full_name in named}
    known = set(DraftedPicture.objects.filter(variant=variant).values_list("name", flat=True)) if variant else set()
    for name in sorted(named - known - fresh.keys()):
        raise Refused(_("There is no picture “%(name)s” in this part. Add it first.") % {"name": name})
    variant = variant or DraftedVariant.objects.create(part=part, language="en", revision=0)
    forget_unasked(part, questions)
    DraftedPicture.objects.bulk_create(
        DraftedPicture(
            variant=variant, name=name, file_id=files.put(one.content, TYPE).id, width=one.width, height=one.height
        )
        for name, one in fresh.items()
        if name not in known
    )  # fmt: skip


def forget_unasked(part: DraftedPart, questions: list[dict[str, Any]]) -> None:
    """What these questions of a drafted test name no more goes. Nothing is asked of what they do name: a question with
    a picture that is not there must be one that can be taken out."""
    named = {name for one in questions for name in pictures_named(one)}
    DraftedPicture.objects.filter(variant__part=part).exclude(name__in=named).delete()


def check_pictures(part: DraftedPart, html: str, added: Drawn | None) -> dict[str, DraftedPicture]:
    """The pictures that a text names, found in any language of the part. Raises Refused in words for one that is not
    there or has no description."""
    said = prose.described_in(html)
    named = {name for name, _alt in said}
    if len(named) > MOST:
        raise Refused(_("A text has at most %(most)s pictures. Make several parts of it.") % {"most": MOST})
    known = {one.name: one for one in DraftedPicture.objects.filter(variant__part=part, name__in=named)}
    for name, alt in said:
        if name not in known and (added is None or name != added.name):
            raise Refused(_("There is no picture “%(name)s” in this part. Add it first.") % {"name": name})
        if not alt:
            raise Refused(
                _("The picture “%(name)s” has no description. Write in words what it shows: ![words](picture:%(name)s)")
                % {"name": name}
            )
    return known


def settle_pictures(variant: DraftedVariant, known: dict[str, DraftedPicture], added: Drawn | None) -> None:
    """Rows for what the text of the saved variant names; what it names no more goes."""
    named = set(prose.pictures_in(variant.body_html))
    mine = DraftedPicture.objects.filter(variant=variant)
    mine.exclude(name__in=named).delete()
    has = set(mine.values_list("name", flat=True))
    fresh: dict[str, tuple[int, int, int]] = {
        name: (one.file_id, one.width, one.height) for name, one in known.items() if name in named - has
    }
    if added is not None and added.name in named - has:
        fresh[added.name] = (files.put(added.content, TYPE).id, added.width, added.height)
    DraftedPicture.objects.bulk_create(
        DraftedPicture(variant=variant, name=name, file_id=file, width=width, height=height)
        for name, (file, width, height) in fresh.items()
    )
