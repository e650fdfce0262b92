"""Figures of honest completion. Owner: the learning division of the platform."""

from karmayogi.insight.registry.learning import LEARNING_DIVISION
from karmayogi.insight.registry.metric import Metric
from karmayogi.insight.types import Unit, Words

# Every case that has come to an end, by the version of the policy that opened it. A case called off was none.
CASES = """
select policy, count(*) filter (where state in ('cleared', 'restored')) as cleared, count(*) as decided
from assessment_recheck where state in ('cleared', 'restored', 'unconfirmed') group by policy
"""

FALSE_ALARMS = Metric(
    code="false_alarms",
    name=Words(
        "False alarms of the rules of honest completion",
        "ईमानदार पूर्णता के नियमों की झूठी चेतावनियाँ",
        "دیانت دارانہ تکمیل کے ضابطوں کے غلط انتباہ",
    ),
    short=Words("False alarms", "झूठी चेतावनियाँ", "غلط انتباہ"),
    definition=Words(
        "Of all completions about which officers were asked again, the share that three questions or an appeal "
        "confirmed. Counted for the whole country, anew each night; by version of the rules further below.",
        "जिन पूर्णताओं के बारे में अधिकारियों से दोबारा पूछा गया, उनमें वह भाग जिसकी तीन प्रश्नों या अपील से पुष्टि हुई। "
        "पूरे देश के लिए, हर रात नए सिरे से गिना जाता है; नियमों के संस्करण के अनुसार नीचे।",
        "جن تکمیلات کے بارے میں افسران سے دوبارہ پوچھا گیا، ان میں وہ حصہ جس کی تین سوالوں یا اپیل سے تصدیق ہوئی۔ "
        "پورے ملک کے لیے، ہر رات نئے سرے سے گنا جاتا ہے؛ ضابطوں کے نسخے کے مطابق نیچے۔",
    ),
    numerator=Words(
        "cases closed in favour of the officer",
        "अधिकारी के पक्ष में बंद मामले",
        "افسر کے حق میں بند ہونے والے معاملات",
    ),
    denominator=Words("cases that have come to an end", "समाप्त हो चुके मामले", "ختم ہو چکے معاملات"),
    unit=Unit.SHARE,
    owner=LEARNING_DIVISION,
    sources=("assessment_recheck",),
    sql=f"""
select u.organisation_id, sum(c.cleared)::bigint, sum(c.decided)::bigint
from unit_now u cross join ({CASES.strip()}) c
where length(u.path) = 8
group by 1
""",
)
