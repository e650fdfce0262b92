/* The story: a small graph of decisions, and every word of the interface, in two languages. People, places and
   powers in it are invented; the habits of a good note are those of the Central Secretariat Manual of Office Procedure. */
window.WORDS = {
  en: {
    title: "File a note", offline: "Not connected to a learning platform: your choices are not being saved.",
    introHead: "The roof before the rain",
    intro: ["You deal with training centres in a department. A letter has come, and rain is near.", "Six decisions lead from the letter to a note on which an officer can decide. There are better and weaker choices, and some have consequences. You can stop at any time and go on later."],
    begin: "Open the file", step: "Decision {n} of {all}", back: "A consequence", good: "A strong choice.", part: "It works in part.", none: "A weak choice.",
    next: "Go on", toEnd: "See what became of the file", endHead: "What became of the file", score: "{got} of {all} points",
    best: "The officer decided the same day. The roof was repaired on 17 June, and both batches were held.",
    fair: "Sanction came after one query. The repair ended a day before the first batch.",
    poor: "The file came back with questions. The rain came first, and both batches were put off.",
    passed: "Passed.", failed: "Not passed yet: about seven points in ten are needed. Read the reasons again and try once more.",
    noteHead: "Your note", again: "Open the file again", done: "You can close this window now. Everything is saved."
  },
  hi: {
    title: "टिप्पणी प्रस्तुत करें", offline: "किसी शिक्षण मंच से जुड़ाव नहीं है: आपके चुनाव सहेजे नहीं जा रहे।",
    introHead: "बरसात से पहले छत",
    intro: ["आप एक विभाग में प्रशिक्षण केंद्रों का काम देखते हैं। एक पत्र आया है, और बरसात पास है।", "पत्र से ऐसी टिप्पणी तक, जिस पर अधिकारी निर्णय ले सकें, छह निर्णय हैं। कुछ चुनाव बेहतर हैं, कुछ कमज़ोर, और कुछ के परिणाम भुगतने पड़ते हैं। कभी भी रुककर बाद में आगे बढ़ सकते हैं।"],
    begin: "फ़ाइल खोलें", step: "निर्णय {n}, कुल {all}", back: "एक परिणाम", good: "मज़बूत चुनाव।", part: "आंशिक रूप से ठीक।", none: "कमज़ोर चुनाव।",
    next: "आगे बढ़ें", toEnd: "देखें कि फ़ाइल का क्या हुआ", endHead: "फ़ाइल का क्या हुआ", score: "{all} में से {got} अंक",
    best: "अधिकारी ने उसी दिन निर्णय ले लिया। छत 17 जून को ठीक हो गई, और दोनों बैच हुए।",
    fair: "एक पूछताछ के बाद मंज़ूरी मिली। पहले बैच से एक दिन पहले मरम्मत पूरी हुई।",
    poor: "फ़ाइल प्रश्नों के साथ लौट आई। बरसात पहले आ गई, और दोनों बैच टल गए।",
    passed: "उत्तीर्ण।", failed: "अभी उत्तीर्ण नहीं: दस में से लगभग सात अंक चाहिए। कारण दोबारा पढ़िए और फिर कोशिश कीजिए।",
    noteHead: "आपकी टिप्पणी", again: "फ़ाइल फिर खोलें", done: "अब यह खिड़की बंद कर सकते हैं। सब सहेज लिया गया है।"
  }
};

/* Points: 2 strong, 1 in part, 0 weak. A node without points is a consequence. `note` is what the choice writes. */
window.FIRST = "start";
window.NOTE_ORDER = ["issue", "facts", "competence", "options", "remark"];
window.STORY = {
  start: {
    en: { text: ["2 June. The District Training Centre writes (page 14): the roof of its hall leaks. An estimate is attached (page 15). Two batches of forty begin on 20 June. “Kindly sanction at the earliest.”"], ask: "What do you do first?" },
    hi: { text: ["2 जून। ज़िला प्रशिक्षण केंद्र लिखता है (पृष्ठ 14): सभागार की छत टपकती है। अनुमान संलग्न है (पृष्ठ 15)। चालीस-चालीस के दो बैच 20 जून से हैं। “कृपया शीघ्र मंज़ूरी दें।”"], ask: "सबसे पहले क्या करेंगे?" },
    choices: [
      { id: "a", points: 0, next: "returned", en: ["Put up at once: “Sanction may be accorded as requested.”", "Quick, but nobody can decide on one sentence."], hi: ["तुरंत लिखें: “अनुरोध के अनुसार मंज़ूरी दी जा सकती है।”", "जल्दी तो है, पर एक वाक्य पर कोई निर्णय नहीं ले सकता।"] },
      { id: "b", points: 2, next: "facts", en: ["Read the earlier papers on the file, and find the rule on repairs", "The file may already hold half the answer, and the rule says who may sanction."], hi: ["फ़ाइल के पुराने पत्र पढ़ें, और मरम्मत का नियम खोजें", "आधा उत्तर फ़ाइल में ही हो सकता है, और नियम बताता है कि मंज़ूरी कौन दे सकता है।"] },
      { id: "c", points: 1, next: "facts", en: ["Write to the Centre for “a complete proposal”", "You do need facts, but the letter does not say which, and days are lost. Ask for the exact item."], hi: ["केंद्र को “पूर्ण प्रस्ताव” भेजने को लिखें", "तथ्य चाहिए, पर पत्र यह नहीं बताता कि कौन-से, और दिन निकल जाते हैं। ठीक वही चीज़ माँगिए जो चाहिए।"] }
    ]
  },
  returned: {
    en: { text: ["The file is back the same evening. The Under Secretary has written: “What do earlier papers say of this roof? Who is competent to sanction? Please examine.”"], ask: "A day is gone. You open the earlier papers." },
    hi: { text: ["फ़ाइल उसी शाम लौट आई। अवर सचिव ने लिखा है: “इस छत के बारे में पुराने पत्र क्या कहते हैं? मंज़ूरी का अधिकार किसे है? कृपया जाँच करें।”"], ask: "एक दिन चला गया। आप पुराने पत्र खोलते हैं।" },
    next: "facts"
  },
  facts: {
    en: { text: ["Page 9: an inspection last November recorded the leak and advised repair. The estimate on page 15 is a private contractor’s; no engineer has checked it."], ask: "How do you treat the estimate?" },
    hi: { text: ["पृष्ठ 9: पिछले नवंबर के निरीक्षण में रिसाव दर्ज है और मरम्मत की सलाह है। पृष्ठ 15 का अनुमान एक निजी ठेकेदार का है; किसी अभियंता ने जाँचा नहीं।"], ask: "अनुमान का क्या करेंगे?" },
    choices: [
      { id: "a", points: 1, next: "competence", note: { en: "The roof of the hall leaks badly (page 14).", hi: "सभागार की छत बहुत टपकती है (पृष्ठ 14)।" }, en: ["Leave the figure out, and describe the leak", "Honest, but nobody can sanction an unknown sum."], hi: ["राशि छोड़ दें, और रिसाव का वर्णन करें", "ईमानदार, पर अज्ञात राशि की मंज़ूरी कोई नहीं दे सकता।"] },
      { id: "b", points: 0, next: "competence", note: { en: "The estimate (page 15) is reasonable.", hi: "अनुमान (पृष्ठ 15) उचित है।" }, en: ["Copy it into the note, and call it reasonable", "You would vouch for a figure that nobody has checked."], hi: ["टिप्पणी में उतार दें, और उचित बता दें", "आप ऐसी राशि की ज़िम्मेदारी ले लेंगे जिसे किसी ने जाँचा नहीं।"] },
      { id: "c", points: 2, next: "competence", note: { en: "The leak was recorded at the inspection of November (page 9). The estimate is at page 15; the works division has been asked to check it by 6 June (page 17).", hi: "रिसाव नवंबर के निरीक्षण में दर्ज है (पृष्ठ 9)। अनुमान पृष्ठ 15 पर है; निर्माण प्रभाग से 6 जून तक जाँचने को कहा गया है (पृष्ठ 17)।" }, en: ["Ask the works division today to check it by 6 June, and say in the note that the check is awaited", "The facts are sourced, and what is not yet known is said plainly."], hi: ["निर्माण प्रभाग से आज ही 6 जून तक जाँचने को कहें, और टिप्पणी में लिखें कि जाँच प्रतीक्षित है", "तथ्य स्रोत सहित हैं, और जो अभी पता नहीं वह साफ़ लिखा है।"] }
    ]
  },
  competence: {
    en: { text: ["The department’s delegation order (in this story): the Head of Department sanctions repairs up to a limit; above it, Finance must concur first. The estimate is a little above the limit."], ask: "What do you write?" },
    hi: { text: ["विभाग का प्रत्यायोजन आदेश (इस कहानी में): विभागाध्यक्ष एक सीमा तक मरम्मत मंज़ूर करते हैं; उससे ऊपर पहले वित्त की सहमति चाहिए। अनुमान सीमा से थोड़ा ऊपर है।"], ask: "आप क्या लिखेंगे?" },
    choices: [
      { id: "a", points: 0, next: "split", note: { en: "The work is shown as two repairs, each within the limit.", hi: "काम को दो मरम्मतों में दिखाया गया है, हर एक सीमा के भीतर।" }, en: ["Split the work into two estimates, each below the limit", "Works that form one project count as one work. Splitting to avoid a higher sanction is an irregularity."], hi: ["काम को दो अनुमानों में बाँट दें, हर एक सीमा से नीचे", "एक ही परियोजना के काम एक काम माने जाते हैं। ऊँची मंज़ूरी से बचने के लिए बाँटना अनियमितता है।"] },
      { id: "b", points: 2, next: "issue", note: { en: "The estimate is above the limit of the Head of Department under the delegation order (flag A). Concurrence of Finance is needed first.", hi: "अनुमान प्रत्यायोजन आदेश (फ़्लैग ए) में विभागाध्यक्ष की सीमा से ऊपर है। पहले वित्त की सहमति चाहिए।" }, en: ["Show limit and estimate side by side, and propose concurrence of Finance first", "The officer sees at once who may decide, and under what."], hi: ["सीमा और अनुमान साथ दिखाएँ, और पहले वित्त की सहमति का प्रस्ताव करें", "अधिकारी को तुरंत दिखता है कि निर्णय किसका है, और किस आदेश से।"] },
      { id: "c", points: 1, next: "issue", note: { en: "The competent authority may sanction the repair.", hi: "सक्षम प्राधिकारी मरम्मत मंज़ूर कर सकते हैं।" }, en: ["Write “the competent authority may sanction”, and leave it there", "Not wrong, but it leaves to others the one thing they asked you to find out."], hi: ["“सक्षम प्राधिकारी मंज़ूरी दे सकते हैं” लिखकर छोड़ दें", "ग़लत नहीं, पर जो पता करना आपका काम था वही दूसरों पर छोड़ता है।"] }
    ]
  },
  split: {
    en: { text: ["The Under Secretary telephones: “Two estimates for one roof?” You withdraw them and write the limit and the whole estimate into the note."], ask: "A day is gone, and a little trust." },
    hi: { text: ["अवर सचिव का फ़ोन आता है: “एक छत के दो अनुमान?” आप उन्हें वापस लेते हैं और सीमा तथा पूरा अनुमान टिप्पणी में लिखते हैं।"], ask: "एक दिन गया, और थोड़ा भरोसा भी।" },
    next: "issue"
  },
  issue: {
    en: { text: ["Now the first paragraph of the note."], ask: "Which opening do you choose?" },
    hi: { text: ["अब टिप्पणी का पहला अनुच्छेद।"], ask: "कौन-सी शुरुआत चुनेंगे?" },
    choices: [
      { id: "a", points: 0, next: "options", note: { en: "Reference is invited to the letter at page 14, in which the Director has stated that the roof is leaking and has requested sanction at the earliest.", hi: "पृष्ठ 14 के पत्र का अवलोकन करें, जिसमें निदेशक ने बताया है कि छत टपक रही है और शीघ्र मंज़ूरी का अनुरोध किया है।" }, en: ["“Reference is invited to the letter at page 14, in which the Director has stated that…”", "It repeats the paper under consideration, and the question is still not asked."], hi: ["“पृष्ठ 14 के पत्र का अवलोकन करें, जिसमें निदेशक ने बताया है कि…”", "यह विचाराधीन पत्र को दोहराता है, और प्रश्न अब भी नहीं पूछा गया।"] },
      { id: "b", points: 1, next: "options", note: { en: "The condition of the roof is very serious and needs urgent action at all levels.", hi: "छत की हालत बहुत गंभीर है और हर स्तर पर तत्काल कार्रवाई चाहिए।" }, en: ["“The condition of the roof is very serious and needs urgent action at all levels.”", "Short, but alarm is not an issue: what must be decided, and by whom?"], hi: ["“छत की हालत बहुत गंभीर है और हर स्तर पर तत्काल कार्रवाई चाहिए।”", "छोटा है, पर चिंता कोई मुद्दा नहीं: क्या तय होना है, और किसे करना है?"] },
      { id: "c", points: 2, next: "options", note: { en: "Issue: whether the roof of the District Training Centre may be repaired before 20 June, and with whose sanction (page 14).", hi: "मुद्दा: क्या ज़िला प्रशिक्षण केंद्र की छत की मरम्मत 20 जून से पहले कराई जाए, और किसकी मंज़ूरी से (पृष्ठ 14)।" }, en: ["“Issue: whether the roof may be repaired before 20 June, and with whose sanction (page 14).”", "One sentence, and the reader knows what to decide."], hi: ["“मुद्दा: क्या छत की मरम्मत 20 जून से पहले कराई जाए, और किसकी मंज़ूरी से (पृष्ठ 14)।”", "एक वाक्य, और पढ़ने वाला जान गया कि क्या तय करना है।"] }
    ]
  },
  options: {
    en: { text: ["Near the end stands what you propose."], ask: "Which paragraph do you put up?" },
    hi: { text: ["अंत के पास आता है आपका प्रस्ताव।"], ask: "कौन-सा अनुच्छेद रखेंगे?" },
    choices: [
      { id: "a", points: 2, next: "remark", note: { en: "Options: (a) repair before 20 June, at the checked cost; (b) hold both batches in the block hall and repair after the rains, with the risk of more damage; (c) do nothing, and 80 officials stay untrained. Recommended: (a); if Finance cannot concur by 12 June, (b). A draft sanction is at page 18.", hi: "विकल्प: (क) जाँची हुई लागत पर 20 जून से पहले मरम्मत; (ख) दोनों बैच प्रखंड सभागार में और मरम्मत बरसात के बाद, अधिक क्षति के जोखिम के साथ; (ग) कुछ न करना, और 80 कर्मी अप्रशिक्षित। सिफ़ारिश: (क); 12 जून तक वित्त की सहमति न हो तो (ख)। मंज़ूरी का मसौदा पृष्ठ 18 पर है।" }, en: ["Three options with cost and risk, one recommended, a fall-back with a date, and a draft", "The officer can sign, or choose otherwise, without calling you."], hi: ["लागत और जोखिम सहित तीन विकल्प, एक की सिफ़ारिश, तारीख़ के साथ दूसरा रास्ता, और मसौदा", "अधिकारी आपको बुलाए बिना हस्ताक्षर कर सकते हैं, या दूसरा विकल्प चुन सकते हैं।"] },
      { id: "b", points: 0, next: "remark", note: { en: "Submitted for orders.", hi: "आदेश के लिए प्रस्तुत।" }, en: ["“Submitted for orders.”", "The thinking has been passed upwards. A note recommends."], hi: ["“आदेश के लिए प्रस्तुत।”", "सोचने का काम ऊपर भेज दिया गया। टिप्पणी सिफ़ारिश करती है।"] },
      { id: "c", points: 1, next: "remark", note: { en: "There is no alternative to immediate repair. Sanction is recommended.", hi: "तत्काल मरम्मत का कोई विकल्प नहीं। मंज़ूरी की सिफ़ारिश है।" }, en: ["“There is no alternative to immediate repair. Sanction is recommended.”", "A clear recommendation, but there is nearly always an alternative: show it."], hi: ["“तत्काल मरम्मत का कोई विकल्प नहीं। मंज़ूरी की सिफ़ारिश है।”", "सिफ़ारिश साफ़ है, पर विकल्प लगभग हमेशा होता है: उसे दिखाइए।"] }
    ]
  },
  remark: {
    en: { text: ["Another section has written on the file: “This Centre always exaggerates.”"], ask: "How do you answer on the file?" },
    hi: { text: ["एक और अनुभाग ने फ़ाइल पर लिखा है: “यह केंद्र हमेशा बढ़ा-चढ़ाकर कहता है।”"], ask: "फ़ाइल पर क्या उत्तर देंगे?" },
    choices: [
      { id: "a", points: 0, next: "end", note: { en: "The remark is baseless and shows ignorance of field conditions.", hi: "यह कथन निराधार है और क्षेत्र की अज्ञानता दिखाता है।" }, en: ["“The remark is baseless and shows ignorance of field conditions.”", "Errors are pointed out in courteous, temperate language, free of personal remarks."], hi: ["“यह कथन निराधार है और क्षेत्र की अज्ञानता दिखाता है।”", "भूल शिष्ट और संयत भाषा में बताई जाती है, निजी टिप्पणी के बिना।"] },
      { id: "b", points: 1, next: "end", en: ["Take no notice", "No quarrel, but the officer is left with a doubt that page 9 would settle."], hi: ["ध्यान न दें", "झगड़ा नहीं, पर अधिकारी के मन में वह संदेह रह जाता है जिसे पृष्ठ 9 मिटा देता।"] },
      { id: "c", points: 2, next: "end", note: { en: "On the remark above: the leak is recorded in the inspection at page 9; photographs are at page 16.", hi: "ऊपर के कथन पर: रिसाव पृष्ठ 9 के निरीक्षण में दर्ज है; फ़ोटो पृष्ठ 16 पर हैं।" }, en: ["“The leak is recorded in the inspection at page 9; photographs are at page 16.” Nothing more.", "A fact with a page, and no heat."], hi: ["“रिसाव पृष्ठ 9 के निरीक्षण में दर्ज है; फ़ोटो पृष्ठ 16 पर हैं।” बस इतना।", "पृष्ठ के साथ तथ्य, और कोई गर्मी नहीं।"] }
    ]
  }
};
