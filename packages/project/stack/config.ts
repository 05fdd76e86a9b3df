import { nearest, referenceKinds } from "@genesys-flows/architect";
import { asGiven, flowSettings, setting } from "@genesys-flows/architect/settings";
import { z } from "zod";

const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: "a value is plain text, a number, true or false; secrets and structured values are not allowed in flows",
});

const scalars = z.record(z.string(), scalar);

/** The configuration of one flow. */
export const flowConfigSchema = z.strictObject({
  values: setting(scalars, "Values for this flow; they override the values for all flows.").optional(),
  substitutions: setting(
    scalars,
    "Substitutions for this flow; they override the substitutions for all flows.",
  ).optional(),
  ...asGiven(flowSettings),
});

const externalName = z
  .string("an external object is written as `kind:name`, such as `queue:Sales`")
  .transform((text, context) => {
    const [, kind, name] = /^\s*([^:\s]+)\s*:\s*(\S.*)$/s.exec(text) ?? [];
    if (kind === undefined || name === undefined) {
      context.addIssue(`\`${text}\` is not written as \`kind:name\`, such as \`queue:Sales\``);
      return z.NEVER;
    }
    if (referenceKinds.some((known) => known === kind)) return `${kind}:${name.trim()}`;
    const meant = nearest(kind, referenceKinds);
    const hint = meant ? `; did you mean \`${meant}\`?` : "";
    context.addIssue(`\`${kind}\` is not a kind of object that flows name${hint}`);
    return z.NEVER;
  });

const changeDigest = z
  .string("write the digest of a change in quotes")
  .regex(/^[0-9a-f]{12}$/, "the digest of a change has 12 digits and letters from a to f");

/**
 * The stack's settings for all its flows, with their defaults. To add a setting, a row here is enough: the setting is
 * then read, checked, documented and available in the loaded project (`FlowProject`).
 */
const stackSettings = z.object({
  external: setting(
    z.array(externalName, "a list of `kind:name`, such as `queue:Sales`"),
    "Objects that flows name but this stack does not manage: `kind:name`, such as `queue:Sales` or `commonModule:Old handler`. If you remove an object from the stack while a flow still names it, the preview reports an error unless the object is in this list.",
  ).default([]),
  deletable: setting(
    z.array(externalName, "a list of `kind:name`, such as `dataTable:Routing by number`"),
    "Objects that an update may delete together with their content: `kind:name`. Without an entry, an update to a real organisation is refused if it would delete a data table with rows, a prompt with recordings or a queue with waiting conversations. Remove the entry after the update.",
    { see: "[what is not deleted](resources.md#what-is-not-deleted)" },
  ).default([]),
  acknowledgedChanges: setting(
    z.array(changeDigest, "a list of quoted digests, as printed by the rule `blast-radius`"),
    "Large updates that were reviewed: the digest of each, as printed by the rule `blast-radius`.",
    { see: "[rules](policies.md)" },
  ).default([]),
  flowsDir: setting(z.string(), "Folder of the flow files.", { otherwise: "`flows`" }).optional(),
  policyLevels: setting(
    z
      .string()
      .regex(/^[\w][\w.-]*$/, "expected the name of a file in policies/levels/ without its extension, such as `prod`"),
    "Name of the file in `policies/levels/` with the levels and settings of the rules, without its extension.",
    { otherwise: "every rule is mandatory and has its strictest settings", see: "[policies](policies.md)" },
  ).optional(),
});

/** The flow configuration of a stack: the keys of the namespace `genesys-flows:`. */
export const stackFlowConfigSchema = z.strictObject({
  values: setting(scalars, "Values that definitions declare.", {
    see: "[values per environment](flow-files.md#values-per-environment)",
  }).optional(),
  substitutions: setting(scalars, "Values of `{{placeholders}}` in exports.").optional(),
  flows: setting(z.record(z.string(), flowConfigSchema), "Settings of individual flows, by flow key.").optional(),
  ...asGiven(stackSettings),
});

export type StackFlowConfig = z.infer<typeof stackFlowConfigSchema>;

/** The settings that a loaded project has; `flowsDir` is already resolved. */
export const projectSettings = stackSettings.omit({ flowsDir: true });
