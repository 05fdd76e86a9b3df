import { spawnSync } from "node:child_process";
import { checkout, inCheckout } from "../harness/checkout.ts";
import { type ProgramRun, runProgram } from "../harness/program-run.ts";

// Node itself loads the SDK here.
jest.setTimeout(60_000);

/** Other modules of a run of the example's program: 674 when this was written, 1,222 without what `start.ts` keeps out. */
const MOST_MODULES = 690;
/** Modules of the rules, and of what reads how they are enforced: 31 when this was written, with three rules. */
const MOST_OF_RULES = 90;
/** Modules of what reads the example's objects in files: hours with their rules, rows of a CSV. 54 when this was written. */
const MOST_OF_OBJECTS = 60;
const isOfObjects = (file: string) => /\/(project\/objects|architect\/hours|csv-parse|rrule-temporal)\//.test(file);
const isOfRules = (file: string) => /\/(packages\/rules|policies\/gate)\//.test(file);

describe("the program of the example", () => {
  let run: ProgramRun;
  let modules: readonly string[];

  beforeAll(async () => {
    run = await runProgram({
      project: checkout,
      nodeArgs: ["--require", inCheckout("test/harness/loaded-modules.cjs")],
      config: { "genesys-flows:config:substitutions": '{"claimsQueue":"Claims"}' },
    });
    modules = JSON.parse(run.stdout);
  });

  test("runs to its end", () => {
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.requests.at(-1)).toBe("genesyscloud:index/getPublishForecast:getPublishForecast");
  });

  test("loads no more modules than it needs", () => {
    expect(modules.length).toBeGreaterThan(100);
    const ofRules = modules.filter(isOfRules);
    const ofObjects = modules.filter(isOfObjects);
    expect(modules.length - ofRules.length - ofObjects.length).toBeLessThanOrEqual(MOST_MODULES);
    expect(ofObjects.length).toBeLessThanOrEqual(MOST_OF_OBJECTS);
    expect(ofRules.length).toBeLessThanOrEqual(MOST_OF_RULES);
  });

  test.each([
    "/node_modules/typescript/",
    "/node_modules/@npmcli/",
    "/node_modules/source-map-support/",
    "/node_modules/@opentelemetry/sdk-",
    "/@pulumi/pulumi/automation/",
    "/@pulumi/pulumi/provider/",
    "/@pulumi/pulumi/runtime/closure/v8Hooks.js",
    "/purecloud-platform-client-v2/",
  ])("loads nothing of %s", (part) => {
    expect(modules.filter((file) => file.includes(part))).toEqual([]);
  });
});

describe("the parts that have a stand-in", () => {
  /** What a program prints as JSON, started as the program of a stack is. */
  function printed(program: string): unknown {
    const first = ["--require", "genesys-flows/start"];
    const { stdout, stderr, status } = spawnSync(process.execPath, [...first, "--input-type=module", "-e", program], {
      cwd: checkout,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  }

  test("pack a closure, with what it captures, when they are asked to", () => {
    const program = `
      import * as pulumi from "@pulumi/pulumi";
      const captured = { answer: 42 };
      const { text } = await pulumi.runtime.serializeFunction(() => captured.answer);
      const module = { exports: {} };
      new Function("exports", "require", text)(module.exports, (name) => process.getBuiltinModule(name));
      console.log(JSON.stringify(module.exports.handler()));
    `;
    expect(printed(program)).toBe(42);
  });

  test("are there for programs that use them", () => {
    const program = `
      import * as pulumi from "@pulumi/pulumi";
      console.log(JSON.stringify([
        typeof pulumi.automation.LocalWorkspace.create,
        "LocalWorkspace" in pulumi.automation,
        Object.keys(pulumi.automation).includes("LocalWorkspace"),
        typeof pulumi.provider.main,
      ]));
    `;
    expect(printed(program)).toEqual(["function", true, true, "function"]);
  });
});
