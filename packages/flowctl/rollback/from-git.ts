import { DiagnosticError } from "@genesys-flows/architect";
import type { Context } from "../context.ts";
import { type ComingFiles, together } from "../git/coming-files.ts";
import type { PastCommit, Repository } from "../git/repository.ts";
import { type ComingProject, comingProject } from "./coming-project.ts";
import { pastSources, restoredFiles, type Searched } from "./past-source.ts";
import { isWithin, type PublishedDigest } from "./source-digest.ts";
import { type RestoredValue, withValuesOf } from "./stack-entries.ts";

/** A source in the history that makes the published document. */
export interface FoundSource extends ComingProject {
  readonly commit: PastCommit;
  /** Entries of the stack's file that give the flow the values that it had. */
  readonly restored: readonly RestoredValue[];
}

export interface GitSearch extends Searched {
  readonly published: PublishedDigest;
  /** Files that other flows of the same rollback get. */
  readonly others: ComingFiles;
  readonly stack: string;
  /** The present text of the stack's file. */
  readonly stackText: string;
}

/**
 * The newest source of the history that, in the present project, makes the document with the published digest: with the present modules
 * and values, else with the values that the flow had then.
 *
 * @returns or why none does: a sentence
 * @throws RepositoryError
 */
export async function sourceInGit(
  repository: Repository,
  o: GitSearch,
  context: Context,
): Promise<FoundSource | { readonly why: string }> {
  const { digest, commit, toCompare } = o.published;
  let mistake: string | undefined;
  let looks = 0;
  const tried = new Set<string>();
  for (const source of pastSources(repository, { ...o, ...(commit !== undefined && { commit }) })) {
    looks += 1;
    const files = together(o.others, restoredFiles(source, o));
    for (const attempt of attempts(files, { ...o, source: source.text, then: source.stackText })) {
      // Another text of the stack's file may mean the same for the flow.
      const id = JSON.stringify([source.file, source.text, source.options, attempt.restored]);
      if (tried.has(id)) continue;
      tried.add(id);
      try {
        const coming = await comingProject(attempt.files, o, context);
        const unit = coming.project.flows.find(({ key }) => key === o.key);
        if (unit?.digest !== digest || (toCompare && !isWithin(unit.document, toCompare))) continue;
        return { ...coming, commit: source.commit, restored: attempt.restored };
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        mistake ??= `${error.diagnostics[0]?.message} (commit ${source.commit.sha.slice(0, 12)})`;
      }
    }
  }
  return { why: whyNot({ looks, mistake, isShallow: repository.isShallow }) };
}

/** The files alone, then with the values that the flow had. */
function attempts(
  files: ComingFiles,
  o: {
    readonly key: string;
    readonly stack: string;
    readonly stackText: string;
    readonly source: string;
    readonly then: string;
  },
): { readonly files: ComingFiles; readonly restored: readonly RestoredValue[] }[] {
  const stackFile = `Pulumi.${o.stack}.yaml`;
  const { text, restored } = withValuesOf(files.get(stackFile) ?? o.stackText, o.then, o);
  const plain = { files, restored: [] };
  return restored.length > 0 ? [plain, { files: together(files, new Map([[stackFile, text]])), restored }] : [plain];
}

function whyNot({
  looks,
  mistake,
  isShallow,
}: {
  looks: number;
  mistake: string | undefined;
  isShallow: boolean;
}): string {
  const shallow = isShallow ? " This clone lacks older commits: `git fetch --unshallow` gets them." : "";
  if (looks === 0) return `No commit has a source of it.${shallow}`;
  const wrong = mistake === undefined ? "" : ` One does not fit the present project: ${mistake}`;
  return `No commit has a source that makes this version in the present project.${wrong}${shallow}`;
}
