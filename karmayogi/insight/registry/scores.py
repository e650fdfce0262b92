"""Scores, worked out of other figures of the registry. Owner: the Commission, which lays down the weights."""

from karmayogi.insight.registry import planned, proof, taking_part
from karmayogi.insight.registry.metric import Metric
from karmayogi.insight.types import Unit, Words

# What the scoring of ministries asks for, in the order in which screens show it: an active capacity building unit, an
# aligned plan, officers on board, competencies mapped. The official weights are published nowhere that was found.
PARTS_OF_SCORE = (planned.UNIT_COVERED, planned.PLAN_COVERED, taking_part.ONBOARDED, proof.POSTS_PROFILED)
EQUAL = {metric.code: 25 for metric in PARTS_OF_SCORE}  # until the Commission lays down others

SCORE = Metric(
    code="ministry_score",
    full=Words(
        "Score of a ministry in building capacity, of 100 points",
        "क्षमता निर्माण में मंत्रालय के अंक, 100 में से",
        "صلاحیت سازی میں وزارت کے نمبر، 100 میں سے",
    ),
    name=Words("Score of the ministry", "मंत्रालय के अंक", "وزارت کے نمبر"),
    short=Words("Score", "अंक", "نمبر"),
    definition=Words(
        "Four shares, each times its weight, added: officers with an "
        "active capacity building unit, officers covered by "
        "an annual plan, officers on board, posts with a role profile. The Commission lays down the weights, with a "
        "reason; they add up to 100. A ministry one of whose shares is not shown has no score.",
        "चार भाग, प्रत्येक अपने भार से गुणा करके जोड़े गए: सक्रिय क्षमता निर्माण इकाई वाले अधिकारी, वार्षिक योजना में सम्मिलित अधिकारी, "
        "मंच पर आ चुके अधिकारी, भूमिका प्रोफ़ाइल वाले पद। भार आयोग कारण सहित "
        "निर्धारित करता है; उनका योग 100 है। जिस मंत्रालय का कोई भाग "
        "नहीं दिखाया जाता, उसके अंक नहीं हैं।",
        "چار حصے، ہر ایک اپنے وزن سے ضرب دے کر جمع کیے گئے: فعال صلاحیت سازی "
        "یونٹ والے افسران، سالانہ منصوبے میں شامل افسران، "
        "پلیٹ فارم پر آ چکے افسران، کردار کے خاکے والی اسامیاں۔ وزن کمیشن وجہ کے ساتھ "
        "مقرر کرتا ہے؛ ان کا مجموعہ 100 ہے۔ جس وزارت کا کوئی "
        "حصہ نہیں دکھایا جاتا، اس کے نمبر نہیں ہیں۔",
    ),
    numerator=Words(
        "points of the four shares, each times its weight",
        "चार भागों के अंक, प्रत्येक अपने भार से गुणा",
        "چار حصوں کے نمبر، ہر ایک اپنے وزن سے ضرب",
    ),
    denominator=None,
    unit=Unit.POINTS,
    owner=Words("Capacity Building Commission", "क्षमता निर्माण आयोग", "صلاحیت سازی کمیشن"),
    counts=("active_units", "plans_in_force", "on_board", "profiled"),
    leaves_out=("without_unit", "without_plan", "unfinished_accounts", "unprofiled"),
    grain=Words("A ministry with everything below it.", "मंत्रालय, उसके अधीन सब सहित।", "وزارت، اس کے ماتحت سب کے ساتھ۔"),
    sources=tuple(dict.fromkeys(table for metric in PARTS_OF_SCORE for table in metric.sources)),
    sql="",
    of=tuple(metric.code for metric in PARTS_OF_SCORE),
)
