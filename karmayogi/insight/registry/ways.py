"""Hours by the three ways of learning, 70-20-10: at work, from others, in courses. Together the hours of the year."""

from karmayogi.insight.registry.by_unit import added, of_officers
from karmayogi.insight.registry.learning import LEARNING_DIVISION, THIS_YEAR
from karmayogi.insight.registry.metric import Metric
from karmayogi.insight.types import Unit, Words


def _hours(kind: str, code: str, counts: str, way: Words, said: Words) -> Metric:
    """kind: of learning_learningcredit."""
    return Metric(
        code=code,
        full=Words(
            f"Learning hours {way.en} credited to officers in position this financial year",
            f"इस वित्तीय वर्ष में पदस्थ अधिकारियों के खाते में जमा {way.hi} अधिगम घंटे",
            f"اس مالی سال میں تعینات افسران کے کھاتے میں جمع {way.ur} سیکھنے کے گھنٹے",
        ),
        name=Words(f"Hours {way.en} this year", f"इस वर्ष {way.hi} घंटे", f"اس سال {way.ur} گھنٹے"),
        short=Words(f"Hours {way.en}", f"{way.hi} घंटे", f"{way.ur} گھنٹے"),
        definition=Words(
            f"Of the learning hours credited to the officers in position since 1 April, those {said.en}. The hours at "
            "work, from others and in courses together are the learning hours of the year.",
            f"1 अप्रैल से पदस्थ अधिकारियों के खाते में जमा अधिगम घंटों में वे {said.hi}। काम पर, दूसरों से और पाठ्यक्रमों के "
            "घंटे मिलकर वर्ष के अधिगम घंटे हैं।",
            "یکم اپریل سے تعینات افسران کے کھاتے میں جمع سیکھنے کے گھنٹوں میں "
            f"وہ {said.ur}۔ کام پر، دوسروں سے اور کورسوں کے "
            "گھنٹے مل کر سال کے سیکھنے کے گھنٹے ہیں۔",
        ),
        numerator=Words(
            f"minutes {way.en} credited since 1 April, divided by 60",
            f"1 अप्रैल से जमा {way.hi} मिनट, 60 से विभाजित",
            f"یکم اپریل سے جمع {way.ur} منٹ، 60 سے تقسیم",
        ),
        denominator=None,
        unit=Unit.HOURS,
        owner=LEARNING_DIVISION,
        counts=("in_position", counts, "this_year"),
        leaves_out=(
            "earlier_years", "under_way", "screen_minutes", "no_post",
            *(one for one in ("work_minutes", "social_minutes", "course_minutes") if one != counts),
        ),
        sources=("learning_learningcredit", "orgs_incumbency"),
        facts=added(of_officers("credit r", f"r.kind = '{kind}' and {THIS_YEAR}", "sum(r.minutes)")),
        sql=f"""
select o.organisation_id, sum(c.minutes)::bigint, 0::bigint
from officer_now o
join learning_learningcredit c
  on c.person_id = o.person_id and c.kind = '{kind}' and c."on" >= %(since)s and c."on" <= %(on)s
group by 1
""",
    )  # fmt: skip


AT_WORK = _hours(
    "experience", "hours_at_work", "work_minutes",
    Words("at work", "काम पर", "کام پر"),
    Words(
        "learned by doing the work, confirmed by somebody who was there",
        "जो काम करते हुए सीखे गए और वहाँ उपस्थित किसी ने पुष्ट किए",
        "جو کام کرتے ہوئے سیکھے گئے اور وہاں موجود کسی نے تصدیق کیے",
    ),
)  # fmt: skip
FROM_OTHERS = _hours(
    "social", "hours_from_others", "social_minutes",
    Words("from others", "दूसरों से सीखने के", "دوسروں سے سیکھنے کے"),
    Words(
        "learned from others: in events, by coaching, teaching and shadowing",
        "जो दूसरों से सीखे गए: आयोजनों में, मार्गदर्शन, अध्यापन और साथ काम करके",
        "جو دوسروں سے سیکھے گئے: تقریبات میں، رہنمائی، تدریس اور ساتھ کام کر کے",
    ),
)  # fmt: skip
IN_COURSES = _hours(
    "formal", "hours_in_courses", "course_minutes",
    Words("in courses", "पाठ्यक्रमों के", "کورسوں کے"),
    Words(
        "learned in courses and other formal training, by their announced minutes",
        "जो पाठ्यक्रमों और अन्य औपचारिक प्रशिक्षण में सीखे गए, घोषित मिनटों के अनुसार",
        "جو کورسوں اور دیگر باضابطہ تربیت میں سیکھے گئے، اعلان کردہ منٹوں کے مطابق",
    ),
)  # fmt: skip
