import { Ahead } from "./ahead.ts";
import { flowVerdict, type Unchecked } from "./flow-verdict.ts";
import { Verdicts } from "./verdicts.ts";
import { type Violation, violationText } from "./violations.ts";

/** A violation, and the sentences that report it. */
export interface Found {
  readonly violation: Violation;
  readonly text: string;
}

let ahead: Ahead | undefined;
const verdicts = new Verdicts({ onNew: () => void ahead?.start() });

/** Judges the documents of a stack before they are asked for. */
export async function judgeAhead(stack: string): Promise<void> {
  ahead = new Ahead(verdicts, stack);
  await ahead.start();
}

/**
 * What the rule finds in the document of a flow resource.
 * @param key name of the resource
 * @returns nothing where the document is not known yet, or cannot be read here
 * @throws as `flowVerdict`
 */
export async function judge(key: string, props: Record<string, unknown>): Promise<readonly Found[] | Unchecked> {
  const verdict = await flowVerdict(props, verdicts);
  if (!verdict) return [];
  if ("unchecked" in verdict) return verdict;
  return verdict.violations.map((found) => {
    const violation = { ...found, flow: key };
    return { violation, text: violationText(violation) };
  });
}
