"""Figures of courses at a place: which are taken up most there, and completed."""

from karmayogi.insight.registry.learning import LEARNING_DIVISION
from karmayogi.insight.registry.metric import NIGHTLY, Metric
from karmayogi.insight.types import Unit, Words

EACH_PLACE = Words(
    "The country or an organisation directly below it, and course. Each officer counts once in a course.",
    "देश अथवा उसके ठीक नीचे का संगठन, और पाठ्यक्रम। प्रत्येक अधिकारी की गणना एक पाठ्यक्रम में एक बार।",
    "ملک یا اس کے عین نیچے کا ادارہ، اور کورس۔ ہر افسر کا شمار ایک کورس میں ایک بار۔",
)
# (path of the place, course, officers who took it up, of them who completed it); the country's own posts by its path.
BY_PLACE = """
select left(u.path, 16), e.course_id, count(*), count(*) filter (where e.status = 'completed')
from officer_now o
join unit_now u on u.organisation_id = o.organisation_id
join learning_enrolment e on e.person_id = o.person_id and e.status <> 'withdrawn'
group by 1, 2
"""

LEARNERS = Metric(
    code="course_learners",
    full=Words(
        "Officers in position at a place who took up a course",
        "किसी स्थान के पदस्थ अधिकारी जिन्होंने पाठ्यक्रम लिया",
        "کسی جگہ کے تعینات افسران جنہوں نے کورس لیا",
    ),
    name=Words("Officers who took it up", "इसे लेने वाले अधिकारी", "اسے لینے والے افسران"),
    short=Words("Took it up", "लिया", "لیا"),
    definition=Words(
        "Officers in position at the place who are enrolled in the course or have completed it, ever. Whoever withdrew "
        "is left out.",
        "उस स्थान के पदस्थ अधिकारी जो पाठ्यक्रम में पंजीकृत हैं या उसे कभी पूरा कर चुके हैं। जिन्होंने पंजीयन वापस लिया वे छोड़ दिए गए हैं।",
        "اس جگہ کے تعینات افسران جو کورس میں مندرج ہیں یا اسے کبھی مکمل کر چکے ہیں۔ "
        "جنہوں نے اندراج واپس لیا وہ چھوڑ دیے گئے ہیں۔",
    ),
    numerator=Words("officers enrolled, now or earlier", "पंजीकृत अधिकारी, अभी या पहले", "مندرج افسران، اب یا پہلے"),
    denominator=None,
    unit=Unit.COUNT,
    owner=LEARNING_DIVISION,
    counts=("in_position", "completed", "under_way", "earlier_years", "this_year"),
    leaves_out=("withdrawn", "no_post"),
    grain=EACH_PLACE,
    refresh=NIGHTLY,
    sources=("learning_enrolment", "orgs_incumbency"),
    sql=BY_PLACE,
)

FINISHED = Metric(
    code="course_finished",
    full=Words(
        "Of the officers at a place who took up a course, the share who completed it",
        "किसी स्थान पर पाठ्यक्रम लेने वाले अधिकारियों में उसे पूरा करने वालों का भाग",
        "کسی جگہ کورس لینے والے افسران میں اسے مکمل کرنے والوں کا حصہ",
    ),
    name=Words("Of them completed it", "उनमें से पूरा किया", "ان میں سے مکمل کیا"),
    short=Words("Completed", "पूर्ण", "مکمل"),
    definition=Words(
        "Share of the officers in position at the place who took up the course that have completed it.",
        "उस स्थान के पाठ्यक्रम लेने वाले पदस्थ अधिकारियों में उसे पूरा कर चुके अधिकारियों का भाग।",
        "اس جگہ کے کورس لینے والے تعینات افسران میں اسے مکمل کر چکے افسران کا حصہ۔",
    ),
    numerator=Words("officers who completed it", "इसे पूरा करने वाले अधिकारी", "اسے مکمل کرنے والے افسران"),
    denominator=Words("officers who took it up", "इसे लेने वाले अधिकारी", "اسے لینے والے افسران"),
    unit=Unit.SHARE,
    owner=LEARNING_DIVISION,
    counts=("in_position", "completed", "under_way", "earlier_years", "this_year"),
    leaves_out=("withdrawn", "no_post"),
    grain=EACH_PLACE,
    refresh=NIGHTLY,
    sources=("learning_enrolment", "orgs_incumbency"),
    sql=BY_PLACE,
)

ALL = (LEARNERS, FINISHED)
AREAS = {
    "behavioural": Words("Behavioural", "व्यवहारगत", "طرزِ عمل سے متعلق"),
    "functional": Words("Functional", "कार्यात्मक", "عملی"),
    "domain": Words("Domain", "क्षेत्र-विशिष्ट", "شعبہ جاتی"),
}
