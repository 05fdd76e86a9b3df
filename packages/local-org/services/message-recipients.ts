import { datesOf } from "../resources/plain-actions.ts";
import { type PlainResource, unknownId } from "../resources/plain-resource.ts";

/** Addresses that receive messages, and the flow that handles them. */
export const messageRecipient: PlainResource = {
  kind: "messageRecipient",
  type: "MESSAGERECIPIENT",
  path: "/api/v2/routing/message/recipients",
  operations: ["list", "get", "replace"],
  seed: { list: "messageRecipients" },
  permission: "routing:message:manage",
  required: ["name"],
  // An update contains only the flow (`RecipientRequest` of the vendor's SDK).
  keeps: ["name", "messengerType"],
  missing: unknownId,
  nameSearch: "part",
  filters: {
    messengerType: ({ document }, values) => values.includes(String(document["messengerType"])),
  },
  references: { flow: "flow" },
  present: (recipient) => ({ ...datesOf(recipient), createdBy: { id: recipient.createdBy } }),
};
