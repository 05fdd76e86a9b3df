import {
  type ArchyDocument,
  type Diagnostic,
  DiagnosticError,
  digest,
  hasStandInName,
  type ModuleContract,
  moduleContract,
  type WrittenExport,
  writtenExport,
} from "@genesys-flows/architect";
import { finding } from "../codes.ts";
import { sha256 } from "../sha256.ts";
import type { Demand, StackValues } from "../stack/values.ts";
import type { SourceFile } from "./discover.ts";
import { type BrokenFlow, brokenFlow, type FileRead, type ReadFlow } from "./flow.ts";
import { type ExportOptions, noOptions } from "./options.ts";

/**
 * Reads an Architect export: fills in its substitutions as text, then parses it. Exactly this text is published later.
 * Reports `missing-substitution` and `unused-substitution`, each at its line, and the findings of the parser.
 */
export function readExport(
  key: string,
  source: SourceFile,
  values: StackValues,
  options: ExportOptions = noOptions,
): FileRead {
  const { file, text } = source;
  const { stacks } = options;
  if (stacks && values.isElsewhere(stacks)) return { flows: [], elsewhere: [{ key, file, stacks }], findings: [] };
  const written = writtenExport(source);
  const demands = new Map(
    [...written.placeholders].map(([name, [location]]): [string, Demand] => [
      name,
      { location, default: options.substitutions[name] },
    ]),
  );
  const { values: given, open, findings: unmet } = values.resolve("substitutions", key, demands);
  const openLines = new Set(open.flatMap((name) => written.placeholders.get(name)?.map(({ line }) => line) ?? []));
  const repeats = ({ location }: Diagnostic) => location?.file === file && openLines.has(location.line);
  const unclear = options.unread?.has("substitutions");
  const findings = [
    ...unmet.filter(({ code }) => !(unclear && code === "missing-substitution")),
    ...undemanded(options, demands, file),
  ];
  let document: ArchyDocument;
  try {
    document = written.fill(given);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const mistakes = error.diagnostics.filter((finding) => !repeats(finding));
    return { flows: [brokenExport(key, source, options)], findings: [...findings, ...mistakes] };
  }
  const isWhole = open.length === 0;
  const flow: ReadFlow = {
    ...{ key, file, origin: "export", document, options, stacks },
    type: document.flowType,
    name: document.name,
    nameLocation: document.locate([document.flowType, "name"]),
    unnamed: hasStandInName(document) || undefined,
    repeats: isWhole ? undefined : repeats,
    sourceDigest: demands.size > 0 && isWhole ? neutralDigest(written, text) : undefined,
    filledIn: demands.size > 0 ? Object.values(given) : undefined,
    ...leadingOf(options),
    formerly: options.formerly,
    given: options.given,
    contract: document.flowType === "commonModule" ? contractIn(document, options) : undefined,
  };
  return { flows: [flow], findings, filling: isWhole ? { demands, values: given } : undefined };
}

function contractIn(document: ArchyDocument, { outcome, unread }: ExportOptions): ModuleContract {
  const contract = moduleContract(document, outcome ? { outcome } : {});
  return unread?.has("outcome") ? { ...contract, unread: new Set(["outcome"]) } : contract;
}

/** The numbers and e-mail addresses of the options, each with its place in the file. */
function leadingOf({ numbers, emailAddresses, source }: ExportOptions): Pick<ReadFlow, "numbers" | "emailAddresses"> {
  const placesOf = (key: "numbers" | "emailAddresses", texts: readonly string[]) => {
    const data = (source?.data as Readonly<Record<string, unknown>> | null | undefined)?.[key];
    const written = Array.isArray(data) ? data.map((one) => (isMapping(one) ? one["address"] : one)) : undefined;
    let index = -1;
    return texts.map((text) => {
      index = written ? written.indexOf(text, index + 1) : index + 1;
      return source?.locate([key, index]);
    });
  };
  const [ofNumbers, ofAddresses] = [
    placesOf("numbers", numbers),
    placesOf(
      "emailAddresses",
      emailAddresses.map(({ address }) => address),
    ),
  ];
  return {
    numbers: numbers.map((number, at) => ({ number, location: ofNumbers[at] })),
    emailAddresses: emailAddresses.map((route, at) => ({ route, location: ofAddresses[at] })),
  };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * An export that cannot be parsed. Its type and name are read from its first lines; its numbers and addresses, from its
 * options.
 */
function brokenExport(key: string, { file, text }: SourceFile, options: ExportOptions): BrokenFlow {
  const [, type, name] =
    /^["']?(\w+)["']?[ \t]*:[ \t]*(?:\r?\n[ \t]+name:[ \t]*["']?(.+?)["']?[ \t]*)?$/m.exec(text) ?? [];
  return { ...brokenFlow({ key, file, text }, { type, name }), ...leadingOf(options) };
}

function undemanded(options: ExportOptions, demands: ReadonlyMap<string, Demand>, file: string): Diagnostic[] {
  const hint = "Remove it, or correct its spelling.";
  return Object.keys(options.substitutions)
    .filter((name) => !demands.has(name))
    .map((name) => {
      const message = `The substitution \`${name}\` is declared, but \`{{${name}}}\` does not occur in ${file}.`;
      return finding("unused-substitution", message, {
        hint,
        location: options.source?.locate(["substitutions", name]),
      });
    });
}

/**
 * The digest of the document with each placeholder replaced by its name, so that it is the same in every stack. If the
 * result is not a valid document, the digest is computed from the text.
 */
function neutralDigest({ placeholders, fill }: WrittenExport, text: string): string {
  const neutral = Object.fromEntries([...placeholders.keys()].map((name) => [name, `substitution.${name}`]));
  try {
    return digest(fill(neutral));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return sha256(text);
  }
}
