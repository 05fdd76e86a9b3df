import table from "./function-table.json" with { type: "json" };

export interface Parameter {
  readonly name: string;
  /**
   * Architect data type; `any` for a single value of any type, `anyCollection` for a collection of values of any type.
   */
  readonly type: string;
  readonly acceptsNotSet: boolean;
  /** Whether all remaining arguments also belong to this parameter. */
  readonly repeats: boolean;
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly result: string;
}

/** An argument, with its type if that is certain. */
export interface Argument {
  readonly type: string | undefined;
  readonly isNotSet: boolean;
}

/** The vendor's type codes. Other codes in the table are formats, not types of variables. */
const codes: Readonly<Record<string, string>> = {
  any: "any",
  apa: "audioOrPrompt",
  aud: "audio",
  bln: "boolean",
  cpx_email_address: "emailAddress",
  cur: "currency",
  dec: "decimal",
  dtm: "dateTime",
  dur: "duration",
  grp: "group",
  int: "integer",
  lac: "languageSkill",
  nts: "NOT_SET",
  phn: "phoneNumber",
  pmt: "prompt",
  que: "queue",
  skl: "skill",
  str: "string",
  usr: "user",
  wrc: "wrapupCode",
};

/** Types that occur in the table. The table contains no information about other types. */
const known = new Set(Object.values(codes));

const forms: Readonly<Record<string, readonly string[]>> = Object.assign({}, ...Object.values(table.functions));
const texts = new Map(
  [...Object.entries(forms), ...Object.entries(table.operators)].map(([name, lines]) => [name.toLowerCase(), lines]),
);
const read = new Map<string, readonly Signature[]>();

/**
 * The forms of a function, ignoring case, or of an operator by symbol (`neg` for the sign `-`); undefined if none is
 * documented.
 */
export function signaturesOf(name: string): readonly Signature[] | undefined {
  const key = name.toLowerCase();
  const known = read.get(key) ?? texts.get(key)?.map(signature);
  if (known) read.set(key, known);
  return known;
}

/** Categories of the functions in the table, each with the function names in the vendor's spelling. */
export const tabledFunctions: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(table.functions).map(([category, of]) => [category, Object.keys(of)]),
);

function signature(text: string): Signature {
  const [taken = "", result = ""] = text.split(" -> ");
  const parameters = taken === "" ? [] : taken.split(", ").map(parameter);
  return { parameters, result: typeOfCode(result) };
}

function parameter(text: string): Parameter {
  const [code = "", name = ""] = text.split(" ");
  return {
    name: name.replace("...", ""),
    type: typeOfCode(code.replace("?", "")),
    acceptsNotSet: code.endsWith("?"),
    repeats: name.endsWith("..."),
  };
}

function typeOfCode(code: string): string {
  const item = code.endsWith("[]") ? code.slice(0, -"[]".length) : undefined;
  return item === undefined ? (codes[code] ?? "format") : `${typeOfCode(item)}Collection`;
}

/** The parameter for an argument; undefined if there are too many arguments. */
export function parameterOf({ parameters }: Signature, index: number): Parameter | undefined {
  const last = parameters.at(-1);
  return parameters[index] ?? (last?.repeats ? last : undefined);
}

/** Whether a form accepts that many arguments. A repeated parameter may be omitted. */
export function takesCount(form: Signature, count: number): boolean {
  const least = form.parameters.filter(({ repeats }, index) => !repeats || index === 0).length;
  return count >= least && (count === 0 || parameterOf(form, count - 1) !== undefined);
}

/** How well an argument fits a parameter. `loose`: by conversion, or the type is uncertain. */
export type Fit = "exact" | "loose" | "none";

/**
 * How well each argument fits a form. An operator converts a value to a string only if the other operand is a string:
 * `"a" + 1`, but not `1 + true`. The table lists forms for collections separately from forms for single values.
 */
export function fitsOf(form: Signature, given: readonly Argument[], { isOperator }: { isOperator: boolean }): Fit[] {
  const wanted = given.map((_, index) => parameterOf(form, index));
  const fits = given.map((argument, index) => (wanted[index] ? fitOf(argument, wanted[index]) : "none"));
  const isText = (index: number) => wanted[index]?.type === "string";
  const converts = given.some(({ type }, index) => isText(index) && (type === "string" || !isCertain(type)));
  if (!isOperator) return fits;
  return fits.map((fit, index) => {
    const type = given[index]?.type;
    if (fit !== "loose" || !isCertain(type)) return fit;
    const isRefused = isText(index) ? !converts : wanted[index]?.type === "any" && type?.endsWith("Collection");
    return isRefused ? "none" : fit;
  });
}

function isCertain(type: string | undefined): boolean {
  return type !== undefined && known.has(type.replace(/Collection$/, ""));
}

/** How well an argument fits a parameter. */
function fitOf(argument: Argument, parameter: Parameter): Fit {
  const { type } = argument;
  if (argument.isNotSet) return parameter.acceptsNotSet ? "exact" : "none";
  if (type === parameter.type) return "exact";
  if (type === undefined || !isCertain(type) || parameter.type === "format") return "loose";
  const isCollection = type.endsWith("Collection");
  switch (parameter.type) {
    case "any":
      return isCollection ? "loose" : "exact";
    case "anyCollection":
      return isCollection ? "exact" : "none";
    case "audioOrPrompt":
      return type === "audio" || type === "prompt" ? "exact" : "none";
    case "decimal":
      return type === "integer" ? "loose" : "none";
    case "string":
      // It is not documented whether Architect converts an argument to a string.
      return isCollection ? "none" : "loose";
    default:
      return "none";
  }
}
