import { DiagnosticError } from "@genesys-flows/architect";
import { expectGolden, load, makeProject, removeProjects, textOfMistakes } from "./harness.ts";
import { caller, checkModule, exported, exportedModule, placeholder, stack, transferring } from "./samples.ts";

afterEach(removeProjects);

type Files = Record<string, string>;

/** Code and file of everything that one run reports, each once. */
async function mistakesIn(files: Files): Promise<string[]> {
  try {
    await load(makeProject(files));
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return [...new Set(error.diagnostics.map(({ code, location }) => `${code} ${location?.file}`))];
  }
}

const moduleMistakes: Record<string, { files: Files; found: string[] }> = {
  "a transition that dangles": {
    files: { "flows/check.yaml": checkModule.replace("then: decide", "then: decyde") },
    found: ["dangling-transition flows/check.yaml"],
  },
  "an unknown action": {
    files: { "flows/check.yaml": checkModule.replace("playAudio:", "playAudo:") },
    found: ["unknown-action flows/check.yaml"],
  },
  "a wrong outcome at an end": {
    files: { "flows/check.yaml": checkModule.replace("end: success", "end: succes") },
    found: ["unknown-outcome flows/check.yaml"],
  },
  "an expression that cannot be read": {
    files: { "flows/check.yaml": checkModule.replace("=Common.tries > 2", "=Common.tries >") },
    found: ["invalid-expression flows/check.yaml"],
  },
  "a key twice in a node": {
    files: { "flows/check.yaml": checkModule.replace('"Please wait.",', '"Please wait.", then: good,') },
    found: ["duplicate-key flows/check.yaml"],
  },
  "inputs that cannot be read": {
    files: { "flows/check.yaml": checkModule.replace("type: integer", "typ: integer") },
    found: ["unknown-key flows/check.yaml"],
  },
  "outputs under another key": {
    files: { "flows/check.yaml": checkModule.replace("outputs:", "output:") },
    found: ["unknown-key flows/check.yaml"],
  },
  "outcomes that cannot be read": {
    files: { "flows/check.yaml": checkModule.replace("[success, failure]", "{success: failure}") },
    found: ["wrong-type flows/check.yaml"],
  },
  "channels that cannot be read": {
    files: { "flows/check.yaml": checkModule.replace("[inboundCall]", "[inboundCal]") },
    found: ["invalid-value flows/check.yaml"],
  },
  "a type that is misspelled": {
    files: { "flows/check.yaml": checkModule.replace("commonModule:", "commonModul:") },
    found: ["unknown-flow-type flows/check.yaml"],
  },
  "no YAML": {
    files: { "flows/check.yaml": checkModule.replace("inputs: {", "inputs: {{") },
    found: ["not-yaml flows/check.yaml"],
  },
  "a value that the stack does not give": {
    files: {
      "flows/check.yaml": checkModule
        .replace("default: 3", `default: "${placeholder("tries")}"`)
        .replace("start:", "values:\n  tries: {type: integer}\nstart:"),
    },
    found: ["missing-value flows/check.yaml"],
  },
  "options of an export": {
    files: {
      "flows/check_v1-0.yaml": exportedModule("Check").replace(
        "  variables:",
        "  variables:\n    - integerVariable: {name: Common.tries, initialValue: {lit: 1}, isInput: true, isOutput: false}",
      ),
      "flows/check.options.yaml": "outcome: {form: Common.success, completed: true}\n",
    },
    found: ["options-file flows/check.options.yaml"],
  },
  "an export that is no YAML": {
    files: { "flows/check_v1-0.yaml": exportedModule("Check").replace("isInput: false", "isInput: [") },
    found: ["not-yaml flows/check_v1-0.yaml"],
  },
  "a module in TypeScript that cannot be run": {
    files: { "flows/modules.ts": 'throw new Error("check");\n' },
    found: ["typescript-failed flows/modules.ts"],
  },
  "two modules of one key": {
    files: { "flows/a/check.yaml": checkModule, "flows/b/check.yaml": checkModule.replace("Check", "Check 2") },
    found: ["duplicate-key flows/b/check.yaml"],
  },
};

const callerMistakes: Record<string, { change: (text: string) => string; found: string[] }> = {
  none: { change: (text) => text, found: [] },
  "a transition that dangles": {
    change: (text) => text.replace("error: bye", "error: by"),
    found: ["dangling-transition flows/a.yaml"],
  },
  "an unknown action": {
    change: (text) => text.replace("disconnect: {}", "disconect: {}"),
    found: ["unknown-action flows/a.yaml"],
  },
  "an expression that cannot be read": {
    change: (text) =>
      text.replace("transferToAcd: Sales", 'decision: "=1 +"').replace("{failure: bye}", '{"yes": bye, "no": bye}'),
    found: ["invalid-expression flows/a.yaml"],
  },
};

describe("a mistake in a module hides none of its callers, and is not repeated there", () => {
  const pairs = Object.entries(moduleMistakes).flatMap(([module, inModule]) =>
    Object.entries(callerMistakes).map(([own, inCaller]) => ({ module, inModule, own, inCaller })),
  );
  test.each(pairs)("$module; in the caller: $own", async ({ inModule, inCaller }) => {
    const files = { ...inModule.files, "flows/a.yaml": inCaller.change(caller("A")) };
    expect((await mistakesIn(files)).sort()).toEqual([...inModule.found, ...inCaller.found].sort());
  });
});

const calls: Record<string, { module: string; call: string; found: string[] }> = {
  "an unknown input of a module whose nodes have mistakes": {
    module: checkModule.replace("then: decide", "then: decyde"),
    call: "callModule: check, inputs: {tires: 2}",
    found: ["dangling-transition flows/check.yaml", "unknown-input flows/a.yaml"],
  },
  "an input of the wrong type": {
    module: checkModule.replace("then: decide", "then: decyde"),
    call: "callModule: check, inputs: {tries: many}",
    found: ["dangling-transition flows/check.yaml", "type-mismatch flows/a.yaml"],
  },
  "an unknown input of a module whose outcomes cannot be read": {
    module: checkModule.replace("[success, failure]", "5"),
    call: "callModule: check, inputs: {tires: 2}",
    found: ["wrong-type flows/check.yaml", "unknown-input flows/a.yaml"],
  },
  "an output of a module whose outputs cannot be read, and its type": {
    module: checkModule.replace("{id: string}", "[id]"),
    call: "callModule: check, outputs: {id: Flow.id, other: Flow.other}",
    found: ["wrong-type flows/check.yaml"],
  },
};

test.each(Object.entries(calls))(
  "a call is checked against what can be read: %s",
  async (_, { module, call, found }) => {
    const text = caller("A").replace("callModule: check, inputs: {tries: 2}", call);
    expect((await mistakesIn({ "flows/check.yaml": module, "flows/a.yaml": text })).sort()).toEqual(found.sort());
  },
);

const others: Record<string, { files: Files; found: string[] }> = {
  "key, name and number, each twice": {
    files: {
      "flows/check.yaml": checkModule,
      "flows/one/a.yaml": caller("A", 'numbers: ["+13175550100"]\n'),
      "flows/two/a.yaml": caller("a", 'numbers: ["+13175550100"]\n'),
    },
    found: ["duplicate-key flows/two/a.yaml", "duplicate-name flows/two/a.yaml", "duplicate-number flows/two/a.yaml"],
  },
  "a key twice, and a mistake in the first of the two": {
    files: {
      "flows/one/a.yaml": transferring("A", "B").replace("go:", "goo:"),
      "flows/two/a.yaml": transferring("A 2", "B"),
    },
    found: ["duplicate-key flows/two/a.yaml", "dangling-transition flows/one/a.yaml"],
  },
  "an older export beside the newer": {
    files: {
      "flows/claims_v1-0.yaml": exported("Claims", "Claims"),
      "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
      "flows/claims.options.yaml": 'numbers: ["+13175550100"]\n',
    },
    found: ["duplicate-key flows/claims_v2-0.yaml"],
  },
  "a key twice in one file, and its name and number in another": {
    files: {
      "flows/a.yaml": `${transferring("A", "B")}start: go\nnumbers: ["+13175550100"]\n`,
      "flows/b.yaml": transferring("A", "C").replace("start:", 'numbers: ["+13175550100"]\nstart:'),
    },
    found: ["duplicate-key flows/a.yaml", "duplicate-name flows/b.yaml", "duplicate-number flows/b.yaml"],
  },
  "options and their export": {
    files: {
      "flows/claims_v1-0.yaml": exported("Claims", "Claims").replace(
        "actions:",
        "actions:\n          - decision: {name: Who, condition: {exp: 'Flow.who ='}}",
      ),
      "flows/claims.options.yaml": "numbers: [3175550100]\npinned: true\n",
    },
    found: ["options-file flows/claims.options.yaml", "invalid-expression flows/claims_v1-0.yaml"],
  },
  "options that are no YAML, and what the export needs of them": {
    files: { "flows/claims_v1-0.yaml": exported("Claims"), "flows/claims.options.yaml": "substitutions: {queue: [\n" },
    found: ["not-yaml flows/claims.options.yaml"],
  },
  "the stack and files": {
    files: {
      "flows/check.yaml": checkModule,
      "flows/a.yaml": caller("A").replace("error: bye", "error: by"),
      "flows/claims_v1-0.yaml": exported("Claims"),
      "Pulumi.test.yaml": stack("genesys-flows:flow: {}\ngenesys-flows:flows:\n  a: {pinned: true}\n  b: {}"),
    },
    found: [
      "stack-config Pulumi.test.yaml",
      "unknown-flow-config Pulumi.test.yaml",
      "missing-substitution flows/claims_v1-0.yaml",
      "dangling-transition flows/a.yaml",
    ],
  },
  "a value that the stack gives wrongly is not missing": {
    files: {
      "flows/claims_v1-0.yaml": exported("Claims").replace("actions:", "actions:\n          - wait: 5"),
      "Pulumi.test.yaml": stack("genesys-flows:substitutions:\n  queue: {name: Claims}\n  other: x"),
    },
    found: [
      "stack-config Pulumi.test.yaml",
      "unused-substitution Pulumi.test.yaml",
      "not-an-action flows/claims_v1-0.yaml",
    ],
  },
  "the stack's file is no YAML, and a flow has a mistake": {
    files: {
      "flows/a.yaml": transferring("A", "B").replace("failure: bye", "failure: by"),
      "flows/claims_v1-0.yaml": exported("Claims"),
      "Pulumi.test.yaml": "config: [\n",
    },
    found: ["not-yaml Pulumi.test.yaml", "dangling-transition flows/a.yaml"],
  },
  "a missing value, and a mistake in the same file": {
    files: {
      "flows/a.yaml": transferring("A", `"${placeholder("to")}"`)
        .replace("start:", "values:\n  to: {type: string}\nstart:")
        .replace("failure: bye", "failure: by"),
    },
    found: ["missing-value flows/a.yaml", "dangling-transition flows/a.yaml"],
  },
  "mistakes of all stages in one file": {
    files: {
      "flows/a.yaml": `${transferring("A", "B").replace("failure: bye", "failure: by")}  lost: {disconect: {}}
  odd: {decision: "=1 +", on: {"yes": bye, "no": bye}}
colour: red
`,
    },
    found: [
      "unknown-key flows/a.yaml",
      "unknown-action flows/a.yaml",
      "dangling-transition flows/a.yaml",
      "invalid-expression flows/a.yaml",
    ],
  },
  "an unreachable node beside a call with a wrong input": {
    files: {
      "flows/check.yaml": checkModule,
      "flows/a.yaml": `${caller("A").replace("tries: 2", "tires: 2")}  lost: {disconnect: {}}\n`,
    },
    found: ["unknown-input flows/a.yaml", "unreachable-node flows/a.yaml"],
  },
  "an unknown module, and `then` of its call": {
    files: {
      "flows/a.yaml": caller("A").replace(/callModule: .*error: bye}/, "callModule: chek, then: queue"),
    },
    found: ["unknown-module flows/a.yaml"],
  },
  "a call without `error`, to whose node nothing else leads": {
    files: {
      "flows/check.yaml": checkModule,
      "flows/a.yaml": `${caller("A").replace("error: bye", "error: sorry").replace(", error: sorry", "")}  sorry: {disconnect: {}}\n`,
    },
    found: ["missing-call-transition flows/a.yaml"],
  },
  "queues and flows": {
    files: {
      "flows/queues.yaml": "queues:\n  Sales: {acwTimeout: 5}\n  sales:\n",
      "flows/a.yaml": transferring("A", "B").replace("failure: bye", "failure: by"),
    },
    found: ["objects-file flows/queues.yaml", "duplicate-object flows/queues.yaml", "dangling-transition flows/a.yaml"],
  },
};

test.each(Object.entries(others))("one run reports all: %s", async (_, { files, found }) => {
  expect((await mistakesIn(files)).sort()).toEqual(found.sort());
});

test("a call to a flow that is not a module says what it is", async () => {
  const files = {
    "flows/sales.yaml": transferring("Sales line", "Sales"),
    "flows/a.yaml": caller("A").replace("callModule: check", "callModule: sales"),
  };
  const error = await load(makeProject(files)).catch((thrown: unknown) => thrown);
  const messages = error instanceof DiagnosticError ? error.diagnostics.map(({ message }) => message) : [];
  expect(messages).toEqual(["'sales' is not a module: it is an inbound call flow, 'Sales line'."]);
});

test("a large project with mistakes everywhere", async () => {
  const files = {
    "flows/modules/check.yaml": checkModule.replace("then: decide", "then: decyde"),
    "flows/modules/lookup_v4-0.yaml": exportedModule("Lookup"),
    "flows/modules/lookup.options.yaml": "outcome: {from: Flow.success, completed: true}\n",
    "flows/modules/torn.yaml": "commonModule: Torn\nnodes: {ask: [\n",
    "flows/inbound/sales.yaml": caller("Sales", 'numbers: ["+13175550100"]\n').replace("tries: 2", "tires: 2"),
    "flows/inbound/support.yaml": caller("sales", 'numbers: ["+13175550100"]\n').replace("check:", "chek:"),
    "flows/old/sales.yaml": caller("Sales (old)").replace("callModule: check", "callModule: torn"),
    "flows/inbound/look.yaml": `inboundCall: Look
start: look
nodes:
  look: {callModule: lookup, on: {completed: bye, error: by}}
  bye: {disconnect: {}}
`,
    "flows/inbound/claims_v2-0.yaml": exported("Claims"),
    "flows/inbound/service.yaml": caller("Service", "values:\n  tries: {type: integer}\n").replace(
      "tries: 2",
      `tries: "${placeholder("tries")}"`,
    ),
    "flows/queues.yaml": "queues:\n  Sales: {acwTimeout: 5}\n  sales:\n",
    "Pulumi.test.yaml": stack(
      "genesys-flows:values: {tires: 3}\ngenesys-flows:external: [qeue:Sales]\ngenesys-flows:flows:\n  claim: {pin: maybe}",
    ),
  };
  expectGolden(import.meta.dirname, "a-large-project-with-mistakes", await textOfMistakes(makeProject(files)));
});
