"""Figures of what providers offer: courses, who took them up, what learners say. Their queries answer by course."""

from karmayogi.insight.registry.learning import LEARNING_DIVISION
from karmayogi.insight.registry.metric import NIGHTLY, Metric
from karmayogi.insight.types import Unit, Words

EACH_COURSE = Words(
    "Provider and course. Each person counts once in a course, with a post or without one.",
    "प्रदाता और पाठ्यक्रम। प्रत्येक व्यक्ति की गणना एक पाठ्यक्रम में एक बार, पद हो या न हो।",
    "فراہم کنندہ اور کورس۔ ہر شخص کا شمار ایک کورس میں ایک بار، اسامی ہو یا نہ ہو۔",
)
PUBLIC_CATALOGUE = Words(
    "The catalogue is public: no figure is withheld.",
    "सूचीपत्र सार्वजनिक है: कोई आँकड़ा रोका नहीं जाता।",
    "فہرست عوامی ہے: کوئی عدد روکا نہیں جاتا۔",
)

COURSES = Metric(
    code="offer_courses",
    full=Words("Courses of a provider that are published", "प्रदाता के प्रकाशित पाठ्यक्रम", "فراہم کنندہ کے شائع شدہ کورس"),
    name=Words("Published courses", "प्रकाशित पाठ्यक्रम", "شائع شدہ کورس"),
    short=Words("Courses", "पाठ्यक्रम", "کورس"),
    definition=Words(
        "Courses, programmes, tests and events of the provider that are in the catalogue.",
        "प्रदाता के पाठ्यक्रम, कार्यक्रम, परीक्षाएँ और आयोजन जो सूचीपत्र में हैं।",
        "فراہم کنندہ کے کورس، پروگرام، امتحانات اور تقریبات جو فہرست میں ہیں۔",
    ),
    numerator=Words("courses that are published", "प्रकाशित पाठ्यक्रम", "شائع شدہ کورس"),
    denominator=None,
    unit=Unit.COUNT,
    owner=LEARNING_DIVISION,
    counts=("courses_published",),
    leaves_out=("courses_withdrawn",),
    grain=EACH_COURSE,
    refresh=NIGHTLY,
    about_people=False,
    public=PUBLIC_CATALOGUE,
    sources=("learning_course",),
    sql="select c.id, 1::bigint, 0::bigint from learning_course c where c.status = 'published'",
)

TAKEN_UP = Metric(
    code="offer_enrolments",
    full=Words(
        "Enrolments in the courses of a provider", "प्रदाता के पाठ्यक्रमों में पंजीयन", "فراہم کنندہ کے کورسوں میں اندراج"
    ),
    name=Words("Enrolments in its courses", "इसके पाठ्यक्रमों में पंजीयन", "اس کے کورسوں میں اندراج"),
    short=Words("Enrolments", "पंजीयन", "اندراج"),
    definition=Words(
        "Enrolments in the courses of the provider, ever, by everybody; withdrawn ones are left out.",
        "प्रदाता के पाठ्यक्रमों में अब तक सभी के पंजीयन; वापस लिए गए छोड़कर।",
        "فراہم کنندہ کے کورسوں میں اب تک سب کے اندراج؛ واپس لیے گئے چھوڑ کر۔",
    ),
    numerator=Words("enrolments, withdrawn ones left out", "पंजीयन, वापस लिए गए छोड़कर", "اندراج، واپس لیے گئے چھوڑ کر"),
    denominator=None,
    unit=Unit.COUNT,
    owner=LEARNING_DIVISION,
    counts=("in_position", "no_post", "under_way", "completed", "earlier_years", "this_year"),
    leaves_out=("withdrawn",),
    grain=EACH_COURSE,
    refresh=NIGHTLY,
    sources=("learning_enrolment",),
    sql="""
select e.course_id, count(*), 0::bigint from learning_enrolment e where e.status <> 'withdrawn' group by 1
""",
)

COMPLETED = Metric(
    code="offer_completed",
    full=Words(
        "Completion rate of the enrolments in the courses of a provider",
        "प्रदाता के पाठ्यक्रमों में पंजीयनों की पूर्णता दर",
        "فراہم کنندہ کے کورسوں میں اندراج کی شرحِ تکمیل",
    ),
    name=Words("Completion rate of its courses", "इसके पाठ्यक्रमों की पूर्णता दर", "اس کے کورسوں کی شرحِ تکمیل"),
    short=Words("Completed", "पूर्ण", "مکمل"),
    definition=Words(
        "Of the enrolments in the courses of the provider, the share that are completed.",
        "प्रदाता के पाठ्यक्रमों के पंजीयनों में पूरे हुए का भाग।",
        "فراہم کنندہ کے کورسوں کے اندراج میں مکمل شدہ کا حصہ۔",
    ),
    numerator=Words("enrolments that are completed", "पूरे हुए पंजीयन", "مکمل شدہ اندراج"),
    denominator=Words(
        "enrolments, withdrawn ones left out", "पंजीयन, वापस लिए गए छोड़कर", "اندراج، واپس لیے گئے چھوڑ کر"
    ),
    unit=Unit.SHARE,
    owner=LEARNING_DIVISION,
    counts=("in_position", "no_post", "completed", "under_way", "earlier_years", "this_year"),
    leaves_out=("withdrawn",),
    grain=EACH_COURSE,
    refresh=NIGHTLY,
    sources=("learning_enrolment",),
    sql="""
select e.course_id, count(*) filter (where e.status = 'completed'), count(*)
from learning_enrolment e where e.status <> 'withdrawn' group by 1
""",
)

RATING = Metric(
    code="offer_rating",
    full=Words(
        "Average of the stars that learners gave the courses of a provider",
        "प्रदाता के पाठ्यक्रमों को शिक्षार्थियों द्वारा दिए गए तारों का औसत",
        "فراہم کنندہ کے کورسوں کو سیکھنے والوں کے دیے ہوئے ستاروں کا اوسط",
    ),
    name=Words("Average rating, of 5 stars", "औसत राय, 5 तारों में से", "اوسط رائے، 5 ستاروں میں سے"),
    short=Words("Rating", "राय", "رائے"),
    definition=Words(
        "Average of the ratings that learners gave, one to five stars, each person once for a course. What a "
        "moderator has hidden is left out. Not shown where fewer than 10 have rated.",
        "शिक्षार्थियों द्वारा दी गई राय का औसत, एक से पाँच तारे, प्रति पाठ्यक्रम प्रत्येक व्यक्ति एक बार। जो संचालक ने छिपाया वह "
        "छोड़ दिया गया है। 10 से कम की राय होने पर नहीं दिखाया जाता।",
        "سیکھنے والوں کی دی ہوئی رائے کا اوسط، ایک سے پانچ ستارے، فی کورس ہر شخص ایک بار۔ جو منتظم نے چھپایا وہ "
        "چھوڑ دیا گیا ہے۔ 10 سے کم کی رائے ہو تو نہیں دکھایا جاتا۔",
    ),
    numerator=Words("stars given", "दिए गए तारे", "دیے گئے ستارے"),
    denominator=Words("ratings given", "दी गई राय", "دی گئی آرا"),
    unit=Unit.STARS,
    owner=LEARNING_DIVISION,
    counts=("ratings", "in_position", "no_post"),
    leaves_out=("ratings_hidden",),
    grain=EACH_COURSE,
    refresh=NIGHTLY,
    sources=("learning_courserating",),
    sql="""
select r.course_id, sum(r.stars)::bigint, count(*) from learning_courserating r where r.hidden_at is null group by 1
""",
)

ALL = (COURSES, TAKEN_UP, COMPLETED, RATING)
