"""The bytes that came with statements."""

from collections.abc import Sequence

from karmayogi.ingest.queries import hot
from karmayogi.ingest.types import Part
from karmayogi.kernel import files

_OF = """
select distinct on (sha2) sha2, sha256, media_type from ingest_attachment where seq = any(%s::bigint[]) order by sha2
"""


def attachments(seqs: Sequence[int]) -> list[Part]:
    """Each once, whichever of these statements it came with."""
    if not seqs:
        return []
    return [
        Part(sha2=sha2, content_type=media_type, body=files.read(sha256))
        for sha2, sha256, media_type in hot.fetch(_OF, [list(seqs)])
    ]
