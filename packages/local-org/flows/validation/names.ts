import type { Check, Finding } from "./findings.ts";

export const MAX_NAME_LENGTH = 200;

/** One broken rule for flow names, with the code that `POST /flows` answers with. */
export interface NameProblem {
  readonly code: string;
  readonly message: string;
}

/** What is wrong with a flow's name (reference/platform-api.md §3.2, reference/archy.md §a); empty when nothing is. */
export function nameProblems(name: string): NameProblem[] {
  const problems: NameProblem[] = [];
  const add = (code: string, message: string) =>
    problems.push({ code: `architect.flow.validate.failed${code}`, message });
  if (name.includes("/"))
    add(
      ".invalid.name.contains.slash",
      "Failed to validate flow due to invalid name.  Flow names must not contain forward slashes.",
    );
  if (/-debug$/i.test(name))
    add(
      ".invalid.name.contains.debug",
      "Failed to validate flow due to invalid name.  Flow names must not end with '-debug'.",
    );
  if (!/[\p{L}\p{N}]/u.test(name))
    add(
      ".invalid.name.no.alpha",
      "Failed to validate flow due to invalid name.  Names must contain at least one alphanumeric character.",
    );
  if (name.length > MAX_NAME_LENGTH)
    add("", `Failed to validate flow.  Names must not be longer than ${MAX_NAME_LENGTH} characters.`);
  return problems;
}

/** The flow's own name. */
export const checkName: Check = ({ document }) =>
  nameProblems(document.name).map(
    ({ code, message }): Finding => ({
      type: "Error",
      code,
      text: `${message} ('name' i '/${document.flowType}')`,
      explanation: `The flow's name is '${document.name}'.`,
    }),
  );
