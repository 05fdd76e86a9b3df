import { checkFlow, type Diagnostic, parseArchy, readWritten, toGraphInParts } from "@genesys-flows/architect";

const EXPORT = `inboundCall:
  name: Sales
  startUpRef: "/inboundCall/menus/menu[Main_1]"
  defaultLanguage: en-us
  menus:
    - menu:
        name: Main
        refId: Main_1
        audio:
          tts: Press 1.
        choices:
          - menuTransferToAcd:
              name: To sales
              dtmf: digit1 # unknown-word
              targetQueue:
                lit:
                  name: Sales
              priority:
                lit: high # type-mismatch
          - menuTask:
              name: Check
              dtmf: digit_2
              task:
                actions:
                  - decision:
                      name: Right?
                      condition:
                        exp: Appned(Call.Ani, "x") == "1234" # misspelt-function
                      outputs:
                        "yes":
                          actions:
                            - switch:
                                name: Inner
                                evaluate:
                                  firstTrue:
                                    default:
                                      actions:
                                        - playAudio:
                                            name: Deep
                                            auido: # unknown-property
                                              tts: Hello
                                            audio:
                                              exp: Call.Anni # misspelt-variable
                                        - collectInput:
                                            name: Ask
                                            inputData:
                                              var: Flow.a # undeclared-variable
                                            digits:
                                              exact: 1
                                            verificationType: digits # unknown-word
                                            outputs:
                                              sucess: # unknown-output-path
                                                actions: []
                                    cases:
                                      - case:
                                          value:
                                            exp: Count(Call.Ani, # invalid-expression
                                          actions: []
                                      - case:
                                          value:
                                            lit: vip # type-mismatch
                                          actions: []
          - menuSubMenu:
              name: More
              dtmf: digit_3
              audio:
                tts: Press 4.
              choices:
                - menuDisconnect:
                    name: Bye
                    dtmf: digit_04 # unknown-word
`;

const DEFINITION = `inboundCall: Sales
onFault: {say: "Please call again.", then: disconnect}
language: {tag: en-us, voice: Jill}
start: main
nodes:
  main:
    menu:
      audio: "Press 1 for sales."
      choices:
        sales: {digit: 1, say: [sales]}
        odd:
          name: Odd
          archy:
            dtmf: digit9 # unknown-word
            globalDtmfs: false # unknown-property
        check: 3
    on: {sales: sales, odd: acd, check: check}
  sales:
    playAudio: =Appned("a", Call.Ani) # misspelt-function
    then: bye
  acd:
    transferToAcd:
      queue: Sales
      priority: high # type-mismatch
    on: {failure: bye}
  check:
    decision: =Call.Anni == "1234" # misspelt-variable
    on: {"yes": ask, "no": bye}
  ask:
    collectInput:
      digits: 1
      into: Flow.digit
      verificationType: digits # unknown-word
    on: {success: bye, failure: bye}
  bye: {disconnect: {}}
`;

/** The codes that comments of a text name, with their lines; the text is as it is without them. */
function marked(text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const code = /# ([a-z-]+)$/.exec(line)?.[1];
    return code === undefined ? [] : [`${index + 1} ${code}`];
  });
}

const lines = (found: readonly Diagnostic[]) =>
  found
    .filter(({ severity }) => severity !== "note")
    .map(({ code, location }) => `${location?.line} ${code}`)
    .sort();

test("findings in an export are on their lines: in choices of menus, in their tasks, in nested actions", () => {
  expect(lines(checkFlow(parseArchy(EXPORT, { file: "sales.yaml" })))).toEqual(marked(EXPORT).sort());
});

test("findings in a definition are on their lines", () => {
  const { written, findings } = readWritten({ path: "sales.yaml", text: DEFINITION });
  const definition = written?.fill({}).definition;
  const made = definition && toGraphInParts(definition, { modules: () => undefined });
  const found = made ? [...made.findings, ...checkFlow(made.graph)] : [];
  expect(lines([...findings, ...found])).toEqual(marked(DEFINITION).sort());
});
