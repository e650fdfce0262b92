"""Figures of what is proved: certificates, competencies, role profiles."""

from karmayogi.insight.registry import bases
from karmayogi.insight.registry.metric import EACH_POST, OFFICER, Metric
from karmayogi.insight.types import Unit, Words
from karmayogi.orgs.api import POSTS_AS_ON, THEN_POSTS

# What the posts of each officer ask for on the day: of several posts that ask for the same, the highest level.
NEEDED = f"""{OFFICER},
needed as (
  select o.organisation_id as organisation_id, o.person_id as person_id, r.competency_id as competency_id,
    max(r.level) as level
  from officer o
  join holding h on h.person_id = o.person_id
  join profile f on f.designation_id = h.designation_id
  join requirement r on r.profile_id = f.profile_id
  where h.valid_from <= :on and (h.valid_to is null or h.valid_to > :on)
    and f.published_on <= :on and (f.ended_on is null or f.ended_on > :on)
  group by o.organisation_id, o.person_id, r.competency_id
)"""

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
    facts=f"""
with {OFFICER}
select o.organisation_id as organisation_id, count(*) as numerator, 0 as denominator
from officer o join certificate c on c.person_id = o.person_id
where c.issued_on <= :on and (c.revoked_on is null or c.revoked_on > :on)
group by o.organisation_id
""",
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
    # Nearly everybody has one post: what it requires is counted by designation, not spelt out for each person. Only for
    # the few with a charge besides, the higher of two levels is looked for. (Spelt out for everybody, it took 8 s at
    # 100,000 officers.)
    facts="""
with held as (
  select person_id, organisation_id, designation_id, main from holding
  where valid_from <= :on and (valid_to is null or valid_to > :on)
),
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
  select person_id, organisation_id, designation_id from held
  where main = 1 and person_id not in (select person_id from held where main <> 1)
    and designation_id in (select designation_id from size)
),
several as (
  select h.person_id as person_id, n.competency_id as competency_id, max(n.level) as level
  from held h join needs n on n.designation_id = h.designation_id
  where h.person_id in (select person_id from held where main <> 1)
  group by h.person_id, n.competency_id
),
part as (
  select o.organisation_id as organisation_id, 0 as shown, sum(s.competencies) as needed
  from single o join size s on s.designation_id = o.designation_id
  group by o.organisation_id
  union all
  select o.organisation_id as organisation_id, count(*) as shown, 0 as needed
  from level l join single o on o.person_id = l.person_id
  join needs n on n.designation_id = o.designation_id and n.competency_id = l.competency_id
  where l.level >= n.level
  group by o.organisation_id
  union all
  select h.organisation_id as organisation_id, case when l.level >= n.level then 1 else 0 end as shown, 1 as needed
  from several n join held h on h.person_id = n.person_id
  left join (
    select person_id, competency_id, level from level
    where person_id in (select person_id from held where main <> 1)
  ) l on l.person_id = n.person_id and l.competency_id = n.competency_id
  where h.main = 1
)
select organisation_id, sum(shown) as numerator, sum(needed) as denominator from part group by organisation_id
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
