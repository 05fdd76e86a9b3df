import { commandLine } from "../words.ts";

/** The file of the embedded organisation of a stack that names no other one, relative to the project. */
export function embeddedFile({ project, stack }: { readonly project: string; readonly stack: string }): string {
  return `.genesys/orgs/${project}-${stack}.sqlite`;
}

interface Stack {
  readonly file: string;
  readonly stateId: string;
  /** Undefined where the provider does not know its stack. */
  readonly stack: string | undefined;
}

/** The file of the organisation that a stack was deployed to is gone, or empty. */
export function lostOrganisation(o: Stack): string {
  return (
    `The embedded organisation of this stack is gone: ${o.file} does not exist or is empty, but the state of this stack ` +
    `belongs to organisation ${o.stateId}. Nothing was changed, neither the organisation nor the state. ${whatHelps(o)}`
  );
}

/** Another organisation has replaced the one that a stack was deployed to. @param o.reached names it */
export function otherOrganisation(o: Stack & { readonly reached: string }): string {
  return (
    `${o.reached}, but the state of this stack belongs to organisation ${o.stateId}. Nothing was changed, neither the organisation nor the state. ` +
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
