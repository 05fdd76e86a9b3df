import { nearest } from "@genesys-flows/architect/suggest";
import { objectKinds } from "@genesys-flows/project";
import { UsageError } from "../context.ts";

/** The name of an object on the command line: `queue:Sales`, `scheduleGroups:Sales hours`. */
export interface ObjectName {
  readonly kind: string;
  readonly name: string;
}

/** Whether an argument names an object. The key of a flow does not contain a colon. */
export function namesObject(word: string | undefined): word is string {
  return word?.includes(":") === true;
}

/** Parses the names of objects. @throws UsageError with every error in the names */
export function objectNames(words: readonly string[]): ObjectName[] {
  const problems: string[] = [];
  const found = words.flatMap((word): ObjectName[] => {
    const at = word.indexOf(":");
    const [given, name] = [word.slice(0, at).trim(), word.slice(at + 1).trim()];
    const row = objectKinds.find((one) =>
      [one.kind, one.key].some((known) => known.toLowerCase() === given.toLowerCase()),
    );
    if (at < 0) problems.push(`'${word}' does not name an object. Write KIND:NAME, such as queue:Sales.`);
    else if (!row) problems.push(`'${word}': '${given}' is not a kind of object. ${hintFor(given)}`);
    else if (name === "") problems.push(`'${word}' has no name after the colon.`);
    else return [{ kind: row.kind, name }];
    return [];
  });
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return found;
}

function hintFor(given: string): string {
  const kinds = objectKinds.map(({ kind }) => kind);
  const meant = nearest(given, kinds);
  return meant ? `Did you mean ${meant}?` : `Kinds: ${kinds.join(", ")}.`;
}
