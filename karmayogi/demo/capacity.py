"""Annual capacity building plans: of a ministry (in execution), a municipal corporation (agreed by its unit) and a gram
panchayat (a draft). All of it is invented."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from karmayogi.capacity import api as capacity
from karmayogi.capacity.types import Lens
from karmayogi.demo import batches
from karmayogi.demo.provider import actor_of
from karmayogi.kernel import clock, jobs, rows
from karmayogi.kernel.access import Actor, Role, System
from karmayogi.kernel.dates import financial_year, financial_year_label
from karmayogi.learning import api as learning
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

AGENT = System("demonstration")

# The shape of a large municipal corporation: 25 departments with five designations each.
DEPARTMENTS = """
General Administration|सामान्य प्रशासन|عمومی انتظامیہ|Municipal Commissioner,Additional Commissioner,Deputy Commissioner (Administration),Office Superintendent,Senior Clerk
Accounts and Finance|लेखा एवं वित्त|حسابات و مالیات|Chief Accounts Officer (Municipal),Municipal Accounts Officer,Assistant Accounts Officer,Cashier,Accounts Clerk
Internal Audit|आंतरिक लेखा परीक्षा|داخلی آڈٹ|Chief Auditor (Municipal),Deputy Auditor,Senior Auditor (Municipal),Auditor (Municipal),Audit Clerk
Property Tax|संपत्ति कर|پراپرٹی ٹیکس|Assessor and Collector,Assistant Assessor,Tax Superintendent,Tax Inspector (Municipal),Ward Tax Collector
Town Planning|नगर नियोजन|شہری منصوبہ بندی|City Planner,Deputy City Planner,Town Planning Officer,Planning Assistant,Surveyor (Planning)
Building Permission|भवन अनुमति|تعمیراتی اجازت|City Engineer (Buildings),Building Inspector,Assistant Building Inspector,Scrutiny Officer,Permission Clerk
Roads and Bridges|सड़क एवं पुल|سڑکیں اور پل|Executive Engineer (Roads),Assistant Engineer (Roads),Junior Engineer (Civil),Road Supervisor,Mason Supervisor
Water Supply|जल आपूर्ति|آب رسانی|Executive Engineer (Water),Assistant Engineer (Water),Filter Operator,Meter Inspector,Valve Supervisor
Sewerage|मलजल निकासी|نکاسیِ آب|Executive Engineer (Sewerage),Sewer Inspector,Pump Operator (Sewerage),Treatment Plant Chemist,Sewer Entry Supervisor
Storm Water Drainage|वर्षा जल निकासी|بارانی نکاسی|Assistant Engineer (Drainage),Drain Inspector,Flood Control Officer,Pump Operator (Drainage),Drainage Clerk
Solid Waste Management|ठोस अपशिष्ट प्रबंधन|ٹھوس فضلہ انتظام|Director (Solid Waste),Chief Sanitary Inspector,Sanitary Inspector,Ward Sanitation Supervisor,Processing Plant Manager
Public Health|लोक स्वास्थ्य|صحت عامہ|Medical Officer of Health,Deputy Medical Officer of Health,Nurse In-charge,Food Safety Assistant (Municipal),Vaccination Supervisor
Births and Deaths Registration|जन्म-मृत्यु पंजीकरण|اندراج پیدائش و وفات|Chief Registrar (Births and Deaths),Deputy Registrar (Births and Deaths),Sub-Registrar (Births and Deaths),Registration Clerk,Records Keeper (Registration)
Education|शिक्षा|تعلیم|Education Officer (Municipal),Superintendent of Schools,Block Supervisor (Schools),Headmaster,School Clerk
Electrical and Street Lighting|विद्युत एवं पथ प्रकाश|برقی و سڑک روشنی|Executive Engineer (Electrical),Assistant Engineer (Electrical),Lighting Inspector,Line Supervisor,Electrical Store Keeper
Parks and Gardens|उद्यान|باغات|Superintendent of Gardens,Horticulture Officer (Municipal),Garden Supervisor,Tree Officer,Nursery Supervisor
Fire and Emergency Services|अग्निशमन एवं आपात सेवा|آگ بجھانے و ہنگامی خدمات|Chief Fire Officer,Divisional Fire Officer,Station Fire Officer,Leading Fireman,Control Room Operator
Markets and Licences|बाजार एवं लाइसेंस|بازار و لائسنس|Licence Superintendent,Market Inspector,Licence Inspector,Vending Officer,Licence Clerk
Slum Improvement and Housing|बस्ती सुधार एवं आवास|بستی سدھار و رہائش|Housing Officer (Municipal),Slum Improvement Officer,Community Organiser,Beneficiary Verifier,Housing Clerk
Urban Livelihoods|शहरी आजीविका|شہری روزگار|Project Officer (Livelihoods),Community Mobiliser,Skill Coordinator,Self-Help Group Organiser,Livelihoods Clerk
Transport|परिवहन|نقل و حمل|Transport Manager (Municipal),Traffic Planner,Depot Superintendent,Route Inspector,Workshop Foreman
Information Technology and e-Governance|सूचना प्रौद्योगिकी एवं ई-शासन|انفارمیشن ٹیکنالوجی و ای گورننس|Chief Information Officer (Municipal),System Administrator (Municipal),GIS Analyst,Citizen Service Centre Manager,Data Entry Supervisor
Legal|विधि|قانونی|Chief Law Officer (Municipal),Law Officer (Municipal),Assistant Law Officer,Prosecution Clerk,Record Keeper (Legal)
Public Relations and Grievances|जनसंपर्क एवं शिकायत|تعلقات عامہ و شکایات|Public Relations Officer (Municipal),Grievance Officer,Call Centre Supervisor,Right to Information Assistant,Ward Committee Secretary
Stores and Purchase|भंडार एवं क्रय|ذخائر و خریداری|Controller of Stores,Purchase Officer (Municipal),Store Superintendent,Store Keeper (Municipal),Tender Clerk
"""

ORDER = """Ministry of Rural Development, order No. A-11011/4 on work allocation.
1. Each Section Officer shall examine noting and drafting of the section and put up self-contained notes.
2. The Assistant Section Officer is responsible for file and dak management, and for records under the RTI Act.
3. Sections shall dispose of public grievances within twenty-one days and keep the CPGRAMS portal up to date.
4. Monitoring of works shall rest on data analysis and visualization, to be learnt by all officers of the ministry.
"""

# heading, titles in three languages, owner, quarter, mode, provider, seats, cost, course, code of the need answered
MINISTRY = (
    ("functional", "Noting and drafting for every section", "प्रत्येक अनुभाग के लिए टिप्पण और प्रारूपण",
     "ہر شعبے کے لیے نوٹنگ اور ڈرافٹنگ", "Deputy Secretary (Training)", 3, "blended", "ISTM, New Delhi", 40, 180_000,
     "KY-NND-01"),
    ("functional", "Right to Information for those who answer", "उत्तर देने वालों के लिए सूचना का अधिकार",
     "جواب دینے والوں کے لیے معلومات کا حق", "Under Secretary (RTI)", 4, "online", "", 30, 0, "KY-RTI-01"),
    ("behavioural", "Writing to a citizen as one would wish to be written to", "नागरिक को वैसा पत्र जैसा स्वयं पाना चाहें",
     "شہری کو ویسا خط جیسا خود چاہیں", "Deputy Secretary (Training)", 2, "classroom", "LBSNAA, Mussoorie", 25, 240_000, ""),
    ("domain", "Measuring rural works by mobile", "मोबाइल से ग्रामीण कार्यों की माप", "موبائل سے دیہی کاموں کی پیمائش",
     "Director (Works)", 4, "visit", "NIRD&PR, Hyderabad", 20, 320_000, ""),
    ("technology_data", "One register of works instead of three", "तीन के बजाय कार्यों का एक पंजीकरण",
     "تین کے بجائے کاموں کا ایک رجسٹر", "Director (Works)", 3, "other", "", 0, 450_000, ""),
    ("systems_processes", "Ceiling of four levels for a file", "फाइल के लिए चार स्तर की सीमा", "فائل کے لیے چار سطحوں کی حد",
     "Joint Secretary (Administration)", 2, "other", "", 0, 0, ""),
    ("partnership", "Learning days with two State institutes", "दो राज्य संस्थानों के साथ सीखने के दिन",
     "دو ریاستی اداروں کے ساتھ سیکھنے کے دن", "Deputy Secretary (Training)", 4, "other", "", 0, 60_000, ""),
    ("units", "Monthly sitting of the unit with minutes", "इकाई की कार्यवृत्त सहित मासिक बैठक", "یونٹ کی ماہانہ نشست مع روداد",
     "Deputy Secretary (Training)", 1, "other", "", 0, 0, ""),
    ("rules_norms", "Delegation of financial powers rewritten", "वित्तीय शक्तियों का प्रत्यायोजन पुनर्लिखित",
     "مالی اختیارات کی تفویض دوبارہ تحریر", "Joint Secretary (Administration)", 3, "other", "", 0, 0, ""),
)  # fmt: skip


def isolated(label: str) -> str:
    """Among right-to-left words the years of "2026-27" would change places."""
    return f"\u2066{label}\u2069"


class _Desk:
    """The acts on one plan, each with the revision that stands."""

    def __init__(self, actor: Actor, plan: uuid.UUID, at: dt.datetime) -> None:
        self.actor, self.plan, self.at = actor, plan, at

    def said(self) -> dict[str, Any]:
        revision = rows.scalar("select revision from capacity_plan where uuid = %s", [self.plan])
        return {"actor": self.actor, "plan": self.plan, "revision": revision, "at": self.at}

    def count(self) -> list[Any]:
        capacity.count_needs(**self.said())
        jobs.drain(below="karmayogi.capacity")
        return capacity.ranking(rows.scalar("select id from capacity_plan where uuid = %s", [self.plan]))

    def weigh(self, ranked: list[Any], reasons: tuple[tuple[int, str, tuple[Lens, ...]], ...]) -> None:
        for one, (value, reason, lenses) in zip(ranked, reasons, strict=False):
            capacity.set_importance(**self.said(), competency=one.code, value=value, reason=reason, lenses=lenses)

    def budget(self, scheme: str, head: str, salary: int, training: int, sanction: str, year: int) -> uuid.UUID:
        money = capacity.Money(scheme, head, salary, training, sanction, dt.date(year, 4, 1), dt.date(year + 1, 3, 31))
        return capacity.save_line(**self.said(), line=None, money=money)

    def annexes(self, texts: dict[int, str]) -> None:
        for number, text in texts.items():
            capacity.save_annex(**self.said(), number=number, text=text)


def leaders(b: Any) -> None:
    """Before the sign-ins are written: the head of the ministry that plans, and the two of the municipal corporation."""
    ministry = orgs.organisation_by_name("Ministry of Rural Development")
    assert ministry is not None
    indira = b.officer(
        ministry.id, "Secretary", named=("Indira Venkatesan", "इंदिरा वेंकटेशन"), email="indira@mord.example",
        who="Secretary of the Ministry of Rural Development: approves its annual plan",
    )  # fmt: skip
    b.authority(indira, Role.MDO_LEADER, ministry.id)
    state, government = _maharashtra()
    names = ("Demonstration Municipal Corporation", "प्रदर्शन नगर निगम", "نمائشی میونسپل کارپوریشن")
    corporation = b.unit(government, "DEMO-MH-MC", "ulb", names, state)
    en, hi, ur, _posts = _departments()[0]
    administration = b.unit(corporation, "DEMO-MH-MC-01", "ulb", (en, hi, ur), state)
    rohini = b.officer(
        administration, "Municipal Commissioner", named=("Rohini Deshmukh", "रोहिणी देशमुख"), email="rohini@corporation.example",
        language="hi", who="Municipal Commissioner: approves the annual plan of her corporation",
    )  # fmt: skip
    b.authority(rohini, Role.MDO_LEADER, corporation)
    sameer = b.officer(
        administration, "Additional Commissioner", named=("Sameer Kulkarni", "समीर कुलकर्णी"), email="sameer@corporation.example",
        who="Additional Commissioner of the municipal corporation: chairs its capacity building unit",
    )  # fmt: skip
    b.authority(sameer, Role.MDO_ADMIN, corporation)


def build(b: Any, *, say: Callable[[str], None]) -> None:
    """b: demo.government.Builder. Meena writes, Vikram chairs the unit, Indira approves, Meena publishes."""
    year = financial_year(clock.day(b.at))
    _ministry(b.at, year)
    _corporation(b, year)
    _panchayat(b, year)
    say("3 annual capacity building plans: a ministry, a municipal corporation, a panchayat")


def _ministry(at: dt.datetime, year: int) -> None:
    ministry = orgs.organisation_by_name("Ministry of Rural Development")
    assert ministry is not None
    meena, vikram, indira = (_actor(f"{name}@mord.example", at) for name in ("meena", "vikram", "indira"))
    label = financial_year_label(clock.day(at))
    _unit(meena, ministry.uuid, vikram, at, [_actor("ravi@mord.example", at)])
    plan = capacity.draft_plan(
        actor=meena, organisation=ministry.uuid, year=year,
        title_en=f"Annual capacity building plan of the Ministry of Rural Development {label}",
        title_hi=f"ग्रामीण विकास मंत्रालय की वार्षिक क्षमता निर्माण योजना {label}",
        title_ur=f"وزارت دیہی ترقی کا سالانہ صلاحیت سازی منصوبہ {isolated(label)}",
        purpose="Files that stand on their own, grievances answered within three weeks, and works that are measured once.",
        at=at,
    )  # fmt: skip
    desk = _Desk(meena, plan, at)
    capacity.add_paper(**desk.said(), kind="work_allocation", name="A-11011/4 (work allocation)", text=ORDER)
    quotes = rows.fetch(
        lambda *row: row,
        "select q.uuid from capacity_quote q join capacity_sourcepaper s on s.id = q.paper_id"
        " join capacity_plan p on p.id = s.plan_id where p.uuid = %s and q.competency_id is not null order by q.id limit 2",
        [plan],
    )
    for (quote,) in quotes:
        capacity.decide_quote(**desk.said(), quote=quote, take=True)
    ranked = desk.count()
    survey = "designation,competency,answers,asked\n" + "".join(
        f"Assistant Section Officer,{one.code},30,{24 - 3 * place}\n" for place, one in enumerate(ranked[:6])
    )
    capacity.import_survey(**desk.said(), content=survey.encode())
    desk.weigh(
        ranked,
        (
            (5, "Files came back for want of a self-contained note", (Lens.CITIZEN,)),
            (4, "Named in the work allocation order", (Lens.NATIONAL,)),
            (5, "Citizens wait for an answer", (Lens.CITIZEN, Lens.NATIONAL)),
            (4, "Works are to be measured by mobile from this year on", (Lens.TECHNOLOGY,)),
            (3, "Needed by all, urgent for none", ()),
            (4, "Data of works is used for the first time", (Lens.TECHNOLOGY, Lens.NATIONAL)),
        ),
    )
    lines = [
        desk.budget("Secretariat: Economic Services", "3451.00.090", 62_000_000, 1_600_000, f"Fin-1/{label}", year),
        desk.budget(
            "Rural employment scheme: establishment", "2505.02.101", 18_000_000, 300_000, f"Fin-7/{label}", year
        ),
    ]
    courses = {card.code: card.uuid for card in learning.all_courses()}
    for place, (heading, en, hi, ur, owner, quarter, mode, provider, seats, cost, code) in enumerate(MINISTRY):
        given = capacity.Given(
            heading, mode != "other", en, owner, quarter, mode, title_hi=hi, title_ur=ur, provider=provider, seats=seats,
            cost=cost, budget=lines[0] if cost else None,
        )  # fmt: skip
        one = capacity.save_intervention(**desk.said(), intervention=None, given=given)
        if given.training:
            capacity.add_answer(**desk.said(), intervention=one, competency=ranked[place].code)
        if code:
            capacity.set_course(**desk.said(), intervention=one, course=courses[code])
        if heading in ("functional", "domain"):
            capacity.tie_owner(**desk.said(), intervention=one, person=vikram.person_uuid)
        if mode == "classroom":
            capacity.add_entry(
                **desk.said(), intervention=one, starts_on=dt.date(year, 8, 18), ends_on=dt.date(year, 8, 20),
                place="Mussoorie", seats=25,
            )  # fmt: skip
    desk.annexes(
        {
            2: "Needs first, then what answers them, by quarter; the unit sits every month and reviews every quarter.",
            3: "Draws up the plan, carries it out, and reports to the Secretary. Members by order A-11/4.",
            7: "Unit, needs, interventions under three pillars, budget, calendar, reviews.",
        }
    )
    revision = desk.said()["revision"]
    capacity.agree_plan(actor=vikram, plan=plan, revision=revision, at=at)
    capacity.approve_plan(actor=indira, plan=plan, revision=revision, at=at)
    capacity.publish_plan(actor=meena, plan=plan, revision=revision, at=at)
    _vouchers(meena, plan, lines[0], at)
    batches.build(meena, plan, [one.code for one in ranked], ministry.id, at)


def _vouchers(actor: Actor, plan: uuid.UUID, line: uuid.UUID, at: dt.datetime) -> None:
    """Two that stay, and one that was entered twice by mistake and is taken back."""
    entered = [uuid.uuid5(plan, voucher) for voucher in ("CB-112", "CB-131", "CB-131/A")]
    for entry, voucher, amount in zip(entered, ("CB-112", "CB-131", "CB-131/A"), (96_500, 41_000, 41_000), strict=True):
        capacity.spend(
            actor=actor,
            plan=plan,
            entry=entry,
            line=line,
            amount=amount,
            spent_on=clock.day(at),
            voucher=voucher,
            at=at,
        )
    capacity.counter_entry(actor=actor, plan=plan, entry=entered[2], reason="Entered twice", at=at)


def _corporation(b: Any, year: int) -> None:
    """Its 125 designations, each with one post; every third post is held."""
    state, _government = _maharashtra()
    body, first = orgs.organisation_by_code("DEMO-MH-MC"), orgs.organisation_by_code("DEMO-MH-MC-01")
    assert body is not None and first is not None
    held = 0
    for place, (en, hi, ur, posts) in enumerate(_departments()):
        code = f"DEMO-MH-MC-{place + 1:02d}"
        department = b.unit(body.id, code, "ulb", (en, hi, ur), state) if place else first.id
        for designation in posts:
            held += 1
            if place == 0 and designation in ("Municipal Commissioner", "Additional Commissioner"):
                continue  # they are there: see leaders
            if held % 3 == 1:
                b.officer(department, designation)
            else:
                orgs.create_post(
                    agent=AGENT, organisation_id=department, designation_id=b.designation(designation),
                    sanction_order="Demonstration order 2/2024", valid_from=dt.date(2024, 4, 1), at=b.at,
                )  # fmt: skip
    actor = _actor("sameer@corporation.example", b.at)
    _unit(actor, body.uuid, actor, b.at, [])
    label = financial_year_label(clock.day(b.at))
    plan = capacity.draft_plan(
        actor=actor, organisation=body.uuid, year=year, title_en=f"Annual capacity building plan of the corporation {label}",
        title_hi=f"नगर निगम की वार्षिक क्षमता निर्माण योजना {label}",
        title_ur=f"کارپوریشن کا سالانہ صلاحیت سازی منصوبہ {isolated(label)}", purpose="Every ward service by name, in writing, in time.",
        at=b.at,
    )  # fmt: skip
    desk = _Desk(actor, plan, b.at)
    ranked = desk.count()
    desk.weigh(
        ranked,
        (
            (5, "Ward complaints are answered late", (Lens.CITIZEN,)),
            (4, "Asked by the State mission", (Lens.NATIONAL,)),
        ),
    )
    fund = desk.budget("Municipal fund: establishment", "MF-01", 24_000_000, 600_000, f"MC/{label}/12", year)
    for heading, title, hi, ur, quarter, cost in (
        ("functional", "Ward complaints: from entry to answer", "वार्ड शिकायत: दर्ज होने से उत्तर तक", "وارڈ شکایات: اندراج سے جواب تک", 4, 150_000),
        ("technology_data", "One map of pipes, drains and lights", "पाइप, नाली और बत्तियों का एक मानचित्र", "پائپ، نالیوں اور بتیوں کا ایک نقشہ", 4, 280_000),
    ):  # fmt: skip
        training = heading == "functional"
        given = capacity.Given(
            heading, training, title, "Additional Commissioner", quarter, "blended" if training else "other", title_hi=hi,
            title_ur=ur, seats=60 if training else 0, cost=cost, budget=fund,
        )  # fmt: skip
        one = capacity.save_intervention(**desk.said(), intervention=None, given=given)
        if training and ranked:
            capacity.add_answer(**desk.said(), intervention=one, competency=ranked[0].code)
    desk.annexes({2: "By department and ward.", 3: "Additional Commissioner with the heads of departments."})
    capacity.agree_plan(**desk.said())


def _maharashtra() -> tuple[int, int]:
    """(the State, its government)"""
    government = orgs.organisation_by_code("ST-MH")
    assert government is not None
    return next(one.id for one in orgs.states() if one.code == "MH"), government.id


def _departments() -> list[tuple[str, str, str, list[str]]]:
    """Names in three languages, and designations."""
    found = [line.split("|") for line in DEPARTMENTS.strip().splitlines()]
    return [(en, hi, ur, posts.split(",")) for en, hi, ur, posts in found]


def _panchayat(b: Any, year: int) -> None:
    block = orgs.organisation_by_code("DEMO-JH-B2")
    assert block is not None
    state = next(one for one in orgs.states() if one.code == "JH")
    names = ("Demonstration Gram Panchayat", "प्रदर्शन ग्राम पंचायत", "نمائشی گرام پنچایت")
    panchayat = b.unit(block.id, "DEMO-JH-GP", "panchayat", names, state.id)
    secretary = b.officer(panchayat, "Panchayat Secretary")
    b.authority(secretary, Role.MDO_ADMIN, panchayat)
    body = orgs.organisations([panchayat])[panchayat]
    actor = actor_of(secretary.person_id, secretary.account_id, b.at)
    label = financial_year_label(clock.day(b.at))
    plan = capacity.draft_plan(
        actor=actor, organisation=body.uuid, year=year, title_en=f"Plan of the gram panchayat {label}",
        title_hi=f"ग्राम पंचायत की योजना {label}", title_ur=f"گرام پنچایت کا منصوبہ {isolated(label)}",
        purpose="Accounts that the gram sabha can read.", at=b.at,
    )  # fmt: skip
    _Desk(actor, plan, b.at).count()


def _unit(actor: Actor, organisation: uuid.UUID, chair: Actor, at: dt.datetime, members: list[Actor]) -> None:
    today = clock.day(at)
    capacity.form_unit(
        actor=actor, organisation=organisation, order_number="A-11/4", formed_on=today - dt.timedelta(days=90), at=at
    )
    for one, chairs in [(chair, True), *((other, False) for other in members)]:
        capacity.add_member(actor=actor, organisation=organisation, person=one.person_uuid, chairs=chairs, at=at)


def _actor(email: str, at: dt.datetime) -> Actor:
    account = people.find_account(email=email)
    assert account is not None and account.person_id is not None
    return actor_of(account.person_id, account.id, at)
