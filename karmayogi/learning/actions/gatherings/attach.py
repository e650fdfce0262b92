"""The recording of an event, put beside it afterwards."""

import datetime as dt
import uuid as uuids
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, files, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.engine.media import MB, MOST, fits, media_type
from karmayogi.learning.models import GatheringRecording
from karmayogi.learning.queries.authoring.drafts import access_course

_OVER = """
select g.starts_at from learning_course c join learning_gathering g on g.version_id = c.current_version_id
where c.id = %s and c.kind = 'event'
"""


@transaction.atomic
def attach_recording(
    *, actor: Actor, course: uuids.UUID, kind: str, content: bytes | Path, title: str, text: str,
    captions: bytes | None = None, at: dt.datetime,
) -> None:  # fmt: skip
    """kind: video | audio. The same file again changes title and text. What is said must be there to read.

    Raises NotFound for somebody who does not look after the event, Refused in words for a file of another kind.
    """
    row = access_course(actor, course, "publish")
    starts_at = rows.scalar(_OVER, [row.id])
    if starts_at is None or kind not in ("video", "audio"):
        raise NotFound
    if at < starts_at:
        raise Refused(_("A recording is attached once the event has begun."))
    title, text = " ".join(title.split())[:250], text.replace("\0", "").strip()[:100_000]
    if not title or not text:
        raise Refused(_("Give a title, and what is said as text: not everybody can hear or load the recording."))
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    if size > MOST[kind]:
        raise Refused(_("The file is larger than %(most)s MB.") % {"most": MOST[kind] // MB})
    head = _head(content)
    found = media_type(head)
    if not fits(kind, found):
        raise Refused(_("This file is no film (WebM, MP4) and no recording (MP3, Ogg, M4A), whatever its name."))
    if captions is not None and not fits("captions", media_type(captions[:64])):
        raise Refused(_("The captions are not a WebVTT file."))
    if kind == "audio" and found == "video/webm":  # sound alone in the same wrapper
        found = "audio/webm"
    _row, new = GatheringRecording.objects.update_or_create(
        course_id=row.id, file_id=files.put(content, found).id,
        defaults={
            "kind": kind, "title": title, "text": text, "by_id": actor.person_id, "at": at,
            "captions_id": files.put(captions, "text/vtt").id if captions else None,
        },
    )  # fmt: skip
    audit.record(
        "learning:event:attach", agent=actor, at=at, kind="course", subject=row.uuid, label=row.code,
        detail={"title": title, "new": new},
    )  # fmt: skip


def _head(content: bytes | Path) -> bytes:
    if isinstance(content, Path):
        with content.open("rb") as file:
            return file.read(64)
    return content[:64]
