import { DiagnosticError } from "@genesys-flows/architect";
import type { ComingFiles } from "../changing/write-files.ts";
import { type Context, mistakesIn } from "../context.ts";
import type { PastCommit, Repository } from "../git/repository.ts";
import { type ComingProject, comingProject } from "./coming-project.ts";
import { pastSources, restoredFiles, type Searched } from "./past-source.ts";
import { isPublishedAs, type PublishedDigest } from "./source-digest.ts";
import { type RestoredValue, withValuesOf } from "./stack-entries.ts";

/** A source in the history that compiles to the published document. */
export interface FoundSource extends ComingProject {
  readonly commit: PastCommit;
  /** Entries in the stack's file that restore the flow's earlier values. */
  readonly restored: readonly RestoredValue[];
}

interface GitSearch extends Searched {
  readonly published: PublishedDigest;
  readonly others: ComingFiles;
}

/**
 * The newest source in the history that compiles to the document with the published digest in the current project.
 * Compiles with the current modules and values, then with the flow's values at that time.
 * @returns the source, or a sentence that explains why no source was found
 * @throws RepositoryError
 */
export async function sourceInGit(
  repository: Repository,
  o: GitSearch,
  context: Context,
): Promise<FoundSource | { readonly why: string }> {
  const { file: stackFile, text: stackText } = o.stackFile;
  const { commit } = o.published;
  let mistake: string | undefined;
  let looks = 0;
  const tried = new Set<string>();
  for (const source of pastSources(repository, { ...o, ...(commit !== undefined && { commit }) })) {
    looks += 1;
    const plain = new Map([...o.others, ...restoredFiles(source, o)]);
    const values = withValuesOf(plain.get(stackFile) ?? stackText, source.stackText, {
      key: o.key,
      source: source.text,
    });
    const { text, restored } = values;
    // The first attempt uses only the files, the second also the flow's earlier values.
    const attempts = [
      { files: plain, restored: [] },
      ...(restored.length > 0 ? [{ files: new Map([...plain, [stackFile, text]]), restored }] : []),
    ];
    for (const attempt of attempts) {
      // Different versions of the stack's file may contain the same values for the flow.
      const id = JSON.stringify([source.file, source.text, source.options, attempt.restored]);
      if (tried.has(id)) continue;
      tried.add(id);
      const coming = await comingProject(attempt.files, o.stackFile, context).catch(mistakesIn);
      if (coming instanceof DiagnosticError)
        mistake ??= `${coming.diagnostics[0]?.message} (commit ${source.commit.sha.slice(0, 12)})`;
      else {
        const unit = coming.project.flows.find(({ key }) => key === o.key);
        if (isPublishedAs(unit, o.published)) return { ...coming, commit: source.commit, restored: attempt.restored };
      }
    }
  }
  const shallow = repository.isShallow
    ? " This clone does not have the older commits: `git fetch --unshallow` fetches them."
    : "";
  if (looks === 0) return { why: `No commit contains its source.${shallow}` };
  const wrong = mistake === undefined ? "" : ` A source was found, but it does not fit the current project: ${mistake}`;
  return { why: `No commit has a source that compiles to this version in the current project.${wrong}${shallow}` };
}
