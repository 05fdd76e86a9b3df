import type { FlowType } from "@genesys-flows/architect";
import { compatibleFlowTypes, isMap } from "../../document/model.ts";
import { type Check, finding } from "../findings.ts";

/** An action that flows of a type do not have, with the platform's own name of it, as it was recorded. */
interface Unavailable {
  readonly action: string;
  readonly definition: string;
  readonly flowType: FlowType;
  readonly apiType: string;
}

/** MakingChatbots/genesys-cloud-plugins, gotchas: "'WaitAction' cannot be used in flows of type 'inqueuecall'". */
const UNAVAILABLE: readonly Unavailable[] = [
  { action: "wait", definition: "WaitAction", flowType: "inqueueCall", apiType: "inqueuecall" },
  { action: "askForIntent", definition: "AskForNLUIntentAction", flowType: "digitalBot", apiType: "digitalbot" },
  {
    action: "jumpToTask",
    definition: "TransferTaskAction",
    flowType: "inboundShortMessage",
    apiType: "inboundshortmessage",
  },
];

/**
 * Actions that the flow's type does not have. A common module has what all types have that it serves (reference/archy.md
 * §c, "Compatible flow types limit actions to the intersection").
 */
export const checkAvailability: Check = ({ document, survey, places }) => {
  const types = document.flowType === "commonModule" ? compatibleFlowTypes(document) : [document.flowType];
  const rows = UNAVAILABLE.filter(({ flowType }) => types.includes(flowType));
  if (rows.length === 0) return [];
  return survey.actions.flatMap(({ type, path }) =>
    rows
      .filter(({ action }) => action === type)
      .map(({ definition, apiType }) =>
        finding(places, {
          code: "action-not-available",
          problem: `invalid action definition because '${definition}' cannot be used in flows of type '${apiType}'.`,
          path: [...path, "name"],
          explanation: `Flows of the type '${apiType}' have no action '${type}'.`,
        }),
      ),
  );
};

/** Actions behind the output paths of a menu's choice (the same source, "addMenuTransferToAcd's action is not a valid container"). */
export const checkChoiceOutputs: Check = ({ survey, places }) =>
  survey.choices
    .filter(({ body }) => isMap(body["outputs"]) && Object.keys(body["outputs"]).length > 0)
    .map(({ type, path }) =>
      finding(places, {
        code: "choice-with-outputs",
        problem:
          "unable to add an action to the action container because the action container is not valid. valid action containers are tasks or outputs on an action when the action is not part of a menu choice.",
        path: [...path, "outputs"],
        explanation: `The choice '${type}' cannot have output paths. Use a menuTask that contains the action.`,
      }),
    );
