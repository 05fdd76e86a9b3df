import { writeFileSync } from "node:fs";
import path from "node:path";
import { seedOrganisation } from "@genesys-flows/local-org";
import { callDocument } from "./harness/documents.ts";
import { textAsset } from "./harness/plugin.ts";
import { errorOf, FLOW, Scene } from "./harness/scene.ts";
import type { Stack } from "./harness/stack.ts";

/** More objects than are listed: names are looked up. */

const numbers = Array.from({ length: 520 }, (_, n) => n);

interface Kind {
  list: string;
  property: string;
  /** Entry of the seed. */
  entry: (n: number) => object;
  /** Requests for the list, and for three names that are asked for at once. */
  requests: string[];
}

const kinds: Kind[] = [
  {
    list: "users",
    property: "targetUser",
    entry: (n) => ({ name: `Thing ${n}`, email: `thing-${n}@example.com` }),
    requests: ["GET /api/v2/users", "POST /api/v2/users/search"],
  },
  {
    list: "groups",
    property: "targetGroup",
    entry: (n) => ({ name: `Thing ${n}` }),
    requests: ["GET /api/v2/groups", "POST /api/v2/groups/search"],
  },
  {
    list: "contactLists",
    property: "contactList",
    entry: (n) => ({ name: `Thing ${n}` }),
    requests: ["GET /api/v2/outbound/contactlists", ...Array(3).fill("GET /api/v2/outbound/contactlists")],
  },
  {
    list: "responseLibraries",
    property: "responseLibrary",
    entry: (n) => ({ name: `Thing ${n}` }),
    requests: Array(4).fill("GET /api/v2/responsemanagement/libraries"),
  },
  {
    list: "skillGroups",
    property: "skillGroup",
    entry: (n) => ({ name: `Thing ${n}` }),
    requests: Array(5 + 3).fill("GET /api/v2/routing/skillgroups"), // cursors follow one another
  },
  {
    list: "worktypes",
    property: "worktype",
    entry: (n) => ({ name: `Thing ${n}` }),
    requests: Array(5 + 3).fill("POST /api/v2/taskmanagement/worktypes/query"),
  },
];

let scene: Scene;
let stack: Stack;
beforeAll(async () => {
  scene = await new Scene().open();
  const seed = path.join(scene.organisation.folder, "many.yaml");
  writeFileSync(seed, JSON.stringify(Object.fromEntries(kinds.map(({ list, entry }) => [list, numbers.map(entry)]))));
  seedOrganisation({ file: scene.organisation.file, seed });
  stack = await scene.run();
});
afterAll(() => scene.close());

function flowNaming(property: string, names: readonly string[]) {
  const value = (name: string) =>
    property === "worktype" ? `{name: ${JSON.stringify(name)}}` : `{lit: {name: ${JSON.stringify(name)}}}`;
  const actions = names.map((name) => `          - doIt: {name: a, ${property}: ${value(name)}}\n`).join("");
  return {
    document: textAsset(callDocument().replace("          - disconnect:", `${actions}          - disconnect:`)),
  };
}

test.each(kinds)("$list", async ({ property, requests }) => {
  const existing = ["Thing 31", "THING 519", "Thing 200"];
  const calls = await scene.organisation.requestsOf(async () => {
    await stack.preview(FLOW, "sales", flowNaming(property, existing));
    await stack.preview(FLOW, "support", flowNaming(property, existing));
  });
  expect(calls.filter((call) => call !== "GET /api/v2/flows").sort()).toEqual(requests);
  const error = await errorOf(() => stack.preview(FLOW, "sales", flowNaming(property, ["Thing 5", "Thing 777"])));
  expect(error.message).toContain("'Thing 777' does not exist.");
  expect(error.message).not.toContain("'Thing 5'");
});
