import type { KernelCode, Location } from "@genesys-flows/architect";
import type { z } from "zod";
import type { ChangeSubject } from "./change-subject.ts";
import type { FlowSubject } from "./flow-subject.ts";
import type { ProjectSubject } from "./project-subject.ts";

export const levels = ["disabled", "advisory", "mandatory"] as const;
/** How strictly a rule is enforced: `disabled` not at all, `advisory` warns, `mandatory` stops the run before anything is written. */
export type Level = (typeof levels)[number];

export const scopes = ["document", "project", "change"] as const;
/**
 * The subject of a rule:
 *
 * - `document`: one flow as published. Checked by `flowctl check`, by the program before it registers anything, and by
 *   the policy pack, which also covers resources without a flow file.
 * - `project`: all flows of a project. Checked by `flowctl check` and by the program.
 * - `change`: the effect of an update on the organisation. Checked by the program at the end of a preview.
 */
export type Scope = (typeof scopes)[number];

/** A place that breaks a rule. */
export interface Violation {
  /** The problem: one or more sentences. */
  readonly message: string;
  /** The consequence, if the message does not state it. */
  readonly why?: string;
  /** The fix: one or more sentences. */
  readonly fix: string;
  /** Key of the flow; required for a rule on a project or a change. */
  readonly flow?: string;
  /** The node, as named by its author. */
  readonly node?: string;
  /** The place in the source, where it is known. */
  readonly location?: Location;
  /** Only advice: always a warning, whatever the rule's level. */
  readonly advice?: true;
}

/** The problem, when its place is known already. */
export type Problem = Pick<Violation, "message" | "why" | "fix">;

/** The arguments of a rule besides its subject. */
export interface Judging<Settings> {
  /** The settings of the rule in the stack, with their defaults. */
  readonly settings: Settings;
  /** Today in UTC, `2027-01-31`. */
  readonly today: string;
  /** Reports a violation. */
  report(violation: Violation): void;
}

/** A flow file that violates a rule, and one that follows it; `docs/policies.md` shows both, and a test checks both. */
export interface Example {
  /** The text of the flow file that breaks the rule. */
  readonly violating: string;
  /** The same file without the violation. */
  readonly passing: string;
}

/** One rule. It has a function for each of its scopes, or a list of kernel codes that it raises to its own level. */
export interface Rule<Settings extends z.ZodObject = z.ZodObject> {
  /** Kebab-case and permanent: the code of its findings, the name of its policy, and its key in level files. */
  readonly name: string;
  /** What a violation is, in a few words. */
  readonly title: string;
  /** The requirement, in one sentence. */
  readonly requires: string;
  /** What happens to callers or to the organisation where the rule does not hold. */
  readonly why: string;
  /** The general fix for a violation. */
  readonly fix: string;
  /** What the rule cannot see. */
  readonly blindTo?: string;
  /** Each setting has a default, which is the strictest value. */
  readonly settings: Settings;
  /** A flow file before and after the fix. */
  readonly example?: Example;
  /** In place of an example, for a rule that looks at more than one file: a violation, in one sentence. */
  readonly situation?: string;
  /** Codes of kernel findings that are violations of this rule. */
  readonly codes?: readonly KernelCode[];
  /** Looks at one flow. */
  document?(flow: FlowSubject, judging: Judging<z.output<Settings>>): void;
  /** Looks at the flows of a project together. */
  project?(project: ProjectSubject, judging: Judging<z.output<Settings>>): void;
  /** Looks at what an update will do. */
  change?(change: ChangeSubject, judging: Judging<z.output<Settings>>): void;
}

/** A rule, for the compiler to check. @returns the rule that was given */
export function defineRule<Settings extends z.ZodObject>(rule: Rule<Settings>): Rule {
  return rule as unknown as Rule;
}

export function scopesOf(rule: Rule): Scope[] {
  return scopes.filter((scope) => rule[scope] !== undefined || (scope === "document" && rule.codes !== undefined));
}

/** A rule with its level and its settings in one environment. */
export interface EnforcedRule {
  readonly rule: Rule;
  readonly level: Level;
  readonly settings: never;
}

export interface Enforcement {
  readonly rules: readonly EnforcedRule[];
  /** Today in UTC, `2027-01-31`. */
  readonly today: string;
}

/** Every rule at level mandatory, with the default settings, which are the strictest. */
export function strictest(rules: readonly Rule[], today = todayInUtc()): Enforcement {
  return {
    rules: rules.map((rule) => ({ rule, level: "mandatory", settings: rule.settings.parse({}) as never })),
    today,
  };
}

/** `2027-01-31`. */
export function todayInUtc(now = new Date()): string {
  return now.toISOString().slice(0, 10);
}
