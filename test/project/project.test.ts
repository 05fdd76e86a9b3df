import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArchy } from "@genesys-flows/architect";
import { type FlowProject, readCompiled, readSidecar, writeCompiled } from "@genesys-flows/project";
import { expectGolden, load, makeProject, removeProjects } from "./harness.ts";
import { caller, checkModule, exported, exportedModule, placeholder, stack, transferring } from "./samples.ts";

afterEach(removeProjects);

const flowOf = (project: FlowProject, key: string) => {
  const flow = project.flows.find((f) => f.key === key);
  if (!flow) throw new Error(`there is no flow ${key}`);
  return flow;
};

describe("flows", () => {
  test("modules come first, callers know them by key", async () => {
    const project = await load(makeProject({ "flows/a.yaml": caller("A"), "flows/check.yaml": checkModule }));
    expect(project.flows.map((f) => f.key)).toEqual(["check", "a"]);
    expect(flowOf(project, "a").modules).toEqual(["check"]);
    expect(flowOf(project, "check").contract?.outcome?.outcomes).toEqual({
      success: ["success"],
      failure: ["failure"],
    });
  });

  test("an export keeps its text; a placeholder is filled in", async () => {
    const root = makeProject({
      "flows/claims_v2-0.yaml": exported("Claims"),
      "Pulumi.test.yaml": stack("genesys-flows:substitutions: {queue: Claims}"),
    });
    const claims = flowOf(await load(root), "claims");
    expect(claims).toMatchObject({
      origin: "export",
      file: "flows/claims_v2-0.yaml",
      name: "Claims",
      division: "Home",
    });
    expect(claims.document.text).toBe(exported("Claims", '"Claims"'));
    expect(claims.references).toEqual([expect.objectContaining({ kind: "queue", name: "Claims" })]);
  });

  test("an exported module with a declared outcome can be called by key", async () => {
    const root = makeProject({
      "flows/lookup_v4-0.yaml": exportedModule("Lookup"),
      "flows/lookup.options.yaml": "outcome: {from: Common.success, completed: true}\n",
      "flows/a.yaml": `inboundCall: A
start: look
nodes:
  look: {callModule: lookup, on: {completed: bye, error: bye}}
  bye: {disconnect: {}}
`,
    });
    const project = await load(root);
    expect(flowOf(project, "a").modules).toEqual(["lookup"]);
    expect(flowOf(project, "lookup").contract?.outcome).toEqual({
      from: "Common.success",
      outcomes: { completed: [true] },
    });
  });

  test("flows that transfer in a cycle need stubs; others do not", async () => {
    const project = await load(
      makeProject({
        "flows/day.yaml": transferring("Day", "Night"),
        "flows/night.yaml": transferring("Night", "Day"),
        "flows/front.yaml": transferring("Front", "Day"),
      }),
    );
    expect(flowOf(project, "day")).toMatchObject({ createStubs: true, inCycleWith: ["night"] });
    expect(flowOf(project, "front")).toMatchObject({ createStubs: false, inCycleWith: [] });
    expect(flowOf(project, "front").leadsTo).toEqual([{ kind: "flow", name: "Day", key: "day" }]);
    const order = project.flows.map((flow) => flow.key);
    expect(order.indexOf("day")).toBeLessThan(order.indexOf("front"));
  });

  test("settings of one flow come from the stack", async () => {
    const root = makeProject({
      "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
      "flows/claims.options.yaml": 'numbers: ["+13175550120"]\nformerly: [old-claims]\nonDrift: fail\n',
      "Pulumi.test.yaml": stack(
        'genesys-flows:flows:\n  claims: {pin: true, import: 1f2e, importedVersion: "1.0", forceUnlock: true, onDrift: overwrite}',
      ),
    });
    expect(flowOf(await load(root), "claims")).toMatchObject({
      numbers: ["+13175550120"],
      formerly: ["old-claims"],
      settings: { pin: true, import: "1f2e", importedVersion: "1.0", forceUnlock: true, onDrift: "overwrite" },
    });
  });

  test("queues of all files are one map", async () => {
    const root = makeProject({
      "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
      "flows/queues.yaml": "queues:\n  Claims: {description: All claims}\n  Sales:\n",
    });
    expect((await load(root)).queues).toEqual({ Claims: { description: "All claims" }, Sales: {} });
  });

  test("a flow's own value goes before the shared one, that before the default", async () => {
    const files = {
      "flows/check.yaml": checkModule,
      ...Object.fromEntries(
        ["a", "b"].map((key) => [
          `flows/${key}.yaml`,
          caller(key, "values:\n  tries: {type: integer, default: 9}\n").replace(
            "tries: 2",
            `tries: "${placeholder("tries")}"`,
          ),
        ]),
      ),
    };
    const triesOf = async (config: string) => {
      const project = await load(makeProject({ ...files, ...(config && { "Pulumi.test.yaml": stack(config) }) }));
      return ["a", "b"].map((key) => {
        const inputs = flowOf(project, key).graph.nodes.get("check")?.properties["inputs"];
        return (inputs as Record<string, unknown>)["Common.tries"];
      });
    };
    expect(await triesOf("")).toEqual([{ lit: 9 }, { lit: 9 }]);
    expect(await triesOf("genesys-flows:values: {tries: 5}\ngenesys-flows:flows:\n  b: {values: {tries: 7}}")).toEqual([
      { lit: 5 },
      { lit: 7 },
    ]);
  });
});

describe("digests", () => {
  test("the source digest is the same in every stack, the digest is not", async () => {
    const digests = async (queue: string) => {
      const root = makeProject({
        "flows/claims_v2-0.yaml": exported("Claims"),
        "Pulumi.test.yaml": stack(`genesys-flows:substitutions: {queue: ${queue}}`),
      });
      return flowOf(await load(root), "claims");
    };
    const [one, other] = [await digests("Claims"), await digests("Claims EU")];
    expect(one.sourceDigest).toBe(other.sourceDigest);
    expect(one.digest).not.toBe(other.digest);
  });

  test("a newer export, or a file in another folder, is the same flow", async () => {
    const [older, newer] = [
      await load(makeProject({ "flows/claims_v2-0.yaml": exported("Claims", "Claims") })),
      await load(
        makeProject({
          "flows/inbound/claims_v3-0.yaml": exported("Claims", "Claims")
            .replace("task[Main_10]", "task[Main_77]")
            .replace("refId: Main_10", "refId: Main_77"),
        }),
      ),
    ];
    expect(newer.flows[0]?.key).toBe(older.flows[0]?.key);
    expect(newer.flows[0]?.digest).toBe(older.flows[0]?.digest);
  });
});

describe("compiled documents", () => {
  test("are next to their sidecars, named by key and digest; the second time nothing is written", async () => {
    const root = makeProject({ "flows/a.yaml": caller("A"), "flows/check.yaml": checkModule });
    const project = await load(root);
    const paths = await writeCompiled(project);
    const path = paths.get("a") as string;
    expect(path).toBe(`.genesys/compiled/a-${flowOf(project, "a").digest.slice(0, 12)}.yaml`);
    const written = statSync(join(root, path)).mtimeMs;
    await writeCompiled(await load(root));
    expect(statSync(join(root, path)).mtimeMs).toBe(written);
    expect(readdirSync(join(root, ".genesys/compiled")).filter((file) => file.endsWith(".tmp"))).toEqual([]);
  });

  test("the sidecar leads from a call to the node and line of the file that a person wrote", async () => {
    const root = makeProject({ "flows/a.yaml": caller("A"), "flows/check.yaml": checkModule });
    const paths = await writeCompiled(await load(root));
    const sidecar = await readSidecar(join(root, paths.get("a") as string));
    expect(sidecar).toMatchObject({
      key: "a",
      file: "flows/a.yaml",
      origin: "definition",
      onFaultLocation: { line: 2 },
    });
    expect(sidecar?.calls).toEqual([
      expect.objectContaining({
        node: "check",
        module: "Check",
        outcome: expect.objectContaining({ from: "Common.outcome" }),
      }),
    ]);
    const entry = sidecar?.nodes.find((node) => node.path === sidecar.calls[0]?.path);
    expect(entry).toMatchObject({ node: "check", file: "flows/a.yaml", line: 5 });
  });

  test("a damaged sidecar is named", async () => {
    const root = makeProject({ "flows/a_v1-0.yaml": exported("A", "Sales") });
    const path = join(root, (await writeCompiled(await load(root))).get("a") as string);
    writeFileSync(path.replace(".yaml", ".map.json"), "{");
    await expect(readSidecar(path)).rejects.toThrow(/is not the sidecar of a compiled flow/);
    await expect(readSidecar(join(root, "other.yaml"))).resolves.toBeUndefined();
  });

  test("a document is what its text says, with any parsed form in the sidecar", async () => {
    const root = makeProject({
      "flows/a.yaml": caller("A"),
      "flows/check.yaml": checkModule,
      "flows/b_v1-0.yaml": exported("B", "Sales"),
    });
    for (const path of (await writeCompiled(await load(root))).values()) {
      const file = join(root, path);
      const read = async () => (await readCompiled(file, { path })).document;
      const { name, body, ...beside } = await read();
      const parsed = parseArchy(readFileSync(file, "utf8"), { file: beside.file });
      expect({ name, body, text: beside.text }).toEqual({ name: parsed.name, body: parsed.body, text: parsed.text });
      expect(beside.locate(["nodes"])).toEqual(parsed.locate(["nodes"]));
      writeFileSync(file, readFileSync(file, "utf8").replace(/name: .*/, "name: Another"));
      expect((await read()).name).toBe("Another");
    }
  });

  test("holds no absolute path", async () => {
    const root = makeProject({
      "flows/a.yaml": caller("A"),
      "flows/check.yaml": checkModule,
      "flows/b_v1-0.yaml": exported("B", "Sales"),
    });
    await writeCompiled(await load(root));
    const folder = join(root, ".genesys/compiled");
    for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file), "utf8")).not.toContain(root);
    expect(existsSync(folder)).toBe(true);
  });
});

test("the topology is a Mermaid diagram", async () => {
  const project = await load(
    makeProject({
      "flows/check.yaml": checkModule,
      "flows/sales.yaml": caller('Sales "new"', 'numbers: ["+13175550100"]\n'),
      "flows/front door.yaml": transferring("Front door", "'Sales \"new\"'"),
    }),
  );
  expectGolden(import.meta.dirname, "topology", project.topology().trimEnd());
});
