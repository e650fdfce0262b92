// "Keep on this phone": asks the server for the manifest and lets the service worker fetch. Shown only where the
// browser can do it.
(() => {
  const forms = [...document.querySelectorAll("form[data-keep]")], who = document.getElementById("typed")?.dataset.who;
  if (!who || !forms.length || !navigator.serviceWorker || !navigator.locks || !self.indexedDB || !self.crypto?.subtle) return;
  // Kept together left to right: in Urdu the number would change places with what stands beside it.
  const size = (bytes) => `\u2066${bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`}\u2069`;
  const day = (at) => new Date(at).toLocaleDateString(`${document.documentElement.lang}-IN-u-nu-latn`, { day: "numeric", month: "long", year: "numeric" });
  const say = (form, name, said = {}) => {
    const line = form.querySelector("[role=status]");
    line.textContent = Object.entries(said).reduce((text, [key, value]) => text.replace(`{${key}}`, value), form.dataset[name] ?? name);
    line.hidden = false;
  };
  // By keeping: what was asked of the worker. By form: what goes on, so that a second tap begins nothing.
  const asked = new Map(), busy = new Set(), anew = new Set();
  // A worker that the browser has stopped is asked again; what it has is not fetched twice, and what runs is joined.
  const send = async (pack) => {
    const known = asked.get(pack);
    clearTimeout(known.waiting);
    known.waiting = setTimeout(() => send(pack), 20000);
    (await navigator.serviceWorker.ready).active.postMessage({ keep: known.told, who });
  };
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    const known = asked.get(data?.keep);
    if (!known) return;
    const { form } = known, bar = form.querySelector("progress");
    clearTimeout(known.waiting);
    if (data.state === "getting") {
      bar.hidden = false;
      bar.max = data.size;
      bar.value = data.done;
      say(form, "getting", { done: size(data.done), size: size(data.size) });
      known.waiting = setTimeout(() => send(data.keep), 20000);
    } else {
      asked.delete(data.keep);
      busy.delete(form);
      bar.hidden = true;
      say(form, data.state, { size: size(data.size || 0), done: size(data.done || 0), day: day(data.until) });
    }
  });
  for (const form of forms) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy.has(form)) return;
      busy.add(form);
      let sent = false, told;
      try {
        const token = form.elements.csrfmiddlewaretoken.value;
        const me = anew.delete(form) ? await Kept.renew(who, token) : await Kept.enrol(who, token);
        if (!me) return say(form, await Kept.holder(who) ? "unsent" : "locked");
        await navigator.storage.persist?.();
        const answer = await Kept.post(form.action, { device: me.device, form: event.submitter.value, key: form.dataset.key });
        const said = await answer.json();
        if (said.removed) { anew.add(form); return say(form, "anew"); }
        if (!answer.ok) return say(form, said.reason);
        told = JSON.parse(said.manifest);
        // Not every browser tells the truth here; one that does spares a long wait.
        const room = await navigator.storage.estimate();
        if (told.bytes > room.quota - room.usage) return say(form, "full", { size: size(told.bytes), free: size(room.quota - room.usage) });
        await Kept.stamped(who, said.stamp, said.rescue);
        const shell = await fetch("/learning/kept/?shell=1");
        if (shell.ok) await (await caches.open("kept-shell")).put("/learning/kept/?shell=1", shell);
        asked.set(told.pack, { form, told: { ...told, seal: said.seal } });
        say(form, "getting", { done: size(0), size: size(told.bytes) });
        await send(told.pack);
        sent = true;
      } catch (fault) {
        say(form, fault.name === "QuotaExceededError" ? "filled" : fault instanceof TypeError ? "broken" : fault.message, { done: size(0), size: size(told?.bytes || 0) });
      } finally {
        if (!sent) busy.delete(form);
      }
    });
  }
})();
