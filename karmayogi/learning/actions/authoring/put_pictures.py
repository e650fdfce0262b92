"""The pictures of a drafted text: one that is added, and those that its text names."""

import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from karmayogi.kernel import files
from karmayogi.kernel.access import Refused
from karmayogi.learning.actions.media.draw import draw
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.pictures import TYPE, Drawn
from karmayogi.learning.models import DraftedPart, DraftedPicture, DraftedVariant

MOST = 60  # of one text


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


def check_pictures(part: DraftedPart, html: str, added: Drawn | None) -> dict[str, DraftedPicture]:
    """The pictures that a text names, found in any language of the part. Raises Refused in words for one that is not
    there or has no description."""
    named = dict(prose.described_in(html))
    if len(named) > MOST:
        raise Refused(_("A text has at most %(most)s pictures. Make several parts of it.") % {"most": MOST})
    known = {one.name: one for one in DraftedPicture.objects.filter(variant__part=part, name__in=named)}
    for name, alt in prose.described_in(html):
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
    fresh = []
    if added is not None and added.name in named - has:
        file = files.put(added.content, TYPE)
        fresh.append(DraftedPicture(name=added.name, file_id=file.id, width=added.width, height=added.height))
    made = {one.name for one in fresh}
    fresh += [
        DraftedPicture(name=name, file_id=one.file_id, width=one.width, height=one.height)
        for name, one in known.items()
        if name in named - has - made
    ]
    for one in fresh:
        one.variant = variant
    DraftedPicture.objects.bulk_create(fresh)
