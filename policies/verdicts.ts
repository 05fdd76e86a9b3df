import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type ArchyDocument, digest, parseArchy } from "@genesys-flows/architect";
import { compiledOf, type Sidecar, sidecarPath } from "@genesys-flows/project/compiled";
import { moduleCallViolations, type Violation } from "./violations.ts";

interface Document {
  readonly document: ArchyDocument;
  readonly sidecar?: Sidecar;
}

/** What the rule finds in a document, found when it is asked for. The document itself is not kept then. */
export class Verdict {
  /** Of the document that is judged, computed here. */
  readonly digest: string;
  #document: Document | undefined;
  #violations: readonly Violation[] = [];

  constructor(document: Document) {
    this.digest = digest(document.document);
    this.#document = document;
  }

  /** They name the flow of the sidecar; for a document without one, no flow. */
  get violations(): readonly Violation[] {
    if (this.#document) {
      const { document, sidecar } = this.#document;
      this.#violations = moduleCallViolations(document, { key: sidecar?.key ?? "", ...(sidecar && { sidecar }) });
      this.#document = undefined;
    }
    return this.#violations;
  }
}

/**
 * Verdicts on documents, in memory, for one run. A verdict is on the content of a document and its sidecar: whether one of the two files
 * changed since is looked up each time, so it does not matter when a document was judged.
 */
export class Verdicts {
  readonly #known = new Map<string, { readonly content: string; readonly verdict: Verdict }>();
  readonly #onNew: () => void;

  /** @param o.onNew called for each document of which there is no verdict yet */
  constructor(o: { onNew?: () => void } = {}) {
    this.#onNew = o.onNew ?? (() => {});
  }

  /**
   * The verdict on a compiled document as it is now.
   * @param path for messages about a document without a sidecar
   * @throws DiagnosticError for a text that is no document; Error for a missing file, and for a broken sidecar
   */
  ofFile(file: string, path: string): Verdict {
    const text = readFileSync(file);
    const beside = readIfExists(sidecarPath(file));
    return this.#onceOf(`${file}\n${path}`, hashOf(text, beside), () =>
      compiledOf({ text: text.toString("utf8"), beside: beside?.toString("utf8") }, { documentPath: file, path }),
    );
  }

  /**
   * The verdict on a document that is no file.
   * @throws DiagnosticError for a text that is no document
   */
  ofText(text: string): Verdict {
    const content = hashOf(Buffer.from(text), undefined);
    return this.#onceOf(content, content, () => ({
      document: parseArchy(text, { file: "document" }),
    }));
  }

  #onceOf(id: string, content: string, read: () => Document): Verdict {
    const known = this.#known.get(id);
    if (known?.content === content) return known.verdict;
    this.#onNew();
    const verdict = new Verdict(read());
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
