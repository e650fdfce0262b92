/* Six mails and every word of the interface, in two languages. All addresses end in .example: nobody can own them. */
window.WORDS = {
  en: {
    title: "Spot the phish",
    offline: "Not connected to a learning platform: your answers are not being saved.",
    introHead: "Six mails are waiting. Which would you report?",
    intro: ["You work in a ministry. Its own addresses end in @ministry.example and its site is portal.ministry.example.",
      "Read each mail and decide. Five right answers of six are a pass. You can stop at any time and go on later."],
    begin: "Start", resume: "Continue", mailOf: "Mail {n} of {all}",
    from: "From", to: "To", subject: "Subject", attached: "Attached", you: "you",
    where: "Show where the link goes", goes: "The link goes to:",
    ask: "What do you do?", report: "Report as suspicious", genuine: "Treat as genuine",
    right: "Right.", wrong: "Not this time.", isPhish: "This mail is a trap.", isGenuine: "This mail is genuine.",
    next: "Next mail", toResult: "See your result",
    resultHead: "Your result", score: "{right} of {all} right", passed: "Passed.", failed: "Not passed yet: five of six are needed. Look at the clues and try again.",
    take: "Take with you", tips: ["Read the address after the @ from the right.", "Hurry, fear and secrecy are the trick: slow down.", "See where a link goes before you open it, or type the address yourself.", "Unexpected attachment: ask the sender on a known number.", "Report at once, also when you have already clicked. Money lost: call 1930."],
    again: "Try again", review: "Your answers", done: "You can close this window now. Everything is saved.", yes: "right", no: "wrong"
  },
  hi: {
    title: "जाली मेल पहचानिए",
    offline: "किसी शिक्षण मंच से जुड़ाव नहीं है: आपके उत्तर सहेजे नहीं जा रहे।",
    introHead: "छह मेल आए हैं। किनकी सूचना देंगे?",
    intro: ["आप एक मंत्रालय में काम करते हैं। उसके अपने पते @ministry.example पर समाप्त होते हैं और उसकी साइट portal.ministry.example है।",
      "हर मेल पढ़कर निर्णय कीजिए। छह में से पाँच सही उत्तर पर उत्तीर्ण। कभी भी रुककर बाद में आगे बढ़ सकते हैं।"],
    begin: "शुरू करें", resume: "आगे बढ़ें", mailOf: "मेल {n}, कुल {all}",
    from: "प्रेषक", to: "प्रति", subject: "विषय", attached: "संलग्न", you: "आप",
    where: "देखें कि लिंक कहाँ जाता है", goes: "लिंक यहाँ जाता है:",
    ask: "आप क्या करेंगे?", report: "संदिग्ध बताएँ", genuine: "सही मानें",
    right: "सही।", wrong: "इस बार नहीं।", isPhish: "यह मेल एक जाल है।", isGenuine: "यह मेल सही है।",
    next: "अगला मेल", toResult: "परिणाम देखें",
    resultHead: "आपका परिणाम", score: "{all} में से {right} सही", passed: "उत्तीर्ण।", failed: "अभी उत्तीर्ण नहीं: छह में से पाँच चाहिए। संकेत देखिए और फिर कोशिश कीजिए।",
    take: "याद रखिए", tips: ["@ के बाद का पता दाएँ से पढ़िए।", "जल्दी, डर और गोपनीयता ही चाल है: रुकिए।", "लिंक खोलने से पहले देखिए कि कहाँ जाता है, या पता ख़ुद टाइप कीजिए।", "अनपेक्षित संलग्न फ़ाइल: भेजने वाले से जाने हुए नंबर पर पूछिए।", "तुरंत सूचना दीजिए, क्लिक हो गया हो तब भी। पैसा गया हो: 1930 पर फ़ोन।"],
    again: "फिर कोशिश करें", review: "आपके उत्तर", done: "अब यह खिड़की बंद कर सकते हैं। सब सहेज लिया गया है।", yes: "सही", no: "ग़लत"
  }
};

window.MAILS = [
  {
    id: "payslip", phish: true,
    address: "pay@ministry.example.payslip.example", link: ["portal.ministry.example/payslip", "http://payslip.example/login?next=portal"],
    en: { name: "Pay Section", subject: "Your October pay slip is on hold", body: ["Dear User,", "Your pay slip is on hold because your account is not verified. Verify within 2 hours or this month’s salary will not be credited."],
      why: ["The address ends in payslip.example. “ministry.example” in the middle is only paint.", "The link shows one address and goes to another.", "Two hours and no salary: hurry and fear."] },
    hi: { name: "वेतन अनुभाग", subject: "आपकी अक्टूबर की वेतन पर्ची रोकी गई है", body: ["प्रिय उपयोगकर्ता,", "आपका खाता सत्यापित नहीं है, इसलिए वेतन पर्ची रोक दी गई है। 2 घंटे में सत्यापित करें, नहीं तो इस माह का वेतन जमा नहीं होगा।"],
      why: ["पता payslip.example पर समाप्त होता है। बीच का “ministry.example” केवल दिखावा है।", "लिंक में एक पता दिखता है, वह जाता कहीं और है।", "दो घंटे और वेतन बंद: जल्दी और डर।"] }
  },
  {
    id: "training", phish: false,
    address: "training@ministry.example",
    en: { name: "Training Cell", subject: "Batch on the RTI Act, 14 December", body: ["Dear colleague,", "Your nomination for the one-day batch on the RTI Act has been approved. The programme is on the portal under Training, My batches.", "No reply is needed. If you cannot attend, tell your section by 7 December."],
      why: ["The address is the ministry’s own.", "No link, no attachment, no secret asked for.", "You can check it on the portal without using the mail."] },
    hi: { name: "प्रशिक्षण प्रकोष्ठ", subject: "आरटीआई अधिनियम पर बैच, 14 दिसंबर", body: ["प्रिय सहकर्मी,", "आरटीआई अधिनियम के एक-दिवसीय बैच के लिए आपका नामांकन स्वीकृत हो गया है। कार्यक्रम पोर्टल पर प्रशिक्षण, मेरे बैच में है।", "उत्तर देने की ज़रूरत नहीं। न आ सकें, तो 7 दिसंबर तक अपने अनुभाग को बताएँ।"],
      why: ["पता मंत्रालय का अपना है।", "न लिंक, न संलग्न फ़ाइल, न कोई गोपनीय माँग।", "मेल के बिना भी पोर्टल पर जाँच सकते हैं।"] }
  },
  {
    id: "senior", phish: true,
    address: "js.office.urgent@freemail.example",
    en: { name: "Joint Secretary (personal)", subject: "Need your help, keep it confidential", body: ["I am in a meeting and cannot take calls.", "Buy five gift cards for our guests and send me photographs of the codes. You will be repaid today. Do not discuss this with anyone."],
      why: ["A senior’s name on an outside address.", "Secrecy and “cannot take calls”: you are kept from checking.", "Nobody pays official expenses in gift-card codes."] },
    hi: { name: "संयुक्त सचिव (निजी)", subject: "आपकी मदद चाहिए, गोपनीय रखें", body: ["मैं बैठक में हूँ, फ़ोन नहीं ले सकता।", "मेहमानों के लिए पाँच गिफ़्ट कार्ड ख़रीदकर उनके कोड की फ़ोटो भेज दीजिए। पैसे आज ही मिल जाएँगे। इस पर किसी से बात न करें।"],
      why: ["बाहर के पते पर एक वरिष्ठ का नाम।", "गोपनीयता और “फ़ोन नहीं ले सकता”: आपको जाँचने से रोका जा रहा है।", "सरकारी ख़र्च कोई गिफ़्ट कार्ड के कोड से नहीं चुकाता।"] }
  },
  {
    id: "maintenance", phish: false,
    address: "itcell@ministry.example",
    en: { name: "IT Cell", subject: "Mail not available on Saturday night", body: ["Dear all,", "Mail will be under maintenance on Saturday from 22:00 to 02:00. You need not do anything.", "We never ask for your password. If a mail about this work asks for it, report it to us."],
      why: ["The address is the ministry’s own.", "It asks you to do nothing.", "It tells you to report, not to click."] },
    hi: { name: "आईटी प्रकोष्ठ", subject: "शनिवार रात मेल उपलब्ध नहीं रहेगी", body: ["सभी को,", "शनिवार 22:00 से 02:00 तक मेल का रखरखाव होगा। आपको कुछ नहीं करना है।", "हम कभी पासवर्ड नहीं माँगते। इस काम के नाम पर कोई मेल माँगे, तो हमें बताएँ।"],
      why: ["पता मंत्रालय का अपना है।", "यह आपसे कुछ करने को नहीं कहता।", "यह क्लिक करने को नहीं, सूचना देने को कहता है।"] }
  },
  {
    id: "parcel", phish: true,
    address: "notice@speedy-parcel.example", attachment: "customs_notice.pdf.html",
    en: { name: "Parcel Desk", subject: "FINAL NOTICE: your parcel will be destroyed", body: ["A parcel in your name is held. Open the attached notice, sign in and pay the small fee today.", "After 18:00 the parcel will be destroyed and a case will be filed."],
      why: ["The file ends in .html, not .pdf: it is a web page that steals sign-ins.", "You expected no parcel.", "A threat, a deadline and a small payment."] },
    hi: { name: "पार्सल डेस्क", subject: "अंतिम सूचना: आपका पार्सल नष्ट किया जाएगा", body: ["आपके नाम का एक पार्सल रुका है। संलग्न सूचना खोलिए, लॉग-इन कीजिए और आज ही छोटा-सा शुल्क दीजिए।", "18:00 के बाद पार्सल नष्ट होगा और मामला दर्ज होगा।"],
      why: ["फ़ाइल .pdf नहीं, .html पर समाप्त होती है: यह लॉग-इन चुराने वाला वेब पेज है।", "आपको किसी पार्सल की अपेक्षा नहीं थी।", "धमकी, समय-सीमा और छोटा भुगतान।"] }
  },
  {
    id: "colleague", phish: true,
    address: "a.rao@ministry.example", attachment: "grants_final.xlsm",
    en: { name: "A. Rao, Section Officer", subject: "Re: district grants (sent 02:14)", body: ["pls see sheet urgently and press Enable Content to view figures, tell me when done"],
      why: ["The address is right, yet the account may be stolen. A right address is not enough.", "02:14 at night, no greeting, not how this colleague writes.", "“Enable Content” starts a macro. Call the colleague on a known number, and report it."] },
    hi: { name: "ए. राव, अनुभाग अधिकारी", subject: "Re: ज़िला अनुदान (भेजा 02:14)", body: ["शीट जल्दी देखें, आँकड़े देखने के लिए Enable Content दबाएँ, हो जाए तो बताएँ"],
      why: ["पता सही है, फिर भी खाता चोरी हो सकता है। केवल सही पता काफ़ी नहीं।", "रात 02:14, कोई संबोधन नहीं, यह सहकर्मी ऐसे नहीं लिखते।", "“Enable Content” मैक्रो चलाता है। सहकर्मी से जाने हुए नंबर पर पूछिए, और सूचना दीजिए।"] }
  }
];
