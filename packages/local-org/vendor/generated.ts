import { extractActions } from "./actions.ts";
import { completeDescription } from "./description.ts";
import { extractFunctions } from "./functions.ts";
import { extractRules } from "./request-rules.ts";
import { operationLines, readSdkFiles, sdkOperations } from "./sdk.ts";

/** The text of `http/operations.json`: the operations of the vendor's installed SDK. */
export function operationsText(): string {
  return text(operationLines(sdkOperations(readSdkFiles(import.meta.filename).bundle)));
}

/**
 * The text of `requests/rules.json`: what is checked of requests to the operations that the organisation implements.
 * @param api the platform's OpenAPI file
 */
export async function requestRulesText(api: string): Promise<string> {
  // Loaded here alone: services whose operations the SDK no longer has cannot be loaded until `operations.json` is written.
  const { services } = await import("../services.ts");
  const implemented = new Set(services.flatMap(({ routes }) => routes.map(({ operation }) => operation)));
  const description = completeDescription(JSON.parse(api), readSdkFiles(import.meta.filename), implemented);
  return text(extractRules(description, implemented));
}

/** The text of `flows/validation/actions/actions.json`, of the two lists of actions. */
export function actionsText(lists: { sdk: string; observed: string }): string {
  return text(extractActions(lists));
}

/** The text of `flows/validation/expressions/functions.json`, of the vendor's table and the notes on newer functions. */
export function functionsText(texts: { facts: string; newer: string }): string {
  return text(extractFunctions(texts));
}

function text(content: unknown): string {
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
