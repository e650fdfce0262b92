"""Files of a form: looked at by size before they are read."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from karmayogi.kernel.access import Refused
from karmayogi.learning.actions.authoring.write_part import Upload
from karmayogi.learning.engine.media import MB, MOST

_HEAVY = ("package", "video", "audio")


def upload_of(request: HttpRequest, name: str, kind: str) -> Upload | None:
    """The file of that field; None where none was chosen. Raises Refused for one that is too large or empty."""
    chosen = request.FILES.getlist(name)
    if not chosen:
        return None
    file = chosen[0]
    most = MOST[kind]
    if kind == "sheet" and (file.size or 0) > most:
        raise Refused(_("The file is larger than %(most)s MB.") % {"most": most // MB})
    if (file.size or 0) > most:
        raise Refused(
            _("“%(name)s” is larger than %(most)s MB. Make it smaller or split the part.")
            % {"name": (file.name or "")[:80], "most": most // MB}
        )
    if not file.size:
        raise Refused(_("“%(name)s” is empty.") % {"name": (file.name or "")[:80]})
    found = whole(file) if kind in _HEAVY else file.read()
    return Upload(file.name or "", b"", found) if isinstance(found, Path) else Upload(file.name or "", found)


def whole(file: Any) -> bytes | Path:
    """A small upload as its bytes; a large one as the temporary file in which it lies until the request is answered."""
    lies_in = getattr(file, "temporary_file_path", None)
    return Path(lies_in()) if lies_in else file.read()
