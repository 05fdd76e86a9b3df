import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  type ArchyDocument,
  archyPathText,
  digest as digestOf,
  type FlowGraph,
  lift,
  moduleContract,
  NameMap,
  parseArchy,
} from "@genesys-flows/architect";
import { withOrigins } from "@genesys-flows/architect/versions";
import { compiledPath, type FlowProject, type FlowUnit, readCompiled, type Sidecar } from "@genesys-flows/project";

/** One version of a flow, verified by its digest. */
export interface FlowSide extends Pick<FlowUnit, "digest" | "origin" | "graph" | "contract" | "file" | "document"> {
  readonly source: "compiled" | "project" | "base";
}

export interface SideSources {
  /** Absolute path of the project, which contains `.genesys/compiled`. */
  readonly root: string;
  readonly project?: FlowProject;
  readonly base?: FlowProject;
}

export interface WantedSide {
  readonly key: string;
  readonly digest: string;
  /** Earlier keys of the flow; the document may have been written under one of these. */
  readonly formerly?: readonly string[];
  /** Paths of candidate documents from the state, relative to the project. */
  readonly paths?: readonly string[];
}

/**
 * Finds the version of a flow with a given digest: in the project, in its compiled documents, and in the base. The last
 * resort is a compiled document whose sidecar is missing, damaged or belongs to a different document; the nodes then
 * have the ids of the compiled document. Undefined if no document has the digest. A document with a different digest is
 * a different version, regardless of its name.
 */
export async function flowSide(wanted: WantedSide, sources: SideSources): Promise<FlowSide | undefined> {
  if (wanted.digest === "") return undefined;
  const known = unitWith(wanted.digest, sources.project, wanted);
  if (known) return ofUnit(known, "project");
  let nameless: FlowSide | undefined;
  for (const file of pathsOf(wanted)) {
    const side = await compiledSide(file, wanted.digest, sources.root);
    if (side?.isNamed) return side;
    nameless ??= side;
  }
  const old = unitWith(wanted.digest, sources.base, wanted);
  return old ? ofUnit(old, "base") : nameless;
}

function unitWith(digest: string, project: FlowProject | undefined, { key }: WantedSide): FlowUnit | undefined {
  const same = project?.flows.filter((flow) => flow.digest === digest) ?? [];
  return same.find((flow) => flow.key === key) ?? same[0];
}

function ofUnit({ digest, graph, contract, file, origin, document }: FlowUnit, source: FlowSide["source"]): FlowSide {
  return { digest, source, origin, graph, file, contract, document };
}

function pathsOf({ key, digest, formerly = [], paths = [] }: WantedSide): string[] {
  const named = [key, ...formerly].map((one) => compiledPath({ key: one, digest }));
  // A path from the state must not point outside the project.
  const inside = paths.filter((file) => !path.isAbsolute(file) && !file.split(/[\\/]/).includes(".."));
  return [...new Set([...named, ...inside])];
}

/** A compiled document; undefined if it does not exist, cannot be read, or has a different digest. */
async function compiledSide(
  file: string,
  digest: string,
  root: string,
): Promise<(FlowSide & { readonly isNamed: boolean }) | undefined> {
  try {
    const { document, sidecar: beside } = await readWithSidecar(path.join(root, file), file);
    if (digestOf(document) !== digest) return undefined;
    const sidecar = beside?.digest === digest ? beside : undefined;
    const graph = sourceGraph(document, sidecar);
    const outcome = graph.module?.outcome;
    const isModule = document.flowType === "commonModule";
    const contract = isModule ? moduleContract(document, outcome && { outcome }) : undefined;
    const { origin = "export", file: source = file } = sidecar ?? {};
    return {
      digest,
      source: "compiled",
      origin,
      graph,
      file: source,
      isNamed: sidecar !== undefined,
      contract,
      document,
    };
  } catch {
    // The file is missing or damaged; a different source may have the version.
    return undefined;
  }
}

/** Reads a document, without its sidecar if the sidecar is damaged. */
async function readWithSidecar(file: string, named: string): Promise<{ document: ArchyDocument; sidecar?: Sidecar }> {
  try {
    return await readCompiled(file, { path: named });
  } catch {
    return { document: parseArchy(await readFile(file, "utf8"), { file: named }) };
  }
}

/** The graph of a compiled document, with the node ids and locations of its source according to the sidecar. */
function sourceGraph(document: ArchyDocument, sidecar: Sidecar | undefined): FlowGraph {
  const outcomes = new NameMap(sidecar?.calls.map((call) => [call.module, call.outcome]));
  const entries = new Map(sidecar?.nodes.map((entry) => [entry.path, entry]));
  // Lines of a compiled document do not correspond to lines of a definition.
  const flow = sidecar?.origin === "definition" ? sidecar.location : undefined;
  const graph = lift(flow ? withoutPlaces(document) : document, { contract: (module) => outcomes.get(module) });
  const named = withOrigins(graph, (node) => {
    const entry = node.path && entries.get(archyPathText(document, node.path));
    if (entry) {
      const { node: id, file, line, column } = entry;
      return { id, location: { file, line, column } };
    }
    const location = flow ?? (node.path && document.locate(node.path));
    return { id: node.id, location };
  });
  return flow ? { ...named, location: flow } : named;
}

/**
 * A copy of a document that reports the beginning of the document as the location of every node. Finding the real
 * location would parse the text again.
 */
export function withoutPlaces(document: ArchyDocument): ArchyDocument {
  const locate = () => ({ file: document.file, line: 1, column: 1 });
  return Object.defineProperties({} as ArchyDocument, {
    ...Object.getOwnPropertyDescriptors(document),
    locate: { value: locate, enumerable: true },
  });
}
