import type { Expression } from "../../expression/ast.ts";
import { fitsOf, parameterOf, type Signature, takesCount } from "../../expression/signatures.ts";
import { argumentOf, type Use, useOf } from "../../expression/types.ts";
import { convertHint } from "../data-types.ts";
import type { ExpressionFinding, TypesIn } from "./finding.ts";

/** Arguments that no form takes: too many or too few, or of another type. */
export function argumentFinding(part: Expression, types: TypesIn): ExpressionFinding | undefined {
  const use = useOf(part);
  if (!use) return undefined;
  const { from, to } = part;
  const { name, signatures, args } = use;
  const forms = signatures.filter((form) => takesCount(form, args.length));
  if (forms.length === 0) {
    const message = `'${name}' has ${countsOf(signatures)}, but here it has ${args.length}.`;
    const hint = `Look for an extra comma or a misplaced bracket. ${formsText(use, signatures)}`;
    return { code: "wrong-arguments", message, hint, from, to };
  }
  // The form that most of the arguments fit, from the first one on.
  const given = args.map((arg) => argumentOf(arg, types));
  const wrong = forms.map((form) => {
    const misfit = fitsOf(form, given, use).indexOf("none");
    return misfit === -1 ? undefined : misfit;
  });
  if (wrong.some((at) => at === undefined)) return undefined;
  const at = Math.max(...wrong.map((index) => index ?? 0));
  const arg = args[at];
  if (!arg) return undefined;
  const wanted = [...new Set(forms.filter((_, i) => wrong[i] === at).map((form) => parameterOf(form, at)?.type))];
  const { type, isNotSet } = argumentOf(arg, types);
  const [one = "", ...others] = wanted;
  const found = isNotSet ? "NOT_SET" : `of type ${type}${others.length === 0 ? `, not ${one}` : ""}`;
  const message = `${placeOf(part, { at, name, of: args.length })} is ${found}.`;
  const convert = others.length === 0 && !isNotSet ? convertHint(one) : undefined;
  const hint = `${convert === undefined ? "" : `${convert} `}${formsText(use, forms)}`;
  return { code: "wrong-argument-type", message, hint, from: arg.from, to: arg.to };
}

/** The place of an argument, as a message begins. */
function placeOf({ type }: Expression, { at, name, of }: { at: number; name: string; of: number }): string {
  if (type === "call") return `Argument ${at + 1} of '${name}'`;
  if (type === "index") return at === 0 ? "The value before the brackets" : "The value in the brackets";
  return `The value ${at === 0 && of > 1 ? "before" : "after"} '${name}'`;
}

/** `1 argument`, `2 to 4 arguments`. */
function countsOf(signatures: readonly Signature[]): string {
  const least = Math.min(
    ...signatures.map(({ parameters }) => parameters.filter(({ repeats }, index) => !repeats || index === 0).length),
  );
  const most = Math.max(...signatures.map(({ parameters }) => parameters.length));
  const repeats = signatures.some(({ parameters }) => parameters.at(-1)?.repeats);
  if (repeats) return `${least} or more arguments`;
  return least === most ? `${least} argument${least === 1 ? "" : "s"}` : `${least} to ${most} arguments`;
}

const SHOWN_FORMS = 3;

/** `Documented: Left(string, integer).` */
function formsText({ name, args, isOperator }: Use, forms: readonly Signature[]): string {
  const texts = forms.map(({ parameters }) => {
    const taken = parameters.map(
      ({ type, repeats }) => `${type.replace("anyCollection", "collection")}${repeats ? ", ..." : ""}`,
    );
    if (!isOperator) return `${name}(${taken.join(", ")})`;
    if (name === "[ ]") return `${taken[0]}[${taken[1]}]`;
    if (name === "? :") return `${taken[0]} ? ${taken[1]} : ${taken[2]}`;
    return args.length === 1 ? `${name}${taken[0]}` : `${taken[0]} ${name} ${taken[1]}`;
  });
  const shown = [...new Set(texts)];
  const more = shown.length > SHOWN_FORMS ? ", ..." : "";
  return `Documented: ${shown.slice(0, SHOWN_FORMS).join(", ")}${more}.`;
}
