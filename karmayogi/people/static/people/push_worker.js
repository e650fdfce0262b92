// The service worker's part of push messages: shows them, and opens a page of ours when one is pressed.
(() => {
  const ICON = KEEP.find((one) => one.includes("/icon-192.")); // the list of the worker's own
  // Only a path of this site: what a message says is not believed further than that.
  const own = (path) => {
    try {
      const address = new URL(path, location.origin);
      return address.origin === location.origin ? address.href : `${location.origin}/`;
    } catch { return `${location.origin}/`; }
  };
  const told = (event) => { try { return event.data.json(); } catch { return {}; } };

  addEventListener("push", (event) => {
    const said = told(event), words = (name) => typeof said?.[name] === "string" ? said[name] : "";
    // A browser shows a sentence of its own for a push that shows nothing: an unreadable one is shown as our name.
    event.waitUntil(registration.showNotification(words("title") || "Karmayogi", {
      body: words("body"), lang: words("lang"), dir: words("dir") === "rtl" ? "rtl" : "ltr", tag: words("tag"),
      icon: ICON, badge: ICON, data: { path: words("path") },
    }));
  });

  addEventListener("notificationclick", (event) => {
    event.notification.close();
    const address = own(event.notification.data?.path || "/");
    event.waitUntil((async () => {
      const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
      // A window on another page may hold half a form: it is left alone.
      const there = open.find((one) => one.url.split("#")[0] === address);
      return there ? there.focus() : clients.openWindow(address);
    })());
  });
})();
