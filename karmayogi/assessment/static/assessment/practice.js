// Questions for practice on a phone without network: the answers are in the page, what was tried is sent later.
(() => {
  const room = document.getElementById("practice"), who = document.getElementById("typed")?.dataset.who, line = document.getElementById("saved");
  if (!room || !who || !self.Kept) return;
  const data = room.dataset;
  for (const form of room.querySelectorAll("form")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const sent = {}, told = form.querySelector(".told");
      for (const [name, value] of new FormData(form)) if (value) (sent[name] ??= []).push(value);
      if (!Object.keys(sent).length) return;
      if (form.dataset.right) {
        const right = JSON.parse(form.dataset.right), same = right.length === sent.answer.length && right.every((one) => sent.answer.includes(one));
        told.querySelector(".yes").hidden = !same;
        told.querySelector(".no").hidden = same;
      }
      told.hidden = false;
      try {
        const kept = await Kept.add(who, { pack: data.pack, part: data.part, kind: "practice", seconds: 0, position: +form.dataset.place, post: sent });
        line.textContent = kept ? data.here : data.locked;
        if (kept) await Kept.flush(who);
      } catch {
        line.textContent = data.full;
      }
    });
  }
})();
