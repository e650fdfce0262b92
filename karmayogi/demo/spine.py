"""Work under way on posts and competencies: a framework of a ministry with its crosswalk, a change that waits for its
second review, rounds of workplace feedback, a contest, a feed and one that the breaker holds, charges and deputations,
an order in its first review.

Each as the officers concerned would do it, in offices where nothing else is told.
"""

import csv
import datetime as dt
import io
from typing import Any

from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Source
from karmayogi.demo.provider import actor_of
from karmayogi.feeds import api as feeds
from karmayogi.kernel import bulk, clock, jobs
from karmayogi.kernel.access import Actor, System
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

AGENT = System("demonstration")
FILES, THEME = "FUN-085", 13  # of the national model: keeping of files, within office management

# name, gloss, what levels 1 to 3 look like at work; each in English, Hindi, Urdu (a gloss: English, Hindi).
WORKS = (
    (
        ("Measuring rural works", "ग्रामीण निर्माण कार्यों की माप", "دیہی کاموں کی پیمائش"),
        ("Measures a finished piece of work and enters it so that it can be paid.",
         "पूरे हुए काम को मापना और भुगतान योग्य रूप में दर्ज करना।"),
        (("Measures with a senior and fills the measurement book by the sample.",
          "वरिष्ठ के साथ मापना और नमूने के अनुसार माप पुस्तिका भरना।",
          "سینئر کے ساتھ پیمائش کرنا اور نمونے کے مطابق پیمائش کی کتاب بھرنا۔"),
         ("Measures alone, checks against the estimate and finds what does not agree.",
          "अकेले मापना, प्राक्कलन से मिलाना और जो मेल न खाए उसे पकड़ना।",
          "اکیلے پیمائش کرنا، تخمینے سے ملانا اور جو نہ ملے اسے پکڑنا۔"),
         ("Checks the books of others and settles disputes about a measurement on the spot.",
          "दूसरों की पुस्तिकाएँ जाँचना और माप के विवाद मौके पर सुलझाना।",
          "دوسروں کی کتابیں جانچنا اور پیمائش کے جھگڑے موقع پر نمٹانا۔")),
    ),
    (
        ("Social audit of schemes", "योजनाओं की सामाजिक संपरीक्षा", "اسکیموں کا سماجی آڈٹ"),
        ("Reads out to the village what was spent, hears it and answers.",
         "गाँव को बताना कि क्या खर्च हुआ, उनकी सुनना और उत्तर देना।"),
        (("Brings the papers of a work together for the meeting.", "बैठक के लिए काम के कागज़ात जुटाना।",
          "جلسے کے لیے کام کے کاغذات اکٹھے کرنا۔"),
         ("Holds the meeting and writes down every objection.", "बैठक कराना और हर आपत्ति लिखना।",
          "جلسہ کرانا اور ہر اعتراض لکھنا۔"),
         ("Follows each objection until money or work is put right.",
          "हर आपत्ति पर तब तक कार्रवाई करना जब तक पैसा या काम ठीक न हो जाए।",
          "ہر اعتراض پر اس وقت تک کارروائی کرنا جب تک رقم یا کام درست نہ ہو جائے۔")),
    ),
    (
        ("Public grievance handling in blocks", "खंडों में लोक शिकायत निपटान", "بلاک میں عوامی شکایات کا نپٹارا"),
        ("Hears what people of the block complain of and sees it settled.",
         "खंड के लोगों की शिकायत सुनना और उसका निपटान कराना।"),
        (("Enters a complaint and gives its number.", "शिकायत दर्ज करना और उसकी संख्या देना।",
          "شکایت درج کرنا اور اس کا نمبر دینا۔"),
         ("Settles the usual complaint in time and says how.", "सामान्य शिकायत समय पर निपटाना और बताना कि कैसे।",
          "عام شکایت وقت پر نمٹانا اور بتانا کہ کیسے۔"),
         ("Finds what many complaints have in common and has it changed.",
          "कई शिकायतों की साझी जड़ खोजना और उसे बदलवाना।",
          "کئی شکایتوں کی مشترک جڑ ڈھونڈنا اور اسے بدلوانا۔")),
    ),
    (
        ("Noting and drafting", "टिप्पण और प्रारूपण", "نوٹ نویسی اور مسودہ نویسی"),
        ("Puts up notes and drafts of the ministry.", "मंत्रालय की टिप्पणियाँ और प्रारूप प्रस्तुत करना।"),
        (("Writes a note from a sample.", "नमूने से टिप्पणी लिखना।", "نمونے سے نوٹ لکھنا۔"),
         ("Writes a note that can be decided on as it is.", "ऐसी टिप्पणी लिखना जिस पर सीधे निर्णय हो सके।",
          "ایسا نوٹ لکھنا جس پر سیدھے فیصلہ ہو سکے۔"),
         ("Corrects the notes of others and says why.", "दूसरों की टिप्पणियाँ सुधारना और कारण बताना।",
          "دوسروں کے نوٹ درست کرنا اور وجہ بتانا۔")),
    ),
)  # fmt: skip


def build(b: Any) -> None:
    """b: demo.government.Builder. The dice of everything else fall as before."""
    _order(b)
    _charges(b)
    _framework(b)
    _change(b)
    _rounds(b)
    _contest(b)
    _feeds(b)


def _order(b: Any) -> None:
    """Beside the two published orders (with their papers) and the one begun: one in its first review."""
    ministry = orgs.organisation_by_name("Ministry of Rural Development")
    assert ministry is not None
    at = b.at - dt.timedelta(days=4)
    author = _sign_in("irfan@mord.example", at)
    order = competencies.draft_order(
        actor=author, organisation=ministry.uuid, designation="Panchayat Secretary", from_profile=True, at=at
    )
    competencies.submit_order(actor=author, order=order, at=at + dt.timedelta(days=2))


def _charges(b: Any) -> None:
    """Additional charge of a vacant seat; two officers on deputation from Home Affairs to Panchayati Raj."""
    on = clock.day(b.at) - dt.timedelta(days=20)
    first, second = (_unit(f"DEMO-mopr-{number}") for number in (1, 2))
    home = _unit("DEMO-mha-3")
    section_officers, assistants = (
        [one.person_id for one in orgs.people_in(unit.path, on, limit=50).rows if one.designation_en == designation]
        for unit, designation in ((first, "Section Officer"), (home, "Assistant Section Officer"))
    )
    vacant, *taken = (
        orgs.create_post(
            agent=AGENT, organisation_id=unit.id, designation_id=b.designation(designation), label=label,
            valid_from=on, sanction_order="Demonstration order 2/2026", at=b.at,
        ).id
        for unit, designation, label in (
            (first, "Section Officer", "Panchayat awards"),
            (second, "Assistant Section Officer", "Deputation desk 1"),
            (second, "Assistant Section Officer", "Deputation desk 2"),
        )
    )  # fmt: skip
    orgs.appoint(
        agent=AGENT, person_id=section_officers[0], post_id=vacant, kind="additional", valid_from=on,
        order_number="A-19011/4/2026 (demonstration)", at=b.at,
    )  # fmt: skip
    for person, post in zip(assistants, taken, strict=False):
        orgs.transfer(
            agent=AGENT, person_id=person, to_post_id=post, on=on, kind="deputation",
            order_number="A-35014/9/2026 (demonstration)", at=b.at,
        )  # fmt: skip


def _framework(b: Any) -> None:
    """Works of rural development, with its own words for levels, drafted by Om and published by Priya; its likeness to
    the national competencies, some of it decided."""
    at = b.at - dt.timedelta(days=45)
    om, priya = _sign_in("om@dopt.example", at), _sign_in("priya@council.example", at)
    ministry = orgs.organisation_by_name("Ministry of Rural Development")
    assert ministry is not None
    made = competencies.create_framework(
        actor=om, owner_code=ministry.code, code="WORKS", name="Works of rural development", at=at,
        summary="What is done in blocks and villages beyond the national competencies.", licence="CC BY 4.0",
    )  # fmt: skip
    act = competencies.import_framework(
        actor=om, framework=made.uuid, filename="works.csv", content=_sheet(made.prefix), at=at
    )
    _planned()
    bulk.approve(actor=om, uuid=act.uuid, at=b.at)
    _planned()
    competencies.publish_version(actor=priya, framework=made.uuid, note="The first version", at=at)
    national = next(one for one in competencies.frameworks() if one.code == "KCM")
    competencies.suggest_links(actor=om, framework=made.uuid, other=national.uuid, at=at)
    for link, decision in zip(competencies.links_between(made.id, national.id), ("accept",), strict=False):
        competencies.decide_link(actor=om, link=link.uuid, decision=decision, at=at)


def _sheet(prefix: str) -> bytes:
    out = io.StringIO()
    head = [
        "code",
        "area",
        "theme_number",
        "theme_en",
        "theme_hi",
        "theme_ur",
        "name_en",
        "name_hi",
        "name_ur",
        "gloss_en",
        "gloss_hi",
    ]
    head += [f"level_{level}_{language}" for level in (1, 2, 3) for language in ("en", "hi", "ur")]
    sheet = csv.writer(out)
    sheet.writerow(head)
    theme = ["domain", "1", "Rural works", "ग्रामीण निर्माण कार्य", "دیہی کام"]
    for number, (names, glosses, levels) in enumerate(WORKS, 1):
        sheet.writerow(
            [f"{prefix}DOM-{number:03}", *theme, *names, *glosses, *(text for level in levels for text in level)]
        )
    return out.getvalue().encode()


def _change(b: Any) -> None:
    """Other words for the keeping of files: commented on, past its first review."""
    noor, omar, priya = (
        _sign_in(f"{name}@council.example", b.at - dt.timedelta(days=9)) for name in ("noor", "omar", "priya")
    )
    national = next(one for one in competencies.frameworks() if one.code == "KCM")
    files = competencies.by_codes([FILES])[FILES]
    said = competencies.Wording(
        area=files.area, theme_number=THEME, theme_en=files.theme_en, theme_hi=files.theme_hi,
        theme_ur=files.theme_ur, name_en=f"{files.name_en}, on paper and in e-Office",
        name_hi=f"{files.name_hi}, कागज़ पर और ई-ऑफ़िस में", name_ur=f"{files.name_ur}، کاغذ پر اور ای آفس میں",
        gloss_en=files.gloss_en, gloss_hi=files.gloss_hi,
        descriptors={
            1: ("Opens, numbers and closes files by the sample.", "नमूने के अनुसार फ़ाइलें खोलना, संख्या देना और बंद करना।",
                "نمونے کے مطابق فائلیں کھولنا، نمبر دینا اور بند کرنا۔"),
            2: ("Finds any file of the desk within minutes and knows when it may be destroyed.",
                "डेस्क की कोई भी फ़ाइल कुछ ही मिनट में निकालना और जानना कि उसे कब नष्ट किया जा सकता है।",
                "ڈیسک کی کوئی بھی فائل چند منٹ میں نکالنا اور جاننا کہ اسے کب تلف کیا جا سکتا ہے۔"),
        },
    )  # fmt: skip
    at = b.at - dt.timedelta(days=9)
    proposal = competencies.propose_change(
        actor=noor, framework=national.uuid, kind="reword", title="Files on paper and in e-Office", at=at,
        reason="Half of the offices keep files in e-Office; the wording speaks of paper only.",
        items=[competencies.ProposalItem("subject", files.uuid, said)],
    )  # fmt: skip
    for actor, days, words in (
        (omar, 2, "Should the retention schedule be named?"),
        (noor, 3, "It is in level 2: when a file may be destroyed."),
    ):
        competencies.comment_on_change(actor=actor, proposal=proposal, comment=words, at=at + dt.timedelta(days=days))
    competencies.review_change(
        actor=omar, proposal=proposal, decision="approve", comment="Clear now.", at=at + dt.timedelta(days=4)
    )
    competencies.comment_on_change(
        actor=priya,
        proposal=proposal,
        comment="I read it with two record rooms this week.",
        at=at + dt.timedelta(days=6),
    )


def _rounds(b: Any) -> None:
    """One that is over and published, one in which a few have answered."""
    past, present = _unit("DEMO-mord-2"), _unit("DEMO-mord-3")
    began = b.at - dt.timedelta(days=100)
    done = _round(past, began)
    _answer(past, began + dt.timedelta(days=3), most=1_000)
    competencies.close_round(actor=_sign_in("meena@mord.example", began), round=done, at=began + dt.timedelta(days=21))
    jobs.drain(below="karmayogi.competencies.actions.proof")
    opened = b.at - dt.timedelta(days=5)
    _round(present, opened)
    _answer(present, opened + dt.timedelta(days=2), most=4)


def _round(unit: Any, at: dt.datetime) -> Any:
    return competencies.open_round(
        actor=_sign_in("meena@mord.example", at), organisation=unit.uuid,
        closes_on=clock.day(at) + dt.timedelta(days=30), at=at,
    )  # fmt: skip


def _answer(unit: Any, at: dt.datetime, *, most: int) -> None:
    """The first `most` of the people of the unit answer what they are asked."""
    on = clock.day(at)
    for place, one in enumerate(orgs.people_in(unit.path, on, limit=50).rows[:most]):
        actor = _actor(one.person_id, at)
        for number, question in enumerate(competencies.questions_for(actor, on)):
            competencies.answer_question(
                actor=actor,
                question=question.token,
                level=1 + (place + number) % 3,
                at=at + dt.timedelta(minutes=number),
            )


def _contest(b: Any) -> None:
    """An assistant of Health says that what a superior entered about her is wrong."""
    at = b.at - dt.timedelta(days=6)
    found = orgs.people_in(_unit("DEMO-mohfw-2").path, clock.day(at), limit=50).rows
    officer, superior = (
        next(one.person_id for one in found if one.designation_en == designation)
        for designation in ("Assistant Section Officer", "Section Officer")
    )
    competencies.record_evidence(
        agent=AGENT, person_id=officer, competency_id=competencies.by_codes([FILES])[FILES].id, level=1,
        source=Source.SUPERVISOR, instrument="Supervisor's rating against the level descriptors", ref_kind="observation", ref_uuid=uuid7(),
        observer_id=superior, observed_at=at, at=at,
    )  # fmt: skip
    row = next(
        one
        for one in competencies.evidence_of(officer)
        if one.instrument == "Supervisor's rating against the level descriptors"
    )
    competencies.contest_evidence(
        actor=_actor(officer, b.at), evidence=row.uuid, reason="I was on training that week and kept no file.",
        at=at + dt.timedelta(days=3),
    )  # fmt: skip


def _feeds(b: Any) -> None:
    """The system of Health sends its officers, one row of which cannot be used; a week later half of them are missing."""
    ministry = orgs.organisation_by_name("Ministry of Health and Family Welfare")
    assert ministry is not None
    thomas = _sign_in("thomas@mohfw.example", b.at)
    first = feeds.send_feed(
        actor=thomas, organisation_uuid=ministry.uuid, filename="ehrms-november.csv", content=_drop(10), at=b.at
    )
    _planned()
    feeds.approve_feed(actor=thomas, act_uuid=first.uuid, at=b.at)
    _planned()
    feeds.send_feed(
        actor=thomas, organisation_uuid=ministry.uuid, filename="ehrms-november-2.csv", content=_drop(4, faults=False),
        at=b.at,
    )  # fmt: skip
    _planned()


def _drop(count: int, *, faults: bool = True) -> bytes:
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["Employee Code", "Full Name", "Mobile Number", "Group", "Designation", "Office Code"])
    names = ("Anil Kumar", "Bhavna Rawat", "Chetan Oraon", "Deepa Nair", "Eknath Shinde", "Fatima Zaidi",
             "Gopal Reddy", "Hema Bisht", "Iqbal Mir", "Jaya Toppo")  # fmt: skip
    for number, name in enumerate(names[:count]):
        sheet.writerow(
            [f"H{number + 1:04}", name, f"96400000{number + 10}", "B", "Assistant Section Officer", "DEMO-mohfw-3"]
        )
    if faults:
        sheet.writerow(["H0099", "Kiran Lal", "12345", "B", "Grand Registrar", "DEMO-mohfw-3"])
    return out.getvalue().encode()


def _planned() -> None:
    """The jobs of acts on many, which otherwise wait for a worker."""
    jobs.drain(below="karmayogi.kernel.bulk")


def _unit(code: str) -> Any:
    found = orgs.organisation_by_code(code)
    assert found is not None, code
    return found


def _sign_in(email: str, at: dt.datetime) -> Actor:
    account = people.find_account(email=email)
    assert account is not None and account.person_id is not None, email
    return actor_of(account.person_id, account.id, at)


def _actor(person_id: int, at: dt.datetime) -> Actor:
    account = people.account_of(person_id)
    assert account is not None
    return actor_of(person_id, account.id, at)
