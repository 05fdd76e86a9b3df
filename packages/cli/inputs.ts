import { printableLine } from "@genesys-flows/architect/printable";
import type { z } from "zod";
import { UsageError } from "./errors.ts";

/** One input of a command: its source and its schema. The flag takes precedence over the variable. */
export interface InputField<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  readonly flag?: string;
  /** An environment variable, such as `GITHUB_REPOSITORY`. */
  readonly variable?: string;
  /** Whether the value is secret, so that it must not be printed. */
  readonly secret?: true;
}

type Fields = Readonly<Record<string, InputField>>;
type Inputs<F extends Fields> = { readonly [K in keyof F]: z.infer<F[K]["schema"]> };

interface Given {
  readonly given: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Treats an empty variable as not set. @throws UsageError that lists all missing and invalid inputs */
export function readInputs<F extends Fields>(fields: F, from: Given): Inputs<F> {
  const mistakes: string[] = [];
  const read = Object.entries(fields).map(([key, field]) => {
    const value = foundValue(field, from);
    const { success, data, error } = field.schema.safeParse(value);
    if (!success) mistakes.push(`  ${mistakeText(field, value, error)}`);
    return [key, data] as const;
  });
  if (mistakes.length > 0)
    throw new UsageError(
      `${mistakes.length === 1 ? "An input is invalid" : "Inputs are invalid"}:\n${mistakes.join("\n")}`,
    );
  return Object.fromEntries(read) as Inputs<F>;
}

function foundValue({ flag, variable }: InputField, { given, env }: Given): unknown {
  const flagged = flag === undefined ? undefined : given[nameOf(flag)];
  return flagged ?? ((variable !== undefined && env[variable]) || undefined);
}

/** The property that commander uses for a flag: `--pull-request` -> `pullRequest`. */
function nameOf(flag: string): string {
  return flag.replace(/^--/, "").replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function mistakeText({ flag, variable, secret }: InputField, value: unknown, error: z.ZodError): string {
  const names = [flag, variable].filter((name) => name !== undefined);
  if (value === undefined) return `${names.join(" or ")} is missing.`;
  const shown = secret ? "" : ` "${printableLine(String(value).slice(0, 200))}"`;
  return `${names.join(" or ")}${shown}: ${error.issues.map(({ message }) => printableLine(message)).join("; ")}.`;
}
