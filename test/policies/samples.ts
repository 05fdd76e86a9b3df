/** What follows the call in an export: \`switch\` cases and default, a decision, or nothing. */
export const after = {
  nothing: "",
  switch: (defaultActions: string) => `          - switch:
              name: What came back
              evaluate:
                firstTrue:
${defaultActions}                  cases:
                    - case:
                        value:
                          exp: Flow.result == "completed"
                        actions:
                          - playAudio:
                              name: Thanks
                              audio:
                                tts: Thank you.
`,
  decision: `          - decision:
              name: Did it work
              condition:
                exp: Flow.result == "completed"
              outputs:
                "yes":
                  actions:
                    - playAudio:
                        name: Thanks
                        audio:
                          tts: Thank you.
`,
};

export const filledDefault = `                  default:
                    actions:
                      - playAudio:
                          name: Sorry
                          audio:
                            tts: We are sorry.
`;
export const emptyDefault = "                  default:\n                    actions: []\n";

export const heard = `  settingsErrorHandling:
    errorHandling:
      disconnect:
        none: true
    preHandlingAudio:
      tts: We are sorry.
`;
export const silent = `  settingsErrorHandling:
    errorHandling:
      disconnect:
        none: true
`;

/** The module that exported callers call. */
export const handlerModule = `commonModule: Handler
channels: [inboundCall]
outputs: {result: string}
outcomes: none
start: sorry
nodes:
  sorry: {playAudio: "We are sorry."}
`;

/** An export that calls the module \`Handler\` and binds its outcome to \`Flow.result\`. */
export const exportedCaller = (following: string, faultHandling = heard, output = "Common.result") => `inboundCall:
  name: Claims
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
${faultHandling}  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - callCommonModule:
              name: Handle it
              commonModule:
                Handler:
                  ver_latestPublished:
                    inputs: {}
                    outputs:
                      ${output}:
                        var: Flow.result
${following}          - disconnect:
              name: Disconnect
`;
