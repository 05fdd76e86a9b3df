import type { Destination } from "./types.ts";

/** A transfer target in words: `the queue 'Sales'`. */
export function destinationText({ kind, name }: Destination): string {
  const words = { secureFlow: "secure flow", extension: "extension", voicemail: "voicemail of" } as Record<
    string,
    string
  >;
  return kind === "extension" ? `the extension ${name}` : `the ${words[kind] ?? kind} '${name}'`;
}
