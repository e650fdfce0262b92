"""The statement of an officer's appraisal year, in English, Hindi or Urdu: set by typst as PDF/UA-1, and signed."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.credentials import api as credentials
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people
from karmayogi.talent.models import AppraisalYear
from karmayogi.talent.queries.contests import contests_of
from karmayogi.talent.queries.officers import courses_of
from karmayogi.talent.queries.standing import standings
from karmayogi.talent.queries.wording import (
    about_in_words,
    arithmetic,
    contest_in_words,
    label,
    order_in_words,
    result_in_words,
    standing_in_words,
)
from karmayogi.talent.queries.years import asked_of
from karmayogi.ui.api import day, named, pick, when

PAPER = Path(__file__).resolve().parents[1] / "paper" / "statement.typ"
LANGUAGES = ("en", "hi", "ur")


def statement_of(*, actor: Actor, row: AppraisalYear, person_id: int, language: str, at: dt.datetime) -> bytes:
    """The PDF. The caller has made sure that the actor may have it. NotFound: it is not her year."""
    asked, on = asked_of(row), clock.day(at)
    one = standings(asked, on, [person_id]).get(person_id)
    if one is None:
        raise NotFound
    who, post = people.person(person_id), orgs.current_post(person_id, on)
    run = credentials.paper_text
    with translation.override(language):
        body = orgs.organisations([row.organisation_id])[row.organisation_id]
        data: dict[str, Any] = {
            "lang": language,
            "organisation": run(pick(body.name_en, body.name_hi, body.name_ur)),
            "title": run(_("Statement of the appraisal year %(year)s") % {"year": label(row.year)}),
            "name": run(named(who.name, who.name_native)),
            "post": run(
                pick(post.designation_en, post.designation_hi, post.designation_ur)
                + " · " + pick(post.organisation_en, post.organisation_hi, post.organisation_ur)
                if post else "–"
            ),
            "code": run(who.employee_code or "–"),
            "standing": run(standing_in_words(one.standing)),
            "result": run(result_in_words(asked, one)),
            "order": run(order_in_words(row)),
            "as_on": run(_("As on %(moment)s.") % {"moment": when(at)}),
            "demonstration": None if settings.OWNER_NAME else run(_("Demonstration: no official statement.")),
            "arithmetic": [[run(what), run(how)] for what, how in arithmetic(row, asked, one)],
            "arithmetic_title": run(_("How it comes about")),
            "courses_title": run(_("Prescribed courses")),
            "head": [run(_("Course")), run(_("Order")), run(_("Done on"))],
            "courses": [
                [
                    run(pick(each.title_en, each.title_hi, each.title_ur)), run(", ".join(each.numbers)),
                    run(day(each.done_on) if each.done_on else _("missing")),
                ]
                for each in courses_of(asked, person_id, on)
            ],
            "contests_title": run(_("Contested")),
            "contests": [
                run(f"{about_in_words(each.about)}: {contest_in_words(each.state)}. {each.reason}".strip())
                for each in contests_of(person_id, row.pk)
            ],
            "page": run(_("Signed electronically: a reader of PDF shows by whom and that nothing was changed.")),
        }  # fmt: skip
    pdf = credentials.print_paper(PAPER, data, reason=f"Statement of the appraisal year {row.year}", at=at)
    audit.record(
        "talent:statement:print", agent=actor, at=at, kind="appraisal_year", subject=row.uuid, label=str(row.year),
        concerns=person_id, detail={"standing": one.standing, "language": language},
    )  # fmt: skip
    return pdf


def asked_language(text: str) -> str:
    """Of a paper: one of the three, the reader's own where none of them is asked for."""
    mine = translation.get_language() or "en"
    return text if text in LANGUAGES else mine if mine in LANGUAGES else "en"
