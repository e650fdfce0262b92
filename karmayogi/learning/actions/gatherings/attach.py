"""The recording of an event, put beside it afterwards."""

import datetime as dt
import uuid as uuids
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, files, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.actions.authoring.write_part import Upload
from karmayogi.learning.actions.media.make import ask_now
from karmayogi.learning.engine.media import HEAD, MB, MOST, fits, kept_as, media_type
from karmayogi.learning.models import GatheringRecording
from karmayogi.learning.queries.authoring.drafts import access_course

_OVER = """
select g.starts_at from learning_course c join learning_gathering g on g.version_id = c.current_version_id
where c.id = %s and c.kind = 'event'
"""


def attach_recording(
    *, actor: Actor, course: uuids.UUID, kind: str, content: bytes | Path, title: str, text: str,
    captions: bytes | None = None, at: dt.datetime,
) -> None:  # fmt: skip
    """kind: video | audio. The same file again changes title and text, and the captions where new ones come. What is
    said must be there to read.

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
    file = Upload("", b"", content) if isinstance(content, Path) else Upload("", content)
    if file.size > MOST[kind]:
        raise Refused(_("The file is larger than %(most)s MB.") % {"most": MOST[kind] // MB})
    found = media_type(file.head)
    if not fits(kind, found):
        raise Refused(_("This file is no film (WebM, MP4) and no recording (MP3, Ogg, M4A), whatever its name."))
    if captions is not None and not fits("captions", media_type(captions[:HEAD])):
        raise Refused(_("The captions are not a WebVTT file."))
    # Before the transaction: hundreds of megabytes take a while.
    kept = files.put(file.whole, kept_as(kind, found))
    spoken = {"captions_id": files.put(captions, "text/vtt").id} if captions else {}
    with transaction.atomic():
        _row, new = GatheringRecording.objects.update_or_create(
            course_id=row.id, file_id=kept.id,
            defaults={
                "kind": kind, "title": title, "text": text, "by_id": actor.person_id, "at": at,
                **spoken,
            },
        )  # fmt: skip
        ask_now(kept.id, kind, at)
        audit.record(
            "learning:event:attach", agent=actor, at=at, kind="course", subject=row.uuid, label=row.code,
            detail={"title": title, "new": new},
        )  # fmt: skip
