import { basename, join } from "node:path";
import { z } from "zod";
import { DiagnosticError, formatDiagnostic } from "../../../packages/architect/index.ts";
import { type Gate, type GateOptions, readGate } from "../../../packages/policies/gate/index.ts";
import { defineRule, type Rule } from "../../../packages/rules/index.ts";
import { makeProject } from "../../project/harness.ts";

/** A rule of a team with settings: what the display name of a flow begins with. */
export const nameBegins = defineRule({
  name: "name-begins",
  title: "Name of a flow",
  requires: "A flow's name begins as the team agreed.",
  why: "Reports sort by name.",
  fix: "Rename the flow.",
  settings: z.strictObject({
    start: z.string("expected a text").min(1, "expected the start of a name").default("Team "),
    longest: z.number("expected a number").int().max(100, "expected at most 100").default(10),
  }),
  document(flow, { settings, report }) {
    if (flow.graph.name.startsWith(settings.start)) return;
    report({
      message: `The name "${flow.graph.name}" does not begin with "${settings.start}".`,
      fix: "Rename the flow.",
      ...(flow.place && { location: flow.place }),
    });
  },
});

/** A project with these files of the team, by the name of each file in `policies/rules/`. */
export interface Files {
  readonly [file: string]: string;
}

/** Reads the gate of a new project. @param team what the files in `policies/rules/` export */
export function gateWith(
  files: Files,
  o: Partial<GateOptions> & { team?: Readonly<Record<string, Record<string, unknown>>> } = {},
): Promise<Gate> {
  const { team = { "name-begins.ts": { nameBegins } }, ...options } = o;
  const sources = Object.fromEntries(Object.keys(team).map((name) => [`policies/rules/${name}`, ""]));
  const root = makeProject({ ...sources, ...files });
  return readGate({
    folder: join(root, "policies"),
    today: "2026-06-30",
    importFile: (path) => Promise.resolve(team[basename(path)] ?? {}),
    ...options,
  });
}

/** The mistakes for which a gate is refused, as people read them. */
export async function mistakesIn(gate: Promise<Gate>): Promise<string> {
  try {
    await gate;
    return "";
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map((finding) => formatDiagnostic(finding)).join("\n\n");
  }
}

/** The level and the settings of a rule. */
export function enforced(gate: Gate, rule: string): { level: string; settings: unknown } | undefined {
  const found = gate.enforcement.rules.find((one) => one.rule.name === rule);
  return found && { level: found.level, settings: found.settings };
}

export function withName(name: string): Rule {
  return { ...nameBegins, name };
}
