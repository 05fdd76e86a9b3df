import type { ArchyMap, ArchyValue, FlowType } from "@genesys-flows/architect";
import { compatibleFlowTypes, isMap, mapAt } from "../../document/model.ts";
import type { Check, Problem } from "../findings.ts";

/** A required property of an action or a menu choice. */
interface Need extends Pick<Problem, "type" | "code" | "problem" | "explanation"> {
  readonly of: readonly string[];
  /** The missing property. */
  readonly property: string;
  readonly met: (body: ArchyMap) => boolean;
}

/**
 * Errors are recorded from the validation in Archy and the SDK. A property that every export has but that is not
 * recorded as required causes a warning.
 */
const NEEDS: readonly Need[] = [
  {
    // Archy's output, published by an administrator's tool (reference/archy.md, source DK): exit code 123.
    of: ["callData", "callDataSecure"],
    property: "category",
    met: ({ category }) => namesDataAction(category),
    code: "no-data-action",
    problem: "A data action must be selected.",
    explanation: "Select it: category: {<integration>: {dataAction: {<action>: {...}}}}.",
  },
  {
    // MakingChatbots/genesys-cloud-plugins, gotchas, "CollectInput requires setInputDataVariable".
    of: ["collectInput"],
    property: "inputData",
    met: ({ inputData }) => isMap(inputData) && typeof inputData["var"] === "string",
    code: "no-input-variable",
    problem: "No value set for Input Data Name - There is no variable specified",
    explanation: "Bind the caller's input: inputData: {var: Flow.<name>}.",
  },
  {
    // The same source, "A menu's menuDefault still needs its own DTMF/speech term"; no source mentions other choices.
    of: ["menuTask"],
    property: "dtmf",
    met: (choice) => choice["dtmf"] !== undefined || choice["speechRecTerms"] !== undefined,
    code: "unreachable-choice",
    problem: "Each menu choice must have DTMF or speech recognition terms for each supported language",
    explanation: "Give the choice a digit (dtmf: digit_1) or words (speechRecTerms).",
  },
  always("condition", ["decision"]),
  always("evaluate", ["switch"]),
  always("statements", ["updateData"]),
  always("targetQueue", ["transferToAcd", "menuTransferToAcd"]),
  always("targetFlow", ["transferToFlow", "transferToFlowSecure"]),
  always("targetTaskRef", ["callTask", "jumpToTask", "menuJumpToTask"]),
  always("targetMenuRef", ["jumpToMenu", "menuJumpToMenu"]),
  always("targetStateRef", ["changeState"]),
  always("destination", ["transferToVoicemail"]),
  always("dataTable", ["dataTableLookup"]),
  always("audio", ["playAudio"]),
  always("messageBody", ["sendResponse"]),
  always("attributes", ["setParticipantData", "getParticipantData"]),
];

/** Actions and menu choices without a required property, except those that include another file (`ref`). */
export const checkRequired: Check = ({ survey }) =>
  [...survey.actions, ...survey.choices].flatMap(({ type, body, path }) =>
    NEEDS.filter(({ of, met }) => of.includes(type) && typeof body["ref"] !== "string" && !met(body)).map(
      ({ of: _of, met: _met, property, ...problem }) => ({ ...problem, path: [...path, property] }),
    ),
  );

/** A need that causes a warning, because no source shows that the platform refuses a flow without the property. */
function always(property: string, of: readonly string[]): Need {
  return {
    of,
    property,
    met: (body) => body[property] !== undefined,
    type: "Warning",
    code: "missing-property",
    problem: "required property missing",
    explanation: `Every known export has '${property}' here. It is not known how the platform treats a missing property.`,
  };
}

/** `{<integration>: {dataAction: {<action>: {...}}}}`. */
function namesDataAction(category: ArchyValue | undefined): boolean {
  const entries = isMap(category) ? Object.values(category) : [];
  return entries.some((entry) => Object.keys(mapAt(entry, "dataAction") ?? {}).length > 0);
}

/** An action that a flow type does not have, with the platform's own recorded name for it. */
interface Unavailable {
  readonly action: string;
  readonly definition: string;
  readonly flowType: FlowType;
}

/** MakingChatbots/genesys-cloud-plugins, gotchas: "'WaitAction' cannot be used in flows of type 'inqueuecall'". */
const UNAVAILABLE: readonly Unavailable[] = [
  { action: "wait", definition: "WaitAction", flowType: "inqueueCall" },
  { action: "askForIntent", definition: "AskForNLUIntentAction", flowType: "digitalBot" },
  { action: "jumpToTask", definition: "TransferTaskAction", flowType: "inboundShortMessage" },
];

/**
 * Reports actions that the flow's type does not have. A common module can use only actions that all of its flow types
 * have (reference/archy.md §c, "Compatible flow types limit actions to the intersection").
 */
export const checkAvailability: Check = ({ document, survey }) => {
  const types = document.flowType === "commonModule" ? compatibleFlowTypes(document) : [document.flowType];
  const rows = UNAVAILABLE.filter(({ flowType }) => types.includes(flowType));
  return survey.actions.flatMap(({ type, path }) =>
    rows
      .filter(({ action }) => action === type)
      .map(({ definition, flowType }) => {
        const apiType = flowType.toLowerCase();
        const problem = `invalid action definition because '${definition}' cannot be used in flows of type '${apiType}'.`;
        const explanation = `Flows of the type '${apiType}' have no action '${type}'.`;
        return { code: "action-not-available", problem, path: [...path, "name"], explanation };
      }),
  );
};

/**
 * Reports actions in the output paths of a menu choice (the same source, "addMenuTransferToAcd's action is not a valid
 * container").
 */
export const checkChoiceOutputs: Check = ({ survey }) =>
  survey.choices
    .filter(({ body }) => Object.keys(mapAt(body, "outputs") ?? {}).length > 0)
    .map(({ type, path }) => ({
      code: "choice-with-outputs",
      problem:
        "unable to add an action to the action container because the action container is not valid. valid action containers are tasks or outputs on an action when the action is not part of a menu choice.",
      path: [...path, "outputs"],
      explanation: `The choice '${type}' cannot have output paths. Use a menuTask that contains the action.`,
    }));
