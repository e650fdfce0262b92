// A learning tool made with ltijs (Apache 2.0), which knows nothing of our code: it says what it finds in a launch, sends
// a score, reads scores, columns and members, gives an exercise back. Our platform is told to it by a line of JSON.
import crypto from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import ltijs from "ltijs";

// Keys of 4096 bits take seconds to find.
const make = crypto.generateKeyPairSync;
crypto.generateKeyPairSync = (kind, options) => make(kind, { ...options, modulusLength: 2048 });

// What it asks of a database, in memory.
const tables = {};
const rows = (name) => (tables[name] ??= []);
const fits = (query) => (row) => Object.entries(query || {}).every(([name, value]) => row[name] === value);
const plugin = {
  setup: async () => true,
  Close: async () => true,
  Get: async (_key, name, query) => {
    const found = rows(name).filter(fits(query)).map((row) => ({ ...row, ...row.hidden }));
    return found.length ? found : false;
  },
  Insert: async (key, name, item, index) => {
    rows(name).push(key ? { ...index, hidden: item, createdAt: Date.now() } : { ...item, createdAt: Date.now() });
    return true;
  },
  Replace: async (key, name, query, item, index) => {
    await plugin.Delete(name, query);
    return plugin.Insert(key, name, item, index);
  },
  Modify: async (key, name, query, change) => {
    const row = rows(name).find(fits(query));
    if (row) Object.assign(key ? row.hidden : row, change);
    return true;
  },
  Delete: async (name, query) => {
    tables[name] = rows(name).filter((row) => !fits(query)(row));
    return true;
  },
};

const tool = ltijs.Provider;
tool.setup("a key of the tests alone", { plugin }, {
  appRoute: "/launch", loginRoute: "/login", keysetRoute: "/keys", cookies: { secure: false, sameSite: "Lax" },
});
tool.onConnect(async (token, request, response) => {
  const context = token.platformContext;
  const line = context.endpoint.lineitem;
  await tool.Grade.submitScore(token, line, {
    scoreGiven: 17, scoreMaximum: 20, activityProgress: "Completed", gradingProgress: "FullyGraded",
  });
  const { members } = await tool.NamesAndRoles.getMembers(token);
  const { scores } = await tool.Grade.getScores(token, line, { userId: token.user });
  const items = await tool.Grade.getLineItems(token);
  response.json({
    user: token.user, name: token.userInfo.name, email: token.userInfo.email ?? null, roles: context.roles,
    custom: context.custom, course: context.context.id, link: context.resource.id,
    members: members.map((one) => one.user_id), scores: scores.map((one) => [one.userId, one.resultScore, one.resultMaximum]),
    items: items.lineItems.map((one) => [one.label, one.scoreMaximum]),
  });
});
tool.onDeepLinking(async (token, request, response) => {
  const one = { type: "ltiResourceLink", title: "Knots", custom: { exercise: "9" } };
  response.send(await tool.DeepLinking.createDeepLinkingForm(token, [one], {}));
});
tool.onInvalidToken((request, response) => response.status(401).json(response.locals.err));
await tool.deploy({ serverless: true, silent: true });

const [port] = process.argv.slice(2);
createServer(tool.app).listen(Number(port), "127.0.0.1", () => {
  console.log("ready");
  createInterface({ input: process.stdin })
    .on("line", async (line) => {
      const { ours, clientId } = JSON.parse(line);
      await tool.registerPlatform({
        url: ours, name: "Karmayogi", clientId, authenticationEndpoint: `${ours}/lti/authorize/`,
        accesstokenEndpoint: `${ours}/lti/token/`, authConfig: { method: "JWK_SET", key: `${ours}/lti/jwks/` },
      });
      console.log("known");
    })
    .on("close", () => process.exit());
});
