import { stringify } from "yaml";
import { moduleCalls, sameName } from "../archy/modules.ts";
import type { ArchyDocument } from "../archy/types.ts";
import { isNoValue } from "../archy/values.ts";
import { brokenCallers } from "../diff/callers.ts";
import { contractChanges } from "../diff/contract.ts";
import type { FlowGraph, ModuleContract } from "../graph/types.ts";
import { lift } from "../lift/lift.ts";
import { type CallEdit, channelProblems } from "./call-plan.ts";
import { orRefused, SourceTree } from "./source-tree.ts";
import type { TextEdit } from "./text-edits.ts";

/**
 * The reasons why calls to one module cannot be changed to call a different one. Each reason is an input, output or
 * outcome that a call uses and that the new module does not have.
 */
export function repointProblems(
  { file, graph }: { readonly file: string; readonly graph: FlowGraph },
  from: ModuleContract,
  to: ModuleContract,
): string[] {
  const changes = contractChanges(from, to).filter(({ kind }) => kind !== "module-renamed");
  const broken = brokenCallers(changes, [{ key: file, graph }]);
  return [
    ...channelProblems(to, graph.type),
    ...broken.map(
      ({ node, location, reason }) => `The call '${node}'${location ? ` in line ${location.line}` : ""}: ${reason}`,
    ),
  ];
}

/**
 * Changes every call to a module in an export to call a different one. Removes inputs and outputs that have no value
 * and that the new module does not have. Everything else stays byte for byte.
 */
export function repointCalls(document: ArchyDocument, from: ModuleContract, to: ModuleContract): CallEdit {
  const calls = moduleCalls(document).filter(({ module }) => sameName(module, from.name));
  if (calls.length === 0) return { kind: "unchanged", reason: `The flow does not call '${from.name}'.` };
  const contract = (name: string) => (sameName(name, from.name) ? from.outcome : undefined);
  const reasons = repointProblems({ file: document.file, graph: lift(document, { contract }) }, from, to);
  if (reasons.length > 0) return { kind: "refused", reasons };
  return orRefused(document.file, () => {
    const tree = new SourceTree(document.text);
    const edits = calls.flatMap(({ path, module, inputs, outputs }): TextEdit[] => {
      const name = [...path, "commonModule", module];
      const version = [...name, tree.keys(name)[0] ?? ""];
      const unknown = (["inputs", "outputs"] as const).flatMap((side) => {
        const members = Object.entries(side === "inputs" ? inputs : outputs);
        const gone = members.filter(
          ([member, value]) => isNoValue(value) && !Object.keys(to[side]).some((own) => sameName(own, member)),
        );
        if (gone.length > 0 && gone.length === members.length) return [tree.removal([...version, side])];
        return gone.map(([member]) => tree.removal([...version, side, member]));
      });
      return [{ ...tree.key(name), text: stringify(to.name, { lineWidth: 0 }).trimEnd() }, ...unknown];
    });
    return { kind: "edited", edits };
  });
}
