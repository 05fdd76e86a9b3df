/** A refused request: an HTTP status and a message for the user. */
export class Refusal extends Error {
  readonly status: number;
  readonly mistakes: readonly { readonly path: string; readonly message: string }[] | undefined;

  constructor(status: number, message: string, mistakes?: Refusal["mistakes"]) {
    super(message);
    this.status = status;
    this.mistakes = mistakes;
  }
}
