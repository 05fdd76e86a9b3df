export {
  addressKey,
  type EmailAddress,
  emailAddress,
  emailAddresses,
  emailAddressForm,
  emailAddressOf,
  partsOfAddress,
  type WrittenEmailAddress,
  writtenEmailAddress,
} from "./email-address.ts";
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
  phoneNumber,
  phoneNumberForm,
  phoneNumbers,
  pinnedUntil,
  resourceSettings,
  takenVersion,
} from "./flow.ts";
export { promptNameMistake } from "./prompt-name.ts";
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
  wholeNumber,
  withoutDefaults,
} from "./setting.ts";
