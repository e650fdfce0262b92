// Our side of a package. The package runs on another origin (see bridge.js there); only messages of exactly that frame
// and origin are listened to. Commits are sent one after the other and again until they arrive.
(() => {
  const stage = document.getElementById("package");
  if (!stage) return;
  const data = stage.dataset, frame = stage.querySelector("iframe"), line = document.getElementById("saved");
  let seq = +data.seq, waiting = null, sending = false, retry = 0, left = false;
  const form = document.getElementById("go");
  const say = (text) => { if (line && line.textContent !== text) line.textContent = text; };

  async function send() {
    if (sending || !waiting) return;
    const commit = waiting;
    waiting = null;
    sending = true;
    clearTimeout(retry);
    try {
      const answer = await fetch(data.url, {
        method: "POST", keepalive: JSON.stringify(commit).length < 60000, credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-Karmayogi-Progress": "1" }, body: JSON.stringify(commit),
      });
      const told = await answer.json().catch(() => ({}));
      // A session that ended answers with a redirect to the sign-in page, which is "ok" as well.
      if (answer.redirected || answer.status === 401 || answer.status === 403) {
        waiting = waiting || commit;
        say(data.signIn);
        retry = setTimeout(send, 15000);
      } else if (answer.ok && told.saved) {
        say(data.saved);
        if (told.item_done) document.querySelector("[data-current-item]")?.setAttribute("data-done", "1");
        if (told.ways) allow(told.ways);
        if (told.done) document.getElementById("package-done").hidden = false;
      } else if (answer.ok || answer.status >= 500) throw new Error("server");
      else say(told.reason || data.unsaved);
    } catch {
      waiting = waiting || commit;
      say(data.unsaved);
      retry = setTimeout(send, 5000);
    } finally {
      sending = false;
      if (waiting && !retry) send();
      retry = 0;
      goOn();
    }
  }

  // Of a package with an order of its own: which of the buttons the server would follow now.
  function allow(ways) {
    for (const button of form?.querySelectorAll("button[name=ask]") || []) {
      const [ask, target] = button.value.split(/:(.*)/s);
      if (ask === "choice") button.disabled = !ways.choices.includes(target);
      else if (ask in ways) button.disabled = !ways[ask];
    }
  }

  // The content is left first and what it says then is saved; only after that the page goes on.
  function ask(wish) {
    if (!form || form.dataset.asked) return;
    form.dataset.asked = wish;
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    frame.contentWindow.postMessage({ type: "leave" }, data.origin);
    setTimeout(() => { left = true; goOn(); }, 3000);  // content that cannot be left keeps nobody
  }
  function goOn() {
    if (!left || !form?.dataset.asked || sending || waiting) return;
    left = false;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "ask", value: form.dataset.asked });
    form.append(field);
    form.submit();
  }
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(event.submitter?.value || "continue");
  });

  addEventListener("online", send);
  addEventListener("message", (event) => {
    if (event.origin !== data.origin || event.source !== frame.contentWindow) return;
    const message = event.data;
    if (!message || typeof message !== "object") return;
    if (message.type === "ready") {
      frame.contentWindow.postMessage({ type: "start", seed: JSON.parse(data.seed), href: data.href }, data.origin);
    } else if (message.type === "commit" && message.state && typeof message.state === "object") {
      waiting = { ...message.state, item: data.item, visit: +data.visit, seq: ++seq };
      say(data.saving);
      send();
    } else if (message.type === "left") {
      left = true;
      goOn();
    } else if (message.type === "go" && typeof message.ask === "string") {
      // adl.nav.request: continue, or {target=ID}choice
      const to = /^\{target=(.+)\}choice$/.exec(message.ask);
      ask(to ? `choice:${to[1]}` : message.ask);
    }
  });
  // Only now: the frame must not speak before somebody listens.
  frame.src = data.src;
})();
