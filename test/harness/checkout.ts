import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Root of the checkout under test. */
export const checkout = path.resolve(import.meta.dirname, "../..");

/** Absolute path of a file or folder of the checkout. */
export function inCheckout(...parts: string[]): string {
  return path.join(checkout, ...parts);
}

const shared = path.resolve(checkout, "../shared");

/** Public flow files beside the checkout; absent on a machine that has the repository alone. */
export const corpusFolder = path.join(shared, "corpus");

/** Reference material beside the checkout; what needs it is skipped with a message where it is absent. */
export const referenceFolder = path.join(shared, "reference");

export const referenceExists = existsSync(path.join(referenceFolder, "platform-api.openapi.json"));

/** Text of a file of the reference material. */
export function readReference(name: string): string {
  return readFileSync(path.join(referenceFolder, name), "utf8");
}
