// A kept lesson without network: its time and "done" become signed lines that wait on this phone until they can be sent.
(() => {
  const lesson = document.getElementById("lesson"), who = document.getElementById("typed")?.dataset.who;
  if (!lesson?.dataset.pack || !who) return;
  const data = lesson.dataset, line = document.getElementById("saved"), media = document.querySelector("video.lesson, audio.lesson");
  const live = `${who} ${crypto.randomUUID()}`, done = `done ${who}`, sofar = `spent ${who} ${location.pathname}`;
  const box = document.getElementById("reel"), played = media && Watching.played(media), reel = box && Watching.reel(box, media);
  const text = document.querySelector("details.said"), heard = `watched ${who} ${location.pathname}`;
  let since = performance.now(), spent = 0, earlier = 0, began = {}, reading = 0, reads = false, here = [], before = { watched: [], read: 0 };
  const say = (text) => { line.textContent = text; };
  const early = (left) => (left === 1 ? data.earlyOne : data.early).replace("{n}", left);
  const counts = () => (media && !media.paused && !media.ended) || document.visibilityState === "visible";
  let counting = counts();
  // performance.now() runs on whatever is done to the clock of the phone.
  const count = () => {
    const now = performance.now();
    if (counting) spent += now - since;
    if (reads) reading += now - since;
    since = now;
    counting = counts();
    reads = Boolean(box) && document.visibilityState === "visible" && (media ? Boolean(text?.open) && (media.paused || media.ended) : true);
    return Math.floor(spent / 1000);
  };
  const place = () => {
    if (media) return Math.floor(media.currentTime || 0);
    const room = document.documentElement.scrollHeight - innerHeight;
    return room <= 0 ? 100 : Math.max(0, Math.min(100, Math.round((scrollY / room) * 100)));
  };
  const watched = () => (here = Watching.union([...here, ...(played ? played.take() : [])]).slice(0, 200));
  const said = (kind) => ({
    who, pack: data.pack, part: data.part, kind, seconds: count(), position: place(),
    ...(box && { watched: watched(), read: Math.floor(reading / 1000) }), ...began,
  });
  Kept.get("people", who).then((me) => { if (me) began = { stamp: me.stamp, stampedAt: me.stampedAt }; }, () => {});
  let over = false;
  const note = async () => {
    if (over) return;
    await Kept.put("live", live, said("time"));
    await Kept.put("state", sofar, earlier + count());
    if (box) {
      await Kept.put("state", heard, { watched: Watching.union([...before.watched, ...watched()]), read: before.read + Math.floor(reading / 1000) });
      reel.show([...before.watched, ...here]);
    }
    await Kept.tell(who);
  };
  const noted = () => note().then(() => say(data.here), () => say(data.full));
  // Held for as long as the page lives: no other page takes its time for left over.
  navigator.locks.request(live, () => new Promise(() => {}));
  setInterval(noted, 5000);
  for (const name of ["play", "pause", "ended"]) media?.addEventListener(name, count);
  document.addEventListener("visibilitychange", noted);
  addEventListener("pagehide", () => { note().catch(() => {}); });

  // What was done here since the pages were kept.
  const mark = async () => {
    const known = await Kept.get("state", done) || [];
    for (const link of document.querySelectorAll(".outline a")) {
      const tick = link.querySelector(".tick");
      if (known.includes(link.pathname) && tick && !tick.textContent) tick.textContent = "✓";
    }
  };
  mark().catch(() => {});
  Kept.get("state", sofar).then((known) => { earlier = known || 0; }, () => {});
  if (box) Kept.get("state", heard).then((known) => { if (known) reel.show((before = known).watched); }, () => {});
  text?.addEventListener("toggle", count);
  Kept.gather(who).catch(() => {});

  document.getElementById("finish")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (over) return;
    const missing = +data.needs - earlier - count();
    if (box) {
      const unread = +box.dataset.text ? Math.ceil(+box.dataset.text - before.read - reading / 1000) : Infinity;
      if (!reel.enough([...before.watched, ...watched()]) && unread > 0) return say(!media && unread < Infinity ? early(unread) : box.dataset.unwatched);
    } else if (missing > 0) return say(early(missing));
    over = true;
    try {
      const kept = await Kept.add(who, said("done"));
      if (!kept) { over = false; return say(data.locked); }
      await Kept.drop("live", live);
      await Kept.put("state", done, [...new Set([...(await Kept.get("state", done) || []), location.pathname])]);
      await Kept.flush(who);
      location.assign(data.next || "/learning/kept/");
    } catch {
      over = false;
      say(data.full);
    }
  }, true);
})();
