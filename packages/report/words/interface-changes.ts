import {
  brokenCallers,
  type ContractChange,
  contractChanges,
  type FlowGraph,
  type ModuleContract,
} from "@genesys-flows/architect";
import type { FlowReport } from "../model/report.ts";
import { placeOf } from "./sentences.ts";

/** What changes for the callers of a module, and the calls that no longer work; undefined where nothing changes. */
export function interfaceChanges(o: {
  readonly before: ModuleContract;
  readonly after: ModuleContract;
  readonly callers: readonly { readonly key: string; readonly name: string; readonly graph: FlowGraph }[];
}): NonNullable<FlowReport["interface"]> | undefined {
  const changes = contractChanges(o.before, o.after);
  if (changes.length === 0) return undefined;
  const names = new Map(o.callers.map(({ key, name }) => [key, name]));
  const broken = brokenCallers(changes, o.callers);
  return {
    changes: changes.map((change) => {
      const { kind, name, compatible, from, to, reason } = change;
      return { kind, name, compatible, from, to, text: `${wordsOf(change)}. ${reason}` };
    }),
    broken: broken.map(({ flow, node, reason, location }) => ({
      flow: { key: flow, name: names.get(flow) ?? flow },
      node,
      text: reason,
      ...placeOf(location),
    })),
  };
}

/** `input maxAttempts removed`, `output id: string -> integer`. */
function wordsOf({ kind, name, from, to }: ContractChange): string {
  const [part = kind, what = ""] = kind.split("-");
  const subject = `${part} ${name}`;
  if (what === "added" || what === "removed") return `${subject} ${what}`;
  return from !== undefined && to !== undefined ? `${part} ${from} -> ${to}` : `${subject} changed`;
}
