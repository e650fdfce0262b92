// Our side of an H5P exercise. It runs on another origin (h5p/start.js there); only messages of exactly that frame and
// origin, of a form that is known here, are listened to. Reports are sent one after the other until they arrive.
(() => {
  const stage = document.getElementById("package");
  if (!stage) return;
  const data = stage.dataset, frame = stage.querySelector("iframe"), line = document.getElementById("saved");
  const AT_ONCE = 20, A_VISIT = 500, EACH = 16000;
  let seq = 0, newest = 0, number = 0, scored = true, started = false, state = null, statements = [];
  let sending = false, again = 0, due = 0, seconds = 0, counted = Date.now(), needs = 0;
  const say = (text) => { if (line && line.textContent !== text) line.textContent = text; };

  // Only time in which the page is in front of somebody.
  function count() {
    const now = Date.now();
    if (!document.hidden) seconds += Math.min(60000, now - counted) / 1000;
    counted = now;
  }

  function soon(wait) {
    if (!due) due = setTimeout(() => { due = 0; send(); }, wait);
  }

  async function send(leaving) {
    if ((sending && !leaving) || !started) return;
    count();
    if (leaving && state === null && !statements.length && seconds < 1) return;
    const told = { visit: +data.visit, seq: ++seq, seconds: Math.floor(seconds), scored, state, statements: statements.slice(0, AT_ONCE) };
    const body = JSON.stringify(told);
    sending = true;
    seconds -= told.seconds;
    if (state !== null) newest = told.seq;
    state = null;
    statements = statements.slice(AT_ONCE);
    let missed = true, wait = 5000;
    try {
      const answer = await fetch(data.url, {
        method: "POST", keepalive: Boolean(leaving) && body.length < 60000, credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-Karmayogi-Progress": "1" }, body,
      });
      const kept = await answer.json().catch(() => ({}));
      // A session that ended answers with a redirect to the sign-in page, which is "ok" as well.
      if (answer.redirected || answer.status === 401 || answer.status === 403) {
        wait = 15000;
        say(data.signIn);
      } else if (answer.ok && kept.saved) {
        missed = false;
        say(data.saved);
        shown(kept);
      } else if (answer.ok || answer.status >= 500) throw new Error("server");
      else {
        missed = false; // it will not be taken: say why and go on
        say(kept.reason || data.unsaved);
      }
    } catch {
      say(data.unsaved);
    }
    sending = false;
    if (missed) {
      seconds += told.seconds;
      if (told.seq >= newest) state = state ?? told.state; // else a newer one left meanwhile
      statements = [...told.statements, ...statements];
      clearTimeout(again);
      again = setTimeout(send, wait);
    } else if (state !== null || statements.length) soon(1000);
  }

  function shown(kept) {
    needs = kept.needs;
    const early = document.getElementById("h5p-early");
    early.hidden = !needs;
    if (needs) {
      early.querySelector("b").textContent = needs;
      clearTimeout(again);
      again = setTimeout(send, (needs + 1) * 1000);
    }
    if (kept.done) {
      document.getElementById("package-done").hidden = false;
      document.getElementById("finish")?.setAttribute("hidden", "");
    }
  }

  const known = {
    ready() {
      frame.contentWindow.postMessage({ type: "start", seed: JSON.parse(data.seed) }, data.origin);
    },
    started(message) {
      if (typeof message.scored !== "boolean" || started) return;
      started = true;
      scored = message.scored;
      counted = Date.now();
      const finish = document.getElementById("finish");
      if (!scored && finish) finish.hidden = false;
      soon(0);
    },
    height(message) {
      if (!Number.isInteger(message.height)) return;
      frame.style.blockSize = `${Math.max(120, Math.min(20000, message.height))}px`;
    },
    state(message) {
      if (typeof message.state !== "string") return;
      state = message.state;
      say(data.saving);
      soon(1000);
    },
    statement(message) {
      const told = message.statement;
      if (!told || typeof told !== "object" || Array.isArray(told) || number >= A_VISIT) return;
      if (JSON.stringify(told).length > EACH) return;
      statements.push({ n: ++number, statement: told });
      say(data.saving);
      soon(1000);
    },
    fault(message) {
      const note = document.getElementById("h5p-fault");
      note.hidden = false;
      if (typeof message.text === "string") note.querySelector("bdi").textContent = message.text.slice(0, 300);
    },
  };

  addEventListener("message", (event) => {
    if (event.origin !== data.origin || event.source !== frame.contentWindow) return;
    const message = event.data;
    if (message && typeof message === "object" && Object.hasOwn(known, message.type)) known[message.type](message);
  });
  addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) send(true); // counts up to now; what came after hiding does not count
    counted = Date.now();
  });
  document.getElementById("finish")?.addEventListener("submit", (event) => {
    count();
    event.target.elements.seconds.value = Math.floor(seconds);
  });
  addEventListener("pagehide", () => send(true));
  setInterval(() => send(), 30000);
  // Only now: the frame must not speak before somebody listens.
  frame.src = data.src;
})();
