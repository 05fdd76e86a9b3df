/** A property of an object literal, with the locations of its key and value. */
interface Property {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** Properties of the outermost object literals within the value. */
  readonly inner: readonly Property[];
}

export interface Stretch {
  readonly from: number;
  readonly length: number;
}

const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const SKIPPED = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const QUOTED = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/y;
const DEEPEST = 200;

/**
 * Locates keys of object literals in a program's text by their paths in the resulting data. Finds only keys that are
 * written literally, because this parser recognises only brackets, strings and comments.
 *
 * @param from offset of the call that creates the data
 */
export function literalPlaces(text: string, from: number): (path: readonly (string | number)[]) => Stretch | undefined {
  const start = text.indexOf("(", from);
  const found = start < 0 ? [] : new Scanner(text, start).within();
  return (path) => {
    let level: readonly Property[] = found;
    let place: Stretch | undefined;
    for (const step of path) {
      // An index is skipped, because the content of a list item belongs to the list's value.
      if (typeof step === "number") continue;
      const next = level.find(({ key }) => key === step);
      if (!next) break;
      place = { from: next.from, length: next.to - next.from };
      level = next.inner;
    }
    return place;
  };
}

class Scanner {
  readonly #text: string;
  #at: number;
  #depth = 0;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#at = from;
  }

  /** Reads a bracket and its content. */
  within(): Property[] {
    const isObject = this.#text[this.#at] === "{";
    this.#at++;
    if (++this.#depth > DEEPEST) this.#at = this.#text.length;
    const found: Property[] = [];
    let mayBeKey = isObject;
    while (this.#at < this.#text.length) {
      if (this.#match(SKIPPED) !== undefined) continue;
      const start = this.#at;
      const word = mayBeKey ? (this.#match(QUOTED)?.slice(1, -1) ?? this.#match(NAME)) : undefined;
      if (word !== undefined) {
        const to = this.#at;
        while (this.#match(SKIPPED) !== undefined);
        mayBeKey = false;
        if (this.#text[this.#at] === ":") found.push(this.#property({ key: word, from: start, to }));
        else if (",}".includes(this.#text[this.#at] ?? "")) found.push({ key: word, from: start, to, inner: [] });
        continue;
      }
      if (this.#match(QUOTED) !== undefined) continue;
      const character = this.#text[this.#at] as string;
      if (")]}".includes(character)) {
        this.#at++;
        break;
      }
      if ("([{".includes(character)) found.push(...this.within());
      else this.#at++;
      if (character === ",") mayBeKey = isObject;
    }
    this.#depth--;
    return found;
  }

  #property(of: Omit<Property, "inner">): Property {
    const inner: Property[] = [];
    this.#at++;
    while (this.#at < this.#text.length) {
      if (this.#match(SKIPPED) !== undefined || this.#match(QUOTED) !== undefined) continue;
      const character = this.#text[this.#at] as string;
      if (",)]}".includes(character)) break;
      if ("([{".includes(character)) inner.push(...this.within());
      else this.#at++;
    }
    return { ...of, inner };
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return undefined;
    this.#at += found.length;
    return found;
  }
}
