import { readFileSync } from "node:fs";
import { DiagnosticError } from "@genesys-flows/architect";
import { parseYamlFile } from "../yaml-file.ts";
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
  const source = parseYamlFile(text, { file, syntax: "seed-syntax", entry: "seed-entry" });
  const parsed = organisationSeedSchema.safeParse(source.data ?? {});
  const mistakes = parsed.success
    ? contradictions(parsed.data).map(({ path, message }) => source.mistake(path, message))
    : source.mistakes(parsed.error);
  if (mistakes.length > 0) throw new DiagnosticError(mistakes);
  return parsed.data as OrganisationSeed;
}
