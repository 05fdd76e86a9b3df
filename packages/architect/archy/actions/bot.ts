import { type ActionInfo, row } from "./row.ts";

/** Actions of bot flows (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const botActions = [
  row("askForAuthentication", {
    fails: "input failure maxNoInputs? maxNoMatches?",
    outputs: "success failure maxNoInputs maxNoMatches",
    properties:
      "signInMessage:string successMessage:string authenticationCompletionTimeout:duration question:communication customizeNoInput:boolean customizeNoMatch:boolean noInput:communication noInputReprompts:communicationCollection noMatch:communication noMatchReprompts:communicationCollection voiceEndOfInputTimeout:duration",
  }),
  row("askForBoolean", {
    fails: "input maxNoInputs? maxNoMatches?",
    unseen:
      "customizeNoInput:boolean customizeNoMatch:boolean noInputReprompts:communicationCollection noMatchReprompts:communicationCollection",
    outputs: "yes no maxNoInputs maxNoMatches",
    properties: "question:communication noInput:communication noMatch:communication voiceEndOfInputTimeout:duration",
    observedIn: "botFlow",
  }),
  row("askForIntent", {
    fails: "input noIntent? maxNoInputs?",
    unseen:
      "knowledgeSearchResult:value customizeNoInput:boolean customizeNoMatch:boolean noInputReprompts:communicationCollection noMatchReprompts:communicationCollection",
    outputs: "knowledge noIntent maxNoInputs",
    named: "intents",
    properties: "question:communication noInput:communication noMatch:communication voiceEndOfInputTimeout:duration",
    observedIn: "botFlow",
  }),
  row("askForPayment", {
    fails: "input failure maxNoInputs? maxNoMatches?",
    words: { paymentPlatform: "applePay" },
    outputs: "success failure maxNoInputs maxNoMatches",
    properties:
      "currency:string countryCode:string paymentPlatform:string lineItems:lineItemCollection shippingOptions:shippingOptionCollection totalPrice:currency receivedMessageImage:image receivedMessageTitle:string replyMessageTitle:string requiredContactInformation:stringCollection paymentCompletionTimeout:duration customizeNoInput:boolean customizeNoMatch:boolean noInput:communication noInputReprompts:communicationCollection noMatch:communication noMatchReprompts:communicationCollection voiceEndOfInputTimeout:duration",
  }),
  row("askForSlot", {
    fails: "input maxNoInputs? maxNoMatches?",
    words: { confirmationMode: "always never" },
    needs: "slot question",
    unseen:
      "askResult:value confirmationQuestion:communication grammar:value speechToTextEngineCompleteTimeout:duration speechToTextEngineConfidenceLevel:decimal repromptHandling:string continuationPrompt:communication continuationReprompts:communicationCollection customizeContinuation:boolean customizeNoInput:boolean customizeNoMatch:boolean noInputReprompts:communicationCollection noMatchReprompts:communicationCollection",
    outputs: "default maxNoInputs maxNoMatches",
    properties:
      "slot:slot question:communication customValidation:boolean confirmationMode:string noMatch:communication noInput:communication voiceEndOfInputTimeout:duration chooser:chooser",
    observedIn: "botFlow digitalBot",
  }),
  row("digitalMenu", {
    fails: "input maxNoInputs? maxNoMatches?",
    unseen: "customizeNoMatch:boolean noMatchReprompts:communicationCollection",
    outputs: "maxNoInputs maxNoMatches",
    named: "paths",
    // reference/export-shapes.md
    nextWithout: "paths",
    properties:
      "question:communication noMatch:communication selection:string knowledgeSearchResult:value chooser:chooser",
    observedIn: "digitalBot",
  }),
  row("loopAnythingElse", {
    fails: "input maxNoInputs? maxNoMatches?",
    outputs: "loop maxNoInputs maxNoMatches",
    properties:
      "currentIndex:integer question:communication customizeNoInput:boolean customizeNoMatch:boolean noInput:communication noInputReprompts:communicationCollection noMatch:communication noMatchReprompts:communicationCollection voiceEndOfInputTimeout:duration",
    shape: "loop",
  }),
  row("waitForInput", {
    asks: true,
    properties:
      "knowledgeSearchResult:value noMatch:communication question:communication customizeNoMatch:boolean noMatchReprompts:communicationCollection",
  }),
  row("communicate", {
    heard: true,
    needs: "communication",
    properties: "communication:communication",
    observedIn: "botFlow digitalBot",
  }),
  row("clearActiveIntent"),
  row("clearSlot", { unnoticed: true, properties: "slots:slots", observedIn: "botFlow" }),
  row("detectIntent", { outputs: "default", properties: "detectedIntent:string" }),
  row("setIntent", { notes: true, properties: "intent:string" }),
  row("sendKnowledgeFeedback", {
    words: { knowledgeFeedback: "positive negative" },
    outputs: "success failure",
    properties: "knowledgeArticle:knowledgeBaseDocument knowledgeFeedback:string knowledgeSearchId:string",
  }),
  row("showKnowledgeArticle", { heard: true, properties: "knowledgeArticle:knowledgeBaseDocument" }),
] satisfies readonly ActionInfo[];
