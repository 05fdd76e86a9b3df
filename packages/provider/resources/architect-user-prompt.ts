import { madeKinds } from "@genesys-flows/platform";
import { byName } from "./plain/properties.ts";
import type { PlainObject, PlainResourceSpec } from "./plain/spec.ts";
import { checkRecordings } from "./prompt/check.ts";
import { fileNameIn, hashIn } from "./prompt/recording.ts";
import { promptResources } from "./prompt/resources.ts";

const resource: PlainObject = {
  name: "ArchitectUserPromptResource",
  description: "The content of a prompt in one language: text to speech or a recording.",
  properties: {
    language: { type: "string", api: "language", required: true, description: "Language, for example `en-us`." },
    ttsString: { type: "string", api: "ttsString", description: "Text for text to speech." },
    text: { type: "string", api: "text", description: "Transcript of the recording." },
    filename: {
      type: "string",
      api: { get: (live) => fileNameIn(live), set: () => {} },
      description: "Path of the recording (WAV or OGG), relative to the project. Must not be set together with audio.",
    },
    audio: {
      type: "asset",
      uncompared: true,
      description: "The recording, as a FileAsset. Must not be set together with filename.",
    },
    fileContentHash: {
      type: "string",
      api: { get: (live) => hashIn(live), set: () => {} },
      description: "SHA-256 of the recording. Computed when not set. A change uploads the recording again.",
    },
  },
};

/** A prompt: `/architect/prompts`, with one resource per language (reference/platform-api.md §2.7). */
export const architectUserPrompt: PlainResourceSpec = {
  ...madeKinds.prompt,
  description: "A prompt that flows play: text to speech or a recording, per language.",
  undated: true,
  identity: byName,
  readQuery: { includeMediaUris: "false", includeResources: "true" },
  deleteQuery: { allResources: "true" },
  properties: {
    name: {
      type: "string",
      api: "name",
      required: true,
      replaceOnChanges: true,
      description:
        "Name of the prompt: letters, digits, underscores. A change replaces the prompt; a flow uses the old prompt until it is republished.",
    },
    description: { type: "string", api: "description", description: "Description of the prompt." },
    resources: {
      type: "array",
      set: true,
      key: "language",
      api: { get: (live) => live["resources"], set: () => {} },
      unmanaged: true,
      items: { type: "object", object: resource, description: resource.description },
      description: "The content of the prompt, one entry per language. When not set, the stack does not manage it.",
    },
  },
  amend: ({ resources: _, ...body }) => body,
  parts: [promptResources],
  check: (inputs) => checkRecordings(inputs),
};
