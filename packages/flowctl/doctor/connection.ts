import { messageOf } from "@genesys-flows/architect/printable";
import {
  ApiFailure,
  type Organisation,
  OrganisationSession,
  type Patience,
  platformPatience,
  resolveSettings,
  SecretKeeper,
  type Settings,
  SettingsError,
} from "@genesys-flows/platform";
import type { Context } from "../context.ts";
import { type ProviderConfig, unreadableConfig } from "../provider-config.ts";
import { projectName, type StackFile } from "../stack-file.ts";
import { type AnswerTimes, limits } from "./answers.ts";
import { type Check, ok, problem, skipped } from "./check.ts";
import type { RecordedState } from "./machine.ts";

/** A doctor waits less than an update: the message of a failure is the same. */
const patience: Patience = {
  ...platformPatience,
  repetitionMs: [500],
  longestRetryAfterMs: 5000,
  rateLimitAttempts: 1,
};

/** The checks up to the organisation, in their order: each needs those before it. */
export const connectionChecks = ["region", "credentials", "connection", "organisation", "budget", "clock"] as const;
type Id = (typeof connectionChecks)[number];

export interface Connected {
  readonly checks: readonly Check[];
  /** Absent where a check found a problem. */
  readonly organisation?: Organisation;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly found: StackFile;
  readonly stack: string;
  readonly config: ProviderConfig;
  readonly state: RecordedState | undefined;
  readonly context: Context;
  /** This machine's time, in milliseconds. */
  readonly now: () => number;
}

/** Opens the organisation as an update does: region, credentials, connection, the right organisation; then its headers. */
export async function connect(o: ConnectOptions): Promise<Connected> {
  const { context, stack, found, config } = o;
  const nothing = { close: async () => {} };
  const unreadable = unreadableConfig(config, { file: found.file });
  if (unreadable !== undefined) return { checks: upTo("region", unreadable), ...nothing };
  let settings: Settings;
  try {
    const place = { environment: process.env, folder: context.root, project: projectName(context) ?? "", stack };
    settings = resolveSettings(config.values, place);
  } catch (error) {
    if (!(error instanceof SettingsError)) return { checks: upTo("region", messageOf(error)), ...nothing };
    const text = unreadableConfig(config, { file: found.file, error }) ?? error.message;
    const id = error.about === "credentials" ? "credentials" : "region";
    return { checks: upTo(id, text, { region: regionOf(config) }), ...nothing };
  }
  const answers: AnswerTimes[] = [];
  const session = new OrganisationSession({
    settings: () => ({ stack, ...settings }),
    folder: context.root,
    signal: new AbortController().signal,
    secrets: new SecretKeeper(),
    client: { patience, onAnswer: (headers) => void answers.push({ headers, at: o.now() }) },
  });
  const close = () => session.close();
  const known = { region: targetOf(settings, config), credentials: credentialsOf(settings), connection: "it answers" };
  try {
    const organisation = await session.open(o.state?.organizationId);
    const named = `${organisation.name} (${organisation.id})`;
    const before = upTo(undefined, "", { ...known, organisation: named });
    return { checks: [...before, ...limits(answers, organisation)], organisation, close };
  } catch (error) {
    const id = idOf(error);
    // Without a connection, nobody looked at the credentials.
    return { checks: upTo(id, messageOf(error), id === "connection" ? { region: known.region } : known), close };
  }
}

/** The check that a failure is about. */
function idOf(error: unknown): Id {
  if (!(error instanceof ApiFailure)) return "organisation";
  switch (error.kind) {
    case "credentials":
      return "credentials";
    case "permission":
      return "organisation";
    case "rate-limit":
      return "budget";
    default:
      return "connection";
  }
}

/** Checks in their order: those that are known to be good, the problem, and those that were not made because of it. */
function upTo(failed: Id | undefined, text: string, good: Partial<Record<Id, string>> = {}): Check[] {
  const at = failed === undefined ? connectionChecks.length : connectionChecks.indexOf(failed);
  return connectionChecks.flatMap((id, index): Check[] => {
    if (index === at) return [problem(id, text)];
    const known = index < at ? good[id] : undefined;
    if (known !== undefined) return [ok(id, known)];
    return failed === undefined ? [] : [skipped(id, failed)];
  });
}

function regionOf({ values }: ProviderConfig): string {
  return process.env["GENESYSCLOUD_REGION"] || values["region"] || "a gateway";
}

function targetOf({ target }: Settings, config: ProviderConfig): string {
  if (target.kind === "embedded") return "the embedded organisation";
  const { gateway } = target.connection;
  if (!gateway) return regionOf(config);
  const { protocol, host, port } = gateway;
  return `${regionOf(config)} through ${protocol}://${host}${port === undefined ? "" : `:${port}`}`;
}

function credentialsOf({ target }: Settings): string {
  if (target.kind === "embedded") return "the embedded organisation needs none";
  const { credentials } = target.connection;
  return "token" in credentials ? "an access token" : `the OAuth client ${credentials.clientId}`;
}
