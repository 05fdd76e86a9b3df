import { type Check, finding } from "./findings.ts";

/** The division that the flow says it belongs to. */
export const checkDivision: Check = ({ document, places, organisation }) => {
  const name = document.body["division"];
  if (typeof name !== "string" || name === "" || organisation.named("division", name)) return [];
  return [
    finding(places, {
      code: "unknown-division",
      problem: "no matches",
      path: [document.flowType, "division"],
      explanation: `The organisation has no division '${name}'.`,
    }),
  ];
};
