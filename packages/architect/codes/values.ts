import { type CodeTable, errorCode, noteCode, warningCode } from "./code-table.ts";

export const valueCodes = {
  "invalid-expression": errorCode({
    title: "Invalid expression",
    explanation: "The expression lacks a value, bracket or operator, or has one too many.",
    fix: "Correct the expression at the reported location.",
    example: "who: {decision: '=Call.Ani = \"anonymous\"', on: {yes: bye, no: queue}}",
    right: "who: {decision: '=Call.Ani == \"anonymous\"', on: {yes: bye, no: queue}}",
  }),
  "empty-expression": warningCode({
    title: "Empty expression",
    inExport: "note",
    explanation: "An empty expression has no value. Architect writes an empty expression for a field without a value.",
    fix: "Write {noValue: true} for no value.",
    example: '- setParticipantData: {name: Note, attributes: [{attribute: {name: {lit: reason}, value: {exp: ""}}}]}',
    right:
      "- setParticipantData: {name: Note, attributes: [{attribute: {name: {lit: reason}, value: {noValue: true}}}]}",
  }),
  "undocumented-expression": noteCode({
    title: "Operator from another language",
    explanation:
      "Architect's grammar does not have this operator. In an export, the finding can also mean that no other known export contains this character. A newer platform may accept it.",
    fix: "Write 'and', 'or' and '!'. If the platform refuses the flow, check this expression first.",
    example: "who: {decision: =IsSet(Call.Ani) && IsSet(Call.CalledAddress), on: {yes: queue, no: bye}}",
    right: "who: {decision: =IsSet(Call.Ani) and IsSet(Call.CalledAddress), on: {yes: queue, no: bye}}",
  }),
  "misspelt-function": warningCode({
    title: "Function that looks misspelt",
    explanation: "The function is unknown, but its name is similar to the name of a known function.",
    fix: "Correct the function's spelling, unless the function exists in Architect.",
    example: "note: {setParticipantData: {caller: '=Appned(\"from \", Call.Ani)'}, then: bye}",
    right: "note: {setParticipantData: {caller: '=Append(\"from \", Call.Ani)'}, then: bye}",
  }),
  "wrong-arguments": warningCode({
    title: "Wrong number of arguments",
    explanation: "The call has more or fewer arguments than any documented form or known use of the function.",
    fix: "Look for an extra comma or a misplaced bracket.",
    example: "note: {setParticipantData: {caller: =Left(Call.Ani)}, then: bye}",
    right: "note: {setParticipantData: {caller: '=Left(Call.Ani, 5)'}, then: bye}",
  }),
  "wrong-argument-type": warningCode({
    title: "Argument of the wrong type",
    explanation:
      "No documented form of the function or operator accepts an argument of this type, or the expression uses a property of a value whose type has no properties.",
    fix: "Convert the argument, or use a different function.",
    example: "note: {setParticipantData: {caller: '=Left(Call.Ani, \"5\")'}, then: bye}",
    right: "note: {setParticipantData: {caller: '=Left(Call.Ani, 5)'}, then: bye}",
  }),
  "misspelt-variable": warningCode({
    title: "Built-in variable or property that looks misspelt",
    explanation:
      "No known variable of the platform, or no known property of the value, has this name. A known variable or property has a similar name.",
    fix: "Correct the variable's spelling, unless the variable exists in Architect.",
    example: "note: {setParticipantData: {caller: =Call.Anni}, then: bye}",
    right: "note: {setParticipantData: {caller: =Call.Ani}, then: bye}",
  }),
  "unknown-built-in": noteCode({
    title: "Unknown built-in variable",
    explanation:
      "None of this project's sources lists the variable or property. Architect has variables and properties that this project does not know.",
    fix: "Check its spelling.",
    example: "note: {setParticipantData: {caller: =Call.Weather}, then: bye}",
    right: "note: {setParticipantData: {caller: =Call.Ani}, then: bye}",
  }),
  "never-equal": errorCode({
    title: "Comparison whose result never changes",
    inExport: "warning",
    explanation:
      "The result of the comparison is always the same. Examples: a number is compared with a word, a month with 13, or one string with two different strings joined by 'and'.",
    fix: "Compare with a possible value.",
    example: "late: {decision: =Hour(GetCurrentDateTimeUtc()) > 24, on: {yes: bye, no: queue}}",
    right: "late: {decision: =Hour(GetCurrentDateTimeUtc()) > 18, on: {yes: bye, no: queue}}",
  }),
  "number-out-of-range": errorCode({
    title: "Number out of range",
    explanation:
      "An integer can have at most 15 digits. A decimal can have at most 40 digits before the decimal point. The year of a date must be from 1800 to 2200.",
    fix: "Use a smaller number or a string.",
    example: "who: {decision: '=ToInt(Call.Ani) == 1234567890123456', on: {yes: bye, no: queue}}",
    right: "who: {decision: '=Call.Ani == \"1234567890123456\"', on: {yes: bye, no: queue}}",
  }),
  "unknown-function": noteCode({
    title: "Unknown function",
    explanation: "No known export uses the function. Architect has functions that this project does not know.",
    fix: "Check its spelling.",
    example: "note: {setParticipantData: {caller: =Rot13(Call.Ani)}, then: bye}",
    right: "note: {setParticipantData: {caller: =Upper(Call.Ani)}, then: bye}",
  }),
  "wrong-scope": errorCode({
    title: "Scope that the flow does not have",
    explanation:
      "A common module has only Common and Task variables. Other flows have no Common variables. Only bots have slots.",
    fix: "In a module, pass the value in as an input. Elsewhere, use Flow.",
    example: `commonModule: Check
channels: [inboundCall]
start: note
nodes: {note: {setParticipantData: {customer: =Flow.id}, then: done}, done: {end: completed}}
`,
    right: `commonModule: Check
channels: [inboundCall]
inputs: {id: string}
start: note
nodes: {note: {setParticipantData: {customer: =Common.id}, then: done}, done: {end: completed}}
`,
  }),
  "scope-of-other-channel": warningCode({
    title: "Variable of another channel",
    explanation: "Call, Email, Message and Chat variables have values only in flows of their channel.",
    fix: "Use the variable of this channel.",
    example: `inboundEmail: Sales
start: who
nodes: {who: {decision: =IsSet(Call.Ani), on: {yes: bye, no: bye}}, bye: {disconnect: {}}}
`,
    right: `inboundEmail: Sales
start: who
nodes: {who: {decision: =IsSet(Email.Message.from), on: {yes: bye, no: bye}}, bye: {disconnect: {}}}
`,
  }),
  "unknown-scope": warningCode({
    title: "Unknown scope",
    explanation:
      "The word before the dot is not a known variable scope, or a word is neither in quotes nor a variable with a scope.",
    fix: "Correct its spelling, write the variable with its scope, or put a string in quotes.",
    example: "note: {setParticipantData: {caller: =Cal.Ani}, then: bye}",
    right: "note: {setParticipantData: {caller: =Call.Ani}, then: bye}",
  }),
  "text-like-expression": warningCode({
    title: "Expression without '='",
    explanation:
      "The string is the name of a variable, or a function call. The platform treats it as a literal string unless it begins with `=` in a definition or is under `exp` in an export.",
    fix: "Begin it with '='.",
    example: "note: {setParticipantData: {caller: Call.Ani}, then: bye}",
    right: "note: {setParticipantData: {caller: =Call.Ani}, then: bye}",
  }),
  "undeclared-variable": warningCode({
    title: "Undeclared variable",
    explanation:
      "An action of an export sets a variable that the flow does not declare. Exports declare all variables except Task and State variables.",
    fix: "Correct its spelling, or declare it.",
    example: `inboundCall:
  name: Sales
  variables: [{stringVariable: {name: Flow.digits, initialValue: {lit: "0"}}}]
  startUpRef: ./tasks/task[Main_10]
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - collectInput: {name: Ask, inputData: {var: Flow.digtis}, digits: {exact: 4}}
          - playAudio: {name: Say, audio: {exp: ToAudioTTS(Flow.digits)}}
`,
    right: `inboundCall:
  name: Sales
  variables: [{stringVariable: {name: Flow.digits, initialValue: {lit: "0"}}}]
  startUpRef: ./tasks/task[Main_10]
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - collectInput: {name: Ask, inputData: {var: Flow.digits}, digits: {exact: 4}}
          - playAudio: {name: Say, audio: {exp: ToAudioTTS(Flow.digits)}}
`,
  }),
  "never-set": warningCode({
    title: "Variable that nothing sets",
    explanation:
      "The flow reads the variable, but nothing sets it: it is not an input, has no initial value, and is not set by an action. The variable is always NOT_SET.",
    fix: "Set the variable, or correct its spelling.",
    example: "note: {setParticipantData: {customer: =Flow.id}, then: bye}",
    right: `ask: {collectInput: {digits: 4, into: Flow.id}, on: {success: note, failure: bye}}
note: {setParticipantData: {customer: =Flow.id}, then: bye}
`,
  }),
  "other-task-variable": warningCode({
    title: "Variable of another task",
    explanation:
      "A task or state of an export reads a Task or State variable that only a different task or state sets. Each task and state has its own variables, so this variable is always NOT_SET here.",
    fix: "Use a variable of the flow.",
    example: `inboundCall:
  name: Sales
  startUpRef: ./tasks/task[Ask_10]
  tasks:
    - task:
        name: Ask
        refId: Ask_10
        actions:
          - collectInput: {name: Ask, inputData: {var: Task.id}, digits: {exact: 4}}
          - jumpToTask: {name: Go, targetTaskRef: "/inboundCall/tasks/task[Say_11]"}
    - task:
        name: Say
        refId: Say_11
        actions:
          - playAudio: {name: Say, audio: {exp: ToAudioTTS(Task.id)}}
          - disconnect: {name: Bye}
`,
    right: `inboundCall:
  name: Sales
  variables: [{stringVariable: {name: Flow.id, initialValue: {noValue: true}}}]
  startUpRef: ./tasks/task[Ask_10]
  tasks:
    - task:
        name: Ask
        refId: Ask_10
        actions:
          - collectInput: {name: Ask, inputData: {var: Flow.id}, digits: {exact: 4}}
          - jumpToTask: {name: Go, targetTaskRef: "/inboundCall/tasks/task[Say_11]"}
    - task:
        name: Say
        refId: Say_11
        actions:
          - playAudio: {name: Say, audio: {exp: ToAudioTTS(Flow.id)}}
          - disconnect: {name: Bye}
`,
  }),
  "never-read": noteCode({
    title: "Variable that nothing reads",
    explanation: "An action sets the variable, and neither the flow nor a caller reads it.",
    fix: "If a report or the platform reads the variable, do nothing. Otherwise, remove it.",
    example: "ask: {collectInput: {digits: 4, into: Flow.id}, on: {success: queue, failure: bye}}",
    right: `ask: {collectInput: {digits: 4, into: Flow.id}, on: {success: note, failure: bye}}
note: {setParticipantData: {customer: =Flow.id}, then: queue}
`,
  }),
  "duplicate-variable": errorCode({
    title: "Variable declared twice",
    explanation: "Architect ignores case in variable names: Flow.id and Flow.Id are the same variable.",
    fix: "Remove or rename one of the two.",
    example: "variables: {Flow.id: string, Flow.Id: integer}",
    right: "variables: {Flow.id: string, Flow.count: integer}",
  }),
  "invalid-variable-name": errorCode({
    title: "Invalid variable name",
    inExport: "warning",
    explanation: "A variable's name is a scope, a dot, a letter, and then letters, digits and underscores.",
    fix: "Rename the variable.",
    example: `inboundCall:
  name: Sales
  variables: [{stringVariable: {name: Flow.customer-id, initialValue: {lit: "0"}}}]
`,
    right: `inboundCall:
  name: Sales
  variables: [{stringVariable: {name: Flow.customerId, initialValue: {lit: "0"}}}]
`,
  }),
  "invalid-name": errorCode({
    title: "Invalid name",
    explanation: "The id of a node, or the name of an input, output or variable, has a character that is not allowed.",
    fix: "Begin with a letter, and then use letters, digits and underscores. The id of a node can also contain hyphens.",
    example: `commonModule: Check
channels: [inboundCall]
inputs: {customer-id: string}
start: done
nodes: {done: {end: completed}}
`,
    right: `commonModule: Check
channels: [inboundCall]
inputs: {customerId: string}
start: done
nodes: {done: {end: completed}}
`,
  }),
  "type-mismatch": errorCode({
    title: "Type mismatch",
    explanation:
      "The type of a value, a variable, or a module's input or output does not match the type of its target.",
    fix: "Convert the value (ToString, ToInt), or change the declared type.",
    example: "check: {callModule: check, inputs: {tries: three}, on: {success: queue, failure: bye, error: bye}}",
    right: "check: {callModule: check, inputs: {tries: 3}, on: {success: queue, failure: bye, error: bye}}",
  }),
  "unknown-variable-type": errorCode({
    title: "Variable of unknown type",
    explanation: "An action sets a variable, and neither a declaration nor the value determines the variable's type.",
    fix: "Declare it under 'variables'.",
    example: `inboundCall: Sales
start: plan
nodes:
  plan: {updateData: {Flow.plan: {noValue: true}}, then: note}
  note: {setParticipantData: {plan: =Flow.plan}, then: bye}
  bye: {disconnect: {}}
`,
    right: `inboundCall: Sales
variables: {Flow.plan: string}
start: plan
nodes:
  plan: {updateData: {Flow.plan: {noValue: true}}, then: note}
  note: {setParticipantData: {plan: =Flow.plan}, then: bye}
  bye: {disconnect: {}}
`,
  }),
  "variable-clash": errorCode({
    title: "Two variables that would be merged",
    explanation:
      "When the flow is compiled, a Task variable that several tasks use becomes a Flow variable. A Flow variable of that name already exists.",
    fix: "Rename one of the two.",
    example: `inboundCall: Sales
variables: {Flow.digit: string}
start: ask
nodes:
  ask: {collectInput: {digits: 1, into: Task.digit}, on: {success: note, failure: again}}
  again: {collectInput: {digits: 1, into: Task.digit}, on: {success: note, failure: bye}}
  note: {setParticipantData: {digit: =Task.digit}, then: bye}
  bye: {disconnect: {}}
`,
    right: `inboundCall: Sales
variables: {Flow.plan: string}
start: ask
nodes:
  ask: {collectInput: {digits: 1, into: Task.digit}, on: {success: note, failure: again}}
  again: {collectInput: {digits: 1, into: Task.digit}, on: {success: note, failure: bye}}
  note: {setParticipantData: {digit: =Task.digit}, then: bye}
  bye: {disconnect: {}}
`,
  }),
  "module-in-module": errorCode({
    title: "Module in a module",
    explanation: "The platform does not allow a common module to call another.",
    fix: "Call both modules from the flow, one after the other.",
    example: `commonModule: Welcome
channels: [inboundCall]
start: check
nodes:
  check: {callModule: check, on: {success: done, failure: done, error: done}}
  done: {end: completed}
`,
    right: `commonModule: Welcome
channels: [inboundCall]
start: done
nodes:
  done: {end: completed}
`,
  }),
  "module-cycle": errorCode({
    title: "Modules that call each other in a cycle",
    explanation: "Modules call each other in a cycle, so none of them can be published first.",
    fix: "Call the modules from the flow, one after the other.",
    situation: "The exported module A calls B, and the exported module B calls A.",
  }),
  "incompatible-module": errorCode({
    title: "Module that does not serve the channel",
    explanation: "The flow's type is not among the flow types that may call the module.",
    fix: "Add the type to the module's channels.",
    example: `# flows/sales.yaml
inboundEmail: Sales
start: note
nodes: {note: {callModule: note, on: {completed: bye, error: bye}}, bye: {disconnect: {}}}
# flows/note.yaml
commonModule: Note
channels: [inboundCall]
start: done
nodes: {done: {end: completed}}
`,
    right: `# flows/sales.yaml
inboundEmail: Sales
start: note
nodes: {note: {callModule: note, on: {completed: bye, error: bye}}, bye: {disconnect: {}}}
# flows/note.yaml
commonModule: Note
channels: [inboundCall, inboundEmail]
start: done
nodes: {done: {end: completed}}
`,
  }),
  "unknown-input": errorCode({
    title: "Input that the module does not have",
    inExport: "warning",
    explanation: "The call sets an input that the module does not declare.",
    fix: "Correct its spelling, or add the input to the module.",
    example: "check: {callModule: check, inputs: {treis: 3}, on: {success: queue, failure: bye, error: bye}}",
    right: "check: {callModule: check, inputs: {tries: 3}, on: {success: queue, failure: bye, error: bye}}",
  }),
  "unknown-output": errorCode({
    title: "Output that the module does not have",
    inExport: "warning",
    explanation: "The call binds an output that the module does not declare.",
    fix: "Correct its spelling, or add the output to the module.",
    example: `check: {callModule: check, outputs: {di: Flow.id}, on: {success: note, failure: bye, error: bye}}
note: {setParticipantData: {customer: =Flow.id}, then: queue}
`,
    right: `check: {callModule: check, outputs: {id: Flow.id}, on: {success: note, failure: bye, error: bye}}
note: {setParticipantData: {customer: =Flow.id}, then: queue}
`,
  }),
  "unknown-module": errorCode({
    title: "Module that the project does not have",
    explanation: "A definition calls a module by its key, but no file in the project has that key.",
    fix: "Correct the key. It is the module's file name without the extension.",
    example: `# flows/sales.yaml
check: {callModule: chekc, on: {success: queue, failure: bye, error: bye}}
`,
    right: `# flows/sales.yaml
check: {callModule: check, on: {success: queue, failure: bye, error: bye}}
`,
  }),
  "unknown-outcome": errorCode({
    title: "Outcome that the module does not have",
    explanation:
      "A call has a transition for an outcome that the module does not declare, or a node of the module ends with such an outcome.",
    fix: "Correct its spelling, or declare the outcome.",
    example: "check: {callModule: check, on: {sucess: queue, failure: bye, error: bye}}",
    right: "check: {callModule: check, on: {success: queue, failure: bye, error: bye}}",
  }),
  "data-action-contract": warningCode({
    title: "Call that does not fit a data action",
    explanation:
      "According to the project's contract for the data action, the call sets an input or binds an output that does not exist or that has a different type. The platform refuses such a flow.",
    fix: "Correct the call or the contract. The contract is in the file that declares the data action or, if no file declares it, in the seed of the embedded organisation.",
    example: `verify: {callData: {action: CRM/Verify PIN, inputs: {pin: "1234"}, outputs: {custmerId: Flow.id}}, on: {success: note, failure: bye, timeout: bye}}
note: {setParticipantData: {customer: =Flow.id}, then: bye}
`,
    right: `verify: {callData: {action: CRM/Verify PIN, inputs: {pin: "1234"}, outputs: {customerId: Flow.id}}, on: {success: note, failure: bye, timeout: bye}}
note: {setParticipantData: {customer: =Flow.id}, then: bye}
`,
  }),
  "missing-data-action-input": warningCode({
    title: "Call without an input that the data action requires",
    explanation: "The contract of the data action requires an input that the call does not set, or leaves empty.",
    fix: "Set the input, or remove it from the required inputs of the contract.",
    example:
      "verify: {callData: {action: CRM/Verify PIN, inputs: {}}, on: {success: queue, failure: bye, timeout: bye}}",
    right:
      'verify: {callData: {action: CRM/Verify PIN, inputs: {pin: "1234"}}, on: {success: queue, failure: bye, timeout: bye}}',
  }),
  "data-table-contract": warningCode({
    title: "Lookup that does not fit its data table",
    explanation:
      "According to the files that declare the data table, the lookup binds a column that the table does not have, or binds a column to a variable of a different type.",
    fix: "Correct the lookup, or add the column to the table.",
    example: `find: {dataTableLookup: {table: Routing, key: =Call.Ani, outputs: {quueue: Flow.queue}}, on: {found: note, notFound: bye, failure: bye}}
note: {setParticipantData: {queue: =Flow.queue}, then: bye}
`,
    right: `find: {dataTableLookup: {table: Routing, key: =Call.Ani, outputs: {queue: Flow.queue}}, on: {found: note, notFound: bye, failure: bye}}
note: {setParticipantData: {queue: =Flow.queue}, then: bye}
`,
  }),
  "unknown-table-key": warningCode({
    title: "Lookup of a key that does not exist",
    explanation:
      "The lookup's key is a literal, and no row in the files has that key. The lookup takes its 'notFound' path unless the organisation has the row.",
    fix: "Correct the key, or add the row.",
    example: "find: {dataTableLookup: {table: Routing, key: Salse}, on: {found: queue, notFound: bye, failure: bye}}",
    right: "find: {dataTableLookup: {table: Routing, key: Sales}, on: {found: queue, notFound: bye, failure: bye}}",
  }),
  "no-outcome": errorCode({
    title: "Module without outcomes",
    explanation: "The module declares no outcomes, so the call cannot have transitions for them.",
    fix: "Declare its outcome in the export's options file, or use 'then'.",
    example: `# flows/note.yaml
commonModule:
  name: Note
  settingsCommonModule: {compatibleFlowTypes: [{flowType: inboundcall}]}
  startUpTaskActions: [{endTask: {name: End}}]
# flows/sales.yaml
note: {callModule: note, on: {completed: queue, error: bye}}
`,
    right: `# flows/note.yaml
commonModule:
  name: Note
  settingsCommonModule: {compatibleFlowTypes: [{flowType: inboundcall}]}
  startUpTaskActions: [{endTask: {name: End}}]
# flows/sales.yaml
note: {callModule: note, then: queue}
`,
  }),
  "outcome-never-reached": errorCode({
    title: "Outcome that no node ends with",
    explanation:
      "The module declares an outcome, but no node ends with this outcome. Callers' transitions for the outcome are never taken.",
    fix: "Add a node that ends with the outcome, or remove the outcome.",
    example: `commonModule: Check
channels: [inboundCall]
outcomes: [success, failure]
start: done
nodes: {done: {end: success}}
`,
    right: `commonModule: Check
channels: [inboundCall]
outcomes: [success]
start: done
nodes: {done: {end: success}}
`,
  }),
} satisfies CodeTable;
