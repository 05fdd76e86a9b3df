import { MAX_BYTES } from "../archy/parse.ts";
import { lineStarts, locationAt } from "../archy/text.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { readYaml } from "../archy/yaml.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { type Diagnostic, type DiagnosticSink, diagnosticOf, type Location } from "../diagnostic.ts";

/** What a person wrote, as data with positions. */
export interface Source {
  readonly file: string;
  readonly data: ArchyValue;
  /** Keys of the root that are listed twice. */
  readonly repeated?: readonly string[];
  /** Where the value at a path stands, or its key; the nearest ancestor when the path is not there. */
  locate(path: ArchyPath, at?: "key" | "value"): Location;
}

/** A node as it is written, and where. */
export interface Placed {
  readonly data: ArchyMap;
  readonly path: ArchyPath;
  /** The node that uses the fragment in which this one stands. */
  readonly usedAt?: ArchyPath;
}

/**
 * Reads a YAML file. What is wrong with it goes to the sink; undefined when the text cannot be used.
 * @param o.inParts whether a text with mistakes in single keys can be used
 */
export function readSource(
  file: string,
  text: string,
  { sink, inParts }: { sink: DiagnosticSink; inParts: boolean },
): Source | undefined {
  if (text.length > MAX_BYTES) {
    const location = { file, line: 1, column: 1 };
    sink.report("too-large", `The file has ${text.length} characters. The limit is ${MAX_BYTES}.`, { location });
    return undefined;
  }
  const before = sink.all.length;
  const yaml = readYaml(text, { file, sink, inParts });
  if (!yaml) {
    for (const finding of sink.all.splice(before)) sink.add(hasOpenExpression(finding) ? unquoted(finding) : finding);
    return undefined;
  }
  const source = { file, text, starts: lineStarts(text) };
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

/** Whether YAML gave up behind an expression with a bracket that is within braces without quotes. */
function hasOpenExpression({ code, location }: Diagnostic): boolean {
  const before = location?.sourceLine?.slice(0, location.column) ?? "";
  return code === "not-yaml" && /[{,[]\s*(?:[^\s,{}:'"]+:\s+)?=[^'"{}]*\([^{}]*$/.test(before);
}

function unquoted(finding: Diagnostic): Diagnostic {
  const message = "An expression with a comma or a quote needs quotes around it inside braces.";
  const hint = "Put the whole expression in single quotes: {name: '=Append(Flow.a, \"b\")'}";
  return { ...finding, ...diagnosticOf(kernelCodes, "unquoted-comma", message, { hint }) };
}
