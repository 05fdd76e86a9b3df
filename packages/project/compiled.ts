import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import {
  type ArchyDocument,
  type ArchyMap,
  type FlowType,
  flowTypes,
  parseArchy,
  readBefore,
} from "@genesys-flows/architect";
import { writeWhole } from "@genesys-flows/architect/whole-file";
import { z } from "zod";
import { fileSafe } from "./keys.ts";
import type { FlowProject, FlowUnit } from "./project.ts";
import { type Sidecar, sidecarOf } from "./sidecar.ts";

export type { Sidecar } from "./sidecar.ts";

/** Folder of compiled documents, relative to the project. */
export const COMPILED_FOLDER = ".genesys/compiled";

const outcomeContract = z.object({ from: z.string(), outcomes: z.record(z.string(), z.array(z.json())) });
const sidecar = z.object({
  key: z.string(),
  file: z.string(),
  origin: z.enum(["definition", "export"]),
  digest: z.string(),
  flowType: z.string(),
  name: z.string(),
  nodes: z.array(z.object({ path: z.string(), node: z.string(), file: z.string(), line: z.number() })),
  calls: z.array(
    z.object({ node: z.string(), path: z.string(), module: z.string(), outcome: outcomeContract.optional() }),
  ),
  onFaultLocation: z.object({ file: z.string(), line: z.number() }),
});

/** The parsed document, so that its text need not be parsed again; the hash identifies the text. */
const parsed = z.object({
  sha256: z.string(),
  flowType: z.custom<FlowType>((value) => typeof value === "string" && Object.hasOwn(flowTypes, value)),
  name: z.string(),
  body: z.custom<ArchyMap>((value) => typeof value === "object" && value !== null && !Array.isArray(value)),
});

/**
 * Writes each flow's document and its sidecar below `.genesys/compiled/`, named by key and digest. An existing file
 * with the same content stays untouched; a new one is written whole or not at all.
 * @returns per key the document's path, relative to the project and with `/`
 */
export async function writeCompiled(project: FlowProject): Promise<Map<string, string>> {
  const paths = new Map(project.flows.map((flow) => [flow.key, compiledPath(flow)]));
  await mkdir(join(project.root, COMPILED_FOLDER), { recursive: true });
  await Promise.all(
    project.flows.flatMap((flow) => {
      const path = join(project.root, paths.get(flow.key) as string);
      return [
        writeChanged(path, flow.document.text),
        writeChanged(sidecarPath(path), `${JSON.stringify({ ...sidecarOf(flow, project), parsed: parsedOf(flow) })}\n`),
      ];
    }),
  );
  return paths;
}

/** `.genesys/compiled/<key>-<first 12 of the digest>.yaml`. */
export function compiledPath(flow: Pick<FlowUnit, "key" | "digest">): string {
  return `${COMPILED_FOLDER}/${fileSafe(flow.key)}-${flow.digest.slice(0, 12)}.yaml`;
}

/** `x.yaml` -> `x.map.json`. */
export function sidecarPath(documentPath: string): string {
  return `${documentPath.replace(/\.ya?ml$/i, "")}.map.json`;
}

/**
 * The sidecar of a compiled document; undefined for a document that has none (a bare resource).
 * @throws Error naming the file when it exists and cannot be read as one
 */
export async function readSidecar(documentPath: string): Promise<Sidecar | undefined> {
  return (await readBeside(documentPath))?.sidecar;
}

/**
 * A document and its sidecar. The document is what its text says: the parsed form in the sidecar is used only for exactly that text.
 * @param o.path of the document, for messages about one without a sidecar
 * @throws DiagnosticError for a text that is no document; Error for a missing file, and for a broken sidecar
 */
export async function readCompiled(
  documentPath: string,
  o: { path: string },
): Promise<{ document: ArchyDocument; sidecar?: Sidecar }> {
  const [text, beside] = await Promise.all([readFile(documentPath, "utf8"), readBeside(documentPath)]);
  const file = beside?.sidecar.file ?? o.path;
  const { sha256, ...known } = beside?.parsed ?? {};
  const document =
    "body" in known && sha256 === hashOf(text) ? readBefore({ ...known, file, text }) : parseArchy(text, { file });
  return { document, ...(beside && { sidecar: beside.sidecar }) };
}

async function readBeside(documentPath: string) {
  const path = sidecarPath(documentPath);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const data = JSON.parse(text);
    return { sidecar: sidecar.parse(data) as Sidecar, parsed: parsed.safeParse(data.parsed).data };
  } catch (cause) {
    throw new Error(`${path} is not the sidecar of a compiled flow. Delete it; the next run writes it again.`, {
      cause,
    });
  }
}

/** Undefined for the few bodies that JSON cannot express (`.inf`). */
function parsedOf({ document: { text, flowType, name, body } }: FlowUnit): z.infer<typeof parsed> | undefined {
  const same = isDeepStrictEqual(JSON.parse(JSON.stringify(body)), body);
  return same ? { sha256: hashOf(text), flowType, name, body } : undefined;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function writeChanged(path: string, text: string): Promise<void> {
  const present = await readFile(path, "utf8").catch(() => undefined);
  if (present !== text) await writeWhole(path, text);
}
