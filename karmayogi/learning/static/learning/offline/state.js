// "3 saved on this phone", "2 waiting to be sent": in the header of every page, read from one small note. The rest of
// the machinery is loaded only where something waits or somebody else had the phone.
(() => {
  const line = document.getElementById("kept"), who = document.getElementById("typed")?.dataset.who;
  if (!line || !who) return;
  const read = () => { try { return JSON.parse(localStorage.getItem(`kept:${who}`)) || {}; } catch { return {}; } };
  const show = () => {
    const { saved = 0, waiting = 0 } = read(), said = [];
    if (saved) said.push(line.dataset.saved.replace("{n}", saved));
    if (waiting) said.push(line.dataset.waiting.replace("{n}", waiting));
    line.textContent = said.join(" · ");
    line.hidden = !said.length;
  };
  addEventListener("kept", show);
  addEventListener("storage", show);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (!data?.counts) return;
    localStorage.setItem(`kept:${data.who}`, JSON.stringify(data.counts));
    show();
  });
  show();
  const load = () => self.Kept ? Promise.resolve() : new Promise((yes, no) => {
    const script = document.createElement("script");
    script.src = line.dataset.script;
    script.onload = yes;
    script.onerror = no;
    document.head.append(script);
  });
  // Whoever is signed in has the phone: what somebody else kept is locked. On a kept page there is no server to ask.
  const others = Object.keys(localStorage).some((name) => name.startsWith("kept:") && name !== `kept:${who}`);
  const send = async () => {
    if (!navigator.onLine || (!others && !read().waiting)) return;
    await load();
    const now = await Kept.get("state", "open"), kept = document.getElementById("lesson")?.dataset.pack;
    if (now && now.who !== who && !kept) await Kept.leave();
    if (!read().waiting) return;
    const receipts = await Kept.flush(who);
    if (receipts) dispatchEvent(new CustomEvent("receipts", { detail: receipts }));
  };
  const soon = () => send().catch(() => {});
  addEventListener("online", soon);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") soon(); });
  soon();
})();
