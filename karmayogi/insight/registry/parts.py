"""What figures count and leave out: one list of parts, out of which each metric declares its own.

Why two figures differ is then worked out (registry.compare), and not written down pair by pair.
"""

from karmayogi.insight.types import Words

PARTS = {
    "in_position": Words("people who hold a post today", "आज किसी पद पर आसीन लोग", "آج کسی اسامی پر موجود لوگ"),
    "no_post": Words("people without a post", "बिना पद वाले लोग", "بغیر اسامی والے لوگ"),
    "additional_charge": Words(
        "additional charges, beside the main post", "मुख्य पद के अतिरिक्त प्रभार", "اصل اسامی کے علاوہ اضافی چارج"
    ),
    "open_accounts": Words("accounts that are open", "खुले खाते", "کھلے اکاؤنٹ"),
    "closed_accounts": Words("accounts that were closed", "बंद किए गए खाते", "بند کیے گئے اکاؤنٹ"),
    "no_account": Words("officers without an account", "बिना खाते वाले अधिकारी", "بغیر اکاؤنٹ والے افسران"),
    "under_way": Words(
        "courses taken up and not yet completed", "लिए गए, पर अभी अधूरे पाठ्यक्रम", "لیے گئے مگر ابھی نامکمل کورس"
    ),
    "completed": Words("courses completed", "पूरे किए गए पाठ्यक्रम", "مکمل کیے گئے کورس"),
    "withdrawn": Words("enrolments withdrawn", "वापस लिए गए पंजीयन", "واپس لیے گئے اندراج"),
    "earlier_years": Words(
        "what happened before 1 April of this financial year",
        "इस वित्तीय वर्ष के 1 अप्रैल से पहले जो हुआ",
        "اس مالی سال کی یکم اپریل سے پہلے جو ہوا",
    ),
    "this_year": Words(
        "what happened since 1 April of this financial year",
        "इस वित्तीय वर्ष के 1 अप्रैल से जो हुआ",
        "اس مالی سال کی یکم اپریل سے جو ہوا",
    ),
    "course_minutes": Words(
        "announced minutes of completed courses",
        "पूरे किए गए पाठ्यक्रमों के घोषित मिनट",
        "مکمل کیے گئے کورسوں کے اعلان کردہ منٹ",
    ),
    "work_minutes": Words(
        "confirmed minutes of learning at work",
        "काम करते हुए सीखने के पुष्ट मिनट",
        "کام کرتے ہوئے سیکھنے کے تصدیق شدہ منٹ",
    ),
    "screen_minutes": Words(
        "minutes that a course was really open", "पाठ्यक्रम के वास्तव में खुले रहने के मिनट", "کورس کے واقعی کھلے رہنے کے منٹ"
    ),
    "nothing_learned": Words(
        "officers who learned nothing this year", "इस वर्ष कुछ न सीखने वाले अधिकारी", "اس سال کچھ نہ سیکھنے والے افسران"
    ),
    "certificates": Words("certificates that stand", "प्रभावी प्रमाणपत्र", "نافذ اسناد"),
    "revoked": Words("certificates revoked", "निरस्त प्रमाणपत्र", "منسوخ اسناد"),
    "levels_met": Words(
        "required competencies with the level shown",
        "अपेक्षित दक्षताएँ जिनमें स्तर सिद्ध है",
        "مطلوبہ صلاحیتیں جن میں سطح ثابت ہے",
    ),
    "levels_missing": Words(
        "required competencies with the level not shown",
        "अपेक्षित दक्षताएँ जिनमें स्तर सिद्ध नहीं है",
        "مطلوبہ صلاحیتیں جن میں سطح ثابت نہیں",
    ),
    "not_required": Words(
        "levels in competencies that the post does not require",
        "उन दक्षताओं के स्तर जो पद के लिए अपेक्षित नहीं",
        "ان صلاحیتوں کی سطحیں جو اسامی کے لیے مطلوب نہیں",
    ),
    "profiled": Words(
        "posts whose designation has a published profile",
        "पद जिनके पदनाम की प्रोफ़ाइल प्रकाशित है",
        "اسامیاں جن کے عہدے کا خاکہ شائع ہے",
    ),
    "unprofiled": Words(
        "posts whose designation has no published profile",
        "पद जिनके पदनाम की प्रोफ़ाइल प्रकाशित नहीं",
        "اسامیاں جن کے عہدے کا خاکہ شائع نہیں",
    ),
    "vacant": Words("vacant posts", "रिक्त पद", "خالی اسامیاں"),
    "abolished": Words("abolished posts", "समाप्त पद", "ختم کی گئی اسامیاں"),
    "cleared": Words(
        "re-checks that ended in favour of the officer",
        "अधिकारी के पक्ष में समाप्त पुनर्जाँच",
        "افسر کے حق میں ختم ہونے والی دوبارہ جانچ",
    ),
    "unconfirmed": Words(
        "re-checks that ended without confirmation",
        "बिना पुष्टि के समाप्त पुनर्जाँच",
        "بغیر تصدیق کے ختم ہونے والی دوبارہ جانچ",
    ),
    "open_cases": Words(
        "re-checks not yet ended, and those called off",
        "अभी चल रही और वापस ली गई पुनर्जाँच",
        "ابھی جاری اور واپس لی گئی دوبارہ جانچ",
    ),
    "completers": Words(
        "officers who completed a course within a year",
        "एक वर्ष में पाठ्यक्रम पूरा करने वाले अधिकारी",
        "ایک سال میں کورس مکمل کرنے والے افسران",
    ),
    "fast_lessons": Words(
        "officers with lessons done faster than possible",
        "असंभव गति से पाठ पूरे करने वाले अधिकारी",
        "ناممکن تیزی سے اسباق مکمل کرنے والے افسران",
    ),
    "fast_test": Words(
        "officers with a test passed faster than its questions are read",
        "प्रश्न पढ़ने के समय से भी तेज़ परीक्षा उत्तीर्ण करने वाले अधिकारी",
        "سوال پڑھنے کے وقت سے بھی تیز امتحان پاس کرنے والے افسران",
    ),
    "same_answers": Words(
        "officers who share wrong answers with a colleague",
        "अधिकारी जिनके ग़लत उत्तर किसी सहकर्मी के समान हैं",
        "افسران جن کے غلط جواب کسی رفیقِ کار کے یکساں ہیں",
    ),
    "shared_device": Words(
        "officers whose test came from the device of others",
        "अधिकारी जिनकी परीक्षा दूसरों के उपकरण से आई",
        "افسران جن کا امتحان دوسروں کے آلے سے آیا",
    ),
}
