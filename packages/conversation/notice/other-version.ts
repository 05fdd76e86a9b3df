import { Alternatives } from "../explore/alternatives.ts";
import { askedOf, type GivenAnswer } from "../explore/choices.ts";
import { ComparedLiterals } from "../explore/literals.ts";
import { replay, replayed } from "../explore/replay.ts";
import type { RunnableFlow } from "../run/flow.ts";
import type { Answer, Question, Transcript } from "../run/types.ts";
import type { Stage } from "../stage/stage.ts";
import { underNames } from "./renamed.ts";

/** Maximum number of answers to try for a question that only the other version asks. */
const MOST_ANSWERS = 6;

/** A conversation of one version, run in the other one. */
export interface OtherRun {
  readonly transcript: Transcript;
  /** The conversation's answers, and the answers to questions that only the other version asks. */
  readonly answers: readonly GivenAnswer[];
}

/** Runs conversations of one version of a flow with the other version. */
export class OtherVersion {
  readonly #flow: RunnableFlow;
  readonly #stage: Stage;
  readonly #names: ReadonlyMap<string, string>;
  #alternatives: Alternatives | undefined;

  /** @param names maps question names in the conversations' version to names in this version */
  constructor(flow: RunnableFlow, stage: Stage, names: ReadonlyMap<string, string>) {
    this.#flow = flow;
    this.#stage = stage;
    this.#names = names;
  }

  /**
   * Gives the most usual answer to questions that only this version asks. If `isSame` finds no noticeable difference,
   * also tries the other answers to the first such question.
   */
  *runs(answers: readonly GivenAnswer[], isSame: (transcript: Transcript) => boolean): Generator<OtherRun> {
    const given = underNames(answers, this.#names);
    const asked: { readonly question: Question; readonly answer: Answer }[] = [];
    const transcript = replayed(this.#flow, this.#stage, given, {
      question(question, answer, isGiven) {
        if (!isGiven) asked.push({ question, answer });
      },
    });
    const usual = asked.map(
      ({ question, answer }): GivenAnswer => ({ asked: askedOf({ question }), answer, isUsual: true }),
    );
    yield { transcript, answers: [...answers, ...usual] };
    const [first] = asked;
    if (!first || !isSame(transcript)) return;
    this.#alternatives ??= new Alternatives(this.#flow, this.#stage, new ComparedLiterals(this.#flow));
    for (const answer of this.#alternatives.of(first.question, false).slice(0, MOST_ANSWERS)) {
      const more: GivenAnswer = { asked: askedOf(first), answer };
      yield { transcript: replay(this.#flow, this.#stage, [...given, more]), answers: [...answers, more] };
    }
  }
}
