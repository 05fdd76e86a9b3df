import { createHash } from "node:crypto";
import {
  type ArchyDocument,
  type Diagnostic,
  DiagnosticError,
  dialectOf,
  digest,
  parseArchy,
  placeholders,
  substitute,
} from "@genesys-flows/architect";
import type { SourceFile } from "./discover.ts";
import { type ExportOptions, noOptions } from "./options.ts";
import type { ReadFlow } from "./read.ts";
import type { Demand, StackValues } from "./values.ts";

/**
 * Reads an Architect export: fills in its substitutions textually, then parses it. What is published later is this text,
 * as it is.
 * @throws DiagnosticError `missing-substitution` and `unused-substitution`, each at its line, or what the parser found
 */
export function readExport(
  key: string,
  source: SourceFile,
  values: StackValues,
  options: ExportOptions = noOptions,
): ReadFlow {
  const { file, text } = source;
  const found = placeholders(text, { file, dialect: dialectOf(file) });
  const demands = new Map<string, Demand>();
  for (const { key: name, location } of found) {
    if (!demands.has(name)) demands.set(name, { location, ...defaultOf(options, name) });
  }
  const { values: given, findings: unmet } = values.resolve("substitutions", key, demands);
  const findings = [...unmet, ...undemanded(options, demands, file)];
  if (findings.length > 0) throw new DiagnosticError(findings);

  const document = parseArchy(substitute(text, given, { file }).text, { file });
  return {
    key,
    file,
    origin: "export",
    document,
    options,
    type: document.flowType,
    name: document.name,
    nameLocation: document.locate([document.flowType, "name"]),
    ...(demands.size > 0 && { sourceDigest: neutralDigest(text, file, [...demands.keys()]) }),
    numbers: options.numbers.map((number, index) => ({
      number,
      ...(options.source && { location: options.source.locate(["numbers", index]) }),
    })),
  };
}

function defaultOf(options: ExportOptions, name: string): Pick<Demand, "default"> {
  const value = options.substitutions[name];
  return value === undefined ? {} : { default: value };
}

function undemanded(options: ExportOptions, demands: ReadonlyMap<string, Demand>, file: string): Diagnostic[] {
  return Object.keys(options.substitutions)
    .filter((name) => !demands.has(name))
    .map((name) => ({
      code: "unused-substitution",
      severity: "error",
      message: `The substitution \`${name}\` is declared, and \`{{${name}}}\` does not occur in ${file}.`,
      hint: "Remove it, or correct its spelling.",
      ...(options.source && { location: options.source.locate(["substitutions", name]) }),
    }));
}

/**
 * The digest of the document with each placeholder standing for itself, so that it is the same in every stack. A
 * placeholder may stand where only some values make a document; then the text itself is what is compared.
 */
function neutralDigest(text: string, file: string, names: readonly string[]): string {
  const neutral = Object.fromEntries(names.map((name) => [name, `substitution.${name}`]));
  let document: ArchyDocument;
  try {
    document = parseArchy(substitute(text, neutral, { file }).text, { file });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return createHash("sha256").update(text).digest("hex");
  }
  return digest(document);
}
