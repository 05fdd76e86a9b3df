import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { isMap, isScalar, parseDocument } from "yaml";
import { commandLine } from "../../flowctl/program.ts";
import { corpusFolder } from "../../harness/checkout.ts";
import { changes } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import type { Organisation } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";
import { corpusIsThere } from "./files.ts";

jest.setTimeout(10 * 60_000);

const ANSWERS = "import.yaml";
const isThere = corpusIsThere();
if (!isThere) console.warn(`Skipped: there are no flow files in ${corpusFolder}.`);

/** `flowctl import`: every export of the corpus, into a project without flows. */
(isThere ? describe : describe.skip)("importing all exports of a folder", () => {
  let workspace: Workspace;
  let platform: Organisation;
  const exports = isThere ? readdirSync(corpusFolder).filter((file) => file !== "INDEX.tsv") : [];

  beforeAll(async () => {
    workspace = await createWorkspace({ flows: {}, organisation: "organisation: {name: Test} # Kept.\n" });
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

  const importing = (...args: string[]) =>
    commandLine(workspace.root, "import", corpusFolder, "--answers", ANSWERS, "--stack", "dev", ...args);

  test("it asks what it cannot know, and writes nothing else", async () => {
    const { code, out, err } = await importing("--write");
    expect(code).toBe(1);
    const [, questions, proposed, open] = /^(\d+) questions: (\d+) with a proposal, (\d+) open\./m.exec(out) ?? [];
    console.log(`${exports.length} files: ${questions} questions, ${proposed} with a proposal, ${open} open.`);
    expect(Number(open)).toBeLessThan(70);
    expect(err).toContain(`${Number(open) - 2} values are open. Complete ${ANSWERS}.\n`);
    expect(existsSync(workspace.path("flows"))).toBe(false);
  });

  test("with the answers, it says what the organisation lacks, and then writes", async () => {
    answer(workspace.path(ANSWERS));
    const { code, out, err } = await importing();
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^The organisation lacks \d+ objects:$/m);
    expect(out).toMatch(/^ {2}module-call-transitions: 3 in 2 flows$/m);

    const written = await importing("--write");
    expect([written.code, written.err]).toEqual([0, ""]);
    expect(workspace.read("local/organisation.yaml")).toMatch(/^organisation: \{ ?name: Test ?\} # Kept\.$/m);
    expect(workspace.configuration()["genesys-flows:substitutions"]).toMatchObject({
      division: "Home",
      default_language: "en-us",
    });
  });

  test("a second run changes nothing", async () => {
    expect(await commandLine(workspace.root, "check")).toMatchObject({ code: 0 });
    const again = await importing("--write");
    expect([again.code, again.err]).toEqual([0, ""]);
    expect(again.out).toContain("Nothing changed: everything is already imported.\n");
  });

  test("all of them deploy, and the next update changes nothing", async () => {
    const first = await during(platform, () => workspace.up({ skipPreview: true }));
    const created = Object.values(changes(first.result));
    expect([created.length, new Set(created)]).toEqual([exports.length, new Set(["create"])]);
    expect(first.published).toHaveLength(exports.length);

    const second = await during(platform, () => workspace.up({ skipPreview: true }));
    expect([changes(second.result), second.published]).toEqual([{}, []]);
  });

  test("most of them can be lifted: the next update publishes these once, and then nothing", async () => {
    const { code, out } = await commandLine(workspace.root, "lift", "--all", "--fill", "--write", "--stack", "dev");
    const [, lifted, stay] = /^(\d+) exports lifted, (\d+) stay\.$/m.exec(out) ?? [];
    console.log(`${lifted} exports are definitions now, ${stay} stay.`);
    expect([code, Number(lifted) + Number(stay)]).toEqual([0, exports.length]);
    expect(Number(stay)).toBeLessThanOrEqual(5);
    expect(await commandLine(workspace.root, "check", "--stack", "dev")).toMatchObject({ code: 0 });

    const first = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(new Set(Object.values(changes(first.result)))).toEqual(new Set(["update"]));
    expect(first.published.length).toBeLessThanOrEqual(Number(lifted) + 4);
    const second = await during(platform, () => workspace.up({ skipPreview: true }));
    expect([changes(second.result), second.published]).toEqual([{}, []]);
  });
});

/** Completes what is open: a text that fits, mostly the name of the placeholder. */
function answer(file: string): void {
  const document = parseDocument(readFileSync(file, "utf8"));
  const values = document.get("substitutions");
  const isOpen = (value: unknown) => value === null || (isScalar(value) && value.value === null);
  if (!isMap(values)) throw new Error(`${file} asks for no values.`);
  for (const { key, value } of values.items) {
    const name = String(key);
    if (isOpen(value)) document.setIn(["substitutions", name], fitting(name));
    else if (isMap(value))
      for (const one of value.items)
        if (isOpen(one.value)) document.setIn(["substitutions", name, String(one.key)], fitting(name));
  }
  document.setIn(["exemptions", "owner"], "Voice team");
  document.setIn(["exemptions", "expires"], "2999-12-31");
  writeFileSync(file, document.toString({ lineWidth: 0 }));
}

function fitting(placeholder: string): string {
  if (placeholder === "external_contact_email_type") return "workEmail";
  if (/phonenumber|sms_number/i.test(placeholder)) return "+13175550199";
  if (/^(from_email|testTargetEmail)$/.test(placeholder)) return "desk@example.com";
  return placeholder === "language" ? "en-us" : placeholder.replaceAll("_", " ");
}
