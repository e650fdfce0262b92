// Runs on the package's own origin, above the SCO: the SCORM run-time (scorm-again) as window.API or API_1484_11, the
// SCO in a frame below, and messages to the page that embeds us. Nothing else crosses.
(() => {
  const parents = document.body.dataset.parents.split(" ");
  const newer = typeof window.Scorm2004API === "function";
  const options = { autocommit: false, logLevel: 5, mastery_override: true };
  const api = newer ? new window.Scorm2004API(options) : new window.Scorm12API(options);
  let home = "", base = 0, started = 0, timer = 0, last = "", ended = false, leaving = false, wish = "_none_";

  const number = (text) => (text === "" || text == null || isNaN(+text) ? null : +text);

  function percent(score) {
    if (newer && number(score.scaled) !== null) return number(score.scaled) * 100;
    const raw = number(score.raw), low = number(score.min) ?? 0, high = number(score.max) ?? 100;
    return raw === null || high <= low ? null : ((raw - low) / (high - low)) * 100;
  }

  const text = (value, most = 250) => (value == null ? "" : String(value).slice(0, most));
  const each = (rows, most, make) => Object.values(rows || {}).slice(0, most).map(make);

  // All that the SCO said beside place and result, as texts: it gets back what it wrote.
  function record() {
    const cmi = JSON.parse(JSON.stringify(api.cmi)), score = (newer ? cmi.score : cmi.core.score) || {};
    const plain = newer ? cmi.learner_preference : cmi.student_preference;
    return {
      completion: text(newer ? api.cmi.completion_status : cmi.core.lesson_status),
      success: text(newer ? api.cmi.success_status : ""), scaled: text(score.scaled), raw: text(score.raw),
      min: text(score.min), max: text(score.max), progress: text(cmi.progress_measure),
      exit: text(newer ? cmi.exit : cmi.core.exit), ended,
      interactions: each(cmi.interactions, 500, (one) => ({
        id: text(one.id, 4000), type: text(one.type), timestamp: text(one.timestamp ?? one.time),
        weighting: text(one.weighting), response: text(one.learner_response ?? one.student_response, 64000),
        result: text(one.result), latency: text(one.latency), description: text(one.description, 4000),
        objectives: each(one.objectives, 20, (goal) => text(goal.id, 4000)),
        correct: each(one.correct_responses, 20, (right) => text(right.pattern, 4000)),
      })),
      objectives: each(cmi.objectives, 200, (one) => ({
        id: text(one.id, 4000), success: text(one.success_status), completion: text(one.completion_status ?? one.status),
        progress: text(one.progress_measure), scaled: text(one.score?.scaled), raw: text(one.score?.raw),
        min: text(one.score?.min), max: text(one.score?.max), description: text(one.description, 4000),
      })),
      comments: newer ? each(cmi.comments_from_learner, 250, (one) => (
        { text: text(one.comment, 4000), location: text(one.location), timestamp: text(one.timestamp) }))
        : cmi.comments ? [{ text: text(cmi.comments, 4000) }] : [],
      preferences: Object.fromEntries(Object.entries(plain || {}).slice(0, 8).map(([name, value]) => [name, text(value)])),
    };
  }

  function state() {
    const cmi = api.cmi, seconds = base + Math.round((Date.now() - started) / 1000);
    if (newer) {
      return { location: cmi.location, suspend_data: cmi.suspend_data, completion: cmi.completion_status,
        success: cmi.success_status, score: percent(cmi.score), seconds, record: record() };
    }
    const status = cmi.core.lesson_status;
    return { location: cmi.core.lesson_location, suspend_data: cmi.suspend_data,
      completion: ["passed", "failed", "completed"].includes(status) ? "completed" : "incomplete",
      success: ["passed", "failed"].includes(status) ? status : "unknown", score: percent(cmi.core.score), seconds,
      record: record() };
  }

  function tell(force) {
    clearTimeout(timer);
    timer = 0;
    const now = state(), mark = JSON.stringify({ ...now, seconds: 0 });
    if (!force && mark === last) return;
    last = mark;
    parent.postMessage({ type: "commit", state: now }, home);
  }
  // A package that never commits still loses little: what it sets is sent two seconds later.
  const soon = () => { timer = timer || setTimeout(tell, 2000); };

  api.on(newer ? "Commit" : "LMSCommit", () => tell(true));
  api.on(newer ? "Initialize" : "LMSInitialize", () => { ended = false; });
  api.on(newer ? "Terminate" : "LMSFinish", () => {
    ended = true;
    tell(true);
    // What the learner asked for with our buttons stands before what the content asked for.
    if (wish !== "_none_" && !leaving) parent.postMessage({ type: "go", ask: wish }, home);
  });
  if (newer) api.on("SetValue.adl.nav.request", (_name, value) => { wish = text(value, 300); });
  api.on(newer ? "SetValue.cmi.*" : "LMSSetValue.cmi.*", soon);

  // Whether our navigation would let her: the run-time has no tree of its own, the server does.
  function navigation(told) {
    const valid = api.adl.nav.request_valid, ask = api.GetValue.bind(api);
    valid.continue = String(told.continue);
    valid.previous = String(told.previous);
    api.GetValue = (name) => {
      const target = /^adl\.nav\.request_valid\.choice\.\{target=(.+)\}$/.exec(name);
      return target ? String(told.choices.includes(target[1])) : ask(name);
    };
  }

  // Ends the SCO as closing its window would, so that it says goodbye before the page goes on.
  function leave() {
    const sco = document.getElementById("sco");
    leaving = true;
    sco.addEventListener("load", () => {
      tell(false);
      parent.postMessage({ type: "left" }, home);
    }, { once: true });
    sco.src = "about:blank";
  }

  addEventListener("message", (event) => {
    if (home && event.source === parent && event.origin === home && event.data?.type === "leave") leave();
    if (event.source !== parent || !parents.includes(event.origin) || home || event.data?.type !== "start") return;
    home = event.origin;
    base = event.data.seed.seconds;
    api.loadFromFlattenedJSON(event.data.seed.cmi);
    if (newer && event.data.seed.nav) navigation(event.data.seed.nav);
    started = Date.now();
    window[newer ? "API_1484_11" : "API"] = api;
    // Relative to this page's own path, which ends in the token: the SCO can only be a file of this package.
    document.getElementById("sco").src = new URL(event.data.href, location.href).href;
    if (event.data.seed.asset) {
      document.getElementById("sco").addEventListener("load", () => {
        ended = true;
        parent.postMessage({ type: "commit", state: { ...state(), completion: "completed" } }, home);
      }, { once: true });
    }
  });
  addEventListener("pagehide", () => { if (home && started) tell(false); });
  for (const origin of parents) parent.postMessage({ type: "ready" }, origin);
})();
