import { onSignal } from "@genesys-flows/cli";
import { FlowPlatform, OrganisationSession, resolveSettings, SecretKeeper } from "@genesys-flows/platform";
import { type Context, UsageError } from "./context.ts";
import { providerConfig, unreadableConfig } from "./provider-config.ts";
import { projectName, requiredStackFile } from "./stack-file.ts";

/** A stack and its organisation. */
export interface OpenStack {
  readonly project: string;
  readonly stack: string;
  /** `Pulumi.<stack>.yaml`, and its content. */
  readonly file: string;
  readonly config: string;
  readonly organisation: Awaited<ReturnType<OrganisationSession["open"]>>;
  readonly flows: FlowPlatform;
  readonly signal: AbortSignal;
}

/**
 * Runs work with the organisation of a stack, which is opened in the same way as by the provider: the embedded
 * organisation, or a real organisation with credentials from the environment or from unencrypted entries of the stack's
 * config.
 * @param o.onAnswer called after each request
 * @throws UsageError for a stack without a file, for encrypted credentials that are not in the environment, and for
 * problems with the configuration or the organisation
 */
export async function inOrganisation<Result>(
  name: string,
  context: Context,
  work: (stack: OpenStack) => Promise<Result>,
  o: { readonly onAnswer?: () => void } = {},
): Promise<Result> {
  const stack = await opened(name, context, o);
  try {
    return await work(stack);
  } finally {
    await stack.close();
  }
}

async function opened(
  stack: string,
  context: Context,
  o: { readonly onAnswer?: () => void },
): Promise<OpenStack & { close(): Promise<void> }> {
  const found = requiredStackFile(context, stack);
  const { file, text: config } = found;
  const project = projectName(context) ?? "";
  const own = providerConfig(found);
  const cancelled = new AbortController();
  const session = new OrganisationSession({
    settings: () => ({
      stack,
      ...resolveSettings(own.values, { environment: process.env, folder: context.root, project, stack }),
    }),
    folder: context.root,
    signal: cancelled.signal,
    secrets: new SecretKeeper(),
    ...(o.onAnswer && { client: { onAnswer: o.onAnswer } }),
  });
  const restore = onSignal(["SIGINT"], () => cancelled.abort(new UsageError("Interrupted. Nothing was written.")));
  const close = async () => {
    restore();
    await session.close();
  };
  try {
    const unreadable = unreadableConfig(own, { file });
    if (unreadable !== undefined) throw new UsageError(unreadable);
    const organisation = await session.open();
    const flows = new FlowPlatform(organisation.client);
    return { project, stack, file, config, organisation, flows, signal: cancelled.signal, close };
  } catch (error) {
    await close();
    if (!(error instanceof Error)) throw error;
    throw new UsageError(unreadableConfig(own, { file, error }) ?? error.message);
  }
}
