// A unit of our own, written from the specification only: what a package of somebody else would do in the frame.
const query = new URLSearchParams(location.search);
const actor = JSON.parse(query.get("actor"));
const BASE = "https://w3id.org/xapi/cmi5/context/";
const VERBS = "http://adlnet.gov/expapi/verbs/";
let auth, data, begun = Date.now();
const say = (text) => { document.getElementById("said").textContent = text; };
const call = (method, path, more, body) => fetch(`${query.get("endpoint")}${path}?${new URLSearchParams(more)}`, {
  method, body: body && JSON.stringify(body),
  headers: { Authorization: `Basic ${auth}`, "Content-Type": "application/json", "X-Experience-API-Version": "1.0.3" },
});
const place = (stateId) => ({
  stateId, activityId: query.get("activityId"), agent: JSON.stringify(actor), registration: query.get("registration"),
});

async function state(word, result) {
  const context = structuredClone(data.contextTemplate);
  context.registration = query.get("registration");
  const judged = result && ("success" in result || "completion" in result);
  context.contextActivities.category = [{ id: `${BASE}categories/cmi5` }];
  if (judged) context.contextActivities.category.push({ id: `${BASE}categories/moveon` });
  if (result && result.score) context.extensions[`${BASE}extensions/masteryscore`] = data.masteryScore;
  const answer = await call("POST", "statements", {}, {
    id: crypto.randomUUID(), actor, verb: { id: VERBS + word, display: { en: word } },
    object: { id: query.get("activityId") }, context, timestamp: new Date().toISOString(),
    ...(result ? { result: { duration: `PT${Math.round((Date.now() - begun) / 1000)}S`, ...result } } : {}),
  });
  say(answer.ok ? word : `${word}: ${answer.status} ${await answer.text()}`);
}

(async () => {
  const token = await (await fetch(query.get("fetch"), { method: "POST" })).json();
  auth = token["auth-token"];
  data = await (await call("GET", "activities/state", place("LMS.LaunchData"))).json();
  await call("GET", "agents/profile", { agent: JSON.stringify(actor), profileId: "cmi5LearnerPreferences" });
  const kept = await call("GET", "activities/state", place("bookmark"));
  if (kept.ok) document.getElementById("page").textContent = (await kept.json()).page;
  await state("initialized");
})();
document.getElementById("next").onclick = async () => {
  const page = document.getElementById("page");
  page.textContent = +page.textContent + 1;
  await call("PUT", "activities/state", place("bookmark"), { page: +page.textContent });
  say("kept");
};
document.getElementById("pass").onclick = () => state("passed", { success: true, score: { scaled: 1 } });
document.getElementById("exit").onclick = async () => {
  await state("terminated", {});
  location.href = data.returnURL;
};
