import { type Diagnostic, nearest } from "@genesys-flows/architect";
import { readBySchema } from "@genesys-flows/project/by-schema";
import { readYamlFile, type YamlFile } from "@genesys-flows/project/yaml-file";
import { givenShape } from "./given-schema.ts";
import { groupOf } from "./names.ts";
import { scriptSchema } from "./schema.ts";
import { stepShape } from "./step-schema.ts";
import type { Given, Script, ScriptSource, Step } from "./types.ts";

/**
 * Reads a file of conversation tests.
 * @returns the script, or undefined if it has errors, and all errors with their places (`test-file`, and errors in the
 * YAML)
 */
export function readScript(file: { readonly file: string; readonly text: string }): {
  readonly script?: Script;
  readonly findings: readonly Diagnostic[];
} {
  const { source, findings: unreadable } = readYamlFile(file);
  if (!source) return { findings: unreadable };
  const mistakes = readBySchema(source, scriptSchema, { code: "test-file", hint: hintAt, inForms: true }).findings;
  const findings = mistakes.toSorted(inOrder);
  const read = scriptSchema.safeParse(source.data);
  if (!read.success) return { findings };
  const { flow, given = {}, conversations } = read.data;
  return {
    script: {
      flow,
      given: grouped(given),
      conversations: Object.entries(conversations).map(([name, written]) => {
        const { given: own = {}, steps } = Array.isArray(written) ? { steps: written } : written;
        return { name, given: grouped(own), steps: steps as Step[] };
      }),
      source: sourceOf(source),
    },
    findings,
  };
}

/** Compares findings by their place in a file. */
export function inOrder({ location: a }: Diagnostic, { location: b }: Diagnostic): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}

/** The entries of `given` by group. @param entries that match the schema */
function grouped(entries: Readonly<Record<string, unknown>>): Given {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entries)) {
    const group = groupOf(name, value);
    if (group !== undefined) given[group] = { ...(given[group] as object | undefined), [name]: value };
    else given[name] = typeof value === "object" ? { ...(given[name] as object | undefined), ...value } : value;
  }
  return given;
}

function sourceOf(source: YamlFile): ScriptSource {
  const { file } = source;
  const { given, conversations } = source.data as { given?: object; conversations: Record<string, unknown> };
  const place = (path: readonly PropertyKey[]) => ({ ...source.locate(path), file });
  const entry = (of: object | undefined, [group, name, ...rest]: readonly PropertyKey[]) =>
    name !== undefined && of && Object.hasOwn(of, name) && !Object.hasOwn(of, group as PropertyKey)
      ? [name, ...rest]
      : [group as PropertyKey, ...(name === undefined ? [] : [name, ...rest])];
  return {
    file,
    flowPlace: place(["flow"]),
    place(conversation, step) {
      const inner = Array.isArray(conversations[conversation]) ? [] : ["steps"];
      return place(["conversations", conversation, ...(step === undefined ? [] : [...inner, step])]);
    },
    givenPlace(conversation, path) {
      if (conversation === undefined) return place(["given", ...entry(given, path)]);
      const own = (conversations[conversation] as { given?: object }).given;
      return place(["conversations", conversation, "given", ...entry(own, path)]);
    },
  };
}

/** A hint about the keys that are allowed at the place of an error. */
function hintAt(path: readonly PropertyKey[], { isUnknown }: { readonly isUnknown: boolean }): string | undefined {
  if (!isUnknown) return undefined;
  const [name, known] = [String(path.at(-1)), keysAt(path)];
  const near = nearest(name, known);
  return near === undefined ? `Allowed keys: ${known.join(", ")}.` : `Did you mean \`${near}\`?`;
}

function keysAt(path: readonly PropertyKey[]): string[] {
  if (path.length === 1) return Object.keys(scriptSchema.shape);
  if (path[0] === "given" || path.includes("given")) return Object.keys(givenShape);
  return path.length === 3 ? ["given", "steps"] : Object.keys(stepShape);
}
