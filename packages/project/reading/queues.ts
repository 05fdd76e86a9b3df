import { type Diagnostic, NameMap } from "@genesys-flows/architect";
import { asGiven, queueSettings } from "@genesys-flows/architect/settings";
import { z } from "zod";
import { keysOf, readBySchema } from "../by-schema.ts";
import { finding } from "../codes.ts";
import { slug } from "../keys.ts";
import { readYamlFile, type YamlFile } from "../yaml-file.ts";

/** What a file may say of a queue; defaults are the provider's to fill in. */
export const queueSchema = z.strictObject(asGiven(queueSettings));

export const queuesFileSchema = z.strictObject({
  queues: z.record(z.string().trim().min(1).max(256), queueSchema.nullable()),
});

/** A queue that the stack creates: the vendor's property names, camelCased. */
export type QueueSpec = z.infer<typeof queueSchema>;

/** A file whose root key is `queues:`. */
export interface QueuesFile {
  readonly file: string;
  readonly queues: Readonly<Record<string, QueueSpec>>;
  readonly source: YamlFile;
}

/** True for the text of a file that declares queues. */
export function isQueuesFile(text: string): boolean {
  return /^(["']?)queues\1\s*:/m.test(text);
}

/** The queues of a file as far as they can be read, and `queues-file` for every mistake in it; none of a file that is not YAML. */
export function readQueuesFile({ file, text }: { readonly file: string; readonly text: string }): {
  read?: QueuesFile;
  findings: readonly Diagnostic[];
} {
  const { source, findings: unreadable } = readYamlFile({ file, text });
  if (!source) return { findings: unreadable };
  const { data, findings } = readBySchema(source, queuesFileSchema, {
    code: "queues-file",
    hint: `\`queues:\` maps a queue's name to its settings: ${keysOf(queueSchema)}.`,
  });
  const queues = Object.fromEntries(Object.entries(data.queues ?? {}).map(([name, spec]) => [name, spec ?? {}]));
  return { read: { file, source, queues }, findings };
}

/**
 * The queues of all files. Findings are `duplicate-queue` where two names are the same to the platform, which ignores case;
 * `similar-queues` where two names make one resource name.
 */
export function mergeQueues(files: readonly QueuesFile[]): {
  queues: Record<string, QueueSpec>;
  findings: readonly Diagnostic[];
} {
  const findings: Diagnostic[] = [];
  const seen = new NameMap<{ name: string; file: string }>();
  const queues: Record<string, QueueSpec> = {};
  const firstWith = new Map<string, string>();
  for (const { file, queues: declared, source } of files) {
    for (const [name, spec] of Object.entries(declared)) {
      const earlier = seen.get(name);
      if (earlier) {
        const as = earlier.name === name ? "" : ` as \`${earlier.name}\``;
        const message = `The queue \`${name}\` is declared twice: also in ${earlier.file}${as}.`;
        const hint = "Names of queues are unique in an organisation, regardless of case. Keep one of the two.";
        findings.push(finding("duplicate-queue", message, { hint, location: source.locate(["queues", name]) }));
      }
      seen.set(name, { name, file });
      const similar = firstWith.get(slug(name));
      if (similar === undefined) firstWith.set(slug(name), name);
      else if (!earlier) {
        const message = `The queues \`${name}\` and \`${similar}\` would both be the resource \`${slug(name)}\`.`;
        const hint = "Give one of them a name that differs in a letter or digit.";
        findings.push(finding("similar-queues", message, { hint, location: source.locate(["queues", name]) }));
      }
      queues[name] = spec;
    }
  }
  return { queues, findings };
}
