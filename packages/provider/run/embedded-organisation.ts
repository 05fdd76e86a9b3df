import { commandLine } from "../text/command-line.ts";

interface Stack {
  /** The organisation's file. */
  readonly file: string;
  /** The organisation that the state names. */
  readonly stateId: string;
  /** Undefined where the provider was not told its stack. */
  readonly stack: string | undefined;
}

/** The file of the organisation that a stack was deployed to is gone, or empty. */
export function lostOrganisation(o: Stack): string {
  return (
    `The embedded organisation of this stack is gone: ${o.file} does not exist or is empty, but the state of this stack ` +
    `belongs to organisation ${o.stateId}. Nothing was changed, and the state is as it was. ${whatHelps(o)}`
  );
}

/** Another organisation is in the place of the one that a stack was deployed to. @param o.reached says which */
export function otherOrganisation(o: Stack & { readonly reached: string }): string {
  return (
    `${o.reached}, but the state of this stack belongs to organisation ${o.stateId}. Nothing was changed, and the state is as it was. ` +
    `${o.file} was removed and made again, another copy was put in its place, or genesyscloud:localOrganisation names another file than before. ${whatHelps(o)}`
  );
}

function whatHelps(o: Pick<Stack, "stack">): string {
  const { stack = "STACK" } = o;
  const deploy =
    stack === "dev"
      ? "`npm start`"
      : `\`npm run pulumi -- stack init ${stack}\` and \`${commandLine("pulumi", "up", { stack })}\``;
  return (
    `Put a copy of it back: \`${commandLine("flowctl", "org restore COPY", { stack })}\` (\`ls .genesys/snapshots\` lists copies). ` +
    `Without a copy, begin anew: \`npm run pulumi -- stack rm ${stack} --force --yes --preserve-config\`, then ${deploy}.`
  );
}
