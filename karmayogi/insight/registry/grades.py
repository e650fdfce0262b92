"""Certificates by how well they were proved, E0 to E3, and officers who have shown all that their posts require."""

from karmayogi.insight.registry import bases
from karmayogi.insight.registry.metric import OFFICER, Metric
from karmayogi.insight.registry.proof import CERTIFICATES, COMPETENCY_DIVISION, NEEDED
from karmayogi.insight.types import Unit, Words
from karmayogi.orgs.api import POSTS_AS_ON


def _certificates(grade: str, way: Words, said: Words) -> Metric:
    code = f"certificates_{grade.lower()}"
    return Metric(
        code=code,
        full=Words(
            f"Certificates in force of officers in position, of grade {grade}: {way.en}",
            f"पदस्थ अधिकारियों के प्रभावी प्रमाणपत्र, श्रेणी {grade}: {way.hi}",
            f"تعینات افسران کی نافذ اسناد، درجہ {grade}: {way.ur}",
        ),
        name=Words(f"Certificates {grade}: {way.en}", f"प्रमाणपत्र {grade}: {way.hi}", f"اسناد {grade}: {way.ur}"),
        short=Words(f"{grade} certificates", f"{grade} प्रमाणपत्र", f"{grade} اسناد"),
        definition=Words(
            "Of the certificates issued to the officers in position and not "
            f"revoked, those of grade {grade}: {said.en}.",
            f"पदस्थ अधिकारियों को जारी और अनिरस्त प्रमाणपत्रों में श्रेणी {grade} के: {said.hi}।",
            f"تعینات افسران کو جاری اور غیر منسوخ اسناد میں درجہ {grade} کی: {said.ur}۔",
        ),
        numerator=Words(
            f"certificates of grade {grade} not revoked",
            f"श्रेणी {grade} के अनिरस्त प्रमाणपत्र",
            f"درجہ {grade} کی غیر منسوخ اسناد",
        ),
        denominator=None,
        unit=Unit.COUNT,
        owner=CERTIFICATES.owner,
        counts=("in_position", f"grade_{grade.lower()}", "earlier_years", "this_year"),
        leaves_out=("revoked", "no_post", *(f"grade_e{one}" for one in range(4) if f"E{one}" != grade)),
        sources=("credentials_certificate", "orgs_incumbency"),
        facts=f"""
with {OFFICER}
select o.organisation_id as organisation_id, count(*) as numerator, 0 as denominator
from officer o join certificate c on c.person_id = o.person_id
where c.grade = '{grade}' and c.issued_on <= :on and (c.revoked_on is null or c.revoked_on > :on)
group by o.organisation_id
""",
        sql=f"""
select o.organisation_id, count(*), 0::bigint
from officer_now o join credentials_certificate c on c.person_id = o.person_id
where c.revoked_at is null and c.grade = '{grade}'
group by 1
""",
    )


BY_GRADE = (
    _certificates(
        "E0",
        Words("claimed", "स्वयं बताए गए", "خود بتائی گئی"),
        Words(
            "reported by the device of whoever learned",
            "शिक्षार्थी के अपने उपकरण द्वारा बताए गए",
            "سیکھنے والے کے اپنے آلے کی بتائی ہوئی",
        ),
    ),
    _certificates(
        "E1",
        Words("seen by the server", "सर्वर द्वारा देखे गए", "سرور کی دیکھی ہوئی"),
        Words(
            "the server saw the parts opened and the time spent",
            "सर्वर ने भागों का खुलना और लगा समय देखा",
            "سرور نے حصوں کا کھلنا اور لگا وقت دیکھا",
        ),
    ),
    _certificates(
        "E2",
        Words("marked", "जाँचे गए", "جانچی گئی"),
        Words(
            "a test of the item bank, marked on the server",
            "प्रश्न बैंक की परीक्षा, सर्वर पर जाँची गई",
            "سوالات کے بینک کا امتحان، سرور پر جانچا گیا",
        ),
    ),
    _certificates(
        "E3",
        Words("witnessed", "साक्षी सहित", "گواہی کے ساتھ"),
        Words(
            "attendance signed by a trainer, or a test under the eyes of a proctor",
            "प्रशिक्षक द्वारा हस्ताक्षरित उपस्थिति, या निरीक्षक के सामने परीक्षा",
            "تربیت کار کی دستخط شدہ حاضری، یا نگران کے سامنے امتحان",
        ),
    ),
)

WITHOUT_GAP = Metric(
    code="without_gap",
    base=bases.NEEDING.code,
    full=Words(
        "Officers who have shown every competency that their posts require",
        "अपने पदों के लिए अपेक्षित हर दक्षता सिद्ध कर चुके अधिकारी",
        "اپنی اسامیوں کے لیے مطلوب ہر صلاحیت ثابت کر چکے افسران",
    ),
    name=Words("Officers without a gap", "बिना अंतराल वाले अधिकारी", "بغیر کمی والے افسران"),
    short=Words("Without gap", "बिना अंतराल", "بغیر کمی"),
    definition=Words(
        "Of the officers whose posts have a published role profile, the share who have shown every required "
        "competency at the required level or a higher one. Everybody else has a gap.",
        "जिन अधिकारियों के पदों की भूमिका प्रोफ़ाइल प्रकाशित है, उनमें वे जिन्होंने हर अपेक्षित दक्षता अपेक्षित या उससे ऊँचे "
        "स्तर पर सिद्ध की है। शेष सभी में अंतराल है।",
        "جن افسران کی اسامیوں کے کردار کا خاکہ شائع ہے، ان میں وہ جنہوں نے ہر مطلوبہ صلاحیت مطلوبہ یا اس سے اونچی "
        "سطح پر ثابت کی ہے۔ باقی سب میں کمی ہے۔",
    ),
    numerator=Words("officers without a gap", "बिना अंतराल वाले अधिकारी", "بغیر کمی والے افسران"),
    denominator=Words(
        "officers whose posts have a published role profile",
        "अधिकारी जिनके पदों की भूमिका प्रोफ़ाइल प्रकाशित है",
        "افسران جن کی اسامیوں کے کردار کا خاکہ شائع ہے",
    ),
    unit=Unit.SHARE,
    owner=COMPETENCY_DIVISION,
    counts=("in_position", "additional_charge", "levels_met", "some_level_missing"),
    leaves_out=("not_required", "unprofiled", "vacant", "no_post"),
    sources=("competencies_profilerequirement", "competencies_level", "orgs_incumbency", "orgs_post"),
    facts=f"""
with {NEEDED},
measured as (
  select n.organisation_id as organisation_id, n.person_id as person_id,
    min(case when l.level >= n.level then 1 else 0 end) as whole
  from needed n left join level l on l.person_id = n.person_id and l.competency_id = n.competency_id
  group by n.organisation_id, n.person_id
)
select organisation_id, sum(whole) as numerator, count(*) as denominator from measured group by organisation_id
""",
    past=False,  # levels are kept as they are now
    sql=f"""
with need as (
  select o.organisation_id, o.person_id, r.competency_id, max(r.level) as level
  from officer_now o
  join orgs_incumbency i
    on i.person_id = o.person_id and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  join {POSTS_AS_ON} p on p.id = i.post_id
  join competencies_profile f on f.designation_id = p.designation_id and f.in_force
  join competencies_profilerequirement r on r.profile_id = f.id
  group by 1, 2, 3
),
each as (
  select n.organisation_id, n.person_id, bool_and(coalesce(l.level, 0) >= n.level) as whole
  from need n left join competencies_level l on l.person_id = n.person_id and l.competency_id = n.competency_id
  group by 1, 2
)
select organisation_id, count(*) filter (where whole), count(*) from each group by 1
""",
)
