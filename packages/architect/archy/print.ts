import { stringify } from "yaml";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { DiagnosticError, DiagnosticSink, diagnosticOf } from "../diagnostic.ts";
import type { ArchyDocument, ArchyMap, ArchyPath, FlowType } from "./types.ts";
import { readYaml, type YamlData } from "./yaml.ts";

/** Options for writing Archy's YAML (see `archyFromBody`). */
export const ARCHY_STYLE = {
  lineWidth: 0,
  blockQuote: false,
  compat: "yaml-1.1",
  aliasDuplicateObjects: false,
  indent: 2,
  schema: "core",
  nullStr: "null",
} as const;

/**
 * Creates a document from data. The text is deterministic: keys are in the given order, indentation is two spaces, and
 * lines are not folded. Strings that a YAML 1.1 parser would read as another type (`yes`, `on`, `010`, `1:30`) are
 * quoted; multi-line strings are double-quoted.
 *
 * @throws DiagnosticError `no-flow-name` if the body has no name.
 */
export function archyFromBody(flowType: FlowType, body: ArchyMap, o: { file: string }): ArchyDocument {
  const name = body["name"];
  if (typeof name !== "string" || name.trim() === "") {
    const location = { file: o.file, line: 1, column: 1 };
    const message = `The ${flowType} document has no name.`;
    throw new DiagnosticError([diagnosticOf(kernelCodes, "no-flow-name", message, { location })]);
  }
  const text = stringify({ [flowType]: body }, ARCHY_STYLE);
  return readBefore({ file: o.file, text, flowType, name, body });
}

/**
 * A document whose text has already been parsed. The text is parsed again only to locate a value in it.
 * @param known the document's properties, which may be computed on demand
 */
export function readBefore(known: Omit<ArchyDocument, "locate">): ArchyDocument {
  let data: YamlData | undefined;
  const locate = (path: ArchyPath) => {
    const { file, text } = known;
    data ??= readYaml(text, { file, sink: new DiagnosticSink(kernelCodes), maxTokens: Number.POSITIVE_INFINITY });
    return data ? data.locate(path) : { file, line: 1, column: 1 };
  };
  return Object.defineProperties({ locate } as ArchyDocument, Object.getOwnPropertyDescriptors(known));
}

/**
 * The document's text. A parsed document keeps its comments, order, quoting and unknown keys. As data,
 * `parseArchy(printArchy(d))` equals `d`.
 */
export function printArchy(doc: ArchyDocument): string {
  return doc.text.endsWith("\n") ? doc.text : `${doc.text}\n`;
}
