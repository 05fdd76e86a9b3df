import { defineFlow } from "@genesys-flows/architect";

export const openingHours = defineFlow({
  inboundCall: "Opening hours",
  onFault: { say: "We have a technical problem.", then: "disconnect" },
  start: "hours",
  nodes: {
    hours: { playAudio: "We are here from eight to six, Monday to Friday.", then: "bye" },
    bye: { disconnect: {} },
  },
});
