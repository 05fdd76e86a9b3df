import type { Modules } from "../linking/modules.ts";
import { sha256 } from "../sha256.ts";

type Question = Exclude<keyof Modules, "keys" | "stacksOf" | "flowOf">;

/**
 * A question of a flow about the modules of its project, and the answer. A contract is stored as its hash; a missing
 * answer, as null.
 */
export type Asked = readonly [question: Question, about: string, answer: string | boolean | null];

/** The modules of a project for one flow; records every question of the flow. */
export class AskedModules implements Modules {
  readonly #modules: Modules;
  readonly #asked = new Map<string, Asked>();
  #everything = false;

  constructor(modules: Modules) {
    this.#modules = modules;
  }

  /**
   * The questions without duplicates; undefined if an answer listed all keys, because any other file can change that
   * answer.
   */
  get asked(): readonly Asked[] | undefined {
    return this.#everything ? undefined : [...this.#asked.values()];
  }

  readonly keys = () => this.#openly().keys();
  // Only a flow that names an unknown module asks these questions. Such a flow has an error, so it is not cached.
  readonly stacksOf = (key: string) => this.#openly().stacksOf(key);
  readonly flowOf = (key: string) => this.#openly().flowOf(key);
  readonly renamedFrom = (key: string) => this.#openly().renamedFrom(key);
  readonly has = (key: string) => this.#ask("has", key);
  readonly byKey = (key: string) => this.#ask("byKey", key);
  readonly byName = (name: string) => this.#ask("byName", name);
  readonly dataAction = (name: string) => this.#ask("dataAction", name);
  readonly dataTable = (name: string) => this.#ask("dataTable", name);
  readonly keyNamed = (name: string) => this.#ask("keyNamed", name);

  #openly(): Modules {
    this.#everything = true;
    return this.#modules;
  }

  #ask<Q extends Question>(question: Q, about: string): ReturnType<Modules[Q]> {
    const answer = this.#modules[question](about);
    this.#asked.set(`${question} ${about}`, [question, about, shortOf(answer)]);
    return answer as ReturnType<Modules[Q]>;
  }
}

/** Whether the modules give the same answers as before. */
export function sameAnswers(asked: readonly Asked[], modules: Modules): boolean {
  return asked.every(([question, about, answer]) => shortOf(modules[question](about)) === answer);
}

const hashes = new WeakMap<object, string>();

function shortOf(answer: ReturnType<Modules[Question]>): Asked[2] {
  if (typeof answer !== "object") return answer ?? null;
  const known = hashes.get(answer) ?? hashOf(answer);
  hashes.set(answer, known);
  return known;
}

/**
 * The hash of a contract. It covers everything, because the order of outcomes and names without a type also affect
 * documents.
 */
function hashOf(contract: object): string {
  return sha256(JSON.stringify(contract, (_, value) => (value instanceof Set ? [...value] : (value ?? null))));
}
