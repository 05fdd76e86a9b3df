export { defineRule, type Example, type Level, type Rule, type Scope, type Violation } from "@genesys-flows/rules";
