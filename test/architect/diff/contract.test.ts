import { contractChanges, type FlowGraph, type ModuleContract } from "@genesys-flows/architect";
import { brokenCallers, type Caller } from "../../../packages/architect/diff/callers.ts";
import { graphOf } from "../graph/graphs.ts";

const before: ModuleContract = {
  name: "PIN check",
  inputs: { "Common.attempts": "integer" },
  outputs: { "Common.customerId": "string", "Common.outcome": "string" },
  channels: ["inboundCall", "inboundShortMessage"],
  outcome: { from: "Common.outcome", outcomes: { success: ["success"], failure: ["failure"] } },
};

/** A flow that calls the module, sets its input, binds its output and has a transition for both outcomes. */
function caller(
  key: string,
  more: { type?: FlowGraph["type"]; properties?: object; transitions?: Record<string, string> } = {},
): Caller {
  const graph = graphOf(
    { call: more.transitions ?? { success: "end", failure: "end", error: "end" }, end: {} },
    { call: "callModule" },
  );
  const call = graph.nodes.get("call");
  const properties = {
    module: "PIN check",
    moduleKey: "pin-check",
    inputs: { "Common.attempts": { lit: 3 } },
    outputs: { "Common.customerId": { var: "Flow.id" } },
    outcome: before.outcome,
    outcomeVariable: "Flow.outcome",
    ...more.properties,
  };
  return {
    key,
    graph: {
      ...graph,
      type: more.type ?? "inboundCall",
      variables: [
        { name: "Flow.id", type: "string", initialValue: { noValue: true }, isInput: false, isOutput: false },
      ],
      nodes: new Map([...graph.nodes, ["call", { ...call, properties } as never]]),
    },
  };
}

const bare = caller("bare", { properties: { inputs: { "Common.attempts": { noValue: true } }, outputs: {} } });
const exported = caller("exported", { properties: { moduleKey: undefined } });
const outcomes = (named: Record<string, string[]>) => ({ from: "Common.outcome", outcomes: named });

interface Case {
  readonly about: string;
  readonly after: Partial<ModuleContract>;
  /** `kind name compatible|breaking`. */
  readonly changes: string[];
  /** `flow: reason`. */
  readonly broken: string[];
}

const cases: Case[] = [
  { about: "nothing", after: {}, changes: [], broken: [] },
  {
    about: "an input more",
    after: { inputs: { ...before.inputs, "Common.language": "string" } },
    changes: ["input-added Common.language compatible"],
    broken: [],
  },
  {
    about: "an input less",
    after: { inputs: {} },
    changes: ["input-removed Common.attempts breaking"],
    broken: [
      "full: The call sets the input 'Common.attempts', which was removed.",
      "exported: The call sets the input 'Common.attempts', which was removed.",
    ],
  },
  {
    about: "an input of a wider type",
    after: { inputs: { "Common.attempts": "decimal" } },
    changes: ["input-type Common.attempts compatible"],
    broken: [],
  },
  {
    about: "an input of another type",
    after: { inputs: { "Common.attempts": "string" } },
    changes: ["input-type Common.attempts breaking"],
    broken: [
      "full: The call sets the input 'Common.attempts' to a value of type integer. The input's type is now string.",
      "exported: The call sets the input 'Common.attempts' to a value of type integer. The input's type is now string.",
    ],
  },
  {
    about: "an output less, one more",
    after: { outputs: { "Common.outcome": "string", "Common.name": "string" } },
    changes: ["output-added Common.name compatible", "output-removed Common.customerId breaking"],
    broken: [
      "full: The call binds the output 'Common.customerId', which was removed.",
      "exported: The call binds the output 'Common.customerId', which was removed.",
    ],
  },
  {
    about: "an output of another type",
    after: { outputs: { "Common.outcome": "string", "Common.customerId": "integer" } },
    changes: ["output-type Common.customerId breaking"],
    broken: [
      "full: The call binds the output 'Common.customerId' to 'Flow.id' of type string. The output's type is now integer.",
      "exported: The call binds the output 'Common.customerId' to 'Flow.id' of type string. The output's type is now integer.",
    ],
  },
  {
    about: "an outcome more",
    after: { outcome: outcomes({ success: ["success"], failure: ["failure"], blocked: ["blocked"] }) },
    changes: ["outcome-added blocked breaking"],
    broken: ["full", "bare", "exported"].map(
      (flow) => `${flow}: The call has no transition for the outcome 'blocked'.`,
    ),
  },
  {
    about: "an outcome less",
    after: { outcome: outcomes({ success: ["success"] }) },
    changes: ["outcome-removed failure breaking"],
    broken: ["full", "bare", "exported"].map(
      (flow) => `${flow}: The call has a transition for the outcome 'failure', which was removed.`,
    ),
  },
  {
    about: "an outcome renamed",
    after: { outcome: outcomes({ success: ["success"], denied: ["denied"] }) },
    changes: ["outcome-renamed denied breaking"],
    broken: ["full", "bare", "exported"].map(
      (flow) => `${flow}: The call has a transition for the outcome 'failure', which is now 'denied'.`,
    ),
  },
  {
    about: "another value for an outcome: definitions follow",
    after: { outcome: outcomes({ success: ["ok"], failure: ["failure"] }) },
    changes: ["outcome-values success breaking"],
    broken: [`exported: The call still recognises the outcome 'success' by ["success"].`],
  },
  {
    about: "a channel less, one more",
    after: { channels: ["inboundShortMessage", "inboundEmail"] },
    changes: ["channel-added inboundEmail compatible", "channel-removed inboundCall breaking"],
    broken: ["full", "bare", "exported"].map((flow) => `${flow}: The caller is a flow of type inboundCall.`),
  },
  {
    about: "another name: definitions follow",
    after: { name: "PIN" },
    changes: ["module-renamed PIN breaking"],
    broken: ["exported: The call uses the module's old name. The new name is 'PIN'."],
  },
  {
    about: "no outcome any more",
    after: { outcome: undefined },
    changes: ["output-added Common.outcome compatible", "outcome-variable Common.outcome breaking"],
    broken: ["full", "bare", "exported"].map((flow) => `${flow}: The call reads the outcome from 'Common.outcome'.`),
  },
];

test.each(cases)("$about", ({ after, changes, broken }) => {
  const found = contractChanges(before, { ...before, ...after });
  expect(found.map((c) => `${c.kind} ${c.name} ${c.compatible ? "compatible" : "breaking"}`)).toEqual(changes);
  const calls = brokenCallers(found, [caller("full"), bare, exported, { key: "none", graph: graphOf({ a: {} }) }]);
  expect(calls.map(({ flow, reason }) => `${flow}: ${reason}`)).toEqual(broken);
  expect(calls.every(({ node }) => node === "call")).toBe(true);
});

test("calls to other modules are not affected", () => {
  const [change] = contractChanges(before, { ...before, inputs: {} });
  const other = caller("other", { properties: { module: "Another" } });
  expect(change && brokenCallers(change, [other])).toEqual([]);
});
