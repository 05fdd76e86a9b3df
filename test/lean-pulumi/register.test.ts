import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

// Node itself loads the SDK here.
jest.setTimeout(60_000);

const checkout = path.resolve(import.meta.dirname, "../..");

/** What a program prints as JSON. */
function printed(program: string, env: Record<string, string> = {}): unknown {
  const { PULUMI_OPTION_DEBUG: _, ...inherited } = process.env;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: checkout,
    env: { ...inherited, ...env },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const modulesLoaded = `
  import { createRequire } from "node:module";
  const loaded = () => Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes("@npmcli")).length;
`;

test("the SDK starts without what packs closures, and has it when it is asked for", () => {
  const program = `
    import "@genesys-flows/lean-pulumi/register";
    import * as pulumi from "@pulumi/pulumi";
    ${modulesLoaded}
    const atStart = loaded();
    const paths = await pulumi.runtime.computeCodePaths({});
    console.log(JSON.stringify({ atStart, then: loaded() > 10, packed: paths.size > 10 }));
  `;
  expect(printed(program)).toEqual({ atStart: 1, then: true, packed: true });
});

test.each(["packages/components/index.ts", "policies/index.ts"])("%s starts the SDK so", (file) => {
  const program = `
    ${modulesLoaded}
    await import(${JSON.stringify(path.join(checkout, file))}).catch(() => {}); // it needs an engine
    console.log(loaded());
    process.exit();
  `;
  expect(printed(program)).toBe(1);
});

describe("debug messages of the SDK", () => {
  const program = `
    import "@genesys-flows/lean-pulumi/register";
    import * as pulumi from "@pulumi/pulumi";
    import { Server, ServerCredentials } from "@grpc/grpc-js";
    import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
    import empty from "google-protobuf/google/protobuf/empty_pb.js";
    const heard = [];
    const engine = new Server();
    const log = (call, answer) => {
      heard.push(call.request.getMessage());
      answer(null, new empty.Empty());
    };
    const silent = () => {};
    engine.addService(services.EngineService, { log, getRootResource: silent, setRootResource: silent, startDebugging: silent, requirePulumiVersion: silent });
    const port = await new Promise((done) => engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_, bound) => done(bound)));
    pulumi.runtime.resetOptions("project", "stack", 1, "127.0.0.1:" + port, "", true, "organization");
    await pulumi.log.debug("a step");
    await pulumi.log.info("what a person reads");
    console.log(JSON.stringify(heard));
    process.exit();
  `;

  test.each([
    [{}, ["what a person reads"]],
    [{ PULUMI_OPTION_DEBUG: "true" }, ["a step", "what a person reads"]],
  ])("with %j the engine hears %j", (env, heard) => {
    expect(printed(program, env)).toEqual(heard);
  });
});

test("a stack trace names the place in the TypeScript file, without a map", () => {
  const program = `
    import "@genesys-flows/lean-pulumi/register";
    import { slug } from "@genesys-flows/project";
    try {
      slug(undefined);
    } catch (error) {
      console.log(JSON.stringify(/at slug .*keys\\.ts:(\\d+):\\d+/.exec(error.stack)?.[1]));
    }
  `;
  const lines = readFileSync(path.join(checkout, "packages/project/keys.ts"), "utf8").split("\n");
  expect(printed(program)).toBe(String(1 + lines.findIndex((line) => line.includes(".normalize("))));
});
