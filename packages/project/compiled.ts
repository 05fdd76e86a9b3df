import { readFileSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type ArchyDocument,
  type ArchyMap,
  type FlowType,
  flowTypes,
  type Location,
  parseArchy,
  readBefore,
  type SourceMapEntry,
} from "@genesys-flows/architect";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { z } from "zod";
import { assertFormat, OtherFormatError } from "./kept/format.ts";
import { formats } from "./kept/formats.ts";
import { fileSafe } from "./keys.ts";
import type { FlowProject, FlowUnit } from "./project.ts";
import { sha256 } from "./sha256.ts";

/** Folder of compiled documents, relative to the project. */
export const COMPILED_FOLDER = ".genesys/compiled";

const outcomeContract = z.object({ from: z.string(), outcomes: z.record(z.string(), z.array(z.json())) });
const place = { file: z.string(), line: z.number(), column: z.number() };
const sidecar = z.object({
  key: z.string(),
  file: z.string(),
  origin: z.enum(["definition", "export"]),
  digest: z.string(),
  flowType: z.string(),
  name: z.string(),
  nodes: z.array(z.object({ path: z.string(), node: z.string(), ...place })),
  calls: z.array(
    z.object({ node: z.string(), path: z.string(), module: z.string(), outcome: outcomeContract.optional() }),
  ),
  onFaultLocation: z.object(place),
  location: z.object(place),
  filledIn: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
});

/** The parsed document, to avoid parsing its text again; the hash identifies the text. */
const parsed = z.object({
  sha256: z.string(),
  flowType: z.custom<FlowType>((value) => typeof value === "string" && Object.hasOwn(flowTypes, value)),
  name: z.string(),
  body: z.custom<ArchyMap>((value) => typeof value === "object" && value !== null && !Array.isArray(value)),
});

/**
 * Writes each flow's document and its sidecar to `.genesys/compiled/`, named by key and digest. An existing file with
 * the same content is not touched; a new file is written completely or not at all. Files are never removed: a report
 * finds the deployed version of a flow here by the digest in the flow's outputs, and a cleanup would have to keep
 * everything that any stack has deployed.
 * @returns the document's path by key, relative to the project and with `/`
 */
export async function writeCompiled(project: FlowProject): Promise<Map<string, string>> {
  const paths = new Map(project.flows.map((flow) => [flow.key, compiledPath(flow)]));
  await mkdir(join(project.root, COMPILED_FOLDER), { recursive: true });
  // For small files, it is fastest to read and write them one after the other.
  for (const flow of project.flows) {
    const path = join(project.root, paths.get(flow.key) as string);
    writeChanged(path, flow.document.text);
    writeChanged(sidecarPath(path), flow.sidecar);
  }
  return paths;
}

/** The path of a compiled document: `.genesys/compiled/<key>-<first 12 of the digest>.yaml`. */
export function compiledPath(flow: Pick<FlowUnit, "key" | "digest">): string {
  return `${COMPILED_FOLDER}/${fileSafe(flow.key)}-${flow.digest.slice(0, 12)}.yaml`;
}

/** The path of a document's sidecar: `x.yaml` -> `x.map.json`. */
export function sidecarPath(documentPath: string): string {
  return `${documentPath.replace(/\.ya?ml$/i, "")}.map.json`;
}

/**
 * The sidecar of a compiled document; undefined if the document has none (a bare resource).
 * @throws Error that names the file if it exists and cannot be read as a sidecar
 */
export async function readSidecar(documentPath: string): Promise<Sidecar | undefined> {
  const path = sidecarPath(documentPath);
  const text = await readFile(path, "utf8").catch(undefinedIfMissing);
  return text === undefined ? undefined : parseBeside(text, path).sidecar;
}

/**
 * A document and its sidecar. The text is authoritative: the parsed form in the sidecar is used only if it belongs to
 * exactly that text.
 * @param o.path the document's path, for messages about a document without a sidecar
 * @throws DiagnosticError if the text is not a document; Error for a missing file or a broken sidecar
 */
export async function readCompiled(
  documentPath: string,
  o: { path: string },
): Promise<{ document: ArchyDocument; sidecar?: Sidecar }> {
  const [text, beside] = await Promise.all([
    readFile(documentPath, "utf8"),
    readFile(sidecarPath(documentPath), "utf8").catch(undefinedIfMissing),
  ]);
  return compiledOf({ text, beside }, { documentPath, ...o });
}

/**
 * Like `readCompiled`, for a caller that has already read the two files.
 * @param texts the contents of the files; `beside` is the sidecar, omitted if the document has none
 */
export function compiledOf(
  texts: { readonly text: string; readonly beside?: string | undefined },
  o: { documentPath: string; path: string },
): { document: ArchyDocument; sidecar?: Sidecar } {
  const { text } = texts;
  const beside = texts.beside === undefined ? undefined : parseBeside(texts.beside, sidecarPath(o.documentPath));
  const file = beside?.sidecar.file ?? o.path;
  const { sha256: parsedFrom, ...known } = beside?.parsed ?? {};
  const document =
    "body" in known && parsedFrom === sha256(text) ? readBefore({ ...known, file, text }) : parseArchy(text, { file });
  return { document, ...(beside && { sidecar: beside.sidecar }) };
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

function parseBeside(text: string, path: string) {
  try {
    const data = JSON.parse(text);
    assertFormat(data, formats.sidecar);
    return { sidecar: sidecar.parse(data) as Sidecar, parsed: parsed.safeParse(data.parsed).data };
  } catch (cause) {
    if (cause instanceof OtherFormatError) throw new Error(`${path} cannot be read. ${cause.message}`, { cause });
    throw new Error(`${path} is not the sidecar of a compiled flow. Delete it; the next run writes it again.`, {
      cause,
    });
  }
}

/** The content of the sidecar file, including the parsed document unless JSON cannot express it (`.inf`). */
export function sidecarText(flow: SidecarSource & Pick<FlowUnit, "document">): string {
  const { text, flowType, name, body } = flow.document;
  const known = isJson(body) ? { sha256: sha256(text), flowType, name, body } : undefined;
  return `${JSON.stringify({ format: formats.sidecar.format, ...sidecarOf(flow), parsed: known })}\n`;
}

/** Maps places in a compiled document back to the source; written next to the document. */
export interface Sidecar extends Pick<FlowUnit, "key" | "file" | "origin" | "digest" | "name" | "calls" | "filledIn"> {
  readonly flowType: FlowType;
  readonly nodes: readonly SourceMapEntry[];
  /** The place of the flow's fault handling; the place of the flow if it has no fault handling. */
  readonly onFaultLocation: SourcePlace;
  readonly location: SourcePlace;
}

type SourcePlace = Pick<Location, "file" | "line" | "column">;

type SidecarSource = Pick<
  FlowUnit,
  "key" | "file" | "origin" | "digest" | "type" | "name" | "graph" | "document" | "sourceMap" | "calls" | "filledIn"
>;

export function sidecarOf(flow: SidecarSource): Sidecar {
  const { key, file, origin, digest, type: flowType, name, sourceMap: nodes, calls, filledIn } = flow;
  return {
    ...{ key, file, origin, digest, flowType, name, nodes, calls },
    ...placesOf(flow),
    ...(filledIn && filledIn.length > 0 && { filledIn }),
  };
}

/** The places of the flow and its fault handling, which rules use for findings (`sourceSubject`). */
function placesOf(flow: SidecarSource): Pick<Sidecar, "onFaultLocation" | "location"> {
  const { file, origin, graph, document } = flow;
  const at = (location: Location | undefined): SourcePlace => ({
    file,
    line: location?.line ?? 1,
    column: location?.column ?? 1,
  });
  if (origin === "definition")
    return { onFaultLocation: at(graph.onFault?.location ?? graph.location), location: at(graph.location) };
  const { flowType } = document;
  return {
    onFaultLocation: at(document.locate([flowType, "settingsErrorHandling"])),
    location: at(document.locate([flowType])),
  };
}

/**
 * Whether data survives a round trip through JSON: it has no `-0`, infinite numbers or class instances. A property may
 * be undefined.
 */
export function isJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object") return typeof value === "string" || typeof value === "boolean";
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isJson);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every((inner) => inner === undefined || isJson(inner));
}

function writeChanged(path: string, text: string): void {
  if (present(path) !== text) writeWholeSync(path, text);
}

/** The content of a file; undefined if it cannot be read. */
function present(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
