import type { ArchyDocument, FlowDefinition, FlowType, Location } from "@genesys-flows/architect";
import type { ExportOptions } from "./options.ts";

/** A flow as its file says it, before it is seen together with the others. */
export type ReadFlow = {
  readonly key: string;
  readonly file: string;
  readonly type: FlowType;
  readonly name: string;
  /** Where the name stands. */
  readonly nameLocation: Location;
  /** Of the source before the stack's values are filled in; absent where nothing is filled in: then it is the document's. */
  readonly sourceDigest?: string;
  readonly numbers: readonly { readonly number: string; readonly location?: Location }[];
} & (
  | { readonly origin: "definition"; readonly definition: FlowDefinition }
  | { readonly origin: "export"; readonly document: ArchyDocument; readonly options: ExportOptions }
);
