import { type Diagnostic, parseArchy } from "@genesys-flows/architect";
import { compiledSubject, kernelFindings, type Level, relevel, strictest } from "@genesys-flows/rules";
import { ruleNamed } from "./rule-named.ts";

const ID = "4c0ecd1d-5b3c-4d3b-9f0f-1a2b3c4d5e6f";
const structure = ruleNamed("flow-structure");
const byName = ruleNamed("references-by-name");

const enforced = (level: Level) => {
  const { today, rules } = strictest([structure, byName]);
  return { today, rules: rules.map((one) => ({ ...one, level })) };
};

const exported = `inboundCall:
  name: Sales
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - setParticipantData: {name: Note, attributes: [{attribute: {name: {lit: id}, value: {lit: ${ID}}}}]}
          - disconnect: {name: Bye}
          - playAudio: {name: Thanks, audio: {tts: Thank you.}}
`;
const subject = (filledIn?: readonly string[]) =>
  compiledSubject(parseArchy(exported, { file: "document" }), {
    key: "sales",
    ...(filledIn && {
      facts: {
        key: "sales",
        origin: "export",
        file: "flows/sales.yaml",
        nodes: [],
        calls: [],
        onFaultLocation: { file: "flows/sales.yaml", line: 1 },
        filledIn,
      },
    }),
  });

test.each<[Level, string[]]>([
  ["mandatory", ["error unreachable-node", "error literal-guid"]],
  ["advisory", ["warning unreachable-node", "warning literal-guid"]],
  ["disabled", []],
])("a resource without a flow file, %s", (level, expected) => {
  const found = kernelFindings("sales", () => subject(), enforced(level));
  expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
  for (const { flow } of found) expect(flow).toBe("sales");
});

test("an id from a value of the stack does not count", () => {
  const codes = (filledIn: string[]) =>
    kernelFindings("sales", () => subject(filledIn), enforced("mandatory")).map(({ code }) => code);
  expect(codes([ID])).toEqual(["unreachable-node"]);
  expect(codes(["another value"])).toEqual(["unreachable-node", "literal-guid"]);
});

test("a document that cannot be read violates each rule", () => {
  const broken = () => {
    throw new Error("The document has no root key.");
  };
  const found = kernelFindings("sales", broken, enforced("advisory"));
  expect(found.map(({ severity, code, message }) => `${severity} ${code}: ${message}`)).toEqual([
    "warning flow-structure: The rule could not be checked: The document has no root key.",
    "warning references-by-name: The rule could not be checked: The document has no root key.",
  ]);
});

test.each<[Diagnostic["severity"], Level, string | undefined]>([
  ["warning", "mandatory", "error"],
  ["warning", "advisory", "warning"],
  ["note", "advisory", "warning"],
  ["warning", "disabled", undefined],
  ["error", "mandatory", "error"],
  ["error", "advisory", "error"],
  ["error", "disabled", "error"],
])("a %s of the kernel at level %s becomes %s", (severity, level, expected) => {
  const found = relevel([{ code: "unreachable-node", severity, message: "x" }], enforced(level));
  expect(found[0]?.severity).toBe(expected);
});

test("other findings stay as they are", () => {
  const other: Diagnostic[] = [{ code: "placeholder-name", severity: "warning", message: "x" }];
  expect(relevel(other, enforced("mandatory"))).toEqual(other);
});
