import { type FlowTypeInfo, flowTypes } from "../../archy/flow-types.ts";
import type { FlowType } from "../../archy/types.ts";
import { visit } from "../../expression/ast.ts";
import {
  builtInNamed,
  hasValuesIn,
  isUserScope,
  mediaOfScope,
  platformScopes,
  scopeNamed,
  userScopes,
} from "../../expression/scopes.ts";
import type { Check } from "../check.ts";
import type { Subject } from "../subject.ts";
import { readsOf } from "../variable-table.ts";

/** The flow types that have each user scope (reference/archy.md §a, §b, §e). */
const userScopeIn: Readonly<Record<string, (flow: FlowTypeInfo) => boolean>> = {
  Flow: ({ variableScope }) => variableScope === "Flow",
  Common: ({ variableScope }) => variableScope === "Common",
  Task: () => true,
  State: ({ startUp, containers }) => startUp === "state" || containers.some(({ item }) => item === "state"),
  Slot: ({ containers }) => containers.some(({ item }) => item === "bot"),
};

/** Whether a flow type has a user scope; always true for a scope of the platform. */
export function hasScopeOf(type: FlowType, name: string): boolean {
  const scope = scopeNamed(name.slice(0, name.indexOf(".")));
  return scope === undefined || !isUserScope(scope) || (userScopeIn[scope]?.(flowTypes[type]) ?? true);
}

/** Variables in a scope that the flow does not have, and words that are not part of a variable. */
export const variableScope: Check = {
  codes: ["wrong-scope", "scope-of-other-channel", "unknown-scope"],
  run(subject, report) {
    const { type, module } = subject.graph;
    const writes = subject.parts.filter(({ kind }) => kind === "write");
    const uses = [...readsOf(subject), ...writes.map((part) => ({ name: String(part.value), part }))];
    for (const { name, ...place } of uses) {
      const finding = scopeFinding(type, name, module?.channels);
      if (finding) report(finding.code, { ...finding, ...place });
    }
    for (const { part, parsed } of subject.expressions()) {
      const inner = parsed.ok ? [...visit(parsed.expression)] : [];
      const beforeDot = new Set(inner.flatMap((one) => (one.type === "member" ? [one.object] : [])));
      for (const one of inner) {
        if (one.type !== "name" || KNOWN_PREFIXES.has(one.name.toLowerCase())) continue;
        const what = beforeDot.has(one) ? wrongScope(one.name) : withoutScope(one.name, subject);
        report("unknown-scope", { ...what, part, span: one });
      }
    }
  },
};

/** Words other than scopes that may precede a dot (reference/archy.md §e). */
const KNOWN_PREFIXES = new Set(["prompt", "promptsystem", "format"]);

/**
 * The problem with a scoped variable in a flow of the given type; undefined if no problem is known.
 * @param channels for a module, the known flow types that it serves; their variables are available in the module
 */
export function scopeFinding(type: FlowType, name: string, channels: readonly FlowType[] = []) {
  const flow = flowTypes[type];
  const [written = "", member = ""] = name.split(".");
  const scope = scopeNamed(written);
  const isOfUser = scope !== undefined && isUserScope(scope);
  if (isOfUser && !userScopeIn[scope]?.(flow)) {
    const own = flow.variableScope;
    const hint =
      own === "Common"
        ? `A module has only its own variables. Pass the value in as an input, and use Common.${member}.`
        : `Use ${own}.${member}.`;
    return { code: "wrong-scope", message: `This ${flow.title} does not have the scope '${written}'.`, hint } as const;
  }
  const served = type === "commonModule" ? channels : [type];
  const only = builtInNamed(name)?.only;
  if (served.length === 0 || served.some((one) => hasValuesIn(one, { scope: written, only }))) return undefined;
  const message = `'${name}' never has a value in this ${flow.title}.`;
  const hint =
    only === undefined
      ? `Variables of '${scope}' have values only in flows of the channel ${mediaOfScope(written)}.`
      : `Only a flow of the type '${only}' has this variable.`;
  return { code: "scope-of-other-channel", message, hint } as const;
}

function wrongScope(name: string) {
  const hint = `Scopes are ${[...userScopes, ...platformScopes].join(", ")}.`;
  return { message: `'${name}' is not a known variable scope.`, hint };
}

function withoutScope(name: string, { graph }: Subject) {
  const { variableScope } = flowTypes[graph.type];
  const hint =
    name.toLowerCase() === "null"
      ? "Write NOT_SET for no value."
      : `A variable has a scope: ${variableScope}.${name}. A string has quotes: "${name}".`;
  return { message: `'${name}' is neither a variable nor a string.`, hint };
}
