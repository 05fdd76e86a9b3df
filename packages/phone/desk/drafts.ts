import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticError } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { type Stage, stageOfProject } from "@genesys-flows/conversation/stage";
import { type FlowUnit, loadProject, stackFileEntries } from "@genesys-flows/project";

/** A checkout, read for one stack. */
export interface Checkout {
  readonly root: string;
  readonly stack: string;
}

/** The flows of a checkout; without a stage if the flows contain errors. */
interface Read {
  readonly units: readonly FlowUnit[];
  readonly stage?: Stage;
  readonly problem?: string;
}

/** The callable flows of a checkout, as last read. */
export class Drafts {
  readonly #checkout: Checkout;
  now: Read | undefined;

  constructor(checkout: Checkout) {
    this.#checkout = checkout;
  }

  async read(): Promise<Read> {
    this.now = await readDrafts(this.#checkout);
    return this.now;
  }
}

async function readDrafts({ root, stack: name }: Checkout): Promise<Read> {
  const stackFile = `Pulumi.${name}.yaml`;
  const path = join(root, stackFile);
  try {
    const stack = existsSync(path) ? stackFileEntries(stackFile, readFileSync(path, "utf8")) : {};
    const project = await loadProject({ root, stack, stackFile });
    return { units: project.flows, stage: stageOfProject(project) };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const [first] = error.diagnostics;
    const place = first?.location ? `${first.location.file}:${first.location.line}: ` : "";
    const many = count(error.diagnostics.length, "error");
    return {
      units: [],
      problem: `The checkout has ${many}, so drafts cannot be called. ${place}${first?.message ?? ""}`,
    };
  }
}
