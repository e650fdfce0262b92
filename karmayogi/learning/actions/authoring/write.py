"""Writing a draft: title and rule, competencies, parts in their order."""

import dataclasses
import datetime as dt
import uuid as uuids

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.actions.authoring.writing import open_for_writing, wrote
from karmayogi.learning.actions.draft import LANGUAGES
from karmayogi.learning.engine.watching import USUAL_PERCENT
from karmayogi.learning.models import Course, DraftedCompetency, DraftedPart, DraftedText, DraftedVariant
from karmayogi.learning.queries.gatherings.sessions import event_ids
from karmayogi.learning.types import MOST_MONTHS

# What an author adds; which of the two SCORM standards a package follows is read from the package.
KINDS = ("page", "slides", "video", "audio", "pdf", "quiz", "package")
MOST_PARTS, MOST_SESSIONS = 60, 20


@dataclasses.dataclass(frozen=True, slots=True)
class About:
    """The form of title, summary and rule. parts_needed, sessions_needed: None for all. sessions: codes of events."""

    titles: dict[str, str]
    summaries: dict[str, str]
    languages: tuple[str, ...]
    mode: str
    licence: str
    pass_percent: int
    parts_needed: int | None
    draw: int
    quiz_minutes: int
    attempts: int
    certificate_months: int | None = None
    watch_percent: int = USUAL_PERCENT
    sessions: tuple[str, ...] = ()
    sessions_needed: int | None = None
    second_percent: int = 0
    peers: int = 0


@transaction.atomic
def save_about(*, actor: Actor, draft: uuids.UUID, revision: int, about: About, at: dt.datetime) -> bool:
    """False, and nothing changed, where somebody saved after the form with that revision was opened."""
    found = open_for_writing(actor, draft)
    if found.revision != revision:
        return False
    if about.mode not in Course.Mode.values:
        raise NotFound
    if not (0 <= about.pass_percent <= 100 and 1 <= about.draw <= 200 and 1 <= about.quiz_minutes <= 600):
        raise Refused(
            _("The pass mark is a number from 0 to 100; a test draws 1 to 200 questions in 1 to 600 minutes.")
        )
    if not 1 <= about.attempts <= 20 or (about.parts_needed is not None and not 1 <= about.parts_needed <= MOST_PARTS):
        raise Refused(_("Allow 1 to 20 attempts, and ask for at least one part."))
    if about.certificate_months is not None and not 1 <= about.certificate_months <= MOST_MONTHS:
        raise Refused(_("A certificate is good for 1 to 600 months, or for ever."))
    sessions = tuple(dict.fromkeys(about.sessions))
    unknown = sorted(set(sessions) - event_ids(sessions).keys())
    if unknown:
        raise Refused(_("There is no event %(codes)s.") % {"codes": ", ".join(unknown)[:200]})
    if len(sessions) > MOST_SESSIONS or not 1 <= (about.sessions_needed or 1) <= max(1, len(sessions)):
        raise Refused(_("Name at most 20 sessions, and ask for no more of them than there are."))
    if not 1 <= about.watch_percent <= 100:
        raise Refused(_("The share of a film is a number from 1 to 100."))
    found.watch_percent, found.sessions, found.sessions_needed = (
        about.watch_percent, list(sessions), about.sessions_needed if sessions else None,
    )  # fmt: skip
    if not (0 <= about.second_percent <= 100 and 0 <= about.peers <= 5):
        raise Refused(
            _("Up to 100 per cent of the texts are marked by two persons, and up to five learners mark each.")
        )
    found.languages = [one for one in LANGUAGES if one == "en" or one in about.languages]
    found.mode, found.licence, found.pass_percent = about.mode, " ".join(about.licence.split())[:60], about.pass_percent
    found.parts_needed, found.draw = about.parts_needed, about.draw
    found.quiz_minutes, found.attempts = about.quiz_minutes, about.attempts
    found.certificate_months = about.certificate_months
    found.second_percent, found.peers = about.second_percent, about.peers
    found.revision += 1
    found.save()
    for language in LANGUAGES:
        title = " ".join(about.titles.get(language, "").split())[:250]
        summary = about.summaries.get(language, "").strip()[:4000]
        DraftedText.objects.update_or_create(
            draft=found, language=language, defaults={"title": title, "summary": summary}
        )
    wrote(found, actor, "about", at)
    return True


@transaction.atomic
def set_competency(*, actor: Actor, draft: uuids.UUID, code: str, level: int, at: dt.datetime) -> None:
    """What the course teaches and to which level; the same competency again only changes the level."""
    found = open_for_writing(actor, draft)
    code = code.strip().upper()[:40]
    known = competencies.by_codes([code])
    if code not in known:
        raise Refused(_("There is no competency %(codes)s in the framework.") % {"codes": code})
    if not 1 <= level <= 5:
        raise Refused(_("Choose a level from 1 to 5."))
    DraftedCompetency.objects.update_or_create(draft=found, competency_id=known[code].id, defaults={"level": level})
    wrote(found, actor, "competency", at, what=code)


@transaction.atomic
def drop_competency(*, actor: Actor, draft: uuids.UUID, code: str, at: dt.datetime) -> None:
    found = open_for_writing(actor, draft)
    known = competencies.by_codes([code])
    if code in known and DraftedCompetency.objects.filter(draft=found, competency_id=known[code].id).delete()[0]:
        wrote(found, actor, "drop_competency", at, what=code)


@transaction.atomic
def add_part(*, actor: Actor, draft: uuids.UUID, kind: str, title: str, language: str, at: dt.datetime) -> uuids.UUID:
    """A part at the end, with a title in one language and nothing in it yet. Returns its uuid."""
    if kind not in KINDS or language not in LANGUAGES:
        raise NotFound
    return _add(actor, draft, "scorm2004" if kind == "package" else kind, title, language, None, at)


@transaction.atomic
def add_linked_part(
    *, actor: Actor, draft: uuids.UUID, link: uuids.UUID, title: str, language: str, minutes: int, at: dt.datetime
) -> uuids.UUID:
    """A part at the end that is played elsewhere. link: by what the package that opens it knows it. Its uuid."""
    if language not in LANGUAGES or not 1 <= minutes <= 600:
        raise NotFound
    return _add(actor, draft, "lti", title, language, link, at, minutes)


def _add(
    actor: Actor, draft: uuids.UUID, kind: str, title: str, language: str, link: uuids.UUID | None, at: dt.datetime,
    minutes: int = 0,
) -> uuids.UUID:  # fmt: skip
    found = open_for_writing(actor, draft)
    title = " ".join(title.split())[:250]
    if not title:
        raise Refused(_("Give the part a title."))
    places = list(DraftedPart.objects.filter(draft=found).order_by("position").values_list("position", "key"))
    if len(places) >= MOST_PARTS:
        raise Refused(_("A course has at most %(most)s parts. Make two courses of it.") % {"most": MOST_PARTS})
    key = slugify(title)[:40] or kind
    if any(key == other for _place, other in places):
        key = f"{key}-{uuid7().hex[-6:]}"
    part = DraftedPart.objects.create(
        draft=found, key=key, position=places[-1][0] + 1 if places else 1,
        kind=kind, minutes=minutes or (15 if kind == "quiz" else 5), link=link,
    )  # fmt: skip
    DraftedVariant.objects.create(part=part, language=language, title=title)
    wrote(found, actor, "add_part", at, what=key)
    return part.uuid


@transaction.atomic
def move_part(*, actor: Actor, draft: uuids.UUID, part: uuids.UUID, up: bool, at: dt.datetime) -> None:
    """One place up or down; at the end of the list nothing happens."""
    found = open_for_writing(actor, draft)
    parts = list(DraftedPart.objects.filter(draft=found).order_by("position"))
    place = next((number for number, one in enumerate(parts) if one.uuid == part), None)
    if place is None:
        raise NotFound
    other = place - 1 if up else place + 1
    if not 0 <= other < len(parts):
        return
    parts[place], parts[other] = parts[other], parts[place]
    for number, one in enumerate(parts, 1):
        if one.position != number:
            DraftedPart.objects.filter(id=one.id).update(position=number)
    wrote(found, actor, "move_part", at, what=parts[other].key)


@transaction.atomic
def remove_part(*, actor: Actor, draft: uuids.UUID, part: uuids.UUID, at: dt.datetime) -> None:
    """From the draft only: a version that was published keeps it. A second press changes nothing."""
    found = open_for_writing(actor, draft)
    gone = DraftedPart.objects.filter(draft=found, uuid=part).first()
    if gone is None:
        return
    place = gone.position
    gone.delete()
    DraftedPart.objects.filter(draft=found, position__gt=place).update(position=F("position") - 1)
    wrote(found, actor, "remove_part", at, what=gone.key)
