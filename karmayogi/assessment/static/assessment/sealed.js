// The questions of a test as a page of the phone shows them, for tests that were fetched locked.
(() => {
  const make = (name, more = {}, ...inside) => {
    const made = document.createElement(name);
    Object.assign(made, more);
    made.append(...inside);
    return made;
  };
  // Pictures stand in a text as marks; those that came along are held by their addresses.
  const MARK = /!\[([^[\]\n]{0,500})\]\(picture:([a-z0-9][a-z0-9._-]{0,99})\)/;
  const said = (text, lang, pictures = {}) => make("span", { lang, dir: "auto" }, ...text.split(MARK).map((piece, at, all) => {
    if (at % 3 === 2) return pictures[piece] ? make("img", { className: "asked", alt: all[at - 1], src: pictures[piece] }) : `[${all[at - 1]}]`;
    return at % 3 ? "" : piece;
  }));
  const choice = (type, name, value, text, lang, own, pictures) => make("label", { className: "choice" }, make("input", { type, name, value: String(value), checked: Boolean(own?.includes(String(value))) }), said(text, lang, pictures));
  function control(field, question, own, words) {
    const name = `${question.position}:${field.name}`, label = field.text ? said(field.text, field.language, question.pictures) : said(question.kind === "blank" || question.kind === "case" ? words.gap.replace("{n}", field.place) : words.yours, "");
    if (field.control === "head") return make("p", { className: "part" }, make("b", {}, label));
    if (field.control === "radio" || field.control === "checkbox") return make("fieldset", { className: "field part" }, make("legend", {}, make("b", {}, label)), ...field.picks.map(([value, text, lang]) => choice(field.control, name, value, text, lang, own, question.pictures)));
    let entry;
    if (field.control === "select") entry = make("select", { name, id: name }, make("option", { value: "", textContent: "–" }), ...field.picks.map(([value, text, lang]) => make("option", { value, textContent: text, lang })));
    else if (field.control === "area") entry = make("textarea", { name, id: name, rows: 8, maxLength: field.longest || 2000, dir: "auto" });
    else entry = make("input", { name, id: name, maxLength: field.longest || 200, autocomplete: "off", inputMode: field.control === "number" ? "decimal" : "text", dir: "auto" });
    entry.value = own?.[0] ?? "";
    return make("div", { className: "field" }, make("label", { htmlFor: name }, label), entry);
  }
  // words: gap, yours, several. given: answers by number of the question, as `answer` gives them. parts: of each section
  // its first question, its last, and when its own time ends; each is a box that can be locked.
  const fill = (room, questions, given, words, parts = []) => room.replaceChildren(...boxed(questions, parts, questions.map((question) => {
    const own = given[question.position] || {}, multiple = question.kind === "multiple";
    return make("fieldset", { className: "field card" }, make("legend", {}, make(parts.length ? "h3" : "h2", {}, `${question.position}. `, said(question.text, question.language, question.pictures))),
      ...(multiple ? [make("p", { className: "help", textContent: words.several })] : []),
      ...question.choices.map(([value, text, lang]) => choice(multiple ? "checkbox" : "radio", `${question.position}:answer`, value, text, lang, own.answer, question.pictures)),
      ...question.fields.map((field) => control(field, question, own[field.name], words)));
  })));
  const boxed = (questions, parts, made) => parts.length ? parts.map(([first, last], place) => make("fieldset", { className: "section" },
    make("legend", {}, make("h2", { tabIndex: -1, lang: questions[first - 1].language, dir: "auto", textContent: questions[first - 1].section || String(place + 1) })),
    ...made.slice(first - 1, last))) : made;
  // Locks each section when its own time is over, and shows the clock of the one that is running. over: places of those
  // that were locked: a clock that is set back opens none again. lock: told of each, with the next.
  const sections = (room, clock, parts, over, lock) => {
    const boxes = [...room.querySelectorAll(".section")], own = make("span", { className: "own" });
    clock.append(own);
    return () => {
      for (const [place, box] of boxes.entries()) {
        if (box.disabled || !parts[place][2] || (parts[place][2] > Date.now() && !over.includes(place))) continue;
        const here = box.contains(document.activeElement);
        if (here) document.activeElement.blur(); // what is being written is an answer, too
        box.disabled = true;
        if (here) boxes[place + 1]?.querySelector("h2").focus(); // who is in another section writes on
        if (over.includes(place)) continue;
        over.push(place);
        lock();
      }
      const now = boxes.findIndex((box, place) => parts[place][2] && !box.disabled);
      own.replaceChildren(...(now < 0 ? [] : [make("bdi", { textContent: boxes[now].querySelector("h2").textContent }), " ", make("b", {}, make("bdi", { dir: "ltr", textContent: left(parts[now][2]) }))]));
    };
  };
  // What the fields of one question hold.
  const answer = (form, position) => {
    const post = {};
    for (const [name, value] of new FormData(form)) if (name.startsWith(`${position}:`) && value) (post[name.slice(name.indexOf(":") + 1)] ??= []).push(value);
    return post;
  };
  const raw = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const b64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const uuid = (text) => Uint8Array.from(text.replaceAll("-", "").match(/../g), (two) => parseInt(two, 16));
  const AES = "AES-GCM";
  const open = async (key, locked, named) => {
    const bytes = raw(locked), has = await crypto.subtle.importKey("raw", key, AES, false, ["decrypt"]);
    return crypto.subtle.decrypt({ name: AES, iv: bytes.slice(0, 12), additionalData: uuid(named) }, has, bytes.slice(12));
  };
  const questions = async (key, locked, named) => JSON.parse(new TextDecoder().decode(await open(key, locked, named)));
  const tell = (line, text) => { line.textContent = text; line.hidden = false; };
  const ask = (address, form, more) => {
    const body = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(more)) body.set(name, value);
    return fetch(address, { method: "POST", credentials: "same-origin", body });
  };
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const left = (ends) => clock(Math.max(0, Math.round((ends - Date.now()) / 1000)));
  // As the server says them, in seconds from now; none where the test is one piece.
  const parts = (told = []) => told.length > 1 || told[0]?.[2] ? told.map(([first, last, own]) => [first, last, own === null ? null : Date.now() + own * 1000]) : [];
  self.Paper = { make, fill, sections, parts, answer, raw, b64, uuid, open, questions, tell, ask, clock };
})();

// A test without network. On the first page of a test: fetches it locked. On its own page: starts it, shows the questions
// and signs each answer into the list that waits on this phone (learning/offline/kept.js).
(() => {
  const who = document.getElementById("typed")?.dataset.who, seal = document.getElementById("seal"), room = document.getElementById("sealed");
  if (!who || !self.Kept || !navigator.locks || !navigator.serviceWorker) return;
  const { tell, raw, ask } = Paper;
  const note = (sealed) => `sealed ${who} ${sealed}`;

  if (seal) {
    let anew = false;
    seal.hidden = false;
    seal.addEventListener("submit", async (event) => {
      event.preventDefault();
      const line = seal.querySelector("[role=status]");
      try {
        const token = seal.elements.csrfmiddlewaretoken.value, me = anew ? await Kept.renew(who, token) : await Kept.enrol(who, token);
        anew = false;
        if (!me) return tell(line, await Kept.holder(who) ? seal.dataset.unsent : seal.dataset.locked);
        const chosen = document.querySelector("input[name=language]:checked")?.value;
        const answer = await ask(seal.action, seal, { device: me.device, ...(chosen ? { language: chosen } : {}) }), said = await answer.json();
        anew = Boolean(said.removed);
        if (!answer.ok) return tell(line, anew ? seal.dataset.anew : said.reason);
        await Kept.stamped(who, said.stamp, said.rescue);
        delete said.rescue;
        const page = await fetch(said.page, { credentials: "same-origin" });
        if (!page.ok) throw new Error(seal.dataset.broken);
        await Kept.put("pages", `${who} ${said.page}`, await Kept.hide(me.vault, { html: await page.text(), policy: page.headers.get("Content-Security-Policy") || "default-src 'self'" }));
        await Kept.put("state", note(said.sealed), await Kept.hide(me.vault, said));
        const day = new Date(said.valid_until).toLocaleDateString(`${document.documentElement.lang}-IN-u-nu-latn`, { day: "numeric", month: "long" });
        tell(line, seal.dataset.fetched.replace("{day}", day));
        const link = document.createElement("a");
        link.href = said.page;
        link.textContent = document.querySelector("h1").textContent;
        line.append(" ", link);
      } catch (fault) {
        tell(line, fault instanceof TypeError ? seal.dataset.broken : fault.message);
      }
    });
  }
  if (!room) return;

  const data = room.dataset, line = room.querySelector("[role=status]"), begin = document.getElementById("begin"), paper = document.getElementById("paper"), clock = room.querySelector(".clock");
  const words = { gap: data.gap, yours: data.yours, several: document.getElementById("several").textContent };

  async function show(kept, me) {
    const questions = await Paper.questions(raw(kept.key), kept.locked, data.sealed);
    kept.given ??= {};
    kept.over ??= [];
    Paper.fill(paper.firstElementChild, questions, kept.given, words, kept.parts);
    const part = Paper.sections(paper, clock, kept.parts ?? [], kept.over, () => {
      tell(line, data.section);
      Kept.hide(me.vault, kept).then((hidden) => Kept.put("state", note(data.sealed), hidden)).catch(() => tell(line, data.full));
    });
    begin.hidden = true;
    paper.hidden = false;
    clock.hidden = false;
    const tick = () => {
      const left = Math.max(0, Math.round((kept.ends - Date.now()) / 1000));
      clock.querySelector("bdi").textContent = Paper.clock(left);
      part();
    };
    setInterval(tick, 1000);
    tick();
    paper.addEventListener("change", async ({ target }) => {
      const position = +target.name.split(":")[0], post = Paper.answer(paper, position);
      try {
        const stored = await Kept.add(who, { pack: data.sealed, part: data.part, kind: "answer", seconds: 0, position, post });
        if (!stored) return tell(line, data.locked);
        kept.given[position] = post;
        await Kept.put("state", note(data.sealed), await Kept.hide(me.vault, kept));
        tell(line, data.saved);
        Kept.flush(who).catch(() => {});
      } catch { tell(line, data.full); }
    });
    paper.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      try {
        if (!await Kept.add(who, { pack: data.sealed, part: data.part, kind: "submit", seconds: 0, position: 0, post: {} })) return tell(line, data.locked);
        kept.handed = true;
        await Kept.put("state", note(data.sealed), await Kept.hide(me.vault, kept));
        tell(line, data.handed);
        paper.hidden = true;
        if (await Kept.flush(who) && !(await Kept.counts(who)).waiting) location.assign(data.result);
      } catch { tell(line, data.full); }
    }, true);
    if (kept.handed) { paper.hidden = true; tell(line, data.handed); }
  }
  // Pressed before what is kept has been read, it waits for that: the form itself leads nowhere without network.
  let start = () => {};
  begin.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    ready.then(() => start()).catch(() => tell(line, data.full));
  }, true);
  const ready = (async () => {
    const me = await Kept.holder(who), stored = await Kept.get("state", note(data.sealed));
    if (!me) return tell(line, data.locked);
    if (!stored) { begin.hidden = true; return tell(line, data.gone); }
    const kept = await Kept.show(me.vault, stored);
    if (kept.key) return show(kept, me);
    start = async () => {
      const answer = await ask(data.open, begin, { device: me.device }).catch(() => null);
      if (!answer) return tell(line, data.offline);
      const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
      if (!answer.ok || !told.key) return tell(line, told.reason || (answer.status === 404 ? data.worthless : data.again));
      await Kept.stamped(who, told.stamp);
      Object.assign(kept, { key: told.key, ends: Date.now() + told.seconds * 1000, parts: Paper.parts(told.sections) });
      await Kept.put("state", note(data.sealed), await Kept.hide(me.vault, kept));
      line.hidden = true;
      await show(kept, me);
    };
  })().catch(() => tell(line, data.full));
})();
