// The expression language for the interpreter: its syntax tree, and its table of functions and operators.
export * from "./ast.ts";
export { functionNamed } from "./functions.ts";
export { parseExpression } from "./parse.ts";
export { builtInNamed, isUserScope } from "./scopes.ts";
export { type Argument, fitsOf, parameterOf, type Signature, tabledFunctions, takesCount } from "./signatures.ts";
export { useOf } from "./types.ts";
