import { type Stage, stageOfProject } from "@genesys-flows/conversation/stage";
import { expectGolden, load, makeProject, removeProjects } from "../../project/harness.ts";
import { playAll, verdictOf } from "./harness.ts";

/** One flow for each kind of conversation, small enough that a test shows what it is about. */
const flows = {
  "flows/line.yaml": `
inboundCall: Line
greeting: Welcome.
onFault: {say: Something went wrong., then: disconnect}
variables: {Flow.ok: boolean, Flow.rate: integer}
start: ask
nodes:
  ask: {collectInput: {digits: {exact: 1}, into: Flow.key, prompt: Press a key.}, on: {success: note, failure: bye}}
  note: {setParticipantData: {key: =Flow.key}, then: verify}
  verify: {callData: {action: CRM/Verify, inputs: {key: =Flow.key}, outputs: {ok: Flow.ok}, timeout: {seconds: 5}}, on: {success: check, failure: broken, timeout: bye}}
  check: {decision: =Flow.ok, on: {"yes": queue, "no": row}}
  row: {dataTableLookup: {table: Rates, key: =Flow.key, outputs: {rate: Flow.rate}, failure: {errorType: Flow.error}}, on: {found: hours, notFound: bye, failure: unread}}
  unread: {setParticipantData: {error: =Flow.error}, then: bye}
  hours: {evaluateScheduleGroup: Office hours, on: {open: queue, closed: closed, holiday: closed, emergency: closed}}
  closed: {playAudio: We are closed., then: bye}
  broken: {updateData: {Flow.rate: =ToInt(1 / 0)}, then: bye}
  queue: {transferToAcd: {queue: Sales, priority: 5, preTransferAudio: One moment.}, on: {failure: bye}}
  bye: {playAudio: Good bye., then: end}
  end: {disconnect: {}}
`,
  "flows/mail.yaml": `
inboundEmail: Mail
onFault: {then: disconnect}
start: test
nodes:
  test: {decision: '=Contains(Email.Message.body, "refund")', on: {"yes": refund, "no": other}}
  refund: {sendAutoReply: You get your money back., then: done}
  other: {sendAutoReply: We have your e-mail., then: done}
  done: {disconnect: {}}
`,
  "flows/letter.yaml": `
inboundEmail: Letter
onFault: {then: disconnect}
start: reply
nodes:
  reply: {sendAutoReply: '=Append(Email.Message.subject, " of ", Email.Message.from.id, ", ", ToString(Count(Email.Message.attachments)), " attached")', then: done}
  done: {disconnect: {}}
`,
  "flows/chat.yaml": `
inboundShortMessage: Chat
onFault: {then: disconnect}
start: ask
nodes:
  ask: {sendResponse: What can we do?, then: thank}
  thank: {sendResponse: '=Append("Thank you for ", Message.Message.body)', then: queue}
  queue: {transferToAcd: Sales, on: {failure: done}}
  done: {disconnect: {}}
`,
  "flows/nightly.yaml": `
workflow:
  name: Nightly
  defaultLanguage: en-us
  startUpRef: "/workflow/states/state[S]"
  variables:
    - stringVariable: {name: Flow.customer, initialValue: {noValue: true}, isInput: true, isOutput: false}
    - integerVariable: {name: Flow.rate, initialValue: {noValue: true}, isInput: false, isOutput: true}
  states:
    - state:
        name: S
        refId: S
        actions:
          - dataTableLookup:
              name: Row
              lookupValue: {exp: Flow.customer}
              dataTable: {Rates: {foundOutputs: {rate: {var: Flow.rate}}}}
              outputs: {found: {actions: []}, notFound: {actions: []}, failure: {actions: []}}
          - endWorkflow: {name: End, exitReason: {lit: rated}}
`,
  "flows/pin.yaml": `
commonModule: Pin
channels: [inboundCall]
inputs: {more: {type: integer, default: 0}}
outputs: {key: string, length: integer}
outcomes: [success, failure]
start: ask
nodes:
  ask: {collectInput: {digits: {exact: 1}, into: Common.key, prompt: Press a key.}, on: {success: count, failure: denied}}
  count: {updateData: {Common.length: =Length(Common.key) + Common.more}, then: granted}
  granted: {end: success}
  denied: {end: failure}
`,
};

let stage: Stage;

beforeAll(async () => {
  stage = stageOfProject(await load(makeProject(flows)));
});
afterAll(removeProjects);

const given = `
  CRM/Verify: {when: {key: "1"}, outputs: {ok: true}, otherwise: {when: {key: "2"}, outputs: {ok: false}, takes: 2s, otherwise: {failure: {errorCode: "404"}}}}
  Rates: {"2": {rate: 7}}
  Office hours: closed
  queues: {Sales: {answersAfter: 30s}}`;

/** The verdict on steps of a call, in one line each. */
function verdict(steps: string, flow = "line", more = ""): string {
  const [played] = playAll(stage, `flow: ${flow}\ngiven:${given}${more}\nconversations:\n  a: [${steps}]\n`);
  if (!played) throw new Error("no conversation");
  return verdictOf(played).replace(/^.*?:\d+:\d+ /, "");
}

test.each([
  "{hears: welcome}, {hears: press a key}",
  "{hears: /^Welcome/}, {presses: '1'}, {hears: One}, {hears: moment}",
  "{hears only: Welcome}, {hears only: Press a key}",
  "{hears nothing but: [Welcome, Press a key]}, {presses: '2'}, {hears nothing but: [/closed/, Good bye]}",
  "{hears: Press}, {hears nothing: true}, {presses: '1'}",
  "{presses: '1'}, {lands in: Sales}",
  "{presses: '1'}, {lands in: {queue: sales, priority: 5, participantData: {key: 1}}}",
  "{presses: '1'}, {sets: {participantData: {key: '/[0-9]/'}}}, {lands in: {queue: Sales, skills: []}}",
  "{presses: '1'}, {asked: {CRM/Verify: {key: '1'}}}",
  "{presses: '2'}, {asked: {CRM/Verify: true}}, {asked: {Rates: '2'}}, {asked: {Office hours: true}}, {hears: We are closed}",
  "{presses: '3'}, {faults: true}, {hears: Something went wrong}, {is disconnected: true}",
  "{presses: '3'}, {faults: /zero/}, {ends: true}",
  "{waits: 5s}, {hears: Good bye}, {is disconnected: true}",
  "{waits: 3s}, {presses: '1'}, {lands in: Sales}",
  "{says: one}, {hears: Good bye}",
  "{hears: Press a key}, {hangs up: true}",
  "{hears: Welcome}, {interrupts: '1'}, {hears: Press a key}, {asked: {CRM/Verify: {key: '1'}}}",
  "{hangs up: true}",
  "{presses: '1'}, {lands in: Sales}, {waits: 20s}, {hangs up: true}",
])("passes: %s", (steps) => {
  expect(verdict(steps)).toBe("passed");
});

const failing = [
  "{hears: Please hold}",
  "{hears only: Press a key}",
  "{hears only: Wel}",
  "{hears nothing but: Welcome}, {presses: '1'}",
  "{hears nothing but: [Welcome, Press a key, Once more]}",
  "{hears nothing: true}",
  "{presses: '1'}, {presses: '2'}",
  "{presses: '1'}, {lands in: Support}",
  "{presses: '1'}, {lands in: {queue: Sales, priority: 1, skills: [English], participantData: {key: 2, id: 1}}}",
  "{presses: '1'}, {lands in: {user: Sales}}",
  "{presses: '1'}, {sets: {participantData: {key: '2'}}}",
  "{presses: '2'}, {asked: {CRM/Verify: {key: '3'}}}",
  "{presses: '1'}, {lands in: Sales}, {asked: {CRM/Verify: true}}",
  "{presses: '2'}, {faults: true}",
  "{presses: '3'}, {faults: no such queue}",
  "{presses: '1'}, {is disconnected: true}",
  "{presses: '2'}, {ends: done}",
  "{waits: 2m}",
  "{receives: a reply}",
  "{presses: '2'}, {hears: Good bye}, {says: hello}",
];

test("each step that does not happen is named, with what happened instead", () => {
  const texts = failing.map((steps) => `${steps}\n${verdict(steps)}`);
  expectGolden(import.meta.dirname, "steps", texts.join("\n\n"));
});

test("an e-mail begins with what the customer writes", () => {
  expect(verdict("{writes: I want a refund}, {receives: money back}, {is disconnected: true}", "mail")).toBe("passed");
  expect(verdict("{writes: Hello}, {receives only: We have your e-mail}", "mail")).toBe("passed");
  expect(verdict("{writes: Hello}, {receives only: your e-mail}", "mail")).toContain(
    '"We have your e-mail." was received',
  );
  expect(verdict("{writes: Hello}, {receives: money back}", "mail")).toMatchInlineSnapshot(
    `"Step 2, \`receives: money back\` did not happen. Instead: "We have your e-mail." was received; the flow disconnected."`,
  );
});

test("an e-mail has the subject, the sender and the attachments that are given", () => {
  const mail = `
  Email.Message.subject: Refund
  Email.Message.from: {name: A customer, id: customer@example.com}
  Email.Message.attachments: [invoice.pdf, photo.png]`;
  expect(
    verdict("{writes: Hello}, {receives only: 'Refund of customer@example.com, 2 attached'}", "letter", mail),
  ).toBe("passed");
});

test("customers write while a flow runs, too: each message has its place", () => {
  const chat = "{receives: What can we do}, {writes: My order}, {writes: Number 7}, {receives: thank you}";
  const flow = (steps: string, more = "") => verdict(steps, "chat", more);
  expect(flow(`{writes: Hello}, ${chat}, {lands in: Sales}`)).toBe("passed");
  expect(flow("{writes: Hello}, {receives: thank you for Hello}, {lands in: Sales}")).toBe("passed");
  const last = "\n  assume: {later-messages: are-the-message}";
  expect(flow(`{writes: Hello}, ${chat}, {lands in: Sales}`, last)).toBe("passed");
  expect(flow("{writes: Hello}, {receives: What}, {writes: A}, {writes: B}, {receives: for B}", last)).toBe("passed");
  expect(flow("{writes: Hello}, {lands in: Sales}, {writes: Anybody?}, {waits: 20s}, {writes: Hello?}")).toBe("passed");
  for (const call of ["line", "pin"])
    expect(verdict("{hears: Press}, {writes: Hello}", call)).toContain("Step 2, `writes: Hello` did not happen.");
});

test("a module ends with an outcome", () => {
  expect(verdict("{presses: '1'}, {ends: success}", "pin")).toBe("passed");
  expect(verdict("{ends: success}", "pin")).toMatchInlineSnapshot(
    `"Step 1, \`ends: success\` did not happen. Instead: "Press a key." was heard; the flow ended with 'failure'."`,
  );
});

test.each(["inputs: {more: 2}", "inputs: {Common.More: 2}"])(
  "a module that is tested alone gets inputs, and gives outputs: %s",
  (inputs) => {
    const more = `\n  ${inputs}`;
    const ends = (how: string) => verdict(`{presses: '1'}, {ends: ${how}}`, "pin", more);
    expect(ends("{outcome: success, outputs: {key: '1', Common.length: 3}}")).toBe("passed");
    expect(ends("{outputs: {length: 3}}")).toBe("passed");
    expect(ends("{outcome: failure, outputs: {key: '1'}}")).toContain("the flow ended with 'success'.");
    expect(ends("{outcome: success, outputs: {key: '2', length: 1}}")).toContain(
      "Instead: the flow ended with 'success', and the output 'key' was \"1\", 'length' was 3.",
    );
  },
);

test("a workflow gets inputs, and ends with a reason and outputs", () => {
  const steps = "{asked: {Rates: '2'}}, {ends: {outcome: rated, outputs: {rate: 7}}}";
  expect(verdict(steps, "nightly", "\n  inputs: {customer: '2'}")).toBe("passed");
});

test("a name that nothing answers stops the run, and the message says what to write", () => {
  const without = (name: string) => given.split("\n").filter((line) => !line.includes(name));
  const verdictWithout = (name: string, steps: string) => {
    const [played] = playAll(
      stage,
      `flow: line\ngiven: ${without(name).join("\n")}\nconversations:\n  a: [${steps}]\n`,
    );
    return played && verdictOf(played);
  };
  expect(verdictWithout("CRM/Verify", "{presses: '2'}, {hears: closed}")).toMatchInlineSnapshot(
    `"flows/inbound/sales.test.yaml:7:23 Step 2, \`hears: closed\`: the run stopped before this step. No response is defined for the data action 'CRM/Verify'. Add \`CRM/Verify: {outputs: {ok: true}}\` to \`given\`."`,
  );
  expect(verdictWithout("Rates", "{presses: '2'}, {hears: closed}")).toMatchInlineSnapshot(
    `"flows/inbound/sales.test.yaml:7:23 Step 2, \`hears: closed\`: the run stopped before this step. No rows are defined for the data table 'Rates'. Add \`Rates: {"2": {rate: 1}}\` to \`given\`."`,
  );
  expect(verdictWithout("Office hours", "{presses: '2'}, {hears: closed}")).toMatchInlineSnapshot(
    `"flows/inbound/sales.test.yaml:7:23 Step 2, \`hears: closed\`: the run stopped before this step. No state is defined for 'Office hours'. Add \`Office hours: open\` to \`given\`."`,
  );
});

test.each([
  ["a transfer that fails", "\n  queues: {Sales: fails}", "{presses: '1'}, {hears: Good bye}"],
  ["an agent who never answers", "\n  queues: {Sales: {answersAfter: never}}", "{presses: '1'}, {waits: 1h}"],
  [
    "a data table that cannot be read",
    "\n  Rates: failure",
    "{presses: '2'}, {asked: {Rates: '2'}}, {hears: Good bye}",
  ],
  [
    "a data table that cannot be read, for a reason",
    "\n  Rates: DataTablesServerTooBusyException",
    "{presses: '2'}, {sets: {participantData: {error: DataTablesServerTooBusyException}}}, {hears: Good bye}",
  ],
  [
    "a data action that takes too long",
    "\n  CRM/Verify: {outputs: {ok: true}, takes: 6s}",
    "{presses: '1'}, {hears: Good bye}",
  ],
])("%s", (_, more, steps) => {
  const kept = given.split("\n").filter((line) => !line.trim().startsWith(`${more.trim().split(":")[0]}:`));
  const [played] = playAll(stage, `flow: line\ngiven:${kept.join("\n")}${more}\nconversations:\n  a: [${steps}]\n`);
  expect(played && verdictOf(played)).toBe("passed");
});

test("a conversation is the same each time", () => {
  const text = `flow: line\ngiven:${given}\nconversations: {a: [{presses: "2"}, {hears: closed}]}\n`;
  expect(playAll(stage, text)).toEqual(playAll(stage, text));
});
