import { printableJson } from "@genesys-flows/architect";
import { columns } from "@genesys-flows/architect/columns";
import { count } from "@genesys-flows/architect/count";
import { type KeptRelease, minuteOf, shortCommit } from "@genesys-flows/report/account";
import { type Context, isJson } from "../context.ts";
import { keptReleases } from "../releases/kept.ts";
import { requiredStackFile } from "../stack-file.ts";

/** Lists the updates of a stack, including failed ones, newest first. @returns 1 if some cannot be read */
export async function releases(
  { stack, format }: { readonly stack: string; readonly format: string },
  context: Context,
): Promise<number> {
  const json = isJson(format);
  requiredStackFile(context, stack);
  const kept = await keptReleases(stack, context);
  if (json) context.exact.out(`${printableJson({ stack, ...kept })}\n`);
  else context.out(kept.releases.length > 0 ? textOf(kept.releases, stack) : noneText(stack, kept.folder));
  for (const line of kept.unreadable) context.err(`${line}\n`);
  return kept.unreadable.length > 0 ? 1 : 0;
}

function textOf(found: readonly KeptRelease[], stack: string): string {
  const rows = found.map((release) => [
    release.name,
    minuteOf(release.time),
    release.commit === undefined ? "" : shortCommit(release.commit),
    publishedText(release),
  ]);
  return `${columns(["release", "ended", "commit", "published"], rows).join("\n")}

${found.some(({ commit }) => commit?.endsWith("+")) ? "+ after a commit: the checkout also had uncommitted changes.\n" : ""}${count(found.filter(({ failed }) => !failed).length, "release")} of ${stack}. Roll back to one: npm run flowctl -- rollback --release NAME --stack ${stack}
`;
}

const MOST_NAMED = 4;

/** `sales 3.0, support 2.0 and 12 more`; the verdict for an update that failed or published no flow. */
function publishedText({ published, verdict, failed }: KeptRelease): string {
  // An applied plan that changed nothing is also recorded, because `apply` must recognise it.
  if (verdict.startsWith("Nothing changes")) return "nothing changed";
  if (failed || published.length === 0) return verdict;
  const named = published.slice(0, MOST_NAMED).map(({ key, version }) => (version ? `${key} ${version}` : key));
  const more = published.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function noneText(stack: string, folder: string): string {
  return `The stack '${stack}' has no release notes in ${folder}. Each \`npm run pulumi -- up --stack ${stack}\` that changes something writes release notes there.\n`;
}
