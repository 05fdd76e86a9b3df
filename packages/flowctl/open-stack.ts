import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  FlowPlatform,
  type Organisation,
  OrganisationSession,
  resolveSettings,
  SecretKeeper,
} from "@genesys-flows/provider";
import { parse } from "yaml";
import { type Context, UsageError } from "./context.ts";

/** A stack's config and the organisation behind it. */
export interface OpenStack {
  readonly project: string;
  readonly stack: string;
  /** `Pulumi.<stack>.yaml` */
  readonly file: string;
  /** Its text. */
  readonly config: string;
  readonly organisation: Organisation;
  readonly flows: FlowPlatform;
  readonly signal: AbortSignal;
  close(): Promise<void>;
}

/**
 * Opens the organisation of a stack as the provider does: the embedded one, or a real one with credentials of the
 * environment.
 *
 * @throws UsageError for a stack without a file; Error with what is wrong with the configuration or the organisation
 */
export async function openStack(stack: string, context: Context): Promise<OpenStack> {
  const file = `Pulumi.${stack}.yaml`;
  const path = join(context.root, file);
  if (!existsSync(path)) {
    throw new UsageError(`There is no ${file} in ${context.root}. Choose another stack with --stack NAME.`);
  }
  const config = readFileSync(path, "utf8");
  const project = (parse(readFileSync(join(context.root, "Pulumi.yaml"), "utf8")) as { name?: string }).name ?? "";
  const cancelled = new AbortController();
  const session = new OrganisationSession({
    settings: () => ({
      stack,
      ...resolveSettings(providerConfig(config), { environment: process.env, folder: context.root, project, stack }),
    }),
    folder: context.root,
    signal: cancelled.signal,
    secrets: new SecretKeeper(),
  });
  const interrupt = () => cancelled.abort(new UsageError("Interrupted. Nothing was written."));
  process.once("SIGINT", interrupt);
  const close = async () => {
    process.off("SIGINT", interrupt);
    await session.close();
  };
  try {
    const organisation = await session.open();
    const flows = new FlowPlatform(organisation.client);
    return { project, stack, file, config, organisation, flows, signal: cancelled.signal, close };
  } catch (error) {
    await close();
    throw error instanceof Error ? new UsageError(error.message) : error;
  }
}

/** The provider's part of a stack's config. What is encrypted there is left out: only Pulumi can read it. */
function providerConfig(text: string): Record<string, string> {
  const { config } = (parse(text) ?? {}) as { config?: Record<string, unknown> | null };
  const own = Object.entries(config ?? {}).filter(([key, value]) => {
    return key.startsWith("genesyscloud:") && !(typeof value === "object" && value !== null && "secure" in value);
  });
  return Object.fromEntries(
    own.map(([key, value]) => [
      key.slice("genesyscloud:".length),
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
}
