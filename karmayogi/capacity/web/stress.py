"""The stress test of a plan's organisation for a scheme: asking for one, what it found, and its list as a file."""

import uuid as uuids

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.stress_test import ask_stress_test
from karmayogi.capacity.engine.year import last_day
from karmayogi.capacity.models import Plan, StressTest
from karmayogi.capacity.queries import solving_words as words
from karmayogi.capacity.queries.access import access_persons
from karmayogi.capacity.queries.needs import designations_of
from karmayogi.capacity.queries.stress import MOST_POSTS, StressLine, posts_of, schemes_for, tests_of
from karmayogi.capacity.types import ScenarioState
from karmayogi.capacity.web import acts
from karmayogi.capacity.web.forms import StressForm
from karmayogi.capacity.web.scenarios import decides
from karmayogi.competencies import api as competencies
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import comma, is_fragment, named, num, pick, render, render_progress

PAGE = 50


@signed_in
def tests(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    row, body = access_persons(request.actor, plan, "see", clock.day(request.at))
    may = decides(request, row, body)
    schemes = [(str(one.uuid), pick(one.name_en, one.name_hi, one.name_ur)) for one in schemes_for(body.path)]
    posts = sorted(((str(id_), pick(*names)) for id_, *names in designations_of(row.pk)), key=lambda one: one[1])
    form = StressForm(schemes, posts, request.POST or None, initial={"by_on": last_day(row.year)})
    if request.method == "POST":
        access_persons(request.actor, plan, "publish", clock.day(request.at))
        if form.is_valid():
            given = form.cleaned_data
            try:
                made = ask_stress_test(
                    actor=request.actor, plan=plan, scheme=uuids.UUID(given["scheme"]),
                    designation=number(given["designation"]), by_on=given["by_on"], at=request.at,
                )  # fmt: skip
                return HttpResponseRedirect(reverse("capacity:stress", args=(plan, made)))
            except Refused as refusal:
                form.add_error(None, str(refusal))
    context = acts.about(request, row, body) | {
        "lines": [
            (
                one, pick(one.scheme_en, one.scheme_hi, one.scheme_ur),
                pick(one.designation_en, one.designation_hi, one.designation_ur), words.state_in_words(one.state),
                words.TONES[one.state],
            )
            for one in tests_of(row.pk)
        ],
        "form": form, "schemes": schemes, "decides": may, "here": request.path,
    }  # fmt: skip
    return render(request, "capacity/stress_tests.html", context, status=422 if form.errors else 200)


@signed_in
def one(request: SignedInRequest, plan: uuids.UUID, stress: uuids.UUID) -> HttpResponse:
    """`?q=` a post, an office or a name."""
    found, row, body = _test(request, plan, stress)
    here = reverse("capacity:stress", args=(plan, stress))
    waits = found.state in (ScenarioState.WAITING, ScenarioState.RUNNING)
    progress = {"one": found, "waits": waits, "uses_htmx": waits, "here": here}
    progress |= {"state_words": words.state_in_words(found.state), "tone": words.TONES[found.state]}
    if is_fragment(request):
        return render_progress(request, "capacity/stress.html", progress, at_work=waits)
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    after = number(request.GET.get("after", "")) or 0
    lines = posts_of(found.pk, found.as_on, q=q, after=after, limit=PAGE + 1)
    kept = {"q": q} if q else {}
    scheme = found.scheme
    context = acts.about(request, row, body) | progress | {
        "scheme": pick(scheme.name_en, scheme.name_hi, scheme.name_ur),
        "designation": (
            pick(found.designation.name, found.designation.name_hi, found.designation.name_ur)
            if found.designation else ""
        ),
        "lines": _lines(lines[:PAGE]),
        "q": q,
        "most_posts": MOST_POSTS,
        "csv_href": reverse("capacity:stress_csv", args=(plan, stress)),
        "next_href": f"{here}?{urlencode(kept | {'after': str(lines[PAGE - 1].id)})}" if len(lines) > PAGE else None,
        "first_href": f"{here}?{urlencode(kept)}" if after else None,
    }  # fmt: skip
    return render(request, "capacity/stress.html", context)


@signed_in
def as_csv(request: SignedInRequest, plan: uuids.UUID, stress: uuids.UUID) -> HttpResponse:
    found, row, _body = _test(request, plan, stress)
    lines = [
        [_("Post"), _("Designation"), _("Office"), _("Holder"), _("What is lacking"), _("Batches"), _("Ready then")]
    ]
    for line, post, office, holder, lacks, batches in _lines(posts_of(found.pk, found.as_on, limit=MOST_POSTS)):
        lines.append(
            [line.code, post, office, holder, lacks, batches, _("Yes") if line.trained else _("No")]
        )  # fmt: skip
    audit.record(
        "capacity:plan:list", agent=request.actor, at=request.at, kind="capacity_plan", subject=row.uuid,
        label=row.title_en, detail={"stress": found.scheme.name_en},
    )  # fmt: skip
    return csv_file(lines, f"stress-test-{found.scheme.name_en}")


def _test(request: SignedInRequest, plan: uuids.UUID, stress: uuids.UUID) -> tuple[StressTest, Plan, OrganisationRow]:
    row, body = access_persons(request.actor, plan, "see", clock.day(request.at))
    found = StressTest.objects.select_related("scheme", "designation").filter(plan=row, uuid=stress).first()
    if found is None:
        raise NotFound
    return found, row, body


def _lines(lines: list[StressLine]) -> list[tuple[StressLine, str, str, str, str, str]]:
    """(line, designation, office, holder, what is lacking, batches) in words."""
    names = competencies.by_ids(sorted({lack[0] for line in lines for lack in line.lacks}))
    found = []
    for line in lines:
        lacks = [
            _("%(name)s: level %(has)s of %(asked)s") % {
                "name": pick(names[id_].name_en, names[id_].name_hi, names[id_].name_ur), "has": num(has),
                "asked": num(asked),
            }
            for id_, has, asked in line.lacks
        ]  # fmt: skip
        found.append(
            (
                line, pick(line.designation_en, line.designation_hi, line.designation_ur),
                pick(line.office_en, line.office_hi, line.office_ur),
                str(named(line.name, line.name_native)) if line.name else _("Vacant"), comma().join(lacks),
                comma().join(num(batch) for batch in line.batches),
            )
        )  # fmt: skip
    return found
