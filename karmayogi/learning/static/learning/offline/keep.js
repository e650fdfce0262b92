// "Keep on this phone": asks the server for the manifest and lets the service worker fetch. Shown only where the
// browser can do it.
(() => {
  const forms = [...document.querySelectorAll("form[data-keep]")], who = document.getElementById("typed")?.dataset.who;
  if (!who || !forms.length || !navigator.serviceWorker || !navigator.locks || !self.indexedDB || !self.crypto?.subtle) return;
  const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const day = (at) => new Date(at).toLocaleDateString(`${document.documentElement.lang}-IN-u-nu-latn`, { day: "numeric", month: "long", year: "numeric" });
  const say = (form, name, said = {}) => {
    const line = form.querySelector("[role=status]");
    line.textContent = Object.entries(said).reduce((text, [key, value]) => text.replace(`{${key}}`, value), form.dataset[name] ?? name);
    line.hidden = false;
  };
  const asked = new Map();
  let waiting = 0;
  const send = async (pack) => {
    const worker = (await navigator.serviceWorker.ready).active, { told } = asked.get(pack);
    worker.postMessage({ keep: told, who });
  };
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    const known = asked.get(data?.keep);
    if (!known) return;
    const { form } = known, bar = form.querySelector("progress");
    clearTimeout(waiting);
    if (data.state === "getting") {
      bar.hidden = false;
      bar.max = data.size;
      bar.value = data.done;
      say(form, "getting", { done: size(data.done), size: size(data.size) });
      // A worker that the browser has stopped is asked again; what it has is not fetched twice.
      waiting = setTimeout(() => send(data.keep), 20000);
    } else {
      bar.hidden = true;
      say(form, data.state, { size: size(data.size || 0), free: size(data.free || 0), day: day(data.until) });
    }
  });
  for (const form of forms) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const me = await Kept.enrol(who, form.elements.csrfmiddlewaretoken.value);
        if (!me) return say(form, "locked");
        await navigator.storage.persist?.();
        const answer = await Kept.post(form.action, { device: me.device, form: event.submitter.value, key: form.dataset.key });
        const said = await answer.json();
        if (!answer.ok) return say(form, said.reason);
        const told = JSON.parse(said.manifest), room = await navigator.storage.estimate();
        if (told.bytes > room.quota - room.usage) return say(form, "full", { size: size(told.bytes), free: size(room.quota - room.usage) });
        await Kept.stamped(who, said.stamp, said.rescue);
        const shell = await fetch("/learning/kept/?shell=1");
        if (shell.ok) await (await caches.open("kept-shell")).put("/learning/kept/?shell=1", shell);
        asked.set(told.pack, { form, told: { ...told, seal: said.seal } });
        say(form, "getting", { done: size(0), size: size(told.bytes) });
        await send(told.pack);
      } catch (fault) {
        say(form, fault.name === "QuotaExceededError" ? "full" : fault instanceof TypeError ? "broken" : fault.message, { size: "", free: "" });
      }
    });
  }
})();
