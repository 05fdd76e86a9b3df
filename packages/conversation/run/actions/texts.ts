import { getMap } from "@genesys-flows/architect";
import type { ActionSemantics, Rows } from "../semantics.ts";

/** Sends text to the customer, who reads it, or to users of the organisation. Text for users is only recorded. */
function sends(property: string, to: "customer" | "users" = "customer"): ActionSemantics {
  return {
    asks: "whether the text is sent",
    writes: to === "customer" ? "text for the customer; on failure, the outputs" : "a note; on failure, the outputs",
    source: "A1, archy.md §d",
    *run(step) {
      const text = step.text(property) ?? "";
      const { kind, name } = step.node;
      const answer = yield* step.asks({ asks: "send", kind, name, text }, ["success", "failure"]);
      if (answer.path === "failure") step.bindAll(getMap(step.node.properties, "failureOutputs"), answer.outputs);
      else if (to === "customer") yield* step.happens({ event: "reads", text });
      else yield* step.notes("notification", text);
      return { path: answer.path };
    },
  };
}

export const textRows: Rows = {
  sendResponse: sends("messageBody"),
  sendAutoReply: sends("messageBody"),
  sendRichLink: sends("body"),
  sendInteractiveApplication: sends("title"),
  sendNotification: sends("body", "users"),
};
