import { posix } from "node:path";
import { nearest } from "@genesys-flows/architect";
import { promptNameMistake } from "@genesys-flows/architect/settings";
import { z } from "zod";
import { frequentLanguages, isLanguage } from "./languages.ts";
import type { EntryContext, EntryFinding, Expanded, Shorthand } from "./shorthand.ts";

const content = z
  .strictObject({
    text: z
      .string()
      .optional()
      .describe("Text that callers hear as text to speech; or the transcript, if there is a recording or `ttsString`."),
    audio: z.string().optional().describe("The recording, WAV or OGG: its path relative to this file."),
    ttsString: z.string().optional().describe("Text to speech, if `text` is a transcript."),
  })
  .describe("The prompt in one language.");

type Content = z.infer<typeof content>;

/** A prompt in one language, in the provider's form. */
interface PromptResource {
  readonly language: string;
  readonly ttsString?: string;
  readonly text?: string;
  /** Relative to the project. */
  readonly filename?: string;
}

/**
 * Shorthand `en-us: {text: "Welcome."}`, `de-de: {audio: welcome-de.wav, text: "Willkommen."}` for the vendor's
 * `resources`.
 */
export const promptShorthand: Shorthand = {
  shape: {},
  replaces: ["resources"],
  others: content,
  async expand(entry, context) {
    const languages = Object.entries(entry).filter((given): given is [string, Content] => isContent(given[1]));
    const read = await Promise.all(languages.map((given) => resourceOf(given, context)));
    const resources = read.map(({ resource }) => resource);
    return {
      properties: resources.length === 0 ? {} : { resources },
      files: [...new Set(read.flatMap(({ file }) => file ?? []))],
      findings: [
        ...nameFindings(context.name),
        ...languageFindings(languages),
        ...read.flatMap(({ findings }) => findings),
      ],
    } satisfies Expanded;
  },
  contract({ properties }, { folder }) {
    const resources = (properties["resources"] ?? []) as readonly PromptResource[];
    const languages = resources.map((resource) => [resource.language, contentOf(resource, folder)]);
    return { entry: Object.fromEntries(languages), says: ["resources"] };
  },
};

function isContent(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nameFindings(name: string): EntryFinding[] {
  const mistake = promptNameMistake(name);
  if (mistake === undefined) return [];
  const possible = name.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "");
  const hint = promptNameMistake(possible) === undefined ? `For example: \`${possible}\`.` : "Give it another name.";
  return [{ path: [], code: "prompt-name", message: `The name \`${name}\` ${mistake}.`, hint }];
}

function languageFindings(languages: readonly (readonly [string, Content])[]): EntryFinding[] {
  const seen = new Map<string, string>();
  return languages.flatMap(([language]): EntryFinding[] => {
    const earlier = seen.get(language.toLowerCase());
    seen.set(language.toLowerCase(), language);
    if (earlier !== undefined) {
      const message = `The language \`${language}\` is listed twice: also as \`${earlier}\`.`;
      return [{ path: [language], code: "prompt-language", message, hint: "Remove one of the two." }];
    }
    if (isLanguage(language)) return [];
    const meant = nearest(language, [...frequentLanguages, "description"]);
    const hint = meant ? `Did you mean \`${meant}\`?` : "Write a language and its region, such as en-us.";
    return [{ path: [language], code: "prompt-language", message: `\`${language}\` is not a language.`, hint }];
  });
}

async function resourceOf(
  [language, { text, audio, ttsString }]: readonly [string, Content],
  { file, read }: EntryContext,
): Promise<{ resource: PromptResource; file?: string; findings: EntryFinding[] }> {
  const tag = language.toLowerCase();
  if (audio === undefined) {
    const [spoken, transcript] = ttsString === undefined ? [text] : [ttsString, text];
    const resource = { language: tag, ...resourceTexts({ ttsString: spoken, text: transcript }) };
    return { resource, findings: spoken?.trim() ? [] : [withoutContent(language)] };
  }
  const { recordingIn, unreadable } = await import("../recordings.ts");
  const found = read(audio);
  const filename = "file" in found ? found.file : posix.join(posix.dirname(file), audio);
  const { findings } =
    "bytes" in found ? await recordingIn(found) : { findings: [unreadable(filename, found.because)] };
  return {
    resource: { language: tag, ...resourceTexts({ ttsString, text }), filename },
    ...("file" in found && { file: filename }),
    findings: findings.map((finding) => ({ path: [language, "audio"], ...finding })),
  };
}

function resourceTexts(given: { ttsString: string | undefined; text: string | undefined }) {
  return Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined));
}

function withoutContent(language: string): EntryFinding {
  return {
    path: [language],
    code: "prompt-content",
    message: `The prompt has no content in \`${language}\`.`,
    hint: `Add text: ${language}: {text: "..."}. Or add a recording: ${language}: {audio: recording.wav}.`,
  };
}

/** A prompt in one language, in the form of an entry; the inverse of `resourceOf`. */
function contentOf({ ttsString, text, filename }: PromptResource, folder: string): Content {
  if (filename !== undefined) return { audio: posix.relative(folder, filename), ...resourceTexts({ text, ttsString }) };
  if (text === undefined) return { text: ttsString ?? "" };
  // Without `ttsString`, the transcript would become text to speech.
  return { text, ttsString: ttsString ?? "" };
}
