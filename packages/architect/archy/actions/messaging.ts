import { type ActionInfo, row } from "./row.ts";

/** Messages and e-mail to the customer (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const messagingActions = [
  row("sendAutoReply", {
    heard: true,
    words: { replyMode: "replyToSender replyToAll" },
    needs: "messageBody",
    unseen: "failureOutputs:bindings",
    outputs: "success failure",
    properties:
      "from:emailAddress replyTo:emailAddress cc:emailAddressCollection bcc:emailAddressCollection messageBody:string replyMode:text",
    observedIn: "inboundEmail",
  }),
  row("sendResponse", {
    heard: true,
    words: { messageBodyStyle: "standard notice" },
    needs: "messageBody",
    unseen: "failureOutputs:bindings",
    outputs: "success failure",
    properties: "messageBody:string messageBodyStyle:string",
    observedIn: "inboundShortMessage inboundChat",
  }),
  row("sendNotification", {
    heard: true,
    words: { notificationType: "email chat", emailNotificationStyle: "email chat" },
    outputs: "success failure",
    properties:
      "failureOutputs:bindings emailFrom:emailAddress emailNotificationStyle:string sendToUsers:userCollection body:string subject:string notificationType:string",
    observedIn: "workflow",
  }),
  row("sendDigitalContent", { heard: true }),
  row("sendInteractiveApplication", {
    heard: true,
    outputs: "success failure",
    properties: "applicationName:string applicationUrl:string applicationImage:image title:string subTitle:string",
  }),
  row("sendRichLink", {
    heard: true,
    words: { headerType: "image text" },
    outputs: "success failure",
    properties:
      "body:string footer:string headerType:string headerText:string headerImage:image urlLabel:string urlValue:string",
  }),
] satisfies readonly ActionInfo[];
