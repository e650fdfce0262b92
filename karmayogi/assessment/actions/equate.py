"""Putting the forms of a paper on the scale of its first one."""

import datetime as dt
import uuid

import numpy as np
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.write_to import write_to
from karmayogi.assessment.engine.measurement.calibration import Model, TooFew, calibrate
from karmayogi.assessment.engine.measurement.equating import TooFewAnchors, link, steps
from karmayogi.assessment.models import Equating
from karmayogi.assessment.queries.exchange.pool import access_test
from karmayogi.assessment.queries.forms import Answered, answered, first_attempts, forms_of
from karmayogi.assessment.queries.papers import paper_of
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.jobs import LONG, SOON, task, when_lost

FEWEST = 200  # first attempts of each form


@transaction.atomic
def ask_equating(*, actor: Actor, part_uuid: uuid.UUID, at: dt.datetime) -> None:
    """Asks for the comparison; a job makes it, and writes to the actor. Asked twice, it is made of what is there each
    time, with the same outcome.

    Raises NotFound for whoever may not see the figures of that test, Refused where too little was answered.
    """
    test = access_test(actor, part_uuid, clock.day(at))
    paper = paper_of(test.part_id)
    names = forms_of(paper.id)
    if len(names) < 2:
        raise Refused(_("This test has one form only."))
    if min(first_attempts(paper.id, form, FEWEST) for form in names) < FEWEST:
        raise Refused(_("Each form needs %(few)s first attempts before they can be compared.") % {"few": FEWEST})
    audit.record(
        "assessment:forms:equate", agent=actor, at=at, kind="test", subject=part_uuid, label=test.title,
        detail={"forms": names},
    )  # fmt: skip
    equate_forms.enqueue(
        paper_id=paper.id, person_id=actor.person_id, language=actor.language, title=test.title,
    )  # fmt: skip


@task(queue_name=LONG, priority=SOON)
def equate_forms(paper_id: int, person_id: int, language: str, title: str) -> None:
    """Run again, it writes the same figures anew."""
    problem = ""
    try:
        with translation.override(language):
            equate(paper_id, at=clock.now())
    except Refused as refused:
        problem = str(refused)

    def letters(_person: int) -> list[tuple[str, str]]:
        subject = _("The forms of “%(title)s”") % {"title": title}
        return [(subject, problem or _("The forms are compared."))]

    write_to([person_id], letters)


@when_lost(equate_forms)
def lost(paper_id: int, person_id: int, language: str, title: str) -> None:
    """Whoever asked learns it."""

    def letters(_person: int) -> list[tuple[str, str]]:
        subject = _("The forms of “%(title)s”") % {"title": title}
        return [(subject, _("A fault of this system stopped the comparison. Ask for it again."))]

    write_to([person_id], letters)


@transaction.atomic
def equate(paper_id: int, *, at: dt.datetime) -> int:
    """How many forms were compared with the first. Passing is judged on the form itself, as its terms said; the figure
    on one scale stands beside it. Done again it takes the place of the one before. All or none: raises Refused where a
    form cannot be compared."""
    rows.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"equate {paper_id}"])
    names = forms_of(paper_id)
    seen = {form: answered(paper_id, form) for form in names}
    models = {form: _calibrated(one) for form, one in seen.items()}
    base_items, base = models[names[0]]
    for form in names[1:]:
        items, model = models[form]
        both = [id for id in items if id in set(base_items)]
        try:
            found = link(
                base.b[[base_items.index(id) for id in both]] if both else np.array([]),
                model.b[[items.index(id) for id in both]] if both else np.array([]),
            )
        except TooFewAnchors as few:
            raise Refused(
                _("Form %(form)s shares %(has)s usable questions with the first; five are needed.")
                % {"form": form, "has": few.has}
            ) from few
        Equating.objects.update_or_create(
            paper_id=paper_id, form=form,
            defaults={
                "slope": found.slope, "intercept": found.intercept, "anchors": len(both),
                "persons": len(seen[form].answers), "steps": steps((base.a, base.b), (model.a, model.b), found),
                "at": at,
            },
        )  # fmt: skip
    return len(names) - 1


def _calibrated(one: Answered) -> tuple[list[int], Model]:
    """Without the questions of which nothing can be said."""
    items, answers = one.items, one.answers
    try:
        return items, calibrate(answers)
    except TooFew as few:
        kept = [place for place in range(len(items)) if place not in few.columns]
        if len(kept) < 5:
            raise Refused(_("Too few questions have answers that differ.")) from few
        return [items[place] for place in kept], calibrate(answers[:, kept])
