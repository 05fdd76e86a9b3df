import { rmSync } from "node:fs";
import { pageFiles } from "../../docs/page-files.ts";
import { commandLine } from "../../flowctl/program.ts";
import { existingFlows } from "../../harness/existing-flows.ts";
import { editInArchitect } from "../drift/architect.ts";
import { changes, lines } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import { type Organisation, writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(10 * 60_000);

const page = pageFiles("scenarios/many-existing-flows.md");
const existing = existingFlows("Desk ", 60);
const names = existing.map(({ name }) => name).sort();

const LOCKED = ["Desk call 01", "Desk call 02"];
const DRAFT = "Desk call 03";
const EDITED = "Desk call 04";
const FAILS = "the compiler is out of order";

interface Caller {
  readonly name: string;
  readonly held?: string;
  readonly staleSince?: string;
}

/** An organisation with many flows that people made: one shared call in each, proven before and after. */
describe("S4: many existing flows get one shared call", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    workspace = await createWorkspace(page);
    platform = await workspace.organisation();
    for (const { text } of existing) await platform.publish(text);
    await workspace.up({ skipPreview: true });
  });
  afterAll(() => workspace?.dispose());

  const flowctl = (...args: string[]) => commandLine(workspace.root, ...args);
  const insert = async (prefix: string, error: string, ...args: string[]) =>
    flowctl(
      "insert",
      "Common error handler",
      "--prefix",
      prefix,
      "--inputs",
      `reason=${prefix}`,
      "--on",
      `error=${error}`,
      ...args,
    );
  const SAY = "say:Please try again later.";
  /** The flows that do not call the module's published version, and all callers. */
  const verified = async (): Promise<{ code: number | null; without: string[]; callers: readonly Caller[] }> => {
    const { code, out } = await flowctl(
      "verify",
      "--module",
      "Common error handler",
      "--prefix",
      "Desk ",
      "--format",
      "json",
    );
    const { findings, callers } = JSON.parse(out) as {
      findings: { verdict: string; subject: string }[];
      callers: Caller[];
    };
    const broken = findings.filter(({ verdict }) => verdict === "broken").map(({ subject }) => subject);
    return { code, without: [...new Set(broken)].sort(), callers };
  };

  test("before: none of the 60 calls the module", async () => {
    const { code, without, callers } = await verified();
    expect([code, without]).toEqual([1, names]);
    expect(callers.filter(({ held }) => held !== undefined)).toEqual([]);
  });

  test("they are adopted as they are; the published version is taken, also of those that somebody works on", async () => {
    for (const flow of LOCKED) await editInArchitect(platform, { flow, change: "checkout" });
    await editInArchitect(platform, { flow: DRAFT, change: "draft", replace: { "This is": "A draft of" } });

    const { code, out } = await flowctl("adopt", "--prefix", "Desk ");
    expect([code, out.match(/^adopted: /gm)?.length]).toEqual([0, 60]);
    expect(workspace.read("flows/inbound/desk-call-03.yaml")).toContain("This is Desk call 03.");
    const again = await flowctl("adopt", "--prefix", "Desk ");
    expect([again.code, again.out.match(/^skipped: .* already adopted /gm)?.length]).toEqual([0, 60]);
  });

  test("what their callers hear is written down", async () => {
    const { code, out } = await flowctl("test", "--generate", "--all");
    expect([code, out.match(/^written {2}flows\/.*desk-.*: [1-9]\d* conversations?$/gm)?.length]).toEqual([0, 60]);
  });

  test("the call is inserted into the source of each; a second run changes nothing", async () => {
    const shown = await insert("Desk ", SAY);
    expect([shown.code, shown.out.trimEnd().split("\n").at(-1)]).toEqual([
      1,
      "48 flows to change, 12 refused. To write the files, add --write.",
    ]);
    expect(shown.out.match(/refused: 'error' cannot use this target\. A workflow cannot speak text\./g)).toHaveLength(
      12,
    );
    await insert("Desk ", SAY, "--write");
    expect(await insert("Desk work", "end", "--write")).toMatchObject({ code: 0 });
    expect((await insert("Desk ", "end", "--write")).out).toContain("0 flows changed, 60 unchanged.");
    expect(await flowctl("check")).toMatchObject({ code: 0 });
  });

  test("callers hear what they heard before, and the agent sees the note", async () => {
    const { code, out } = await flowctl("test");
    expect([code, out.trimEnd().split("\n").at(-1)]).toEqual([
      0,
      expect.stringMatching(/^(\d+) of \1 conversations in 62 files passed\./),
    ]);
  });

  let failed = "";

  test("the update publishes each, and leaves alone what somebody works on, edited meanwhile, or cannot be compiled", async () => {
    await editInArchitect(platform, { flow: EDITED, change: "publish", replace: { Welcome: "Good morning" } });
    workspace.edit("Pulumi.dev.yaml", /( {4}desk-call-04:\n)/, "$1      onDrift: fail\n");
    const faults = await platform.client.addFaults({
      faults: [
        { when: { operation: "postFlowsJobs", calls: 1 }, do: { job: { messages: [{ type: "Error", text: FAILS }] } } },
      ],
    });
    const up = ["up", "--yes", "--skip-preview", "--continue-on-error", "--stack", "dev", "--policy-pack", "policies"];
    const { code, output } = await workspace.pulumi(up);
    for (const { id } of faults) await platform.client.removeFaults(id);

    expect(code).not.toBe(0);
    for (const flow of [...LOCKED, DRAFT])
      expect(output).toMatch(new RegExp(`'${flow}'.*(?:locked|checked out).*Ann`, "s"));
    expect(output).toMatch(new RegExp(`'${EDITED}'.*published by Ann`, "s"));
    expect(output).toContain(FAILS);
    const { without, callers } = await verified();
    const others = without.filter((name) => ![...LOCKED, DRAFT, EDITED].includes(name));
    expect(others).toHaveLength(1);
    [failed = ""] = others;
    expect(without).toEqual([...LOCKED, DRAFT, EDITED, failed].sort());
    expect(callers.filter(({ held }) => held === "1.0")).toHaveLength(55);
  });

  test("with the locks gone and the edit taken over, the rest follows; then nothing changes any more", async () => {
    for (const name of [...LOCKED, DRAFT]) {
      const { id } = await platform.flow(name);
      await platform.architect.postFlowsActionsUnlock(id);
    }
    rmSync(workspace.path("flows/inbound/desk-call-04.yaml"));
    const { id } = await platform.flow(EDITED);
    expect(await flowctl("adopt", "desk-call-04", id)).toMatchObject({ code: 0 });
    expect(await insert(EDITED, SAY, "--write")).toMatchObject({ code: 0 });

    const { published } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect([...published].sort()).toEqual([...LOCKED, DRAFT, EDITED, failed].sort());
    expect((await platform.export(EDITED)).includes("Good morning")).toBe(true);
    const { code, without } = await verified();
    expect([code, without]).toEqual([0, []]);

    const { result, requests } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect([changes(result), lines(writesAmong(requests))]).toEqual([{}, []]);
  });

  test("after a change of the module outside: every stale caller is named", async () => {
    const module = await platform.export("Common error handler", "published");
    await platform.publish(module.replaceAll("Error reason", "Reason"));
    const { code, without, callers } = await verified();
    expect([code, without]).toEqual([1, names]);
    expect(callers.every(({ held, staleSince }) => held === "1.0" && staleSince !== undefined)).toBe(true);
  });
});
