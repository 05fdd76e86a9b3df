import { type Case, call } from "./case.ts";

const paths = "outputs: {success: {actions: []}, failure: {actions: []}}";

/** An action that notes something; with a failure path where it has one. */
function note(of: string, properties: string, noted: string, o: { readonly fails?: boolean } = {}): Case[] {
  const flow = call(`- ${of}: {name: N, ${properties}${o.fails ? `, ${paths}` : ""}}`);
  const does: Case = { of, name: "notes it", flow, shows: { notes: [noted], paths: [o.fails ? "success" : "next"] } };
  const assume = { "setters-succeed": "fail" } as const;
  const fails: Case = { of, name: "fails, as assumed", flow, assume, shows: { notes: [], paths: ["failure"] } };
  return o.fails ? [{ ...does, assume: { "setters-succeed": "succeed" } }, fails] : [does];
}

const fails = { fails: true };

export const noteCases: readonly Case[] = [
  ...note("setPriority", "priority: {lit: 5}", "priority: 5", fails),
  ...note("setWrapupCode", "wrapupCode: {lit: {name: Sale}}", "wrap-up code: Sale", fails),
  ...note("setSkills", 'acdSkills: [{acdSkill: {exp: FindSkill("French")}}]', "skills: French", fails),
  ...note("setWhisperAudio", "whisperAudio: {tts: psst}", "whisper audio: ", fails),
  ...note(
    "setConversationData",
    "attributes: [{attribute: {name: {lit: a}, value: {lit: b}}}]",
    "conversation data: a: b",
    fails,
  ),
  ...note(
    "setSecuredData",
    "attributes: [{attribute: {name: {lit: a}, value: {lit: b}}}]",
    "secured data: a: b",
    fails,
  ),
  ...note("setUtilizationLabel", "utilizationLabel: {lit: {name: Busy}}", "utilization label: Busy", fails),
  ...note("clearUtilizationLabel", "note: x", "utilization label: ", fails),
  {
    of: "setExternalTag",
    name: "notes it",
    flow: call("- setExternalTag: {name: N, externalTag: {lit: t}}"),
    shows: { notes: ["external tag: t"], paths: ["next"] },
  },
  ...note("setScreenPop", "screenPopScript: {Script A: {inputs: {}}}", "screen pop: Script A"),
  ...note("setFlowOutcome", "flowOutcome: {name: Paid}, flowOutcomeValue: SUCCESS", "flow outcome: Paid: SUCCESS"),
  ...note("initializeFlowOutcome", "flowOutcome: {name: Paid}", "flow outcome: Paid"),
  ...note("addFlowMilestone", "flowMilestone: {name: Half}", "flow milestone: Half"),
  ...note("createCallback", "queue: {lit: {name: Sales}}", "callback: Sales"),
  ...note("audioMonitoring", "enableMonitoring: {lit: true}", "monitoring: true"),
  ...note("transcription", "enableTranscription: {lit: false}", "transcription: false"),
  ...note("enableParticipantRecord", "note: x", "participant record: true"),
  ...note("setUUIData", "uuiData: {lit: abc}", "UUI data: abc"),
  ...note("setPostFlow", "targetFlow: {name: Survey}", "flow after the conversation: Survey"),
  ...note("setLanguage", "languageValue: {lit: FR-fr}", "language: fr-fr"),
  {
    of: "setLanguage",
    name: "changes the language of prompts",
    flow: call("- setLanguage: {name: N, language: {lit: de-de}}\n- playAudio: {name: A, audio: {prompt: Prompt.Hi}}"),
    world: { prompt: (_, language) => ({ text: language }) },
    shows: { hears: ["de-de"] },
  },
];
