import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { count } from "@genesys-flows/architect/count";
import { html } from "@genesys-flows/architect/html";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import type { RunnableFlow } from "@genesys-flows/conversation";
import {
  type Coverage,
  coverage,
  coverageDiagram,
  coverageLcov,
  coverageText,
  flowsWithin,
} from "@genesys-flows/conversation/explore";
import type { TestedFile } from "@genesys-flows/conversation/script";
import type { Stage } from "@genesys-flows/conversation/stage";
import { diagramHtml, htmlPage } from "@genesys-flows/report/html-page";
import type { Context } from "../context.ts";

const FOLDER = ".genesys/reports/coverage";

/** Coverage of flows by conversations, including the modules that the flows call. */
export class TestCoverage {
  readonly covered: Coverage;
  readonly #flows: readonly RunnableFlow[];

  constructor(files: readonly TestedFile[], stage: Stage) {
    const named = files.flatMap(({ flow }) => (flow === undefined ? [] : (stage.flow(flow) ?? [])));
    this.#flows = [...new Set(named)];
    const transcripts = files.flatMap(({ conversations }) => conversations.map(({ transcript }) => transcript));
    this.covered = coverage(this.#flows, transcripts);
  }

  /** Writes the coverage as lcov and as a page with coloured diagrams. @returns the files, relative to the project */
  write({ root }: Pick<Context, "root">): string[] {
    mkdirSync(join(root, FOLDER), { recursive: true });
    const files = { "lcov.info": coverageLcov(this.covered), "index.html": this.#page() };
    return Object.entries(files).map(([name, text]) => {
      writeWholeSync(join(root, FOLDER, name), text);
      return `${FOLDER}/${name}`;
    });
  }

  #page(): string {
    const title = `Coverage of ${count(this.#flows.length, "flow")} by conversation tests`;
    const content = html`<h1>${title}</h1>
<pre>${coverageText(this.covered)}</pre>
<p>Green: covered. Yellow: covered, but not every output path. Red: not covered.</p>
${[...new Set(this.#flows.flatMap(flowsWithin))].map(
  (flow) => html`<article class="flow"><h3>${flow.name} <small>${flow.type}</small></h3>
${diagramHtml(coverageDiagram(flow, this.covered), flow.name)}</article>
`,
)}`;
    return htmlPage({ title, content, hasDiagrams: true });
  }
}
