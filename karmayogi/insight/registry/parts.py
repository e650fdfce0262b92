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
    "courses_published": Words("courses in the catalogue", "सूचीपत्र के पाठ्यक्रम", "فہرست کے کورس"),
    "courses_withdrawn": Words(
        "courses in work, and those withdrawn", "तैयार हो रहे और वापस लिए गए पाठ्यक्रम", "زیرِ تیاری اور واپس لیے گئے کورس"
    ),
    "ratings": Words("ratings that learners gave", "शिक्षार्थियों की दी हुई राय", "سیکھنے والوں کی دی ہوئی رائے"),
    "ratings_hidden": Words(
        "ratings that a moderator has hidden", "संचालक द्वारा छिपाई गई राय", "منتظم کی چھپائی ہوئی رائے"
    ),
    "social_minutes": Words(
        "confirmed minutes of learning from others",
        "दूसरों से सीखने के पुष्ट मिनट",
        "دوسروں سے سیکھنے کے تصدیق شدہ منٹ",
    ),
    "cascade_in_full": Words(
        "sessions of cascades attended from beginning to end",
        "सोपानिक प्रशिक्षण के सत्र जिनमें आरंभ से अंत तक भाग लिया गया",
        "سلسلہ وار تربیت کی نشستیں جن میں شروع سے آخر تک شرکت کی گئی",
    ),
    "cascade_in_part": Words(
        "sessions of cascades attended in part",
        "सोपानिक प्रशिक्षण के सत्र जिनमें आंशिक भाग लिया गया",
        "سلسلہ وار تربیت کی نشستیں جن میں جزوی شرکت کی گئی",
    ),
    "cascade_led": Words(
        "sessions of cascades that an officer led",
        "सोपानिक प्रशिक्षण के सत्र जो किसी अधिकारी ने लिए",
        "سلسلہ وار تربیت کی نشستیں جو کسی افسر نے لیں",
    ),
    "cascade_faculty": Words(
        "sessions of the first tier, which faculty leads",
        "पहले स्तर के सत्र, जिन्हें संकाय लेता है",
        "پہلے درجے کی نشستیں، جنہیں اساتذہ لیتے ہیں",
    ),
    "cascade_taken_back": Words(
        "sessions of trainers whose qualification was taken back",
        "उन प्रशिक्षकों के सत्र जिनकी अर्हता वापस ले ली गई",
        "ان تربیت کاروں کی نشستیں جن کی اہلیت واپس لے لی گئی",
    ),
    "this_month": Words(
        "what happened since the first of this month",
        "इस माह की पहली तारीख से जो हुआ",
        "اس مہینے کی پہلی تاریخ سے جو ہوا",
    ),
    "earlier_months": Words("what happened before this month", "इस माह से पहले जो हुआ", "اس مہینے سے پہلے جو ہوا"),
    "in_the_week": Words(
        "what was credited on a day of the learning week",
        "जो अधिगम सप्ताह के किसी दिन जमा हुआ",
        "جو ہفتۂ تعلیم کے کسی دن جمع ہوا",
    ),
    "outside_the_week": Words("what was credited on other days", "जो अन्य दिनों में जमा हुआ", "جو دوسرے دنوں میں جمع ہوا"),
    "week_target": Words(
        "officers with the hours that the learning week asked for",
        "अधिगम सप्ताह में अपेक्षित घंटे पूरे करने वाले अधिकारी",
        "ہفتۂ تعلیم کے مطلوبہ گھنٹے پورے کرنے والے افسران",
    ),
    "below_the_target": Words(
        "learning in the week that stayed below its hours",
        "सप्ताह का वह सीखना जो अपेक्षित घंटों से कम रहा",
        "ہفتے کا وہ سیکھنا جو مطلوبہ گھنٹوں سے کم رہا",
    ),
    "on_board": Words(
        "officers with confirmed contact and group of service",
        "पुष्ट संपर्क और सेवा समूह वाले अधिकारी",
        "تصدیق شدہ رابطے اور سروس گروپ والے افسران",
    ),
    "unfinished_accounts": Words(
        "accounts without confirmed contact or group of service",
        "बिना पुष्ट संपर्क या सेवा समूह वाले खाते",
        "بغیر تصدیق شدہ رابطے یا سروس گروپ والے اکاؤنٹ",
    ),
    "grade_e0": Words("certificates that were claimed (E0)", "स्वयं बताए गए प्रमाणपत्र (E0)", "خود بتائی گئی اسناد (E0)"),
    "grade_e1": Words(
        "certificates for what the server saw (E1)",
        "सर्वर द्वारा देखे गए के प्रमाणपत्र (E1)",
        "سرور کی دیکھی ہوئی چیز کی اسناد (E1)",
    ),
    "grade_e2": Words(
        "certificates for a marked test (E2)", "जाँची गई परीक्षा के प्रमाणपत्र (E2)", "جانچے گئے امتحان کی اسناد (E2)"
    ),
    "grade_e3": Words("certificates that were witnessed (E3)", "साक्षी सहित प्रमाणपत्र (E3)", "گواہی والی اسناد (E3)"),
    "some_level_missing": Words(
        "officers with a required level not shown",
        "अधिकारी जिनका कोई अपेक्षित स्तर सिद्ध नहीं",
        "افسران جن کی کوئی مطلوبہ سطح ثابت نہیں",
    ),
    "duties_in_time": Words(
        "obligations done by their due date", "नियत तिथि तक पूरे किए गए दायित्व", "آخری تاریخ تک پوری کی گئی ذمے داریاں"
    ),
    "duties_late": Words(
        "obligations done late, and those overdue",
        "देर से पूरे किए गए और बकाया दायित्व",
        "دیر سے پوری کی گئی اور زائد المیعاد ذمے داریاں",
    ),
    "duties_ahead": Words(
        "obligations whose due date is still to come",
        "दायित्व जिनकी नियत तिथि अभी आनी है",
        "ذمے داریاں جن کی آخری تاریخ ابھی آنی ہے",
    ),
    "exempt": Words(
        "obligations from which somebody is exempt", "दायित्व जिनसे छूट मिली है", "ذمے داریاں جن سے استثنا ملا ہے"
    ),
    "plans_in_force": Words(
        "annual plans published for this year", "इस वर्ष के लिए प्रकाशित वार्षिक योजनाएँ", "اس سال کے لیے شائع سالانہ منصوبے"
    ),
    "plans_in_work": Words(
        "plans drafted, agreed or approved and not yet published",
        "मसौदा, सहमत या अनुमोदित पर अप्रकाशित योजनाएँ",
        "مسودہ، متفقہ یا منظور شدہ مگر غیر شائع منصوبے",
    ),
    "without_plan": Words(
        "officers without a plan over them", "अधिकारी जिन पर कोई योजना लागू नहीं", "افسران جن پر کوئی منصوبہ لاگو نہیں"
    ),
    "active_units": Words(
        "capacity building units that are active", "सक्रिय क्षमता निर्माण इकाइयाँ", "فعال صلاحیت سازی یونٹ"
    ),
    "ended_units": Words(
        "capacity building units that have ended", "समाप्त क्षमता निर्माण इकाइयाँ", "ختم شدہ صلاحیت سازی یونٹ"
    ),
    "without_unit": Words(
        "officers without a unit over them", "अधिकारी जिनके लिए कोई इकाई नहीं", "افسران جن کے لیے کوئی یونٹ نہیں"
    ),
}
