import { type CodeTable, errorCode, noteCode, warningCode } from "./code-table.ts";

/** Expressions, variables, and what modules and their callers hand to each other. */
export const valueCodes = {
  "invalid-expression": errorCode({
    title: "Expression that cannot be read",
    explanation: "A text, bracket or operator is missing or too many.",
    fix: "Correct the expression at the place that is shown.",
    example: 'exp: Flow.a = "1"',
  }),
  "empty-expression": warningCode({
    title: "Empty expression",
    inExport: "note",
    explanation: "An expression without a text has no value. Architect writes one where nothing was filled in.",
    fix: "Write {noValue: true} for no value.",
    example: 'exp: ""',
  }),
  "unattested-expression": noteCode({
    title: "Operator that no export uses",
    explanation:
      "The expression uses an operator, or in an export a character, that no known export of Architect's has. A newer platform may read it.",
    fix: "Write 'and', 'or' and '!'; if the platform refuses the flow, look here first.",
    example: "exp: Flow.a && Flow.b",
  }),
  "misspelt-function": warningCode({
    title: "Function that looks misspelt",
    explanation: "The function is not known here, and one that is known is spelled nearly so.",
    fix: "Correct its spelling, unless Architect has the function.",
    example: "exp: Appned(Flow.a, Flow.b)",
  }),
  "wrong-arguments": warningCode({
    title: "Function with another number of arguments",
    explanation: "A function has more or fewer arguments than in every known use.",
    fix: "Look for a comma too many, or a bracket at the wrong place.",
    example: "exp: If(Flow.a, 1)",
  }),
  "unknown-function": noteCode({
    title: "Unknown function",
    explanation: "No known export uses the function. Architect has more functions than are known here.",
    fix: "Check its spelling.",
    example: "exp: Rot13(Flow.a)",
  }),
  "wrong-scope": errorCode({
    title: "Variable of a scope that the flow does not have",
    explanation:
      "A common module sees Common and Task variables only, other flows no Common ones; only bots have slots.",
    fix: "In a module, pass the value in as an input; elsewhere use Flow.",
    example: "commonModule that reads Flow.customerId",
  }),
  "scope-of-other-channel": warningCode({
    title: "Variable of another channel",
    explanation: "Call, Email, Message and Chat variables have values in flows of their channel only.",
    fix: "Use the variable of this channel.",
    example: "inboundEmail that reads Call.Ani",
  }),
  "unknown-scope": warningCode({
    title: "Unknown scope",
    explanation: "The word before the dot is no scope of variables that is known here.",
    fix: "Correct its spelling.",
    example: "exp: Flwo.customerId",
  }),
  "undeclared-variable": warningCode({
    title: "Variable that the flow does not declare",
    explanation:
      "An action of an export sets a variable of the flow that the flow does not declare. Exports declare all of them; Task and State variables alone need no declaration.",
    fix: "Correct its spelling, or declare it.",
    example: "inputData: {var: Flow.digtis}",
  }),
  "never-set": warningCode({
    title: "Variable that nothing sets",
    explanation:
      "The variable is read, is no input, has no initial value, and no action sets it: it is always NOT_SET.",
    fix: "Give it a value, or correct its spelling.",
    example: "say: =Flow.custmerName",
  }),
  "never-read": noteCode({
    title: "Variable that nothing reads",
    explanation: "An action sets the variable, and neither the flow nor a caller reads it.",
    fix: "Nothing, if a report or the platform reads it; else leave it out.",
    example: "collectInput that puts into Flow.digits, which nothing reads",
  }),
  "duplicate-variable": errorCode({
    title: "Variable declared twice",
    explanation: "Architect looks variables up without regard to case: Flow.id and Flow.Id are one.",
    fix: "Remove or rename one of the two.",
    example: "variables: {Flow.id: string, Flow.Id: integer}",
  }),
  "invalid-variable-name": errorCode({
    title: "Name that no variable can have",
    inExport: "warning",
    explanation: "A variable's name is its scope, a dot, a letter, and then letters, digits and underscores.",
    fix: "Rename the variable.",
    example: "name: Flow.customer-id",
  }),
  "invalid-name": errorCode({
    title: "Name that cannot be used",
    explanation: "A node's id, an input or output, or a variable has a name with other characters than it may have.",
    fix: "Begin with a letter; go on with letters, digits, underscores (and, in a node's id, hyphens).",
    example: "nodes: {2nd: {disconnect: {}}}",
  }),
  "type-mismatch": errorCode({
    title: "Value of another type",
    explanation: "A value, a module's input or output, or a variable is of another type than the place that gets it.",
    fix: "Convert it (ToString, ToInt), or declare the variable otherwise.",
    example: "inputs: {maxAttempts: three}",
  }),
  "unknown-variable-type": errorCode({
    title: "Variable without a type",
    explanation: "The type of a variable that is set follows neither from its declaration nor from the value.",
    fix: "Declare it under 'variables'.",
    example: "updateData: {Flow.result: =GetAt(Flow.list, 0)}",
  }),
  "variable-clash": errorCode({
    title: "Two variables would become one",
    explanation:
      "A Task variable that several tasks use becomes a Flow variable when the flow is compiled, and there is one of that name.",
    fix: "Give one of the two another name.",
    example: "Task.id used in two tasks, beside Flow.id",
  }),
  "module-in-module": errorCode({
    title: "Module in a module",
    explanation: "The platform has no common modules within common modules.",
    fix: "Let the flow call both, one after the other.",
    example: "commonModule: A\nnodes: {b: {callModule: b}}",
  }),
  "module-cycle": errorCode({
    title: "Modules that call each other",
    explanation: "Modules call each other in a circle: none of them could be published first.",
    fix: "Let the flow call the modules, one after the other.",
    example: "module a calls b, module b calls a",
  }),
  "incompatible-module": errorCode({
    title: "Module for other channels",
    explanation: "The module does not name the flow's type among those that may call it.",
    fix: "Add the type to the module's channels.",
    example: "inboundEmail that calls a module with channels: [inboundCall]",
  }),
  "unknown-input": errorCode({
    title: "Input that the module does not have",
    inExport: "warning",
    explanation: "The call gives a value to an input that the module does not declare.",
    fix: "Correct its spelling, or add the input to the module.",
    example: "inputs: {reasn: 1}",
  }),
  "unknown-output": errorCode({
    title: "Output that the module does not have",
    inExport: "warning",
    explanation: "The call binds an output that the module does not declare.",
    fix: "Correct its spelling, or add the output to the module.",
    example: "outputs: {custmerId: Flow.customerId}",
  }),
  "unknown-module": errorCode({
    title: "Module that the project does not have",
    explanation: "A definition calls a module by its key, and no file of the project has that key.",
    fix: "Correct the key: the module's file name without its extension.",
    example: "callModule: pin-autentication",
  }),
  "unknown-outcome": errorCode({
    title: "Outcome that the module does not have",
    explanation: "A call has a way on, or a module an end, for an outcome that the module does not declare.",
    fix: "Correct its spelling, or declare the outcome.",
    example: "on: {sucess: queue}",
  }),
  "no-outcome": errorCode({
    title: "Module that does not say how it ended",
    explanation: "The module declares no outcome, so the call cannot have ways on by outcome.",
    fix: "Declare its outcome beside the export, or go on with 'then'.",
    example: "on: {completed: queue} at a module from elsewhere",
  }),
  "outcome-never-reached": errorCode({
    title: "Outcome that no node ends with",
    explanation: "The module declares an outcome, and none of its nodes ends with it: callers wait for it in vain.",
    fix: "Add a node that ends with it, or remove the outcome.",
    example: "outcomes: [success, failure]\nnodes: {done: {end: success}}",
  }),
} satisfies CodeTable;
