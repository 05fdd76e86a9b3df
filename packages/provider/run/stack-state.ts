import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { pause } from "@genesys-flows/platform";
import { z } from "zod";
import type { Properties } from "../engine/values.ts";

export interface StateEntry {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Whether the resource was already replaced; the engine deletes it at the end of an update. */
  readonly isPendingDeletion: boolean;
}

/** Reads the state of a stack; undefined if it cannot be read. */
export type StateReader = (stack: string) => Promise<readonly StateEntry[] | undefined>;

const READ_WITHIN_MS = 60_000;
const REPEATED_AFTER_MS = [100, 200, 400, 800, 1600, 3200];

const run = promisify(execFile);

const plainProperties = z.record(z.string(), z.unknown()).default({});

const exported = z.object({
  deployment: z.object({
    resources: z
      .array(
        z.object({
          urn: z.string(),
          type: z.string(),
          custom: z.boolean().default(false),
          id: z.string().default(""),
          delete: z.boolean().default(false),
          inputs: plainProperties,
          outputs: plainProperties,
        }),
      )
      .default([]),
  }),
});

/**
 * Reads the state with `pulumi stack export`, because the CLI that runs this provider knows the backend. The export
 * does not lock the state and can coincide with a write by the engine, so a failed read is repeated.
 * @param o.folder the project folder; a folder without a `Pulumi.yaml` has no state
 * @param o.unwrap converts properties from the engine's format
 * @param o.repeatedAfterMs the wait before each repetition
 * @throws Error if every read fails, because callers must not assume that the stack is empty
 */
export function stateReader(o: {
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly unwrap: (plain: Readonly<Record<string, unknown>>) => Properties;
  readonly repeatedAfterMs?: readonly number[];
}): StateReader {
  return async (stack) => {
    if (!["yaml", "yml", "json"].some((form) => existsSync(path.join(o.folder, `Pulumi.${form}`)))) return undefined;
    const { repeatedAfterMs = REPEATED_AFTER_MS } = o;
    for (let reads = 0; ; reads++) {
      const read = await exportOf(stack, o);
      if (read === "no CLI") return undefined;
      if (Array.isArray(read)) return read;
      const wait = repeatedAfterMs[reads];
      if (wait === undefined) {
        throw new Error(
          `The state of the stack "${stack}" could not be read, so it is unknown which objects it contains: ${read.failed}. Nothing was changed. Run the command again.`,
        );
      }
      await pause(wait, o.signal);
    }
  };
}

async function exportOf(
  stack: string,
  o: Parameters<typeof stateReader>[0],
): Promise<StateEntry[] | "no CLI" | { readonly failed: string }> {
  const args = ["stack", "export", "--stack", stack, "--non-interactive"];
  const limits = { timeout: READ_WITHIN_MS, maxBuffer: 1 << 30, signal: o.signal, env: process.env };
  let text: string;
  try {
    text = (await run("pulumi", args, { cwd: o.folder, encoding: "utf8", ...limits })).stdout;
  } catch (error) {
    const { code, stderr, message } = error as NodeJS.ErrnoException & { readonly stderr?: string };
    if (code === "ENOENT") return "no CLI";
    return { failed: stderr?.trim() || message };
  }
  const read = exported.safeParse(parsed(text));
  if (!read.success) return { failed: "the output of `pulumi stack export` contains no deployment" };
  return read.data.deployment.resources
    .filter(({ custom }) => custom)
    .map(({ inputs, outputs, delete: isPendingDeletion, urn, type, id }) => ({
      ...{ urn, type, id, isPendingDeletion },
      inputs: o.unwrap(inputs),
      outputs: o.unwrap(outputs),
    }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
