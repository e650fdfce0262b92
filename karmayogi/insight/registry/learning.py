"""Figures of courses and hours. Owner: the learning division of the platform."""

from karmayogi.insight.registry import bases
from karmayogi.insight.registry.by_unit import ALL_OFFICERS, added, of_officers
from karmayogi.insight.registry.metric import Metric
from karmayogi.insight.registry.people import OFFICERS_IN_POSITION
from karmayogi.insight.types import Unit, Words

LEARNING_DIVISION = Words("Learning division", "अधिगम प्रभाग", "شعبۂ تعلیم")
ENROLLED = Words(
    "enrolments of officers in position, withdrawn ones left out",
    "पदस्थ अधिकारियों के पंजीयन, वापस लिए गए छोड़कर",
    "تعینات افسران کے اندراج، واپس لیے گئے چھوڑ کر",
)
COMPLETED = Words(
    "enrolments whose completion rule was met",
    "वे पंजीयन जिनमें पूर्णता का नियम पूरा हुआ",
    "وہ اندراج جن میں تکمیل کا ضابطہ پورا ہوا",
)
YEAR = Words(
    "minutes credited since 1 April, divided by 60",
    "1 अप्रैल से जमा मिनट, 60 से विभाजित",
    "یکم اپریل سے جمع شدہ منٹ، 60 سے تقسیم",
)

# Of the facts.
ENROLMENT = "r.enrolled_on <= :on and (r.withdrawn_on is null or r.withdrawn_on > :on)"
THIS_YEAR = "r.credited_on >= :since and r.credited_on <= :on"

ENROLMENTS = Metric(
    code="enrolments",
    full=Words(
        "Enrolments in courses by officers in position",
        "पदस्थ अधिकारियों के पाठ्यक्रमों में पंजीयन",
        "تعینات افسران کے کورسوں میں اندراج",
    ),
    name=Words("Enrolments", "पंजीयन", "اندراج"),
    short=Words("Enrolments", "पंजीयन", "اندراج"),
    definition=Words(
        "Courses taken up by the officers in position, ever. One for each officer and course, in whatever language.",
        "पदस्थ अधिकारियों द्वारा अब तक लिए गए पाठ्यक्रम। प्रति अधिकारी और पाठ्यक्रम एक, भाषा जो भी हो।",
        "تعینات افسران کے اب تک لیے گئے کورس۔ فی افسر اور کورس ایک، زبان کوئی بھی ہو۔",
    ),
    numerator=ENROLLED,
    denominator=None,
    unit=Unit.COUNT,
    owner=LEARNING_DIVISION,
    counts=("in_position", "under_way", "completed", "earlier_years", "this_year"),
    leaves_out=("withdrawn", "no_post"),
    sources=("learning_enrolment", "orgs_incumbency"),
    facts=added(of_officers("enrolment r", ENROLMENT, "count(*)")),
    sql="""
select o.organisation_id, count(*), 0::bigint
from officer_now o join learning_enrolment e on e.person_id = o.person_id
where e.status <> 'withdrawn'
group by 1
""",
)

COMPLETIONS = Metric(
    code="completions",
    base=bases.ENROLLED.code,
    full=Words(
        "Completions of courses by officers in position",
        "पदस्थ अधिकारियों द्वारा पाठ्यक्रमों की पूर्णताएँ",
        "تعینات افسران کی کورسوں کی تکمیلات",
    ),
    name=Words("Completions", "पूर्णताएँ", "تکمیلات"),
    short=Words("Completions", "पूर्णताएँ", "تکمیلات"),
    definition=Words(
        "Courses completed by the officers in position, ever: every part done and every test passed. What the server "
        "marks it has seen; a package made elsewhere counts as it reports itself.",
        "पदस्थ अधिकारियों द्वारा अब तक पूरे किए गए पाठ्यक्रम: हर भाग पूरा और हर परीक्षा उत्तीर्ण। सर्वर के जाँचे भाग उसने "
        "स्वयं देखे हैं; कहीं और बना पैकेज वैसा गिना जाता है जैसा वह स्वयं बताता है।",
        "تعینات افسران کے اب تک مکمل کیے گئے کورس: ہر حصہ مکمل اور ہر امتحان پاس۔ سرور نے جو جانچا وہ اس نے خود دیکھا؛ "
        "کہیں اور بنا پیکج ویسا گنا جاتا ہے جیسا وہ خود بتاتا ہے۔",
    ),
    numerator=COMPLETED,
    denominator=None,
    unit=Unit.COUNT,
    owner=LEARNING_DIVISION,
    counts=("in_position", "completed", "earlier_years", "this_year"),
    leaves_out=("under_way", "withdrawn", "no_post"),
    sources=("learning_enrolment", "orgs_incumbency"),
    facts=added(of_officers("enrolment r", "r.enrolled_on <= :on and r.completed_on <= :on", "count(*)")),
    sql="""
select o.organisation_id, count(*), 0::bigint
from officer_now o join learning_enrolment e on e.person_id = o.person_id
where e.status = 'completed'
group by 1
""",
)

COMPLETION_RATE = Metric(
    code="completion_rate",
    base=bases.ENROLLED.code,
    full=Words(
        "Completion rate of the enrolments of officers in position",
        "पदस्थ अधिकारियों के पंजीयनों की पूर्णता दर",
        "تعینات افسران کے اندراج کی شرحِ تکمیل",
    ),
    name=Words("Completion rate", "पूर्णता दर", "شرحِ تکمیل"),
    short=Words("Completed", "पूर्ण", "مکمل"),
    definition=Words(
        "Share of the enrolments of the officers in position that are completed.",
        "पदस्थ अधिकारियों के पंजीयनों में पूरे हुए पंजीयनों का भाग।",
        "تعینات افسران کے اندراج میں مکمل شدہ اندراج کا حصہ۔",
    ),
    numerator=COMPLETED,
    denominator=ENROLLED,
    unit=Unit.SHARE,
    owner=LEARNING_DIVISION,
    counts=("in_position", "completed", "under_way", "earlier_years", "this_year"),
    leaves_out=("withdrawn", "no_post"),
    sources=("learning_enrolment", "orgs_incumbency"),
    facts=added(of_officers("enrolment r", ENROLMENT, "count(*) filter (where r.completed_on <= :on)", "count(*)")),
    sql="""
select o.organisation_id, count(*) filter (where e.status = 'completed'), count(*)
from officer_now o join learning_enrolment e on e.person_id = o.person_id
where e.status <> 'withdrawn'
group by 1
""",
)

HOURS = Metric(
    code="hours",
    full=Words(
        "Learning hours credited to officers in position this financial year",
        "इस वित्तीय वर्ष में पदस्थ अधिकारियों के खाते में जमा अधिगम घंटे",
        "اس مالی سال میں تعینات افسران کے کھاتے میں جمع سیکھنے کے گھنٹے",
    ),
    name=Words("Learning hours this financial year", "इस वित्तीय वर्ष के अधिगम घंटे", "اس مالی سال کے سیکھنے کے گھنٹے"),
    short=Words("Hours", "घंटे", "گھنٹے"),
    definition=Words(
        "Hours of learning credited to the officers in position since 1 April. A course credits its announced minutes "
        "once, when it is completed; learning at work when somebody who was there has confirmed it.",
        "1 अप्रैल से पदस्थ अधिकारियों के खाते में जमा अधिगम घंटे। पाठ्यक्रम अपने घोषित मिनट एक बार जमा करता है, पूरा होने पर; "
        "काम करते हुए सीखना तब, जब वहाँ उपस्थित किसी ने पुष्टि की हो।",
        "یکم اپریل سے تعینات افسران کے کھاتے میں جمع سیکھنے کے گھنٹے۔ کورس اپنے اعلان کردہ منٹ ایک بار "
        "جمع کرتا ہے، مکمل ہونے پر؛ کام کرتے ہوئے سیکھنا تب، جب وہاں موجود کسی نے تصدیق کی ہو۔",
    ),
    numerator=YEAR,
    denominator=None,
    unit=Unit.HOURS,
    owner=LEARNING_DIVISION,
    counts=("in_position", "course_minutes", "social_minutes", "work_minutes", "this_year"),
    leaves_out=("earlier_years", "under_way", "screen_minutes", "no_post"),
    sources=("learning_learningcredit", "orgs_incumbency"),
    facts=added(of_officers("credit r", THIS_YEAR, "sum(r.minutes)")),
    sql="""
select o.organisation_id, sum(c.minutes)::bigint, 0::bigint
from officer_now o
join learning_learningcredit c on c.person_id = o.person_id and c."on" >= %(since)s and c."on" <= %(on)s
group by 1
""",
)

HOURS_EACH = Metric(
    code="hours_each",
    full=Words(
        "Learning hours credited per officer in position this financial year",
        "इस वित्तीय वर्ष में प्रति पदस्थ अधिकारी जमा अधिगम घंटे",
        "اس مالی سال میں فی تعینات افسر جمع سیکھنے کے گھنٹے",
    ),
    name=Words(
        "Learning hours per officer this financial year",
        "इस वित्तीय वर्ष में प्रति अधिकारी अधिगम घंटे",
        "اس مالی سال میں فی افسر سیکھنے کے گھنٹے",
    ),
    short=Words("Hours per officer", "प्रति अधिकारी घंटे", "فی افسر گھنٹے"),
    definition=Words(
        "Learning hours this financial year divided by the officers in position, those who learned nothing included.",
        "इस वित्तीय वर्ष के अधिगम घंटे, पदस्थ अधिकारियों की संख्या से विभाजित; जिन्होंने कुछ नहीं सीखा वे भी शामिल।",
        "اس مالی سال کے سیکھنے کے گھنٹے، تعینات افسران کی تعداد سے تقسیم؛ جنہوں نے کچھ نہیں سیکھا وہ بھی شامل۔",
    ),
    numerator=YEAR,
    denominator=OFFICERS_IN_POSITION,
    unit=Unit.HOURS_EACH,
    owner=LEARNING_DIVISION,
    counts=("in_position", "course_minutes", "social_minutes", "work_minutes", "this_year", "nothing_learned"),
    leaves_out=("earlier_years", "under_way", "screen_minutes", "no_post"),
    sources=("learning_learningcredit", "orgs_incumbency"),
    facts=added(of_officers("credit r", THIS_YEAR, "sum(r.minutes)") + "union all" + ALL_OFFICERS),
    sql="""
select each.organisation_id, sum(each.minutes)::bigint, count(*)
from (
  select o.organisation_id, o.person_id, coalesce(sum(c.minutes), 0) as minutes
  from officer_now o
  left join learning_learningcredit c on c.person_id = o.person_id and c."on" >= %(since)s and c."on" <= %(on)s
  group by 1, 2
) each
group by 1
""",
)
