/**
 * Schemas whose required fields are asked for in a body of their own, but not within another object: the vendor's own clients leave
 * them out there. Each with the traffic that shows it (`reference/terraform-traces`).
 */
export const PARTIAL: Readonly<Record<string, string>> = {
  InboundRoute:
    "genesyscloud_routing_email_route.reply_other: `replyEmailAddress.route` has no `fromName`; the documented refusal there (`reply.route.id.required`) asks for the id",
  MailFromResult: 'reference/platform-api.md §2.3: `mailFromSettings: {mailFromDomain: ""}` removes the setting',
};
