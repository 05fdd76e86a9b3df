import type { ArchyMap, ArchyValue } from "@genesys-flows/architect";
import { isMap } from "../../document/model.ts";
import { type Check, type Finding, finding } from "../findings.ts";
import type { PlacedAction } from "../survey.ts";

/** A required property of an action or a menu choice. */
interface Need {
  readonly of: readonly string[];
  /** The property that is missing. */
  readonly property: string;
  readonly met: (body: ArchyMap) => boolean;
  readonly code: string;
  readonly problem: string;
  readonly explanation: string;
  /** Whether it is only a warning: no record shows that the platform refuses it. */
  readonly warning?: true;
}

/** Errors are recorded from the validation of Archy and the SDK. What every export has, without such a record, is a warning. */
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
    // The same, "A menu's menuDefault still needs its own DTMF/speech term"; of other choices there is no record.
    of: ["menuTask"],
    property: "dtmf",
    met: (choice) => choice["dtmf"] !== undefined || choice["speechRecTerms"] !== undefined,
    code: "unreachable-choice",
    problem: "Each menu choice must have DTMF or speech recognition terms for each supported language",
    explanation: "Give the choice a digit (dtmf: digit_1) or words (speechRecTerms).",
  },
  ...always("condition", ["decision"]),
  ...always("evaluate", ["switch"]),
  ...always("statements", ["updateData"]),
  ...always("targetQueue", ["transferToAcd", "menuTransferToAcd"]),
  ...always("targetFlow", ["transferToFlow", "transferToFlowSecure"]),
  ...always("targetTaskRef", ["callTask", "jumpToTask", "menuJumpToTask"]),
  ...always("targetMenuRef", ["jumpToMenu", "menuJumpToMenu"]),
  ...always("targetStateRef", ["changeState"]),
  ...always("destination", ["transferToVoicemail"]),
  ...always("dataTable", ["dataTableLookup"]),
  ...always("audio", ["playAudio"]),
  ...always("messageBody", ["sendResponse"]),
  ...always("attributes", ["setParticipantData", "getParticipantData"]),
];

/** Actions and menu choices without a required property, except those that include another file (`ref`). */
export const checkRequired: Check = ({ survey, places }) =>
  [...survey.actions, ...survey.choices].flatMap((action) =>
    NEEDS.filter(({ of }) => of.includes(action.type))
      .filter(({ met }) => typeof action.body["ref"] !== "string" && !met(action.body))
      .map((need) => missing(places, action, need)),
  );

function missing(places: Parameters<typeof finding>[0], { path }: PlacedAction, need: Need): Finding {
  const { code, problem, explanation, property } = need;
  const type = need.warning ? "Warning" : "Error";
  return finding(places, { type, code, problem, path: [...path, property], explanation });
}

function always(property: string, of: readonly string[]): Need[] {
  return [
    {
      of,
      property,
      met: (body) => body[property] !== undefined,
      code: "missing-property",
      problem: "required property missing",
      explanation: `Every known export has '${property}' here. How the platform treats a missing one is not known.`,
      warning: true,
    },
  ];
}

/** `{<integration>: {dataAction: {<action>: {...}}}}`. */
function namesDataAction(category: ArchyValue | undefined): boolean {
  if (!isMap(category)) return false;
  return Object.values(category).some((entry) => {
    const action = isMap(entry) ? entry["dataAction"] : undefined;
    return isMap(action) && Object.keys(action).length > 0;
  });
}
