import { commandLine } from "../words.ts";

/** The default file of a stack's embedded organisation, relative to the project. */
export function embeddedFile({ project, stack }: { readonly project: string; readonly stack: string }): string {
  return `.genesys/orgs/${project}-${stack}.sqlite`;
}

interface Stack {
  readonly file: string;
  readonly stateId: string;
  /** The stack's name; undefined if the provider does not know it. */
  readonly stack: string | undefined;
}

/** The message for a stack whose organisation's file does not exist or is empty. */
export function lostOrganisation(o: Stack): string {
  return (
    `The embedded organisation of this stack is gone: ${o.file} does not exist or is empty, but the state of this stack ` +
    `belongs to organisation ${o.stateId}. Neither the organisation nor the state was changed. ${whatHelps(o)}`
  );
}

/**
 * The message for a stack whose organisation was replaced by a different one.
 * @param o.reached start of the message, which names the different organisation
 */
export function otherOrganisation(o: Stack & { readonly reached: string }): string {
  return (
    `${o.reached}, but the state of this stack belongs to organisation ${o.stateId}. Neither the organisation nor the state was changed. ` +
    `${o.file} was removed and created again, another copy replaced it, or genesyscloud:localOrganisation now names a different file. ${whatHelps(o)}`
  );
}

function whatHelps(o: Pick<Stack, "stack">): string {
  const { stack = "STACK" } = o;
  const deploy =
    stack === "dev"
      ? "`npm start`"
      : `\`npm run pulumi -- stack init ${stack} --no-select\` and \`${commandLine("pulumi", "up", { stack })}\``;
  return (
    `Restore a copy: \`${commandLine("flowctl", "org restore COPY", { stack })}\` (\`ls .genesys/snapshots\` lists the copies). ` +
    `Without a copy, start again: \`npm run pulumi -- stack rm ${stack} --force --yes --preserve-config\`, then ${deploy}.`
  );
}
