"""The whole way by forms alone, as a browser without JavaScript goes it; and what each page says."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused
from karmayogi.plans import api as plans
from karmayogi.plans.models import Mandate
from karmayogi.plans.queries.lists import choices
from tests.plans.conftest import START
from tests.portal.web.test_home import MOST_STATEMENTS

TERMS = {
    "title_en": "Dignity at work", "number": "A-1/2026", "issuer": "Under Secretary", "why": "The Act asks for it.",
    "starts_on": "2026-11-20", "wants": "items", "needed": "1", "counts": "ever", "anchor": "start", "amount": "10",
    "unit": "working_days", "clause": "3(2)", "for_appraisal": "on",
}  # fmt: skip


def text(page) -> str:
    main = page.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_an_order_is_written_rehearsed_and_put_in_force_by_forms(desk, cast, browse):
    course = desk.course()
    bala, asha = cast.admin, cast.learner
    made = browse(bala, reverse("plans:new", args=[cast.ministry.uuid]), TERMS)
    mandate = Mandate.objects.get()
    audience, items = (reverse(f"plans:{name}", args=[mandate.uuid]) for name in ("audience", "items"))
    page = reverse("plans:mandate", args=[mandate.uuid])
    assert made.headers["location"] == audience
    assert "No rule says whom it binds" in text(browse(bala, page))

    found = browse(bala, f"{audience}?rule=new&attribute=designation&q=assistant")
    assert "Assistant Section Officer" in text(found)
    value = re.search(r'name="value" value="([^"]+)"', found.content.decode())[1]
    given = {"do": "add", "rule": "new", "attribute": "designation", "value": value}
    browse(bala, audience, given | {"revision": desk.revision(mandate.uuid)})
    assert "1 people today" in text(browse(bala, audience))
    stale = browse(bala, audience, given | {"revision": 1, "attribute": "verified"})
    assert stale.status_code == 302
    assert rows.scalar("select count(*) from plans_mandatecondition") == 1, "a revision that is no more"

    assert "Dignity at work" in text(browse(bala, f"{items}?q=dignity"))
    browse(bala, items, {"do": "add", "course": course, "revision": desk.revision(mandate.uuid)})
    other = desk.course("Old course on dignity")
    browse(bala, items, {"do": "add", "course": other, "for": course, "revision": desk.revision(mandate.uuid)})
    assert "counts instead" in text(browse(bala, items))

    browse(bala, reverse("plans:rehearse", args=[mandate.uuid]), {})
    waiting = browse(bala, page)
    assert "It is being counted" in text(waiting)
    assert 'hx-get="' + page in waiting.content.decode()
    assert '<noscript><meta http-equiv="refresh"' in waiting.content.decode()
    again = browse(bala, page, headers={"HX-Request": "true"})
    assert again.content.decode().startswith('<div id="progress" hx-get')
    assert "HX-Refresh" not in again.headers
    desk.run_jobs()
    assert browse(bala, page, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    said = text(browse(bala, page))
    assert "Nothing is written yet for anybody" in said
    assert "Establishment Section" not in said, "figures stand by the offices directly below"
    assert "Department of Personnel 0 1 1 0 0 0 0 0 45 min" in said
    browse(bala, reverse("plans:approve", args=[mandate.uuid]), {"revision": desk.revision(mandate.uuid)})
    publish = reverse("plans:publish", args=[mandate.uuid])
    assert f'action="{publish}"' in browse(bala, page).content.decode()
    browse(bala, publish, {})
    assert Mandate.objects.get().status == "approved", "a form without the revision that its reader saw"
    browse(bala, publish, {"revision": desk.revision(mandate.uuid)})
    mandate.refresh_from_db()
    assert mandate.status == "live"

    mine = text(browse(asha, reverse("plans:mine")))
    assert "Open and upcoming (1)" in mine
    assert "Due by 4 Dec 2026." in mine
    why = text(browse(asha, reverse("plans:obligation", args=[mandate.uuid])))
    assert "Designation: Assistant Section Officer" in why
    assert "A-1/2026 · clause 3(2)" in why
    assert "The order takes effect 20 Nov 2026 plus 10 working days (4 days off passed over) 4 Dec 2026" in why
    assert "Old course on dignity” counts instead" in why
    assert "Dignity at work" in text(browse(asha, "/"))
    assert browse(cast.outsider, reverse("plans:obligation", args=[mandate.uuid])).status_code == 404
    assert "1 Dignity" not in text(browse(cast.supervisor, reverse("plans:mine")))
    team = text(browse(cast.supervisor, reverse("plans:team")))
    assert "Asha Verma" in team
    assert "Dignity at work Open 4 Dec 2026" in team

    desk.complete(asha.person_id, other, mandate.starts_on)
    mine = text(browse(asha, reverse("plans:mine")))
    assert "Completed (1)" in mine, "the fact alone changes the list"
    assert "Done on 20 Nov 2026." in mine
    people = browse(bala, reverse("plans:people_csv", args=[mandate.uuid])).content.decode()
    assert "Asha Verma,आशा वर्मा,,Establishment Section,2026-12-04,2026-11-20,Done" in people
    trail = "select detail from kernel_auditentry where tag = 'plans:mandate:people' and subject_uuid = %s"
    assert rows.scalar(trail, [mandate.uuid]) == '{"people": 1}'
    assert "Done" in browse(asha, reverse("plans:mine_csv")).content.decode()
    assert (
        "Department of Personnel,1,0,1"
        in browse(bala, reverse("plans:rehearsal_csv", args=[mandate.uuid])).content.decode()
    )
    assert "A-1/2026" in browse(bala, reverse("plans:index_csv") + "?status=live").content.decode()
    assert "No mandate fits" in text(browse(bala, reverse("plans:index") + "?q=nothing"))
    assert browse(cast.other_admin, page).status_code == 404
    assert browse(asha, reverse("plans:index")).status_code == 404
    assert browse(bala, reverse("plans:terms", args=[mandate.uuid])).status_code == 404, "no draft any more"


def test_a_form_with_a_fault_says_so_and_keeps_what_was_typed(desk, cast, browse):
    wrong = TERMS | {"ends_on": "2026-01-01", "repeat_months": "12"}
    page = browse(cast.admin, reverse("plans:new", args=[cast.ministry.uuid]), wrong)
    assert page.status_code == 422
    assert "It would end before it takes effect." in text(page)
    assert 'value="A-1/2026"' in page.content.decode()
    assert not Mandate.objects.exists()


def test_two_who_write_one_draft_by_forms(desk, cast, browse):
    """Pressing once more does not help: the form keeps the revision that its writer saw, and what was typed."""
    mandate = desk.draft(course=desk.course())
    terms, discard = (reverse(f"plans:{name}", args=[mandate]) for name in ("terms", "discard"))
    seen = re.search(r'name="revision" value="(\d+)"', browse(cast.admin, terms).content.decode())[1]
    assert browse(cast.admin, terms, TERMS | {"revision": seen, "title_en": "First"}).status_code == 302
    for _twice in range(2):
        page = browse(cast.admin, terms, TERMS | {"revision": seen, "title_en": "Second"})
        assert page.status_code == 422
        assert "Nothing of yours is saved" in text(page)
        assert 'value="Second"' in page.content.decode()
        seen = re.search(r'name="revision" value="(\d+)"', page.content.decode())[1]
    browse(cast.admin, discard, {"revision": seen})
    assert Mandate.objects.get().title_en == "First"
    fresh = browse(cast.admin, reverse("plans:mandate", args=[mandate])).content.decode()
    seen = re.search(rf'action="{discard}".*?name="revision" value="(\d+)"', fresh, re.DOTALL)[1]
    browse(cast.admin, discard, {"revision": seen})
    assert not Mandate.objects.exists()


def test_orders_that_ask_for_the_same_are_named_beside_each_other(desk, cast, browse):
    course = desk.course()
    desk.live(course=course, number="FIRST", amount=60)
    second = desk.draft(course=course, number="SECOND")
    said = text(browse(cast.admin, reverse("plans:mandate", args=[second])))
    assert "Other orders ask for the same" in said
    assert "FIRST Ministry of Personnel: Dignity at work – with another date" in said
    later = desk.draft(course=course, amount=60, starts_on=START + dt.timedelta(days=30))
    said = text(browse(cast.admin, reverse("plans:mandate", args=[later])))
    assert "Dignity at work – with another date" in said, "as many days from another day"
    alike = desk.draft(course=course, amount=60)
    said = text(browse(cast.admin, reverse("plans:mandate", args=[alike])))
    assert "FIRST Ministry of Personnel: Dignity at work" in said
    assert "another date" not in said


def test_orders_that_ask_for_different_levels_of_a_competency_are_named_too(desk, kcm, cast, browse):
    competency, name = rows.first(
        lambda *row: row, "select id, name_en from competencies_competency order by id limit 1"
    )
    desk.live(wants="level", needed=4, competency_id=competency, number="FIRST", of=cast.department)
    draft = desk.draft(wants="level", needed=2, competency_id=competency)
    plans.rehearse(actor=cast.admin.actor(desk.at), mandate=draft, at=desk.at)
    desk.run_jobs()
    said = text(browse(cast.admin, reverse("plans:mandate", args=[draft])))
    assert f"FIRST Department of Personnel: {name} – Level 4" in said
    assert "another date" not in said
    asked = "select sum(asked_already) from plans_rehearsaloffice o join plans_rehearsal r on r.id = o.rehearsal_id"
    asked += " join plans_mandate m on m.id = r.mandate_id where m.uuid = %s"
    assert rows.scalar(asked, [draft]) == 3, "of those who gain it, whom the other order asks already"


def test_days_off_of_an_office_move_its_due_dates(desk, cast, browse):
    holidays = reverse("plans:holidays", args=[cast.ministry.uuid])
    browse(cast.admin, holidays, {"do": "add", "on": "2026-11-24", "name": "Guru Nanak’s Birthday"})
    assert "Guru Nanak" in text(browse(cast.admin, holidays))
    mandate = desk.live(course=desk.course(), amount=2, unit="working_days")
    page = reverse("plans:obligation", args=[mandate])
    assert "plus 2 working days (3 days off passed over) 25 Nov 2026" in text(browse(cast.learner, page))
    browse(cast.admin, holidays, {"do": "remove", "on": "2026-11-24"})
    assert "Due by 24 Nov 2026." in text(browse(cast.learner, page))
    assert browse(cast.other_admin, holidays).status_code == 404


def test_an_officer_bound_by_name_reads_no_other_name(desk, cast, browse):
    asha, other = cast.learner, cast.supervisor
    mandate = desk.draft(course=desk.course(), value=plans.Value("person", person_id=asha.person_id))
    value = plans.Value("person", person_id=other.person_id)
    bala, seen = cast.admin.actor(desk.at), desk.revision(mandate)
    plans.add_condition(actor=bala, mandate=mandate, revision=seen, rule=1, value=value, at=desk.at)
    desk.publish(mandate)
    name = rows.scalar("select name from people_person where id = %s", [other.person_id])
    said = text(browse(asha, reverse("plans:obligation", args=[mandate])))
    assert "Officer by name: Asha Verma" in said
    assert name not in said
    assert name in text(browse(cast.admin, reverse("plans:mandate", args=[mandate])))


def test_a_course_by_invitation_is_not_found_added_or_approved(desk, cast, browse, at):
    course, hidden = desk.course(), desk.course("Secret course")
    rows.run("update learning_catalogueentry set hidden = true where uuid = %s", [hidden])
    mandate = desk.draft(course=course)
    items = reverse("plans:items", args=[mandate])
    assert "Secret course" not in text(browse(cast.admin, f"{items}?q=secret"))
    with pytest.raises(Refused, match="not in the catalogue"):
        plans.add_item(
            actor=cast.admin.actor(at), mandate=mandate, revision=desk.revision(mandate), course=hidden, at=at
        )
    rows.run("update learning_course set audience = 'invited' where uuid = %s", [course])
    assert "is not open to everyone" in text(browse(cast.admin, reverse("plans:mandate", args=[mandate])))


def test_no_form_widens_an_order_beyond_its_issuer(desk, cast, browse):
    """An office, an officer, a group and a service that nobody offered, each typed into the form by hand."""
    kept = desk.draft(who=cast.other_admin, of=cast.other_ministry, course=desk.course())
    theirs = reverse("plans:audience", args=[kept])
    browse(cast.other_admin, theirs, {"do": "keep_group", "name": "Everybody there"})
    group = rows.scalar("select uuid from plans_peoplegroup")
    mandate = desk.draft(of=cast.department, course=desk.course())
    audience, seen = reverse("plans:audience", args=[mandate]), desk.revision(mandate)
    for given in (
        {"do": "add", "attribute": "unit", "value": cast.other_department.uuid},
        {"do": "add", "attribute": "unit", "value": cast.ministry.uuid},
        {"do": "add", "attribute": "person", "value": cast.outsider.person_uuid},
        {"do": "add", "attribute": "service", "value": "4711"},
        {"do": "add", "attribute": "nonsense", "value": "x"},
        {"do": "take_group", "group": group},
    ):
        tried = browse(cast.admin, audience, given | {"rule": "new", "revision": seen})
        assert tried.status_code in (302, 404), given
        assert desk.revision(mandate) == seen, given
    said = text(browse(cast.admin, audience))
    assert "3 people today" in said
    assert "Chandra" not in said
    assert browse(cast.other_admin, audience, {"do": "everybody", "revision": seen}).status_code == 404


def test_an_officer_is_found_by_name_and_by_code(desk, cast):
    rows.run("update people_person set employee_code = 'E-77' where id = %s", [cast.learner.person_id])
    found = [[one.detail for one in choices("person", q, path=cast.ministry.path, on=START)] for q in ("asha", "E-77")]
    assert found == [["E-77"], ["E-77"]]
    assert choices("person", "E-77", path=cast.other_department.path, on=START) == []


def test_what_cannot_be_done_again_is_said(desk, cast, browse):
    yearly = {"repeat_months": 12, "repeat_basis": "due", "repeat_window": 12}
    once, again = desk.draft(course=desk.course()), desk.draft(course=desk.course(), **yearly)
    pages = [text(browse(cast.admin, reverse("plans:mandate", args=[one]))) for one in (once, again)]
    assert ["cannot be done a second time" in one for one in pages] == [False, True]


def test_an_order_whose_office_was_merged_away_is_told(desk, cast, browse):
    mandate = desk.live(course=desk.course(), value=plans.Value("unit", organisation_id=cast.department.id))
    page = reverse("plans:mandate", args=[mandate])
    assert "no more" not in text(browse(cast.admin, page)) + text(browse(cast.admin, "/administration/"))
    rows.run("update orgs_organisation set valid_to = '2026-11-20' where id = %s", [cast.department.id])
    assert "It names an office that is no more Department of Personnel" in text(browse(cast.admin, page))
    assert "Orders that name an office that is no more" in text(browse(cast.admin, "/administration/"))


def test_the_people_of_one_office_below_are_a_file(desk, cast, browse):
    mandate = desk.live(course=desk.course())
    page, file = (reverse(f"plans:{name}", args=[mandate]) for name in ("mandate", "people_csv"))
    assert f"{file}?office={cast.department.uuid}" in browse(cast.admin, page).content.decode()
    whole, below = (browse(cast.admin, at).content.decode() for at in (file, f"{file}?office={cast.department.uuid}"))
    assert (len(whole.splitlines()), len(below.splitlines())) == (5, 4)
    assert browse(cast.admin, f"{file}?office={cast.other_department.uuid}").status_code == 404


def test_today_stays_cheap_for_an_officer_whom_orders_bind(desk, cast, client, settings, django_assert_max_num_queries):
    course = desk.course()
    desk.live(course=course, amount=2, unit="working_days")
    desk.live(number="SECOND", wants="minutes", needed=90, amount=60)
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(desk.at)
    client.get("/")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get("/")
    assert "Asked for by A-1/2026" in text(page)


def test_a_number_of_five_thousand_digits_is_none(desk, cast, browse):
    holidays, digits = reverse("plans:holidays", args=[cast.ministry.uuid]), "9" * 5_000
    page = browse(cast.admin, f"{holidays}?year={digits}")
    assert (page.status_code, "2026" in text(page)) == (200, True)
    for address in (f"{reverse('plans:index')}?before={digits}", f"{reverse('plans:reliefs')}?after={digits}"):
        assert browse(cast.admin, address).status_code == 200
    mandate = desk.draft(course=desk.course())
    revised = browse(cast.admin, reverse("plans:approve", args=[mandate]), {"revision": digits})
    assert revised.status_code == 302
