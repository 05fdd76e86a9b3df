import { DiagnosticError, parseArchy } from "@genesys-flows/architect";

const MEGABYTE = 999_000;
const SECONDS = 2;
const flow = (rest: string) => `inboundCall:\n  name: x\n${rest}`;
const filled = (unit: string) => unit.repeat(Math.ceil(MEGABYTE / unit.length));
const lines = (line: (n: number) => string) => {
  let text = "";
  for (let n = 0; text.length < MEGABYTE; n++) text += `${line(n)}\n`;
  return text;
};

/** Texts of a megabyte that make a reader of YAML slow. */
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

describe("a megabyte that is hostile is read or refused in time", () => {
  test.each(Object.keys(hostile))("%s", (title) => {
    const text = hostile[title]?.slice(0, MEGABYTE) as string;
    const before = process.cpuUsage();
    try {
      parseArchy(text, { file: "f" });
    } catch (error) {
      expect(error).toBeInstanceOf(DiagnosticError);
      expect((error as DiagnosticError).diagnostics.length).toBeLessThanOrEqual(51);
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(SECONDS);
  });
});

test("too many YAML tokens are refused at the first one over the limit", () => {
  const text = flow(`  a: [${"1,".repeat(100)}]\n`);
  const refused = () => parseArchy(text, { file: "f", maxBytes: text.length });
  expect(refused).toThrow("document-too-complex: The document has more than");
  expect(parseArchy(text, { file: "f" }).body["a"]).toHaveLength(100);
});
