import { type Check, type Finding, finding } from "../findings.ts";
import { BUILT_IN, LOCAL_SCOPES, OWN_SCOPES, PROVIDED_SCOPES } from "./names.ts";
import { scopeOf } from "./variables.ts";

/** A scope and a name of letters, digits and underscores (reference/archy.md §a, "Variable name after the scope"). */
const NAME = /^[\p{L}]+\.[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * Variables that a document binds: those of the flow must be declared, as all that exports bind are ("Flow cannot be published because
 * one or more variables are missing", codes `architect.flow.variable.missing`); those of a task or state come into being.
 */
export const checkBindings: Check = ({ survey, places }) => {
  const declared = new Set(survey.declared.map(({ name }) => name.toLowerCase()));
  return survey.bindings.flatMap(({ name, path }): Finding[] => {
    const at = (code: string, explanation: string, unverified?: true): Finding[] => [
      finding(places, {
        ...(unverified ? { type: "Warning" } : {}),
        ...{ code, problem: unverified ? "could not be verified" : "no matches", path, explanation },
      }),
    ];
    if (!NAME.test(name))
      return at("unknown-variable", `'${name}' is not the name of a variable, such as Flow.customer.`);
    const scope = scopeOf(name);
    if (LOCAL_SCOPES.has(scope) || PROVIDED_SCOPES.has(scope)) return [];
    if (!OWN_SCOPES.has(scope))
      return at("unknown-scope", `The embedded organisation does not know the scope of '${name}'.`, true);
    if (declared.has(name.toLowerCase()) || BUILT_IN.has(name.toLowerCase())) return [];
    return scope === "slot"
      ? at(
          "unknown-slot",
          `No slot '${name}' is declared. The platform creates one for each slot of the bot's intents.`,
          true,
        )
      : at("unknown-variable", `No variable '${name}' is declared. Declare it under 'variables'.`);
  });
};
