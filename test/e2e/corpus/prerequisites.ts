/**
 * Flows of other types that corpus files refer to and that somebody else publishes: in-queue flows, a bot, a secure flow.
 * Written by hand, just enough to be flows; `organisation.publish` puts them in place before the first `pulumi up`.
 */
export const prerequisites: readonly string[] = [
  ...[
    "Call park in-queue",
    "Personal advisers sales",
    "Personal advisers service",
    "Adviser pool sales",
    "Adviser pool service",
  ].map(inQueueCall),
  bot("Intent bot"),
  secureCall("EventOrchestrator Secure Flow"),
];

function inQueueCall(name: string): string {
  return `inqueueCall:
  name: ${name}
  defaultLanguage: en-us
  startUpTaskActions:
    - playAudio:
        name: Please wait
        audio:
          tts: Please stay on the line.
`;
}

function secureCall(name: string): string {
  return `secureCall:
  name: ${name}
  defaultLanguage: en-us
  startUpRef: "/secureCall/tasks/task[Payment_10]"
  tasks:
    - task:
        name: Payment
        refId: Payment_10
        actions:
          - disconnect:
              name: Disconnect
`;
}

function bot(name: string): string {
  return `botFlow:
  name: ${name}
  defaultLanguage: en-us
  startUpRef: "/botFlow/bots/bot[Initial Greeting_10]"
  variables:
${["bot_intent", "intent_category", "exit_code", "exit_description"].map(outputVariable).join("")}  bots:
    - bot:
        name: Initial Greeting
        refId: Initial Greeting_10
        actions:
          - exitBotFlow:
              name: Exit Bot Flow
`;
}

function outputVariable(name: string): string {
  return `    - stringVariable:
        name: Flow.${name}
        initialValue:
          noValue: true
        isInput: false
        isOutput: true
`;
}
