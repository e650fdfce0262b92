// A sitting at a place without network. On the page of a seat and of a sitting: fetches what goes along. On the kept
// pages: opens the paper with the code on the board, and notes who is there and what was handed in.
(() => {
  const who = document.getElementById("typed")?.dataset.who, take = document.getElementById("take"), paper = document.getElementById("venue-paper"), duty = document.getElementById("venue-duty");
  if (!who || !self.Kept || !self.Paper || !navigator.locks || !navigator.serviceWorker || !self.crypto?.subtle) return;
  const { tell, raw, b64, uuid, ask } = Paper, subtle = crypto.subtle, text = new TextEncoder(), TRIES = 5, PAUSE = 600000;
  const name = (sealed) => `sealed ${who} ${sealed}`, ECDH = { name: "ECDH", namedCurve: "P-256" };
  const hour = (at) => new Date(at).toLocaleTimeString(`${document.documentElement.lang}-IN-u-nu-latn`, { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Kolkata" });
  const fit = (said, more) => Object.entries(more).reduce((line, [key, value]) => line.replace(`{${key}}`, value), said);

  // Digits of any script; the last is a check digit, so that a slip costs no try.
  const digits = (typed) => [...typed.normalize("NFKC")].map((one) => {
    if (!/\p{Nd}/u.test(one)) return /[\s\u200e\u200f-]/.test(one) ? "" : "x";
    let zero = one.codePointAt(0);
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && one.codePointAt(0) - zero < 9) zero--;
    return String(one.codePointAt(0) - zero);
  }).join("");
  const luhn = (said) => (10 - [...said].reverse().reduce((sum, one, place) => sum + (place % 2 ? +one : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][one]), 0) % 10) % 10;
  const whole = (said, length) => said.length === length && /^\d+$/.test(said) && luhn(said.slice(0, -1)) === +said.at(-1);
  const slow = async (said, salt, rounds, bits) => subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, await subtle.importKey("raw", text.encode(said), "PBKDF2", false, ["deriveBits"]), bits);
  const join = (...parts) => Uint8Array.from(parts.flatMap((one) => [...new Uint8Array(one)]));
  const groups = (said) => said.match(/\d{1,4}/g).join(" ");

  // What the server's clock shows, as far as this phone knows: what the server said last, and what the phone counted
  // since. Null where its clock was set back meanwhile: then only people know.
  const served = async () => {
    const me = await Kept.get("people", who), gone = Date.now() - me.stampedAt;
    return me.stamp && gone > -600000 ? +me.stamp.split(".")[0] + gone : null;
  };
  const load = async (sealed) => {
    const me = await Kept.holder(who), stored = await Kept.get("state", name(sealed));
    return { me, stored, kept: me && stored ? await Kept.show(me.vault, stored.told) : null };
  };
  // A page is of a sitting; what is kept of it here says its own name. part: what it holds, by which it is told.
  const named = async (me, sitting, part) => {
    let found;
    for (const one of (await Kept.keys("state")).filter((key) => key.startsWith(`sealed ${who} `))) {
      const { told } = await Kept.get("state", one), kept = told && await Kept.show(me.vault, told);
      if (kept?.sitting === sitting && kept[part]) found = one.split(" ")[2];
    }
    return found;
  };
  const save = async (me, sealed, kept) => Kept.put("state", name(sealed), { ...await Kept.get("state", name(sealed)), told: await Kept.hide(me.vault, kept) });

  if (take) {
    let anew = false;
    take.hidden = false;
    take.addEventListener("submit", async (event) => {
      event.preventDefault();
      const line = take.querySelector("[role=status]"), said = take.dataset, button = take.querySelector("button");
      button.disabled = true;
      try {
        const token = take.elements.csrfmiddlewaretoken.value, me = anew ? await Kept.renew(who, token) : await Kept.enrol(who, token);
        anew = false;
        if (!me) return tell(line, await Kept.holder(who) ? said.unsent : said.locked);
        await navigator.storage.persist?.();
        // The private half cannot be taken out of this browser: what is kept opens here alone.
        const pair = await subtle.generateKey(ECDH, false, ["deriveBits"]);
        const answer = await ask(take.action, take, { device: me.device, key: b64(await subtle.exportKey("raw", pair.publicKey)) }), told = await answer.json();
        anew = Boolean(told.removed);
        if (!answer.ok) return tell(line, anew ? said.anew : told.reason);
        await Kept.stamped(who, told.stamp, told.rescue);
        delete told.rescue;
        const page = await fetch(told.page, { credentials: "same-origin" });
        if (!page.ok) throw new Error(said.broken);
        const html = await page.text(), kept = await Kept.hide(me.vault, { html, policy: page.headers.get("Content-Security-Policy") || "default-src 'self'" });
        for (const at of [told.page, told.also]) await Kept.put("pages", `${who} ${at}`, kept);
        const before = await Kept.get("state", name(told.sealed));
        const { seats, started, wrong } = before ? await Kept.show(me.vault, before.told) : {};
        await Kept.put("state", name(told.sealed), { told: await Kept.hide(me.vault, { ...told, seats, started, wrong }), key: pair.privateKey });
        const shell = await fetch("/learning/kept/?shell=1");
        if (shell.ok) await (await caches.open("kept-shell")).put("/learning/kept/?shell=1", shell);
        tell(line, fit(said.fetched, { size: `${Math.max(1, Math.round((html.length + JSON.stringify(told).length) / 1000))} kB` }));
        line.append(" ", Paper.make("a", { href: told.page, textContent: said.open }));
      } catch (fault) {
        tell(line, fault.name === "QuotaExceededError" ? said.full : fault instanceof TypeError ? said.broken : fault.message);
      } finally { button.disabled = false; }
    });
  }

  // The code as it is typed: the hours, the check digit, a number of tries. Answers what `right` makes of it, or null
  // after saying why not. A try is counted before it is made.
  const code = (data, line, sealed, form, right) => navigator.locks.request("venue-code", async () => {
    const said = digits(form.elements.code.value), { me, kept } = await load(sealed), now = await served();
    if (!kept) return tell(line, data.locked), null; // who waited for the start in front of it for longer than a PIN lasts
    if (now !== null && now < kept.starts - kept.drift) return tell(line, fit(data.early, { when: hour(kept.starts), now: hour(now) })), null;
    if (now !== null && now > kept.entry + kept.drift) return tell(line, fit(data.over, { when: hour(kept.entry), now: hour(now) })), null;
    if (!whole(said, 16)) return tell(line, data.slip), null;
    if (kept.pause && now !== null && now < kept.pause) return tell(line, fit(data.pause, { when: hour(kept.pause) })), null;
    kept.wrong = (kept.wrong || 0) + 1;
    kept.row = (kept.pause ? 0 : kept.row || 0) + 1;
    kept.pause = kept.row >= TRIES && now !== null ? now + PAUSE : 0;
    await save(me, sealed, kept);
    tell(line, data.trying);
    const found = await right(kept, said);
    if (!found) return tell(line, kept.pause ? fit(data.pause, { when: hour(kept.pause) }) : data.wrong), null;
    Object.assign(kept, { wrong: kept.wrong - 1, row: 0, pause: 0 });
    await save(me, sealed, kept);
    line.hidden = true;
    return { found, kept, me };
  });

  async function sit() {
    const data = paper.dataset, line = paper.querySelector("[role=status]"), form = document.getElementById("code-form"), sheet = document.getElementById("paper"), clock = paper.querySelector(".clock"), end = document.getElementById("handed");
    const me = await Kept.holder(who);
    if (!me) return tell(line, data.locked);
    const sealed = await named(me, data.sitting, "locked");
    if (!sealed) return tell(line, data.gone);
    const open = async (kept, said) => {
      const { key } = await Kept.get("state", name(sealed));
      const server = await subtle.importKey("raw", raw(kept.server), ECDH, false, []);
      const halves = join(await subtle.deriveBits({ name: "ECDH", public: server }, key, 256), await slow(said, join(uuid(sealed), uuid(kept.sitting)), kept.rounds, 256));
      const bits = await subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: text.encode(`assessment.venue|${kept.sitting}|${sealed}|${kept.device}`) }, await subtle.importKey("raw", halves, "HKDF", false, ["deriveBits"]), 256);
      return Paper.open(bits, kept.wrapped, sealed).catch((fault) => { if (fault.name !== "OperationError") throw fault; });
    };
    const shown = async (kept) => {
      form.hidden = true;
      if (kept.code) return over(kept);
      kept.given ??= {};
      Paper.fill(sheet.firstElementChild, await Paper.questions(raw(kept.key), kept.locked, sealed), kept.given, { gap: data.gap, yours: data.yours, several: document.getElementById("several").textContent }, kept.parts);
      const part = Paper.sections(sheet, clock, kept.parts ?? [], kept.over ??= [], () => {
        tell(line, data.section);
        Kept.holder(who).then((mine) => save(mine, sealed, kept)).catch(() => tell(line, data.full));
      });
      sheet.hidden = clock.hidden = false;
      const tick = () => {
        const left = Math.max(0, Math.round((kept.until - Date.now()) / 1000));
        clock.querySelector("bdi").textContent = Paper.clock(left);
        part();
        if (left % 60 === 0) Kept.holder(who); // who sits before it needs no PIN meanwhile
        if (left || sheet.hidden) return;
        if (sheet.contains(document.activeElement)) document.activeElement.blur(); // what is being written is an answer, too
        hand(kept).catch(() => tell(line, data.full));
      };
      setInterval(tick, 1000);
      tick();
      sheet.addEventListener("change", async ({ target }) => {
        const position = +target.name.split(":")[0], post = Paper.answer(sheet, position);
        try {
          if (!await Kept.add(who, { pack: sealed, part: kept.part, kind: "answer", seconds: 0, position, post })) return tell(line, data.locked);
          kept.given[position] = post;
          await save(await Kept.holder(who), sealed, kept);
          tell(line, data.saved);
        } catch { tell(line, data.full); }
      });
      sheet.addEventListener("submit", (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        hand(kept).catch(() => tell(line, data.full));
      }, true);
    };
    let handing = false;
    async function hand(kept) {
      if (handing) return;
      handing = true;
      try {
        const link = await Kept.add(who, { pack: sealed, part: kept.part, kind: "submit", seconds: 0, position: 0, post: {} });
        if (!link) return tell(line, data.locked);
        const made = new DataView(await slow(link, uuid(sealed), kept.rounds, 64)).getBigUint64(0) % 10n ** 11n, said = String(made).padStart(11, "0");
        kept.code = said + luhn(said);
        delete kept.key;
        await save(await Kept.holder(who), sealed, kept);
        over(kept);
        Kept.flush(who).catch(() => {});
      } finally { handing = false; }
    }
    const over = (kept) => {
      sheet.hidden = clock.hidden = line.hidden = true;
      end.hidden = false;
      end.querySelector("output").textContent = groups(kept.code);
    };
    const { kept } = await load(sealed);
    if (kept.key || kept.code) return shown(kept);
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      const now = await served(), done = await code(data, line, sealed, form, open);
      if (!done) return;
      if (!await Kept.add(who, { pack: sealed, part: done.kept.part, kind: "begin", seconds: 0, position: done.kept.wrong, post: {} })) return tell(line, data.locked);
      const most = done.kept.minutes * 60000, left = now === null ? most : Math.min(most, done.kept.ends - now);
      Object.assign(done.kept, { key: b64(done.found), until: Date.now() + Math.max(60000, left), parts: Paper.parts(done.kept.sections) });
      await save(done.me, sealed, done.kept);
      await shown(done.kept);
    }, true);
  }

  async function watch() {
    const data = duty.dataset, line = duty.querySelector("[role=status]"), form = document.getElementById("code-form"), me = await Kept.holder(who);
    if (!me) return tell(line, data.locked);
    const sealed = await named(me, data.sitting, "proof");
    if (!sealed) return tell(line, data.gone);
    const note = async (part, post, keep, position = 0) => {
      try {
        if (!await Kept.add(who, { pack: sealed, part, kind: "proctor", seconds: 0, position, post })) return tell(line, data.locked), false;
        const { me: mine, kept } = await load(sealed);
        keep(kept);
        await save(mine, sealed, kept);
        Kept.flush(who).catch(() => {});
        return true;
      } catch { return tell(line, data.full), false; }
    };
    const begun = (at) => { form.hidden = true; tell(line, at === true ? data.begun : fit(data.since, { when: hour(at) })); };
    const { kept } = await load(sealed);
    if (kept.started) begun(kept.started); else form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      const done = await code(data, line, sealed, form, async (told, said) => b64(await subtle.digest("SHA-256", await slow(said, uuid(sealed), told.rounds, 256))) === told.proof);
      if (!done) return;
      const now = await served() ?? true;
      if (await note(data.sitting, { started: ["1"] }, (told) => { told.started = now; }, done.kept.wrong)) begun(now);
    }, true);
    for (const row of duty.querySelectorAll("[data-seat]")) {
      const field = row.querySelector("form"), status = row.querySelector("[data-part=state]"), seat = row.dataset.seat;
      const show = (mine) => {
        if (!mine) return;
        status.textContent = [mine.state && data[mine.state], mine.incident && data.incident, mine.code && fit(data.handed, { code: groups(mine.code) })].filter(Boolean).join(" · ");
        if (mine.note !== undefined) field.elements.note.value = mine.note;
        if (mine.incident !== undefined) field.elements.incident.checked = Boolean(mine.incident);
      };
      const set = (more) => (told) => { (told.seats ??= {})[seat] = { ...told.seats[seat], ...more }; };
      show(kept.seats?.[seat]);
      field.hidden = false;
      field.addEventListener("submit", async (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        const say = (said) => { status.textContent = said; }, value = event.submitter.value;
        let more;
        if (value === "hand_in") {
          const said = digits(field.elements.hand_in.value);
          if (!whole(said, 12)) return say(data.slip);
          more = { code: said };
          if (!await note(seat, { hand_in: [said] }, set(more))) return;
        } else {
          const now = (await load(sealed)).kept.seats?.[seat], state = value === "note" ? now?.state ?? row.dataset.state : value;
          more = { state, incident: field.elements.incident.checked, note: field.elements.note.value.trim() };
          if (more.incident && !more.note) return say(data.what);
          if (!await note(seat, { state: [state], incident: [more.incident ? "1" : ""], note: [more.note] }, set(more))) return;
        }
        show((await load(sealed)).kept.seats[seat]);
      }, true);
    }
  }
  if (paper) sit().catch(() => tell(paper.querySelector("[role=status]"), paper.dataset.full));
  if (duty) watch().catch(() => tell(duty.querySelector("[role=status]"), duty.dataset.full));
})();
