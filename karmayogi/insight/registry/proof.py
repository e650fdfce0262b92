"""Figures of what is proved: certificates, competencies, role profiles."""

from karmayogi.insight.registry import bases
from karmayogi.insight.registry.by_unit import added, of_officers
from karmayogi.insight.registry.metric import EACH_POST, Metric
from karmayogi.insight.types import Unit, Words
from karmayogi.orgs.api import POSTS_AS_ON, THEN_POSTS

# Everybody is counted by her main post, by designation and not spelt out for each person. For those with a charge
# besides, who are few, `several` adds what the other posts ask for and the main one does not, or less (`own`). (Spelt
# out for everybody, it took 8 s at 100,000 officers.)
NEEDED = """
needs as (
  select f.designation_id as designation_id, r.competency_id as competency_id, max(r.level) as level
  from profile f join requirement r on r.profile_id = f.profile_id
  where f.published_on <= :on and (f.ended_on is null or f.ended_on > :on)
  group by f.designation_id, r.competency_id
),
size as (
  select designation_id, count(*) as competencies from needs group by designation_id
),
single as (
  select h.organisation_id as organisation_id, sum(s.competencies) as needed, count(*) as officers
  from holding h join size s on s.designation_id = h.designation_id
  where h.main = 1 and h.valid_from <= :on and (h.valid_to is null or h.valid_to > :on)
  group by h.organisation_id
),
pair as (
  select max(o.organisation_id) as organisation_id, h.person_id as person_id, n.competency_id as competency_id,
    max(n.level) as needed, max(m.level) as own, max(z.competencies) as asked_already
  from holding h join needs n on n.designation_id = h.designation_id
  join (
    select person_id, organisation_id, designation_id from holding
    where main = 1 and posts > 1 and valid_from <= :on and (valid_to is null or valid_to > :on)
  ) o on o.person_id = h.person_id
  left join needs m on m.designation_id = o.designation_id and m.competency_id = n.competency_id
  left join size z on z.designation_id = o.designation_id
  where h.main = 0 and h.valid_from <= :on and (h.valid_to is null or h.valid_to > :on)
  group by h.person_id, n.competency_id
  having max(m.level) is null or max(n.level) > max(m.level)
),
several as (
  select p.organisation_id as organisation_id, p.person_id as person_id, p.needed as needed, p.own as own,
    p.asked_already as asked_already, coalesce(l.level, 0) as level
  from level l
  right join pair p on p.person_id = l.person_id and p.competency_id = l.competency_id
)"""
# Levels of officers, beside what the main post asks for. Kept as they are now, so that they are asked about today, on
# which a level says of what designation somebody is; of whoever is to go elsewhere, the post says it.
SHOWN_HERE = """
  from level r join needs n on n.designation_id = r.designation_id and n.competency_id = r.competency_id
  where r.level >= n.level and r.unit_from <= :on and (r.unit_to is null or r.unit_to > :on)"""
SHOWN_ELSEWHERE = """
  from level r
  join (
    select h.person_id as person_id, h.organisation_id as organisation_id, h.designation_id as designation_id,
      n.competency_id as competency_id, n.level as level
    from holding h join needs n on n.designation_id = h.designation_id
    where h.main = 1 and h.latest = 0 and h.valid_from <= :on and (h.valid_to is null or h.valid_to > :on)
  ) o on o.person_id = r.person_id and o.competency_id = r.competency_id
  where r.level >= o.level and r.person_id in (
    select person_id from holding
    where main = 1 and latest = 0 and valid_from <= :on and (valid_to is null or valid_to > :on)
  )"""

STANDS = "r.issued_on <= :on and (r.revoked_on is null or r.revoked_on > :on)"  # of a certificate among the facts
COMPETENCY_DIVISION = Words("Competency division", "दक्षता प्रभाग", "شعبۂ صلاحیت")

CERTIFICATES = Metric(
    code="certificates",
    full=Words(
        "Certificates in force of officers in position",
        "पदस्थ अधिकारियों के प्रभावी प्रमाणपत्र",
        "تعینات افسران کی نافذ اسناد",
    ),
    name=Words("Certificates in force", "प्रभावी प्रमाणपत्र", "نافذ اسناد"),
    short=Words("Certificates", "प्रमाणपत्र", "اسناد"),
    definition=Words(
        "Certificates issued to the officers in position and not revoked.",
        "पदस्थ अधिकारियों को जारी प्रमाणपत्र जो निरस्त नहीं हुए।",
        "تعینات افسران کو جاری اسناد جو منسوخ نہیں ہوئیں۔",
    ),
    numerator=Words("certificates not revoked", "अनिरस्त प्रमाणपत्र", "غیر منسوخ اسناد"),
    denominator=None,
    unit=Unit.COUNT,
    owner=Words("Registrar of certificates", "प्रमाणपत्र पंजीयक", "رجسٹرار اسناد"),
    counts=("in_position", "certificates", "earlier_years", "this_year"),
    leaves_out=("revoked", "no_post"),
    sources=("credentials_certificate", "orgs_incumbency"),
    facts=added(of_officers("certificate r", STANDS, "count(*)")),
    sql="""
select o.organisation_id, count(*), 0::bigint
from officer_now o join credentials_certificate c on c.person_id = o.person_id
where c.revoked_at is null
group by 1
""",
)

COMPETENCIES_SHOWN = Metric(
    code="competencies_shown",
    base=bases.NEEDING.code,
    full=Words(
        "Competencies required by the posts and shown by their officers",
        "पदों के लिए अपेक्षित और अधिकारियों द्वारा सिद्ध दक्षताएँ",
        "اسامیوں کے لیے مطلوب اور افسران کی ثابت شدہ صلاحیتیں",
    ),
    name=Words("Required competencies shown", "सिद्ध अपेक्षित दक्षताएँ", "ثابت شدہ مطلوبہ صلاحیتیں"),
    short=Words("Shown", "सिद्ध", "ثابت"),
    definition=Words(
        "Of all competencies that the posts of the officers require, the share in which the officer has shown the "
        "required level or a higher one. Posts without a published role profile are left out.",
        "अधिकारियों के पदों के लिए अपेक्षित सभी दक्षताओं में वह भाग जिसमें अधिकारी ने अपेक्षित या उससे ऊँचा स्तर सिद्ध किया है। "
        "बिना प्रकाशित भूमिका प्रोफ़ाइल वाले पद छोड़ दिए गए हैं।",
        "افسران کی اسامیوں کی تمام مطلوبہ صلاحیتوں میں وہ حصہ جس میں افسر نے مطلوبہ یا اس سے اونچی سطح ثابت کی ہے۔ "
        "شائع شدہ کردار کے خاکے کے بغیر اسامیاں چھوڑ دی گئی ہیں۔",
    ),
    numerator=Words(
        "pairs of officer and required competency with the level shown",
        "अधिकारी और अपेक्षित दक्षता के युग्म जिनमें स्तर सिद्ध है",
        "افسر اور مطلوبہ صلاحیت کے جوڑے جن میں سطح ثابت ہے",
    ),
    denominator=Words(
        "all pairs of officer and required competency",
        "अधिकारी और अपेक्षित दक्षता के सभी युग्म",
        "افسر اور مطلوبہ صلاحیت کے تمام جوڑے",
    ),
    unit=Unit.SHARE,
    owner=COMPETENCY_DIVISION,
    counts=("in_position", "additional_charge", "levels_met", "levels_missing"),
    leaves_out=("not_required", "unprofiled", "vacant", "no_post"),
    sources=("competencies_profilerequirement", "competencies_level", "orgs_incumbency", "orgs_post"),
    facts=f"""
with {NEEDED.strip()},
part as (
  select organisation_id, 0 as shown, needed, 0 as own_shown, 0 as own_needed from single
  union all
  select r.unit_id as organisation_id, count(*) as shown, 0 as needed, 0 as own_shown, 0 as own_needed {SHOWN_HERE}
  group by r.unit_id
  union all
  select o.organisation_id as organisation_id, count(*) as shown, 0 as needed, 0 as own_shown,
    0 as own_needed {SHOWN_ELSEWHERE}
  group by o.organisation_id
  union all
  select s.organisation_id as organisation_id,
    sum(case when s.level >= s.needed then 1 else 0 end) as shown, count(*) as needed,
    sum(case when s.level >= s.own then 1 else 0 end) as own_shown, count(s.own) as own_needed
  from several s group by s.organisation_id
)
select p.organisation_id as organisation_id, sum(p.shown) - sum(p.own_shown) as numerator,
  sum(p.needed) - sum(p.own_needed) as denominator
from part p group by p.organisation_id
""",
    past=False,  # levels are kept as they are now
    sql=f"""
with held as (
  select o.organisation_id, o.person_id, f.id as profile_id, count(*) over (partition by o.person_id) > 1 as several
  from officer_now o
  join orgs_incumbency i
    on i.person_id = o.person_id and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  join {POSTS_AS_ON} p on p.id = i.post_id
  join competencies_profile f on f.designation_id = p.designation_id and f.in_force
),
-- Kept apart: joined to the needs first, each officer's pairs would be looked up one by one.
proved as materialized (
  select h.organisation_id, h.profile_id, l.competency_id, l.level
  from held h join competencies_level l on l.person_id = h.person_id
  where not h.several
),
counted (organisation_id, met, needed) as (
  select h.organisation_id, 0::bigint, count(*)
  from held h join competencies_profilerequirement r on r.profile_id = h.profile_id
  where not h.several
  group by 1
  union all
  select v.organisation_id, count(*), 0::bigint
  from proved v
  join competencies_profilerequirement r
    on r.profile_id = v.profile_id and r.competency_id = v.competency_id and r.level <= v.level
  group by 1
  union all
  -- Several posts may need the same: one pair, at the highest level. Apart, since few have several.
  select pair.organisation_id, count(*) filter (where l.level >= pair.needs), count(*)
  from (
    select h.organisation_id, h.person_id, r.competency_id, max(r.level) as needs
    from held h join competencies_profilerequirement r on r.profile_id = h.profile_id
    where h.several
    group by 1, 2, 3
  ) pair
  left join competencies_level l on l.person_id = pair.person_id and l.competency_id = pair.competency_id
  group by 1
)
select organisation_id, sum(met)::bigint, sum(needed)::bigint from counted group by 1
""",
)

POSTS_PROFILED = Metric(
    code="posts_profiled",
    full=Words(
        "Posts of today with a published profile of their role",
        "आज के पद जिनकी भूमिका प्रोफ़ाइल प्रकाशित है",
        "آج کی اسامیاں جن کے کردار کا خاکہ شائع ہے",
    ),
    name=Words(
        "Posts with a published role profile", "प्रकाशित भूमिका प्रोफ़ाइल वाले पद", "شائع شدہ کردار کے خاکے والی اسامیاں"
    ),
    short=Words("Profiled posts", "प्रोफ़ाइल वाले पद", "خاکے والی اسامیاں"),
    definition=Words(
        "Share of the posts of today, filled or vacant, whose designation has a published profile of roles, activities "
        "and competencies.",
        "आज के पदों में, भरे या रिक्त, उनका भाग जिनके पदनाम की भूमिकाओं, कार्यकलापों और दक्षताओं की प्रोफ़ाइल प्रकाशित है।",
        "آج کی اسامیوں میں، پُر ہوں یا خالی، ان کا حصہ جن کے عہدے کے کردار، سرگرمیوں اور صلاحیتوں کا خاکہ شائع ہے۔",
    ),
    numerator=Words("posts whose designation has a profile", "प्रोफ़ाइल वाले पदनाम के पद", "خاکے والے عہدے کی اسامیاں"),
    denominator=Words("posts of today", "आज के पद", "آج کی اسامیاں"),
    unit=Unit.SHARE,
    owner=COMPETENCY_DIVISION,
    counts=("profiled", "unprofiled", "vacant"),
    leaves_out=("abolished",),
    grain=EACH_POST,
    sources=("orgs_post", "competencies_profile"),
    facts="""
with in_force as (
  select designation_id, profile_id from profile
  where published_on <= :on and (ended_on is null or ended_on > :on)
)
select p.organisation_id as organisation_id, count(f.profile_id) as numerator, count(*) as denominator
from post p left join in_force f on f.designation_id = p.designation_id
where p.valid_from <= :on and (p.valid_to is null or p.valid_to > :on)
group by p.organisation_id
""",
    about_people=False,
    sql=f"""
select u.organisation_id, count(f.id), count(*)
from unit_now u
join {THEN_POSTS} p
  on p.organisation_id = u.organisation_id and p.valid_from <= %(on)s and (p.valid_to is null or p.valid_to > %(on)s)
left join competencies_profile f on f.designation_id = p.designation_id and f.in_force
group by 1
""",
)
