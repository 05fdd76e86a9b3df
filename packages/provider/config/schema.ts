import { localRegion, regionDomains } from "@genesys-flows/platform";
import type { PropertySpecs } from "../engine/property-specs.ts";
import { tokenPoolSizes } from "./token-pool.ts";

/**
 * Configuration of the provider. Names are the vendor's (reference/cx-as-code-schema.json, "provider"), camelCased.
 * No property has a default from the environment: values from the environment must not be written to the state.
 */
export const configProperties: PropertySpecs = {
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
      "Id of the organisation that this stack belongs to. With credentials of another organisation, every operation fails. " +
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
      `A further token is logged in only when it is needed. Default: ${tokenPoolSizes.default}. \`GENESYSCLOUD_TOKEN_POOL_SIZE\` in the environment overrides it.`,
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
      "Seed: the file that fills an empty embedded organisation, relative to the project. Default: `local/organisation.yaml`.",
  },
};
