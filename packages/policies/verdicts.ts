import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type ArchyDocument, type Diagnostic, digest, parseArchy } from "@genesys-flows/architect";
import { compiledOf, type Sidecar, sidecarPath } from "@genesys-flows/project/compiled";
import {
  compiledSubject,
  type Enforcement,
  type FlowSubject,
  judgeFlow,
  kernelFindings,
  reasonOf,
} from "@genesys-flows/rules";

interface Document {
  readonly document: ArchyDocument;
  readonly sidecar?: Sidecar;
}

type Judged = { readonly findings: readonly Diagnostic[] } | Unjudged;

export interface FlowAsked {
  /** Name of the resource; undefined for the flow in the sidecar. */
  readonly key?: string;
  /** Undefined if not known yet. */
  readonly forceUnlock: boolean | undefined;
}

export interface Unjudged {
  /** The reason and the fix, in full sentences. */
  readonly unjudged: string;
}

/** The rules' findings for a document, computed on demand. The document is discarded afterwards. */
export class Verdict {
  /** Digest of the checked document, computed here. */
  readonly digest: string;
  readonly #asked: FlowAsked;
  readonly #enforcement: Enforcement;
  #document: Document | undefined;
  #judged: Judged = { findings: [] };

  constructor(document: Document, o: { asked: FlowAsked; enforcement: Enforcement }) {
    this.digest = digest(document.document);
    this.#document = document;
    this.#enforcement = o.enforcement;
    const { key = document.sidecar?.key ?? "", forceUnlock } = o.asked;
    this.#asked = { key, forceUnlock };
  }

  isFor({ key, forceUnlock }: FlowAsked): boolean {
    return (key === undefined || key === this.#asked.key) && forceUnlock === this.#asked.forceUnlock;
  }

  get judged(): Judged {
    if (this.#document) {
      this.#judged = this.#judge(this.#document);
      this.#document = undefined;
    }
    return this.#judged;
  }

  #judge({ document, sidecar }: Document): Judged {
    const { key = "", forceUnlock } = this.#asked;
    let subject: FlowSubject;
    try {
      subject = compiledSubject(document, { key, facts: sidecar, resource: resourceFacts(forceUnlock) });
    } catch (error) {
      return { unjudged: `The document cannot be converted to a graph. ${reasonOf(error)}` };
    }
    const flow = () => subject;
    return {
      findings: [...judgeFlow(key, flow, this.#enforcement), ...kernelFindings(key, flow, this.#enforcement)],
    };
  }
}

/** A rule that reads an unknown setting could not be checked. */
function resourceFacts(forceUnlock: boolean | undefined) {
  if (forceUnlock !== undefined) return { forceUnlock };
  return {
    get forceUnlock(): boolean {
      throw new Error(
        "The setting `forceUnlock` of the flow is not known yet. Give it a value that is known during the preview.",
      );
    },
  };
}

/**
 * Verdicts on documents by the rules of one configuration, cached in memory for one run. A verdict depends on the
 * content of a document and its sidecar; each lookup checks whether either file has changed, so it does not matter when
 * a document was checked.
 */
export class Verdicts {
  readonly #known = new Map<string, { readonly content: string; readonly verdict: Verdict }>();
  readonly #enforcement: Enforcement;
  readonly #onNew: () => void;

  /** @param o.onNew called for each document without a verdict */
  constructor(enforcement: Enforcement, { onNew = () => {} }: { onNew?: () => void } = {}) {
    this.#enforcement = enforcement;
    this.#onNew = onNew;
  }

  /**
   * The verdict on the current content of a compiled document.
   * @param path for messages about a document without a sidecar
   * @throws DiagnosticError if the file is not a document; Error for a missing file or an invalid sidecar
   */
  ofFile(file: string, path: string, asked: FlowAsked): Verdict {
    const text = readFileSync(file);
    const beside = readIfExists(sidecarPath(file));
    return this.#onceOf(`${file}\n${path}`, { content: hashOf(text, beside), asked }, () =>
      compiledOf({ text: text.toString("utf8"), beside: beside?.toString("utf8") }, { documentPath: file, path }),
    );
  }

  /**
   * The verdict on a document that is not in a file.
   * @throws DiagnosticError if the string is not a document
   */
  ofText(text: string, asked: FlowAsked): Verdict {
    const content = hashOf(Buffer.from(text), undefined);
    return this.#onceOf(content, { content, asked }, () => ({ document: parseArchy(text, { file: "document" }) }));
  }

  #onceOf(id: string, { content, asked }: { content: string; asked: FlowAsked }, read: () => Document): Verdict {
    const known = this.#known.get(id);
    if (known?.content === content && known.verdict.isFor(asked)) return known.verdict;
    this.#onNew();
    const verdict = new Verdict(read(), { asked, enforcement: this.#enforcement });
    this.#known.set(id, { content, verdict });
    return verdict;
  }
}

function hashOf(document: Buffer, sidecar: Buffer | undefined): string {
  const hash = createHash("sha256")
    .update(`${document.length} ${sidecar?.length ?? "none"}\n`)
    .update(document);
  return (sidecar ? hash.update(sidecar) : hash).digest("hex");
}

function readIfExists(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
