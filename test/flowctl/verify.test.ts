import { parseArchy } from "@genesys-flows/architect";
import { contextOf } from "@genesys-flows/cli";
import { ApiFailure, type FlowEntity } from "@genesys-flows/platform";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { recordedFlows } from "@genesys-flows/project/state";
import { LiveFlows } from "../../packages/flowctl/live/live-flows.ts";
import { StackRecords } from "../../packages/flowctl/live/stack-records.ts";
import { type Finding, holds } from "../../packages/flowctl/verify/finding.ts";
import { formats, isProven, type Verified } from "../../packages/flowctl/verify/formats.ts";
import { moduleAnswer } from "../../packages/flowctl/verify/module-checks.ts";
import { organisationFindings, type StackChecks, stackFindings } from "../../packages/flowctl/verify/stack-checks.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const flow = (id: string, name: string, more: Partial<FlowEntity> = {}): FlowEntity => ({
  id,
  name,
  type: "INBOUNDCALL",
  publishedVersion: { id: "1.0" },
  ...more,
});
const handler = flow("m", "Error handler", {
  type: "COMMONMODULE",
  publishedVersion: { id: "3.0", datePublished: "2026-01-02T03:04:05.000Z" },
});
const project = { flows: [] as unknown } as FlowProject;
const context = contextOf({ root: "/nowhere", out: () => {}, err: () => {} });

/** A stack whose organisation gives these answers about what flows hold. */
function stackWith(answers: {
  callers: () => Promise<unknown[]>;
  held: (id: string) => Promise<unknown[]>;
}): StackChecks["stack"] {
  return {
    project: "example",
    stack: "dev",
    flows: { callersOf: answers.callers, embedded: ({ id }: { id: string }) => answers.held(id) },
  } as unknown as StackChecks["stack"];
}
const incomplete = () =>
  Promise.reject(
    new ApiFailure({ kind: "unexpected-answer", message: "The answer is incomplete (status 206).", request: "GET x" }),
  );
const texts = (findings: readonly Finding[]) =>
  findings
    .filter(({ verdict }) => verdict !== "holds")
    .map(({ verdict, check, text }) => `${verdict} ${check}: ${text}`);

describe("callers of a module", () => {
  const asked = {
    project,
    key: undefined,
    live: new LiveFlows([handler, flow("a", "A"), flow("b", "B")]),
    module: handler,
    contract: undefined,
  };

  test("an incomplete list of callers is unknown, and no flow is said to hold anything", async () => {
    const stack = stackWith({ callers: incomplete, held: () => Promise.resolve([]) });
    const { findings, callers } = await moduleAnswer({ ...asked, stack }, context);
    expect([texts(findings), callers]).toEqual([
      ["unknown calls: Its callers are not known. GET x: The answer is incomplete (status 206)."],
      [],
    ]);
  });

  test("an incomplete answer about one caller is unknown, the others are told apart", async () => {
    const stack = stackWith({
      callers: () => Promise.resolve([{ id: "a" }, { id: "b" }]),
      held: (id) => (id === "a" ? incomplete() : Promise.resolve([{ id: "m", version: "2.0" }])),
    });
    const { findings, callers } = await moduleAnswer({ ...asked, stack }, context);
    expect(texts(findings)).toEqual([
      "unknown current: GET x: The answer is incomplete (status 206).",
      "broken current: It holds version 2.0; version 3.0 was published at 2026-01-02T03:04:05.000Z.",
    ]);
    expect(callers.map(({ name, held, staleSince }) => [name, held, staleSince])).toEqual([
      ["A", undefined, undefined],
      ["B", "2.0", "2026-01-02T03:04:05.000Z"],
    ]);
  });
});

test("names that differ in case or spaces, and a flow that two stacks import", () => {
  const live = new LiveFlows([flow("a", "Orders"), flow("b", " ORDERS "), flow("c", "Orders", { type: "WORKFLOW" })]);
  const stack = stackWith({ callers: incomplete, held: incomplete });
  const imports = new Map([
    ["a", ["dev", "prod"]],
    ["b", ["dev"]],
  ]);
  const findings = organisationFindings(
    { stack, project: { ...project, flows: [] }, live },
    {
      stacks: ["dev", "prod"],
      imports,
    },
  );
  expect(texts(findings)).toEqual([
    "broken twice: Several stacks import it: dev, prod.",
    "broken alike: Names differ only in case or spaces: ' ORDERS ' (b), 'Orders' (a).",
  ]);
});

describe("the version of a flow that somebody only renamed, whose new name was taken into the source", () => {
  const folder = temporaryFolder();
  const [before, after] = ["a".repeat(64), "b".repeat(64)] as const;
  const finding = async (taken: string, live = "1.0") => {
    const stack = {
      ...stackWith({ callers: incomplete, held: incomplete }),
      organisation: { id: "o", client: {}, folder: folder(), pace: {} },
      signal: new AbortController().signal,
    } as unknown as StackChecks["stack"];
    const renamed = flow("a", "Claims (new)", { publishedVersion: { id: live } });
    const unit = {
      ...{ key: "claims", formerly: [], name: renamed.name, type: "inboundCall", digest: after, hash: after },
      ...{ calls: [], numbers: [], emailAddresses: [], references: [], settings: { taken, pin: false } },
      document: parseArchy("inboundCall:\n  name: Claims (new)\n", { file: "claims.yaml" }),
    } as unknown as FlowUnit;
    const urn = "urn:pulumi:dev::example::genesyscloud:index/flow:Flow::claims";
    const outputs = { name: "Claims", type: "inboundCall", digest: before, publishedVersion: live, references: {} };
    const resources = [{ urn, type: "genesyscloud:index/flow:Flow", id: "a", inputs: {}, outputs }];
    const records = new StackRecords(stack, recordedFlows(resources));
    const checks = { stack, project, live: new LiveFlows([renamed]), records, oldBefore: 0 };
    return (await stackFindings(checks, [unit])).find(({ check }) => check === "version");
  };

  test("holds: the update records it and publishes nothing", async () => {
    expect(await finding(`1.0 ${after}`)).toEqual(holds("version", "claims"));
  });

  test.each([
    ["of another document", `1.0 ${before}`, "1.0"],
    ["of an earlier version", `1.0 ${after}`, "2.0"],
    ["without a digest", "1.0", "1.0"],
  ])("does not hold with an entry %s", async (_what, taken, live) => {
    expect(await finding(taken, live)).toMatchObject({ verdict: "broken", text: expect.stringContaining(live) });
  });
});

describe("the forms of a result", () => {
  const result = (findings: readonly Finding[]): Verified => ({
    stack: "dev",
    organisation: "Test",
    findings,
    callers: [],
    requests: 7,
    seconds: 1.25,
  });
  const unclear: Finding = { check: "modules", subject: 'a<"b">&\u0000', verdict: "unknown", text: "Not\n]]> known." };

  test("what is unknown is not proven, and an error in JUnit", () => {
    const found = result([holds("exists", "a"), unclear]);
    expect([isProven(found), isProven(result([holds("exists", "a")]))]).toEqual([false, true]);
    const xml = formats["junit"]?.(found) ?? "";
    expect(xml).toContain('<testsuite name="a&lt;&quot;b&quot;&gt;&amp;?" tests="1" failures="0" errors="1">');
    expect(xml).toContain('<error message="Not&#10;]]&gt; known."/>');
  });

  test("the summary counts flows, not checks", () => {
    const found = result([holds("exists", "a"), holds("owner", "a"), holds("exists", "b"), unclear]);
    expect(formats["text"]?.(found)).toContain(
      "Stack dev, organisation 'Test': 2 of 3 flows are OK, 1 unknown. 7 requests, 1.3 s.",
    );
  });
});
