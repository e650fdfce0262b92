// Which stretches of a film or recording are played, by its own clock; and the bar that shows them. Seeking plays nothing.
(() => {
  const MOST = 40;
  const union = (stretches) => {
    const found = [];
    for (const [begin, end] of stretches.map(([a, b]) => [Math.round(a), Math.round(b)]).sort((a, b) => a[0] - b[0])) {
      if (end <= begin) continue;
      const last = found.at(-1);
      if (last && begin <= last[1]) last[1] = Math.max(end, last[1]);
      else found.push([begin, end]);
    }
    return found;
  };
  const length = (stretches) => stretches.reduce((sum, [a, b]) => sum + b - a, 0);

  function played(media) {
    let from = null, last = 0, seen = 0, pieces = [];
    const cut = () => {
      if (from !== null && last > from) pieces.push([from, last]);
      from = null;
    };
    const tick = () => {
      const now = performance.now(), at = media.currentTime, rate = media.playbackRate, still = media.seeking;
      // A step further than the time allows is a jump, whoever made it.
      if (from !== null && !still && at >= last && at - last <= rate * (now - seen) / 1000 + 1) last = at;
      else if (!still || at < last) cut();
      if (still || media.paused || media.ended || rate > 2 || rate <= 0) cut();
      else if (from === null) from = last = at;
      seen = now;
    };
    for (const name of ["timeupdate", "playing", "pause", "ended", "seeking", "seeked", "ratechange", "emptied"]) media.addEventListener(name, tick);
    const open = () => (from !== null && last > from ? [[from, last]] : []);
    return {
      tick,
      peek: () => union([...pieces, ...open()]).slice(0, MOST),
      // What was not taken before.
      take: () => {
        tick();
        const now = union([...pieces, ...open()]), told = now.slice(0, MOST);
        pieces = now.slice(MOST);
        if (from !== null) from = last;
        return told;
      },
    };
  }

  const clock = (s) => (s >= 3600 ? `${Math.floor(s / 3600)}:${String(Math.floor(s / 60) % 60).padStart(2, "0")}` : Math.floor(s / 60)) + `:${String(s % 60).padStart(2, "0")}`;
  function reel(box, media) {
    const data = box.dataset, seconds = +data.seconds, asked = +data.asked, words = box.querySelector(".told"), missing = box.querySelector(".missing");
    let kept = JSON.parse(data.watched);
    const show = (more) => {
      kept = union([...kept, ...more]).map(([a, b]) => [a, Math.min(b, seconds)]).filter(([a, b]) => b > a);
      const svg = box.querySelector("svg"), gaps = [];
      let at = 0;
      for (const [a, b] of [...kept, [seconds, seconds]]) {
        if (a - at >= 2) gaps.push([at, a]);
        at = b;
      }
      svg.replaceChildren(...kept.map(([a, b]) => {
        const one = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        for (const [name, value] of [["x", a], ["width", b - a], ["height", 1]]) one.setAttribute(name, value);
        return one;
      }));
      const share = gaps.length ? Math.floor(length(kept) * 100 / seconds) : 100;
      words.textContent = length(kept) >= asked ? data.enough : data.told.replace("{n}", share);
      missing.hidden = !gaps.length;
      const links = gaps.slice(0, 8).map(([a, b]) => {
        const link = document.createElement("a"), told = document.createElement("bdi");
        link.href = `?t=${a}`;
        told.dir = "ltr";
        told.textContent = `${clock(a)}–${clock(b)}`;
        link.append(told);
        return link;
      });
      const list = missing.querySelector("span"), focus = list.contains(document.activeElement);
      if (!focus) list.replaceChildren(...links.flatMap((one, place) => (place ? [" ", one] : [one])));
    };
    box.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || !media) return;
      event.preventDefault();
      const second = +new URL(link.href).searchParams.get("t"), go = () => { media.currentTime = second; };
      go();
      // Before anything is loaded the address of the film says where it begins, and a 0 does not outdo it.
      if (!media.readyState) media.addEventListener("loadedmetadata", go, { once: true });
      media.play();
      media.focus();
    });
    return { show, enough: (more) => length(union([...kept, ...more])) >= asked };
  }
  self.Watching = { played, reel, union };
})();
