import { promptNameMistake } from "@genesys-flows/architect/settings";
import { madeKinds } from "@genesys-flows/platform";
import { asset, listOf, objectOf, text } from "../../engine/property-specs.ts";
import type { CheckFailure } from "../../engine/resource.ts";
import { Asset, type Properties, type PropertyValue, unknown } from "../../engine/values.ts";
import { byName, fields, objectType, readBy } from "../plain/properties.ts";
import type { PlainResourceSpec } from "../plain/spec.ts";
import { fileNameIn, hashIn, promptResources, readRecording, recordingPath } from "./recording.ts";

const resource = objectType(
  "ArchitectUserPromptResource",
  "The content of a prompt in one language: text-to-speech or a recording.",
  {
    language: text("Language, for example `en-us`.", { required: true }),
    ttsString: text("Text for text-to-speech."),
    text: text("Transcript of the recording."),
    filename: text(
      "Path to the recording (WAV or OGG), relative to the project. Must not be set together with audio.",
      {
        api: readBy(fileNameIn),
      },
    ),
    audio: asset("The recording, as a FileAsset. Must not be set together with filename.", {
      api: null,
      uncompared: true,
    }),
    fileContentHash: text("SHA-256 of the recording. Computed when not set. A change uploads the recording again.", {
      api: readBy(hashIn),
    }),
  },
);

/** A prompt: `/architect/prompts`, with one resource per language (reference/platform-api.md §2.7). */
export const architectUserPrompt: PlainResourceSpec = {
  ...madeKinds.prompt,
  description: "A prompt that flows play: text-to-speech or a recording for each language.",
  undated: true,
  identity: byName,
  readQuery: { includeMediaUris: "false", includeResources: "true" },
  deleteQuery: { allResources: "true" },
  properties: fields({
    name: text(
      "Name of the prompt: letters, digits, underscores. A change replaces the prompt; a flow uses the old prompt until it is republished.",
      { required: true, replaceOnChanges: true },
    ),
    description: text("Description of the prompt."),
    resources: listOf(objectOf(resource), {
      set: true,
      key: "language",
      api: readBy((live) => live["resources"]),
      unmanaged: true,
      description: "The content of the prompt, one entry per language. When not set, the stack does not manage it.",
    }),
  }),
  amend: ({ resources: _, ...body }) => body,
  parts: [promptResources],
  check: checkRecordings,
};

function checkRecordings(inputs: Properties): { inputs: Properties; failures: CheckFailure[] } {
  const failures: CheckFailure[] = [];
  const { name: given, resources } = inputs;
  const mistake = typeof given === "string" ? promptNameMistake(given) : undefined;
  if (mistake !== undefined) failures.push({ property: "name", reason: `'${String(given)}' ${mistake}` });
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
        reason: "must be a FileAsset: a string or a URL is not a recording",
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
