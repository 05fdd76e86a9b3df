import { MAX_BYTES } from "../archy/parse.ts";
import { lineStarts, locationAt } from "../archy/text.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { readYaml } from "../archy/yaml.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { type Diagnostic, type DiagnosticSink, diagnosticOf, type Location } from "../diagnostic.ts";
import { TOO_LARGE_HINT } from "../limits.ts";

export interface Source {
  readonly file: string;
  readonly data: ArchyValue;
  /** Top-level keys that are listed twice. */
  readonly repeated?: readonly string[];
  /**
   * The location of the value at a path, or of its key. If the path does not exist, the location of the nearest
   * ancestor.
   */
  locate(path: ArchyPath, at?: "key" | "value"): Location;
}

/** The source of a node, with its path. */
export interface Placed {
  readonly data: ArchyMap;
  readonly path: ArchyPath;
  /** For a node of a fragment: the path of the node that uses the fragment. */
  readonly usedAt?: ArchyPath;
}

/**
 * Reads a YAML file. Reports errors to the sink, and returns undefined if the text is unusable.
 * @param o.inParts accepts text with errors in single keys
 */
export function readSource(
  file: string,
  text: string,
  { sink, inParts }: { sink: DiagnosticSink; inParts: boolean },
): Source | undefined {
  if (text.length > MAX_BYTES) {
    const location = { file, line: 1, column: 1 };
    sink.report("too-large", `The file has ${text.length} characters; the limit is ${MAX_BYTES}.`, {
      location,
      hint: TOO_LARGE_HINT,
    });
    return undefined;
  }
  const before = sink.all.length;
  const yaml = readYaml(text, { file, sink, inParts });
  if (!yaml) {
    for (const finding of sink.all.splice(before)) sink.add(hasOpenExpression(finding) ? unquoted(finding) : finding);
    return undefined;
  }
  const source = { file, text, starts: lineStarts(text) };
  const lost = text.indexOf("\ufffd");
  if (lost >= 0) {
    const hint = "Save the file in UTF-8, and enter the character again.";
    sink.report("not-text", "This character is not UTF-8.", { location: locationAt(source, lost), hint });
  }
  return {
    file,
    data: yaml.value,
    repeated: yaml.repeated,
    locate(path, at = "value") {
      const found = yaml.locate(path);
      const key = path.at(-1);
      if (at === "value" || typeof key !== "string") return found;
      const offset = (source.starts[found.line - 1] ?? 0) + found.column - 1;
      const start = text.startsWith(key, offset) ? offset : text.lastIndexOf(key, offset - 1);
      return start < 0 ? found : locationAt(source, start, key.length);
    },
  };
}

/** Whether YAML parsing failed because braces contain an unquoted expression with a bracket. */
function hasOpenExpression({ code, location }: Diagnostic): boolean {
  const before = location?.sourceLine?.slice(0, location.column) ?? "";
  return code === "not-yaml" && /[{,[]\s*(?:[^\s,{}:'"]+:\s+)?=[^'"{}]*\([^}]*$/.test(before);
}

function unquoted(finding: Diagnostic): Diagnostic {
  const message = "Inside braces, an expression that contains a comma or a quote must be quoted.";
  const hint = "Put the whole expression in single quotes: {name: '=Append(Flow.a, \"b\")'}";
  return { ...finding, ...diagnosticOf(kernelCodes, "unquoted-comma", message, { hint }) };
}
