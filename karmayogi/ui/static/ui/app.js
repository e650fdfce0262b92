// All of it is comfort: every page works without this file.
(() => {
  const page = document.documentElement, note = document.getElementById("offline");

  // The line of the network: a note while it is away.
  const tell = () => { if (note) note.hidden = navigator.onLine; };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();

  // Colours change on the spot, so that a half-filled form is not lost by the reload.
  document.getElementById("theme")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target, button = form.elements.theme;
    const dark = page.dataset.theme ? page.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
    page.dataset.theme = dark ? "light" : "dark";
    const fields = new URLSearchParams(new FormData(form));
    fields.set("theme", page.dataset.theme);
    button.value = dark ? "dark" : "light";
    fetch(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(() => {});
  });

  // The account menu closes on Escape and on a press elsewhere.
  const menu = document.querySelector(".menu");
  if (menu) {
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.firstElementChild.focus(); }
    });
    addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  }

  // A button that prints is there only where it can.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // After a refused form the reader is taken to the list of what is wrong.
  document.querySelector(".note[role=alert]")?.focus();

  // A form is sent once, however often the button is pressed.
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.sent) event.preventDefault();
    else { event.target.dataset.sent = 1; setTimeout(() => delete event.target.dataset.sent, 5000); }
  });

  // What was typed and not sent stays in this tab, by account and page, and is offered back: after a session that ended,
  // a sign-out in another tab, a page that closed. Never passwords, codes, files or hidden fields.
  const offer = document.getElementById("typed"), forms = [...document.querySelectorAll("form[method=post]")];
  const mine = offer ? `typed:${offer.dataset.who}:` : "";
  const fields = (form) => [...form.elements].filter((field) => field.name && !field.disabled
    && !["password", "file", "hidden", "submit", "button"].includes(field.type) && field.autocomplete !== "one-time-code");
  const boxes = ["checkbox", "radio"];
  const read = (form) => fields(form).map((field) => boxes.includes(field.type) ? field.checked : field.value);
  const key = (form) => `${mine}${location.pathname}:${form.getAttribute("action")}:${forms.filter(
    (other) => other.getAttribute("action") === form.getAttribute("action")).indexOf(form)}`;
  const kept = (name) => { try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; } };
  const put = (name, value) => { try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* full or off */ } };
  // What was sent from the page before has arrived, unless this is the sign-in page or one of a refusal: they offer nothing.
  for (const name of Object.keys(sessionStorage)) {
    const old = name.startsWith("typed:") && kept(name);
    if (old?.sent) { if (offer) sessionStorage.removeItem(name); else put(name, { ...old, sent: false }); }
  }
  if (offer) {
    const found = forms.filter((form) => {
      const old = kept(key(form));
      return old && old.names === fields(form).map((field) => field.name).join() && `${old.values}` !== `${read(form)}`;
    });
    if (found.length) {
      offer.hidden = false;
      offer.addEventListener("click", (event) => {
        if (!event.target.value) return;
        for (const form of found) {
          if (event.target.value === "drop") { sessionStorage.removeItem(key(form)); continue; }
          const { values } = kept(key(form));
          fields(form).forEach((field, place) => {
            if (boxes.includes(field.type)) field.checked = values[place]; else field.value = values[place];
          });
        }
        offer.hidden = true;
        if (event.target.value === "put") fields(found[0])[0]?.focus();
      });
    }
    const store = (form, sent) => put(key(form), {
      names: fields(form).map((field) => field.name).join(), values: read(form), sent,
    });
    addEventListener("input", ({ target: { form } }) => { if (forms.includes(form)) store(form, false); });
    addEventListener("submit", ({ target }) => {
      if (target.matches("[action$='/sign-in/out/']")) for (const name of Object.keys(sessionStorage)) sessionStorage.removeItem(name);
      else if (kept(key(target))) store(target, true);
    });
  }

  navigator.serviceWorker?.register("/ui/worker.js", { scope: "/" }).catch(() => {});
})();
