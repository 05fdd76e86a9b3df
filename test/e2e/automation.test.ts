import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { DeployResult, PreviewResult, RunError, RunEvent } from "genesys-flows/automation";
import { inCheckout } from "../harness/checkout.ts";
import { handlerAndCaller, organisation } from "./fixtures/contact-centre.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const MODULE = "flows/modules/common-error-handler.yaml";

/** Runs `deploy` or `preview`, and prints what came of it, and nothing else. */
const PROGRAM = `import * as automation from "genesys-flows/automation";
const [, , name, abortAt] = process.argv;
const stop = new AbortController();
if (abortAt === "start") stop.abort(new Error("not now"));
const events = [];
const onEvent = (event) => {
  events.push(event);
  if (abortAt !== undefined && event.phase === "update" && JSON.stringify(event).includes(abortAt)) stop.abort();
};
const run = { root: import.meta.dirname, stack: "dev", signal: stop.signal, onEvent };
const ended = await automation[name](run).then(
  (result) => ({ result }),
  (error) => ({ error: { ...error, name: error.name, message: error.message } }),
);
process.stdout.write(JSON.stringify({ ...ended, events }));
`;

interface Ended<T> {
  readonly result: T;
  readonly error: RunError;
  readonly events: readonly RunEvent[];
}

describe("deployments by a program", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: handlerAndCaller,
      organisation,
    });
    workspace.write("run.mjs", PROGRAM);
    const page = readFileSync(inCheckout("docs", "automation.md"), "utf8");
    workspace.write("deploy.ts", /```ts\n\/\/ deploy\.ts\n([\s\S]*?)```/.exec(page)?.[1] ?? "");
  });
  afterAll(() => workspace?.dispose());

  async function run<T>(...args: string[]): Promise<Ended<T>> {
    const { stdout, stderr } = await workspace.program("run.mjs", args);
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  }
  const deploy = (...args: string[]) => run<DeployResult>("deploy", ...args);
  const preview = () => run<PreviewResult>("preview");
  const published = async () => (await workspace.organisation()).versions();

  /** Versions by the name of the flow, as the account of an update has them. */
  function accounted({ account }: Pick<DeployResult, "account">): Record<string, string> {
    return Object.fromEntries(
      Object.values(account?.flows ?? {}).map(({ name, publishedVersion }) => [name, publishedVersion]),
    );
  }

  test("the example of the page deploys, and says what each flow runs", async () => {
    const { code, stdout, stderr } = await workspace.program("deploy.ts", []);
    expect([code, stderr, stdout.split("\n")]).toEqual([
      0,
      "",
      [
        "1 module and 1 flow will be published, nothing deleted.",
        "changed",
        "Common error handler 1.0",
        "Sales 1.0",
        "",
      ],
    ]);
    expect(await published()).toEqual({ "Common error handler": "1.0", Sales: "1.0" });
  });

  test("a preview reports a change of the module and makes none", async () => {
    workspace.edit(MODULE, "Please try again later.", "Please try again tomorrow.");
    const { result, events } = await preview();
    expect([result.changes, result.report.flows.map(({ key, action }) => [key, action])]).toEqual([
      true,
      [
        ["common-error-handler", "publish"],
        ["sales", "republish"],
      ],
    ]);
    expect(events.some((event) => event.kind === "engine" && event.phase === "preview")).toBe(true);
    expect(await published()).toEqual({ "Common error handler": "1.0", Sales: "1.0" });
  });

  test("the account of a deployment is what the organisation has, and what is kept with the state", async () => {
    const { result, events } = await deploy();
    const platform = await workspace.organisation();
    expect(result.outcome).toBe("changed");
    expect(accounted(result)).toEqual({ "Common error handler": "2.0", Sales: "2.0" });
    expect(await published()).toEqual(accounted(result));
    expect((await platform.modulesHeld("Sales")).map(({ version }) => version)).toEqual(["2.0"]);
    for (const { name, id } of Object.values(result.account?.flows ?? {}))
      expect((await platform.flow(name)).id).toBe(id);
    const kept = path.join(workspace.backend, ".genesys-flows", "releases", "genesys-flows", "dev");
    const latest =
      readdirSync(kept)
        .filter((file) => file.endsWith(".json"))
        .sort()
        .at(-1) ?? "";
    expect(JSON.parse(readFileSync(path.join(kept, latest), "utf8"))).toEqual(result.account);
    expect(new Set(events.map((event) => event.kind === "engine" && event.phase))).toEqual(
      new Set(["preview", "update"]),
    );
  });

  test("a deployment without changes has no account", async () => {
    const { result } = await deploy();
    expect([result.outcome, result.account, result.report.verdict.text]).toEqual([
      "unchanged",
      undefined,
      expect.stringMatching(/^Nothing /),
    ]);
  });

  test("a violation is the error that the command prints, and nothing is done", async () => {
    const flow = "flows/inbound/sales.yaml";
    workspace.edit(flow, "{completed: goodbye, error: goodbye}", "{completed: goodbye}");
    const { error } = await deploy();
    expect([error.name, error.phase, error.ended, error.report.verdict.blocking]).toEqual([
      "RunError",
      "preview",
      "failed",
      1,
    ]);
    const command = await workspace.script("pulumi", ["up", "--yes", "--stack", "dev"]);
    expect(error.message).toBe(command.stdout.trim());
    workspace.edit(flow, "{completed: goodbye}", "{completed: goodbye, error: goodbye}");
    expect(await published()).toEqual({ "Common error handler": "2.0", Sales: "2.0" });
  });

  test("a signal that is aborted before ends the run with its reason", async () => {
    const { error, events } = await deploy("start");
    expect([error.message, events]).toEqual(["not now", []]);
  });

  test("a signal ends an update as Ctrl-C does, and the next deployment does the rest", async () => {
    workspace.edit(MODULE, "Please try again tomorrow.", "Please try again in an hour.");
    const { error } = await deploy('"resourcePreEvent":{"metadata":{"op":"update"');
    expect([error.name, error.phase, error.ended]).toEqual(["RunError", "update", "interrupted"]);
    expect((await published())["Sales"]).toBe("2.0");
    const { result, events } = await deploy();
    expect(events).toContainEqual({
      kind: "note",
      text: expect.stringMatching(/^The last update of dev did not complete .*: reading the live state first/),
    });
    expect(result.report.run.ended).toBe("succeeded");
    const versions = await published();
    expect(versions).toEqual(accounted(result));
    const held = await (await workspace.organisation()).modulesHeld("Sales");
    expect(held.map(({ version }) => version)).toEqual([versions["Common error handler"]]);
    expect(versions["Common error handler"]).not.toBe("2.0");
  });
});
