import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sidecarPath, writeCompiled } from "@genesys-flows/project/compiled";
import { type Rule, ruleOf, strictest } from "@genesys-flows/rules";
import * as fc from "fast-check";
import { Verdicts } from "../../packages/policies/verdicts.ts";
import { load, makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule } from "../project/samples.ts";
import { after, exportedCaller, filledDefault } from "./samples.ts";

afterAll(removeProjects);

/** The rule whose verdicts these are. */
const enforcement = strictest([ruleOf("module-call-transitions") as Rule]);
const asked = { key: "sales", forceUnlock: false };
const clean = caller("Sales");
const bad = clean.replace(", error: bye", "");

/** The compiled files of flows, in a project of their own. */
async function compiled(sources: Record<string, string>) {
  const files = Object.entries(sources).map(([key, text]) => [`flows/${key}.yaml`, text] as const);
  const root = makeProject({ "flows/check.yaml": checkModule, ...Object.fromEntries(files) });
  const paths = await writeCompiled(await load(root));
  return Object.keys(sources).map((key) => {
    const file = join(root, paths.get(key) as string);
    return { text: readFileSync(file, "utf8"), beside: readFileSync(sidecarPath(file), "utf8") };
  });
}

/** What a person reads of a document: its digest and findings, or why there are none. */
function said(verdicts: Verdicts, file: string): unknown {
  try {
    const { digest, judged } = verdicts.ofFile(file, "flow.yaml", asked);
    return { digest, judged };
  } catch (error) {
    return String(error);
  }
}

/** Edits of a document and of its sidecar, such as another run, another stack or a person may make at any time. */
async function edits() {
  const all = await compiled({
    sales: clean,
    claims: bad.replace("Sales", "Claims at work"),
    support: exportedCaller(after.nothing),
    service: exportedCaller(after.switch(filledDefault)).replace("Claims", "Service"),
  });
  const [ofClean, ofBad, ofExport] = all as [(typeof all)[number], (typeof all)[number], (typeof all)[number]];
  const sidecar = (change: Record<string, unknown>) => JSON.stringify({ ...JSON.parse(ofBad.beside), ...change });
  const calls = JSON.parse(ofBad.beside).calls as { outcome: { outcomes: object } }[];
  const documents: [string, string | undefined][] = [
    ["another definition", ofClean.text],
    ["a bad definition", ofBad.text],
    ["an export", ofExport.text],
    ["another export", all[3]?.text],
    ["the same document at other lines", `# moved\n\n${ofBad.text}`],
    ["no document", "inboundCall: ["],
    ["nothing", ""],
    ["no file", undefined],
  ];
  const sidecars: [string, string | undefined][] = [
    ["another flow's", ofClean.beside],
    ["its own", ofBad.beside],
    ["an export's", ofExport.beside],
    ["another origin", sidecar({ origin: "export" })],
    ["another key", sidecar({ key: "other" })],
    ["another line", ofBad.beside.replaceAll('"line":5', '"line":6')],
    ["other lines", ofBad.beside.replaceAll(/"line":(\d)/g, '"line":1$1')],
    ["no outcome", sidecar({ calls: calls.map(({ outcome: _, ...call }) => call) })],
    [
      "one outcome more",
      sidecar({
        calls: calls.map((call) => ({
          ...call,
          outcome: { ...call.outcome, outcomes: { ...call.outcome.outcomes, later: ["later"] } },
        })),
      }),
    ],
    ["broken", "{"],
    ["no file", undefined],
  ];
  return { documents, sidecars };
}

const put = (file: string, text: string | undefined) =>
  text === undefined ? rmSync(file, { force: true }) : writeFileSync(file, text);

test("law: whenever a document was judged, the verdict is the one on its files as they are", async () => {
  const { documents, sidecars } = await edits();
  const change = fc.oneof(
    fc
      .constantFrom(...documents)
      .map(([name, text]) => ({ name: `document: ${name}`, part: "document" as const, text })),
    fc.constantFrom(...sidecars).map(([name, text]) => ({ name: `sidecar: ${name}`, part: "sidecar" as const, text })),
  );
  const root = makeProject({});
  const file = join(root, "flow.yaml");
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
      put(file, undefined);
      put(sidecarPath(file), undefined);
      const verdicts = new Verdicts(enforcement);
      for (const { part, text } of changes) {
        put(part === "document" ? file : sidecarPath(file), text);
        expect(said(verdicts, file)).toEqual(said(new Verdicts(enforcement), file));
      }
    }),
    { numRuns: 60 },
  );
});

describe("a document that was judged", () => {
  const judged = async () => {
    const [ofBad] = await compiled({ claims: bad });
    const root = makeProject({ "flow.yaml": ofBad?.text ?? "", "flow.map.json": ofBad?.beside ?? "" });
    let count = 0;
    const verdicts = new Verdicts(enforcement, { onNew: () => (count += 1) });
    const file = join(root, "flow.yaml");
    const before = verdicts.ofFile(file, "flow.yaml", asked);
    expect(before.judged).toMatchObject({ findings: [{ code: "module-call-transitions" }] });
    return { file, verdicts, before, judgements: () => count };
  };

  test("is judged once", async () => {
    const { file, verdicts, before, judgements } = await judged();
    expect(verdicts.ofFile(file, "flow.yaml", asked)).toBe(before);
    writeFileSync(file, readFileSync(file));
    expect(verdicts.ofFile(file, "flow.yaml", asked)).toBe(before);
    expect(judgements()).toBe(1);
  });

  test("is judged again after an edit that leaves its size and time", async () => {
    const { file, verdicts, before, judgements } = await judged();
    const { atime, mtime, size } = statSync(file);
    writeFileSync(file, readFileSync(file, "utf8").replace("Sales", "Salez"));
    utimesSync(file, atime, mtime);
    expect(statSync(file).size).toBe(size);
    const found = verdicts.ofFile(file, "flow.yaml", asked);
    expect(found.digest).not.toBe(before.digest);
    expect(judgements()).toBe(2);
  });

  test("is judged again after an edit of its sidecar that leaves its size", async () => {
    const { file, verdicts, before } = await judged();
    const sidecar = readFileSync(sidecarPath(file), "utf8");
    writeFileSync(sidecarPath(file), sidecar.replaceAll('"line":5', '"line":6'));
    expect(before.judged).toMatchObject({ findings: [{ location: { line: 5 } }] });
    expect(verdicts.ofFile(file, "flow.yaml", asked).judged).toMatchObject({
      findings: [{ location: { line: 6 } }],
    });
  });

  test("a text that is no file is judged once too", () => {
    let count = 0;
    const verdicts = new Verdicts(enforcement, { onNew: () => (count += 1) });
    const text = exportedCaller(after.nothing);
    expect(verdicts.ofText(text, asked).judged).toMatchObject({ findings: [{ flow: "sales" }] });
    expect(verdicts.ofText(text, asked)).toBe(verdicts.ofText(text, asked));
    expect(count).toBe(1);
  });

  test("is judged again for another resource, and for another setting of it", async () => {
    const { file, verdicts, before } = await judged();
    const other = verdicts.ofFile(file, "flow.yaml", { ...asked, key: "other" });
    expect(other).not.toBe(before);
    expect(other.judged).toMatchObject({ findings: [{ flow: "other" }] });
    expect(verdicts.ofFile(file, "flow.yaml", { ...asked, key: "other", forceUnlock: true })).not.toBe(other);
  });

  test("ahead, it is the verdict on the flow that its sidecar names", async () => {
    const { file } = await judged();
    const verdicts = new Verdicts(enforcement);
    const ahead = verdicts.ofFile(file, "flow.yaml", { forceUnlock: false });
    expect(verdicts.ofFile(file, "flow.yaml", { key: "claims", forceUnlock: false })).toBe(ahead);
    expect(verdicts.ofFile(file, "flow.yaml", { key: "sales", forceUnlock: false })).not.toBe(ahead);
  });
});
