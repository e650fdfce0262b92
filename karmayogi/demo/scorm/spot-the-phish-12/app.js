/* The activity itself. State: where we are, what was answered, which language; saved after every step. */
(function () {
  "use strict";

  var Scorm = window.Scorm;
  var MAILS = window.MAILS;
  var PASS = 80;
  var main = document.getElementById("main");
  var state = { v: 1, lang: "en", at: "intro", answers: [], done: 0 };
  var connected = false;
  var wasPassed = false;
  var best = -1;

  function words() { return window.WORDS[state.lang]; }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
  }

  /* make("p", "step", "text") or make("ul", "", [children]) */
  function make(tag, className, content) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    if (Array.isArray(content)) content.forEach(function (child) { element.appendChild(child); });
    else if (content !== undefined) element.textContent = content;
    return element;
  }

  function button(label, className, action) {
    var element = make("button", className, label);
    element.type = "button";
    element.addEventListener("click", action);
    return element;
  }

  function heading(level, text) {
    var element = make(level, "", text);
    element.tabIndex = -1;
    return element;
  }

  function isRight(index) { return state.answers[index] === (MAILS[index].phish ? "report" : "genuine"); }

  function rights() { return MAILS.filter(function (_, index) { return isRight(index); }).length; }

  function percent() { return Math.round((rights() / MAILS.length) * 100); }

  function save() {
    Scorm.set("cmi.core.lesson_location", state.at);
    Scorm.set("cmi.suspend_data", JSON.stringify(state));
    Scorm.commit();
  }

  function go(at) {
    state.at = String(at);
    save();
    show(true);
  }

  function answer(index, what) {
    if (state.answers[index]) return;
    state.answers[index] = what;
    var n = Scorm.get("cmi.interactions._count");
    if (n !== "") {
      var path = "cmi.interactions." + n + ".";
      Scorm.set(path + "id", MAILS[index].id);
      Scorm.set(path + "type", "choice");
      Scorm.set(path + "correct_responses.0.pattern", MAILS[index].phish ? "r" : "g");
      Scorm.set(path + "student_response", what === "report" ? "r" : "g");
      Scorm.set(path + "result", isRight(index) ? "correct" : "wrong");
      Scorm.set(path + "time", Scorm.now());
    }
    save();
    show(true);
  }

  function finishAttempt() {
    state.done += 1;
    best = Math.max(best, percent());
    wasPassed = wasPassed || percent() >= PASS;
    Scorm.set("cmi.core.score.min", 0);
    Scorm.set("cmi.core.score.max", 100);
    Scorm.set("cmi.core.score.raw", best);
    Scorm.set("cmi.core.lesson_status", wasPassed ? "passed" : "failed");
    go("result");
  }

  function retry() {
    state.answers = [];
    go(0);
  }

  function bar(now) {
    return make("ul", "bar", MAILS.map(function (_, index) {
      var item = make("li", state.answers[index] ? (isRight(index) ? "right" : "wrong") : index === now ? "now" : "");
      item.setAttribute("aria-hidden", "true");
      return item;
    }));
  }

  function showIntro() {
    var w = words();
    return [heading("h1", w.introHead)].concat(
      w.intro.map(function (text) { return make("p", "", text); }),
      [make("div", "actions", [button(w.begin, "primary", function () { go(0); })])]
    );
  }

  function mailCard(mail) {
    var w = words();
    var text = mail[state.lang];
    var list = make("dl");
    [[w.from, text.name + " ", "<" + mail.address + ">"], [w.to, w.you, ""], [w.subject, text.subject, ""]].forEach(function (row) {
      var value = make("dd", "", row[1]);
      if (row[2]) value.appendChild(make("code", "", row[2]));
      list.appendChild(make("dt", "", row[0]));
      list.appendChild(value);
    });
    if (mail.attachment) {
      list.appendChild(make("dt", "", w.attached));
      list.appendChild(make("dd", "", [make("code", "", mail.attachment)]));
    }
    var card = make("article", "mail", [list].concat(text.body.map(function (p) { return make("p", "", p); })));
    if (mail.link) {
      card.appendChild(make("p", "", [make("span", "fake-link", mail.link[0])]));
      var where = make("p", "where");
      where.setAttribute("role", "status");
      where.hidden = true;
      var reveal = button(w.where, "small", function () {
        where.textContent = w.goes + " ";
        where.appendChild(make("code", "", mail.link[1]));
        where.hidden = false;
        reveal.setAttribute("aria-expanded", "true");
      });
      reveal.setAttribute("aria-expanded", "false");
      card.appendChild(reveal);
      card.appendChild(where);
    }
    return card;
  }

  function showMail(index) {
    var w = words();
    var mail = MAILS[index];
    var title = heading("h1", fill(w.mailOf, { n: index + 1, all: MAILS.length }));
    var parts = [title, bar(index), mailCard(mail)];
    if (!state.answers[index]) {
      parts.push(make("h2", "", w.ask), make("div", "actions", [
        button(w.report, "", function () { answer(index, "report"); }),
        button(w.genuine, "", function () { answer(index, "genuine"); })
      ]));
      return parts;
    }
    var right = isRight(index);
    parts.push(
      make("section", right ? "verdict" : "verdict wrong", [
        heading("h2", (right ? w.right : w.wrong) + " " + (mail.phish ? w.isPhish : w.isGenuine)),
        make("ul", "", mail[state.lang].why.map(function (reason) { return make("li", "", reason); }))
      ]),
      make("div", "actions", [
        index + 1 < MAILS.length
          ? button(w.next, "primary", function () { go(index + 1); })
          : button(w.toResult, "primary", finishAttempt)
      ])
    );
    return parts;
  }

  function showResult() {
    var w = words();
    var parts = [
      heading("h1", w.resultHead), bar(-1),
      make("p", "score", fill(w.score, { right: rights(), all: MAILS.length })),
      make("p", "", percent() >= PASS ? w.passed : w.failed),
      make("h2", "", w.review),
      make("ol", "", MAILS.map(function (mail, index) {
        return make("li", "", mail[state.lang].subject + ": " + (isRight(index) ? w.yes : w.no));
      })),
      make("h2", "", w.take),
      make("ul", "", w.tips.map(function (tip) { return make("li", "", tip); }))
    ];
    if (connected) parts.push(make("p", "", w.done));
    parts.push(make("div", "actions", [button(w.again, "", retry)]));
    return parts;
  }

  function show(moveFocus) {
    var w = words();
    document.documentElement.lang = state.lang;
    document.title = w.title;
    document.getElementById("brand").textContent = w.title;
    var notice = document.getElementById("notice");
    notice.textContent = w.offline;
    notice.hidden = connected;
    document.querySelectorAll("#langs button").forEach(function (choice) {
      choice.setAttribute("aria-pressed", String(choice.dataset.lang === state.lang));
    });
    main.replaceChildren.apply(main, state.at === "intro" ? showIntro() : state.at === "result" ? showResult() : showMail(Number(state.at)));
    if (!moveFocus) return;
    var verdict = main.querySelector(".verdict h2");
    if (verdict) { verdict.focus(); verdict.scrollIntoView({ block: "nearest" }); }
    else { window.scrollTo(0, 0); main.querySelector("h1").focus(); }
  }

  function restore() {
    var saved = null;
    try { saved = JSON.parse(Scorm.get("cmi.suspend_data") || "null"); } catch (_) { saved = null; }
    if (saved && saved.v === 1 && Array.isArray(saved.answers) && window.WORDS[saved.lang]) {
      state = saved;
      var location = Scorm.get("cmi.core.lesson_location");
      if (location === "intro" || location === "result" || (location !== "" && MAILS[Number(location)])) state.at = location;
    } else if (/^hi/i.test(Scorm.get("cmi.student_preference.language") || navigator.language || "")) {
      state.lang = "hi";
    }
    var status = Scorm.get("cmi.core.lesson_status");
    wasPassed = status === "passed" || status === "completed";
    best = Scorm.get("cmi.core.score.raw") === "" ? -1 : Number(Scorm.get("cmi.core.score.raw"));
    if (connected && !wasPassed && status !== "failed") Scorm.set("cmi.core.lesson_status", "incomplete");
  }

  document.getElementById("langs").addEventListener("click", function (event) {
    var choice = event.target.closest("button");
    if (!choice) return;
    state.lang = choice.dataset.lang;
    save();
    show(false);
  });

  /* A finished attempt ends normally; anything else is suspended, so that the LMS keeps the bookmark. */
  window.addEventListener("pagehide", function () { Scorm.finish(state.at === "result" ? "" : "suspend"); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) window.location.reload(); });

  Scorm.start(function (isConnected) {
    connected = isConnected;
    restore();
    if (connected) save();
    show(false);
  });
})();
