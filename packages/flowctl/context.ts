import { DiagnosticError } from "@genesys-flows/architect";
import { type Context as CommandContext, unknownFormat } from "@genesys-flows/cli";
import type { Machine } from "./doctor/machine.ts";

export { UsageError } from "@genesys-flows/cli";

export interface Context extends CommandContext {
  /**
   * The tools and state of this machine, from the repository's scripts; omitted if the command runs without these
   * scripts.
   */
  readonly machine?: Machine;
}

/** The output format with the given name. @throws UsageError that lists the formats of the command */
export function formNamed<Form>(forms: Readonly<Record<string, Form>>, name = "text"): Form {
  if (!Object.hasOwn(forms, name)) throw unknownFormat(name, Object.keys(forms));
  return forms[name] as Form;
}

/** Whether a command prints JSON instead of text. @throws UsageError for any other format */
export function isJson(format?: string): boolean {
  return formNamed({ text: false, json: true }, format);
}

/** The findings that an error reports. @throws any other error */
export function mistakesIn(error: unknown): DiagnosticError {
  if (error instanceof DiagnosticError) return error;
  throw error;
}
