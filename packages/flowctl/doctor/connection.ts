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
import { type Check, ok, problem, skipped, unknown, warning } from "./check.ts";
import type { RecordedState } from "./machine.ts";

/** The waits are shorter than in an update, but a failure has the same message. */
const patience: Patience = {
  ...platformPatience,
  repetitionMs: [500],
  longestRetryAfterMs: 5000,
  rateLimitAttempts: 1,
};

/** The checks of the connection, in order; each check requires the previous ones. */
export const connectionChecks = ["region", "credentials", "connection", "organisation", "budget", "clock"] as const;
type Id = (typeof connectionChecks)[number];

interface Connected {
  readonly checks: readonly Check[];
  /** Omitted if a check found a problem. */
  readonly organisation?: Organisation;
  close(): Promise<void>;
}

/**
 * Opens the organisation as an update does, and checks the region, the credentials, the connection, the organisation's
 * identity and the headers of its responses.
 * @param o.now this machine's time, in milliseconds
 */
export async function connect(o: {
  readonly found: StackFile;
  readonly stack: string;
  readonly config: ProviderConfig;
  readonly state: RecordedState | undefined;
  readonly context: Context;
  readonly now: () => number;
}): Promise<Connected> {
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
    const id = error instanceof ApiFailure ? (REFUSED[error.kind] ?? "connection") : "organisation";
    // Without a connection, the platform has not checked the credentials.
    return { checks: upTo(id, messageOf(error), id === "connection" ? { region: known.region } : known), close };
  }
}

/** The check that fails for each kind of refused request; default: `connection`. */
const REFUSED: Partial<Record<ApiFailure["kind"], Id>> = {
  credentials: "credentials",
  permission: "organisation",
  "rate-limit": "budget",
};

/** The checks in order: the successful checks, the problem, and the checks that were skipped because of the problem. */
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
  if (target.kind === "embedded") return "the embedded organisation needs no credentials";
  const { credentials } = target.connection;
  return "token" in credentials ? "an access token" : `the OAuth client ${credentials.clientId}`;
}

/** The headers of a response, and its arrival time by this machine's clock, in milliseconds. */
interface AnswerTimes {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly at: number;
}

/** Maximum clock difference. A wrong clock affects end dates of exemptions and the validity of certificates. */
const MOST_SKEW_MS = 60_000;

/** The checks of the request budget and the clock, based on the last response. */
function limits(answers: readonly AnswerTimes[], { client }: Pick<Organisation, "client">): Check[] {
  const last = answers.at(-1);
  return [budget(last, client.budget), clock(last)];
}

function budget(last: AnswerTimes | undefined, { perMinute, tokens }: { perMinute: number; tokens: number }): Check {
  const id = "budget";
  const most = tokens === 1 ? "one token" : `up to ${tokens} tokens`;
  const used = Number(last?.headers["inin-ratelimit-count"]);
  if (!Number.isFinite(used)) return ok(id, `${perMinute} requests per minute and per token, ${most}`);
  const left = Math.max(0, perMinute - used);
  const text = `${left} of ${perMinute} requests left in this minute with this token, ${most}`;
  if (left > 0) return ok(id, text);
  return warning(id, `${text}. An update waits for the next minute${tokens === 1 ? "" : ", or uses another token"}.`);
}

function clock(last: AnswerTimes | undefined): Check {
  const id = "clock";
  const theirs = Date.parse(String(last?.headers["date"]));
  if (last === undefined || Number.isNaN(theirs)) return unknown(id, "The platform's response has no date.");
  const skew = last.at - theirs;
  if (Math.abs(skew) <= MOST_SKEW_MS) return ok(id, "within a minute of the platform's clock");
  return warning(
    id,
    `This machine's clock is ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? "ahead of" : "behind"} the platform's. ` +
      "This clock determines when exemptions end, and certificates can seem expired or not yet valid. Set the clock.",
  );
}
