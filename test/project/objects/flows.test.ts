import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expectGolden, load, makeProject, removeProjects, textOfMistakes, writeFiles } from "../harness.ts";

afterEach(removeProjects);

const objects = `skills: [Billing, Refunds]
queues: {Sales: {}, Support: {existing: true}, Tier 1: {}, Sales DE: {}}
wrapupCodes: [Sold]
prompts:
  Welcome: {en-us: {text: Welcome.}, de-de: {text: Willkommen.}}
  Goodbye: {en-us: {text: Goodbye.}}
  Elsewhere: {existing: true}
dataTables:
  Routing by number:
    key: number
    columns: {queue: string, priority: {type: integer, title: Rank}}
    rows: {"+13175550100": {queue: Sales}, "+13175550101": {queue: Support}}
  People's: {columns: {queue: string}, rows: {a: {}}, rowsAre: seed}
dataActions:
  CRM/Verify PIN:
    input: {pin: string, tries: {type: integer, optional: true}}
    output: {customerId: string, score: number, customer: object}
    request: {path: /pin}
`;

const languages = "{en-us: {defaultLanguageSkill: {noValue: true}}, de-de: {defaultLanguageSkill: {noValue: true}}}";

/** A definition with nodes that lead to \`bye\`. */
const definition = (nodes: string, more = "") => `inboundCall: Sales
onFault: {say: Sorry., then: disconnect}
settings: {supportedLanguages: ${languages}}
${more}start: first
nodes:
${nodes}
  bye: {disconnect: {}}
`;

const exported = (actions: string, more = "") => `inboundCall:
  name: Sales
  defaultLanguage: en-us
  supportedLanguages: ${languages}
${more}  startUpRef: /inboundCall/tasks/task[a]
  tasks:
    - task:
        name: A
        refId: a
        actions:
${actions}
          - disconnect: {name: Bye}
`;

const mistakes = definition(
  `  first: {playAudio: {prompt: Prompt.Goodbye}, then: greet}
  greet: {playAudio: "=Append(ToAudio(Prompt.Welcome), ToAudio(Prompt.Goodbye))", then: find}
  find:
    dataTableLookup:
      table: Routing by number
      key: "+13175550109"
      outputs: {quue: Flow.queue, priority: Flow.rank, Rank: Flow.other}
    on: {found: verify, notFound: bye, failure: bye}
  verify:
    callData:
      action: CRM/Verify PIN
      inputs: {pinn: =Flow.queue, tries: =Flow.queue}
      outputs: {customerID: Flow.id, score: Flow.score, customer.name: Flow.name}
    on: {success: route, failure: bye, timeout: bye}
  route: {transferToAcd: {queue: Slaes, preTransferAudio: {prompt: Prompt.Welcom}}, on: {failure: note}}
  note: {setWrapupCode: {wrapupCode: Slod}, on: {success: skill, failure: skill}}
  skill: {findSkill: {findName: Biling, findResult: {var: Flow.skill}}, on: {found: bye, notFound: bye}}`,
  "variables: {Flow.rank: string, Flow.score: boolean}\ngreeting: {prompt: Prompt.Goodby}\n",
);

const inExport = exported(
  `          - playAudio: {name: Hello, audio: {exp: 'Append(ToAudio(Prompt.Welcome), ToAudio(prompt.goodbye))'}}
          - dataTableLookup:
              name: Find
              lookupValue: {lit: "+13175550109"}
              dataTable:
                routing by number:
                  foundOutputs: {quue: {var: Flow.queue}, priority: {var: Flow.rank}}
          - callData:
              name: Verify
              category: {CRM: {dataAction: {Verify PIN: {inputs: {pin: {noValue: true}, tries: {exp: Flow.queue}}, successOutputs: {customerId: {var: Flow.rank}}}}}}
          - transferToAcd: {name: Transfer, targetQueue: {lit: {name: Suport}}}`,
  `  variables:
    - stringVariable: {name: Flow.queue, initialValue: {noValue: true}}
    - booleanVariable: {name: Flow.rank, initialValue: {noValue: true}}
`,
);

test("a definition with several mistakes", async () => {
  const root = makeProject({ "flows/data.yaml": objects, "flows/sales.yaml": mistakes });
  expectGolden(import.meta.dirname, "flow-against-objects", await textOfMistakes(root));
});

test("an export with the same mistakes", async () => {
  const root = makeProject({ "flows/data.yaml": objects, "flows/sales.yaml": inExport });
  expectGolden(import.meta.dirname, "export-against-objects", await textOfMistakes(root));
});

test("a definition in TypeScript with the same mistakes", () => {
  const packages = join(import.meta.dirname, "../../../packages");
  const flow = `import { defineFlow } from ${JSON.stringify(join(packages, "architect/index.ts"))};
export const sales = defineFlow({
  inboundCall: "Sales",
  onFault: { say: "Sorry.", then: "disconnect" },
  settings: { supportedLanguages: { "en-us": { none: true }, "de-de": { none: true } } },
  start: "greet",
  nodes: {
    greet: { playAudio: "=ToAudio(Prompt.Goodbye)", then: "find" },
    find: {
      dataTableLookup: { table: "Routing by number", key: "+13175550109", outputs: { quue: "Flow.queue" } },
      on: { found: "verify", notFound: "bye", failure: "bye" },
    },
    verify: {
      callData: { action: "CRM/Verify PIN", inputs: { pinn: "x" }, outputs: {} },
      on: { success: "route", failure: "bye", timeout: "bye" },
    },
    route: { transferToAcd: { queue: "Suport" }, on: { failure: "bye" } },
    bye: { disconnect: {} },
  },
});
`;
  const root = makeProject({
    "package.json": '{"type": "module"}',
    "flows/data.yaml": objects,
    "flows/sales.ts": flow,
  });
  const code = `
    const { loadProject } = await import(${JSON.stringify(join(packages, "project/index.ts"))});
    const { formatDiagnostic } = await import(${JSON.stringify(join(packages, "architect/index.ts"))});
    const { warnings } = await loadProject({ root: ${JSON.stringify(root)} });
    console.log(warnings.map(formatDiagnostic).join("\\n\\n"));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
  expect(stderr).toBe("");
  expectGolden(import.meta.dirname, "typescript-against-objects", stdout.trim());
});

/** The codes and messages about a flow that is in a project with the objects. */
async function found(flow: string, declared = objects): Promise<string[]> {
  const shown = await textOfMistakes(makeProject({ "flows/data.yaml": declared, "flows/sales.yaml": flow }));
  return [...shown.matchAll(/(?:warning|error) ([a-z-]+): (.*)/g)].map(([, code, message]) => `${code}: ${message}`);
}

const ofObjects = (all: readonly string[]) => all.filter((one) => !/^(undeclared-variable|never-set)/.test(one));

test("what fits, in any case of the names, and what the organisation has has no finding", async () => {
  const flow = definition(
    `  first: {playAudio: {prompt: Prompt.welcome}, then: other}
  other: {playAudio: {prompt: Prompt.Elsewhere}, then: find}
  find:
    dataTableLookup: {table: ROUTING BY NUMBER, key: "+13175550100", outputs: {Queue: Flow.queue, Rank: Flow.rank, key: Flow.key}}
    on: {found: people, notFound: bye, failure: bye}
  people: {dataTableLookup: {table: "People's", key: b}, on: {found: verify, notFound: bye, failure: bye}}
  verify:
    callData: {action: crm/verify pin, inputs: {PIN: =Flow.queue, tries: =Flow.rank}, outputs: {customer.city: Flow.city}}
    on: {success: route, failure: bye, timeout: bye}
  route: {transferToAcd: {queue: support}, on: {failure: tier}}
  tier: {transferToAcd: {queue: Tier 2}, on: {failure: dk}}
  dk: {transferToAcd: {queue: Sales DK}, on: {failure: unknown}}
  unknown: {transferToAcd: {queue: Complaints}, on: {failure: bye}}`,
  );
  expect(ofObjects(await found(flow))).toEqual([]);
});

test("a key that is not a text, and one that is not written out", async () => {
  const lookup = (key: string) =>
    definition(
      `  first: {dataTableLookup: {table: Routing by number, key: ${key}}, on: {found: bye, notFound: bye, failure: bye}}`,
      "variables: {Flow.queue: queue, Flow.number: integer}\n",
    );
  expect(ofObjects(await found(lookup("=Flow.number")))).toEqual([]);
  expect(ofObjects(await found(lookup("=Flow.queue")))).toEqual([
    expect.stringMatching(
      /^type-mismatch: The property 'lookupValue' is of type string, but 'Flow.queue' is of type queue/,
    ),
  ]);
});

test("a column and an output give variables that nothing declares their types, until the object changes", async () => {
  const flow = definition(
    `  first:
    dataTableLookup: {table: Routing by number, key: =Call.Ani, outputs: {priority: Flow.rank}}
    on: {found: verify, notFound: bye, failure: bye}
  verify: {callData: {action: CRM/Verify PIN, inputs: {pin: x}, outputs: {score: Flow.score}}, on: {success: bye, failure: bye, timeout: bye}}`,
  );
  const root = makeProject({ "flows/data.yaml": objects, "flows/sales.yaml": flow });
  const types = async () =>
    Object.fromEntries(
      (await load(root)).flows.flatMap(({ graph }) => graph.variables.map(({ name, type }) => [name, type])),
    );
  expect(await types()).toMatchObject({ "Flow.rank": "integer", "Flow.score": "decimal" });
  const changed = objects
    .replace("type: integer, title", "type: boolean, title")
    .replace("score: number", "score: integer");
  writeFiles(root, { "flows/data.yaml": changed });
  expect(await types()).toMatchObject({ "Flow.rank": "boolean", "Flow.score": "integer" });
  writeFiles(root, { "flows/data.yaml": "skills: [Billing]\n" });
  expect(await types()).toMatchObject({ "Flow.rank": "string", "Flow.score": "string" });
});

test("a row that is removed is found at a flow that an earlier run read", async () => {
  const flow = definition(
    `  first: {dataTableLookup: {table: Routing by number, key: "+13175550101"}, on: {found: bye, notFound: bye, failure: bye}}`,
  );
  const root = makeProject({ "flows/data.yaml": objects, "flows/sales.yaml": flow });
  const codes = async () => (await load(root)).warnings.map(({ code }) => code);
  expect(await codes()).toEqual([]);
  writeFiles(root, { "flows/data.yaml": objects.replace(', "+13175550101": {queue: Support}', "") });
  expect(await codes()).toEqual(["unknown-table-key"]);
});

test("a data action that files declare is checked against them, and not against the seed", async () => {
  const flow = definition(
    `  first: {callData: {action: CRM/Verify PIN, inputs: {pin: x}, outputs: {score: Flow.score}}, on: {success: other, failure: bye, timeout: bye}}
  other: {callData: {action: CRM/Other, inputs: {a: x}}, on: {success: bye, failure: bye, timeout: bye}}`,
  );
  const seed = `integrations:
  - name: CRM
    dataActions: [{name: Verify PIN, inputs: {number: string}, outputs: {}}, {name: Other, inputs: {b: string}, outputs: {}}]
`;
  const root = makeProject({ "flows/data.yaml": objects, "flows/sales.yaml": flow, "local/organisation.yaml": seed });
  const { warnings } = await load(root);
  expect(warnings.map(({ message, hint }) => `${message} ${hint}`)).toEqual([
    "The data action 'CRM/Other' has no input 'a'. Did you mean 'b'? The contract is in local/organisation.yaml.",
  ]);
});

test("a mistake in an object is not reported again at the flows that use it", async () => {
  const flow = definition(
    `  first:
    dataTableLookup: {table: Routing by number, key: x, outputs: {priority: Flow.rank}}
    on: {found: bye, notFound: bye, failure: bye}`,
  );
  const all = await found(flow, objects.replace("{type: integer, title: Rank}", "{type: intger}"));
  expect(all.map((one) => one.split(":")[0])).toEqual(["objects-file"]);
});
