import { extractActions } from "./actions.ts";
import { completeDescription } from "./description.ts";
import { extractFunctions } from "./functions.ts";
import { extractRules } from "./request-rules.ts";
import { operationLines, readSdkFiles, sdkOperations } from "./sdk.ts";

/** The content of `http/operations.json`: the operations of the vendor's installed SDK. */
export function operationsText(): string {
  return text(operationLines(sdkOperations(readSdkFiles(import.meta.filename).bundle)));
}

/**
 * The content of `requests/rules.json`: the checks of requests to the operations that the organisation implements.
 * @param api the platform's OpenAPI file
 */
export async function requestRulesText(api: string): Promise<string> {
  // Loaded only here: a service cannot be loaded if the SDK no longer has one of its operations, until
  // `operations.json` is written again.
  const { services } = await import("../services.ts");
  const implemented = new Set(services.flatMap(({ routes }) => routes.map(({ operation }) => operation)));
  const description = completeDescription(JSON.parse(api), readSdkFiles(import.meta.filename), implemented);
  return text(extractRules(description, implemented));
}

/** The content of `flows/validation/actions/actions.json`, from the two lists of actions. */
export function actionsText(lists: { sdk: string; observed: string }): string {
  return text(extractActions(lists));
}

/**
 * The content of `flows/validation/expressions/functions.json`, from the vendor's table and the notes on newer
 * functions.
 */
export function functionsText(texts: { facts: string; newer: string }): string {
  return text(extractFunctions(texts));
}

function text(content: unknown): string {
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
