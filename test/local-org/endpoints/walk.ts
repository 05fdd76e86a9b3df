import type { Answer } from "../../harness/organisation-client.ts";
import type { Organisation } from "../support/organisation.ts";

type Options = Parameters<Organisation["call"]>[2];

interface Covered {
  good: number;
  bad: number;
}

/** Asserted calls by operation: an operation is covered by an asserted 2xx and an asserted 4xx. */
export class Walk {
  readonly covered: Map<string, Covered>;
  readonly #organisation: Organisation;

  /** `covered`: what other walks cover too. */
  constructor(organisation: Organisation, covered = new Map<string, Covered>()) {
    this.#organisation = organisation;
    this.covered = covered;
  }

  /** The body of a call that must succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of every shape
  async ok(operation: string, method: string, path: string, o?: Options): Promise<any> {
    const answer = await this.#call(operation, method, path, o);
    expect([operation, Math.floor(answer.status / 100), answer.text]).toEqual([operation, 2, answer.text]);
    this.#of(operation).good += 1;
    return answer.body;
  }

  /** A call that must be refused with status and code. */
  async refused(
    operation: string,
    method: string,
    path: string,
    refusal: [number, string],
    o?: Options,
  ): Promise<void> {
    const answer = await this.#call(operation, method, path, o);
    expect([operation, answer.status, answer.body?.code ?? answer.body?.error]).toEqual([operation, ...refusal]);
    this.#of(operation).bad += 1;
  }

  /** The request log says which operation it was. */
  async #call(operation: string, method: string, path: string, o?: Options): Promise<Answer> {
    const answer = await this.#organisation.call(method, path, o);
    const { body } = await this.#organisation.call("GET", "/_local/requests");
    expect(body.entities.at(-1)).toMatchObject({ operation, status: answer.status });
    await this.#organisation.call("DELETE", "/_local/requests");
    return answer;
  }

  #of(operation: string): Covered {
    const covered = this.covered.get(operation) ?? { good: 0, bad: 0 };
    this.covered.set(operation, covered);
    return covered;
  }
}
