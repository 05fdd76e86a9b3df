import { readFileSync } from "node:fs";
import { type Diagnostic, DiagnosticError, type Location } from "@genesys-flows/architect";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { contradictions } from "./contradictions.ts";
import { type OrganisationSeed, organisationSeedSchema } from "./schema.ts";

/** What an organisation without a seed file holds: itself, its home division, the default client. */
export const emptySeed: OrganisationSeed = organisationSeedSchema.parse({});

/**
 * Reads `organisation.yaml`. @throws DiagnosticError with every bad entry, each with file and line; `seed-missing` when
 * the file cannot be read.
 */
export function readSeed(file: string): OrganisationSeed {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new DiagnosticError([
      {
        code: "seed-missing",
        severity: "error",
        message: `The organisation's seed ${file} cannot be read: ${(cause as Error).message}`,
        hint: "Name an existing file, or none for an empty organisation.",
      },
    ]);
  }
  return parseSeed(text, file);
}

/** The same for text. @throws DiagnosticError */
export function parseSeed(text: string, file: string): OrganisationSeed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const source = text.split("\n");
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, sourceLine: source[line - 1] };
  };
  if (document.errors.length > 0) {
    throw new DiagnosticError(
      document.errors.map((error) => ({
        code: "seed-syntax",
        severity: "error",
        message: error.message.split("\n")[0] as string,
        location: at(error.pos[0]),
      })),
    );
  }
  const parsed = organisationSeedSchema.safeParse(document.toJS() ?? {});
  const placeOf = (path: readonly PropertyKey[]): Location => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return at(node.range[0]);
    }
    return at(0);
  };
  const problems: Diagnostic[] = parsed.success
    ? contradictions(parsed.data).map(toDiagnostic)
    : parsed.error.issues.flatMap(toDiagnostics);
  if (problems.length > 0) throw new DiagnosticError(problems);
  return parsed.data as OrganisationSeed;

  function toDiagnostics(issue: z.core.$ZodIssue): Diagnostic[] {
    if (issue.code !== "unrecognized_keys") return [toDiagnostic(issue)];
    return issue.keys.map((key) => toDiagnostic({ path: [...issue.path, key], message: `unknown key '${key}'` }));
  }

  function toDiagnostic({ path, message }: { path: readonly PropertyKey[]; message: string }): Diagnostic {
    const where = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
    return { code: "seed-entry", severity: "error", message: `${where.slice(1)}: ${message}`, location: placeOf(path) };
  }
}
