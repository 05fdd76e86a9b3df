import { writeFileSync } from "node:fs";
import path from "node:path";
import { seedOrganisation } from "@genesys-flows/local-org";
import { otherKinds } from "../../packages/platform/names/kinds.ts";
import { plainResources } from "../../packages/provider/resources/kinds.ts";
import { callDocument } from "./harness/documents.ts";
import { textAsset } from "./harness/plugin.ts";
import { errorOf, FLOW, lasting, Scene } from "./harness/scene.ts";
import type { Stack } from "./harness/stack.ts";

/** Objects outside the stack that documents name: looked up when a changed flow is planned. */

const day = { start: "2026-01-01T00:00:00.000000", end: "2026-01-02T00:00:00.000000" };
const table = {
  $schema: "http://json-schema.org/draft-04/schema#",
  type: "object",
  additionalProperties: false,
  required: ["key"],
  properties: { key: { title: "key", type: "string", $id: "/properties/key" } },
};

interface Kind {
  /** Its noun in messages. */
  noun: string;
  /** Its listing. */
  listing: string;
  /** Method of the listing. Default: GET. */
  method?: "POST";
  /** A name that exists. */
  name: string;
  /** An action that names it. */
  action: (name: string) => string;
  /** Creates it; absent when the seed has it. */
  body?: object;
}

const lit = (name: string) => `{lit: {name: ${JSON.stringify(name)}}}`;
const kinds: Kind[] = [
  {
    noun: "queue",
    listing: "/api/v2/routing/queues",
    name: "General",
    action: (name) => `transferToAcd: {name: queue, targetQueue: ${lit(name)}}`,
  },
  {
    noun: "data action",
    listing: "/api/v2/integrations/actions",
    name: "Verify PIN",
    action: (name) =>
      `callData: {name: data, category: {CRM: {dataAction: {${JSON.stringify(name)}: {inputs: {}, successOutputs: {}, failureOutputs: {}}}}}}`,
  },
  {
    noun: "data table",
    listing: "/api/v2/flows/datatables",
    name: "Holidays",
    action: (name) =>
      `dataTableLookup: {name: look, lookupValue: {lit: a}, dataTable: {${JSON.stringify(name)}: {foundOutputs: {}, failureOutputs: {}}}}`,
    body: { name: "Holidays", schema: table },
  },
  {
    noun: "user prompt",
    listing: "/api/v2/architect/prompts",
    name: "Welcome_Prompt",
    action: (name) => `playAudio: {name: play, audio: {exp: 'ToAudio(Prompt.${name})'}}`,
    body: { name: "Welcome_Prompt" },
  },
  {
    noun: "schedule",
    listing: "/api/v2/architect/schedules",
    name: "Office hours",
    action: (name) =>
      `updateData: {name: set, statements: [{schedule: {variable: Flow.schedule, value: ${lit(name)}}}]}`,
    body: { name: "Office hours", ...day },
  },
  {
    noun: "schedule group",
    listing: "/api/v2/architect/schedulegroups",
    name: "All offices",
    action: (name) =>
      `evaluateScheduleGroup: {name: open, inServiceSchedules: {noValue: true}, scheduleGroup: ${lit(name)}}`,
    body: { name: "All offices", timeZone: "UTC" },
  },
  {
    noun: "emergency group",
    listing: "/api/v2/architect/emergencygroups",
    name: "Evacuation",
    action: (name) =>
      `updateData: {name: set, statements: [{emergencyGroup: {variable: Flow.group, value: ${lit(name)}}}]}`,
    body: { name: "Evacuation", enabled: false },
  },
  {
    noun: "skill",
    listing: "/api/v2/routing/skills",
    name: "Patience",
    action: (name) =>
      `transferToAcd: {name: queue, targetQueue: ${lit("General")}, skills: [{acdSkill: ${lit(name)}}]}`,
    body: { name: "Patience" },
  },
  {
    noun: "language skill",
    listing: "/api/v2/routing/languages",
    name: "Esperanto",
    action: (name) => `transferToAcd: {name: queue, targetQueue: ${lit("General")}, languageSkill: ${lit(name)}}`,
    body: { name: "Esperanto" },
  },
  {
    noun: "wrap-up code",
    listing: "/api/v2/routing/wrapupcodes",
    name: "Solved",
    action: (name) => `setWrapupCode: {name: code, wrapupCode: ${lit(name)}}`,
    body: { name: "Solved" },
  },
  {
    noun: "flow outcome",
    listing: "/api/v2/flows/outcomes",
    name: "Order taken",
    action: (name) => `setFlowOutcome: {name: outcome, flowOutcome: {name: ${JSON.stringify(name)}}}`,
    body: { name: "Order taken" },
  },
  {
    noun: "flow milestone",
    listing: "/api/v2/flows/milestones",
    name: "Identified",
    action: (name) => `addFlowMilestone: {name: milestone, flowMilestone: {name: ${JSON.stringify(name)}}}`,
    body: { name: "Identified" },
  },
  {
    noun: "script",
    listing: "/api/v2/scripts",
    name: "Customer card",
    action: (name) => `setScreenPop: {name: pop, screenPopScript: {${JSON.stringify(name)}: {inputs: {}}}}`,
  },
  {
    noun: "user",
    listing: "/api/v2/users",
    name: "Robin Meyer",
    action: (name) => `transferToUser: {name: user, targetUser: ${lit(name)}}`,
  },
  {
    noun: "group",
    listing: "/api/v2/groups",
    name: "Night shift",
    action: (name) => `transferToGroup: {name: group, targetGroup: ${lit(name)}}`,
  },
  {
    noun: "skill group",
    listing: "/api/v2/routing/skillgroups",
    name: "Experts",
    action: (name) => `transferToSpace: {name: space, skillGroup: ${lit(name)}}`,
  },
  {
    noun: "contact list",
    listing: "/api/v2/outbound/contactlists",
    name: "Customers",
    action: (name) => `callCampaign: {name: campaign, contactList: ${lit(name)}}`,
  },
  {
    noun: "knowledge base",
    listing: "/api/v2/knowledge/knowledgebases",
    name: "Handbook",
    action: (name) => `askHandbook: {name: ask, settingsKnowledge: {${JSON.stringify(name)}: {limit: {lit: 3}}}}`,
  },
  {
    noun: "response library",
    listing: "/api/v2/responsemanagement/libraries",
    name: "Greetings",
    action: (name) => `getResponse: {name: response, responseLibrary: ${lit(name)}}`,
  },
  {
    noun: "worktype",
    listing: "/api/v2/taskmanagement/worktypes/query",
    method: "POST",
    name: "Claim",
    action: (name) => `createWorkitem: {name: work, worktype: {name: ${JSON.stringify(name)}}}`,
  },
];

/** Objects that no request creates are in the seed. */
const SEED = `
users: [{name: Robin Meyer, email: robin@example.com}]
groups: [{name: Night shift}]
scripts: [{name: Customer card}]
skillGroups: [{name: Experts}]
contactLists: [{name: Customers}]
knowledgeBases: [{name: Handbook}]
responseLibraries: [{name: Greetings}]
worktypes: [{name: Claim}]
`;

let scene: Scene;
let stack: Stack;

beforeAll(async () => {
  scene = await new Scene().open();
  const seed = path.join(scene.organisation.folder, "more.yaml");
  writeFileSync(seed, SEED);
  seedOrganisation({ file: scene.organisation.file, seed });
  for (const { listing, body } of kinds) if (body) await scene.organisation.api("POST", listing, body);
});
beforeEach(() => {
  stack = scene.stack();
});
afterEach(() => scene.reset());
afterAll(() => scene.close());

/** A call flow with further actions. */
const flowWith = (actions: readonly string[], o: { name?: string; text?: string } = {}) => ({
  document: textAsset(
    callDocument(o).replace(
      "          - disconnect:",
      `${actions.map((action) => `          - ${action}`).join("\n")}\n          - disconnect:`,
    ),
  ),
});
const misspelt = (name: string) => `${name.slice(0, 2)}${name.slice(3)}`;
const listings = (calls: string[]) => calls.filter((call) => call !== "GET /api/v2/flows").sort();

describe.each(kinds)("$noun", ({ noun, name, action }) => {
  test("a name that exists passes, in any case", async () => {
    expect((await stack.preview(FLOW, "sales", flowWith([action(name)]))).operation).toBe("create");
    if (noun !== "user prompt") await stack.preview(FLOW, "sales", flowWith([action(name.toUpperCase())]));
  });

  test("a name that does not exist is refused in preview, with its place and a suggestion", async () => {
    const error = await errorOf(() => stack.preview(FLOW, "sales", flowWith([action(misspelt(name))])));
    expect(error.message).toMatch(
      new RegExp(
        `^The flow 'Sales' names objects that exist neither in the organisation 'Test Organisation' nor in this stack:\n` +
          `- sales\\.yaml:\\d+.*: the ${noun} '${misspelt(name)}'.* does not exist; did you mean '${name}'\\?\nCorrect the name`,
      ),
    );
  });
});

test("every kind that the table has is among these, flows apart", () => {
  const named = [...plainResources, ...otherKinds].flatMap(({ noun, named }) =>
    named && !named.flow ? [named.noun ?? noun] : [],
  );
  expect(kinds.map(({ noun }) => noun).sort()).toEqual(named.sort());
});

describe("the requests of a preview", () => {
  beforeEach(async () => {
    stack = await scene.run(); // a run knows what it asked
  });

  const all = kinds.map(({ action, name }) => action(name));

  test("new flows that name everything: one listing for each kind, beside the lookup of each flow's name", async () => {
    const calls = await scene.organisation.requestsOf(() =>
      Promise.all([0, 1, 2, 3].map((n) => stack.preview(FLOW, `flow-${n}`, flowWith(all, { name: `Flow ${n}` })))),
    );
    expect(listings(calls)).toEqual(kinds.map(({ listing, method = "GET" }) => `${method} ${listing}`).sort());
    expect(calls.length - kinds.length).toBe(4);
  });

  test("an unchanged flow: none; a changed one: the listings of what it names", async () => {
    const two = kinds.filter(({ noun }) => noun === "queue" || noun === "data action").map((k) => k.action(k.name));
    await stack.up(FLOW, "sales", flowWith(two));
    const later = await scene.run({ after: stack });
    expect(await scene.organisation.requestsOf(() => later.preview(FLOW, "sales", flowWith(two)))).toEqual([]);
    const calls = await scene.organisation.requestsOf(() =>
      later.preview(FLOW, "sales", flowWith(two, { text: "Hello." })),
    );
    expect(calls.filter((call) => !call.startsWith("GET /api/v2/flows"))).toEqual(
      expect.arrayContaining(["GET /api/v2/routing/queues", "GET /api/v2/integrations/actions"]),
    );
    expect(calls.filter((call) => /routing|integrations|architect/.test(call))).toHaveLength(2);
  });

  test("an update asks for no names", async () => {
    const queue = kinds.filter(({ noun }) => noun === "queue").map(({ action, name }) => action(name));
    const calls = await scene.organisation.requestsOf(() => stack.up(FLOW, "sales", flowWith(queue)));
    expect(calls.filter((call) => /routing/.test(call))).toEqual([]);
  });

  test("in a very long listing, each name is looked up once", async () => {
    const many = Array.from({ length: 520 }, (_, n) => ({ name: `Skill ${n}` }));
    await Promise.all(many.map((skill) => scene.organisation.api("POST", "/api/v2/routing/skills", skill)));
    const withSkill = kinds.find(({ noun }) => noun === "skill") as Kind;
    const calls = await scene.organisation.requestsOf(async () => {
      for (const n of [0, 1, 2]) {
        const names = ["Patience", "patience", "Skill 519"].map(withSkill.action);
        await stack.preview(FLOW, `flow-${n}`, flowWith(names, { name: `Flow ${n}` }));
      }
    });
    expect(calls.filter((call) => call === "GET /api/v2/routing/skills")).toHaveLength(1 + 2);
    const error = await errorOf(() => stack.preview(FLOW, "sales", flowWith([withSkill.action("Skill 777")])));
    expect(error.message).toContain("the skill 'Skill 777' does not exist.");
  });
});

test("every missing name is reported at once", async () => {
  const wrong = kinds.map(({ action, name }) => action(misspelt(name)));
  const error = await errorOf(() => stack.preview(FLOW, "sales", flowWith(wrong)));
  for (const { noun, name } of kinds) expect(error.message).toContain(`the ${noun} '${misspelt(name)}'`);
  expect(error.message).toContain("Queues can be declared under `queues:`");
  expect(error.message).toContain("Resources in this stack can create objects of other kinds: docs/resources.md.");
});

test("a data action of another integration is missing in this one, and the message names the other", async () => {
  const { action, name } = kinds.find(({ noun }) => noun === "data action") as Kind;
  const elsewhere = action(name).replace("CRM", "ERP");
  const error = await errorOf(() => stack.preview(FLOW, "sales", flowWith([elsewhere])));
  expect(error.message).toContain(
    "the data action 'Verify PIN' in 'ERP' does not exist; did you mean the one in 'CRM'?",
  );
});

test("a user is known by the e-mail address too", async () => {
  const { action } = kinds.find(({ noun }) => noun === "user") as Kind;
  expect((await stack.preview(FLOW, "sales", flowWith([action("Robin@example.com")]))).operation).toBe("create");
});

test("a kind without a lookup is reported once in a run, and stops nothing", async () => {
  stack = await scene.run();
  const hold = "playAudio: {name: hold, audio: {prompt: PromptSystem.on_hold_music}}";
  const calls = await scene.organisation.requestsOf(async () => {
    for (const n of [0, 1]) await stack.preview(FLOW, `flow-${n}`, flowWith([hold], { name: `Flow ${n}` }));
  });
  expect(calls).toEqual(["GET /api/v2/flows", "GET /api/v2/flows"]);
  expect(lasting(stack.plugin).filter((line) => line.startsWith("Not checked"))).toEqual([
    "Not checked, because the platform cannot look up this kind of object: system prompt 'on_hold_music'.",
  ]);
});

test("what the stack provides is not looked up", async () => {
  const given = { "queue:New queue": "id-of-a-queue", "prompt:New_Prompt": "id-of-a-prompt" };
  const actions = kinds.flatMap(({ noun, action }) =>
    noun === "queue" ? [action("New queue")] : noun === "user prompt" ? [action("New_Prompt")] : [],
  );
  stack = await scene.run(); // it has asked for no name yet
  const calls = await scene.organisation.requestsOf(() =>
    stack.preview(FLOW, "sales", { ...flowWith(actions), references: given }),
  );
  expect(calls).toEqual(["GET /api/v2/flows"]);
});

test("what the program of the run declares is known, though the organisation does not have it yet", async () => {
  const { action } = kinds.find(({ noun }) => noun === "skill") as Kind;
  await stack.preview("genesyscloud:index/routingSkill:RoutingSkill", "courage", { name: "Courage" });
  expect((await stack.preview(FLOW, "sales", flowWith([action("Courage")]))).operation).toBe("create");
});

test("names that are looked up when the flow runs may be missing", async () => {
  const find = "findSkill: {name: find, findName: {lit: Nobody}, outputs: {found: {noValue: true}}}";
  expect((await stack.preview(FLOW, "sales", flowWith([find]))).operation).toBe("create");
});

test("a kind that the client may not list is reported once, and left to the publish job", async () => {
  stack = await scene.run();
  const refusal = { status: 403, code: "missing.permissions", message: "Unable to perform the requested action." };
  await scene.organisation.api("POST", "/_local/faults", {
    faults: kinds.map(({ listing }) => ({ when: { path: listing }, do: { error: refusal } })),
  });
  try {
    const calls = await scene.organisation.requestsOf(async () => {
      for (const n of [0, 1]) {
        const names = kinds.map(({ action, name }) => action(misspelt(name)));
        expect((await stack.preview(FLOW, `flow-${n}`, flowWith(names, { name: `Flow ${n}` }))).operation).toBe(
          "create",
        );
      }
    });
    expect(listings(calls)).toHaveLength(kinds.length);
    const reported = lasting(stack.plugin).filter((line) =>
      line.includes("could not be looked up; the publish job will check them."),
    );
    expect(reported).toHaveLength(kinds.length);
    for (const { noun, name } of kinds) {
      expect(reported.filter((line) => line.startsWith(`The ${noun} '${misspelt(name)}'`))).toHaveLength(1);
    }
  } finally {
    await scene.organisation.api("DELETE", "/_local/faults");
  }
});
