import { callOf, greeter, inbound } from "../flows/documents.ts";

/** What the model knows of a flow's content. */
export interface Content {
  readonly type: "inboundCall" | "commonModule";
  readonly name: string;
  /** Name of the module that it calls, of the queue that it transfers to. */
  readonly module?: string;
  readonly queue?: string;
}

/** The content as an Archy document. */
export function documentOf({ type, name, module, queue }: Content): string {
  const transfer = queue === undefined ? [] : [`transferToAcd: {name: T, targetQueue: {lit: {name: ${queue}}}}`];
  if (type === "commonModule")
    return greeter({ name, actions: transfer.map((action) => `    - ${action}`).join("\n") });
  return inbound(name, [...(module === undefined ? [] : [callOf(module)]), ...transfer]);
}
