"""What a page shows of the stretches of a film or recording that were played."""

import dataclasses

from django.http import HttpRequest
from django.utils.translation import gettext as _

from karmayogi.learning.engine import watching
from karmayogi.learning.engine.watching import Stretch
from karmayogi.learning.queries.films import PLAYED
from karmayogi.learning.queries.lesson import Content, OutlinePart

_MOST_LINKS = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Reel:
    """asked: seconds that must be played. text_seconds: for so long the text is read instead; None without one.
    missing: where each missing stretch begins, and the stretch in figures. least: seconds without JavaScript."""

    kind: str
    seconds: int
    asked: int
    percent: int
    watched: list[Stretch]
    share: int
    is_enough: bool
    missing: list[tuple[int, str]]
    text_seconds: int | None
    least: int

    @property
    def enough_words(self) -> str:
        if self.kind == "video":
            return _("Enough of the film is watched: mark it below.")
        return _("Enough of the recording is heard: mark it below.")

    def told(self, share: int | str) -> str:
        told = {"share": share, "percent": self.percent}
        if self.kind == "video":
            return _("Watched: %(share)s per cent. The film counts from %(percent)s per cent on.") % told
        return _("Heard: %(share)s per cent. The recording counts from %(percent)s per cent on.") % told


def reel_of(here: OutlinePart, shown: Content) -> Reel | None:
    """None for what is no film, counts by time, or is done."""
    film = shown.film
    if here.kind not in PLAYED or here.done or not film.by_stretches:
        return None
    assert film.seconds and film.percent
    watched = watching.within(watching.read(shown.watched), film.seconds)
    missing = [
        (begin, f"{watching.clock(begin)}–{watching.clock(end)}") for begin, end in film.missing(watched)[:_MOST_LINKS]
    ]
    return Reel(
        here.kind, film.seconds, film.asked, film.percent, watched, film.share(watched), film.enough(watched), missing,
        film.text_seconds, shown.min_seconds,
    )  # fmt: skip


def second_of(request: HttpRequest, shown: Content) -> str:
    """Where the film begins: at ?t=, as the links of missing stretches say, else where she left."""
    asked = request.GET.get("t", "")
    return asked if asked.isascii() and asked.isdigit() and len(asked) < 7 else shown.position
