import type { GivenAnswer } from "../explore/choices.ts";

/** Kinds of questions whose answers also apply to the renamed question. */
const RENAMED = /^(dataAction|action|tableRow|hours) /;

/**
 * Maps the names of questions that only one version of a flow asks to their names in the other version. A name is
 * mapped only if each version has exactly one such question of that kind.
 */
export function renamedQuestions(
  before: readonly GivenAnswer[],
  after: readonly GivenAnswer[],
): { readonly toAfter: ReadonlyMap<string, string>; readonly toBefore: ReadonlyMap<string, string> } {
  const [was, is] = [ownNames(before, after), ownNames(after, before)];
  const pairs = [...was].flatMap(([kind, names]) => {
    const others = is.get(kind) ?? [];
    return names.length === 1 && others.length === 1 ? [[names[0] as string, others[0] as string] as const] : [];
  });
  return { toAfter: new Map(pairs), toBefore: new Map(pairs.map(([a, b]) => [b, a])) };
}

function ownNames(of: readonly GivenAnswer[], other: readonly GivenAnswer[]): Map<string, string[]> {
  const known = new Set(other.map(({ asked }) => asked));
  const own = [...new Set(of.map(({ asked }) => asked))].filter((asked) => RENAMED.test(asked) && !known.has(asked));
  return Map.groupBy(own, (asked) => RENAMED.exec(asked)?.[1] ?? "");
}

/** Answers under the other version's question names. */
export const underNames = (answers: readonly GivenAnswer[], names: ReadonlyMap<string, string>): GivenAnswer[] =>
  answers.map((one) => ({ ...one, asked: names.get(one.asked) ?? one.asked }));
