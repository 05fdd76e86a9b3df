import type { ModuleContract } from "@genesys-flows/architect";
import { flowSettings, resolved } from "@genesys-flows/architect/settings";
import {
  type ChangeSubject,
  type FlowChange,
  judgeChange,
  judgeProject,
  type Level,
  type ProjectFlow,
  rules,
  strictest,
} from "@genesys-flows/rules";

export const TODAY = "2026-11-23";

/** The enforcement of one rule. */
export function enforced(name: string, o: { level?: Level; settings?: object } = {}) {
  const rule = rules.find((one) => one.name === name);
  if (!rule) throw new Error(`There is no rule ${name}.`);
  const enforcement = strictest([rule], TODAY);
  const settings = rule.settings.parse(o.settings ?? {}) as never;
  return { ...enforcement, rules: [{ rule, level: o.level ?? "mandatory", settings }] };
}

/** A flow of a project. */
export function flow(key: string, o: Partial<ProjectFlow> & { pin?: unknown } = {}): ProjectFlow {
  const { pin, ...rest } = o;
  return {
    ...{ key, name: key.charAt(0).toUpperCase() + key.slice(1), type: "inboundCall", origin: "definition" },
    ...{ file: `flows/${key}.yaml`, modules: [], numbers: [], emailAddresses: [], sourceDigest: `source of ${key}` },
    settings: resolved(flowSettings, pin === undefined ? {} : { pin }),
    ...rest,
  };
}

export const check = flow("check", { type: "commonModule" });
export const caller = (key: string, o: Parameters<typeof flow>[1] = {}) => flow(key, { modules: ["check"], ...o });

export const contract: ModuleContract = {
  name: "Check",
  inputs: { "Common.tries": "integer" },
  outputs: { "Common.id": "string", "Common.outcome": "string" },
  channels: ["inboundCall", "inboundEmail"],
  outcome: { from: "Common.outcome", outcomes: { success: ["success"], failure: ["failure"] } },
};

/** An update of a flow that exists. */
export function updated(of: ProjectFlow, o: Partial<FlowChange> = {}): FlowChange {
  const { key, name, type } = of;
  return { key, name, type, flow: of, operation: "update", ownChange: true, takes: [], ...o };
}

/** A change of the module `check` with everything that a preview finds out about it. */
export function changed(o: Partial<FlowChange> = {}): FlowChange {
  return updated(check, { deployed: contract, next: contract, callersOutside: [], ...o });
}

export const republished = (of: ProjectFlow) => updated(of, { ownChange: false, takes: ["check"] });

/** An update of a stack; every module is protected unless given otherwise. */
export function change(flows: readonly FlowChange[], o: Partial<ChangeSubject> = {}): ChangeSubject {
  const project = o.project ?? flows.flatMap(({ flow }) => flow ?? []);
  return {
    ...{ stack: "prod", flows, project, digest: "0123456789ab", acknowledged: [] },
    ...{ movedNumbers: new Map(), movedAddresses: new Map() },
    protected: new Set(project.filter(({ type }) => type === "commonModule").map(({ key }) => key)),
    ...o,
  };
}

/** Findings in short: severity, flow and message. */
export function found(name: string, subject: ChangeSubject, o: Parameters<typeof enforced>[1] = {}): string[] {
  return judgeChange(subject, enforced(name, o)).map(
    ({ severity, flow, message, hint }) => `${severity} ${flow ?? "-"}: ${message}\n${hint}`,
  );
}

export function foundInProject(flows: readonly ProjectFlow[], o: Parameters<typeof enforced>[1] = {}): string[] {
  return judgeProject({ stack: "prod", flows }, enforced("shared-modules", o)).map(
    ({ severity, flow, message }) => `${severity} ${flow}: ${message}`,
  );
}
