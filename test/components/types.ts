import { InboundFlow, SharedModule } from "genesys-flows";
import { defineFlow, defineModule } from "genesys-flows/flows";

/** Checked by the TypeScript compiler: each `@ts-expect-error` names a mistake that must not compile. Never run. */

const pinModule = defineModule({
  key: "pin",
  commonModule: "PIN",
  channels: ["inboundCall"],
  inputs: { tries: "integer" },
  outcomes: ["success"],
  start: "done",
  nodes: { done: { end: "success" } },
});

const byName = defineFlow({
  inboundCall: "Sales",
  start: "ask",
  nodes: {
    ask: { callModule: "pin", on: { success: "again", error: "bye" } },
    again: { callTask: "More", on: { default: "bye" } },
    bye: { disconnect: {} },
  },
  tasks: {
    More: { nodes: { check: { callModule: "check", on: { completed: "end", error: "end" } }, end: { endTask: {} } } },
  },
});

const byDefinition = defineFlow({
  inboundCall: "Sales",
  start: "ask",
  nodes: { ask: { callModule: pinModule, on: { success: "bye", error: "bye" } }, bye: { disconnect: {} } },
});

export function program(): void {
  const pin = new SharedModule("pin", { definition: pinModule });
  const check = new SharedModule("check", { definition: "check.yaml" });
  new InboundFlow("a", { definition: byName, modules: { pin, check } });
  new InboundFlow("b", { definition: byName, modules: { pin } });
  new InboundFlow("c", { definition: byDefinition, modules: { pin } });
  const anyOf: InboundFlow[] = [new InboundFlow("d", { definition: "sales.yaml", modules: { anything: pin } })];
  anyOf.push(new InboundFlow("e", { definition: byName }));

  // @ts-expect-error -- the flow calls no such module
  new InboundFlow("f", { definition: byName, modules: { pim: pin } });
  // @ts-expect-error -- a flow is not a module
  new SharedModule("g", { definition: byName });
  // @ts-expect-error -- without a definition
  new InboundFlow("i", { numbers: [] });
}
