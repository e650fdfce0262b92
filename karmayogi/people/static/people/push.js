// Turns push messages on: after a press, and only then, the browser asks for permission. Shown only where it can.
(() => {
  const form = document.querySelector("form[data-push]");
  if (!form || !navigator.serviceWorker || !self.PushManager || !self.Notification) return;
  const line = form.querySelector("[role=status]"), fields = form.elements;
  const say = (text) => { line.textContent = text; line.hidden = false; };
  const text = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const bytes = (name) => Uint8Array.from(atob(name.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  document.querySelector("[data-push-plain]").hidden = true;
  form.hidden = false;

  async function turnOn() {
    if (await Notification.requestPermission() !== "granted") return say(form.dataset.blocked);
    // A browser that reaches no push service may wait for ever; so may one whose service worker could not be loaded.
    const late = new Promise((_, fail) => setTimeout(() => fail(new Error("late")), 30000));
    const { pushManager } = await Promise.race([navigator.serviceWorker.ready, late]), old = await pushManager.getSubscription();
    // One that is there belongs to whoever had the browser before, or to a key of ours that has gone.
    if (old) await old.unsubscribe();
    const made = await Promise.race([pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(fields.key.value) }), late]);
    fields.endpoint.value = made.endpoint;
    fields.p256dh.value = text(made.getKey("p256dh"));
    fields.auth.value = text(made.getKey("auth"));
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "error" });
    if (answer.ok) return location.reload();
    await made.unsubscribe();
    say((await answer.json().catch(() => ({}))).reason || form.dataset.failed);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    turnOn().catch(() => say(form.dataset.failed)).finally(() => { button.disabled = false; });
  });
})();
