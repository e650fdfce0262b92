// Runs on the package's own origin, above the SCO: the SCORM run-time (scorm-again) as window.API or API_1484_11, the
// SCO in a frame below, and messages to the page that embeds us. Nothing else crosses.
(() => {
  const parents = document.body.dataset.parents.split(" ");
  const newer = typeof window.Scorm2004API === "function";
  const options = { autocommit: false, logLevel: 5, mastery_override: true };
  const api = newer ? new window.Scorm2004API(options) : new window.Scorm12API(options);
  let home = "", base = 0, started = 0, timer = 0, last = "";

  const number = (text) => (text === "" || text == null || isNaN(+text) ? null : +text);

  function percent(score) {
    if (newer && number(score.scaled) !== null) return number(score.scaled) * 100;
    const raw = number(score.raw), low = number(score.min) ?? 0, high = number(score.max) ?? 100;
    return raw === null || high <= low ? null : ((raw - low) / (high - low)) * 100;
  }

  function state() {
    const cmi = api.cmi, seconds = base + Math.round((Date.now() - started) / 1000);
    if (newer) {
      return { location: cmi.location, suspend_data: cmi.suspend_data, completion: cmi.completion_status,
        success: cmi.success_status, score: percent(cmi.score), seconds };
    }
    const status = cmi.core.lesson_status;
    return { location: cmi.core.lesson_location, suspend_data: cmi.suspend_data,
      completion: ["passed", "failed", "completed"].includes(status) ? "completed" : "incomplete",
      success: ["passed", "failed"].includes(status) ? status : "unknown", score: percent(cmi.core.score), seconds };
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

  for (const name of newer ? ["Commit", "Terminate"] : ["LMSCommit", "LMSFinish"]) api.on(name, () => tell(true));
  api.on(newer ? "SetValue.cmi.*" : "LMSSetValue.cmi.*", soon);

  addEventListener("message", (event) => {
    if (event.source !== parent || !parents.includes(event.origin) || home || event.data?.type !== "start") return;
    home = event.origin;
    base = event.data.seed.seconds;
    api.loadFromFlattenedJSON(event.data.seed.cmi);
    started = Date.now();
    window[newer ? "API_1484_11" : "API"] = api;
    // Relative to this page's own path, which ends in the token: the SCO can only be a file of this package.
    document.getElementById("sco").src = new URL(event.data.href, location.href).href;
    if (event.data.seed.asset) {
      document.getElementById("sco").addEventListener("load", () => {
        parent.postMessage({ type: "commit", state: { ...state(), completion: "completed" } }, home);
      }, { once: true });
    }
  });
  addEventListener("pagehide", () => { if (home && started) tell(false); });
  for (const origin of parents) parent.postMessage({ type: "ready" }, origin);
})();
