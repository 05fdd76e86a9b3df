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
import type { Check, Report } from "../check.ts";
import type { Part } from "../parts.ts";
import type { Subject } from "../subject.ts";
import { readsOf } from "../variable-table.ts";

const withStates: ReadonlySet<FlowType> = new Set(
  Object.values(flowTypes)
    .filter(({ containers, startUp }) => startUp === "state" || containers.some(({ item }) => item === "state"))
    .map(({ type }) => type),
);
const bots: ReadonlySet<FlowType> = new Set(["botFlow", "digitalBot"]);

/** The flows that have each of the user's scopes (reference/archy.md §a, §b, §e). */
const userScopeIn: Readonly<Record<string, (flow: FlowTypeInfo) => boolean>> = {
  Flow: ({ variableScope }) => variableScope === "Flow",
  Common: ({ variableScope }) => variableScope === "Common",
  Task: () => true,
  State: ({ type }) => withStates.has(type),
  Slot: ({ type }) => bots.has(type),
};

/** Whether a flow type has the user's scope of a variable; true for a scope of the platform. */
export function hasScopeOf(type: FlowType, name: string): boolean {
  const scope = scopeNamed(name.slice(0, name.indexOf(".")));
  return scope === undefined || !isUserScope(scope) || (userScopeIn[scope]?.(flowTypes[type]) ?? true);
}

/** Variables in a scope that the flow does not have. */
export const variableScope: Check = {
  codes: ["wrong-scope", "scope-of-other-channel", "unknown-scope"],
  run(subject, report) {
    const { type, module } = subject.graph;
    const uses = [
      ...readsOf(subject).map(({ name, part, from, to }) => ({ name, part, span: { from, to } })),
      ...subject.parts.flatMap((part) =>
        part.kind === "write" ? { name: String(part.value), part, span: undefined } : [],
      ),
    ];
    for (const { name, part, span } of uses) {
      const finding = scopeFinding(type, name, module?.channels);
      if (!finding) continue;
      const { code, ...rest } = finding;
      const location = span ? subject.locateWithin(part, span) : subject.locatePart(part);
      report(code, { ...rest, node: part.node, location });
    }
    for (const part of subject.parts) if (part.kind === "expression") unknownScopes(subject, part, report);
  },
};

/**
 * What is wrong with a variable of a scope in a flow of a type; undefined when nothing is known to be.
 * @param channels of a module, the types of the flows that it serves, as far as known: it has their variables
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

/** Words that are no part of a variable: neither a scope nor another prefix known from exports (reference/archy.md §e) before a dot. */
function unknownScopes(subject: Subject, part: Part, report: Report): void {
  const parsed = subject.parse(String(part.value));
  const parts = parsed.ok ? [...visit(parsed.expression)] : [];
  const beforeDot = new Set(parts.flatMap((inner) => (inner.type === "member" ? [inner.object] : [])));
  for (const inner of parts) {
    if (inner.type !== "name" || KNOWN_PREFIXES.has(inner.name.toLowerCase())) continue;
    const { name, from, to } = inner;
    const location = subject.locateWithin(part, { from, to });
    report("unknown-scope", {
      ...(beforeDot.has(inner) ? wrongScope(name) : withoutScope(name, subject)),
      node: part.node,
      location,
    });
  }
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
      : `A variable has a scope: ${variableScope}.${name}. A text has quotes: "${name}".`;
  return { message: `'${name}' is neither a variable nor a text.`, hint };
}

const KNOWN_PREFIXES = new Set(["prompt", "promptsystem", "format"]);
