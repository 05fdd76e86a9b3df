import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { inCheckout } from "../harness/checkout.ts";
import { type ProgramRun, runProgram } from "../harness/program-run.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule } from "../project/samples.ts";

// Node itself loads the SDK here.
jest.setTimeout(60_000);
afterAll(removeProjects);

const STARTED = "name: genesys-flows\nruntime: {name: nodejs, options: {nodeargs: --require genesys-flows/start}}\n";
const IMPORTS = `
import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import { InboundFlow, loadProject, SharedModule, stackOutputs } from "genesys-flows";
import { defineFlow, defineModule } from "genesys-flows/flows";
const module = { definition: "flows/check.yaml" };
const flow = { definition: "flows/sales.yaml" };
`;

/** A preview of a program in a project with a module and a flow that calls it. */
function preview(program: string, files: Readonly<Record<string, string>> = {}): Promise<ProgramRun> {
  const project = makeProject({
    "package.json": '{"type": "module"}',
    "Pulumi.yaml": STARTED,
    "index.ts": `${IMPORTS}${program}`,
    "flows/check.yaml": checkModule,
    "flows/sales.yaml": caller("Sales"),
    ...files,
  });
  symlinkSync(inCheckout("node_modules"), join(project, "node_modules"));
  return runProgram({ project });
}

/** What the engine is asked to register, the stack apart. */
const registered = ({ requests }: ProgramRun) =>
  requests.filter((request) => request.includes(" ") && !request.startsWith("pulumi:pulumi:Stack"));
const names = (run: ProgramRun) =>
  registered(run)
    .filter((request) => request.startsWith("genesyscloud:index/flow"))
    .map((request) => request.split(" ")[1]);

describe("a program with plain arguments", () => {
  test("registers modules first, after the run has begun, and ends the run", async () => {
    const run = await preview(`
      new genesyscloud.RoutingQueue("desk", { name: "Front desk" });
      new InboundFlow("sales", flow);
      new SharedModule("check", module);
    `);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(names(run)).toEqual(["check", "sales"]);
    const at = (part: string) => run.requests.findIndex((request) => request.includes(part));
    const order = ["beginRun", "RoutingQueue desk", ":Flow check", ":Flow sales", "Inventory", "endRun"].map(at);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  test("has modules under other names than their keys", async () => {
    const run = await preview(`
      const pin = new SharedModule("pin", module);
      new InboundFlow("sales", { ...flow, modules: { check: pin } });
    `);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(names(run)).toEqual(["pin", "sales"]);
  });

  test("has definitions in TypeScript, which call each other by their objects", async () => {
    const run = await preview(`
      const asked = defineModule({
        key: "ask", commonModule: "Ask", channels: ["inboundCall"], outcomes: ["success"], start: "end", nodes: { end: { end: "success" } },
      });
      new SharedModule("asked", { definition: asked });
      for (const name of ["north", "south"]) {
        new InboundFlow(name, {
          definition: defineFlow({
            inboundCall: \`Desk \${name}\`,
            onFault: { say: "Sorry.", then: "disconnect" },
            start: "ask",
            nodes: { ask: { callModule: asked, on: { success: "bye", error: "bye" } }, bye: { disconnect: {} } },
          }),
        });
      }
    `);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(names(run)).toEqual(["asked", "north", "south"]);
  });

  test("fills in one definition several times", async () => {
    const desk =
      "inboundCall: Desk ${city}\nvalues: {city: {type: string}}\nonFault: {say: Sorry., then: disconnect}\n";
    const run = await preview(
      `for (const city of ["Hamburg", "Munich"]) new InboundFlow(city, { definition: "desk.yaml", values: { city } });`,
      { "desk.yaml": `${desk}start: bye\nnodes:\n  bye: {disconnect: {}}\n` },
    );
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(names(run)).toEqual(["Hamburg", "Munich"]);
  });

  test("declares flows beside those of loadProject", async () => {
    const run = await preview(
      `
      const { flows } = await loadProject();
      for (const one of flows) new (one.type === "commonModule" ? SharedModule : InboundFlow)(one.key, { definition: one });
      new InboundFlow("service", { definition: "service.yaml" });
    `,
      { "service.yaml": caller("Service") },
    );
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(names(run)).toEqual(["check", "sales", "service"]);
  });

  test("may export a function, and has outputs", async () => {
    const run = await preview(`
      export default async function main() {
        await new Promise((resolve) => setTimeout(resolve, 20));
        const check = new SharedModule("check", module);
        return { id: check.id, ...stackOutputs() };
      }
    `);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(names(run)).toEqual(["check"]);
  });
});

describe("a program that is refused registers nothing, and says why once", () => {
  const cases: [string, string, RegExp, Record<string, string>?][] = [
    [
      "a flow as module",
      `new SharedModule("bye", { definition: "chat.yaml" });`,
      /`bye` has a flow of type inboundChat/,
    ],
    ["a module as flow", `new InboundFlow("check", module);`, /Use SharedModule instead/],
    ["a module that is missing", `new InboundFlow("sales", flow);`, /error unknown-module/],
    [
      "a file that does not exist",
      `new SharedModule("check", module); new SharedModule("chek", { definition: "flows/chek.yaml" });`,
      /The definition of `chek` does not exist/,
    ],
    [
      "a value that the flow does not declare",
      `new SharedModule("check", { ...module, values: { queue: "Sales" } });`,
      /The program sets the value `queue` of `check`, but the flow does not use it/,
    ],
    [
      "a flow of loadProject without its module",
      `const { flows } = await loadProject(); new InboundFlow("sales", { definition: flows.find(({ key }) => key === "sales") });`,
      /InboundFlow `sales` calls `check`. Create a SharedModule for each/,
    ],
    [
      "numbers of a flow without calls",
      `new InboundFlow("chat", { definition: "chat.yaml", numbers: ["+13175550199"] });`,
      /`chat` has numbers, but its flow is of type inboundChat/,
    ],
    [
      "a flow of another stack",
      `new InboundFlow("live", { definition: "live.yaml" });`,
      /InboundFlow `live` has a flow that belongs to other stacks: prod. Create it only there/,
      { "live.yaml": `inboundChat: Live\nstacks: [prod]\nstart: bye\nnodes:\n  bye: {disconnect: {}}\n` },
    ],
    [
      "one number twice",
      `new SharedModule("check", module);
       for (const name of ["a", "b"]) new InboundFlow(name, { definition: name + ".yaml", numbers: ["+13175550199"] });`,
      /The number \+13175550199 is already routed to a.yaml/,
      { "a.yaml": caller("A"), "b.yaml": caller("B") },
    ],
    [
      "a program that fails by itself",
      `new SharedModule("check", module); await 1; throw new pulumi.RunError("Not today.");`,
      /Not today/,
    ],
    [
      "a value of a flow that the program waits for",
      `const check = new SharedModule("check", module); await new Promise((resolve) => check.id.apply(resolve));`,
      /waits for a value of a flow, but flows are registered only after the program has ended/,
    ],
    [
      "a start without genesys-flows/start",
      `new SharedModule("check", module);`,
      /was not started by `genesys-flows\/start`. Add to Pulumi.yaml/,
      { "Pulumi.yaml": "name: genesys-flows\nruntime: {name: nodejs, options: {}}\n" },
    ],
  ];
  const chat = "inboundChat: Chat\nstart: bye\nnodes:\n  bye: {disconnect: {}}\n";
  test.each(cases)("%s", async (_, program, message, ...[files]) => {
    const run = await preview(program, { "chat.yaml": chat, ...files });
    expect(run.code).not.toBe(0);
    expect(registered(run)).toEqual([]);
    expect(run.messages.filter((text) => message.test(text))).toHaveLength(1);
    expect(run.messages.filter((text) => text.includes("unhandled exception"))).toEqual([]);
  });
});

describe("objects in files", () => {
  const load = 'import { declareObjects } from "genesys-flows";\nconst project = await loadProject();\n';
  const objects = { "flows/objects.yaml": "skills: [Billing]\nqueues: {Sales: {}}\n" };

  test("are registered by `declareObjects`", async () => {
    const run = await preview(`${load}await declareObjects(project);`, objects);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(registered(run)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("RoutingSkill billing"),
        expect.stringContaining("RoutingQueue sales"),
      ]),
    );
  });

  test("that the program does not register are refused; queues it may register itself", async () => {
    const own = `${load}
      for (const [name, queue] of Object.entries(project.queues)) new genesyscloud.RoutingQueue(name, { name, ...queue });`;
    const run = await preview(own, objects);
    expect(run.code).not.toBe(0);
    expect(run.messages.join("\n")).toContain(
      "Files declare the skill `Billing` (flows/objects.yaml), but the program does not register them. Add `await declareObjects(project);`",
    );
    expect(await preview(own, { "flows/objects.yaml": "queues: {Sales: {}}\n" })).toMatchObject({
      code: 0,
      stderr: "",
    });
  });
});
