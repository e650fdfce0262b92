// The page of a film in miniature: says what was sent, and whether the form went, as the button is pressed while a
// report flies. argv: the static folder, then the status of each answer in turn (the last one for all after).
import { readFileSync } from "node:fs";
import vm from "node:vm";

const [, , folder, ...statuses] = process.argv, sent = [], waiting = [];
const box = () => {
  const heard = {};
  return { heard, addEventListener(name, act) { (heard[name] ??= []).push(act); }, fire: (name, event) => Promise.all((heard[name] ?? []).map((act) => act(event))) };
};
let now = 0;
const video = { ...box(), currentTime: 0, playbackRate: 1, paused: false, ended: false, seeking: false, dataset: { seconds: "600" }, pause() { this.paused = true; this.fire("pause"); } };
const form = { dataset: { offline: "offline" }, elements: { seconds: {} }, submitted: 0, submit() { this.submitted++; } };
const finish = box(), line = { textContent: "" };
const lesson = { dataset: { part: "p", visit: "1", seq: "0", position: "0", saved: "saved", unsaved: "unsaved", signIn: "sign in" } };
const page = {
  ...box(), visibilityState: "visible", documentElement: { scrollHeight: 0 },
  getElementById: (id) => ({ lesson, saved: line, finish })[id] ?? null,
  querySelector: (what) => (what.startsWith(".lesson") ? video : null),
};
const world = {
  ...box(), document: page, navigator: { onLine: true }, performance: { now: () => now }, innerHeight: 0, setInterval() {},
  localStorage: { setItem() {}, removeItem() {} }, Date, JSON, Math, Object, Promise, Boolean,
  fetch: (_to, { body }) => new Promise((yes) => {
    sent.push(JSON.parse(body));
    const status = +(statuses.length > 1 ? statuses.shift() : statuses[0]);
    waiting.push(() => yes({ ok: status < 300, status, json: async () => ({}) }));
  }),
};
world.addEventListener = world.addEventListener.bind(world);
world.self = world;
vm.createContext(world);
for (const name of ["watching.js", "progress.js"]) vm.runInContext(readFileSync(`${folder}/${name}`, "utf8").replace(/^const /gm, "var "), world);

const play = (seconds) => {
  for (let n = 0; n < seconds; n++) { now += 1000; video.currentTime++; video.fire("timeupdate"); }
};
const turn = () => new Promise((yes) => setImmediate(yes));
await turn();
video.fire("playing");
play(20);
video.fire("play"); // a report flies
await turn();
play(30);
const over = finish.fire("submit", { target: form, preventDefault() {} });
for (let n = 0; n < 30; n++) { await turn(); waiting.splice(0).forEach((go) => go()); }
await over;
process.stdout.write(JSON.stringify({ watched: sent.map((one) => one.watched), submitted: form.submitted, said: line.textContent }));
