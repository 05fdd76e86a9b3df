import { type FlowGraph, flowDiagram, lift, valueText } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { type Html, html } from "@genesys-flows/architect/html";
import { type FlowRow, flowByName } from "../flows/flow-table.ts";
import { presentDocument } from "../flows/publishing/present-document.ts";
import type { Context } from "../http/route.ts";
import type { Scope } from "../service.ts";
import { renderOutline } from "./outline/render.ts";
import { withoutMark } from "./ownership.ts";
import { section } from "./table.ts";
import { flowPath, versionText } from "./words.ts";

/** The graph of a version, without its ownership mark, which changes with every publication. */
export function versionGraph(scope: Scope, flow: FlowRow, version: number): FlowGraph {
  const graph = lift(presentDocument(scope, flow, version));
  return { ...graph, description: withoutMark(graph.description) };
}

export function moduleAddress({ store }: Scope): (module: string) => string | undefined {
  return (module) => {
    const row = flowByName(store, "commonModule", module);
    return row && flowPath(row.id);
  };
}

/** The diagram of a version: an outline of its steps, the error handling, and the Mermaid source to copy. */
export function diagram(context: Context, flow: FlowRow, version: number): Html {
  const graph = versionGraph(context, flow, version);
  const heading = html`Diagram of version ${versionText(version)} <small>${count(graph.nodes.size, "step")}</small>`;
  return section(
    "diagram",
    heading,
    html`${faultLine(graph)}
${renderOutline(graph, { moduleAddress: moduleAddress(context) })}
${source({ id: "mermaid", title: "Mermaid source", text: flowDiagram(graph) })}
`,
  );
}

const SAID_LENGTH = 120;

function faultLine({ onFault }: FlowGraph): Html | undefined {
  if (!onFault) return undefined;
  const said = onFault.say && html`says <q>${valueText(onFault.say, SAID_LENGTH).replace(/^"(.*)"$/, "$1")}</q>`;
  return html`<p class="fault">On a fault: ${said ?? "says nothing"}, then <strong>${Object.keys(onFault.then)[0] ?? "nothing"}</strong>.</p>`;
}

/** Folded text that can be copied. */
export function source({ id, title, text }: { id: string; title: string; text: string }): Html {
  return html`<details class="source"><summary>${title}</summary>
<p><button type="button" data-copies="#${id}" hidden>Copy</button> <span role="status"></span></p>
<pre tabindex="0" id="${id}"><code>${text}</code></pre></details>`;
}
