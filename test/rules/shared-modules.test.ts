import type { ModuleContract } from "@genesys-flows/architect";
import { protectedModules } from "@genesys-flows/rules";
import {
  caller,
  change,
  changed,
  check,
  contract,
  enforced,
  flow,
  found,
  foundInProject,
  republished,
} from "./changes.ts";

const RULE = "shared-modules";
const sales = caller("sales");
const pinned = caller("sales", { pin: { until: "2027-01-31", reason: "The campaign." } });
const legacy = { id: "1f2e", name: "Legacy line", type: "INBOUNDCALLFLOW" };
const outside = [legacy];
const without = <T extends object>(members: T, name: keyof T) =>
  Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
const withoutInput: ModuleContract = { ...contract, inputs: {} };

describe("an interface change", () => {
  const breaking: [string, ModuleContract, string][] = [
    ["an input that is removed", withoutInput, "The input Common.tries is removed"],
    [
      "an input of another type",
      { ...contract, inputs: { "Common.tries": "string" } },
      "The type of the input Common.tries changes from integer to string",
    ],
    [
      "an output that is removed",
      { ...contract, outputs: without(contract.outputs, "Common.id") },
      "The output Common.id is removed",
    ],
    [
      "an outcome that is removed",
      { ...contract, outcome: { from: "Common.outcome", outcomes: { success: ["success"] } } },
      'The outcome "failure" is removed',
    ],
    [
      "a channel that is removed",
      { ...contract, channels: ["inboundCall"] },
      "Flows of type inboundEmail can no longer call it",
    ],
  ];

  test.each(breaking)("%s: refused for a pinned caller", (_, next, text) => {
    const [finding = "", ...others] = found(RULE, change([changed({ next })], { project: [check, pinned] }));
    expect(others).toEqual([]);
    expect(finding).toMatch(/^error check: /);
    expect(finding).toContain(text);
    expect(finding).toContain('"Sales" (sales), which is pinned until 2027-01-31');
  });

  test.each(breaking)("%s: goes through when every caller goes with it", (_, next) => {
    expect(found(RULE, change([changed({ next }), republished(sales)], { project: [check, sales] }))).toEqual([]);
  });

  test("is refused for a caller outside the stack, and for one that the update leaves out", () => {
    const subject = change([changed({ next: withoutInput, callersOutside: outside })], { project: [check, sales] });
    const [finding = "", ...others] = found(RULE, subject);
    expect(others).toEqual([]);
    expect(finding).toContain("2 callers would keep the old version");
    expect(finding).toContain('"Sales" (sales), which is not part of this update');
    expect(finding).toContain('"Legacy line" (INBOUNDCALLFLOW, 1f2e), which is outside this stack');
  });

  test("that callers cope with is not refused", () => {
    const next = { ...contract, name: "Identity check", inputs: { ...contract.inputs, "Common.language": "string" } };
    expect(found(RULE, change([changed({ next })], { project: [check, pinned] }))).toEqual([]);
  });

  test("of a new module, of one that is only republished and of one without a published version is none", () => {
    const made = changed({ operation: "create", deployed: undefined, callersOutside: undefined, next: withoutInput });
    const held = changed({ ownChange: false, next: withoutInput });
    const bare = changed({ deployed: undefined, next: withoutInput });
    for (const one of [made, held, bare]) expect(found(RULE, change([one], { project: [check, pinned] }))).toEqual([]);
  });

  test("is a warning where the rule is advisory, and nothing where it is disabled", () => {
    const subject = change([changed({ next: withoutInput })], { project: [check, pinned] });
    expect(found(RULE, subject, { level: "advisory" })).toEqual([expect.stringMatching(/^warning check/)]);
    expect(found(RULE, subject, { level: "disabled" })).toEqual([]);
  });
});

test("callers outside the stack that a change leaves stale are named, as advice", () => {
  const [finding = "", ...others] = found(RULE, change([changed({ callersOutside: outside })]));
  expect(others).toEqual([]);
  expect(finding).toMatch(/^warning check: The module "Check" changes, but 1 caller outside this stack keeps running/);
  expect(finding).toContain('"Legacy line" (INBOUNDCALLFLOW, 1f2e)');
});

test("callers of the stack that `--target` leaves out are stale, not outside the stack", () => {
  const unknown = { id: "77", name: "Sales", type: "INBOUNDCALLFLOW" };
  const subject = change([changed({ callersOutside: [unknown, legacy] })], { project: [check, sales] });
  const [left = "", other = "", ...more] = found(RULE, subject);
  expect(more).toEqual([]);
  expect(left).toMatch(
    /^warning check: The module "Check" changes, but 1 caller of this stack is not part of this update/,
  );
  expect(left).toContain('- "Sales" (sales)');
  expect(other).toContain('1 caller outside this stack keeps running the old version:\n- "Legacy line"');
});

test("more than ten callers are counted", () => {
  const many = Array.from({ length: 12 }, (_, index) => ({ ...legacy, id: `${index}`, name: `Line ${index}` }));
  const [finding = ""] = found(RULE, change([changed({ callersOutside: many })]));
  expect(finding).toContain("12 callers outside this stack keep running");
  expect(finding).toContain("- and 2 more");
  expect(finding).not.toContain("Line 11");
});

test.each([
  [
    "the published interface",
    { deployed: { unknown: "The export failed." } },
    "published interface could not be read. The export failed.",
  ],
  [
    "the callers",
    { callersOutside: { unknown: "It answered 403." } },
    "callers outside this stack could not be read. It answered 403.",
  ],
])("a fact that could not be read is a finding at the rule's level: %s", (_, facts, text) => {
  for (const [level, severity] of [
    ["mandatory", "error"],
    ["advisory", "warning"],
  ] as const) {
    const findings = found(RULE, change([changed(facts)]), { level });
    expect(findings).toEqual([expect.stringContaining(text)]);
    expect(findings[0]).toMatch(new RegExp(`^${severity} check: .* could not be checked`));
  }
});

describe("a pin", () => {
  const until = (day: string) => caller("sales", { pin: { until: day, reason: "The campaign" } });

  test("fails after its last day, not on it", () => {
    expect(foundInProject([until("2026-11-22")])).toEqual([
      'error sales: The pin of the flow "Sales" ended on 2026-11-22. Its reason was: The campaign.',
    ]);
    expect(foundInProject([until("2026-11-23"), flow("other")])).toEqual([]);
  });

  test("an expired one is a warning where the rule is advisory", () => {
    expect(foundInProject([until("2026-01-01")], { level: "advisory" })).toEqual([expect.stringMatching(/^warning/)]);
  });

  test("without an end is advised against, at whatever level", () => {
    const findings = foundInProject([caller("sales", { pin: true })]);
    expect(findings).toEqual(['warning sales: The flow "Sales" is pinned without an end date and a reason.']);
  });
});

describe("protect", () => {
  const flows = [check, sales, flow("other", { type: "commonModule" })];

  test("modules with callers have it, unless the levels say otherwise", () => {
    expect([...protectedModules({ flows }, enforced(RULE))]).toEqual(["check"]);
    expect([...protectedModules({ flows }, enforced(RULE, { settings: { protect: false } }))]).toEqual([]);
    expect([...protectedModules({ flows }, enforced(RULE, { level: "disabled" }))]).toEqual([]);
    expect([...protectedModules({ flows }, enforced("blast-radius"))]).toEqual([]);
  });

  test("a module with callers that the program registered without it is a finding", () => {
    const bare = change([], { project: flows, protected: new Set() });
    expect(found(RULE, bare)).toEqual([
      expect.stringContaining('error check: The module "Check" has callers, but is not'),
    ]);
    expect(found(RULE, bare, { settings: { protect: false } })).toEqual([]);
    expect(found(RULE, change([], { project: flows }))).toEqual([]);
  });
});
