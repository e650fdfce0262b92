"""Files of a form: looked at by size before they are read."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from karmayogi.kernel.access import Refused
from karmayogi.learning.actions.authoring.write_part import Upload
from karmayogi.learning.engine.media import MB, MOST


def upload_of(request: HttpRequest, name: str, kind: str) -> Upload | None:
    """The file of that field; None where none was chosen. Raises Refused for one that is too large or empty."""
    chosen = request.FILES.getlist(name)
    if not chosen:
        return None
    file = chosen[0]
    most = MOST[kind]
    if (file.size or 0) > most:
        raise Refused(
            _("“%(name)s” is larger than %(most)s MB. Make it smaller or split the part.")
            % {"name": (file.name or "")[:80], "most": most // MB}
        )
    content = file.read()
    if not content:
        raise Refused(_("“%(name)s” is empty.") % {"name": (file.name or "")[:80]})
    return Upload(file.name or "", content)
