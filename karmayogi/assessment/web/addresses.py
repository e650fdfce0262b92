"""Addresses that other packages link to."""

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.assessment.policies import organises, watching_paths
from karmayogi.assessment.queries import marking
from karmayogi.assessment.queries.banks import any_open
from karmayogi.assessment.queries.invited.pleas import waiting_pleas
from karmayogi.assessment.queries.proctored.sittings import concerned, count_to_close
from karmayogi.assessment.queries.requests import decides, waiting
from karmayogi.assessment.queries.withdrawals import withdraws
from karmayogi.assessment.queries.yearly.tests import some_planned
from karmayogi.kernel.web.door import Request


def quiz_url(part_uuid: uuid.UUID) -> str:
    """The first page of the test of that part."""
    return reverse("assessment:start", args=[part_uuid])


def administration(request: Request) -> list[tuple[str, str, str]]:
    """Entries on the administration page, for whoever decides on requests and whoever marks."""
    found = []
    if request.actor is not None and decides(request.actor):
        text = _("Learners who have used all attempts at a test and ask for one more.")
        found.append((_("Requests for another attempt"), text, reverse("assessment:requests")))
    if request.actor is not None and marking.marks(request.actor):
        text = _("Texts of tests, marked by their rubric without a name on them.")
        found.append((_("Answers to mark"), text, reverse("assessment:marking")))
    if request.actor is not None and withdraws(request.actor):
        text = _("Questions of a competency, calibrated for a test that fits itself to the answers.")
        found.append((_("Question banks"), text, reverse("assessment:banks")))
    return found


def organising(request: Request) -> list[tuple[str, str, str]]:
    """Entries on the administration page, for whoever plans tests or watches over them."""
    found = []
    if request.actor is not None and organises(request.actor):
        text = _("The comprehensive test of an office, opened by the courses of its plan.")
        found.append((_("Tests of the year"), text, reverse("assessment:yearly_plans")))
    if request.actor is not None and (organises(request.actor) or withdraws(request.actor)):
        text = _("People from outside take a test by a link of their own, without an account.")
        found.append((_("Tests by invitation"), text, reverse("assessment:public_tests")))
    if request.actor is not None and concerned(request.actor):
        text = _("A test at a place and time, with a list of seats and a proctor.")
        found.append((_("Sittings with a proctor"), text, reverse("assessment:proctored_list")))
    return found


def onward() -> list[tuple[str, str]]:
    """Slot "competencies.onward": from her levels to tests that show one, where there are any."""
    found = [(_("Competency tests"), reverse("assessment:sit_tests"))] if any_open() else []
    yearly, sittings = some_planned()
    found += [(_("Tests of the year"), reverse("assessment:yearly"))] if yearly else []
    return found + ([(_("My sittings"), reverse("assessment:my_seats"))] if sittings else [])


def waiting_requests(request: Request) -> list[tuple[str, int, str]]:
    """Slot "portal.waiting"."""
    found = []
    if request.actor is not None and decides(request.actor):
        count = len(waiting(request.actor, 50))
        found.append((_("Requests for another attempt"), count, reverse("assessment:requests")))
    if request.actor is not None and marking.marks(request.actor):
        count = marking.count_waiting(request.actor, request.at)
        found.append((_("Answers to mark"), count, reverse("assessment:marking")))
    if request.actor is not None and watching_paths(request.actor):
        count = count_to_close(request.actor, request.at)
        found.append((_("Sittings to close"), count, reverse("assessment:proctored_list")))
    if request.actor is not None and organises(request.actor):
        asked = waiting_pleas(request.actor)
        first = reverse("assessment:public_test", args=[asked[0][0]]) + "?sort=asks" if asked else ""
        told = sum(count for _test, count in asked)
        found += [(_("Requests of people from outside"), told, first)] if asked else []
    return found
