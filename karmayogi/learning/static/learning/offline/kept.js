// What is kept on this phone, for pages and for the service worker. Everything that tells about a person lies in
// IndexedDB, locked with a key of that person; films and papers lie as files under their hash, once for everybody.
(() => {
  const text = new TextEncoder(), plain = new TextDecoder(), STORES = ["people", "pages", "packs", "queue", "live", "state"];
  // The life of this page. Its counter runs on whatever is done to the clock of the phone.
  const RUN = crypto.randomUUID(), ticks = () => Math.floor(performance.now());
  const IDLE = 20 * 60000, ROUNDS = 600000, TRIES = 5, BATCH = 50;
  let base;
  const open = () => base ??= new Promise((yes, no) => {
    const ask = indexedDB.open("kept", 1);
    ask.onupgradeneeded = () => { for (const name of STORES) ask.result.createObjectStore(name); };
    ask.onsuccess = () => yes(ask.result);
    ask.onerror = () => no(ask.error);
  });
  const act = async (names, mode, work) => {
    const room = (await open()).transaction(names, mode, { durability: "strict" });
    return new Promise((yes, no) => {
      const ask = work(room);
      room.oncomplete = () => yes(ask?.result);
      room.onerror = room.onabort = () => no(room.error || new DOMException("", "QuotaExceededError"));
    });
  };
  const get = (name, key) => act([name], "readonly", (room) => room.objectStore(name).get(key));
  const put = (name, key, value) => act([name], "readwrite", (room) => void room.objectStore(name).put(value, key));
  const drop = (name, key) => act([name], "readwrite", (room) => void room.objectStore(name).delete(key));
  const all = (who) => IDBKeyRange.bound(`${who} `, `${who} \uffff`);
  const keys = (name, who) => act([name], "readonly", (room) => room.objectStore(name).getAllKeys(who ? all(who) : null));
  const values = (name, who) => act([name], "readonly", (room) => room.objectStore(name).getAll(who ? all(who) : null));

  const b64 = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const raw64 = (said) => Uint8Array.from(atob(said.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const hex = (raw) => [...new Uint8Array(raw)].map((one) => one.toString(16).padStart(2, "0")).join("");
  const sha = async (raw) => hex(await crypto.subtle.digest("SHA-256", raw));
  const AES = "AES-GCM", EC = { name: "ECDSA", namedCurve: "P-256" };
  const lock = async (key, raw) => {
    const iv = crypto.getRandomValues(new Uint8Array(12)), made = await crypto.subtle.encrypt({ name: AES, iv }, key, raw);
    const whole = new Uint8Array(12 + made.byteLength);
    whole.set(iv);
    whole.set(new Uint8Array(made), 12);
    return whole;
  };
  const unlock = (key, whole) => crypto.subtle.decrypt({ name: AES, iv: whole.slice(0, 12) }, key, whole.slice(12));
  const hide = async (key, value) => lock(key, text.encode(JSON.stringify(value)));
  const show = async (key, whole) => JSON.parse(plain.decode(await unlock(key, whole)));
  const vaultFrom = (raw) => crypto.subtle.importKey("raw", raw, AES, true, ["encrypt", "decrypt"]);

  // The person who has the phone now, with the key of the vault; null where it is locked.
  async function holder(who) {
    const now = await get("state", "open");
    if (!now || (who && now.who !== who)) return null;
    const person = await get("people", now.who);
    if (!person) return null;
    if (!person.pin) return { ...person, vault: person.vault };
    if (!now.vault || Math.abs(Date.now() - now.used) > IDLE) return null;
    if (Math.abs(Date.now() - now.used) > 30000) await put("state", "open", { ...now, used: Date.now() });
    return { ...person, vault: now.vault };
  }
  // Somebody takes the phone; whoever had it before is locked out, and the session on the server ends at the next chance.
  async function take(who, vault) {
    const last = await get("state", "last");
    await act(["state"], "readwrite", (room) => {
      const state = room.objectStore("state");
      state.put({ who, vault, used: Date.now() }, "open");
      state.put(who, "last");
      if (last && last !== who) state.put(who, "switch");
    });
  }
  // Ends that session. False while the server has not said that it is over: until then it is not asked for any page.
  async function settle() {
    const who = await get("state", "switch").catch(() => null);
    if (!who) return true;
    const answer = await post("/learning/offline/switch/", { who }).catch(() => null), said = answer?.ok && await answer.json().catch(() => null);
    if (typeof said?.ended !== "boolean") return false;
    if (await get("state", "switch") === who) await drop("state", "switch");
    return true;
  }
  const leave = () => drop("state", "open");

  const pinKey = async (pin, salt, rounds) => crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    await crypto.subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveKey"]),
    { name: AES, length: 256 }, false, ["encrypt", "decrypt"]);
  async function setPin(who, pin) {
    const me = await holder(who), salt = crypto.getRandomValues(new Uint8Array(16));
    if (!me) return false;
    const wrapped = await lock(await pinKey(pin, salt, ROUNDS), await crypto.subtle.exportKey("raw", me.vault));
    const { vault, ...person } = await get("people", who);
    await put("people", who, { ...person, pin: { salt, wrapped, rounds: ROUNDS, left: TRIES } });
    await take(who, me.vault);
    return true;
  }
  // Answers "open", the number of tries left, or "wiped". A try is taken before it is made: pulling the plug gives none back.
  const enter = (who, pin) => navigator.locks.request("kept-pin", async () => {
    const person = await get("people", who);
    if (!person) return "wiped";
    if (!person.pin) { await take(who, person.vault); return "open"; }
    const left = person.pin.left - 1;
    await put("people", who, { ...person, pin: { ...person.pin, left } });
    try {
      const raw = await unlock(await pinKey(pin, person.pin.salt, person.pin.rounds), person.pin.wrapped);
      await put("people", who, { ...person, pin: { ...person.pin, left: TRIES } });
      await take(who, await vaultFrom(raw));
      return "open";
    } catch (fault) {
      if (fault.name !== "OperationError") throw fault;
      if (left > 0) return left;
      await rescue(who);
      return "wiped";
    }
  });
  // Sends what is locked as it is, for the server alone to open; then everything of that person goes from this phone.
  async function rescue(who) {
    const person = await get("people", who), lines = (await values("queue", who)).map(b64);
    await drop("state", `lost ${who}`);
    for (let from = 0; from < lines.length; from += BATCH) {
      const sent = await post("/learning/offline/rescue/", { device: person.device, vault: person.rescue, lines: lines.slice(from, from + BATCH) }).catch(() => null);
      if (!sent?.ok) { await put("state", `lost ${who}`, lines.length - from); break; }
    }
    await forget(who);
  }
  // How many entries could not be sent, for their owner, who is told once; null where there is nothing to tell.
  async function lost(who) {
    const count = await get("state", `lost ${who}`);
    if (count) await drop("state", `lost ${who}`);
    return count || null;
  }
  async function forget(who) {
    const notes = (await keys("state")).filter((name) => name.includes(who) && !name.startsWith("lost "));
    await act(STORES, "readwrite", (room) => {
      for (const name of notes) room.objectStore("state").delete(name);
      for (const name of ["pages", "packs", "queue", "live"]) room.objectStore(name).delete(all(who));
      room.objectStore("people").delete(who);
    });
    if ((await get("state", "open"))?.who === who) await leave();
    await sweep();
    await tell(who);
  }

  const post = (address, body) => fetch(address, {
    method: "POST", credentials: "same-origin", body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-Karmayogi-Progress": "1" },
  });

  // A device is named at the first keeping; its private key cannot be taken out of this browser.
  async function name(token) {
    const key = await crypto.subtle.generateKey(EC, false, ["sign", "verify"]), device = crypto.randomUUID();
    const form = new URLSearchParams({ csrfmiddlewaretoken: token, device, key: b64(await crypto.subtle.exportKey("raw", key.publicKey)) });
    const answer = await fetch("/people/me/devices/", { method: "POST", credentials: "same-origin", body: form });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.reason);
    return { name: said.name, device, key: key.privateKey, seq: 0, prev: "", stamp: "", stampedAt: 0 };
  }
  async function enrol(who, token) {
    const known = await get("people", who);
    if (known) {
      if (!known.pin) await take(who, known.vault);
      return holder(who);
    }
    const vault = await vaultFrom(crypto.getRandomValues(new Uint8Array(32)));
    await put("people", who, { who, vault, ...await name(token) });
    await take(who, vault);
    return holder(who);
  }
  // A device that was removed does not come back: this browser becomes another one, with a key, a chain and keepings of
  // its own. What waits is sent first, as what it is, by the old one. Null where that is not possible now.
  async function renew(who, token) {
    if (!await holder(who)) return null;
    await flush(who);
    if ((await counts(who)).waiting) return null;
    const made = await name(token), notes = (await keys("state")).filter((one) => one.startsWith(`sealed ${who} `));
    const done = await navigator.locks.request("kept-line", async () => {
      const { rescue: _old, ...person } = await get("people", who);
      if ((await keys("queue", who)).length) return false;
      await act(STORES, "readwrite", (room) => {
        room.objectStore("people").put({ ...person, ...made }, who);
        for (const one of ["pages", "packs"]) room.objectStore(one).delete(all(who));
        for (const one of notes) room.objectStore("state").delete(one);
      });
      return true;
    });
    await tell(who);
    return done ? holder(who) : null;
  }
  async function stamped(who, stamp, rescueKey) {
    await navigator.locks.request("kept-line", async () => {
      const person = await get("people", who);
      if (!person) return;
      if (rescueKey && !person.rescue) {
        const me = await holder(who);
        person.rescue = b64(await lock(await vaultFrom(raw64(rescueKey)), await crypto.subtle.exportKey("raw", me.vault)));
      }
      await put("people", who, { ...person, stamp, stampedAt: Date.now(), stampedRun: RUN, stampedTicks: ticks() });
    });
  }

  // One more line of the chain, signed. It is stored before anybody is told that it is saved. said.stamp: the one that
  // the phone had when the time of the line began, else the newest: a newer one would leave no room for that time.
  // Answers by what the next line will name this one, false where the phone is locked.
  const add = (who, said) => navigator.locks.request("kept-line", async () => {
    const me = await holder(who);
    if (!me) return false;
    const now = Date.now(), seq = me.seq + 1, mark = said.stamp ? said : me, line = JSON.stringify({
      id: crypto.randomUUID(), device: me.device, seq, prev: me.prev, pack: said.pack, part: said.part, kind: said.kind,
      seconds: Math.floor(said.seconds), position: said.position, clock: now, since: now - mark.stampedAt, stamp: mark.stamp, post: said.post, watched: said.watched, read: said.read,
      run: RUN, ticks: ticks(), ran: mark.stampedRun === RUN ? ticks() - mark.stampedTicks : undefined,
    });
    const signature = b64(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, me.key, text.encode(line)));
    const kept = await hide(me.vault, { text: line, signature }), person = await get("people", who), prev = await sha(text.encode(line));
    await act(["queue", "people"], "readwrite", (room) => {
      room.objectStore("queue").put(kept, `${who} ${String(seq).padStart(10, "0")}`);
      room.objectStore("people").put({ ...person, seq, prev }, who);
    });
    await tell(who);
    return prev;
  });

  // Pages note their time as it grows; what a closed page left is made into a line by the next one.
  async function gather(who) {
    for (const name of await keys("live", who)) {
      await navigator.locks.request(name, { ifAvailable: true }, async (free) => {
        const said = free && await get("live", name);
        if (!said) return;
        if (said.seconds < 1 || await add(who, said)) await drop("live", name);
      });
    }
  }

  // Sends the queue. A line leaves it only with a receipt. Answers the receipts, or null where nothing could be sent.
  const flush = (who) => navigator.locks.request("kept-send", { ifAvailable: true }, async (free) => {
    const me = free && await holder(who);
    if (!me) return null;
    await gather(me.who);
    const receipts = [];
    for (;;) {
      const names = (await keys("queue", me.who)).slice(0, BATCH);
      if (!names.length) break;
      const lines = [];
      for (const name of names) lines.push(await show(me.vault, await get("queue", name)));
      const answer = await post("/learning/offline/lines/", { device: me.device, lines }).catch(() => null);
      if (!answer?.ok || !(answer.headers.get("Content-Type") || "").includes("json")) return receipts.length ? receipts : null;
      const said = await answer.json(), links = await Promise.all(lines.map((one) => sha(text.encode(one.text))));
      let gone = 0;
      for (const [place, name] of names.entries()) {
        const receipt = said.receipts.find((one) => one.link === links[place]);
        if (!receipt) continue;
        await drop("queue", name);
        receipts.push(receipt);
        gone++;
      }
      await stamped(me.who, said.stamp);
      if (!gone) break;
    }
    await tell(me.who);
    return receipts;
  });

  // "3 saved on this phone": the header of every page reads it without opening anything.
  async function counts(who) {
    return { saved: (await keys("packs", who)).length, waiting: (await keys("queue", who)).length + (await keys("live", who)).length };
  }
  async function tell(who) {
    const now = await counts(who);
    if (self.localStorage) {
      localStorage.setItem(`kept:${who}`, JSON.stringify(now));
      dispatchEvent(new Event("kept"));
    } else for (const page of await clients.matchAll({ includeUncontrolled: true })) page.postMessage({ counts: now, who });
  }

  const FILES = "kept-files", held = (name) => `/learning/kept/files/${name}`;
  // The entry of a file that is here whole. One without a size is of an earlier way of keeping, without pieces: it plays
  // no more, so it goes, and the file is fetched anew.
  async function file(store, name) {
    const found = await store.match(held(name));
    if (!found || found.headers.has("X-Size")) return found;
    await store.delete(held(name));
  }
  // Files that no pack of anybody names any more.
  async function sweep() {
    const used = new Set((await values("packs")).flatMap((pack) => pack.files.map(held))), store = await caches.open(FILES);
    for (const one of await store.keys()) if (!used.has(new URL(one.url).pathname.split("~")[0])) await store.delete(one);
  }
  async function packs(who) {
    const me = await holder(who), found = [];
    if (!me) return found;
    for (const name of await keys("packs", me.who)) {
      const pack = await get("packs", name);
      found.push({ ...await show(me.vault, pack.told), whole: pack.whole });
    }
    return found;
  }
  // Each keeping has pages of its own: a lesson that was kept alone, in another form, is still there when the course goes.
  const pageName = (who, at, pack) => `${who} ${at} ${pack}`;
  // Of the newest keeping that is whole, else of the newest. Pages of sealed tests belong to no keeping.
  async function page(who, at) {
    let best = null;
    for (const one of await keys("pages", `${who} ${at}`)) {
      const pack = await get("packs", `${who} ${one.split(" ")[2]}`);
      if (!best?.whole || pack?.whole) best = { one, whole: pack?.whole };
    }
    return get("pages", best?.one ?? `${who} ${at}`);
  }
  async function remove(who, pack) {
    const mine = await packs(who), names = await keys("pages", who), has = (one, at) => one.parts.some((part) => part.at === at);
    // An earlier way of keeping named a page by its part alone: it goes with the last keeping that has no other.
    const old = (mine.find((one) => one.pack === pack)?.parts ?? []).filter(({ at }) => !mine.some(
      (one) => one.pack !== pack && has(one, at) && !names.includes(pageName(who, at, one.pack))));
    const pages = [...names.filter((one) => one.endsWith(` ${pack}`)), ...old.map(({ at }) => `${who} ${at}`)];
    await act(["packs", "pages"], "readwrite", (room) => {
      room.objectStore("packs").delete(`${who} ${pack}`);
      for (const one of pages) room.objectStore("pages").delete(one);
    });
    await sweep();
    await tell(who);
  }
  const people = async () => (await values("people")).map(({ who, name, pin }) => ({ who, name, pin: pin ? pin.left : null }));

  // Kept together left to right: in Urdu the number would change places with what stands beside it.
  const size = (bytes) => `\u2066${bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`}\u2069`;

  self.Kept = { get, put, drop, keys, holder, leave, settle, setPin, enter, lost, post, enrol, renew, stamped, add, gather, flush, counts, tell, packs, page, pageName, file, remove, people, hide, show, held, size, FILES };
})();
