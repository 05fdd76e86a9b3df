import { flowDiagram } from "@genesys-flows/architect";
import { columns } from "@genesys-flows/architect/columns";
import { placeOf, type RunnableFlow } from "../run/flow.ts";
import { type Coverage, type CoveredPart, type FlowCoverage, missing, type PartKind } from "./coverage.ts";
import { flowKey } from "./places.ts";

const headings: Readonly<Record<PartKind, string>> = {
  node: "nodes",
  transition: "transitions",
  outcome: "outcomes",
  case: "cases",
};
const kinds = Object.keys(headings) as PartKind[];

/**
 * A table with one line per flow and a count such as `11/12` for each kind. The missing items follow, with their
 * places.
 */
export function coverageText(covered: Coverage): string {
  const rows = covered.map((flow) => [
    titleOf(flow),
    ...kinds.map((kind) => share(flow.parts.filter((part) => part.kind === kind))),
    linesOf(flow.parts.filter(({ times }) => times === 0)),
  ]);
  const table = columns(["flow", ...kinds.map((kind) => headings[kind]), "missing lines"], rows);
  const parts = missing(covered).flatMap((flow) => flow.parts.map((part) => `  ${titleOf(flow)}: ${partText(part)}`));
  return [...table, ...(parts.length === 0 ? [] : ["", "Not taken:", ...parts])].join("\n");
}

const titleOf = ({ key, flow, version }: FlowCoverage) => `${key ?? flow}${version === undefined ? "" : ` ${version}`}`;

function share(parts: readonly CoveredPart[]): string {
  return parts.length === 0 ? "-" : `${parts.filter(({ times }) => times > 0).length}/${parts.length}`;
}

function linesOf(parts: readonly CoveredPart[]): string {
  const lines = new Set(parts.flatMap(({ location }) => location?.line ?? []));
  return [...lines].sort((a, b) => a - b).join(", ");
}

/** `` `failure` of ask (flows/modules/pin-authentication.yaml:18) ``. */
function partText({ kind, node, path, location }: CoveredPart): string {
  const place = location ? ` (${location.file}:${location.line})` : "";
  return kind === "node" ? `${node}${place}` : `\`${path}\` of ${node}${place}`;
}

/**
 * Coverage as an lcov tracefile for the edited source files. A line is covered if its nodes ran; the output paths are
 * its branches. Nodes without a place in the source are left out.
 */
export function coverageLcov(covered: Coverage): string {
  const located = covered.flatMap(({ parts }) => parts.filter(({ location }) => location !== undefined));
  const files = [...Map.groupBy(located, ({ location }) => location?.file ?? "")].sort(([a], [b]) => (a < b ? -1 : 1));
  return files.map(([file, parts]) => fileRecord(file, parts)).join("");
}

function fileRecord(file: string, parts: readonly CoveredPart[]): string {
  const lines = [...Map.groupBy(parts, ({ location }) => location?.line ?? 0)].sort(([a], [b]) => a - b);
  const branches = lines.flatMap(([line, on]) => {
    const isTaken = on.some(({ kind, times }) => kind === "node" && times > 0);
    const paths = on.filter(({ kind }) => kind !== "node");
    return paths.map(({ times }, index) => `BRDA:${line},0,${index},${isTaken ? times : "-"}`);
  });
  const hits = lines.map(([line, on]) => {
    const nodes = on.filter(({ kind }) => kind === "node").map(({ times }) => times);
    // If several nodes share a line, the lowest count applies, because a line is only covered if all its nodes are.
    return [line, Math.min(...nodes)] as const;
  });
  const taken = parts.filter(({ kind, times }) => kind !== "node" && times > 0);
  return `${[
    "TN:",
    `SF:${file}`,
    ...branches,
    `BRF:${branches.length}`,
    `BRH:${taken.length}`,
    ...hits.map(([line, times]) => `DA:${line},${times}`),
    `LF:${hits.length}`,
    `LH:${hits.filter(([, times]) => times > 0).length}`,
    "end_of_record",
  ].join("\n")}\n`;
}

/** Styles of nodes, in the colours that show differences. */
const styles = {
  covered: "fill:#d2f4d9,stroke:#1a7f37,color:#0b3d1a",
  partly: "fill:#fff3c4,stroke:#9a6700,color:#4d3300",
  missing: "fill:#ffdcd9,stroke:#cf222e,color:#6b0f16",
} as const;

/**
 * A flow as a Mermaid flow chart that distinguishes nodes that ran with all output paths, nodes that ran with only
 * some, and nodes that never ran.
 */
export function coverageDiagram(flow: RunnableFlow, covered: Coverage): string {
  const id = flowKey(placeOf(flow));
  const parts = Map.groupBy(covered.find((one) => flowKey(one) === id)?.parts ?? [], ({ node }) => node);
  const classOf = (node: Parameters<typeof placeOf>[1]) => {
    const own = parts.get(placeOf(flow, node).node ?? "") ?? [];
    if (own.every(({ times }) => times > 0)) return "covered";
    return own.some(({ kind, times }) => kind === "node" && times > 0) ? "partly" : "missing";
  };
  return flowDiagram(flow.graph, { classOf, styles });
}
