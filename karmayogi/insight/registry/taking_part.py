"""Figures of who takes part: on board, learning this month, in the learning week. Owner: the learning division."""

from karmayogi.insight.registry.by_unit import ALL_OFFICERS, OFFICER, added, of_officers
from karmayogi.insight.registry.learning import LEARNING_DIVISION
from karmayogi.insight.registry.metric import Metric
from karmayogi.insight.registry.people import CADRE_KEEPERS, OFFICERS_IN_POSITION
from karmayogi.insight.types import Unit, Words

_WITHOUT_GROUP = (
    "select person_id from holding where main = 1 and service_group = '' "
    "and valid_from <= :on and (valid_to is null or valid_to > :on)"
)

ONBOARDED = Metric(
    code="onboarded",
    full=Words(
        "Officers in position who are on board: account, confirmed contact and group of service",
        "मंच पर आ चुके पदस्थ अधिकारी: खाता, पुष्ट संपर्क और सेवा समूह सहित",
        "پلیٹ فارم پر آ چکے تعینات افسران: اکاؤنٹ، تصدیق شدہ رابطے اور سروس گروپ کے ساتھ",
    ),
    name=Words("Officers on board", "मंच पर आ चुके अधिकारी", "پلیٹ فارم پر آ چکے افسران"),
    short=Words("On board", "मंच पर", "پلیٹ فارم پر"),
    definition=Words(
        "Share of the officers in position who have an open account with a confirmed e-mail address or mobile number, "
        "and whose group of service is on record.",
        "पदस्थ अधिकारियों में उनका भाग जिनका खुला खाता है, जिसका ई-मेल पता या मोबाइल नंबर पुष्ट है, और जिनका सेवा समूह अभिलेख में है।",
        "تعینات افسران میں ان کا حصہ جن کا کھلا اکاؤنٹ ہے، جس کا ای میل پتہ یا موبائل "
        "نمبر تصدیق شدہ ہے، اور جن کا سروس گروپ ریکارڈ میں ہے۔",
    ),
    numerator=Words(
        "officers in position who are on board", "मंच पर आ चुके पदस्थ अधिकारी", "پلیٹ فارم پر آ چکے تعینات افسران"
    ),
    denominator=OFFICERS_IN_POSITION,
    unit=Unit.SHARE,
    owner=CADRE_KEEPERS,
    counts=("in_position", "on_board", "no_account", "unfinished_accounts"),
    leaves_out=("closed_accounts", "no_post", "additional_charge"),
    sources=("orgs_incumbency", "people_account", "people_person"),
    # Of whom the group is not known there are few: they are looked for, and taken off.
    facts=added(
        of_officers(
            "account r",
            "r.opened_on <= :on and (r.closed_on is null or r.closed_on > :on) and r.confirmed_on is not null "
            f"and r.person_id not in ({_WITHOUT_GROUP})",
            "count(*)",
        )
        + "union all"
        + ALL_OFFICERS
    ),
    past=False,  # the group of service is kept as it is now, and of a contact only that it is confirmed
    sql="""
select o.organisation_id,
  count(*) filter (where p."group" <> '' and (a.email_verified_at is not null or a.mobile_verified_at is not null)),
  count(*)
from officer_now o
join people_person p on p.id = o.person_id
left join people_account a on a.person_id = o.person_id and a.is_active
group by 1
""",
)

# Of the facts.
_MONTH = "{day} >= date_trunc('month', :on) and {day} <= :on"
_LEARNED = (  # of most rows nothing is asked but the first
    "(r.enrolled_on >= date_trunc('month', :on) or r.completed_on >= date_trunc('month', :on)) and "
    "(r.withdrawn_on is null or r.withdrawn_on > :on) and ("
    f"({_MONTH.format(day='r.enrolled_on')}) or ({_MONTH.format(day='r.completed_on')}))"
)

ACTIVE = Metric(
    code="active_learners",
    full=Words(
        "Officers in position who learned in this calendar month",
        "इस कैलेंडर माह में सीखने वाले पदस्थ अधिकारी",
        "اس کیلنڈر مہینے میں سیکھنے والے تعینات افسران",
    ),
    name=Words("Officers who learned this month", "इस माह सीखने वाले अधिकारी", "اس مہینے سیکھنے والے افسران"),
    short=Words("Active this month", "इस माह सक्रिय", "اس ماہ سرگرم"),
    definition=Words(
        "Share of the officers in position who since the first of this month took up a course, completed one or were "
        "credited with time. Merely opening a lesson does not count.",
        "पदस्थ अधिकारियों में उनका भाग जिन्होंने इस माह की पहली तारीख से कोई पाठ्यक्रम लिया, पूरा किया या जिनके खाते में "
        "समय जमा हुआ। केवल पाठ खोलना नहीं गिना जाता।",
        "تعینات افسران میں ان کا حصہ جنہوں نے اس مہینے کی پہلی تاریخ سے کوئی کورس لیا، مکمل کیا یا جن کے کھاتے میں "
        "وقت جمع ہوا۔ محض سبق کھولنا شمار نہیں ہوتا۔",
    ),
    numerator=Words("officers who learned this month", "इस माह सीखने वाले अधिकारी", "اس مہینے سیکھنے والے افسران"),
    denominator=OFFICERS_IN_POSITION,
    unit=Unit.SHARE,
    owner=LEARNING_DIVISION,
    counts=("in_position", "this_month", "course_minutes", "social_minutes", "work_minutes", "under_way", "completed"),
    leaves_out=("earlier_months", "screen_minutes", "no_post"),
    sources=("learning_enrolment", "learning_learningcredit", "orgs_incumbency"),
    # Few learn in a month: they are found first, and every officer is held against them. (By the unit of each row it
    # took twice as long.)
    facts=f"""
with {OFFICER},
learned as (
  select r.person_id as person_id from credit r where {_MONTH.format(day="r.credited_on")}
  union distinct
  select r.person_id as person_id from enrolment r where {_LEARNED}
)
select o.organisation_id as organisation_id, count(l.person_id) as numerator, count(*) as denominator
from officer o left join learned l on l.person_id = o.person_id
group by o.organisation_id
""",
    sql="""
with learned (person_id) as (
  select o.person_id
  from officer_now o join learning_learningcredit c
    on c.person_id = o.person_id and c."on" >= %(month)s and c."on" <= %(on)s
  union
  select o.person_id
  from officer_now o join learning_enrolment e on e.person_id = o.person_id and e.status <> 'withdrawn'
  where (e.enrolled_at at time zone 'Asia/Kolkata')::date between %(month)s and %(on)s
    or (e.completed_at at time zone 'Asia/Kolkata')::date between %(month)s and %(on)s
)
select o.organisation_id, count(l.person_id), count(*)
from officer_now o left join learned l on l.person_id = o.person_id
group by 1
""",
)

# The learning week that began last, on the day that is counted.
_WEEK = """
week as (
  select from_on, least(until_on, %(on)s::date) as until_on, target_minutes
  from insight_learningweek where from_on <= %(on)s and ended_at is null order by from_on desc limit 1
)"""

# The same over the facts. What was credited after the day that is asked for is left out where it is read.
_WEEK_FACTS = """week as (
  select from_on, until_on, target_minutes from learning_week
  where from_on <= :on and (ended_on is null or ended_on > :on) order by from_on desc limit 1
)"""
_IN_WEEK = (
    "r.credited_on >= (select from_on from week) and r.credited_on <= (select until_on from week) "
    "and r.credited_on <= :on"
)


def _of_week(parts: str) -> str:
    """Nobody is told of, not even by a zero, before there is a week."""
    everybody = f"""
  select o.organisation_id as organisation_id, o.numerator as numerator, o.denominator as denominator
  from ({ALL_OFFICERS}) o cross join week"""
    return f"with {_WEEK_FACTS}{added(f'{parts} union all {everybody}')}"


_REACHED = f"""
  select learned.organisation_id as organisation_id, count(*) as numerator, 0 as denominator
  from ({of_officers("credit r", _IN_WEEK, "sum(r.minutes)", each=True)}) learned
  where learned.numerator >= (select target_minutes from week)
  group by learned.organisation_id
"""

WEEK_LEARNERS = Metric(
    code="week_learners",
    full=Words(
        "Officers in position who took part in the latest learning week",
        "नवीनतम अधिगम सप्ताह में भाग लेने वाले पदस्थ अधिकारी",
        "تازہ ترین ہفتۂ تعلیم میں حصہ لینے والے تعینات افسران",
    ),
    name=Words("Took part in the learning week", "अधिगम सप्ताह में भागीदार", "ہفتۂ تعلیم میں شریک"),
    short=Words("In the week", "सप्ताह में", "ہفتے میں"),
    definition=Words(
        "Share of the officers in position who were credited with any learning on a day of the learning week that "
        "began last. Empty until the Commission has entered a week.",
        "पदस्थ अधिकारियों में उनका भाग जिनके खाते में सबसे बाद में आरंभ हुए अधिगम सप्ताह के किसी दिन सीखना जमा हुआ। "
        "आयोग द्वारा सप्ताह दर्ज किए जाने तक रिक्त।",
        "تعینات افسران میں ان کا حصہ جن کے کھاتے میں سب سے آخر میں شروع ہونے والے ہفتۂ تعلیم کے کسی دن سیکھنا جمع ہوا۔ "
        "کمیشن کے ہفتہ درج کرنے تک خالی۔",
    ),
    numerator=Words("officers credited in the week", "सप्ताह में सीखने वाले अधिकारी", "ہفتے میں سیکھنے والے افسران"),
    denominator=OFFICERS_IN_POSITION,
    unit=Unit.SHARE,
    owner=LEARNING_DIVISION,
    counts=("in_position", "in_the_week", "course_minutes", "social_minutes", "work_minutes"),
    leaves_out=("outside_the_week", "under_way", "screen_minutes", "no_post"),
    sources=("learning_learningcredit", "orgs_incumbency", "insight_learningweek"),
    facts=_of_week(of_officers("credit r", _IN_WEEK, "count(distinct r.person_id)")),
    sql=f"""
with {_WEEK.strip()}, learned as (
  select distinct o.person_id
  from week w cross join officer_now o join learning_learningcredit c
    on c.person_id = o.person_id and c."on" >= w.from_on and c."on" <= w.until_on
)
select o.organisation_id, count(l.person_id), count(*)
from week w cross join officer_now o left join learned l on l.person_id = o.person_id
group by 1
""",
)

WEEK_TARGET = Metric(
    code="week_target",
    full=Words(
        "Officers in position who reached the hours asked for in the latest learning week",
        "नवीनतम अधिगम सप्ताह में अपेक्षित घंटे पूरे करने वाले पदस्थ अधिकारी",
        "تازہ ترین ہفتۂ تعلیم میں مطلوبہ گھنٹے پورے کرنے والے تعینات افسران",
    ),
    name=Words("Reached the hours of the learning week", "अधिगम सप्ताह के घंटे पूरे", "ہفتۂ تعلیم کے گھنٹے پورے"),
    short=Words("Week's hours", "सप्ताह के घंटे", "ہفتے کے گھنٹے"),
    definition=Words(
        "Share of the officers in position who were credited, in the learning week that began last, with at least the "
        "hours that it asked for.",
        "पदस्थ अधिकारियों में उनका भाग जिनके खाते में सबसे बाद में आरंभ हुए अधिगम सप्ताह में कम से कम उतने घंटे जमा हुए जितने उसमें अपेक्षित थे।",
        "تعینات افسران میں ان کا حصہ جن کے کھاتے میں سب سے آخر میں شروع ہونے والے ہفتۂ "
        "تعلیم میں کم از کم اتنے گھنٹے جمع ہوئے جتنے اس میں مطلوب تھے۔",
    ),
    numerator=Words(
        "officers with the hours of the week", "सप्ताह के घंटे पूरे करने वाले अधिकारी", "ہفتے کے گھنٹے پورے کرنے والے افسران"
    ),
    denominator=OFFICERS_IN_POSITION,
    unit=Unit.SHARE,
    owner=LEARNING_DIVISION,
    counts=("in_position", "week_target"),
    leaves_out=("below_the_target", "outside_the_week", "under_way", "screen_minutes", "no_post"),
    sources=("learning_learningcredit", "orgs_incumbency", "insight_learningweek"),
    facts=_of_week(_REACHED),
    sql=f"""
with {_WEEK.strip()}, learned as (
  select o.person_id
  from week w cross join officer_now o join learning_learningcredit c
    on c.person_id = o.person_id and c."on" >= w.from_on and c."on" <= w.until_on
  group by 1, w.target_minutes having sum(c.minutes) >= w.target_minutes
)
select o.organisation_id, count(l.person_id), count(*)
from week w cross join officer_now o left join learned l on l.person_id = o.person_id
group by 1
""",
)
