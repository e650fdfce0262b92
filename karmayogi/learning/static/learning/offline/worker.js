// The service worker's part: fetches what is kept, and answers with it while there is no network.
(() => {
  const { get, put, holder, hide, show, held, FILES } = self.Kept, PIECE = 262144;
  const tell = async (said) => { for (const page of await clients.matchAll({ includeUncontrolled: true })) page.postMessage(said); };

  // A file lies in the pieces in which it came: put together it would need its room twice. Pieces that are here are not
  // asked for again; the file is there when its own entry is, which holds nothing but its size and kind.
  async function fetchPieces(file, count) {
    const store = await caches.open(FILES), name = held(file.sha256);
    if (await self.Kept.file(store, file.sha256)) return count(file.size);
    const digest = self.digest();
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
      const raw = new Uint8Array(await piece.arrayBuffer());
      kind = piece.headers.get("Content-Type");
      digest.add(raw);
      count(raw.length);
    }
    if (digest.hex() !== file.sha256) {
      for (let from = 0; from < file.size; from += PIECE) await store.delete(`${name}~${from}`);
      throw new Error("damaged");
    }
    await store.put(name, new Response(null, { headers: { "Content-Type": kind, "X-Size": String(file.size) } }));
  }
  // Two courses that share a film fetch it once: the second waits for the first.
  const coming = new Map();
  async function fetchFile(file, count) {
    const now = coming.get(file.sha256);
    if (now) { await now; return count(file.size); }
    const over = fetchPieces(file, count);
    coming.set(file.sha256, over);
    try { await over; } finally { coming.delete(file.sha256); }
  }

  // What runs, by person, device and course. Whoever asks for no more than what runs joins it: a page that has heard
  // nothing for a while on a slow line, a second page. Anything else of that course waits until it is over.
  const running = new Map();
  const covers = (one, other) => one.form === other.form && other.parts.every((part) => one.parts.some((mine) => mine.uuid === part.uuid));
  function keep(who, told) {
    const course = `${who} ${told.device} ${told.enrolment}`, now = running.get(course);
    if (now && covers(now.told, told)) {
      now.packs.add(told.pack);
      return Promise.all([tell({ keep: told.pack, state: "getting", done: now.done, size: now.told.bytes }), now.over]);
    }
    const run = { told, packs: new Set([told.pack]), done: 0 };
    run.over = (now?.over ?? Promise.resolve()).then(() => fetchPack(who, run)).finally(() => { if (running.get(course) === run) running.delete(course); });
    running.set(course, run);
    return run.over;
  }

  async function fetchPack(who, run) {
    const { told } = run, say = async (said) => { for (const pack of run.packs) await tell({ keep: pack, ...said }); };
    const me = await holder(who);
    if (!me) return say({ state: "locked" });
    const key = `${who} ${told.pack}`, files = told.files.map((file) => file.sha256);
    let shown = 0;
    const count = (bytes) => {
      run.done += bytes;
      if (run.done - shown > told.bytes / 50) { shown = run.done; say({ state: "getting", done: run.done, size: told.bytes }); }
    };
    const wanted = async () => { if (!await get("packs", key)) throw new Error("removed"); };
    try {
      // First that it is wanted, so that a worker that was stopped goes on where it was.
      await put("packs", key, { told: await hide(me.vault, told), files, whole: false });
      for (const part of told.parts) {
        const answer = await fetch(part.from, { credentials: "same-origin", redirect: "error" });
        if (!answer.ok) throw new Error("network");
        const html = await answer.text();
        await wanted();
        await put("pages", self.Kept.pageName(who, part.at, told.pack), await hide(me.vault, { html, policy: answer.headers.get("Content-Security-Policy") || "default-src 'self'"}));
        // The page says anew how many seconds are missing.
        await self.Kept.drop("state", `spent ${who} ${part.at}`);
        count(html.length);
      }
      for (const file of told.files) { await fetchFile(file, count); await wanted(); }
      await put("packs", key, { told: await hide(me.vault, told), files, whole: true });
      // An earlier keeping of the same parts gives way.
      for (const other of await self.Kept.packs(who)) {
        if (other.pack !== told.pack && other.parts.every((part) => told.parts.some((one) => one.at === part.at))) await self.Kept.remove(who, other.pack);
      }
      await say({ state: "kept", until: told.valid_until });
    } catch (fault) {
      if (fault.message === "removed") await self.Kept.remove(who, told.pack);
      const state = fault.name === "QuotaExceededError" ? "filled" : ["damaged", "removed"].includes(fault.message) ? fault.message : "broken";
      await say({ state, size: told.bytes, done: run.done });
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
    const page = await self.Kept.page(now.who, path);
    if (!page) return undefined;
    const { html, policy } = await show(me.vault, page);
    return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy, "Cache-Control": "no-store" } });
  };

  async function fromFile(request, name) {
    const store = await caches.open(FILES), found = await self.Kept.file(store, name);
    if (!found) return fetch(request);
    const size = +found.headers.get("X-Size"), kind = found.headers.get("Content-Type"), asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") || "");
    const from = asked ? +asked[1] : 0, to = asked?.[2] ? Math.min(+asked[2], size - 1) : size - 1;
    if (asked && from > to) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${size}` } });
    let at = from;
    const body = new ReadableStream({
      async pull(room) {
        if (at > to) return room.close();
        const start = at - at % PIECE, piece = await store.match(`${held(name)}~${start}`);
        if (!piece) return room.error(new TypeError("removed"));
        const raw = new Uint8Array(await piece.arrayBuffer()).subarray(at - start, to + 1 - start);
        at += raw.length;
        room.enqueue(raw);
      },
    }, { highWaterMark: 0 });
    const headers = { "Content-Type": kind, "Accept-Ranges": "bytes", "Content-Length": String(to + 1 - from) };
    return asked ? new Response(body, { status: 206, headers: { ...headers, "Content-Range": `bytes ${from}-${to}/${size}` } }) : new Response(body, { headers });
  }
  addEventListener("fetch", (event) => {
    const address = new URL(event.request.url), file = /^\/learning\/files\/\d+\/[^/]+\/([0-9a-f]{64})\.\w+$/.exec(address.pathname);
    if (event.request.method === "GET" && address.origin === location.origin && file) {
      event.respondWith(fromFile(event.request, file[1]));
      event.stopImmediatePropagation();
    }
  });

  // Before anything is shown by the server: the session of whoever had the phone before must have ended.
  self.before = async () => { if (!await self.Kept.settle()) throw new Error("switch"); };
})();
