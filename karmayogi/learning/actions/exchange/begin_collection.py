"""A draft of what a file says of a programme or an event. It is written by the same verbs as by hand."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel.access import Actor, Refused
from karmayogi.learning.actions.authoring.begin import begin_course
from karmayogi.learning.actions.authoring.structure import (
    When,
    add_group,
    add_item,
    change_group,
    count_prior,
    save_when,
)
from karmayogi.learning.actions.authoring.write import set_competency
from karmayogi.learning.actions.draft import LANGUAGES
from karmayogi.learning.actions.exchange.wording import course_fault_in_words
from karmayogi.learning.engine.collections.outline import DEEPEST, ROOT
from karmayogi.learning.engine.exchange import collection
from karmayogi.learning.models import Course, Draft, DraftedText, Rule
from karmayogi.learning.types import CourseFault, ProgrammeStep, Why

CREDITS = ("formal", "social", "experience")


@transaction.atomic
def begin_collection(*, actor: Actor, provider: uuids.UUID, content: bytes, at: dt.datetime) -> uuids.UUID:
    """The draft's uuid; it gets a code of that provider. Reviewed and published as any other, by others.

    Raises NotFound for a provider that the actor does not write for, and Refused in words: for a file that is none,
    and for an item that is not here.
    """
    if len(content) > collection.MOST_BYTES:
        raise Refused(_("The file is larger than %(most)s MB.") % {"most": 1})
    try:
        found = collection.read(content)
    except CourseFault as fault:
        raise Refused(course_fault_in_words(fault)) from fault
    named = [language for language in LANGUAGES if found.titles.get(language, "").strip()]
    draft = begin_course(
        actor=actor, provider=provider, title=found.titles["en"], language="en", languages=named, at=at,
        kind=Course.Kind.PROGRAMME if found.whole else Course.Kind.EVENT,
    )  # fmt: skip
    row = Draft.objects.get(uuid=draft)
    for language in named:
        said = {"title": found.titles[language][:250], "summary": found.summaries.get(language, "")[:4000]}
        DraftedText.objects.update_or_create(draft=row, language=language, defaults=said)
    for code, level in found.competencies:
        set_competency(actor=actor, draft=draft, code=code, level=level, at=at)
    row.refresh_from_db()
    row.mode = found.mode if found.mode in Course.Mode.values else Course.Mode.ONLINE
    row.licence = found.licence[:60]
    row.save(update_fields=["mode", "licence"])
    if found.whole is not None:
        _check_rules(found.whole)
        change_group(
            actor=actor, draft=draft, key=ROOT, titles={}, rule=found.whole.rule, needed=found.whole.needed, at=at
        )
        _fill(actor, draft, found.whole, ROOT, at)
        count_prior(actor=actor, draft=draft, counts=found.counts_prior, at=at)
    if found.gathering is not None:
        times = found.gathering
        if times.credit not in CREDITS or not (times.link == "" or times.link.startswith(("https://", "http://"))):
            raise Refused(course_fault_in_words(CourseFault(Why.BROKEN, "gathering")))
        when = When(
            times.starts_at, times.ends_at, times.place[:250], times.link[:500], times.speaker[:250], times.seats,
            times.credit,
        )  # fmt: skip
        save_when(actor=actor, draft=draft, when=when, at=at)
    return draft


def _check_rules(step: ProgrammeStep, depth: int = 1) -> None:
    """Raises Refused for a rule that there is not, for what is both a group and an item, and for groups without end."""
    if step.rule not in Rule.values or step.code or depth > DEEPEST:
        raise Refused(course_fault_in_words(CourseFault(Why.BROKEN, step.rule or step.code)))
    for below in step.steps:
        if not below.code or below.rule or below.steps:
            _check_rules(below, depth + 1)


def _fill(actor: Actor, draft: uuids.UUID, step: ProgrammeStep, key: str, at: dt.datetime) -> None:
    for below in step.steps:
        if below.code:
            add_item(actor=actor, draft=draft, parent=key, code=below.code, points=below.points, at=at)
            continue
        made = add_group(
            actor=actor, draft=draft, parent=key, titles=below.titles, rule=below.rule, needed=below.needed, at=at
        )
        _fill(actor, draft, below, made, at)
