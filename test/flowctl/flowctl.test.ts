import { existsSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../packages/flowctl/commands/check.ts";
import { seed } from "../../packages/flowctl/commands/org/content.ts";
import { UsageError } from "../../packages/flowctl/context.ts";
import { after, exportedCaller, filledDefault } from "../policies/samples.ts";
import { expectGolden, makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule, stack } from "../project/samples.ts";
import { flowctl, running } from "./program.ts";

afterEach(removeProjects);

const checking = (root: string, ...paths: string[]) =>
  running(root, (context) => check({ stack: "dev", paths }, context));

const good = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml": stack("genesyscloud:region: local"),
  "flows/check.yaml": checkModule,
  "flows/sales.yaml": caller("Sales"),
};
const bad = { ...good, "flows/support.yaml": caller("Support").replace("error: bye", "error: by") };

describe("check", () => {
  test("0 without mistakes", async () => {
    expect(await checking(makeProject(good))).toEqual({
      code: 0,
      out: "2 flows, no errors, 1 note (--notes shows them).\n",
      err: "",
    });
  });

  test("1 with mistakes, each with its place", async () => {
    const { code, out, err } = await checking(makeProject(bad));
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expectGolden(import.meta.dirname, "check", err.trimEnd());
  });

  test("paths limit which findings are shown", async () => {
    const root = makeProject(bad);
    expect((await checking(root, "flows/support.yaml")).code).toBe(1);
    expect(await checking(root, "flows/sales.yaml")).toMatchObject({ code: 0 });
    expect(await checking(makeProject(good), "flows/sales.yaml")).toMatchObject({
      out: "1 flow, no errors, 1 note (--notes shows them).\n",
    });
  });

  test("paths that do not exist are wrong use", async () => {
    const root = makeProject(good);
    await expect(checking(root, "flows/gone.yaml")).rejects.toThrow(new UsageError("flows/gone.yaml does not exist."));
  });

  test("files outside of the project are checked alone, with the modules near them", async () => {
    const root = makeProject(good);
    const other = makeProject({
      "check.yaml": checkModule,
      "sales.yaml": caller("Sales"),
      "deep/claims.yaml": exportedCaller(after.switch(filledDefault)),
      "deep/broken.yaml": "inboundCall: Broken\nnodes: {}\n",
      "deep/claims.options.yaml": "numbers: []\n",
    });
    const { code, err } = await checking(root, other);
    expect(code).toBe(1);
    expect(err).toMatch(/deep\/broken\.yaml:1:1 error missing-start/);
    expect(err.match(/ error /g)).toHaveLength(1);
    expect(await checking(root, join(other, "sales.yaml"))).toMatchObject({ code: 0 });
  });

  test("mistakes of a file and of a module near it are reported together", async () => {
    const other = makeProject({
      "check.yaml": checkModule.replace("then: decide", "then: decyde"),
      "sales.yaml": caller("Sales").replace("error: bye", "error: by").replace("disconnect: {}", "disconect: {}"),
    });
    const { err } = await checking(makeProject(good), join(other, "sales.yaml"));
    expect(err.match(/(?<=error )[\w-]+/g)?.sort()).toEqual([
      "dangling-transition",
      "dangling-transition",
      "unknown-action",
    ]);
  });

  test("mistakes of the stack and of files are reported together", async () => {
    const root = makeProject({ ...bad, "Pulumi.dev.yaml": stack("genesys-flows:flwos: {}") });
    const { err } = await checking(root);
    expect(err.match(/(?<=error )[\w-]+/g)).toEqual(["stack-config", "dangling-transition"]);
    expect((await checking(root, "flows/support.yaml")).err).toContain("dangling-transition");
  });
});

test("the command line ends with 0, 1 or 2", () => {
  const root = makeProject(bad);
  expect(flowctl(root, "--help")).toMatchObject({ code: 0, err: "" });
  expect(flowctl(root, "check")).toMatchObject({ code: 1, out: "" });
  expect(flowctl(root, "chek")).toMatchObject({ code: 2, err: expect.stringContaining("unknown command 'chek'") });
  expect(flowctl(root, "check", "--stack", "none")).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^There is no Pulumi\.none\.yaml/),
  });
});

test("org seed creates the organisation of the stack, and adds nothing the second time", async () => {
  const root = makeProject({
    ...good,
    "local/organisation.yaml": "organisation: {name: Test}\nqueues: [{name: Enquiries}]\n",
  });
  const seeding = () => running(root, (context) => seed({ stack: "dev" }, context));
  await seeding();
  expect(existsSync(join(root, ".genesys/orgs/example-dev.sqlite"))).toBe(true);
  const again = await seeding();
  expect(again).toEqual({
    code: 0,
    out: "The organisation already has every entry of local/organisation.yaml.\n",
    err: "",
  });
});
