// Keeps the place and the time of an open page or video. The lesson works without it: the button below the text
// is an ordinary form. What could not be sent is kept and sent again as soon as there is a connection.
(() => {
  const lesson = document.getElementById("lesson");
  if (!lesson || !lesson.dataset.part) return;
  const data = lesson.dataset, line = document.getElementById("saved"), video = document.querySelector(".lesson:is(video, audio)");
  const EVERY = 15000;
  const played = video && Watching.played(video), box = document.getElementById("reel"), reel = box && Watching.reel(box, video);
  const text = document.querySelector("details.said");
  let reading = 0, reads = false;
  let seq = +data.seq, pending = 0, flying = null, sending = false, lastPlace = -1, since = performance.now();

  const say = (text) => { if (line && line.textContent !== text) line.textContent = text; };

  // Time counts while the page is in front, or the video plays (one may listen in the background).
  const counts = () => (video && !video.paused && !video.ended) || document.visibilityState === "visible";
  let counting = counts();
  const count = () => {
    const now = performance.now();
    if (counting) pending += now - since;
    if (reads) reading += now - since;
    since = now;
    counting = counts();
    reads = Boolean(text?.open) && document.visibilityState === "visible" && (!video || video.paused || video.ended);
  };

  const place = () => {
    if (video) return Math.floor(video.currentTime || 0);
    if (data.page) return +data.page;
    const room = document.documentElement.scrollHeight - innerHeight;
    return room <= 0 ? 100 : Math.max(0, Math.min(100, Math.round((scrollY / room) * 100)));
  };

  // What is not known to have arrived lies in the browser by part and visit, also after this page is gone.
  const DAY = 86400000, kept = (part, visit) => `progress:${part}:${visit}`;
  const keep = (reports) => {
    try {
      if (reports.length) localStorage.setItem(kept(data.part, data.visit), JSON.stringify({ at: Date.now(), reports }));
      else localStorage.removeItem(kept(data.part, data.visit));
    } catch { /* full or switched off: the page itself still has it */ }
  };
  const post = (report) => fetch("/learning/progress", {
    method: "POST", keepalive: true, credentials: "same-origin", body: JSON.stringify(report),
    headers: { "Content-Type": "application/json", "X-Karmayogi-Progress": "1" },
  });

  // Of earlier visits. The server counts each report once, and no more time than has passed.
  async function sendEarlier() {
    const names = Object.keys(localStorage).filter((name) => name.startsWith("progress:"));
    for (const name of names) {
      if (name === kept(data.part, data.visit)) continue;
      const { at, reports } = JSON.parse(localStorage.getItem(name));
      if (Date.now() - at < 3 * EVERY) continue; // another tab may still be open there, and sends its own
      let arrived = true;
      for (const report of reports) arrived = (await post(report)).ok && arrived;
      if (arrived || Date.now() - at > DAY) localStorage.removeItem(name);
    }
  }
  const earlier = () => sendEarlier().catch(() => {});

  // Answers whether the report has arrived; null where she has to sign in first.
  async function send(leaving) {
    count();
    if (sending && !leaving) return true;
    if (!flying) {
      const seconds = Math.floor(pending / 1000), here = place();
      if (!seconds && here === lastPlace && !played?.peek().length) return true;
      // The same report goes out again until it is known to have arrived; the server knows it by visit and seq.
      flying = { part: data.part, visit: +data.visit, seq: ++seq, position: here, seconds };
      if (played) Object.assign(flying, { watched: played.take(), read: Math.min(seconds, Math.floor(reading / 1000)) });
      if (played) reading -= flying.read * 1000;
      pending -= seconds * 1000;
      lastPlace = here;
    }
    sending = true;
    const report = flying; // the next one may fly before this answer is here
    const over = () => {
      if (flying !== report) return;
      flying = null;
      keep([]);
    };
    const seconds = Math.floor(pending / 1000);
    keep(seconds ? [flying, { ...flying, seq: seq + 1, position: place(), seconds, ...(played && { watched: played.peek(), read: 0 }) }] : [flying]);
    try {
      const answer = await post(report);
      if (answer.ok) {
        over();
        say(data.saved);
        if (reel) reel.show((await answer.json()).watched || []);
      } else if (answer.status === 401) {
        say(data.signIn);
        return null;
      } else if (answer.status >= 500) say(data.unsaved);
      else over();
      return answer.ok;
    } catch {
      say(data.unsaved);
      return false;
    } finally {
      sending = false;
    }
  }

  setInterval(() => { send(); earlier(); }, EVERY);
  addEventListener("online", () => { send(); earlier(); });
  earlier();
  addEventListener("offline", () => say(data.unsaved));
  document.addEventListener("visibilitychange", () => {
    count();
    if (document.visibilityState === "hidden") send(true);
  });
  addEventListener("pagehide", () => send(true));

  // Exactly where she left, also on another device.
  const start = +data.position;
  if (video) {
    played.tick();
    // Nothing is loaded before play: until then this is only noted, and place() tells it.
    if (start > 2 && start < (+video.dataset.seconds || Infinity) - 3) video.currentTime = start;
    video.addEventListener("loadedmetadata", () => { if (start > video.duration - 3 && video.currentTime >= start - 3) video.currentTime = 0; }, { once: true });
    // Another form of the same film goes on at the same second, without a new page; the choice holds on this device.
    document.getElementById("forms")?.addEventListener("submit", (event) => {
      const button = event.submitter, at = video.currentTime, plays = !video.paused && !video.ended;
      if (!button?.dataset.src) return;
      event.preventDefault();
      count();
      document.cookie = `media=${button.value}; path=/learning/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
      for (const one of event.target.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
      video.src = button.dataset.src;
      video.currentTime = at;
      const keep = document.getElementById("keep");
      keep.href = button.dataset.src;
      keep.textContent = `${data.keep} (${button.textContent.split(" · ").pop()})`;
      if (plays) video.play();
    });
    text?.addEventListener("toggle", count);
    video.addEventListener("ratechange", () => { if (box && video.playbackRate > 2) say(box.dataset.fast); });
    for (const name of ["play", "pause", "ended", "seeked"]) video.addEventListener(name, () => { count(); send(); });
  } else if (start > 1 && start < 100 && !location.hash && !data.page) {
    scrollTo(0, Math.round(((document.documentElement.scrollHeight - innerHeight) * start) / 100));
  }
  lastPlace = place();

  // Everything, one report after the other: what flies when the button is pressed says nothing of what was played since.
  async function sendAll() {
    video?.pause();
    for (;;) {
      const arrived = await send(true);
      if (!arrived || !flying && !played?.peek().length) return arrived;
    }
  }

  // The button tells how long the page was in front, so that time in another tab is not counted. Without a connection
  // the page stays: the time goes first, and the form only after everything has arrived.
  let leaving = false;
  document.getElementById("finish")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    const form = event.target;
    const arrived = navigator.onLine && await sendAll();
    if (arrived) {
      form.elements.seconds.value = Math.ceil(pending / 1000);
      pending = 0;
      form.submit();
    } else if (arrived !== null) say(form.dataset.offline);
    leaving = false;
  });
})();
