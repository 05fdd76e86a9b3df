import { type ActionInfo, row } from "./row.ts";

/** Audio, digits and the phone line (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const audioActions = [
  row("playAudio", {
    heard: true,
    needs: "audio",
    properties: "audio:audio",
    observedIn: "inboundCall inqueueCall commonModule outboundCall secureCall",
  }),
  row("playAudioOnSilence", {
    heard: true,
    outputs: "success timeout",
    properties: "audio:audio silenceDuration:duration timeout:duration allowedRepeatCount:integer",
  }),
  row("playEstimatedWaitTime", {
    heard: true,
    words: { playbackMode: "about exact lessThan range" },
    unseen: "estimatedWaitTimeAudio:audio",
    properties:
      "estimatedWaitTime:duration roundingInterval:duration specificRoundingIntervals:durations playbackMode:text",
    observedIn: "inqueueCall",
  }),
  row("playPositionInQueue", {
    heard: true,
    words: { playbackMode: "ahead number ordinal" },
    properties: "positionInQueue:integer positionInQueueAudio:audio playbackMode:text",
  }),
  row("playUserGreeting", { heard: true, properties: "dataToDecrypt:user" }),
  row("playUserName", { heard: true, properties: "dataToDecrypt:user" }),
  row("holdMusic", {
    heard: true,
    properties: "prompt:prompt bargeInEnabled:boolean playStyle:playStyle",
    observedIn: "inqueueCall",
  }),
  row("flushAudio", { unnoticed: true }),
  row("collectInput", {
    fails: "input failure",
    words: { verificationType: "none numeric individualDigits" },
    needs: "inputData digits",
    unseen: "verificationAudio:audio failureOutputs:bindings",
    outputs: "success failure",
    properties:
      "inputData:string digits:range interDigitTimeout:duration noEntryTimeout:duration acceptJustStar:boolean acceptJustPound:boolean verificationType:text inputAudio:audio includeTerminatingDtmfInResultData:flag",
    observedIn: "inboundCall commonModule inqueueCall secureCall",
  }),
  row("detectSilence", {
    unnoticed: true,
    outputs: "success timeout",
    properties: "silenceDuration:duration timeout:duration",
  }),
  row("dialByExtension", {
    fails: "transfer failure timeout",
    outputs: "failure timeout",
    properties: "extensionVariable:string interDigitTimeout:duration repromptAudio:audio repromptCount:integer",
    leaves: true,
  }),
  row("setWhisperAudio", { notes: true, outputs: "success failure", properties: "whisperAudio:audio" }),
  row("audioMonitoring", { properties: "enableMonitoring:boolean" }),
  row("transcription", { properties: "enableTranscription:boolean" }),
  row("enableParticipantRecord"),
  row("processVoicemailInput", { fails: "input noInput failure", outputs: "voicemail noInput failure" }),
  row("clearVoicemailSnippet"),
  row("getRawSIPHeaders", {
    unnoticed: true,
    fails: "lookup failure",
    outputs: "success failure",
    properties: "rawSIPHeadersResult:string",
  }),
  row("getSIPHeaders", {
    unnoticed: true,
    fails: "lookup failure",
    outputs: "success failure",
    properties: "sipHeaderNames:stringCollection sipHeadersResult:json",
  }),
  row("setUUIData", { notes: true, words: { mode: "transfer disconnect" }, properties: "uuiData:string mode:text" }),
  row("setLanguage", { notes: true, properties: "language:language languageValue:string" }),
] satisfies readonly ActionInfo[];
