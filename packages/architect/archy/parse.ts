import { kernelCodes } from "../codes/kernel-codes.ts";
import { DiagnosticSink } from "../diagnostic.ts";
import { TOO_LARGE_HINT } from "../limits.ts";
import { nearest } from "../suggest.ts";
import { flowTypes, isFlowType } from "./flow-types.ts";
import { type FilledStretch, fillingOf } from "./placeholders.ts";
import { lineStarts, locationAt } from "./text.ts";
import type { ArchyDocument, ArchyValue } from "./types.ts";
import { get, isMap } from "./values.ts";
import { readYaml, type YamlData } from "./yaml.ts";

/** Default upper limit of a document's text, in bytes of UTF-8. */
export const MAX_BYTES = 1_000_000;
/** YAML tokens per allowed byte; real exports have 0.17, at most 0.3. */
const TOKENS_PER_BYTE = 0.4;

/**
 * Reads the text of one Archy document. Keeps unknown keys and actions of a newer platform unchanged.
 *
 * @param o.filled stretches of the text that replaced placeholders
 * @param o.textPlaceholders `{{x}}` within a text is kept: nothing fills it in later
 * @throws DiagnosticError with all mistakes: `too-large`, `not-yaml`, `too-deep`,
 * `document-too-complex`, `alias-bomb`,
 * `duplicate-key`, `reserved-key`, `unresolved-placeholder`, `not-archy`, `unknown-flow-type`, `no-flow-name`.
 */
export function parseArchy(
  text: string,
  o: { file: string; maxBytes?: number; filled?: readonly FilledStretch[]; textPlaceholders?: boolean },
): ArchyDocument {
  const sink = new DiagnosticSink(kernelCodes);
  const max = o.maxBytes ?? MAX_BYTES;
  const bytes = Buffer.byteLength(text);
  if (bytes > max) {
    const location = locationAt({ file: o.file, text, starts: lineStarts(text.slice(0, 1000)) }, 0);
    sink.report("too-large", `The file has ${bytes} bytes. The limit is ${max}.`, {
      location: { ...location, sourceLine: undefined },
      hint: TOO_LARGE_HINT,
    });
    sink.throwIfErrors();
  }
  const { file, textPlaceholders } = o;
  const data = readYaml(text, { file, sink, maxTokens: max * TOKENS_PER_BYTE, textPlaceholders });
  const document = data && documentOf(text, data, { file: o.file, sink });
  sink.throwIfErrors();
  return { ...(document as ArchyDocument), ...(o.filled?.length ? { filling: fillingOf(text, o.filled) } : {}) };
}

function documentOf(
  text: string,
  data: YamlData,
  o: { file: string; sink: DiagnosticSink },
): ArchyDocument | undefined {
  const root = data.value;
  if (root === null) {
    o.sink.report("not-archy", `The file is empty${text.trim() === "" ? "" : ": it has only comments"}.`, {
      location: { file: o.file, line: 1, column: 1 },
      hint: "Write a definition, which begins with a line such as 'inboundCall: Sales', or replace the file with an export from Architect.",
    });
    return undefined;
  }
  const keys = isMap(root) ? Object.keys(root) : [];
  const flowType = keys[0];
  if (!isMap(root) || flowType === undefined || keys.length !== 1) {
    const extra = keys[1];
    // A definition with a misspelt type looks like this, too.
    if (flowType !== undefined && !isFlowType(flowType) && nearest(flowType, Object.keys(flowTypes)) !== undefined) {
      reportUnknownType(data, flowType, o.sink);
      return undefined;
    }
    o.sink.report(
      "not-archy",
      `An Archy document has one top-level key, the flow type. This file contains ${shape(root)}.`,
      {
        location: data.locate(extra === undefined ? [] : [extra]),
        hint: `The top-level key must be one of ${Object.keys(flowTypes).join(", ")}.`,
      },
    );
    return undefined;
  }
  if (!isFlowType(flowType)) {
    reportUnknownType(data, flowType, o.sink);
    return undefined;
  }
  const body = root[flowType];
  if (!isMap(body)) {
    o.sink.report("not-archy", `'${flowType}' must contain a mapping.`, { location: data.locate([flowType]) });
    return undefined;
  }
  const name = get(body, "name");
  if ((typeof name !== "string" && typeof name !== "number") || String(name).trim() === "") {
    o.sink.report("no-flow-name", "The flow has no name.", {
      location: data.locate([flowType], "key"),
      hint: `Add 'name: <display name>' below '${flowType}'.`,
    });
    return undefined;
  }
  return { file: o.file, text, flowType, name: String(name), body, locate: (path) => data.locate(path) };
}

function reportUnknownType(data: YamlData, flowType: string, sink: DiagnosticSink): void {
  const meant = nearest(flowType, Object.keys(flowTypes));
  sink.report("unknown-flow-type", `The flow type '${flowType}' does not exist.`, {
    location: data.locate([flowType], "key"),
    hint: meant === undefined ? `Flow types are ${Object.keys(flowTypes).join(", ")}.` : `Did you mean '${meant}'?`,
  });
}

function shape(root: ArchyValue): string {
  if (Array.isArray(root)) return "a list";
  if (!isMap(root)) return "a single value";
  const keys = Object.keys(root);
  return keys.length === 0 ? "an empty mapping" : `${keys.length} keys (${keys.slice(0, 4).join(", ")})`;
}
