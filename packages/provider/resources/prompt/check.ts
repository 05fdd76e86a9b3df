import type { CheckFailure } from "../../engine/resource.ts";
import { Asset, type Properties, type PropertyValue, unknown } from "../../engine/values.ts";
import { readRecording, recordingPath } from "./recording.ts";

const name = /^[A-Za-z0-9][A-Za-z0-9_]*$/;

/** The mistakes in a prompt. Reads its recordings and fills in their hashes. */
export function checkRecordings(inputs: Properties): { inputs: Properties; failures: CheckFailure[] } {
  const failures: CheckFailure[] = [];
  const { name: given, resources } = inputs;
  if (typeof given === "string" && !name.test(given)) {
    failures.push({
      property: "name",
      reason: `'${given}' may have only letters, digits and underscores, and must not begin with an underscore`,
    });
  }
  if (!Array.isArray(resources)) return { inputs, failures };
  const languages = new Map<string, number>();
  const completed = resources.map((entry: PropertyValue, index): PropertyValue => {
    if (entry === null || typeof entry !== "object" || Array.isArray(entry)) return entry;
    const resource = entry as Properties;
    const at = `resources[${index}]`;
    const { language } = resource;
    if (typeof language === "string") {
      const first = languages.get(language.toLowerCase());
      if (first !== undefined) {
        failures.push({ property: `${at}.language`, reason: `'${language}' is already in resources[${first}]` });
      }
      languages.set(language.toLowerCase(), index);
    }
    return withHash(resource, at, failures);
  });
  return { inputs: { ...inputs, resources: completed }, failures };
}

function withHash(resource: Properties, at: string, failures: CheckFailure[]): Properties {
  const { audio, filename, fileContentHash, ttsString } = resource;
  if (audio === unknown || filename === unknown || ttsString === unknown) return resource;
  const isAsset = audio instanceof Asset;
  if (isAsset && filename !== undefined && filename !== null && filename !== audio.path) {
    failures.push({ property: `${at}.audio`, reason: "must not be set together with filename" });
    return resource;
  }
  const path = recordingPath(resource);
  if (path === undefined) {
    if (isAsset)
      failures.push({
        property: `${at}.audio`,
        reason: "must be a FileAsset: a text or an address is not a recording",
      });
    else if (!ttsString) failures.push({ property: at, reason: "has no content: set ttsString, audio or filename" });
    return resource;
  }
  try {
    const { hash } = readRecording(path);
    const given = typeof fileContentHash === "string" ? fileContentHash : hash;
    if (given !== hash) {
      failures.push({
        property: `${at}.fileContentHash`,
        reason: `is not the hash of ${path}. Remove it: the provider computes it`,
      });
    }
    return { ...resource, filename: path, fileContentHash: hash };
  } catch (error) {
    const property = isAsset ? `${at}.audio` : `${at}.filename`;
    failures.push({ property, reason: `${path} cannot be read: ${(error as Error).message}` });
    return resource;
  }
}
