"""Figures of who is in position and can sign in. Owner: whoever keeps the posts of the units."""

from karmayogi.insight.registry.by_unit import ALL_OFFICERS, OFFICER, added, of_officers
from karmayogi.insight.registry.metric import Metric
from karmayogi.insight.types import Unit, Words

CADRE_KEEPERS = Words(
    "Administration division of each unit",
    "प्रत्येक इकाई का प्रशासन प्रभाग",
    "ہر اکائی کا انتظامی شعبہ",
)
OFFICERS_IN_POSITION = Words("officers in position", "पदस्थ अधिकारी", "تعینات افسران")

OFFICERS = Metric(
    code="officers",
    full=Words(
        "Officers in position, each counted once at the main post",
        "पदस्थ अधिकारी, प्रत्येक की गणना एक बार, मुख्य पद पर",
        "تعینات افسران، ہر ایک کا شمار ایک بار، اصل اسامی پر",
    ),
    name=Words("Officers in position", "पदस्थ अधिकारी", "تعینات افسران"),
    short=Words("Officers", "अधिकारी", "افسران"),
    definition=Words(
        "People who hold at least one post today. Somebody with additional charge counts once, at the main post: the "
        "one that they fill, else the charge held longest.",
        "वे लोग जो आज कम से कम एक पद पर हैं। अतिरिक्त प्रभार वाले को एक बार गिना जाता है, मुख्य पद पर: जिस पर "
        "वे नियुक्त हैं, अन्यथा जो प्रभार सबसे लंबे समय से है।",
        "وہ لوگ جو آج کم از کم ایک اسامی پر ہیں۔ اضافی چارج والا ایک بار شمار ہوتا ہے، اصل اسامی پر: جس پر "
        "تعیناتی ہے، ورنہ وہ چارج جو سب سے زیادہ عرصے سے ہے۔",
    ),
    numerator=Words("people who hold a post today", "आज किसी पद पर आसीन लोग", "آج کسی اسامی پر موجود لوگ"),
    denominator=None,
    unit=Unit.COUNT,
    owner=CADRE_KEEPERS,
    counts=("in_position",),
    leaves_out=("no_post", "additional_charge"),
    sources=("orgs_incumbency", "orgs_post"),
    facts=f"""
with {OFFICER}
select organisation_id, count(*) as numerator, 0 as denominator from officer group by organisation_id
""",
    sql="select o.organisation_id, count(*), 0::bigint from officer_now o group by 1",
)

ACCOUNTS = Metric(
    code="accounts",
    full=Words(
        "Officers in position with an account on this platform",
        "इस मंच पर खाता रखने वाले पदस्थ अधिकारी",
        "اس پلیٹ فارم پر اکاؤنٹ والے تعینات افسران",
    ),
    name=Words("Officers with an account", "खाता रखने वाले अधिकारी", "اکاؤنٹ والے افسران"),
    short=Words("With account", "खाता है", "اکاؤنٹ ہے"),
    definition=Words(
        "Share of the officers in position who have an account on this platform that is not blocked.",
        "पदस्थ अधिकारियों में उनका भाग जिनका इस मंच पर खाता है और वह बंद नहीं किया गया है।",
        "تعینات افسران میں ان کا حصہ جن کا اس پلیٹ فارم پر اکاؤنٹ ہے اور وہ بند نہیں کیا گیا۔",
    ),
    numerator=Words("officers in position with an account", "खाता रखने वाले पदस्थ अधिकारी", "اکاؤنٹ والے تعینات افسران"),
    denominator=OFFICERS_IN_POSITION,
    unit=Unit.SHARE,
    owner=CADRE_KEEPERS,
    counts=("in_position", "open_accounts", "no_account"),
    leaves_out=("closed_accounts", "no_post", "additional_charge"),
    sources=("orgs_incumbency", "people_account"),
    facts=added(
        of_officers("account r", "r.opened_on <= :on and (r.closed_on is null or r.closed_on > :on)", "count(*)")
        + "union all"
        + ALL_OFFICERS
    ),
    sql="""
select o.organisation_id, count(a.id), count(*)
from officer_now o left join people_account a on a.person_id = o.person_id and a.is_active
group by 1
""",
)
