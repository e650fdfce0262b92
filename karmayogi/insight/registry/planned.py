"""Figures of orders and annual plans: what fell due and was kept, whom plans and capacity building units cover."""

from karmayogi.insight.registry import bases
from karmayogi.insight.registry.by_unit import added, of_officers
from karmayogi.insight.registry.metric import EACH_BODY, PUBLIC_PLANS, Metric
from karmayogi.insight.registry.people import OFFICERS_IN_POSITION
from karmayogi.insight.types import Unit, Words

PLANNING_DIVISION = Words("Planning division", "योजना प्रभाग", "شعبۂ منصوبہ بندی")

DUTIES_KEPT = Metric(
    code="duties_kept",
    base=bases.OWING.code,
    full=Words(
        "Obligations of officers in position that fell due this financial year and were kept in time",
        "पदस्थ अधिकारियों के वे दायित्व जो इस वित्तीय वर्ष में नियत हुए और समय पर पूरे किए गए",
        "تعینات افسران کی وہ ذمے داریاں جو اس مالی سال میں واجب ہوئیں اور وقت پر پوری کی گئیں",
    ),
    name=Words("Obligations kept in time", "समय पर पूरे किए गए दायित्व", "وقت پر پوری کی گئی ذمے داریاں"),
    short=Words("Kept in time", "समय पर पूरे", "وقت پر پوری"),
    definition=Words(
        "Of the obligations of the officers in position whose due date lies "
        "between 1 April and yesterday, the share done "
        "by that date. Orders in force alone; of an order that repeats, "
        "its present date. Whoever is exempt is left out.",
        "पदस्थ अधिकारियों के जिन दायित्वों की नियत तिथि 1 अप्रैल और बीते कल के बीच "
        "है, उनमें उस तिथि तक पूरे किए गए का भाग। केवल प्रभावी "
        "आदेश; दोहराए जाने वाले आदेश की वर्तमान तिथि। छूट प्राप्त अधिकारी छोड़ दिए गए हैं।",
        "تعینات افسران کی جن ذمے داریوں کی آخری تاریخ یکم اپریل اور گزشتہ کل کے درمیان "
        "ہے، ان میں اس تاریخ تک پوری کی گئی کا حصہ۔ صرف نافذ "
        "احکامات؛ دہرائے جانے والے حکم کی موجودہ تاریخ۔ مستثنیٰ افسران چھوڑ دیے گئے ہیں۔",
    ),
    numerator=Words(
        "obligations done by their due date", "नियत तिथि तक पूरे किए गए दायित्व", "آخری تاریخ تک پوری کی گئی ذمے داریاں"
    ),
    denominator=Words(
        "obligations that fell due since 1 April", "1 अप्रैल से नियत हुए दायित्व", "یکم اپریل سے واجب ہونے والی ذمے داریاں"
    ),
    unit=Unit.SHARE,
    owner=PLANNING_DIVISION,
    counts=("in_position", "duties_in_time", "duties_late", "this_year"),
    leaves_out=("duties_ahead", "exempt", "earlier_years", "no_post"),
    sources=("plans_mandate", "orgs_incumbency"),
    facts=added(
        of_officers(
            "duty r",
            "r.due_on >= :since and r.due_on < :on",
            "count(*) filter (where r.done_on <= r.due_on)",
            "count(*)",
        )
    ),
    past=False,  # of an order that repeats only the present date is known, and of an exemption only that it is one
    sql="""
select o.organisation_id, count(*) filter (where d.done_on <= d.due_on), count(*)
from officer_now o join duty_now d on d.person_id = o.person_id
group by 1
""",
)

# Units at or below an organisation that has it, the country as a whole left aside.
_COVERED = """
with body as materialized (select distinct o.path from {of} join orgs_organisation o on o.id = h.organisation_id),
covered as (
  select distinct u.organisation_id
  from unit_now u cross join lateral generate_series(16, length(u.path), 8) as n
  join body on body.path = left(u.path, n)
)
select o.organisation_id, count(c.organisation_id), count(*)
from officer_now o left join covered c on c.organisation_id = o.organisation_id
group by 1
"""
# Where each body stood: its first stretch of days reaches back and its last one forward, as in `holding`. Whose office
# lies below one is found level by level, so that the engines join by equal paths and not each with each.
MOST_LEVELS = 20  # of bodies, below which no plan or unit is looked for; the deepest tree of the country has nine
_COVERED_FACTS = f"""
with standing as (
  select organisation_id, path,
    row_number() over (partition by organisation_id order by
      case when valid_from <= :on then valid_from end desc nulls last, valid_from) as place
  from organisation
),
body as (
  select distinct s.path as path from {{of}} h join standing s on s.organisation_id = h.organisation_id
  where s.place = 1 and {{held}}
),
office as (
  select organisation_id, path, count(*) as officers from holding
  where main = 1 and valid_from <= :on and (valid_to is null or valid_to > :on)
  group by organisation_id, path
),
level_of_path as ({" union all ".join(f"select {8 * n} as width" for n in range(2, MOST_LEVELS + 1))}),
above as (
  select o.path as path, substring(o.path, 1, n.width) as body
  from (select distinct path from office) o cross join level_of_path n where length(o.path) >= n.width
),
covered as (select distinct a.path as path from above a join body b on b.path = a.body)
select o.organisation_id as organisation_id,
  sum(case when c.path is not null then o.officers else 0 end) as numerator, sum(o.officers) as denominator
from office o left join covered c on c.path = o.path
group by o.organisation_id
"""
_IN_FORCE = "h.year_began = :since and h.published_on <= :on and (h.ended_on is null or h.ended_on > :on)"
_ACTIVE = "h.formed_on <= :on and (h.ended_on is null or h.ended_on > :on)"
_PUBLISHED = "h.status = 'published' and h.year = extract(year from %(since)s::date)"

PLAN_COVERED = Metric(
    code="plan_covered",
    full=Words(
        "Officers in position covered by an annual plan in force this financial year",
        "इस वित्तीय वर्ष की प्रभावी वार्षिक योजना में सम्मिलित पदस्थ अधिकारी",
        "اس مالی سال کے نافذ سالانہ منصوبے میں شامل تعینات افسران",
    ),
    name=Words("Covered by an annual plan", "वार्षिक योजना में सम्मिलित", "سالانہ منصوبے میں شامل"),
    short=Words("With a plan", "योजना सहित", "منصوبے کے ساتھ"),
    definition=Words(
        "Share of the officers in position whose organisation, or one above it below the country, has a published "
        "annual capacity building plan for this financial year.",
        "पदस्थ अधिकारियों में उनका भाग जिनके संगठन की, या देश से नीचे उसके ऊपर के किसी संगठन की, इस वित्तीय वर्ष की वार्षिक क्षमता "
        "निर्माण योजना प्रकाशित है।",
        "تعینات افسران میں ان کا حصہ جن کے ادارے کا، یا ملک سے نیچے اس کے اوپر "
        "کے کسی ادارے کا، اس مالی سال کا سالانہ صلاحیت سازی "
        "منصوبہ شائع ہے۔",
    ),
    numerator=Words("officers covered by a plan", "योजना में सम्मिलित अधिकारी", "منصوبے میں شامل افسران"),
    denominator=OFFICERS_IN_POSITION,
    unit=Unit.SHARE,
    owner=PLANNING_DIVISION,
    counts=("in_position", "plans_in_force", "without_plan"),
    leaves_out=("plans_in_work", "no_post", "additional_charge"),
    sources=("capacity_plan", "orgs_incumbency"),
    facts=_COVERED_FACTS.format(of="annual_plan", held=_IN_FORCE),
    sql=_COVERED.format(of=f"(select organisation_id from capacity_plan h where {_PUBLISHED}) h"),
)

UNIT_COVERED = Metric(
    code="unit_covered",
    full=Words(
        "Officers in position with an active capacity building unit over them",
        "पदस्थ अधिकारी जिनके लिए क्षमता निर्माण इकाई सक्रिय है",
        "تعینات افسران جن کے لیے صلاحیت سازی یونٹ فعال ہے",
    ),
    name=Words("With an active capacity unit", "सक्रिय क्षमता इकाई सहित", "فعال صلاحیت یونٹ کے ساتھ"),
    short=Words("Active unit", "सक्रिय इकाई", "فعال یونٹ"),
    definition=Words(
        "Share of the officers in position whose organisation, or one above it below the country, has a capacity "
        "building unit that was formed by an order and has not ended.",
        "पदस्थ अधिकारियों में उनका भाग जिनके संगठन में, या देश से नीचे उसके ऊपर के किसी संगठन में, आदेश द्वारा गठित क्षमता निर्माण "
        "इकाई है जो समाप्त नहीं हुई।",
        "تعینات افسران میں ان کا حصہ جن کے ادارے میں، یا ملک سے نیچے اس کے "
        "اوپر کے کسی ادارے میں، حکم سے قائم صلاحیت سازی "
        "یونٹ ہے جو ختم نہیں ہوا۔",
    ),
    numerator=Words("officers with an active unit", "सक्रिय इकाई वाले अधिकारी", "فعال یونٹ والے افسران"),
    denominator=OFFICERS_IN_POSITION,
    unit=Unit.SHARE,
    owner=PLANNING_DIVISION,
    counts=("in_position", "active_units", "without_unit"),
    leaves_out=("ended_units", "no_post", "additional_charge"),
    sources=("capacity_capacityunit", "orgs_incumbency"),
    facts=_COVERED_FACTS.format(of="capacity_unit", held=_ACTIVE),
    sql=_COVERED.format(
        of="(select organisation_id from capacity_capacityunit"
        " where formed_on <= %(on)s and (ended_on is null or ended_on > %(on)s)) h"
    ),
)

PLANS_PUBLISHED = Metric(
    code="plans_published",
    full=Words(
        "Annual capacity building plans published for this financial year",
        "इस वित्तीय वर्ष के लिए प्रकाशित वार्षिक क्षमता निर्माण योजनाएँ",
        "اس مالی سال کے لیے شائع شدہ سالانہ صلاحیت سازی منصوبے",
    ),
    name=Words("Annual plans published", "प्रकाशित वार्षिक योजनाएँ", "شائع شدہ سالانہ منصوبے"),
    short=Words("Plans", "योजनाएँ", "منصوبے"),
    definition=Words(
        "Organisations whose annual capacity building plan for this financial year is published, by the latest version "
        "of each.",
        "वे संगठन जिनकी इस वित्तीय वर्ष की वार्षिक क्षमता निर्माण योजना प्रकाशित है, प्रत्येक का नवीनतम संस्करण।",
        "وہ ادارے جن کا اس مالی سال کا سالانہ صلاحیت سازی منصوبہ شائع ہے، ہر ایک کا تازہ ترین نسخہ۔",
    ),
    numerator=Words("plans published", "प्रकाशित योजनाएँ", "شائع شدہ منصوبے"),
    denominator=None,
    unit=Unit.COUNT,
    owner=PLANNING_DIVISION,
    counts=("plans_in_force", "this_year"),
    leaves_out=("plans_in_work", "earlier_years"),
    grain=EACH_BODY,
    about_people=False,
    public=PUBLIC_PLANS,
    sources=("capacity_plan",),
    facts=f"""
select h.organisation_id as organisation_id, count(*) as numerator, 0 as denominator
from annual_plan h where {_IN_FORCE}
group by h.organisation_id
""",
    sql=f"""
select u.organisation_id, count(*), 0::bigint
from unit_now u join capacity_plan h on h.organisation_id = u.organisation_id
where {_PUBLISHED}
group by 1
""",
)
