import { nearest, referenceKinds } from "@genesys-flows/architect";
import { z } from "zod";

const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: "a value is plain text, a number, true or false; secrets and structures do not belong into flows",
});

/** What it says about one flow. */
export const flowConfigSchema = z.strictObject({
  values: z.record(z.string(), scalar).optional(),
  substitutions: z.record(z.string(), scalar).optional(),
  pin: z.boolean().optional(),
  import: z.string().optional(),
  importedVersion: z.string('a version is text, in quotes: "1.0"').optional(),
  forceUnlock: z.boolean().optional(),
  onDrift: z.enum(["fail", "overwrite"]).optional(),
});

const externalName = z
  .string("an external object is written as `kind:name`, such as `queue:Sales`")
  .superRefine((text, context) => {
    const [, kind, name] = /^\s*([^:\s]+)\s*:\s*(\S.*)$/s.exec(text) ?? [];
    if (kind === undefined || name === undefined) {
      context.addIssue(`\`${text}\` is not written as \`kind:name\`, such as \`queue:Sales\``);
    } else if (!referenceKinds.some((known) => known === kind)) {
      const meant = nearest(kind, referenceKinds);
      context.addIssue(
        `\`${kind}\` is not a kind of object that flows name${meant ? `; did you mean \`${meant}\`?` : ""}`,
      );
    }
  })
  .transform((text) => {
    const at = text.indexOf(":");
    return `${text.slice(0, at).trim()}:${text.slice(at + 1).trim()}`;
  });

/** What a stack's config says about flows: the keys of the namespace `genesys-flows:`. */
export const stackFlowConfigSchema = z.strictObject({
  /** Per-environment values that definitions declare. */
  values: z.record(z.string(), scalar).optional(),
  /** Values of `{{placeholders}}` in Architect exports. */
  substitutions: z.record(z.string(), scalar).optional(),
  /** By flow key; its values go before the ones for all flows. */
  flows: z.record(z.string(), flowConfigSchema).optional(),
  /** What flows name and the stack leaves to others, although it may have provided it before: `queue:Sales`. */
  external: z.array(externalName, "a list of `kind:name`, such as `queue:Sales`").optional(),
  /** Folder of the flow files; `flows` when absent. */
  flowsDir: z.string().optional(),
});

export type StackFlowConfig = z.infer<typeof stackFlowConfigSchema>;
