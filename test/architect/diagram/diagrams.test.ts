import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { flowDiagram, topologyDiagram } from "@genesys-flows/architect";
import { flowText, load } from "../definition/load.ts";

/** Compares with a golden file; `UPDATE_GOLDEN=1` writes it. */
function expectGolden(name: string, text: string): void {
  const file = path.join(import.meta.dirname, "golden", name);
  if (process.env["UPDATE_GOLDEN"]) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

describe("diagrams", () => {
  test.each(["sales", "pin-authentication"])("of the flow %s", (key) => {
    expectGolden(`${key}.mmd`, flowDiagram(load(flowText(key)).graph));
  });

  test("show an output path of a module call without a transition, and escape markup in texts", () => {
    const { graph } = load(`
inboundCall: 'A "quoted" <b>name</b>'
start: a-b
nodes:
  a-b: {playAudio: 'Press [1] for "sales"; {2} | \`3\` # end', then: list}
  list: {name: 1. No list, playAudio: '- none either', then: a_b}
  a_b: {name: Check & go, callModule: pin-authentication, on: {success: bye}}
  bye: {disconnect: {}}
`);
    expectGolden("markup.mmd", flowDiagram(graph));
  });

  test("of the topology do not depend on the order of the flows", () => {
    const flows = [
      {
        key: "support",
        name: "Support",
        type: "inboundCall",
        numbers: ["+13175550110"],
        modules: ["pin"],
        queues: ["Support"],
      },
      { key: "pin", name: "PIN authentication", type: "commonModule" },
      {
        key: "sales",
        name: "Sales",
        type: "inboundCall",
        numbers: ["+13175550101", "+13175550100"],
        modules: ["pin", "elsewhere"],
        flows: ["support"],
        queues: ["Sales", "Support", "Sales"],
      },
    ] as const;
    const text = topologyDiagram(flows);
    expect(topologyDiagram([...flows].reverse())).toBe(text);
    expectGolden("topology.mmd", text);
  });
});
