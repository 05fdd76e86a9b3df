export {
  type DefinitionSettings,
  definitionSettings,
  type FlowSettings,
  flowKey,
  flowSettings,
  flowStacks,
  formerKeys,
  isPinned,
  optionsSettings,
  pinnedUntil,
  resourceSettings,
  takenVersion,
} from "./flow.ts";
export { phoneNumber, phoneNumberForm, phoneNumbers } from "./phone-number.ts";
export { queueSettings } from "./queue.ts";
export {
  asGiven,
  documentedOf,
  factsOf,
  type Given,
  resolved,
  type SettingFacts,
  setting,
  settingsIn,
  textOf,
  withoutDefaults,
} from "./setting.ts";
