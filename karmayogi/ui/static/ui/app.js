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

  // After a refused form the reader is taken to the list of what is wrong.
  document.querySelector(".note[role=alert]")?.focus();

  // A form is sent once, however often the button is pressed.
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.sent) event.preventDefault();
    else { event.target.dataset.sent = 1; setTimeout(() => delete event.target.dataset.sent, 5000); }
  });

  navigator.serviceWorker?.register("/ui/worker.js", { scope: "/" }).catch(() => {});
})();
