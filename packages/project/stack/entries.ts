import { readdirSync } from "node:fs";
import type { YamlFile } from "../yaml-file.ts";

/** Namespace of the entries in a stack's config. */
export const NAMESPACE = "genesys-flows";

/** The entries of the namespace in a `Pulumi.<stack>.yaml`. */
export function entriesIn(source: YamlFile): Record<string, unknown> {
  return entriesOf((source.data as { config?: Record<string, unknown> } | null)?.config ?? {});
}

/** The entries of the namespace among all config of a Pulumi program (`pulumi.runtime.allConfig()`), where structures come as JSON. */
export function stackEntries(config: Readonly<Record<string, string>>): Record<string, unknown> {
  const entries = Object.entries(entriesOf(config)).map(([key, text]) => [key, parsed(text)]);
  return Object.fromEntries(entries);
}

function entriesOf<T>(config: Readonly<Record<string, T>>): Record<string, T> {
  const own = Object.entries(config).filter(([key]) => key.startsWith(`${NAMESPACE}:`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(NAMESPACE.length + 1), value]));
}

function parsed(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return dateAsWritten(text);
  try {
    return JSON.parse(text, (_, value: unknown) => dateAsWritten(value)) as unknown;
  } catch {
    return text; // no structure after all; the schema says what is wanted
  }
}

/** Pulumi reads an unquoted date of a stack's file as a time: `2027-01-31 00:00:00 +0000 UTC`. */
function dateAsWritten(value: unknown): unknown {
  const [, date] = (typeof value === "string" && /^(\d{4}-\d{2}-\d{2}) 00:00:00 \+0000 UTC$/.exec(value)) || [];
  return date ?? value;
}

/** A flow of other stacks. This stack knows that it exists, and no more of it. */
export interface FlowElsewhere {
  readonly key: string;
  readonly file: string;
  readonly stacks: readonly string[];
}

const STACK_FILE = /^Pulumi\.(.+)\.yaml$/;

/** The stack of a file such as `Pulumi.prod.yaml`; undefined for another name. */
export function stackNameOf(file: string): string | undefined {
  return STACK_FILE.exec(file)?.[1];
}

/** The stacks that have a file in a folder, in order. */
export function stackNames(root: string): string[] {
  return readdirSync(root)
    .flatMap((file) => stackNameOf(file) ?? [])
    .sort();
}
