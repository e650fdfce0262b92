"""The whole way by forms alone, as a browser without JavaScript goes it; and what each page says."""

import io
import re

from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.capacity import api as capacity
from karmayogi.capacity.models import BudgetLine, Intervention, Plan, Quote
from karmayogi.kernel import rows
from karmayogi.kernel.access import Role


def text(page) -> str:
    main = page.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_a_plan_is_written_agreed_approved_and_published_by_forms(planning, cast, browse, at):
    bala, devi = cast.admin, cast.supervisor
    unit = reverse("capacity:unit", args=[cast.ministry.uuid])
    browse(bala, unit, {"do": "form", "order_number": "A-11/2026", "formed_on": "2026-11-01"})
    assert "Devi Prasad" in text(browse(bala, f"{unit}?q=devi"))
    browse(bala, unit, {"do": "chair", "person": devi.person_uuid})
    assert "Devi Prasad Chair" in text(browse(bala, unit))

    made = browse(
        bala, reverse("capacity:new", args=[cast.ministry.uuid]), {"year": "2026", "title_en": "Plan of Personnel"}
    )
    plan = Plan.objects.get()
    page, needs = (reverse(f"capacity:{name}", args=[plan.uuid]) for name in ("plan", "needs"))
    assert made.headers["location"] == page
    assert "The needs have not been counted" in text(browse(bala, page))
    again = browse(bala, reverse("capacity:new", args=[cast.ministry.uuid]), {"year": "2026", "title_en": "Again"})
    assert again.status_code == 422
    assert "is being written already" in text(again)

    def seen():
        return {"revision": planning.revision(plan.uuid)}

    browse(bala, reverse("capacity:count", args=[plan.uuid]), seen())
    waiting = browse(bala, needs)
    assert "It is being counted" in text(waiting)
    assert browse(bala, needs, headers={"HX-Request": "true"}).content.decode().startswith('<div id="progress" hx-get')
    planning.run_jobs()
    code = capacity.ranking(plan.pk)[0].code
    shown = text(browse(bala, needs))
    assert "Gap: 5 ×" in shown
    assert "counted as 3" in shown
    assert "Assistant Section Officer" in text(browse(bala, f"{needs}?by=designation"))
    assert code in browse(bala, reverse("capacity:needs_csv", args=[plan.uuid])).content.decode()

    survey = io.BytesIO(f"designation,competency,answers,asked\nSection Officer,{code},20,15\n".encode())
    survey.name = "answers.csv"
    browse(bala, reverse("capacity:survey", args=[plan.uuid]), seen() | {"file": survey})
    assert "Survey: 5 × 15 ÷ 20 = 3.75 (weight 1)" in text(browse(bala, needs))
    weigh = reverse("capacity:weigh", args=[plan.uuid]) + f"?competency={code}"
    assert browse(bala, weigh, seen() | {"value": "9", "reason": "x"}).status_code == 422
    browse(bala, weigh, seen() | {"value": "5", "reason": "Files come back", "lenses": ["citizen"]})
    shown = text(browse(bala, needs))
    assert "Files come back Citizen centricity" in shown
    assert re.search(r"[\d.]+ × 5 = [\d.]+", shown)

    budget = reverse("capacity:budget", args=[plan.uuid])
    money = {
        "scheme": "Establishment", "head": "2052", "salary": "4000000", "training": "80000", "sanction": "S-4",
        "sanctioned_on": "2026-04-01", "valid_until": "2026-05-31",
    }  # fmt: skip
    assert "ran out on 31-05-2026" in text(browse(bala, budget, seen() | money))
    browse(bala, budget, seen() | money | {"valid_until": "2027-03-31"})
    line = BudgetLine.objects.get()
    assert "1,00,000 80,000 20,000" in text(browse(bala, budget))

    new = reverse("capacity:new_intervention", args=[plan.uuid])
    given = {
        "heading": "functional", "title_en": "Noting and drafting", "owner": "Deputy Secretary", "quarter": "3",
        "mode": "online", "seats": "40", "cost": "60000", "budget": str(line.uuid),
    }  # fmt: skip
    stale = browse(bala, new, given | {"revision": 1})
    assert stale.status_code == 422
    assert "Nothing of yours is saved" in text(stale)
    assert not Intervention.objects.exists()
    assert "stand trainings" in text(browse(bala, new, seen() | given | {"mode": "other"}))
    browse(bala, new, seen() | given)
    one = Intervention.objects.get()
    address = reverse("capacity:intervention", args=[plan.uuid, one.uuid])
    browse(bala, address, seen() | {"do": "answer", "competency": code, "designation": ""})
    assert "All who need it" in text(browse(bala, address))
    calendar = reverse("capacity:calendar", args=[plan.uuid])
    day = {"intervention": str(one.uuid), "starts_on": "2026-07-01", "ends_on": "2026-07-02", "seats": "20"}
    assert "it has to begin then" in text(browse(bala, calendar, seen() | day))
    browse(bala, calendar, seen() | day | {"starts_on": "2026-12-07", "ends_on": "2026-12-08"})
    assert "20 seats" in text(browse(bala, calendar))
    for number in ("2", "3"):
        browse(
            bala,
            reverse("capacity:words", args=[plan.uuid]),
            seen() | {"do": "annex", "number": number, "text": "As ordered"},
        )
    assert "It is ready" in text(browse(bala, page))
    assert "Plan of Personnel" in text(browse(devi, reverse("capacity:index"))), "a member of the unit without a role"
    assert "under 10" in text(browse(devi, needs)), "figures of few people"
    assert browse(cast.learner, page).status_code == 404
    browse(devi, reverse("capacity:agree", args=[plan.uuid]), seen())
    cast.grant(cast.head, Role.MDO_LEADER, cast.ministry)
    browse(cast.head, reverse("capacity:approve", args=[plan.uuid]), seen())
    browse(bala, reverse("capacity:publish", args=[plan.uuid]), seen())
    shown = text(browse(bala, page))
    assert "In execution" in shown
    assert "Signed and published · Bala" in shown
    pdf = browse(bala, reverse("capacity:paper", args=[plan.uuid]) + "?language=hi")
    assert pdf.content.startswith(b"%PDF")
    book = browse(bala, reverse("capacity:workbook", args=[plan.uuid]))
    read = CalamineWorkbook.from_filelike(io.BytesIO(book.content))
    sheets = {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names}
    assert [round(line[4], 2) for line in sheets["Budget"][1:2]] == [80000], "numbers are numbers"
    assert any("Assistant Section Officer" in line for line in sheets["Needs by designation"])
    told = browse(devi, reverse("capacity:workbook", args=[plan.uuid]))
    names = CalamineWorkbook.from_filelike(io.BytesIO(told.content)).sheet_names
    assert "Needs by designation" not in names, "who may not open the persons gets totals"
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'capacity:plan:workbook'") == 2


def test_an_order_is_read_and_its_suggestions_wait_for_a_person(planning, cast, browse):
    plan = planning.counted()
    papers = reverse("capacity:papers", args=[plan])
    name = rows.scalar("select name_en from competencies_competency order by code limit 1")
    told = f"1. The Section Officer is responsible for {name.lower()} in all cases.\n2. The car pool stays."
    browse(cast.admin, papers, {
        "revision": planning.revision(plan), "kind": "work_allocation", "name": "WA-1/2026", "text": told,
    })  # fmt: skip
    found = Quote.objects.filter(competency__isnull=False).first()
    assert found.state == "waiting"
    assert told[found.start : found.end].startswith("The Section Officer is responsible")
    top = capacity.ranking(Plan.objects.get(uuid=plan).pk)
    assert all(not one.counted.quoted for one in top), "nothing is taken by itself"
    source = reverse("capacity:source", args=[plan, found.paper.uuid])
    shown = text(browse(cast.admin, source))
    assert "Waits for you" in shown
    assert "Section Officer Designation" in shown
    browse(cast.admin, source, {"do": "take", "quote": found.uuid, "revision": planning.revision(plan)})
    top = {one.competency_id: one for one in capacity.ranking(Plan.objects.get(uuid=plan).pk)}
    assert top[found.competency_id].counted.quoted == 1
    assert browse(cast.other_admin, source).status_code == 404
