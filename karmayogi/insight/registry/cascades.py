"""Figures of cascades: training that passes itself on. Owner: the learning division."""

from karmayogi.insight.registry.by_unit import OFFICER
from karmayogi.insight.registry.learning import LEARNING_DIVISION
from karmayogi.insight.registry.metric import Metric
from karmayogi.insight.registry.people import OFFICERS_IN_POSITION
from karmayogi.insight.types import Unit, Words

TRAINED = Metric(
    code="cascade_trained",
    full=Words(
        "Officers in position trained in cascades this financial year",
        "इस वित्तीय वर्ष में सोपानिक प्रशिक्षण पाने वाले पदस्थ अधिकारी",
        "اس مالی سال میں سلسلہ وار تربیت پانے والے تعینات افسران",
    ),
    name=Words("People trained in cascades", "सोपानिक प्रशिक्षण में प्रशिक्षित लोग", "سلسلہ وار تربیت میں تربیت یافتہ لوگ"),
    short=Words("In cascades", "सोपानिक", "سلسلہ وار"),
    definition=Words(
        "Share of the officers in position who since 1 April attended a session of a cascade from beginning to end, in "
        "whatever tier. Whoever led the session is not counted by it.",
        "पदस्थ अधिकारियों में उनका भाग जिन्होंने 1 अप्रैल से किसी सोपानिक प्रशिक्षण के किसी भी स्तर के सत्र में आरंभ से अंत तक भाग लिया। "
        "सत्र लेने वाले की गणना उस सत्र से नहीं होती।",
        "تعینات افسران میں ان کا حصہ جنہوں نے یکم اپریل سے کسی سلسلہ وار تربیت کے کسی بھی درجے کی نشست میں "
        "شروع سے آخر تک شرکت کی۔ نشست لینے والے کا شمار اس نشست سے نہیں ہوتا۔",
    ),
    numerator=Words(
        "officers who attended a session of a cascade in full",
        "सोपानिक प्रशिक्षण के सत्र में पूरे समय उपस्थित अधिकारी",
        "سلسلہ وار تربیت کی نشست میں پورے وقت حاضر افسران",
    ),
    denominator=OFFICERS_IN_POSITION,
    unit=Unit.SHARE,
    owner=LEARNING_DIVISION,
    counts=("in_position", "cascade_in_full", "this_year"),
    leaves_out=("cascade_in_part", "cascade_led", "earlier_years", "no_post"),
    sources=("learning_cascadesession", "learning_gatheringplace", "orgs_incumbency"),
    facts=f"""
with {OFFICER},
trained as (
  select distinct person_id from cascade
  where part = 'trained' and held_on >= :since and held_on <= :on
)
select o.organisation_id as organisation_id, count(t.person_id) as numerator, count(*) as denominator
from officer o left join trained t on t.person_id = o.person_id
group by o.organisation_id
""",
    sql="""
with trained as (
  select distinct o.person_id
  from officer_now o join learning_gatheringplace p on p.person_id = o.person_id
  join learning_cascadesession s on s.event_id = p.course_id and s.leader_id is distinct from p.person_id
  join learning_course c on c.id = s.event_id join learning_gathering g on g.version_id = c.current_version_id
  where p.attended_minutes >= greatest(1, round(extract(epoch from g.ends_at - g.starts_at) / 60))
    and (p.attended_at at time zone 'Asia/Kolkata')::date between %(since)s and %(on)s
)
select o.organisation_id, count(t.person_id), count(*)
from officer_now o left join trained t on t.person_id = o.person_id
group by 1
""",
)

LED = Metric(
    code="cascade_sessions",
    full=Words(
        "Sessions of cascades led by qualified trainers this financial year",
        "इस वित्तीय वर्ष में अर्ह प्रशिक्षकों द्वारा लिए गए सोपानिक प्रशिक्षण सत्र",
        "اس مالی سال میں اہل تربیت کاروں کی لی ہوئی سلسلہ وار تربیت کی نشستیں",
    ),
    name=Words("Sessions led by qualified trainers", "अर्ह प्रशिक्षकों के सत्र", "اہل تربیت کاروں کی نشستیں"),
    short=Words("Sessions led", "लिए गए सत्र", "لی گئی نشستیں"),
    definition=Words(
        "Sessions of cascades since 1 April with somebody there, led by an officer in position who had been trained in "
        "the tier above and whose qualification stands. Each counts once, at the main post of who led it.",
        "1 अप्रैल से सोपानिक प्रशिक्षण के वे सत्र जिनमें कोई उपस्थित था और जिन्हें ऐसे पदस्थ अधिकारी ने लिया "
        "जो ऊपर के स्तर पर प्रशिक्षित था और जिसकी अर्हता बनी हुई है। प्रत्येक की गणना एक बार, सत्र लेने वाले के मुख्य पद पर।",
        "یکم اپریل سے سلسلہ وار تربیت کی وہ نشستیں جن میں کوئی حاضر تھا اور جنہیں ایسے تعینات افسر نے لیا "
        "جو اوپر کے درجے میں "
        "تربیت یافتہ تھا اور جس کی اہلیت برقرار ہے۔ ہر ایک کا شمار ایک بار، نشست لینے والے کی اصل اسامی پر۔",
    ),
    numerator=Words(
        "sessions with somebody there, led by a qualified trainer",
        "वे सत्र जिनमें कोई उपस्थित था और जिन्हें अर्ह प्रशिक्षक ने लिया",
        "وہ نشستیں جن میں کوئی حاضر تھا اور جنہیں اہل تربیت کار نے لیا",
    ),
    denominator=None,
    unit=Unit.COUNT,
    owner=LEARNING_DIVISION,
    counts=("in_position", "cascade_led", "this_year"),
    leaves_out=("cascade_faculty", "cascade_taken_back", "earlier_years", "no_post"),
    sources=("learning_cascadesession", "learning_cascadetrainer", "learning_gatheringplace", "orgs_incumbency"),
    facts=f"""
with {OFFICER}
select o.organisation_id as organisation_id, count(*) as numerator, 0 as denominator
from officer o join cascade c on c.person_id = o.person_id
where c.part = 'led' and c.held_on >= :since and c.held_on <= :on
group by o.organisation_id
""",
    sql="""
select o.organisation_id, count(*), 0::bigint
from officer_now o join learning_cascadesession s on s.leader_id = o.person_id
join learning_cascadetrainer r on r.tier_id = s.tier_id and r.person_id = s.leader_id and r.withdrawn_at is null
cross join lateral (
  select (max(p.attended_at) at time zone 'Asia/Kolkata')::date as held_on from learning_gatheringplace p
  where p.course_id = s.event_id and p.person_id <> s.leader_id
) d
where d.held_on between %(since)s and %(on)s
group by 1
""",
)
