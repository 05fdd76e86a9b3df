import {
  compile,
  DiagnosticError,
  defineFlow,
  defineFlows,
  defineModule,
  printArchy,
  toGraph,
  value,
} from "@genesys-flows/architect";

const check = defineModule({
  key: "check",
  commonModule: "Check",
  channels: ["inboundCall"],
  inputs: { limit: "integer" },
  outcomes: ["passed"],
  start: "done",
  nodes: { done: { end: "passed" } },
});

const modules = (key: string) => (key === "check" ? toGraph(check, { modules: () => undefined }).module : undefined);

describe("flows in TypeScript", () => {
  test("are definitions like those of YAML files", () => {
    const flow = defineFlow({
      inboundCall: "Sales",
      start: "check",
      nodes: {
        check: { callModule: check, inputs: { limit: 3 }, on: { passed: "bye", error: "bye" } },
        bye: { disconnect: {} },
      },
    });
    expect(flow.type).toBe("inboundCall");
    expect(flow.nodes[0]?.body).toBe("check");
    const text = printArchy(compile({ graph: toGraph(flow, { modules }) }).document);
    expect(text).toContain("Common.limit:");
    expect(text).toContain('Flow.checkOutcome == "passed"');
  });

  test("know where they were defined", () => {
    const flow = defineFlow({ inboundCall: "Sales", start: "bye", nodes: { bye: { disconnect: {} } } });
    expect(flow.file).toBe("test/architect/definition/builders.test.ts");
    expect(flow.locate([]).line).toBeGreaterThan(40);
    expect(check.key).toBe("check");
  });

  test("a module without a key has the key of its file", () => {
    const module = defineModule({
      commonModule: "Other",
      channels: ["inboundCall"],
      start: "done",
      nodes: { done: { end: "completed" } },
    });
    expect(module.key).toBe("builders.test");
  });

  test("one for each row of a table", () => {
    const flows = defineFlows({ sales: "Sales", support: "Support" }, (queue) => ({
      inboundCall: `${queue} line`,
      start: "queue",
      nodes: { queue: { transferToAcd: queue, on: { failure: "bye" } }, bye: { disconnect: {} } },
    }));
    expect(Object.keys(flows)).toEqual(["sales", "support"]);
    expect(flows.support.name).toBe("Support line");
  });

  test("what the compiler cannot see is reported when the file runs, with the row's key", () => {
    const make = () =>
      defineFlows({ sales: 1 }, () => ({ inboundCall: "Sales", start: "bye", nodes: { bye: { playAduio: "Bye" } } }));
    expect(make).toThrow(DiagnosticError);
    expect(make).toThrow(/unknown-action: The action 'playAduio' does not exist.*flow sales, node bye/);
  });

  test("per-environment values are filled in per stack", () => {
    const flow = defineFlow({
      inboundCall: "Service",
      values: { queue: { type: "string" }, length: { type: "integer", default: 4 } },
      start: "ask",
      nodes: {
        ask: { collectInput: { digits: value<number>("length"), into: "Task.pin" }, on: { success: "queue" } },
        queue: { transferToAcd: value("queue"), on: { failure: "bye" } },
        bye: { playAudio: "All lines of ${queue} are busy." },
      },
    });
    const text = (queue: string, length: number) => {
      const filled = flow.written?.fill({ queue, length }).definition;
      return filled && printArchy(compile({ graph: toGraph(filled, { modules }) }).document);
    };
    expect(text("Service EU", 6)).toContain("name: Service EU");
    expect(text("Service EU", 6)).toContain("exact: 6");
    expect(text("Service US", 4)).toContain("All lines of Service US are busy.");
    expect(flow.written?.fill({}).findings).toMatchObject([
      { code: "missing-value", message: expect.stringMatching(/^The value 'queue' is not set/) },
    ]);
  });
});
