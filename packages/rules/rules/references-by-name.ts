import { z } from "zod";
import { defineRule } from "../rule.ts";

const setting = (queue: string, values = "") => `inboundCall: Sales
onFault: {say: "Please call again.", then: disconnect}
${values}start: note
nodes:
  note: {setParticipantData: {queueId: ${queue}}, then: bye}
  bye: {disconnect: {}}
`;

/** The kernel reports these findings (packages/architect/check/checks/literals.ts). */
export const referencesByName = defineRule({
  name: "references-by-name",
  title: "Object id in a flow",
  requires: "A flow refers to queues, users and other objects by name, or takes their ids from a value of the stack.",
  why: "An id is valid in only one organisation. In any other organisation, it identifies nothing or the wrong object.",
  fix: "Use the name of the object, for example with FindQueue, or set the id as a value of the stack.",
  blindTo:
    "Ids that the flow assembles from parts, and ids that are not GUIDs. An id that is also a value of the stack is accepted anywhere in the flow.",
  settings: z.strictObject({}),
  codes: ["literal-guid"],
  example: {
    violating: setting('"4c0ecd1d-5b3c-4d3b-9f0f-1a2b3c4d5e6f"'),
    passing: setting("'=ToString(FindQueue(\"Sales\"))'"),
  },
});
