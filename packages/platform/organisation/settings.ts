import path from "node:path";
import type { Connection } from "../client/platform-client.ts";
import { localRegion, regionDomains, regionMeant, regions } from "../client/regions.ts";
import { commandLine } from "../words.ts";
import { embeddedFile } from "./embedded-organisation.ts";

/** Entries of the configuration, from a program or a stack's file. */
export type Given = Readonly<Record<string, unknown>>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the stack's organisation is. The seed of an embedded organisation may be missing unless it is required. */
export type Target =
  | { readonly kind: "embedded"; readonly file: string; readonly seed: string; readonly seedRequired: boolean }
  | { readonly kind: "platform"; readonly connection: Connection };

export interface Settings {
  readonly target: Target;
  /** The organisation that the stack must be in, if the configuration names one. */
  readonly organizationId?: string;
  readonly tokenPoolSize: number;
  /** A note for the user about a setting that has no effect. */
  readonly note?: string;
}

/** The environment variables that take precedence over the configured credentials. */
export const credentialVariables = {
  oauthclientId: "GENESYSCLOUD_OAUTHCLIENT_ID",
  oauthclientSecret: "GENESYSCLOUD_OAUTHCLIENT_SECRET",
  accessToken: "GENESYSCLOUD_ACCESS_TOKEN",
} as const;

/** A missing or invalid setting that prevents access to an organisation. */
export class SettingsError extends Error {
  readonly about: "region" | "credentials" | "gateway";

  constructor(about: SettingsError["about"], message: string) {
    super(message);
    this.about = about;
  }
}

/** The message for an unknown region, with the region that is probably meant. */
export function regionMistake(region: unknown, source = "genesyscloud:region"): string {
  const meant = regionMeant(String(region));
  return `${source} is '${String(region)}', which is not a known region.${meant ? ` Did you mean '${meant}'?` : ""} Regions: ${regions.join(", ")}.`;
}

/**
 * The settings from the configuration. Environment variables take precedence.
 * @param options.folder the project's folder; relative paths are relative to it
 * @throws SettingsError that names the missing setting and where to set it; Error for an invalid size of the token pool
 */
export function resolveSettings(
  inputs: Given,
  options: { environment: Environment; folder: string; project: string; stack: string },
): Settings {
  const { environment, folder, stack } = options;
  const config = parseNested(inputs);
  const organizationId = textOf(config["organizationId"]);
  const region = environment["GENESYSCLOUD_REGION"] || textOf(config["region"]);
  const pool = tokenPoolSizeOf(config, environment);
  if (region === localRegion) {
    const file = textOf(config["localOrganisation"]) ?? embeddedFile(options);
    const configuredSeed = textOf(config["localSeed"]);
    const seed = configuredSeed ?? "local/organisation.yaml";
    return {
      target: {
        kind: "embedded",
        file: path.resolve(folder, file),
        seed: path.resolve(folder, seed),
        seedRequired: configuredSeed !== undefined,
      },
      organizationId,
      tokenPoolSize: pool.value,
    };
  }
  const gateway = gatewayOf(config, environment);
  if (!region && !gateway) {
    throw new SettingsError(
      "region",
      `No region is set. Run \`${commandLine("pulumi", "config set genesyscloud:region <region>", { stack })}\`, or set GENESYSCLOUD_REGION. Regions: ${regions.join(", ")}.`,
    );
  }
  const domain = region ? regionDomains[region] : undefined;
  if (region && !domain) {
    const source = environment["GENESYSCLOUD_REGION"] ? "GENESYSCLOUD_REGION" : undefined;
    throw new SettingsError("region", regionMistake(region, source));
  }
  const credentials = credentialsOf(config, { environment, stack });
  return {
    target: { kind: "platform", connection: { credentials, domain, gateway } },
    organizationId,
    tokenPoolSize: pool.value,
    note: "token" in credentials ? noteOnPool(pool) : undefined,
  };
}

function credentialsOf(
  config: Given,
  { environment, stack }: { environment: Environment; stack: string },
): Connection["credentials"] {
  const token = environment[credentialVariables.accessToken];
  if (token) return { token };
  const clientId = environment[credentialVariables.oauthclientId] || textOf(config["oauthclientId"]);
  const clientSecret = environment[credentialVariables.oauthclientSecret] || textOf(config["oauthclientSecret"]);
  if (clientId && clientSecret) return { clientId, clientSecret };
  const configured = textOf(config["accessToken"]);
  if (configured) return { token: configured };
  const missing = [
    ...(clientId ? [] : [credentialVariables.oauthclientId]),
    ...(clientSecret ? [] : [credentialVariables.oauthclientSecret]),
  ];
  throw new SettingsError(
    "credentials",
    `No credentials are set for the organisation. Set ${missing.join(" and ")} in the environment (or GENESYSCLOUD_ACCESS_TOKEN), ` +
      `or run \`${commandLine("pulumi", "config set genesyscloud:oauthclientId <id>", { stack })}\` ` +
      `and \`${commandLine("pulumi", "config set --secret genesyscloud:oauthclientSecret", { stack })}\`, which asks for the secret.`,
  );
}

function gatewayOf(config: Given, environment: Environment): Connection["gateway"] {
  const configured = (config["gateway"] ?? {}) as Given;
  const host = environment["GENESYSCLOUD_GATEWAY_HOST"] || textOf(configured["host"]);
  if (!host) return undefined;
  const port = environment["GENESYSCLOUD_GATEWAY_PORT"] || textOf(configured["port"]);
  const protocol = environment["GENESYSCLOUD_GATEWAY_PROTOCOL"] || textOf(configured["protocol"]) || "https";
  const mistakes = gatewayMistakes(host, protocol, port);
  if (mistakes.length > 0) throw new SettingsError("gateway", `The gateway cannot be used: ${mistakes.join("; ")}.`);
  return { host, protocol, port: port === undefined ? undefined : Number(port) };
}

function gatewayMistakes(host: string, protocol: string, port: string | undefined): string[] {
  const mistakes: string[] = [];
  if (!/^(?:[^\s/:@?#[\]]+|\[[0-9a-f:.]+\])$/i.test(host))
    mistakes.push(`its host is '${host}'; set only a name or an address`);
  if (protocol !== "https" && protocol !== "http") mistakes.push(`its protocol is '${protocol}'; set https or http`);
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535))
    mistakes.push(`its port is '${port}'; set a number from 1 to 65535`);
  return mistakes;
}

/** Parses objects in a stack's configuration, which arrive as JSON text. */
export function parseNested(inputs: Given): Given {
  let gateway = inputs["gateway"] as Given | null | undefined;
  try {
    if (typeof gateway === "string") gateway = JSON.parse(gateway) as Given;
  } catch {
    return inputs;
  }
  const port = gateway?.["port"];
  return { ...inputs, gateway: typeof port === "number" ? { ...gateway, port: String(port) } : gateway };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

const POOL_VARIABLE = "GENESYSCLOUD_TOKEN_POOL_SIZE";

/**
 * Maximum number of tokens of the OAuth client that a run uses. The range is the vendor's (reference/platform-api.md
 * §1.1).
 */
export const tokenPoolSizes = { minimum: 1, maximum: 50, default: 10 } as const;

/** A configured number of tokens, and where it was set; undefined for the default. */
interface TokenPoolSize {
  readonly value: number;
  readonly source: string | undefined;
}

/**
 * The number of tokens. The environment takes precedence. @throws Error that names the invalid value, its source and
 * the range
 */
export function tokenPoolSizeOf(config: Given, environment: Environment): TokenPoolSize {
  const source = environment[POOL_VARIABLE] ? POOL_VARIABLE : "genesyscloud:tokenPoolSize";
  const given = environment[POOL_VARIABLE] || config["tokenPoolSize"];
  if (given === undefined || given === null || given === "")
    return { value: tokenPoolSizes.default, source: undefined };
  const { minimum, maximum } = tokenPoolSizes;
  const value = typeof given === "string" && /^\s*\d+\s*$/.test(given) ? Number(given) : given;
  if (typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum) {
    return { value, source };
  }
  throw new Error(`${source} is '${String(given)}'. Set a whole number from ${minimum} to ${maximum}.`);
}

/** The note about a configured pool that has no effect with an access token; undefined otherwise. */
function noteOnPool({ value, source }: TokenPoolSize): string | undefined {
  if (source === undefined || value === 1) return undefined;
  return (
    `${source} is ${value}, but an access token is a single token, so this run has the request budget of one. To use several tokens, set ` +
    "GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET instead of the access token."
  );
}
