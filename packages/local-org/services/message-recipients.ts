import { type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

const messageRecipient: PlainResource = {
  kind: "messageRecipient",
  type: "MESSAGERECIPIENT",
  path: "/api/v2/routing/message/recipients",
  idParam: "recipientId",
  operations: {
    list: "getRoutingMessageRecipients",
    get: "getRoutingMessageRecipient",
    replace: "putRoutingMessageRecipient",
  },
  permission: "routing:message:manage",
  required: ["name"],
  // A change names the flow alone (`RecipientRequest` of the vendor's SDK).
  keeps: ["name", "messengerType"],
  missing: unknownId,
  nameSearch: "part",
  filters: {
    messengerType: ({ document }, values) => values.includes(String(document["messengerType"])),
  },
  references: { flow: "flow" },
  present: ({ created, modified, createdBy }) => ({
    dateCreated: new Date(created).toISOString(),
    dateModified: new Date(modified).toISOString(),
    createdBy: { id: createdBy },
  }),
};

/** Addresses at which messages arrive, and the flow that takes them. */
export const messageRecipients: Service = {
  name: "messageRecipients",
  ...plainService([messageRecipient]),
  seed: (context) => seedPlain(context, messageRecipient, context.seed.messageRecipients),
};
