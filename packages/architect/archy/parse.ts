import { type KernelCode, kernelCodes } from "../codes/kernel-codes.ts";
import { type Details, DiagnosticError, DiagnosticSink, diagnosticOf, type Location } from "../diagnostic.ts";
import { TOO_LARGE_HINT } from "../limits.ts";
import { didYouMean, nearest } from "../suggest.ts";
import { flowTypes, isFlowType } from "./flow-types.ts";
import { type FilledStretch, fillingOf, placeholders, type Scalar, substitute } from "./placeholders.ts";
import { lineStarts, locationAt } from "./text.ts";
import type { ArchyDocument, ArchyValue } from "./types.ts";
import { get, isMap } from "./values.ts";
import { readYaml, type YamlData } from "./yaml.ts";

/** Default maximum size of a document, in bytes of UTF-8. */
export const MAX_BYTES = 1_000_000;
/** YAML tokens per allowed byte. Real exports have 0.17 tokens per byte on average, and at most 0.3. */
const TOKENS_PER_BYTE = 0.4;

/**
 * Parses the text of one Archy document. Keeps unknown keys and actions unchanged, because a newer platform may have
 * them.
 *
 * @param o.filled segments of the text that replaced placeholders
 * @param o.textPlaceholders keeps `{{x}}` within text, because no value will replace it
 * @throws DiagnosticError with all errors: `too-large`, `not-yaml`, `too-deep`, `document-too-complex`, `alias-bomb`,
 *   `duplicate-key`, `reserved-key`, `unresolved-placeholder`, `not-archy`, `unknown-flow-type`, `no-flow-name`.
 */
export function parseArchy(
  text: string,
  o: { file: string; maxBytes?: number; filled?: readonly FilledStretch[]; textPlaceholders?: boolean },
): ArchyDocument {
  const { file, filled, textPlaceholders, maxBytes: max = MAX_BYTES } = o;
  const bytes = Buffer.byteLength(text);
  if (bytes > max) {
    const location = locationAt({ file, text, starts: lineStarts(text.slice(0, 1000)) }, 0);
    fail("too-large", `The file has ${bytes} bytes; the limit is ${max}.`, {
      location: { ...location, sourceLine: undefined },
      hint: TOO_LARGE_HINT,
    });
  }
  const sink = new DiagnosticSink(kernelCodes);
  const data = readYaml(text, { file, sink, maxTokens: max * TOKENS_PER_BYTE, textPlaceholders });
  sink.throwIfErrors();
  const document = documentOf(text, data as YamlData, file);
  return { ...document, ...(filled?.length && { filling: fillingOf(text, filled) }) };
}

function fail(code: KernelCode, message: string, details: Details): never {
  throw new DiagnosticError([diagnosticOf(kernelCodes, code, message, details)]);
}

function documentOf(text: string, data: YamlData, file: string): ArchyDocument {
  const root = data.value;
  if (root === null) {
    fail("not-archy", `The file is empty${text.trim() === "" ? "" : ": it has only comments"}.`, {
      location: { file, line: 1, column: 1 },
      hint: "Write a definition, or replace the file with an export from Architect. A definition begins with a line such as 'inboundCall: Sales'.",
    });
  }
  const types = Object.keys(flowTypes);
  const [flowType, extra] = isMap(root) ? Object.keys(root) : [];
  const isOne = flowType !== undefined && extra === undefined;
  // A definition with a misspelt flow type has several top-level keys.
  if (flowType !== undefined && !isFlowType(flowType) && (isOne || nearest(flowType, types) !== undefined)) {
    fail("unknown-flow-type", `The flow type '${flowType}' does not exist.`, {
      location: data.locate([flowType], "key"),
      hint: didYouMean(flowType, types, "Flow types") ?? `Flow types are ${types.join(", ")}.`,
    });
  }
  if (!isOne || !isFlowType(flowType)) {
    fail("not-archy", `An Archy document has one top-level key, the flow type. This file contains ${shape(root)}.`, {
      location: data.locate(extra === undefined ? [] : [extra]),
      hint: `The top-level key must be one of ${types.join(", ")}.`,
    });
  }
  const body = get(root, flowType);
  if (!isMap(body)) fail("not-archy", `'${flowType}' must contain a mapping.`, { location: data.locate([flowType]) });
  const name = get(body, "name");
  if ((typeof name !== "string" && typeof name !== "number") || String(name).trim() === "") {
    fail("no-flow-name", "The flow has no name.", {
      location: data.locate([flowType], "key"),
      hint: `Add 'name: <display name>' below '${flowType}'.`,
    });
  }
  return { file, text, flowType, name: String(name), body, locate: (path) => data.locate(path) };
}

function shape(root: ArchyValue): string {
  if (Array.isArray(root)) return "a list";
  if (!isMap(root)) return "a single value";
  const keys = Object.keys(root);
  return keys.length === 0 ? "an empty mapping" : `${keys.length} keys (${keys.slice(0, 4).join(", ")})`;
}

/** An export from Architect before its placeholders are filled in. */
export interface WrittenExport {
  /** The locations of each placeholder, by name, in order of first use. */
  readonly placeholders: ReadonlyMap<string, readonly Location[]>;
  /**
   * The document with values instead of placeholders.
   * @param o.standIn the replacement for a missing value; default: the placeholder's name, converted to a single word
   * @throws DiagnosticError with the document's errors
   */
  fill(values: Readonly<Record<string, Scalar>>, o?: { standIn?: (name: string) => string }): ArchyDocument;
}

export function writtenExport({ file, text }: { readonly file: string; readonly text: string }): WrittenExport {
  const found = Map.groupBy(placeholders(text, { file }), ({ key }) => key);
  return {
    placeholders: new Map([...found].map(([name, uses]) => [name, uses.map(({ location }) => location)])),
    fill(values, { standIn = oneWord } = {}) {
      const { text: whole, filled } = substitute(text, values, { file, standIn });
      return parseArchy(whole, { file, filled });
    },
  };
}

function oneWord(name: string): string {
  return name.replaceAll(/\W+/g, "_");
}
