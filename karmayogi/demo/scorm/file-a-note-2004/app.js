/* The activity itself. State: the node we are at and the path of choices that led there; saved after every step. */
(function () {
  "use strict";

  var Scorm = window.Scorm;
  var STORY = window.STORY;
  var DECISIONS = Object.keys(STORY).filter(function (id) { return STORY[id].choices; });
  var MOST = DECISIONS.length * 2;
  var main = document.getElementById("main");
  var state = { v: 1, lang: "en", at: "intro", path: [] };
  var connected = false;
  var finishedBefore = false;
  var passedBefore = false;
  var best = -1;
  var passMark = 0.7;

  function words() { return window.WORDS[state.lang]; }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
  }

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

  function chosen(node) {
    var step = state.path.filter(function (pair) { return pair[0] === node; })[0];
    return step ? STORY[node].choices.filter(function (choice) { return choice.id === step[1]; })[0] : null;
  }

  function points() { return state.path.reduce(function (sum, pair) { return sum + chosen(pair[0]).points; }, 0); }

  function scaled() { return Math.round((points() / MOST) * 100) / 100; }

  function save() {
    Scorm.set("cmi.location", state.at);
    Scorm.set("cmi.suspend_data", JSON.stringify(state));
    if (!finishedBefore) Scorm.set("cmi.progress_measure", (state.path.length / DECISIONS.length).toFixed(2));
    Scorm.commit();
  }

  function go(at) {
    state.at = at;
    if (at === "end") report();
    save();
    show(true);
  }

  function choose(node, choice) {
    if (chosen(node)) return;
    state.path.push([node, choice.id]);
    var n = Scorm.get("cmi.interactions._count");
    if (n !== "") {
      var path = "cmi.interactions." + n + ".";
      Scorm.set(path + "id", node);
      Scorm.set(path + "type", "choice");
      Scorm.set(path + "timestamp", Scorm.now());
      Scorm.set(path + "correct_responses.0.pattern", STORY[node].choices.filter(function (c) { return c.points === 2; })[0].id);
      Scorm.set(path + "learner_response", choice.id);
      Scorm.set(path + "result", choice.points === 2 ? "correct" : choice.points === 1 ? "0.5" : "incorrect");
    }
    save();
    show(true);
  }

  function report() {
    finishedBefore = true;
    best = Math.max(best, scaled());
    passedBefore = passedBefore || scaled() >= passMark;
    Scorm.set("cmi.score.min", 0);
    Scorm.set("cmi.score.max", MOST);
    Scorm.set("cmi.score.raw", Math.round(best * MOST));
    Scorm.set("cmi.score.scaled", best);
    Scorm.set("cmi.progress_measure", 1);
    Scorm.set("cmi.completion_status", "completed");
    Scorm.set("cmi.success_status", passedBefore ? "passed" : "failed");
  }

  function retry() {
    state.path = [];
    go(window.FIRST);
  }

  function bar() {
    return make("ul", "bar", DECISIONS.map(function (_, index) {
      var item = make("li", index < state.path.length ? "done" : "");
      item.setAttribute("aria-hidden", "true");
      return item;
    }));
  }

  function showIntro() {
    var w = words();
    return [heading("h1", w.introHead)].concat(
      w.intro.map(function (text) { return make("p", "", text); }),
      [make("div", "actions", [button(w.begin, "primary", function () { go(window.FIRST); })])]
    );
  }

  function showNode(id) {
    var w = words();
    var node = STORY[id];
    var text = node[state.lang];
    var choice = node.choices && chosen(id);
    var number = state.path.length + (choice ? 0 : 1);
    var parts = [
      heading("h1", node.choices ? fill(w.step, { n: number, all: DECISIONS.length }) : w.back), bar(),
      make("div", "paper", text.text.map(function (p) { return make("p", "", p); })),
      make("h2", "", text.ask)
    ];
    if (!node.choices) {
      parts.push(make("div", "actions", [button(w.next, "primary", function () { go(node.next); })]));
    } else if (!choice) {
      parts.push(make("ul", "choices", node.choices.map(function (option) {
        return make("li", "", [button(option[state.lang][0], "", function () { choose(id, option); })]);
      })));
    } else {
      var kind = choice.points === 2 ? "good" : choice.points === 1 ? "part" : "none";
      parts.push(
        make("p", "", "→ " + choice[state.lang][0]),
        make("section", "verdict " + kind, [heading("h2", w[kind]), make("p", "", choice[state.lang][1])]),
        make("div", "actions", [button(choice.next === "end" ? w.toEnd : w.next, "primary", function () { go(choice.next); })])
      );
    }
    return parts;
  }

  function showEnd() {
    var w = words();
    var ending = points() >= MOST - 1 ? w.best : scaled() >= passMark ? w.fair : w.poor;
    var paragraphs = window.NOTE_ORDER.map(chosen).filter(function (choice) { return choice && choice.note; });
    var parts = [
      heading("h1", w.endHead), make("p", "", ending),
      make("p", "score", fill(w.score, { got: points(), all: MOST })),
      make("p", "", scaled() >= passMark ? w.passed : w.failed),
      make("h2", "", w.noteHead),
      make("div", "paper note", paragraphs.map(function (choice) { return make("p", "", choice.note[state.lang]); }))
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
    document.querySelectorAll("#langs button").forEach(function (option) {
      option.setAttribute("aria-pressed", String(option.dataset.lang === state.lang));
    });
    main.replaceChildren.apply(main, state.at === "intro" ? showIntro() : state.at === "end" ? showEnd() : showNode(state.at));
    if (!moveFocus) return;
    var verdict = main.querySelector(".verdict h2");
    if (verdict) { verdict.focus(); verdict.scrollIntoView({ block: "nearest" }); }
    else { window.scrollTo(0, 0); main.querySelector("h1").focus(); }
  }

  function restore() {
    var saved = null;
    try { saved = JSON.parse(Scorm.get("cmi.suspend_data") || "null"); } catch (_) { saved = null; }
    var known = saved && saved.v === 1 && Array.isArray(saved.path) && window.WORDS[saved.lang] &&
      saved.path.every(function (pair) {
        return STORY[pair[0]] && STORY[pair[0]].choices && STORY[pair[0]].choices.some(function (c) { return c.id === pair[1]; });
      });
    if (known) {
      state = saved;
      var location = Scorm.get("cmi.location");
      if (location === "intro" || location === "end" || STORY[location]) state.at = location;
    } else if (/^hi/i.test(Scorm.get("cmi.learner_preference.language") || navigator.language || "")) {
      state.lang = "hi";
    }
    finishedBefore = Scorm.get("cmi.completion_status") === "completed";
    passedBefore = Scorm.get("cmi.success_status") === "passed";
    var score = Scorm.get("cmi.score.scaled");
    best = score === "" ? -1 : Number(score);
    var asked = Number(Scorm.get("cmi.scaled_passing_score"));
    if (asked > 0) passMark = asked;
    if (connected && !finishedBefore) Scorm.set("cmi.completion_status", "incomplete");
  }

  document.getElementById("langs").addEventListener("click", function (event) {
    var option = event.target.closest("button");
    if (!option) return;
    state.lang = option.dataset.lang;
    save();
    show(false);
  });

  /* A finished attempt ends normally; anything else is suspended, so that the LMS keeps the bookmark. */
  window.addEventListener("pagehide", function () { Scorm.finish(state.at === "end" ? "normal" : "suspend"); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) window.location.reload(); });

  Scorm.start(function (isConnected) {
    connected = isConnected;
    restore();
    if (connected) save();
    show(false);
  });
})();
