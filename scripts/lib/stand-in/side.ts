import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { DiagnosticError } from "@genesys-flows/architect";
import { type FlowProject, loadProject, stackFileEntries } from "@genesys-flows/project";
import { parse } from "yaml";

/** A checkout as a stack sees it. */
export interface Side {
  /** Absolute path of the project's folder. */
  readonly folder: string;
  /** Text of `Pulumi.<stack>.yaml`; undefined where the checkout has none. */
  readonly stackFile?: string;
  /** Undefined where its flows have mistakes. */
  readonly project?: FlowProject;
  /** The first mistake. */
  readonly mistake?: string;
  /** Its own seed, as data. */
  readonly seed: Readonly<Record<string, unknown>>;
}

const OWN_SEED = path.join("local", "organisation.yaml");

/** Reads a checkout as a stack sees it. @throws what the file system says */
export async function readSide(folder: string, stack: string): Promise<Side> {
  const file = `Pulumi.${stack}.yaml`;
  const text = textOf(path.join(folder, file));
  const seed = seedOf(textOf(path.join(folder, OWN_SEED)) ?? "");
  if (text === undefined) return { folder, seed };
  try {
    const project = await loadProject({
      root: folder,
      stack: stackFileEntries(file, text),
      stackFile: file,
      fresh: true,
    });
    return { folder, stackFile: text, project, seed };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { folder, stackFile: text, mistake: error.diagnostics[0]?.message ?? error.message, seed };
  }
}

/** Whoever starts the embedded organisation reports what is wrong with a seed; here, it has nothing. */
function seedOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = parse(text);
    return typeof data === "object" && data !== null && !Array.isArray(data) ? (data as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
