import type { ActionSemantics, Rows } from "../semantics.ts";

/** Sends a text to the customer. */
function sends(property: string, source: string): ActionSemantics {
  return {
    asks: "whether it can be sent",
    writes: "what the customer reads",
    source,
    *run(step) {
      const text = step.text(property) ?? "";
      const answer = yield* step.asks({ asks: "unknown", kind: step.node.kind, name: step.node.name, outputs: {} }, [
        "success",
        "failure",
      ]);
      if (answer.path === "success") yield* step.happens({ event: "reads", text });
      return { path: answer.path };
    },
  };
}

export const textRows: Rows = {
  sendResponse: sends("messageBody", "archy.md §d"),
  sendAutoReply: sends("messageBody", "archy.md §d"),
};
