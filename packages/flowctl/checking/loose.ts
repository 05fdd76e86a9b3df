import { join, relative } from "node:path";
import { checkFlow, type Diagnostic, DiagnosticError, distinct } from "@genesys-flows/architect";
import type { Gate } from "@genesys-flows/policies/gate";
import { judgeFlow, sourceSubject } from "@genesys-flows/rules";
import { type Context, mistakesIn } from "../context.ts";
import { looseFlow } from "../reading/flow-file.ts";
import { ModulesNear } from "../reading/modules.ts";
import { flowFilesUnder, type NamedPath } from "../reading/places.ts";
import type { Found } from "./in-project.ts";

/** Checks files that are not of the project, each alone with the modules near it, and judges them by the rules on one flow. */
export function loose(
  paths: readonly NamedPath[],
  o: { stack: string; gate: Gate | DiagnosticError },
  context: Context,
): Found {
  const findings: Diagnostic[] = [];
  let flows = 0;
  for (const path of paths) {
    const modules = path.isFolder ? new ModulesNear(path, context) : undefined;
    const skipped = (file: string, because: string) =>
      context.err(`skipped: ${join(path.shown, relative(path.absolute, file))}: ${because}\n`);
    for (const file of flowFilesUnder(path, context, { recursive: true, skipped })) {
      flows++;
      try {
        findings.push(...inFile(file, modules ?? new ModulesNear(file, context), o, context));
      } catch (error) {
        findings.push(...mistakesIn(error).diagnostics);
      }
    }
  }
  return { flows, findings: distinct(findings) };
}

function inFile(
  file: NamedPath,
  near: ModulesNear,
  o: { stack: string; gate: Gate | DiagnosticError },
  context: Context,
): readonly Diagnostic[] {
  const { key, origin, graph, document, filledIn } = looseFlow(file, o, context, near);
  const contract = (name: string) => near.byName(name);
  const filled = filledIn && { filledIn };
  const found = checkFlow(origin === "export" ? document() : graph, { key, graph, contract, ...filled });
  const isBroken = found.some(({ severity }) => severity === "error");
  if (isBroken || o.gate instanceof DiagnosticError) return found;
  const subject = () => sourceSubject({ key, origin, graph, document: document(), ...filled, contractOf: contract });
  return [...o.gate.relevel(found), ...judgeFlow(key, subject, o.gate.enforcement)];
}
