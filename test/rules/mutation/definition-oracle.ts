import { brokenBy, ENDS, type Heard, type Trace } from "./verdict.ts";

type Node = Readonly<Record<string, unknown>>;
/** A definition as YAML reads it. */
export interface Written {
  readonly nodes: Readonly<Record<string, Node>>;
}

/** The kind of a node, and where it leads. */
export function readNode(node: Node): { kind: string; value: unknown; on: Record<string, string> } {
  const [kind = "", value] =
    Object.entries(node).find(([key]) => !["on", "then", "inputs", "outputs"].includes(key)) ?? [];
  const on = (node["on"] ?? {}) as Record<string, string>;
  return { kind, value, on: typeof node["then"] === "string" ? { next: node["then"], ...on } : on };
}

/** The broken calls of a definition: node -> reason. Runs the text of the file, result by result. */
export function brokenInDefinition(
  flow: Written,
  outcomes: Readonly<Record<string, readonly string[]>>,
): Map<string, string> {
  const broken = new Map<string, string>();
  for (const [id, node] of Object.entries(flow.nodes)) {
    const { kind, value, on } = readNode(node);
    if (kind !== "callModule") continue;
    const names = [...(outcomes[String(value)] ?? []), "error"];
    const absent = names.find((name) => flow.nodes[on[name] ?? ""] === undefined);
    if (absent !== undefined) {
      broken.set(id, `no ${absent}`);
      continue;
    }
    const heard = names.map((result): Heard => {
      const isError = result === "error";
      return { result, isError, traces: noticed(flow, on[result], { call: id, isError }) };
    });
    const reason = brokenBy({ isVoice: true, heard });
    if (reason !== undefined) broken.set(id, reason);
  }
  return broken;
}

/** What is noticed after the error of a call, for people. */
export function noticedAfterError(flow: Written, call: string): string[] {
  const { on } = readNode(flow.nodes[call] ?? {});
  const traces = noticed(flow, on["error"], { call, isError: true });
  return [
    ...new Set(
      traces.map((trace) => trace.map((one) => (one.length > 44 ? `${one.slice(0, 44)}...` : one)).join(" > ")),
    ),
  ];
}

const MOST = 4;

function noticed(flow: Written, start: string | undefined, o: { call: string; isError: boolean }): Trace[] {
  const found: Trace[] = [];
  const visit = (id: string | undefined, trace: Trace, seen: readonly string[]): void => {
    const node = id === undefined ? undefined : flow.nodes[id];
    if (id === undefined || !node) return void found.push([...trace, ENDS.hangUp]);
    if (id === o.call) return void found.push([...trace, ENDS.again]);
    if (trace.length >= MOST || seen.includes(id)) return void found.push([...trace, ENDS.more]);
    const { kind, value, on } = readNode(node);
    const next = [...seen, id];
    const told = (what: string) => [...trace, `${what} ${JSON.stringify(value)}`];
    if (kind === "disconnect") return void found.push([...trace, ENDS.hangUp]);
    if (kind === "callModule") {
      const after = told("call");
      // Whatever another module does, its own error may lead back.
      if (!o.isError) return void found.push([...after, ENDS.more]);
      found.push([...after, ENDS.more]);
      if (on["error"] !== undefined && reaches(flow, on["error"], o.call)) found.push([...after, ENDS.again]);
      return;
    }
    const after =
      kind === "playAudio"
        ? told("say")
        : kind === "setParticipantData"
          ? told("note")
          : kind === "transferToAcd"
            ? told("transfer")
            : trace;
    if (kind === "transferToAcd") found.push([...after, ENDS.end]);
    const targets = Object.values(on);
    if (targets.length === 0 && kind !== "transferToAcd") visit(undefined, after, next);
    for (const target of targets) visit(target, after, next);
  };
  visit(start, [], []);
  return found;
}

/** Whether errors alone lead from one node to another, with nobody asked or handed over. */
function reaches(flow: Written, from: string, to: string, seen: readonly string[] = []): boolean {
  if (from === to) return true;
  const node = flow.nodes[from];
  if (!node || seen.includes(from)) return false;
  const { kind, on } = readNode(node);
  if (kind === "transferToAcd" || kind === "disconnect") return false;
  const targets = kind === "callModule" ? [on["error"] ?? ""] : Object.values(on);
  return targets.some((target) => reaches(flow, target, to, [...seen, from]));
}
