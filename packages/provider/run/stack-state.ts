import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Properties } from "../engine/values.ts";

/** What the stack's state says of one resource. */
export interface StateEntry {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Replaced already: the engine deletes it at the end of an update. */
  readonly isPendingDeletion: boolean;
}

/** Reads the state of a stack; undefined where it cannot be read. */
export type StateReader = (stack: string) => Promise<readonly StateEntry[] | undefined>;

const READ_WITHIN_MS = 60_000;

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
 * Reads the state through the CLI that runs this provider, which knows the backend: `pulumi stack export`. It takes no lock.
 *
 * @param o.folder the project's folder; one without a `Pulumi.yaml` has no state
 * @param o.unwrap reads the engine's form of properties
 */
export function stateReader(o: {
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly unwrap: (plain: Readonly<Record<string, unknown>>) => Properties;
}): StateReader {
  return async (stack) => {
    if (!["yaml", "yml", "json"].some((form) => existsSync(path.join(o.folder, `Pulumi.${form}`)))) return undefined;
    const text = await output(["stack", "export", "--stack", stack, "--non-interactive"], o);
    const read = exported.safeParse(parsed(text));
    if (!read.success) return undefined;
    return read.data.deployment.resources
      .filter(({ custom }) => custom)
      .map(({ inputs, outputs, delete: isPendingDeletion, urn, type, id }) => ({
        ...{ urn, type, id, isPendingDeletion },
        inputs: o.unwrap(inputs),
        outputs: o.unwrap(outputs),
      }));
  };
}

/** What the CLI prints; empty when it fails or does not exist. */
function output(args: readonly string[], o: { folder: string; signal: AbortSignal }): Promise<string> {
  const limits = { timeout: READ_WITHIN_MS, maxBuffer: 1 << 30, signal: o.signal };
  return new Promise((resolve) => {
    execFile("pulumi", args, { cwd: o.folder, encoding: "utf8", ...limits }, (error, stdout) =>
      resolve(error ? "" : stdout),
    );
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
