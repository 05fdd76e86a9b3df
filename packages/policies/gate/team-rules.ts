import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "@genesys-flows/architect";
import { type Rule, reasonOf, scopesOf } from "@genesys-flows/rules";
import { gateFinding } from "./codes.ts";
import { namesIn } from "./files.ts";

/** Imports a file by absolute path and returns its exports. */
export type ImportFile = (path: string) => Promise<Record<string, unknown>>;

const importFile: ImportFile = (path) => import(pathToFileURL(path).href) as Promise<Record<string, unknown>>;

/**
 * The rules exported by the files `policies/rules/*.ts`, and the files that cannot be used.
 * @param builtIn rules whose names are already taken
 * @param o.shown path of the policies for findings
 */
export async function readTeamRules(
  builtIn: readonly Rule[],
  o: { folder: string; shown: string; importFile?: ImportFile | undefined },
): Promise<{ readonly rules: readonly Rule[]; readonly findings: readonly Diagnostic[] }> {
  const names = (await namesIn(join(o.folder, "rules"))).filter(
    (name) => name.endsWith(".ts") && !/\.(test|d)\.ts$/.test(name),
  );
  const rules: Rule[] = [];
  const findings: Diagnostic[] = [];
  const taken = new Map(builtIn.map(({ name }) => [name, "one of this project's own rules has this name"]));
  for (const name of names) {
    const file = `${o.shown}/rules/${name}`;
    const problem = (message: string, hint: string) =>
      void findings.push(gateFinding("team-rule", message, { hint, location: { file, line: 1, column: 1 } }));
    let exported: Record<string, unknown>;
    try {
      exported = await (o.importFile ?? importFile)(join(o.folder, "rules", name));
    } catch (error) {
      problem(`The file cannot be loaded: ${reasonOf(error)}`, "For details, run the file directly: node <file>.");
      continue;
    }
    const found = Object.values(exported).filter(isRuleLike);
    if (found.length === 0) {
      problem("The file exports no rule.", "Export the result of `defineRule`: docs/write-a-policy.md.");
    }
    for (const rule of found) {
      const holder = taken.get(rule.name);
      const wrong = mistakeOf(rule);
      if (wrong) problem(`The rule "${rule.name}" cannot be used: ${wrong}.`, "See docs/write-a-policy.md.");
      else if (holder) problem(`The name of the rule \`${rule.name}\` is taken: ${holder}.`, "Rename the rule.");
      else {
        taken.set(rule.name, `${file} has it`);
        rules.push(rule);
      }
    }
  }
  return { rules, findings };
}

function isRuleLike(value: unknown): value is Rule {
  if (typeof value !== "object" || value === null) return false;
  return "name" in value && "settings" in value && typeof (value as Rule).name === "string";
}

/** Keys next to the settings, in levels files and in the engine's configuration. */
const RESERVED = ["level", "enforcementLevel"];

/**
 * The problem with a rule, as the end of a sentence. Types are checked here, because the file may never have been
 * compiled with tsc.
 */
function mistakeOf(rule: Rule): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(rule.name)) return "its name is not in kebab-case, such as `greets-first`";
  for (const key of ["title", "requires", "why", "fix"] as const) {
    if (typeof rule[key] !== "string" || rule[key].trim() === "") return `it has no \`${key}\``;
  }
  if (typeof rule.settings?.safeParse !== "function" || typeof rule.settings.shape !== "object") {
    return "its `settings` are not a z.strictObject";
  }
  if (RESERVED.some((name) => name in rule.settings.shape)) return `a setting cannot be named ${RESERVED.join(" or ")}`;
  if (!rule.settings.safeParse({}).success) return "each of its settings needs a default";
  if (scopesOf(rule).length === 0) return "it has no function for a document, a project or a change";
  return undefined;
}
