import type { CustomerAct, Event } from "@genesys-flows/conversation";
import { answering, type Case, call, inState } from "./case.ts";

const reply = (action: string, type: string) =>
  inState(
    type,
    `
- ${action}:
    name: Reply
    messageBody: {lit: We have your message}
    failureOutputs: {errorType: {var: State.error}}
    outputs: {failure: {actions: [{disconnect: {name: F}}]}}
- disconnect: {name: D}`,
  );
/** Asks for more, and answers by what the customer wrote. */
const chats = {
  of: "sendResponse",
  flow: inState(
    "inboundShortMessage",
    `
- sendResponse: {name: Ask, messageBody: {lit: What can we do?}}
- sendResponse: {name: Say, messageBody: {exp: 'Append("You wrote ", Message.Message.body)'}}`,
  ),
  builtIn: { "Message.Message.body": "Hello" },
  meanwhile: ({ event }: Event): CustomerAct | undefined =>
    event === "reads" ? { does: "writes", text: "My order" } : undefined,
};

const failed = answering("send", "failure", { outputs: { errorType: "Refused" } });

export const textCases: readonly Case[] = [
  {
    of: "sendResponse",
    name: "sends a text",
    flow: reply("sendResponse", "inboundShortMessage"),
    shows: {
      reads: ["We have your message"],
      asked: [{ asks: "send", kind: "sendResponse", name: "Reply", text: "We have your message" }],
    },
  },
  {
    of: "sendResponse",
    name: "may fail, with a reason",
    flow: reply("sendResponse", "inboundShortMessage"),
    answers: failed,
    shows: { reads: [], paths: ["failure"], variables: { "State.error": "Refused" } },
  },
  {
    of: "sendAutoReply",
    name: "answers what the customer wrote",
    flow: inState(
      "inboundEmail",
      "- sendAutoReply: {name: R, messageBody: {exp: 'Append(\"Re: \", Email.Message.subject)'}}\n- disconnect: {name: D}",
    ),
    builtIn: { "Email.Message.subject": "Invoice" },
    shows: { reads: ["Re: Invoice"], ending: { ends: "disconnected" } },
  },
  {
    ...chats,
    name: "goes on with the first message while the customer writes more",
    assume: { "later-messages": "join-the-conversation" },
    shows: { reads: ["What can we do?", "You wrote Hello"] },
  },
  {
    ...chats,
    name: "goes on with the last message, where that is assumed",
    assume: { "later-messages": "are-the-message" },
    shows: { reads: ["What can we do?", "You wrote My order"] },
  },
  {
    of: "sendRichLink",
    name: "sends its text",
    flow: inState("inboundShortMessage", "- sendRichLink: {name: R, body: {lit: Look here}}"),
    shows: { reads: ["Look here"] },
  },
  {
    of: "sendInteractiveApplication",
    name: "sends its title",
    flow: inState("inboundShortMessage", "- sendInteractiveApplication: {name: R, title: {lit: Form}}"),
    shows: { reads: ["Form"] },
  },
  {
    of: "sendNotification",
    name: "is noted: users read it, and not the customer",
    flow: inState("workflow", "- sendNotification: {name: N, body: {lit: A case}}\n- endWorkflow: {name: E}"),
    shows: { reads: [], notes: ["notification: A case"] },
  },
  {
    of: "decision",
    name: "decides by what the customer wrote",
    flow: inState(
      "inboundShortMessage",
      `
- decision:
    name: C
    condition: {exp: 'Contains(Message.Message.body, "stop")'}
    outputs: {"yes": {actions: [{disconnect: {name: D}}]}}
- sendResponse: {name: R, messageBody: {lit: On}}`,
    ),
    builtIn: { "Message.Message.body": "please stop" },
    shows: { reads: [], paths: ["yes"] },
  },
  {
    of: "decision",
    name: "has no value of the platform that the world does not give",
    flow: call(
      '- decision: {name: C, condition: {exp: IsNotSetOrEmpty(Call.Ani)}, outputs: {"yes": {actions: [{disconnect: {name: D}}]}}}',
    ),
    assume: { "built-in-variables": "are-not-set" },
    shows: { paths: ["yes"], assumptions: ["built-in-variables"] },
  },
];
