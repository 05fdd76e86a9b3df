import { z } from "zod";
import { choice, setting } from "./setting.ts";

/** The format of `emailAddress`, for messages. */
export const emailAddressForm = "an e-mail address, such as sales@example.com";

const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";

/**
 * A mailbox and a domain. The limits come from the platform's messages (reference/platform-api.error-codes.json): a
 * pattern must not contain white space or control characters (`postino.error.bad.address`), and a domain must not
 * contain "illegal characters" (`postino.invalid.domain.name`). A mailbox is a pattern, so it may contain `*`.
 */
export const emailAddress = z
  .string(`expected ${emailAddressForm}`)
  .regex(new RegExp(`^[^\\s@\\p{Cc}]+@${LABEL}(?:\\.${LABEL})*$`, "u"), `expected ${emailAddressForm}`);

const bcc = z.strictObject({
  email: z.string().min(1, `expected ${emailAddressForm}`).describe("E-mail address"),
  name: z.string().optional().describe("Name for the address"),
});

/**
 * The properties of an address's route in a file, besides the address itself. Their names and descriptions are the
 * vendor's (`genesyscloud_routing_email_route`), but values are names instead of ids.
 */
export const emailRouteSettings = z.strictObject({
  fromName: setting(z.string().min(1, "expected the sender's name"), "Sender name of replies.", {
    otherwise: "the name of the flow",
  }).optional(),
  fromEmail: setting(z.string().min(1, `expected ${emailAddressForm}`), "Sender address of replies.").optional(),
  priority: setting(z.int("expected a whole number"), "The priority for routing.").optional(),
  skills: setting(
    z.array(z.string().min(1, "expected the name of a skill")),
    "Names of the skills for routing.",
  ).optional(),
  language: setting(
    z.string("expected the name of a language").min(1, "expected the name of a language"),
    "Name of the language for routing.",
  ).optional(),
  historyInclusion: choice(
    { Include: "Always.", Exclude: "Never.", Optional: "The agent decides." },
    "Whether a reply draft contains the history of the conversation.",
    { otherwise: "`Optional`" },
  ).optional(),
  allowMultipleActions: setting(
    z.boolean(),
    "Whether the conversation continues after an action. If it does, the agent must disconnect it.",
  ).optional(),
  autoBcc: setting(z.array(bcc), "Recipients of a blind copy of every reply: `{email, name}`.").optional(),
});

const emailRoute = z.strictObject({
  address: setting(emailAddress, "The e-mail address."),
  ...emailRouteSettings.shape,
});

/** An e-mail address that routes to a flow, with the other properties of its route. */
export type EmailAddress = Readonly<z.output<typeof emailRoute>>;

/** Either form in a file: a plain address or a map. */
export type WrittenEmailAddress = string | EmailAddress;

export const emailAddresses = setting(
  z.array(
    z.union(
      [emailAddress, emailRoute],
      `expected ${emailAddressForm}, or {address: sales@example.com, fromName: Sales}`,
    ),
    "expected a list of e-mail addresses, such as [sales@example.com]",
  ),
  "E-mail addresses that route to an inbound email flow: `sales@example.com`, or `{address, fromName, priority, skills, language}`.",
  { see: "[e-mail addresses](flow-files.md#e-mail-addresses)" },
);

/** An address with its route's properties, from either form. */
export function emailAddressOf(written: WrittenEmailAddress): EmailAddress {
  return typeof written === "string" ? { address: written } : written;
}

/** The shortest form for a file. */
export function writtenEmailAddress(route: EmailAddress): WrittenEmailAddress {
  return Object.keys(route).length === 1 ? route.address : route;
}

/** The two parts of an address: `{mailbox: "sales", domain: "example.com"}`. */
export function partsOfAddress(address: string): { readonly mailbox: string; readonly domain: string } {
  const at = address.lastIndexOf("@");
  return { mailbox: address.slice(0, at), domain: address.slice(at + 1) };
}

/** An address normalised for comparison: the platform ignores case (`postino.route.pattern.exists`). */
export function addressKey(address: string): string {
  return address.toLowerCase();
}
