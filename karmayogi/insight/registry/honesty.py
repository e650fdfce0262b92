"""Figures of honest completion. Owner: the learning division of the platform."""

from karmayogi.insight.registry.learning import LEARNING_DIVISION
from karmayogi.insight.registry.metric import COUNTRY_ALONE, NIGHTLY, Metric
from karmayogi.insight.registry.parts import PARTS
from karmayogi.insight.types import Unit, Words

# Every case that has come to an end, by the version of the policy that opened it. A case called off was none.
CASES = """
select policy, count(*) filter (where state in ('cleared', 'restored')) as cleared, count(*) as decided
from assessment_recheck where state in ('cleared', 'restored', 'unconfirmed') group by policy
"""

FALSE_ALARMS = Metric(
    code="false_alarms",
    full=Words(
        "False alarms of the rules of honest completion, of all cases ended",
        "ईमानदार पूर्णता के नियमों की झूठी चेतावनियाँ, समाप्त मामलों में",
        "دیانت دارانہ تکمیل کے ضابطوں کے غلط انتباہ، ختم شدہ معاملات میں",
    ),
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
    counts=("cleared", "unconfirmed", "earlier_years", "this_year"),
    leaves_out=("open_cases",),
    grain=COUNTRY_ALONE,
    refresh=NIGHTLY,
    sources=("assessment_recheck",),
    facts="""
with decided as (
  select count(*) filter (where state = 'cleared' or (state = 'restored' and restored_on <= :on)) as cleared,
    count(*) as cases
  from recheck where ended_on <= :on
)
select o.organisation_id as organisation_id, d.cleared as numerator, d.cases as denominator
from organisation o cross join decided d
where length(o.path) = 8 and o.valid_from <= :on and (o.valid_to is null or o.valid_to > :on)
""",
    sql=f"""
select u.organisation_id, sum(c.cleared)::bigint, sum(c.decided)::bigint
from unit_now u cross join ({CASES.strip()}) c
where length(u.path) = 8
group by 1
""",
)


_RATE = """
select organisation.id, sum(r.{column})::bigint, {whole}
from assessment_integrityrate r join orgs_organisation organisation on organisation.path = r.path
where r.kind = '{kind}'
group by 1
"""
COMPLETERS = Words(
    "officers who completed a course within a year",
    "एक वर्ष में पाठ्यक्रम पूरा करने वाले अधिकारी",
    "ایک سال میں کورس مکمل کرنے والے افسران",
)
EACH_COMPLETER = Words(
    "Organisation unit. Each officer with a completed course counts once.",
    "संगठन इकाई। पाठ्यक्रम पूरा कर चुके प्रत्येक अधिकारी की गणना एक बार।",
    "ادارے کی اکائی۔ کورس مکمل کر چکے ہر افسر کا شمار ایک بار۔",
)

PEOPLE = Metric(
    code="people",
    full=Words(
        "Officers with a completed course within a year",
        "एक वर्ष में पाठ्यक्रम पूरा कर चुके अधिकारी",
        "ایک سال میں کورس مکمل کر چکے افسران",
    ),
    name=Words("Officers with a completed course", "पाठ्यक्रम पूरा कर चुके अधिकारी", "کورس مکمل کر چکے افسران"),
    short=Words("Completed a course", "पूरा किया", "مکمل کیا"),
    definition=Words(
        "Officers who completed a course within the year before the last nightly run: of whom the rules of honest "
        "completion can say anything.",
        "पिछली रात की गणना से पहले के एक वर्ष में पाठ्यक्रम पूरा करने वाले अधिकारी: जिनके बारे में ईमानदार पूर्णता के नियम कुछ कह सकते हैं।",
        "پچھلی رات کی گنتی سے پہلے کے ایک سال میں کورس مکمل کرنے والے افسران: "
        "جن کے بارے میں دیانت دارانہ تکمیل کے ضابطے کچھ کہہ سکتے ہیں۔",
    ),
    numerator=COMPLETERS,
    denominator=None,
    unit=Unit.COUNT,
    owner=LEARNING_DIVISION,
    counts=("completers",),
    leaves_out=("no_post",),
    grain=EACH_COMPLETER,
    refresh=NIGHTLY,
    sources=("assessment_integrityrate",),
    sql=_RATE.format(column="people", whole="0::bigint", kind="fast_test"),
)


def _rate(code: str, full: Words, name: Words, definition: Words, numerator: Words) -> Metric:
    return Metric(
        code=code,
        full=full,
        name=name,
        short=name,
        definition=definition,
        numerator=numerator,
        denominator=COMPLETERS,
        unit=Unit.SHARE,
        owner=LEARNING_DIVISION,
        counts=("completers", code),
        leaves_out=("no_post",),
        grain=EACH_COMPLETER,
        refresh=NIGHTLY,
        sources=("assessment_integrityrate",),
        sql=_RATE.format(column="marked", whole="sum(r.people)::bigint", kind=code),
    )


FAST_LESSONS = _rate(
    "fast_lessons",
    Words(
        "Officers with lessons done faster than possible",
        "असंभव गति से पाठ पूरे करने वाले अधिकारी",
        "ناممکن تیزی سے اسباق مکمل کرنے والے افسران",
    ),
    Words("Fast lessons", "तेज़ पाठ", "تیز اسباق"),
    Words(
        "Parts of a course lay open for less time than they take at the least, all together.",
        "पाठ्यक्रम के भाग कुल मिलाकर उतने समय से भी कम खुले रहे जितना उन्हें कम से कम लगता है।",
        "کورس کے حصے کل ملا کر اس سے بھی کم وقت کھلے رہے جتنا انہیں کم از کم لگتا ہے۔",
    ),
    PARTS["fast_lessons"],
)
FAST_TEST = _rate(
    "fast_test",
    Words(
        "Officers with a test passed faster than its questions are read",
        "प्रश्न पढ़ने से भी तेज़ परीक्षा उत्तीर्ण करने वाले अधिकारी",
        "سوال پڑھنے سے بھی تیز امتحان پاس کرنے والے افسران",
    ),
    Words("Fast tests", "तेज़ परीक्षाएँ", "تیز امتحان"),
    Words(
        "A passed test took less time than reading its questions takes.",
        "उत्तीर्ण परीक्षा में उससे कम समय लगा जितना उसके प्रश्न पढ़ने में लगता है।",
        "پاس کیے گئے امتحان میں اس سے کم وقت لگا جتنا اس کے سوال پڑھنے میں لگتا ہے۔",
    ),
    PARTS["fast_test"],
)
SAME_ANSWERS = _rate(
    "same_answers",
    Words(
        "Officers who share wrong answers with a colleague",
        "अधिकारी जिनके ग़लत उत्तर किसी सहकर्मी के समान हैं",
        "افسران جن کے غلط جواب کسی رفیقِ کار کے یکساں ہیں",
    ),
    Words("Same answers", "समान उत्तर", "یکساں جواب"),
    Words(
        "Two tests of the office share wrong answers more often than chance explains.",
        "कार्यालय की दो परीक्षाओं में ग़लत उत्तर संयोग से अधिक बार समान हैं।",
        "دفتر کے دو امتحانوں میں غلط جواب اتفاق سے زیادہ بار یکساں ہیں۔",
    ),
    PARTS["same_answers"],
)
SHARED_DEVICE = _rate(
    "shared_device",
    Words(
        "Officers whose test came from the device of others",
        "अधिकारी जिनकी परीक्षा दूसरों के उपकरण से आई",
        "افسران جن کا امتحان دوسروں کے آلے سے آیا",
    ),
    Words("Shared devices", "साझा उपकरण", "مشترک آلات"),
    Words(
        "Several people handed in one test from what looks like one device within hours. Often an office has only one.",
        "कई लोगों की एक ही परीक्षा कुछ घंटों के भीतर एक ही लगने वाले उपकरण से जमा हुई। प्रायः कार्यालय में एक ही उपकरण होता है।",
        "کئی افراد کا ایک ہی امتحان چند گھنٹوں کے اندر ایک ہی معلوم ہونے والے آلے سے جمع ہوا۔ "
        "اکثر دفتر میں ایک ہی آلہ ہوتا ہے۔",
    ),
    PARTS["shared_device"],
)
