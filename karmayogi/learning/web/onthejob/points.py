"""Points: the published rules, and one's own ledger with reasons. Nobody sees anybody else's."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.queries.onthejob.points import points_ledger, points_of, rule_sets
from karmayogi.ui.api import pick, render


@signed_in
@require_safe
def points(request: SignedInRequest) -> HttpResponse:
    person_id = request.actor.person_id
    sets = rule_sets()
    names = {(one.number, rule.code): rule for one in sets for rule in one.rules}
    return render(
        request,
        "learning/onthejob/points.html",
        {
            "nav": "learning",
            "total": points_of([person_id], request.at).get(person_id, 0),
            "lines": [(line, names[line.number, line.code]) for line in points_ledger(person_id, request.at)],
            "sets": sets[::-1],
            "say": lambda words: pick(words.get("en", ""), words.get("hi"), words.get("ur")),
        },
    )
