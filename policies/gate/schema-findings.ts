import { type Diagnostic, nearest } from "@genesys-flows/architect";
import { pathsOf } from "@genesys-flows/project/by-schema";
import type { YamlFile, YamlPath } from "@genesys-flows/project/yaml-file";
import type { z } from "zod";
import { type GateCode, gateFinding } from "./codes.ts";

/** Where the data that a schema refused is, and what it is called. */
export interface Place {
  readonly source: YamlFile;
  /** Path of the data in the file. */
  readonly at: YamlPath;
  readonly code: GateCode;
  /** The keys that are possible, by the path within the data. */
  keys(path: YamlPath): readonly string[];
  readonly hint?: string;
}

/** A finding for each mistake that a schema found, each at its place. */
export function schemaFindings(issues: readonly z.core.$ZodIssue[], place: Place): Diagnostic[] {
  return issues.flatMap((issue) =>
    pathsOf(issue).map((path) => {
      const isUnknown = issue.code === "unrecognized_keys";
      const location = place.source.locate([...place.at, ...path]);
      return isUnknown
        ? unknown("key", String(path.at(-1)), place.keys(path.slice(0, -1)), { ...place, location })
        : gateFinding(
            place.code,
            `${path.length > 0 ? `\`${path.map(String).join(".")}\`: ` : ""}${sentence(issue.message)}`,
            {
              location,
              ...(place.hint !== undefined && { hint: place.hint }),
            },
          );
    }),
  );
}

/** The finding of a name that is not known, with the one that is probably meant. */
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

function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}
