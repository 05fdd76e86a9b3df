import type { KernelCode, Location } from "@genesys-flows/architect";
import type { z } from "zod";
import type { ChangeSubject } from "./change-subject.ts";
import type { FlowSubject } from "./flow-subject.ts";
import type { ProjectSubject } from "./project-subject.ts";

export const levels = ["disabled", "advisory", "mandatory"] as const;
/**
 * How strictly a rule is enforced: `disabled` turns the rule off, `advisory` warns, `mandatory` stops the run before
 * anything is written.
 */
export type Level = (typeof levels)[number];

export const scopes = ["document", "project", "change"] as const;
/**
 * The subject of a rule:
 *
 * - `document`: one flow as published. Checked by `flowctl check`, by the program before it registers anything, and by
 *   the policy pack, which also covers resources without a flow file.
 * - `project`: all flows in a project. Checked by `flowctl check` and by the program.
 * - `change`: the effect of an update on the organisation. Checked by the program at the end of a preview.
 */
export type Scope = (typeof scopes)[number];

/** A violation of a rule at one location. */
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
  /** The location in the source, if known. */
  readonly location?: Location;
  /** Whether the violation is only advice: a warning at every level of the rule. */
  readonly advice?: true;
}

/** A violation whose location is already known. */
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
  /** Content of a flow file that violates the rule. */
  readonly violating: string;
  /** The same file without the violation. */
  readonly passing: string;
}

/** A rule. It has a function for each of its scopes, or a list of kernel codes that it raises to its own level. */
export interface Rule<Settings extends z.ZodObject = z.ZodObject> {
  /**
   * In kebab-case. Never changes, because it is also the code of findings, the name of the policy, and the key in
   * levels files.
   */
  readonly name: string;
  /** Short description of a violation. */
  readonly title: string;
  /** The requirement, in one sentence. */
  readonly requires: string;
  /** Consequences for callers or for the organisation if the rule is violated. */
  readonly why: string;
  /** The general fix for a violation. */
  readonly fix: string;
  /** Problems that the rule cannot detect. */
  readonly blindTo?: string;
  /** Each setting has a default, which is the strictest value. */
  readonly settings: Settings;
  /** A flow file before and after the fix. */
  readonly example?: Example;
  /** A violation in one sentence. Replaces the example if the rule checks more than one file. */
  readonly situation?: string;
  /** Codes of kernel findings that are violations of this rule. */
  readonly codes?: readonly KernelCode[];
  /** Checks one flow. */
  document?(flow: FlowSubject, judging: Judging<z.output<Settings>>): void;
  /** Checks the flows in a project together. */
  project?(project: ProjectSubject, judging: Judging<z.output<Settings>>): void;
  /** Checks the effect of an update. */
  change?(change: ChangeSubject, judging: Judging<z.output<Settings>>): void;
}

/** Lets the compiler check a rule. @returns the given rule */
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
