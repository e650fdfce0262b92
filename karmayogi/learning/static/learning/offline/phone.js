// What is kept on this phone, for whoever has it; a PIN for each where several share it.
(() => {
  const room = document.getElementById("phone");
  if (!room || !self.Kept || !navigator.locks) return;
  const part = (name) => room.querySelector(`[data-part=${name}]`), copy = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);
  const day = (at) => new Date(at).toLocaleDateString(`${document.documentElement.lang}-IN-u-nu-latn`, { day: "numeric", month: "long" });
  const say = (name, said = {}) => {
    const line = part("said");
    const words = (said.n === 1 && room.dataset[`${name}One`]) || room.dataset[name] || name;
    line.textContent = Object.entries(said).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words);
    line.hidden = false;
  };
  const back = new URLSearchParams(location.search).get("to");
  const onward = () => { if (/^\/(learning\/enrolments|assessment)\//.test(back)) location.assign(back); else draw(); };

  async function draw() {
    const me = await Kept.holder(), people = await Kept.people(), signed = document.getElementById("typed")?.dataset.who;
    const lost = signed && await Kept.lost(signed);
    if (lost) say("lost", { n: lost });
    part("none").hidden = people.length > 0;
    part("people").hidden = !people.some((one) => one.who !== me?.who);
    const list = part("people").querySelector("ul");
    list.replaceChildren();
    for (const one of people) {
      if (one.who === me?.who) continue;
      const row = copy("one-person"), form = row.querySelector("form");
      row.querySelector("bdi").textContent = one.name;
      form.elements.pin.closest("label").hidden = one.pin === null;
      form.elements.pin.required = one.pin !== null;
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const found = await Kept.enter(one.who, form.elements.pin.value);
        if (found === "open") {
          part("said").hidden = true;
          if (!await Kept.settle()) say("unsettled");
          onward();
        } else if (found === "wiped") {
          const lost = await Kept.get("state", `lost ${one.who}`);
          say(lost ? "lost" : "wiped", { n: lost });
          draw();
        }
        else say("wrong", { n: found });
      });
      list.append(row);
    }
    part("mine").hidden = !me;
    if (!me) return;
    part("name").textContent = me.name;
    const { waiting } = await Kept.counts(me.who), packs = await Kept.packs(me.who), mine = part("mine").querySelector("ul");
    part("waiting").textContent = room.dataset.waiting.replace("{n}", waiting);
    part("waiting").hidden = !waiting;
    part("send").hidden = !waiting;
    part("other").hidden = !signed || signed === me.who;
    mine.replaceChildren();
    for (const pack of packs) {
      const row = copy("one-pack");
      row.querySelector("b").textContent = pack.title;
      row.querySelector("b").lang = pack.language;
      row.querySelector("small").textContent = `${Kept.size(pack.bytes)} · ${room.dataset[pack.whole ? "until" : "partly"].replace("{day}", day(pack.valid_until))}`;
      const links = row.querySelector("ol");
      for (const one of pack.parts) {
        const line = document.createElement("li"), link = document.createElement("a");
        link.href = one.at;
        link.textContent = one.title;
        link.dir = "auto";
        line.append(link);
        links.append(line);
      }
      row.querySelector("button").addEventListener("click", async () => { await Kept.remove(me.who, pack.pack); draw(); });
      mine.append(row);
    }
    // Papers and lists for a sitting without network.
    for (const name of (await Kept.keys("state")).filter((one) => one.startsWith(`sealed ${me.who} `))) {
      const { told } = await Kept.get("state", name), said = told && await Kept.show(me.vault, told);
      if (!said) continue;
      const row = copy("one-sitting"), link = row.querySelector("a");
      link.href = said.page;
      link.textContent = said.title;
      row.querySelector("small").textContent = day(said.starts);
      mine.append(row);
    }
  }
  const told = (receipts) => {
    const bad = receipts.filter((one) => one.outcome !== "counted");
    if (bad.length) say("some", { n: receipts.length - bad.length, m: bad.length, why: [...new Set(bad.map((one) => one.words))].join(" ") });
    else if (receipts.length) say("all", { n: receipts.length });
    draw();
  };
  addEventListener("receipts", ({ detail }) => told(detail));
  part("send").addEventListener("click", async () => {
    const me = await Kept.holder(), receipts = me && await Kept.flush(me.who);
    if (receipts) told(receipts); else say("unsent");
  });
  part("lock").addEventListener("click", async () => { await Kept.leave(); draw(); });
  part("pin").addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = event.target.elements.pin, me = await Kept.holder();
    if (!/^\d{6,12}$/.test(field.value)) return say("digits");
    if (me && await Kept.setPin(me.who, field.value)) say("set");
    field.value = "";
    draw();
  });
  draw().catch(() => say("broken"));
})();
