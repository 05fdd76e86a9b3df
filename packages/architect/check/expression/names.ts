import type { Expression, MemberExpression, VariableExpression } from "../../expression/ast.ts";
import { pathOf } from "../../expression/comparison.ts";
import { builtInNamed, builtInsOf, isUserScope, propertiesOfType } from "../../expression/scopes.ts";
import { didYouMean, slip } from "../../suggest.ts";
import type { ExpressionFinding, TypesIn } from "./finding.ts";

/** A variable, or a property of a value, that the platform does not have, as far as known. */
export function nameFinding(part: Expression, types: TypesIn): ExpressionFinding | undefined {
  if (part.type === "variable") return builtInFinding(part);
  return part.type === "member" ? propertyFinding(part, types) : undefined;
}

/** A variable in a scope of the platform that the platform does not have, as far as known. */
function builtInFinding({ name, scope, member, from, to }: VariableExpression): ExpressionFinding | undefined {
  const names = builtInsOf(scope);
  if (builtInNamed(name) || names.length === 0 || isUserScope(scope)) return undefined;
  const near = slip(member, names);
  const message = `The platform has no known variable '${name}'.`;
  const written = names.map((one) => `${scope}.${one}`);
  const hint = didYouMean(name, near === undefined ? written : [`${scope}.${near}`], "Known") ?? "Check its spelling.";
  return { code: near === undefined ? "unknown-built-in" : "misspelt-variable", message, hint, from, to };
}

/** A property of a built-in variable, or of a value of a type with known properties, that it does not have, as far as known. */
function propertyFinding({ object, property, to }: MemberExpression, types: TypesIn): ExpressionFinding | undefined {
  const type = types.get(object);
  const known = (object.type === "variable" && builtInNamed(object.name)?.properties) || propertiesOfType(type);
  if (!known || known.some((one) => one.toLowerCase() === property.toLowerCase())) return undefined;
  const place = { from: to - property.length, to };
  const path = pathOf(object);
  const what = path === undefined ? `A value of type ${type}` : `'${path}'`;
  if (known.length === 0) {
    const message = `${what} has no property '${property}'${path === undefined ? "" : `, because it is of type ${type}`}.`;
    return { code: "wrong-argument-type", message, hint: HINTS[property.toLowerCase()] ?? "Remove it.", ...place };
  }
  const near = slip(property, known);
  const message = `${what} has no known property '${property}'.`;
  const hint = didYouMean(property, near === undefined ? known : [near], "Known") ?? `Known: ${known.join(", ")}.`;
  return { code: near === undefined ? "unknown-built-in" : "misspelt-variable", message, hint, ...place };
}

/** Functions that do what properties of texts and lists do in other languages. */
const HINTS: Readonly<Record<string, string>> = {
  length: "Use Length(...).",
  count: "Use Count(...).",
  size: "Use Count(...).",
};
