import { readFileSync } from "node:fs";
import { join } from "node:path/posix";
import type { FlowUnit } from "@genesys-flows/project";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import { isMap, parseDocument } from "yaml";
import { presentOptions } from "../changing/write-files.ts";
import { makeMaps, printed } from "../changing/yaml-text.ts";

export interface PresentFlow {
  readonly unit: FlowUnit;
  /** Undefined for TypeScript. */
  readonly text: string | undefined;
  readonly options: { readonly file: string; readonly text: string } | undefined;
  /** What must stay with any source, so that no stack loses the flow: its earlier keys and its stacks. */
  readonly identity: FlowIdentity;
}

export type FlowIdentity = Readonly<Partial<Record<"formerly" | "stacks", unknown>>>;

export function presentFlow(root: string, unit: FlowUnit): PresentFlow {
  const isCode = isFlowCode(unit.file);
  const text = isCode ? undefined : readFileSync(join(root, unit.file), "utf8").replace(/^\uFEFF/, "");
  const { file, text: found } = presentOptions(root, unit);
  const options = unit.origin === "export" && found !== undefined ? { file, text: found } : undefined;
  const settings = isCode ? { formerly: unit.formerly } : settingsIn(unit.origin === "export" ? options?.text : text);
  return { unit, text, options, identity: identityIn(settings) };
}

/** The entries at the top of a definition or an options file; none of a text that is not a mapping. */
export function settingsIn(text: string | undefined): Readonly<Record<string, unknown>> {
  const { contents } = parseDocument(text ?? "");
  return isMap(contents) ? (contents.toJSON() as Record<string, unknown>) : {};
}

function identityIn({ formerly, stacks }: Readonly<Record<string, unknown>>): FlowIdentity {
  return {
    ...(Array.isArray(formerly) && formerly.length > 0 && { formerly }),
    ...(Array.isArray(stacks) && { stacks }),
  };
}

/** The text of a definition or an options file with an identity in place of its own; comments and order stay. */
export function withIdentity(text: string, identity: FlowIdentity): string {
  const own = identityIn(settingsIn(text));
  const keys = (["formerly", "stacks"] as const).filter(
    (key) => JSON.stringify(own[key]) !== JSON.stringify(identity[key]),
  );
  if (keys.length === 0) return text;
  const document = parseDocument(text);
  makeMaps(document, []);
  for (const key of keys) {
    if (identity[key] === undefined) document.delete(key);
    else document.set(key, document.createNode(identity[key], { flow: true }));
  }
  return printed(document, text);
}
