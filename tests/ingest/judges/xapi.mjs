// Learning sessions by @xapi/xapi (MIT): what it sends and what it finds again, as JSON.
import { readFileSync } from "node:fs";
import module from "@xapi/xapi";

// Node would show the line of the bundle first, which is 200,000 characters long.
process.on("uncaughtException", (error) => {
  console.error(String(error), JSON.stringify(error.data ?? error.response?.data ?? ""), found);
  process.exit(1);
});
const found = {};
const XAPI = module.default ?? module;
const { endpoint, key, secret, wrong } = JSON.parse(readFileSync(0, "utf8"));
const store = new XAPI({ endpoint, auth: XAPI.toBasicAuth(key, secret) });
// Its other way to send, axios, loses the type of a body with attachments under Node.
const fetching = new XAPI({ endpoint, auth: XAPI.toBasicAuth(key, secret), adapter: "fetch" });
const stranger = new XAPI({ endpoint, auth: XAPI.toBasicAuth(key, wrong) });

const agent = { objectType: "Agent", name: "Asha", mbox: "mailto:asha@gov.example" };
const activity = "https://example.org/course";
const verb = { id: "https://example.org/did", display: { en: "did" } };
const object = { objectType: "Activity", id: activity, definition: { name: { en: "Course", hi: "पाठ्यक्रम" } } };
const plain = () => ({ actor: agent, verb, object });
const status = async (promise) => {
  try {
    return (await promise).status ?? 200;
  } catch (error) {
    return error.status ?? error.response?.status ?? String(error);
  }
};

found.versions = (await store.getAbout()).data.version;
const [first] = (await store.sendStatement({ statement: plain() })).data;
const rest = (await store.sendStatements({ statements: [1, 2, 3, 4].map(plain) })).data;
found.sent = [first, ...rest];
found.read = (await store.getStatement({ statementId: first })).data.verb.display;

let page = (await store.getStatements({ agent, verb: verb.id, activity, limit: 2, ascending: true })).data;
const listed = page.statements.map((one) => one.id);
while (page.more) {
  page = (await store.getMoreStatements({ more: page.more })).data;
  listed.push(...page.statements.map((one) => one.id));
}
found.listed = listed;

await store.voidStatement({ actor: agent, statementId: first });
found.afterVoiding = await status(store.getStatement({ statementId: first }));
found.voided = (await store.getVoidedStatement({ voidedStatementId: first })).data.id;

const text = "what she handed in";
const bytes = new TextEncoder().encode(text);
const hash = Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");
const attachment = {
  usageType: "https://example.org/work", display: { en: "Work" }, contentType: "text/plain",
  length: bytes.length, sha2: hash,
};
const [whole] = (
  await fetching.sendStatement({ statement: { ...plain(), attachments: [attachment] }, attachments: [bytes.buffer] })
).data;
const [back, parts] = (await fetching.getStatement({ statementId: whole, attachments: true })).data;
found.attached = back.attachments[0].sha2 === hash && JSON.stringify(parts).includes(text);

const at = { agent, activityId: activity, stateId: "place" };
await store.createState({ ...at, state: { page: 3 } });
await store.setState({ ...at, state: { page: 4 } });
found.state = (await store.getState(at)).data;
found.states = (await store.getStates({ agent, activityId: activity })).data;
await store.deleteState(at);
found.stateGone = await status(store.getState(at));

const profile = { activityId: activity, profileId: "terms" };
await store.createActivityProfile({ ...profile, profile: { level: 2 } });
const kept = await store.getActivityProfile(profile);
found.profile = kept.data;
const change = { ...profile, profile: { level: 3 }, matchHeader: "If-Match" };
found.changed = await status(store.setActivityProfile({ ...change, etag: kept.headers.etag }));
found.stale = await status(store.setActivityProfile({ ...change, etag: '"0123456789012345678901234567890123456789"' }));
await store.createAgentProfile({ agent, profileId: "own", profile: { language: "ur" } });
found.own = (await store.getAgentProfile({ agent, profileId: "own" })).data;
found.person = (await store.getAgent({ agent })).data.name;
found.activity = (await store.getActivity({ activityId: activity })).data.definition.name.hi;

found.wrong = await status(store.sendStatement({ statement: { actor: agent, verb } }));
found.stranger = await status(stranger.sendStatement({ statement: plain() }));
console.log(JSON.stringify(found));
