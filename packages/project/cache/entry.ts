import {
  type ArchyReference,
  type Diagnostic,
  type FlowGraph,
  type FlowNode,
  fillingOf,
  type Location,
  readBefore,
  readWritten,
  substitute,
  textPlace,
} from "@genesys-flows/architect";
import { isJson, type Sidecar, sidecarText } from "../compiled.ts";
import type { FlowFindings } from "../linking/findings.ts";
import type { LinkedFlow } from "../linking/link.ts";
import type { FlowFacts } from "../reading/flow.ts";
import type { Demand, FillingValues } from "../stack/values.ts";
import type { Asked } from "./asked.ts";
import { type Packed, packed, unpacked } from "./pack.ts";

export interface FlowSource {
  readonly file: string;
  readonly text: string;
  /** Key of the flow, if it differs from the key of the file. */
  readonly key?: string;
}

/** A flow with a document, and all its dependencies other than its file and the sources of this product. */
export interface CheckedFlow {
  readonly filling: FillingValues;
  readonly findings: readonly Diagnostic[];
  /** The questions about the project's modules during linking. */
  readonly asked: readonly Asked[];
  readonly linked: LinkedFlow;
  readonly found: FlowFindings;
}

/** The part that nearly every run needs. */
interface Head extends Pick<FillingValues, "values">, Pick<CheckedFlow, "findings" | "asked" | "found"> {
  readonly demands: readonly (readonly [string, Demand])[];
  readonly facts: FlowFacts;
  readonly linked: Pick<LinkedFlow, "digest" | "modules" | "contract" | "division"> & {
    readonly references: readonly PlainReference[];
  };
}

type PlainReference = Omit<ArchyReference, "location">;

type PlainGraph = Omit<FlowGraph, "nodes" | "textPlace"> & { readonly nodes: readonly FlowNode[] };

/** A flow as an entry; undefined if it has data that JSON cannot express. */
export function entryOf({ filling, findings, asked, linked, found }: CheckedFlow): Packed | undefined {
  const { read, graph, document, digest, modules, references, contract, division } = linked;
  const head: Head = {
    demands: [...filling.demands],
    values: filling.values,
    ...{ findings, asked, found },
    facts: factsOf(read),
    linked: { digest, modules, contract, division, references: references.map(withoutLocation) },
  };
  const { textPlace: _textPlace, nodes, ...rest } = graph;
  const plain: PlainGraph = { ...rest, nodes: [...nodes.values()] };
  if (![head, plain, document.body].every(isJson)) return undefined;
  const sidecar = sidecarText({ ...read, ...linked });
  return packed([...[head, plain, document.text].map((part) => JSON.stringify(part)), sidecar]);
}

/** The flow in an entry, whose larger parts are read on demand. Undefined for a damaged entry. */
export function flowOf(entry: Packed, source: FlowSource): CheckedFlow | undefined {
  const [head, graph, text, sidecar] = unpacked(entry) ?? [];
  if (!head || !graph || !text || !sidecar) return undefined;
  const { demands, values, findings, asked, found, facts, linked } = JSON.parse(head()) as Head;
  const readGraph = once(() => graphOf(JSON.parse(graph()) as PlainGraph, { facts, values, source }));
  const readText = once(() => JSON.parse(text()) as string);
  const readSidecar = once(() => JSON.parse(sidecar()) as Sidecar & { parsed: Pick<LinkedFlow["document"], "body"> });
  const readFilling = once(() => fillingIn(source, values));
  const document = readBefore({
    file: facts.file,
    get text() {
      return readText();
    },
    flowType: facts.type,
    name: facts.name,
    get body() {
      return readSidecar().parsed.body;
    },
    ...(facts.origin === "export" && demands.length > 0 && { filling: (place: Location) => readFilling()(place) }),
  });
  return {
    filling: { demands: new Map(demands), values },
    findings,
    asked,
    found,
    linked: {
      read: facts,
      get graph() {
        return readGraph();
      },
      document,
      digest: linked.digest,
      get sourceMap() {
        return readSidecar().nodes;
      },
      get calls() {
        return readSidecar().calls;
      },
      get sidecar() {
        return sidecar();
      },
      modules: linked.modules,
      references: linked.references.map((reference) => ({
        ...reference,
        get location() {
          return document.locate(reference.path);
        },
      })),
      contract: linked.contract,
      division: linked.division,
    },
  };
}

function graphOf(
  { nodes, ...rest }: PlainGraph,
  { facts, values, source }: { facts: FlowFacts; values: FillingValues["values"]; source: FlowSource },
): FlowGraph {
  const readDefinition = once(() => {
    const { written } = readWritten({ path: source.file, text: source.text });
    return written?.fill(values).definition;
  });
  return {
    ...rest,
    nodes: new Map(nodes.map((node) => [node.id, node])),
    ...(facts.origin === "definition" && {
      textPlace: (of): Location | undefined => {
        const definition = readDefinition();
        return definition && textPlace(of, definition);
      },
    }),
  };
}

/** The places of an export at which values replaced placeholders. */
function fillingIn({ file, text }: FlowSource, values: FillingValues["values"]): ReturnType<typeof fillingOf> {
  const filled = substitute(text, values, { file });
  return fillingOf(filled.text, filled.filled);
}

/** The plain data of a flow. */
function factsOf(read: FlowFacts): FlowFacts {
  const { key, file, origin, type, name, nameLocation, numbers, emailAddresses, formerly, given } = read;
  const { unnamed, filledIn, contract, sourceDigest, stacks } = read;
  return {
    ...{ key, file, origin, type, name, nameLocation, numbers, emailAddresses, formerly, given },
    ...{ stacks, unnamed, filledIn, contract, sourceDigest },
  };
}

/** A reference without its place, which is computed on demand from the text of the document. */
function withoutLocation({ kind, name, category, flowType, lookup, path }: ArchyReference): PlainReference {
  return { kind, name, path, category, flowType, lookup };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
