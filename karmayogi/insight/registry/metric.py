"""What a metric is."""

import dataclasses
import hashlib

from karmayogi.insight.registry.bases import OFFICERS_CODE
from karmayogi.insight.types import Unit, Words

REFRESH = Words(
    "Every 20 seconds for what changed; everything anew each night.",
    "हर 20 सेकंड में जो बदला उसके लिए; हर रात सब कुछ नए सिरे से।",
    "جو بدلا اس کے لیے ہر 20 سیکنڈ میں؛ ہر رات سب کچھ نئے سرے سے۔",
)
GRAIN = Words(
    "Organisation unit. Each officer counts once, at the main post held.",
    "संगठन इकाई। प्रत्येक अधिकारी की गणना एक बार, मुख्य पद पर।",
    "ادارے کی اکائی۔ ہر افسر کا شمار ایک بار، اصل اسامی پر۔",
)
NIGHTLY = Words("Anew each night, for everything.", "हर रात नए सिरे से, सब कुछ।", "ہر رات نئے سرے سے، سب کچھ۔")
EACH_POST = Words(
    "Organisation unit. Each post counts once, at its unit.",
    "संगठन इकाई। प्रत्येक पद की गणना एक बार, अपनी इकाई में।",
    "ادارے کی اکائی۔ ہر اسامی کا شمار ایک بار، اپنی اکائی میں۔",
)
EACH_BODY = Words(
    "Organisation unit. Each plan counts once, at the organisation whose plan it is.",
    "संगठन इकाई। प्रत्येक योजना की गणना एक बार, जिस संगठन की वह है।",
    "ادارے کی اکائی۔ ہر منصوبے کا شمار ایک بار، جس ادارے کا وہ ہے۔",
)
COUNTRY_ALONE = Words("The country as a whole, not its parts.", "पूरा देश, उसके भाग नहीं।", "پورا ملک، اس کے حصے نہیں۔")
SMALL_CELLS = Words(
    "A figure about fewer than 10 officers is not shown, nor any other figure from which it could be worked out.",
    "10 से कम अधिकारियों का आँकड़ा नहीं दिखाया जाता, न ही ऐसा कोई आँकड़ा जिससे वह निकाला जा सके।",
    "10 سے کم افسران کا عدد نہیں دکھایا جاتا، نہ ہی کوئی ایسا عدد جس سے وہ نکالا جا سکے۔",
)
PUBLIC_PLANS = Words(
    "Plans are public: no figure is withheld.",
    "योजनाएँ सार्वजनिक हैं: कोई आँकड़ा रोका नहीं जाता।",
    "منصوبے عوامی ہیں: کوئی عدد روکا نہیں جاتا۔",
)
CONCERNED = Words(
    "A figure about fewer than 10 officers is not shown, nor one whose denominator counts fewer than 10 of them, nor "
    "any other figure from which it could be worked out.",
    "10 से कम अधिकारियों का आँकड़ा नहीं दिखाया जाता, न वह जिसके हर में 10 से कम अधिकारी गिने गए हों, न ही ऐसा कोई आँकड़ा "
    "जिससे वह निकाला जा सके।",
    "10 سے کم افسران کا عدد نہیں دکھایا جاتا، نہ وہ جس کے مخرج میں 10 سے کم افسران گنے گئے ہوں، نہ ہی "
    "کوئی ایسا عدد جس سے وہ نکالا جا سکے۔",
)
EVERYBODY = Words(
    "Posts are public: no figure is withheld.",
    "पद सार्वजनिक हैं: कोई आँकड़ा रोका नहीं जाता।",
    "اسامیاں عوامی ہیں: کوئی عدد روکا نہیں جاتا۔",
)

ORIGINS = {
    "orgs_incumbency": Words(
        "register of who holds which post", "किस पद पर कौन है, इसका रजिस्टर", "کس اسامی پر کون ہے، اس کا رجسٹر"
    ),
    "orgs_post": Words("register of posts", "पदों का रजिस्टर", "اسامیوں کا رجسٹر"),
    "people_account": Words("accounts", "खाते", "اکاؤنٹ"),
    "learning_enrolment": Words("enrolments in courses", "पाठ्यक्रमों में नामांकन", "کورسوں میں اندراج"),
    "learning_learningcredit": Words("credited learning time", "दर्ज सीखने का समय", "درج شدہ سیکھنے کا وقت"),
    "credentials_certificate": Words("certificates", "प्रमाणपत्र", "سرٹیفکیٹ"),
    "competencies_profile": Words("role profiles", "भूमिका प्रोफ़ाइल", "کرداروں کے پروفائل"),
    "competencies_profilerequirement": Words(
        "levels that role profiles ask for", "भूमिका प्रोफ़ाइलों में अपेक्षित स्तर", "کرداروں کے پروفائل میں مطلوب سطحیں"
    ),
    "assessment_integrityrate": Words(
        "nightly count of signals by office", "कार्यालयवार संकेतों की रात्रिकालीन गणना", "دفتر وار اشاروں کی شبانہ گنتی"
    ),
    "assessment_recheck": Words("re-checks of completions", "पूर्णताओं की पुनर्जाँच", "تکمیلات کی دوبارہ جانچ"),
    "learning_course": Words("catalogue of courses", "पाठ्यक्रमों का सूचीपत्र", "کورسوں کی فہرست"),
    "learning_courserating": Words("ratings of courses", "पाठ्यक्रमों पर राय", "کورسوں پر رائے"),
    "people_person": Words("records of persons", "व्यक्तियों के अभिलेख", "افراد کے ریکارڈ"),
    "plans_mandate": Words("orders in force", "प्रभावी आदेश", "نافذ احکامات"),
    "capacity_plan": Words(
        "annual capacity building plans", "वार्षिक क्षमता निर्माण योजनाएँ", "صلاحیت سازی کے سالانہ منصوبے"
    ),
    "capacity_capacityunit": Words("capacity building units", "क्षमता निर्माण इकाइयाँ", "صلاحیت سازی یونٹ"),
    "insight_learningweek": Words("learning weeks", "अधिगम सप्ताह", "ہفتہ ہائے تعلیم"),
    "learning_cascadesession": Words("sessions of cascades", "सोपानिक प्रशिक्षण के सत्र", "سلسلہ وار تربیت کی نشستیں"),
    "learning_cascadetrainer": Words("register of trainers", "प्रशिक्षकों का रजिस्टर", "تربیت کاروں کا رجسٹر"),
    "learning_gatheringplace": Words("attendance of events", "कार्यक्रमों में उपस्थिति", "تقریبات میں حاضری"),
    "competencies_level": Words("levels shown", "दिखाए गए स्तर", "دکھائی گئی سطحیں"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Metric:
    """One figure: what it is called and means, and the one query that it comes from.

    sql: answers (organisation_id, numerator, denominator), one row for each organisation unit that has any, out of
    `unit_now` (organisation_id, path, state_code: the units asked for) and `officer_now` (person_id, organisation_id:
    whoever holds her main post there today). Parameters: %(on)s the day in India, %(since)s the first day of its
    financial year. A metric without a denominator answers 0 for it.
    Also `duty_now` (person_id, due_on, done_on): what orders asked of these officers by a day of this financial year.
    Parameters besides: %(month)s the first day of the month of %(on)s.
    about_people: the rule on small cells holds; where it does not, `public` says why.
    facts: the same over the fact tables of the columnar store (facts/engine/tables.py), as on any day, with columns of
    these names; `:on` and `:since` stand for the days. The SQL is what ClickHouse, Spark and PostgreSQL have in common.
    past: whether it tells what was so on a past day; false where the facts only tell how it is now.
    full, name, short: the name in three lengths: for reports, for screens, for heads of columns.
    of: codes of the metrics that it is worked out of, where it has no query of its own.
    counts, leaves_out: codes of registry.parts.
    base: of registry.bases: of whom it speaks, where that is not all officers.
    """

    code: str
    full: Words
    name: Words
    short: Words
    definition: Words
    numerator: Words
    denominator: Words | None
    unit: Unit
    owner: Words
    sources: tuple[str, ...]
    sql: str
    counts: tuple[str, ...]
    leaves_out: tuple[str, ...]
    facts: str = ""
    past: bool = True
    about_people: bool = True
    grain: Words = GRAIN
    refresh: Words = REFRESH
    public: Words = EVERYBODY
    of: tuple[str, ...] = ()
    base: str = OFFICERS_CODE

    @property
    def digest(self) -> str:
        """Of what it means and of how it is counted: another one is another definition."""
        said = [
            self.definition.en,
            self.numerator.en,
            self.denominator.en if self.denominator else "",
            self.sql,
            *self.of,
        ]
        return hashlib.sha256("\n".join(" ".join(text.split()) for text in said).encode()).hexdigest()

    @property
    def origins(self) -> tuple[Words, ...]:
        """What the tables of `sources` hold, in words."""
        return tuple(ORIGINS[table] for table in self.sources)

    @property
    def small_cells(self) -> Words:
        if not self.about_people:
            return self.public
        return SMALL_CELLS if self.base == OFFICERS_CODE else CONCERNED
