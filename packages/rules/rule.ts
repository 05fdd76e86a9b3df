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
 * What a rule looks at:
 *
 * - `document`: one flow as it is published. In `flowctl check`, in the program before it registers anything, and in the policy
 *   pack, which also covers resources that no flow file describes.
 * - `project`: the flows of a project together. In `flowctl check` and in the program.
 * - `change`: what an update will do to the organisation. In the program, at the end of a preview.
 */
export type Scope = (typeof scopes)[number];

/** A place that breaks a rule. */
export interface Violation {
  /** What is wrong: one or more sentences. */
  readonly message: string;
  /** What happens because of it, where the message does not say it. */
  readonly why?: string;
  /** What to do: one or more sentences. */
  readonly fix: string;
  /** Key of the flow; needed for a rule on a project or a change. */
  readonly flow?: string;
  /** Node as its author wrote it. */
  readonly node?: string;
  /** The place in the source, where it is known. */
  readonly location?: Location;
  /** Only advice: a warning at whatever level the rule is enforced. */
  readonly advice?: true;
}

/** What is wrong, where its place is known already. */
export type Problem = Pick<Violation, "message" | "why" | "fix">;

/** What a rule is given besides its subject. */
export interface Judging<Settings> {
  /** The settings of the rule in the stack, with their defaults. */
  readonly settings: Settings;
  /** Today in UTC, `2027-01-31`. */
  readonly today: string;
  /** Reports a violation. */
  report(violation: Violation): void;
}

/** A flow file that breaks a rule, and one that follows it; `docs/policies.md` shows both, and a test judges both. */
export interface Example {
  /** The text of the flow file that breaks the rule. */
  readonly violating: string;
  /** The same file without the violation. */
  readonly passing: string;
}

/** One rule. It has a function for each of its scopes, or the codes of the kernel that it raises to its level. */
export interface Rule<Settings extends z.ZodObject = z.ZodObject> {
  /** Kebab-case and permanent: the code of its findings, the name of its policy and its key in files of levels. */
  readonly name: string;
  /** What a violation is, in a few words. */
  readonly title: string;
  /** What must hold, in one sentence. */
  readonly requires: string;
  /** What happens to callers or to the organisation where the rule does not hold. */
  readonly why: string;
  /** What to do about a violation in general. */
  readonly fix: string;
  /** What the rule cannot see. */
  readonly blindTo?: string;
  /** Each setting has a default, the strictest value. */
  readonly settings: Settings;
  /** A flow file before and after the fix. */
  readonly example?: Example;
  /** In place of an example, for a rule that looks at more than one file: a violation, in one sentence. */
  readonly situation?: string;
  /** Codes of findings of the kernel that are this rule's violations. */
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

/** Every rule mandatory, with the defaults of its settings, which are the strictest. */
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
