import type { CheckResult, ProviderFunction, Resource, ResourceUrn } from "../engine/resource.ts";
import type { Properties } from "../engine/values.ts";

/** What the gRPC adapter serves. It knows no resource. */
export interface ProviderServer {
  readonly version: string;
  schema(): string;
  checkConfig(inputs: Properties): CheckResult;
  configure(request: { inputs: Properties; urn: ResourceUrn | undefined }): void;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly functions: ReadonlyMap<string, ProviderFunction>;
  /** What a person should know who interrupts the run, once its last operation has ended; undefined when there is nothing. */
  interrupted(): string | undefined;
  /** Takes every secret that the process knows out of a text. */
  redact(text: string): string;
  close(): Promise<void>;
}
