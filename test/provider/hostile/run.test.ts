import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { callDocument, moduleDocument } from "../harness/documents.ts";
import { fileAsset, textAsset } from "../harness/plugin.ts";
import { errorOf, FLOW, lasting, sceneOfTests } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";

const scene = sceneOfTests();

const faults = (list: unknown[]) => scene.organisation.api("POST", "/_local/faults", { faults: list });
const sales = (text = "Welcome.") => ({ document: textAsset(callDocument({ text })) });
const handler = { document: textAsset(moduleDocument()) };
const caller = (on: Stack, text: string) => ({
  document: textAsset(callDocument({ text, module: "Error handler" })),
  modules: {
    handler: {
      flowId: on.get(FLOW, "handler").id,
      digest: on.get(FLOW, "handler").outputs["digest"],
      name: "Error handler",
    },
  },
});

describe("an organisation that answers with a page in the middle of a run", () => {
  const calls: readonly [string, Record<string, unknown>][] = [
    ["the log-in", { operation: "issueToken" }],
    ["the organisation", { operation: "getOrganizationsMe" }],
    ["the registration of the job", { operation: "postFlowsJobs" }],
    ["the upload", { method: "PUT", path: "/uploads/**" }],
    ["a look at the job", { operation: "getFlowsJob" }],
    ["the flow after its job", { operation: "getFlow" }],
    ["the look for the flow", { operation: "getFlows" }],
    ["the modules that it holds", { path: "/api/v2/architect/dependencytracking/consumedresources" }],
  ];

  test.each(calls)("%s, with status 200: reported, and the next run converges", async (_call, when) => {
    const first = await scene.run();
    await first.up(FLOW, "handler", handler);
    await faults([{ when, do: { html: { status: 200 } } }]);
    const disturbed = await scene.run({ after: first });
    const error = await errorOf(() => disturbed.up(FLOW, "sales", caller(disturbed, "Welcome.")));
    expect(error.message).toMatch(
      /The response is an HTML page, not the platform's JSON|contains no access token: a proxy/,
    );
    expect(error.message).toMatch(/Check the region, the gateway and any proxies/);
    await scene.organisation.api("DELETE", "/_local/faults");
    const next = await scene.run({ after: disturbed });
    await next.up(FLOW, "sales", caller(next, "Welcome."));
    expect(next.get(FLOW, "sales").outputs).toMatchObject({ modulesHeld: { "Error handler": "1.0" } });
    expect(["1.0", "2.0"]).toContain(next.get(FLOW, "sales").outputs["publishedVersion"]);
    expect(await scene.organisation.flowsNamed("Sales")).toHaveLength(1);
    expect((await next.up(FLOW, "sales", caller(next, "Welcome."))).operation).toBe("same");
  });

  test("a page with status 200 deletes nothing from the state, neither in a refresh nor in a deletion", async () => {
    const stack = await scene.run();
    await stack.up(FLOW, "sales", sales());
    const before = structuredClone(stack.get(FLOW, "sales"));
    for (const status of [200, 404]) {
      await faults([{ when: { path: "/api/v2/flows/**" }, do: { html: { status } } }]);
      for (const work of [() => stack.refresh(FLOW, "sales"), () => stack.destroy(FLOW, "sales")]) {
        const error = await errorOf(work);
        expect(error.message).toContain("The flow 'Sales' (key 'sales') could not be ");
        expect(error.message).toContain("The response is an HTML page");
      }
      await scene.organisation.api("DELETE", "/_local/faults");
    }
    expect(stack.get(FLOW, "sales")).toEqual(before);
    expect((await scene.organisation.flow(before.id)).name).toBe("Sales");
  });
});

describe("another server at the address, from the first request", () => {
  let server: Server;
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  test.each<[string, number, Record<string, string>, string, RegExp]>([
    ["a page", 200, { "content-type": "text/html" }, "<html>Welcome</html>", /an HTML page/],
    ["a redirect to a log-in", 302, { location: "https://sso.example/login" }, "", /redirects to sso\.example/],
    [
      "another JSON",
      200,
      { "content-type": "application/json" },
      '{"status":"ok"}',
      /GET \/api\/v2\/organizations\/me returned 200: .*id: /,
    ],
    ["nothing", 200, {}, "", /organizations\/me returned 200: The response is empty/],
  ])("%s", async (_what, status, headers, body, expected) => {
    server = createServer((_request, response) =>
      response.writeHead(status, { connection: "close", ...headers }).end(body),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const port = String((server.address() as AddressInfo).port);
    const stack = await scene.run({
      config: { ...scene.organisation.remote, gateway: { protocol: "http", host: "127.0.0.1", port } },
      env: { GENESYSCLOUD_ACCESS_TOKEN: "a-token-of-the-test" },
    });
    for (const run of [stack.preview, stack.up]) {
      const error = await errorOf(() => run.call(stack, FLOW, "sales", sales()));
      expect(error.message).toMatch(expected);
      expect(error.message).not.toContain("a-token-of-the-test");
    }
  });
});

test("a permission that is missing is named with the flow, its key and its file", async () => {
  const message = "You are missing the following permission(s): architect:job:create";
  await faults([
    { when: { operation: "postFlowsJobs" }, do: { error: { status: 403, code: "missing.permissions", message } } },
  ]);
  writeFileSync(path.join(scene.organisation.folder, "sales-flow.yaml"), callDocument());
  const stack = await scene.run({ config: scene.organisation.asClient });
  const error = await errorOf(() => stack.up(FLOW, "sales", { document: fileAsset("sales-flow.yaml") }));
  expect(error.message.replace(/ \(correlation id .*$/, "")).toBe(
    "The flow 'Sales' (key 'sales', sales-flow.yaml) could not be published. " +
      `POST /api/v2/flows/jobs returned 403 missing.permissions: ${message}. Give the OAuth client a role with the permission ` +
      "architect:job:create in the division of the object (Admin > Integrations > OAuth, the client's roles; with a user's token, the user's roles).",
  );
});

describe("two stacks that claim one flow", () => {
  test("by name, and by import of its id: both name its owner", async () => {
    const dev = await scene.run({ name: "dev" });
    await dev.up(FLOW, "sales", sales());
    const { id } = dev.get(FLOW, "sales");
    const prod = await scene.run({ name: "prod" });
    const byName = await errorOf(() => prod.up(FLOW, "sales", sales("Hello.")));
    const byId = await errorOf(() => prod.import(FLOW, "sales", id));
    for (const { message } of [byName, byId]) {
      expect(message).toContain(`The flow 'Sales' (${id}) is managed by the stack flows/dev (as 'sales').`);
    }
    expect((await scene.organisation.flow(id)).publishedVersion?.id).toBe("1.0");
  });

  test("the one that knows it by its id: an import before, another stack's mark since", async () => {
    const id = await scene.organisation.publish(callDocument());
    const [dev, prod] = [await scene.run({ name: "dev" }), await scene.run({ name: "prod" })];
    for (const stack of [dev, prod]) await stack.import(FLOW, "sales", id);
    await dev.up(FLOW, "sales", sales("Hello."));
    for (const work of [() => prod.up(FLOW, "sales", sales("Ours.")), () => prod.destroy(FLOW, "sales")]) {
      expect((await errorOf(work)).message).toContain("is managed by the stack flows/dev (as 'sales')");
    }
    expect((await scene.organisation.flow(id)).publishedVersion?.id).toBe("2.0");
  });

  test("a mark in the middle of a longer description counts, a quoted one does not", async () => {
    const dev = await scene.run({ name: "dev" });
    await dev.up(FLOW, "sales", sales());
    const { id } = dev.get(FLOW, "sales");
    const mark = (await scene.organisation.flow(id)).description ?? "";
    await scene.organisation.publish(callDocument({ description: `Before\n${mark}\nand after.`, text: "By hand." }));
    const prod = await scene.run({ name: "prod" });
    const marked = await errorOf(() => prod.up(FLOW, "sales", sales()));
    expect(marked.message).toContain("is managed by the stack flows/dev");
    await scene.organisation.publish(callDocument({ description: `It said "${mark}".`, text: "By hand." }));
    const quoted = await errorOf(() => prod.up(FLOW, "sales", sales()));
    expect(quoted.message).toContain("already exists and is not managed by this stack");
  });
});

describe("the machine's clock jumps by hours, back and forth", () => {
  /** Each look at the clock shows another time. */
  const clock = `const real = Date.now; let looks = 0; const hour = 3600000;
    Date.now = () => real() + [0, 5, -7, 26, -1][looks++ % 5] * hour;`;

  test("a run is as any other", async () => {
    const file = path.join(scene.organisation.folder, "clock.mjs");
    writeFileSync(file, clock);
    const jumping = await scene.run({
      config: scene.organisation.asClient,
      env: { NODE_OPTIONS: `--import=file://${file}` },
    });
    await jumping.up(FLOW, "handler", handler);
    await faults([{ when: { operation: "postFlowsJobs" }, do: { job: { durationMs: 300 } } }]);
    await jumping.up(FLOW, "sales", caller(jumping, "Welcome."));
    await faults([{ times: 2, when: { operation: "getFlow" }, do: { rateLimit: { retryAfter: 0 } } }]);
    await jumping.up(FLOW, "sales", caller(jumping, "Hello."));
    expect(jumping.get(FLOW, "sales").outputs).toMatchObject({ publishedVersion: "2.0" });
    await jumping.refresh(FLOW, "sales");
    expect((await jumping.up(FLOW, "sales", caller(jumping, "Hello."))).operation).toBe("same");
    await jumping.destroy(FLOW, "sales");
    expect(lasting(jumping.plugin).filter((line) => /outside|given up/.test(line))).toEqual([]);
  });
});
