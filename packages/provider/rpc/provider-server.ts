import type { ResourceUrn } from "@genesys-flows/project/state";
import type { CheckResult, ProviderFunction, Resource } from "../engine/resource.ts";
import type { Properties } from "../engine/values.ts";

/** What the gRPC adapter serves. It knows no resource. */
export interface ProviderServer {
  readonly version: string;
  schema(): string;
  checkConfig(inputs: Properties): CheckResult;
  configure(request: { inputs: Properties; urn: ResourceUrn | undefined }): void;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly functions: ReadonlyMap<string, ProviderFunction>;
  /** The report for a person who interrupts the run, after its last operation; undefined without one. */
  interrupted(): string | undefined;
  /** Removes every known secret from a text. */
  redact(text: string): string;
  close(): Promise<void>;
}
