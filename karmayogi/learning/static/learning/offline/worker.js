// The service worker's part: fetches what is kept, and answers with it while there is no network.
(() => {
  const { get, put, holder, hide, show, sha, held, FILES } = self.Kept, PIECE = 262144;
  const tell = async (said) => { for (const page of await clients.matchAll({ includeUncontrolled: true })) page.postMessage(said); };

  // A file comes in pieces; those that are here already are not asked for again.
  async function fetchFile(file, count) {
    const store = await caches.open(FILES), name = held(file.sha256);
    if (await store.match(name)) return count(file.size);
    const pieces = [];
    let kind = "";
    for (let from = 0; from < file.size; from += PIECE) {
      const at = `${name}~${from}`;
      let piece = await store.match(at);
      if (!piece) {
        const to = Math.min(from + PIECE, file.size) - 1;
        const answer = await fetch(file.from, { headers: { Range: `bytes=${from}-${to}` } });
        if (answer.status !== 206) throw new Error("network");
        piece = new Response(await answer.blob(), { headers: { "Content-Type": answer.headers.get("Content-Type") || "" } });
        await store.put(at, piece.clone());
      }
      kind = piece.headers.get("Content-Type");
      pieces.push(await piece.blob());
      count(pieces.at(-1).size);
    }
    const whole = new Blob(pieces, { type: kind });
    if (await sha(await whole.arrayBuffer()) !== file.sha256) {
      for (let from = 0; from < file.size; from += PIECE) await store.delete(`${name}~${from}`);
      throw new Error("damaged");
    }
    await store.put(name, new Response(whole, { headers: { "Content-Type": kind } }));
    for (let from = 0; from < file.size; from += PIECE) await store.delete(`${name}~${from}`);
  }

  async function keep(who, told) {
    const me = await holder(who);
    if (!me) return tell({ keep: told.pack, state: "locked" });
    const key = `${who} ${told.pack}`, files = told.files.map((file) => file.sha256);
    let done = 0, shown = 0;
    const count = (bytes) => {
      done += bytes;
      if (done - shown > told.bytes / 50) { shown = done; tell({ keep: told.pack, state: "getting", done, size: told.bytes }); }
    };
    try {
      // First that it is wanted, so that a worker that was stopped goes on where it was.
      await put("packs", key, { told: await hide(me.vault, told), files, whole: false });
      for (const part of told.parts) {
        const answer = await fetch(part.from, { credentials: "same-origin", redirect: "error" });
        if (!answer.ok) throw new Error("network");
        const html = await answer.text();
        await put("pages", `${who} ${part.at}`, await hide(me.vault, { html, policy: answer.headers.get("Content-Security-Policy") || "default-src 'self'"}));
        // The page says anew how many seconds are missing.
        await self.Kept.drop("state", `spent ${who} ${part.at}`);
        count(html.length);
      }
      for (const file of told.files) await fetchFile(file, count);
      await put("packs", key, { told: await hide(me.vault, told), files, whole: true });
      // An earlier keeping of the same parts gives way.
      for (const other of await self.Kept.packs(who)) {
        if (other.pack !== told.pack && other.parts.every((part) => told.parts.some((one) => one.at === part.at))) await self.Kept.drop("packs", `${who} ${other.pack}`);
      }
      await self.Kept.sweep();
      await tell({ keep: told.pack, state: "kept", until: told.valid_until });
    } catch (fault) {
      const room = await navigator.storage.estimate();
      await tell({ keep: told.pack, state: fault.name === "QuotaExceededError" ? "full" : fault.message === "damaged" ? "damaged" : "broken", size: told.bytes, free: room.quota - room.usage });
    }
    await self.Kept.tell(who);
  }
  addEventListener("message", (event) => {
    if (event.data?.keep) event.waitUntil(keep(event.data.who, event.data.keep));
  });

  // Instead of the offline page: the kept one of whoever has the phone.
  self.away = async (request) => {
    const path = new URL(request.url).pathname;
    if (path === "/learning/kept/") return caches.match("/learning/kept/?shell=1", { ignoreVary: true });
    const now = await get("state", "open"), me = await holder();
    if (!me) return (await self.Kept.people()).length ? Response.redirect(`/learning/kept/?to=${encodeURIComponent(path)}`) : undefined;
    const page = await get("pages", `${now.who} ${path}`);
    if (!page) return undefined;
    const { html, policy } = await show(me.vault, page);
    return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy, "Cache-Control": "no-store" } });
  };

  async function fromFile(request, name) {
    const found = await (await caches.open(FILES)).match(held(name));
    if (!found) return fetch(request);
    const blob = await found.blob(), kind = found.headers.get("Content-Type"), asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") || "");
    if (!asked) return new Response(blob, { headers: { "Content-Type": kind, "Accept-Ranges": "bytes" } });
    const from = +asked[1], to = Math.min(asked[2] ? +asked[2] : blob.size - 1, blob.size - 1);
    if (from > to) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${blob.size}` } });
    return new Response(blob.slice(from, to + 1, kind), { status: 206, headers: { "Content-Type": kind, "Accept-Ranges": "bytes", "Content-Range": `bytes ${from}-${to}/${blob.size}`, "Content-Length": String(to - from + 1) } });
  }
  addEventListener("fetch", (event) => {
    const address = new URL(event.request.url), file = /^\/learning\/files\/\d+\/[^/]+\/([0-9a-f]{64})\.\w+$/.exec(address.pathname);
    if (event.request.method === "GET" && address.origin === location.origin && file) {
      event.respondWith(fromFile(event.request, file[1]));
      event.stopImmediatePropagation();
    }
  });

  // Before anything is shown by the server: the session of whoever had the phone before must have ended.
  self.before = async () => {
    const who = await get("state", "switch");
    if (!who) return;
    const answer = await self.Kept.post("/learning/offline/switch/", { who });
    if (answer.ok) await self.Kept.drop("state", "switch");
  };
})();
