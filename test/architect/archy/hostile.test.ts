import { DiagnosticError, parseArchy } from "@genesys-flows/architect";
import { expectLinear } from "../../harness/growth.ts";

const SIZE = 300_000;
const flow = (rest: string) => `inboundCall:\n  name: x\n${rest}`;
const filled = (unit: string) => unit.repeat(Math.ceil(SIZE / unit.length));
const lines = (line: (n: number) => string) => {
  let text = "";
  for (let n = 0; text.length < SIZE; n++) text += `${line(n)}\n`;
  return text;
};

/** Texts of 300 kB that make a reader of YAML slow. */
const hostile: Readonly<Record<string, string>> = {
  quotes: filled('"'),
  "quotes in a value": flow(`  a: ${filled('"')}`),
  "empty texts": flow(`  a: [${filled('"",')}`),
  keys: flow(lines((n) => `  k${n}: 1`)),
  "one key many times": flow(lines(() => "  k: 1")),
  "keys in braces": `inboundCall: {name: x, ${lines((n) => `k${n}: 1,`)}`,
  placeholders: lines(() => "{{x}}"),
  "placeholders as values": flow(lines((n) => `  k${n}: {{x}}`)),
  "placeholders in a text": flow(`  a: "${filled("{{x}}").slice(0, -20)}"\n`),
  items: flow(`  a:\n${lines(() => "    - a")}`),
  commas: flow(`  a: [${filled(",")}`),
  anchors: flow(`  a:\n${lines((n) => `    - &a${n} 1`)}`),
  aliases: flow(`  b: &a 1\n  a:\n${lines(() => "    - *a")}`),
  "a text over many lines": flow(`  a: "${filled("b\n ")}"`),
  "wrong escapes": flow(`  a: "${filled("\\z")}"`),
  tags: filled("! "),
  "anchors of nothing": filled("&a "),
  "aliases of nothing": filled("*a "),
  "explicit keys": flow(lines(() => "  ? a")),
  documents: lines(() => "---"),
  directives: lines(() => "%YAML 1.2"),
  "tabs before keys": lines(() => "\ta: b"),
  "closing brackets": filled("]"),
  braces: filled("{}"),
  comments: flow(lines(() => "#")),
};

function read(text: string): void {
  try {
    parseArchy(text, { file: "f" });
  } catch (error) {
    expect(error).toBeInstanceOf(DiagnosticError);
    expect((error as DiagnosticError).diagnostics.length).toBeLessThanOrEqual(51);
  }
}

describe("the time to read or refuse a hostile text grows with its length", () => {
  test.each(Object.keys(hostile))("%s", (title) => {
    const text = hostile[title]?.slice(0, SIZE) as string;
    expectLinear({ work: read, half: text.slice(0, text.length / 2), whole: text, floor: 100_000 });
  });
});

test("too many YAML tokens are refused at the first one over the limit", () => {
  const text = flow(`  a: [${"1,".repeat(100)}]\n`);
  const refused = () => parseArchy(text, { file: "f", maxBytes: text.length });
  expect(refused).toThrow("document-too-complex: The document has more than");
  expect(parseArchy(text, { file: "f" }).body["a"]).toHaveLength(100);
});
