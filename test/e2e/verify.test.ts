import { commandLine, commandLineWith } from "../flowctl/program.ts";
import { editInArchitect } from "./drift/architect.ts";
import { callerOfErrorHandler, flows, organisation } from "./fixtures/contact-centre.ts";
import type { Organisation } from "./harness/organisation.ts";
import { writesAmong } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

interface Result {
  readonly proven: boolean;
  readonly findings: readonly { check: string; subject: string; verdict: string; text: string }[];
  readonly callers: readonly { name: string; held?: string; owner?: string; staleSince?: string; lockedBy?: string }[];
  readonly requests: number;
}

/** The ownership mark in an export. */
const MARK = /managed by [^"\n]*[0-9a-f]{64}/g;
const SORRY = "We have a problem. Please call again.";
const WHEN = String.raw`20\S+Z`;

/** `flowctl verify`: whether the organisation is as the sources say. Each test breaks one thing more. */
describe("verify", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    const names = ["Billing", "Complaints", "Orders", "Parcels", "Returns"];
    const callers = names.map((name) => [`inbound/${name.toLowerCase()}.yaml`, callerOfErrorHandler(name)]);
    workspace = await createWorkspace({
      flows: {
        ...Object.fromEntries(callers),
        "queues.yaml": flows["queues.yaml"],
        "inbound/sales.yaml": flows["inbound/sales.yaml"],
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        "modules/pin-authentication.yaml": flows["modules/pin-authentication.yaml"],
      },
      organisation,
    });
    platform = await workspace.organisation();
    await workspace.up({ skipPreview: true });
  });
  afterAll(() => workspace?.dispose());

  const state = async () => (await workspace.deployment()).resources;
  const verify = async (...args: string[]): Promise<Result & { code: number | null }> => {
    const { code, out, err } = await commandLineWith(state, workspace.root, "verify", "--format", "json", ...args);
    if (out === "") throw new Error(err);
    return { code, ...(JSON.parse(out) as Result) };
  };
  /** What does not hold, by subject and check. */
  const wrong = ({ findings }: Result) =>
    findings
      .filter(({ verdict }) => verdict !== "holds")
      .map(({ verdict, subject, check, text }) => `${verdict} ${subject} ${check}: ${text}`);
  const broken = async (subject: string) => wrong(await verify()).filter((line) => line.split(" ")[1] === subject);

  test("everything holds after an update; it only reads, and a few requests suffice", async () => {
    const before = await platform.latestRequest();
    const result = await verify();
    expect([wrong(result), result.code, result.proven]).toEqual([[], 0, true]);
    const checked = result.findings.filter(({ subject }) => subject === "sales").map(({ check }) => check);
    expect(checked).toEqual(["exists", "owner", "version", "modules", "numbers", "names", "lock", "draft"]);
    expect(result.requests).toBeLessThan(20);
    const requests = await platform.requests(before);
    expect(writesAmong(requests)).toEqual([]);
    expect(requests.filter(({ path }) => path.includes("export"))).toEqual([]);
  });

  test("a version that somebody published in Architect, and a draft with a lock", async () => {
    await editInArchitect(platform, { flow: "Complaints", change: "publish", replace: { [SORRY]: "Sorry." } });
    await editInArchitect(platform, { flow: "Orders", change: "draft", replace: { [SORRY]: "Sorry." } });
    expect(await broken("complaints")).toEqual([
      expect.stringMatching(
        `^broken complaints version: The flow 'Complaints' was changed outside this stack: published by Ann at ${WHEN}, version 1.0 → 2.0\\.$`,
      ),
    ]);
    expect(await broken("orders")).toEqual([
      "note orders lock: It is checked out by user Ann.",
      expect.stringMatching(
        `^note orders draft: Somebody saved version 2\\.0 of the flow at ${WHEN} but did not publish it\\.$`,
      ),
    ]);
    expect(wrong(await verify("--drafts", "0.0000001"))).toContainEqual(
      expect.stringMatching(/^broken orders draft: .* The draft is old\.$/),
    );
  });

  test("a flow that was deleted, and one that was renamed", async () => {
    await editInArchitect(platform, { flow: "Billing", change: "delete" });
    await editInArchitect(platform, { flow: "Returns", change: "rename", to: "Returns (old)" });
    expect(await broken("billing")).toEqual([
      expect.stringMatching(
        `^broken billing exists: The flow 'Billing' \\(\\S+\\) was deleted outside this stack by Ann at ${WHEN}\\.$`,
      ),
    ]);
    expect(await broken("returns")).toEqual([
      expect.stringMatching(
        `^broken returns exists: The flow 'Returns' was changed outside this stack: renamed from 'Returns' to 'Returns \\(old\\)' by Ann at ${WHEN}\\.$`,
      ),
    ]);
    const fault = {
      when: { operation: "postAuditsQueryRealtime" },
      do: { error: { status: 403, code: "missing.permissions", message: "No" } },
    };
    await platform.client.addFaults({ faults: [fault] });
    expect(await broken("billing")).toEqual(["broken billing exists: The organisation has no inboundCall 'Billing'."]);
    expect(await broken("returns")).toEqual([
      "broken returns exists: The flow 'Returns' was changed outside this stack: renamed from 'Returns' to 'Returns (old)'.",
    ]);
    await platform.client.removeFaults();
  });

  test("a source that is not deployed", async () => {
    workspace.edit("flows/inbound/parcels.yaml", SORRY, "Sorry.");
    expect(await broken("parcels")).toEqual([
      "broken parcels version: Version 1.0 does not match the source. The next update publishes the source.",
    ]);
    workspace.edit("flows/inbound/parcels.yaml", "Sorry.", SORRY);
    expect(await broken("parcels")).toEqual([]);
  });

  test("a number that routes elsewhere, and a name that is gone", async () => {
    const ivr = await platform.ivrNamed("Sales");
    await platform.architect.putArchitectIvr(String(ivr.id), { ...ivr, dnis: [] });
    const [queue] = (await platform.queueEntities()).filter(({ name }) => name === "Sales");
    await platform.routing.putRoutingQueue(String(queue?.id), { name: "Sales and more" });
    expect(await broken("sales")).toEqual([
      "broken sales numbers: No IVR has the number +13175550100.",
      "broken sales names: It names objects that do not exist: queue 'Sales'.",
    ]);
  });

  test("a module that was published outside: its callers are stale, in the stack and elsewhere", async () => {
    const theirs = (await platform.export("Complaints")).replaceAll(MARK, "by hand");
    await platform.publish(theirs.replaceAll("Complaints", "Another team's flow"));
    const module = await platform.export("Common error handler", "published");
    await platform.publish(module.replace("An error has occurred.", "Something went wrong."));
    expect(await broken("parcels")).toEqual([
      expect.stringMatching(
        `^broken parcels modules: It holds version 1.0 of 'Common error handler'; the published version is 2.0 since ${WHEN}\\.$`,
      ),
    ]);
    const { callers, code } = await verify("--module", "Common error handler");
    expect(code).toBe(1);
    expect(callers.map(({ name, held, owner }) => [name, held, owner])).toEqual([
      ["Another team's flow", "1.0", undefined],
      ["Complaints", "1.0", expect.stringMatching(/\/dev$/)],
      ["Orders", "1.0", expect.stringMatching(/\/dev$/)],
      ["Parcels", "1.0", expect.stringMatching(/\/dev$/)],
      ["Returns (old)", "1.0", expect.stringMatching(/\/dev$/)],
      ["Sales", "1.0", expect.stringMatching(/\/dev$/)],
    ]);
    expect(callers.every(({ staleSince }) => staleSince !== undefined)).toBe(true);
    expect(callers.find(({ name }) => name === "Orders")?.lockedBy).toBe("Ann");
  });

  test("flows that should call a module, and whether each handles its outcomes", async () => {
    const careless = (await platform.export("Parcels"))
      .replaceAll(MARK, "by hand")
      .replaceAll("Parcels", "Desk careless")
      .replace(/^( *)- switch:\n(?:\1 .*\n)*/m, "");
    await platform.publish(careless);
    await platform.publish(
      careless.replaceAll("Desk careless", "Desk without").replace(/^( *)- callCommonModule:\n(?:\1 .*\n)*/m, ""),
    );
    const { findings, callers } = await verify("--module", "common-error-handler", "--prefix", "desk ", "--outcomes");
    expect(callers.find(({ name }) => name === "Desk without")?.held).toBeUndefined();
    const desk = findings.filter(({ subject, verdict }) => subject.startsWith("Desk") && verdict === "broken");
    expect(desk.map(({ subject, check, text }) => `${subject} ${check}: ${text}`)).toEqual([
      expect.stringMatching(/^Desk careless outcomes: The call to the module "Common error handler" /),
      "Desk without calls: Version 1.0 does not call 'Common error handler'.",
    ]);
    const complete = findings.filter(({ subject, check }) => subject === "Parcels" && check === "outcomes");
    expect(complete.map(({ verdict, text }) => [verdict, text])).toEqual([["holds", ""]]);
    // The exports of versions are kept.
    const before = await platform.latestRequest();
    await verify("--module", "common-error-handler", "--prefix", "desk ", "--outcomes");
    expect((await platform.requests(before)).filter(({ path }) => path.includes("/export/jobs"))).toEqual([]);
  });

  test("what runs left behind: a mark of no flow, of no stack, twice", async () => {
    const parcels = await platform.export("Parcels");
    const marked = (name: string, from: RegExp, to: string) =>
      platform.publish(parcels.replaceAll("Parcels", name).replace(from, to));
    await marked("Left behind", /\/parcels /, "/gone ");
    await marked("Of another stack", /\/dev\/parcels /, "/test/parcels ");
    await marked("Twice", /^/, "");
    const left = wrong(await verify()).filter((line) => / (?:orphan|mark|twice|exists): /.test(line));
    expect(left).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^broken Left behind orphan: The flow 'Left behind' .* which the project does not have\. .* delete /,
        ),
        expect.stringMatching(/^broken Of another stack mark: .* of the stack 'test', which has no file\.$/),
        expect.stringMatching(
          /^broken \S+\/dev\/parcels twice: Several flows have this ownership mark: 'Parcels' .*'Twice' /,
        ),
      ]),
    );
  });

  test("JUnit and text: every broken check is a failure, with its text", async () => {
    const { code, out } = await commandLine(workspace.root, "verify", "--format", "junit");
    expect(code).toBe(1);
    expect(out).toContain(
      '<testcase classname="billing" name="exists: it exists once, under its name"><failure message="The organisation has no inboundCall',
    );
    const { out: text } = await commandLine(workspace.root, "verify");
    expect(text).toContain("BROKEN   sales: numbers: No IVR has the number +13175550100.\n");
    expect(text).toMatch(
      /\nStack dev, organisation 'Test contact centre': \d+ of \d+ flows are OK, \d+ broken\. \d+ requests, /,
    );
  });

  test("an organisation that does not answer: unknown, never holds", async () => {
    const { client } = platform;
    const faults = await client.addFaults({
      faults: [
        {
          when: { path: "/api/v2/architect/dependencytracking/**" },
          do: { error: { status: 403, code: "missing.permissions", message: "You are missing permissions." } },
        },
      ],
    });
    const result = await verify("--module", "common-error-handler");
    expect([result.code, result.proven, result.callers]).toEqual([1, false, []]);
    expect(wrong(result)).toEqual([
      expect.stringMatching(/^unknown Common error handler calls: Its callers are not known\. /),
    ]);
    const parcels = (await verify()).findings.filter(
      ({ subject, check }) => subject === "parcels" && check === "modules",
    );
    expect(parcels.map(({ verdict }) => verdict)).toEqual(["unknown"]);
    for (const { id } of faults) await client.removeFaults(id);
  });

  test("search --live finds a text in the published versions of the whole organisation, and keeps their exports", async () => {
    const run = async (text: string, ...more: string[]) => {
      const { code, out } = await commandLine(workspace.root, "search", text, "--live", "--format", "json", ...more);
      return { code, ...(JSON.parse(out) as { flows: number; matches: { flow: string; at: string }[] }) };
    };
    const found = await run("we HAVE a problem");
    expect(found.code).toBe(0);
    const flows = found.matches.filter(({ at }) => at === "onFault say.tts").map(({ flow }) => flow);
    expect(flows).toEqual(expect.arrayContaining(["Desk careless", "Orders", "Parcels", "Sales"]));
    expect(flows).not.toContain("Complaints"); // Ann published another text
    const before = await platform.latestRequest();
    expect((await run("Sorry.", "--prefix", "compl")).matches.map(({ flow }) => flow)).toEqual(["Complaints"]);
    expect((await platform.requests(before)).filter(({ path }) => path.includes("/export/jobs"))).toEqual([]);
    expect((await run("nowhere to be found")).code).toBe(1);
  });

  test("wrong use", async () => {
    const run = async (...args: string[]) => {
      const { code, err } = await commandLine(workspace.root, "verify", ...args);
      return [code, err];
    };
    expect(await run("--prefix", "Desk")).toEqual([2, "--prefix and --outcomes need --module NAME.\n"]);
    expect(await run("--format", "xml")).toEqual([2, "Unknown format 'xml'. The formats are: text, json, junit.\n"]);
    expect(await run("--drafts", "many")).toEqual([2, "--drafts many: write a number greater than 0.\n"]);
    expect(await run("--module", "comon error handler")).toEqual([
      2,
      "The organisation has no module 'comon error handler'. Did you mean 'Common error handler'?\n",
    ]);
  });
});
