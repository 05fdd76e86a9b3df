import { spawn } from "node:child_process";
import { once } from "node:events";
import type pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import { callDocument } from "./harness/documents.ts";
import { Plugin, plain, secret, struct, textAsset } from "./harness/plugin.ts";
import { errorOf, FLOW, IVR, QUEUE, sceneOfTests } from "./harness/scene.ts";
import type { Stack } from "./harness/stack.ts";

const scene = sceneOfTests();
let stack: Stack;

beforeEach(() => {
  stack = scene.stack();
});

describe("the process", () => {
  test("prints its port and nothing else, and ends with its stdin", async () => {
    const plugin = await Plugin.start({ folder: scene.organisation.folder });
    await plugin.stop();
    expect(plugin.stdout).toMatch(/^\d+\n$/);
    expect(await plugin.exited).toBe(0);
  });

  test("ends when the engine is done with it", async () => {
    const run = await scene.run();
    run.plugin.process.kill("SIGINT");
    expect(await run.plugin.exited).toBe(0);
  });

  test("ends when its parent is gone", async () => {
    const executable = new URL("../../packages/provider/main.ts", `file://${import.meta.filename}`).pathname;
    const script = `
      const child = require("node:child_process").spawn(process.execPath, [${JSON.stringify(executable)}], { stdio: ["ignore", "pipe", "ignore"] });
      child.stdout.once("data", () => { console.log(child.pid); process.kill(process.pid, "SIGKILL"); });
    `;
    const parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const [chunk] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(String(chunk));
    expect(await gone(pid)).toBe(true);
  });

  test("cancel ends what waits, then the process", async () => {
    const stalled = await scene.run({
      config: { ...scene.organisation.remote, gateway: { protocol: "http", host: "127.0.0.1", port: "9" } },
      env: { GENESYSCLOUD_ACCESS_TOKEN: "a-token-of-the-test" },
    });
    const failing = errorOf(() => stalled.up(FLOW, "sales", { document: textAsset(callDocument()) }));
    await stalled.plugin.call("cancel", new emptyMessages.Empty());
    expect((await failing).message).toMatch(/cancelled/i);
    expect(await stalled.plugin.exited).toBe(0);
  });
});

async function gone(pid: number): Promise<boolean> {
  const until = Date.now() + 20_000;
  while (Date.now() < until) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

describe("the service", () => {
  test("announces what it can do", async () => {
    const handshake = await stack.plugin.call<messages.ProviderHandshakeResponse>(
      "handshake",
      new messages.ProviderHandshakeRequest(),
    );
    expect([handshake.getAcceptSecrets(), handshake.getAcceptResources()]).toEqual([true, true]);
    const info = await stack.plugin.call<pluginMessages.PluginInfo>("getPluginInfo", new emptyMessages.Empty());
    expect(info.getVersion()).toBe("0.1.0");
    await expect(stack.plugin.call("construct", new messages.ConstructRequest())).rejects.toThrow("not implemented");
  });

  test("hands over the schema", async () => {
    const response = await stack.plugin.call<messages.GetSchemaResponse>("getSchema", new messages.GetSchemaRequest());
    const schema = JSON.parse(response.getSchema());
    expect(Object.keys(schema.resources)).toEqual(expect.arrayContaining([FLOW, QUEUE, IVR]));
    expect(schema.meta.moduleFormat).toBe("(.*)(?:/[^/]*)");
    expect(schema.config.variables.oauthclientSecret).toMatchObject({ type: "string", secret: true });
    expect(schema.resources[FLOW]).toMatchObject({
      requiredInputs: ["document"],
      inputProperties: { document: { $ref: "pulumi.json#/Asset" }, pin: { type: "boolean" } },
    });
    // With a default in the schema, the state of each flow would have it.
    expect(schema.resources[FLOW].inputProperties.pin).not.toHaveProperty("default");
  });

  test("a changed configuration is never no difference, and never a replacement", async () => {
    const diff = async (olds: object, news: object) => {
      const request = new messages.DiffRequest();
      request.setOlds(struct({ ...olds }));
      request.setOldInputs(struct({ ...olds }));
      request.setNews(struct({ ...news }));
      return (await stack.plugin.call<messages.DiffResponse>("diffConfig", request)).toObject();
    };
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    expect(await diff({ region: "local" }, { region: "local" })).toMatchObject({ changes: DIFF_NONE });
    expect(await diff({ region: "local" }, { region: "eu-west-1", accessToken: secret("x") })).toMatchObject({
      changes: DIFF_SOME,
      diffsList: ["region", "accessToken"],
      replacesList: [],
    });
  });

  test("all mistakes of the inputs come at once", async () => {
    const { failures } = await stack.up(FLOW, "sales", {
      document: "flows/sales.yaml",
      onDrift: "ignore",
      unlock: true,
      modules: { pin: { name: "PIN" } },
    });
    expect(failures.map(({ property }) => property)).toEqual([
      "unlock",
      "document",
      'modules["pin"].flowId',
      'modules["pin"].digest',
      "onDrift",
    ]);
  });

  test("mistakes in a document have their place", async () => {
    const { failures } = await stack.up(FLOW, "sales", {
      document: textAsset("inboundCall:\n  name: Sales\n  greeting: {{greeting}}\n"),
    });
    expect(failures).toEqual([
      { property: "document", reason: expect.stringMatching(/sales\.yaml:3:\d+ error unresolved-placeholder/) },
    ]);
  });

  test("secret inputs stay secret, also in a read", async () => {
    const queue = { name: "Secret queue", description: secret("hush") };
    await stack.up(QUEUE, "secret", queue);
    expect(stack.get(QUEUE, "secret")).toMatchObject({
      inputs: { description: secret("hush") },
      outputs: { description: secret("hush") },
    });
    await stack.refresh(QUEUE, "secret");
    expect(stack.get(QUEUE, "secret").outputs).toMatchObject({ description: secret("hush"), name: "Secret queue" });
    await stack.destroy(QUEUE, "secret");
  });
});

describe("credentials", () => {
  const secretText = "ci-client-secret-3141592653";

  test("appear in no output, no log and no error", async () => {
    const env = { GENESYSCLOUD_OAUTHCLIENT_ID: "ci-client", GENESYSCLOUD_OAUTHCLIENT_SECRET: secretText };
    const remote = await scene.run({ config: scene.organisation.remote, env });
    await remote.up(FLOW, "sales", { document: textAsset(callDocument()) });
    await errorOf(() =>
      remote.up(FLOW, "other", { document: textAsset(callDocument({ name: secretText, queue: "None" })) }),
    );
    const { plugin } = remote;
    expect(JSON.stringify([[...remote.state], plugin.log, plugin.stdout, plugin.stderr])).not.toContain(secretText);
  });

  test("that are wrong are reported as wrong", async () => {
    const env = {
      GENESYSCLOUD_OAUTHCLIENT_ID: "ci-client",
      GENESYSCLOUD_OAUTHCLIENT_SECRET: "a-wrong-secret-27182818",
    };
    const remote = await scene.run({ config: scene.organisation.remote, env });
    const error = await errorOf(() => remote.up(FLOW, "sales", { document: textAsset(callDocument()) }));
    expect(error.message).toMatch(/platform rejects the credentials.*GENESYSCLOUD_OAUTHCLIENT_ID/s);
    expect(error.message).not.toContain("a-wrong-secret");
  });

  test("that are missing are named, once they are needed", async () => {
    const remote = await scene.run({ config: scene.organisation.remote });
    const error = await errorOf(() => remote.up(FLOW, "sales", { document: textAsset(callDocument()) }));
    expect(error.message).toContain("GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET");
  });
});

describe("functions", () => {
  const invoke = async (name: string, args: Record<string, unknown>) => {
    const request = new messages.InvokeRequest();
    request.setTok(`genesyscloud:index/${name}:${name}`);
    request.setArgs(struct(args));
    const response = await stack.plugin.call<messages.InvokeResponse>("invoke", request);
    return {
      result: plain(response.getReturn()),
      failures: response.getFailuresList().map((failure) => failure.getProperty()),
    };
  };

  test("look up by name", async () => {
    expect((await invoke("getRoutingQueue", { name: "General" })).result).toMatchObject({
      name: "General",
      id: expect.any(String),
    });
    const id = await scene.organisation.publish(callDocument());
    expect((await invoke("getFlow", { name: "Sales", type: "inboundCall" })).result).toMatchObject({
      id,
      publishedVersion: "1.0",
      type: "inboundCall",
    });
  });

  test("say what does not exist, and what is wrong with the arguments", async () => {
    await expect(invoke("getRoutingQueue", { name: "Nowhere" })).rejects.toThrow("has no queue 'Nowhere'");
    await expect(invoke("getFlow", { name: "Nowhere", type: "inboundCall" })).rejects.toThrow("'Nowhere'");
    expect((await invoke("getFlow", { type: "inboundcake" })).failures).toEqual(["name"]);
    expect((await invoke("getFlow", { name: "Sales", type: "inboundcake" })).failures).toEqual(["type"]);
  });
});
