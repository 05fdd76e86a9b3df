import type { ArchyMap, FlowGraph, FlowNode, ModuleContract, NodeId } from "@genesys-flows/architect";
import fc from "fast-check";

/** Graphs for the laws of compilation: any well-formed ones, and structured ones made of nested blocks. */

/** Flow types of the laws: with tasks, with states, and without parts. */
export type LawType = "inboundCall" | "inboundEmail" | "workflow" | "commonModule" | "inqueueCall";

const outcome = { from: "Common.outcome", outcomes: { done: ["done"], failed: ["failed"] } };

interface Kind {
  readonly kind: string;
  readonly paths: readonly string[];
  readonly properties: ArchyMap;
}

const goesOn: Kind[] = [
  { kind: "playAudio", paths: ["next"], properties: { audio: { tts: "Hello." } } },
  {
    kind: "setParticipantData",
    paths: ["next"],
    properties: { attributes: [{ attribute: { name: { lit: "a" }, value: { lit: "b" } } }] },
  },
];

const branches: Kind[] = [
  { kind: "decision", paths: ["yes", "no"], properties: { condition: { exp: "Flow.a" } } },
  {
    kind: "collectInput",
    paths: ["success", "failure"],
    properties: { inputData: { var: "Flow.b" }, digits: { exact: 4 } },
  },
  {
    kind: "callData",
    paths: ["success", "failure", "timeout"],
    properties: { category: { CRM: { dataAction: { Check: { inputs: {}, successOutputs: {} } } } } },
  },
  {
    kind: "switch",
    paths: ["1", "case-2", "default"],
    properties: {
      evaluate: {
        firstTrue: {
          cases: [{ case: { value: { exp: 'Flow.b == "1"' } } }, { case: { value: { exp: "Length(Flow.b) > 3" } } }],
        },
      },
    },
  },
  { kind: "transferToAcd", paths: ["failure"], properties: { targetQueue: { lit: { name: "Sales" } } } },
];

const call: Kind = {
  kind: "callModule",
  paths: ["done", "failed", "error"],
  properties: { module: "Shared", inputs: {}, outputs: {}, outcome, outcomeVariable: "Flow.sharedOutcome" },
};

const loop: Kind = {
  kind: "loop",
  paths: ["each", "done"],
  properties: { currentIndex: { var: "Flow.i" }, loopCount: { lit: 3 } },
};

const ends: Kind[] = [{ kind: "disconnect", paths: [], properties: {} }];
const moduleEnds: Kind[] = [{ kind: "end", paths: [], properties: { outcome: "done" } }];

export const contract: ModuleContract = {
  name: "Random",
  inputs: {},
  outputs: { "Common.outcome": "string" },
  channels: ["inboundCall"],
  outcome: { from: "Common.outcome", outcomes: { done: ["done"] } },
};

function graphOf(type: LawType, nodes: FlowNode[], start: NodeId): FlowGraph {
  const all = new Map(nodes.map((node) => [node.id, node]));
  const reached = new Set([start]);
  for (const id of reached) for (const target of Object.values(all.get(id)?.transitions ?? {})) reached.add(target);
  return {
    type,
    name: "Random",
    settings: {},
    variables:
      type === "commonModule"
        ? [
            {
              name: "Common.outcome",
              type: "string",
              initialValue: { lit: "error" },
              isInput: false,
              isOutput: true,
            },
          ]
        : [],
    ...(type === "commonModule" ? { module: contract } : {}),
    start,
    nodes: new Map(nodes.filter((node) => reached.has(node.id)).map((node) => [node.id, node])),
    containers: [],
  };
}

function nodeOf(id: NodeId, { kind, properties }: Kind, transitions: Record<string, NodeId>): FlowNode {
  return { id, kind, name: id, properties, transitions };
}

/** Any graph whose transitions lead somewhere: joins, cycles, output paths without a transition. Without `loop` nodes. */
export function anyGraph(type: LawType, maxNodes: number, minNodes = 1): fc.Arbitrary<FlowGraph> {
  const kinds = [...goesOn, ...branches, ...(type === "commonModule" ? moduleEnds : [call, ...ends])];
  return fc
    .array(
      fc.record({ kind: fc.constantFrom(...kinds), targets: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }) }),
      {
        minLength: minNodes,
        maxLength: maxNodes,
        size: "max",
      },
    )
    .map((drafts) => {
      const id = (index: number) => `n${index}`;
      const nodes = drafts.map(({ kind, targets }, index) => {
        const transitions: Record<string, NodeId> = {};
        kind.paths.forEach((path, at) => {
          const target = (targets[at] ?? 0) % (drafts.length + 1);
          if (target < drafts.length) transitions[path] = id(target);
        });
        return nodeOf(id(index), kind, transitions);
      });
      return graphOf(type, nodes, id(0));
    });
}

type Ending = "fall" | "end" | "stop" | "again" | "leave";
type Statement = { kind: Kind; paths: Block[] };
interface Block {
  readonly statements: readonly Statement[];
  readonly ending: Ending;
}

function blocks(depth: number, o: { inLoop: boolean }): fc.Arbitrary<Block> {
  const endings: Ending[] = [
    "fall",
    "fall",
    "end",
    ...(o.inLoop ? (["again", "leave"] as const) : (["stop"] as const)),
  ];
  const simple = fc.constantFrom(...goesOn).map((kind): Statement => ({ kind, paths: [] }));
  const branch = () =>
    fc
      .constantFrom(...branches.filter(({ kind }) => kind !== "transferToAcd"))
      .chain((kind) =>
        fc
          .array(blocks(depth - 1, o), { minLength: kind.paths.length, maxLength: kind.paths.length })
          .map((paths): Statement => ({ kind, paths })),
      );
  const turns = () =>
    blocks(depth - 1, { ...o, inLoop: true }).map((body): Statement => ({ kind: loop, paths: [body] }));
  const statement = depth <= 0 ? simple : fc.oneof(simple, branch(), turns());
  return fc.record({
    statements: fc.array(statement, { maxLength: 3 }),
    ending: fc.constantFrom(...endings),
  });
}

/** Graphs made of nested blocks: branches that join after themselves, loops with turns and an exit. */
export function structuredGraph(type: LawType, depth: number): fc.Arbitrary<FlowGraph> {
  return blocks(depth, { inLoop: false })
    .map((block) => lower(type, block))
    .filter((graph) => graph !== undefined);
}

/** One large structured graph of so many nodes, nested so deeply, by a seed. */
export function largeStructured(type: LawType, o: { nodes: number; depth: number; seed: number }): FlowGraph {
  let state = o.seed + 1;
  const random = (limit: number) => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 374761393;
    return (state >>> 8) % limit;
  };
  let left = o.nodes;
  const nesting = branches.filter(({ kind }) => kind !== "transferToAcd");
  const block = (depth: number, inLoop: boolean): Block => {
    const statements: Statement[] = [];
    for (let n = 0; n < 2 && left > 0; n++) {
      left--;
      const kind = [...goesOn, ...nesting, loop][random(goesOn.length + nesting.length + 1)] as Kind;
      const isTurn = kind === loop;
      if (depth === 0 || kind.paths[0] === "next") statements.push({ kind: goesOn[0] as Kind, paths: [] });
      else if (isTurn) statements.push({ kind, paths: [block(depth - 1, true)] });
      else statements.push({ kind, paths: kind.paths.map(() => block(depth - 1, inLoop)) });
    }
    const endings: Ending[] = ["fall", "fall", "fall", "end", ...(inLoop ? (["again", "leave"] as const) : [])];
    return { statements, ending: endings[random(endings.length)] as Ending };
  };
  /** Goes down to the full depth first, and fills up on return. */
  const spine = (depth: number): Block => {
    left--;
    const kind = nesting[depth % nesting.length] as Kind;
    const inner = depth === 0 ? block(0, false) : spine(depth - 1);
    const others = kind.paths.slice(1).map(() => block(3, false));
    return { statements: [{ kind, paths: [inner, ...others] }, ...block(5, false).statements], ending: "fall" };
  };
  const statements = [...spine(o.depth).statements];
  while (left > 0) statements.push(...block(6, false).statements);
  return lower(type, { statements, ending: "end" }) as FlowGraph;
}

interface Around {
  readonly next: NodeId | undefined;
  readonly loop?: { readonly head: NodeId; readonly exit: NodeId | undefined };
}

function lower(type: LawType, block: Block): FlowGraph | undefined {
  const nodes: FlowNode[] = [];
  const fresh = () => `n${nodes.length}`;
  const end = type === "commonModule" ? moduleEnds[0] : ends[0];
  const add = (kind: Kind, transitions: (id: NodeId) => Record<string, NodeId | undefined>): NodeId => {
    const id = fresh();
    nodes.push(nodeOf(id, kind, {}));
    const known = Object.entries(transitions(id)).filter((entry): entry is [string, NodeId] => entry[1] !== undefined);
    nodes[Number(id.slice(1))] = nodeOf(id, kind, Object.fromEntries(known));
    return id;
  };
  const ofBlock = ({ statements, ending }: Block, around: Around): NodeId | undefined => {
    let next = {
      fall: () => around.next,
      end: () => add(end as Kind, () => ({})),
      stop: () => undefined,
      again: () => around.loop?.head,
      leave: () => around.loop?.exit,
    }[ending]();
    for (const statement of [...statements].reverse()) next = ofStatement(statement, { ...around, next });
    return next;
  };
  const ofStatement = ({ kind, paths }: Statement, around: Around): NodeId =>
    add(kind, (id) => {
      if (kind === loop) {
        const turns = { next: id, loop: { head: id, exit: around.next } };
        return { each: ofBlock(paths[0] as Block, turns), done: around.next };
      }
      if (paths.length === 0) return { next: around.next };
      return Object.fromEntries(kind.paths.map((path, index) => [path, ofBlock(paths[index] as Block, around)]));
    });
  const start = ofBlock(block, { next: undefined });
  return start === undefined ? undefined : graphOf(type, nodes, start);
}
