import { tokenOf } from "../engine/property-specs.ts";
import { reference } from "./plain/codec.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

/** A domain that receives e-mail: `/routing/email/domains`, whose id is the domain (reference/platform-api.md §2.3). */
export const routingEmailDomain: PlainResourceSpec = {
  token: tokenOf("routingEmailDomain", "RoutingEmailDomain"),
  description: "A domain that receives e-mail.",
  noun: "e-mail domain",
  path: "/api/v2/routing/email/domains",
  idForm: "the domain",
  importedBy: "the domain's name",
  permission: "routing:email:manage",
  undated: true,
  // The platform appends its own domain to a subdomain.
  repeated: ({ subDomain }) => ({ subDomain }),
  identity: {
    by: ["domainId", "subdomain"],
    query: () => ({}),
    same: (candidate, { domainId, subdomain }) => {
      const id = String(candidate["id"]);
      return id === domainId || (subdomain === true && id.startsWith(`${String(domainId)}.`));
    },
  },
  lookup: {
    description: "Looks up an e-mail domain by name.",
    inputs: { name: { type: "string", required: true, description: "The domain, for example `example.com`." } },
    outputs: {
      id: { type: "string", required: true, description: "Id of the e-mail domain." },
      name: { type: "string", required: true, description: "The domain." },
      subdomain: { type: "boolean", required: true, description: "Whether it is a subdomain of Genesys Cloud." },
    },
    query: () => ({}),
    same: (candidate, given) => {
      const domain = String(candidate["id"]).toLowerCase();
      const wanted = String(given["name"]).toLowerCase();
      return domain === wanted || (candidate["subDomain"] === true && domain.startsWith(`${wanted}.`));
    },
    show: (found) => ({ name: found["id"], subdomain: found["subDomain"] === true }),
  },
  update: "PATCH",
  properties: {
    domainId: {
      type: "string",
      api: "id",
      required: true,
      replaceOnChanges: true,
      description:
        "The domain, for example `example.com`. The platform appends its own domain to a subdomain. A change replaces the e-mail domain.",
    },
    subdomain: {
      type: "boolean",
      api: "subDomain",
      default: false,
      replaceOnChanges: true,
      description:
        "Whether it is a subdomain of Genesys Cloud, whose DNS records the platform manages. A change replaces the e-mail domain.",
    },
    mailFromDomain: {
      type: "string",
      api: "mailFromSettings.mailFromDomain",
      description: "The MAIL FROM domain, a subdomain of the e-mail domain.",
    },
    customSmtpServerId: {
      type: "string",
      api: "customSMTPServer",
      codec: reference,
      description: "The SMTP server integration that sends the domain's e-mails.",
    },
  },
  // The POST accepts only id and subDomain. An empty text removes a setting.
  amend: (body, { inputs, id }) =>
    id === undefined
      ? { id: body["id"], subDomain: body["subDomain"] ?? false }
      : {
          mailFromSettings: { mailFromDomain: inputs["mailFromDomain"] ?? "" },
          customSMTPServer: { id: inputs["customSmtpServerId"] ?? "" },
        },
  finish: ({ mailFromDomain, customSmtpServerId }) => Boolean(mailFromDomain) || Boolean(customSmtpServerId),
  outputs: ({ domainId, ...outputs }) => ({
    ...outputs,
    domainId: outputs["subdomain"] === true && typeof domainId === "string" ? domainId.replace(/\..*$/, "") : domainId,
  }),
};
