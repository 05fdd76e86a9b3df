import { messageOf } from "@genesys-flows/architect/printable";
import { localRegion, regionDomains, regions } from "../client/regions.ts";
import {
  type Environment,
  type Given,
  parseNested,
  regionMistake,
  tokenPoolSizeOf,
  tokenPoolSizes,
} from "./settings.ts";

/** One entry: its type, and its description for users. */
interface Entry {
  readonly type: "string" | "integer" | "object";
  readonly description: string;
  readonly required?: boolean;
  readonly secret?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: {
    readonly name: string;
    readonly description: string;
    /** Maps each value to its description. */
    readonly values: Readonly<Record<string, string>>;
  };
  readonly object?: { readonly name: string; readonly description: string; readonly properties: Entries };
}

type Entries = Readonly<Record<string, Entry>>;

/**
 * A stack's configuration. Names are the vendor's (reference/cx-as-code-schema.json, "provider"), camelCased. No
 * property has a default from the environment: values from the environment must not be written to the state.
 */
export const configProperties: Entries = {
  region: {
    type: "string",
    description:
      `AWS region of the organisation, for example \`eu-central-1\`; \`${localRegion}\` for the embedded organisation. ` +
      "`GENESYSCLOUD_REGION` in the environment overrides it.",
    enum: {
      name: "Region",
      description: "Where the organisation is hosted.",
      values: {
        [localRegion]: "The embedded organisation, in the provider's own process.",
        ...Object.fromEntries(Object.entries(regionDomains).map(([region, domain]) => [region, domain])),
      },
    },
  },
  organizationId: {
    type: "string",
    description:
      "Id of the organisation that this stack belongs to. With credentials for another organisation, every operation fails. " +
      `Required when \`region\` is not \`${localRegion}\`.`,
  },
  oauthclientId: {
    type: "string",
    description: "OAuth client id (client credentials). `GENESYSCLOUD_OAUTHCLIENT_ID` in the environment overrides it.",
  },
  oauthclientSecret: {
    type: "string",
    secret: true,
    description: "OAuth client secret. `GENESYSCLOUD_OAUTHCLIENT_SECRET` in the environment overrides it.",
  },
  accessToken: {
    type: "string",
    secret: true,
    description:
      "An access token instead of client credentials. `GENESYSCLOUD_ACCESS_TOKEN` in the environment overrides it.",
  },
  tokenPoolSize: {
    type: "integer",
    minimum: tokenPoolSizes.minimum,
    maximum: tokenPoolSizes.maximum,
    description:
      `How many tokens of the OAuth client a run may use, each with its own requests per minute: from ${tokenPoolSizes.minimum} to ${tokenPoolSizes.maximum}. ` +
      `Another token is requested only when it is needed. Default: ${tokenPoolSizes.default}. \`GENESYSCLOUD_TOKEN_POOL_SIZE\` in the environment overrides it.`,
  },
  gateway: {
    type: "object",
    description:
      "A gateway in front of the platform's API. `GENESYSCLOUD_GATEWAY_PROTOCOL`, `_HOST` and `_PORT` in the environment override it.",
    object: {
      name: "Gateway",
      description: "A gateway in front of the platform's API.",
      properties: {
        protocol: { type: "string", description: "`https` (default) or `http`." },
        host: { type: "string", required: true, description: "Host name or address." },
        port: { type: "string", description: "Port. Default: the port of the protocol." },
      },
    },
  },
  localOrganisation: {
    type: "string",
    description:
      `SQLite file of the embedded organisation, relative to the project, when \`region\` is \`${localRegion}\`. ` +
      "Default: `.genesys/orgs/<project>-<stack>.sqlite`. Stacks that name the same file share one organisation.",
  },
  localSeed: {
    type: "string",
    description:
      "Seed: the file with the initial content of an empty embedded organisation, relative to the project. Default: `local/organisation.yaml`.",
  },
};

interface ConfigMistake {
  /** `gateway.host` */
  readonly property: string;
  readonly reason: string;
}

/** Properties that Pulumi's engine adds to every provider's configuration. */
const engineProperties = new Set([
  "version",
  "pluginDownloadURL",
  "pluginChecksums",
  "envVarMappings",
  "parameterization",
]);

export function checkConfig(inputs: Given, environment: Environment): ConfigMistake[] {
  const { tokenPoolSize, ...own } = Object.fromEntries(
    Object.entries(inputs).filter(([name]) => !engineProperties.has(name) && !name.startsWith("__")),
  );
  const found = mistakesIn(parseNested(own), configProperties);
  const region = environment["GENESYSCLOUD_REGION"];
  if (region && !regions.includes(region)) {
    found.push({ property: "region", reason: regionMistake(region, "GENESYSCLOUD_REGION") });
  }
  try {
    tokenPoolSizeOf({ tokenPoolSize }, environment);
  } catch (error) {
    found.push({ property: "tokenPoolSize", reason: messageOf(error) });
  }
  return found;
}

/** @param at path of the object that contains the entries: `gateway.` */
function mistakesIn(given: Given, entries: Entries, at = ""): ConfigMistake[] {
  const unknown = Object.keys(given).filter((name) => !(name in entries));
  return [
    ...unknown.map((name) => ({
      property: `${at}${name}`,
      reason: `is not a property. Properties are ${Object.keys(entries).join(", ")}`,
    })),
    ...Object.entries(entries).flatMap(([name, entry]) => mistakesOf(given[name], entry, `${at}${name}`)),
  ];
}

/** A value that is unknown in a preview is a symbol, and counts as valid. */
function mistakesOf(
  value: unknown,
  { required, type, object, enum: choice }: Entry,
  property: string,
): ConfigMistake[] {
  if (typeof value === "symbol") return [];
  if (value === undefined || value === null) return required ? [{ property, reason: "is missing" }] : [];
  if (object) {
    return typeof value === "object" && !Array.isArray(value)
      ? mistakesIn(value as Given, object.properties, `${property}.`)
      : [{ property, reason: "must be a mapping" }];
  }
  if (choice && !(String(value) in choice.values)) return [{ property, reason: regionMistake(value) }];
  return type === "string" && typeof value !== "string" ? [{ property, reason: "must be a string" }] : [];
}
