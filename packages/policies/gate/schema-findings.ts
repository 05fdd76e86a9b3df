import { type Diagnostic, type Location, nearest } from "@genesys-flows/architect";
import { pathsOf } from "@genesys-flows/project/by-schema";
import type { YamlFile, YamlPath } from "@genesys-flows/project/yaml-file";
import type { Rule } from "@genesys-flows/rules";
import type { z } from "zod";
import { type GateCode, gateFinding } from "./codes.ts";

/** The location of invalid data, and the code of the findings about it. */
export interface Place {
  readonly source: YamlFile;
  /** Path of the data in the file. */
  readonly at: YamlPath;
  readonly code: GateCode;
  readonly keys: readonly string[];
  readonly hint?: string;
}

/** A finding with a location for each schema error, in file order. */
export function schemaFindings(issues: readonly z.core.$ZodIssue[], data: unknown, place: Place): Diagnostic[] {
  const found = issues.flatMap((issue) =>
    pathsOf(issue).map((path) => {
      const isUnknown = issue.code === "unrecognized_keys";
      const location = place.source.locate([...place.at, ...path]);
      if (isUnknown) return unknown("key", String(path.at(-1)), place.keys, { ...place, location });
      return gateFinding(place.code, messageOf(issue, path, data), {
        location,
        ...(place.hint !== undefined && { hint: place.hint }),
      });
    }),
  );
  return inOrder(found);
}

export function inOrder(findings: readonly Diagnostic[]): Diagnostic[] {
  const at = ({ location }: Diagnostic) => [location?.line ?? 0, location?.column ?? 0] as const;
  return findings.toSorted((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1]);
}

function messageOf(issue: z.core.$ZodIssue, path: YamlPath, data: unknown): string {
  const name = path.map(String).join(".");
  if (name === "") return sentence(`${issue.message.charAt(0).toUpperCase()}${issue.message.slice(1)}`);
  const value = path.reduce<unknown>(
    (inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step],
    data,
  );
  return value === undefined ? `\`${name}\` is missing.` : sentence(`\`${name}\`: ${issue.message}`);
}

/** The finding for an unknown name, with the name that was probably meant. */
export function unknown(
  what: string,
  name: string,
  known: readonly string[],
  { code, location, hint }: { code: GateCode; location?: Diagnostic["location"]; hint?: string },
): Diagnostic {
  const meant = nearest(name, known);
  const others = hint ?? (known.length > 0 ? `Known are ${known.join(", ")}.` : undefined);
  const help = meant === undefined ? others : `Did you mean \`${meant}\`?`;
  return gateFinding(code, `The ${what} \`${name}\` does not exist.`, {
    ...(location && { location }),
    ...(help !== undefined && { hint: help }),
  });
}

/** The finding for a name that is not the name of a rule. */
export function unknownRule(
  name: string,
  rules: readonly Rule[],
  { code, location }: { code: GateCode; location: Location },
): Diagnostic {
  const raising = rules.find(({ codes }) => codes?.some((one) => one === name));
  const hint = raising
    ? `This is a code of the rule \`${raising.name}\`. Write the name of the rule instead.`
    : "docs/policies.md lists this project's rules; your team's rules are in policies/rules/.";
  const known = raising ? [] : rules.map((rule) => rule.name);
  return unknown("rule", name, known, { code, location, hint });
}

function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}
