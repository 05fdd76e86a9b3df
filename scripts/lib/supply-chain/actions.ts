import type { Findings } from "./findings.ts";

/**
 * Actions that a workflow, or an example of one in a document, names by a tag or a branch, which can be moved to other code: a
 * commit's 40 hex digits, with the version in a comment, cannot. Actions of this repository, and images by digest, are pinned.
 */
export function actionFindings(file: string, text: string): Findings {
  const wrong = text.split("\n").flatMap((line, index) => {
    const [, action, comment = ""] = /^\s*(?:-\s+)?["']?uses["']?:\s*["']?([^\s"'#]+)["']?\s*(#.*)?$/.exec(line) ?? [];
    if (action === undefined || action.startsWith("./")) return [];
    const where = `${file}:${index + 1}: ${action}`;
    if (action.startsWith("docker://")) return /@sha256:[0-9a-f]{64}$/.test(action) ? [] : [`${where} has no digest.`];
    if (!/@[0-9a-f]{40}$/.test(action)) return [`${where} is not pinned to a commit (40 hex digits).`];
    return /^#\s*v?\d/.test(comment) ? [] : [`${where} lacks its version in a comment, such as \`# v4.2.0\`.`];
  });
  return { wrong, unverified: [] };
}
