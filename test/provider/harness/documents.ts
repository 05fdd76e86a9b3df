/** A common module that says something and ends. */
export function moduleDocument(o: { name?: string; text?: string; description?: string } = {}): string {
  return `
commonModule:
  name: ${o.name ?? "Error handler"}
  description: ${JSON.stringify(o.description ?? "")}
  division: Home
  defaultLanguage: en-us
  supportedLanguages: {en-us: {none: true}}
  variables:
    - stringVariable: {name: Common.outcome, initialValue: {lit: error}, isInput: false, isOutput: true}
  settingsCommonModule: {compatibleFlowTypes: [{flowType: inboundcall}]}
  startUpTaskActions:
    - playAudio: {name: say, audio: {tts: ${JSON.stringify(o.text ?? "An error has occurred.")}}}
    - updateData:
        name: completed
        statements: [{string: {variable: Common.outcome, value: {lit: completed}}}]
    - endTask: {name: end}
`;
}

/** An inbound call flow that greets, calls a module when asked to, and hangs up. */
export function callDocument(
  o: { name?: string; text?: string; module?: string; queue?: string; flow?: string; description?: string } = {},
): string {
  const actions = [
    `- playAudio: {name: greet, audio: {tts: ${JSON.stringify(o.text ?? "Welcome.")}}}`,
    ...(o.module
      ? [
          `- callCommonModule:
              name: handle
              commonModule: {${JSON.stringify(o.module)}: {ver_latestPublished: {inputs: {}, outputs: {Common.outcome: {var: Flow.outcome}}}}}`,
        ]
      : []),
    ...(o.queue ? [`- transferToAcd: {name: queue, targetQueue: {lit: {name: ${JSON.stringify(o.queue)}}}}`] : []),
    ...(o.flow ? [`- transferToFlow: {name: other, targetFlow: {name: ${JSON.stringify(o.flow)}}}`] : []),
    "- disconnect: {name: bye}",
  ];
  const outcome = "{name: Flow.outcome, initialValue: {noValue: true}, isInput: false, isOutput: false}";
  const variables = o.module ? `  variables:\n    - stringVariable: ${outcome}\n` : "";
  return `
inboundCall:
  name: ${o.name ?? "Sales"}
  description: ${JSON.stringify(o.description ?? "")}
  division: Home
  startUpRef: /inboundCall/tasks/task[Task_1]
  defaultLanguage: en-us
  supportedLanguages: {en-us: {defaultLanguageSkill: {noValue: true}, textToSpeech: {defaultEngine: {voice: Jill}}}}
  initialGreeting: {noValue: true}
${variables}  settingsErrorHandling: {errorHandling: {disconnect: {none: true}}, preHandlingAudio: {tts: We have a problem.}}
  tasks:
    - task:
        name: Main
        refId: Task_1
        actions:
${actions.map((action) => `          ${action}`).join("\n")}
`;
}
