import { messageOf } from "@genesys-flows/architect/printable";
import { status as codes, Metadata, type ServiceError } from "@grpc/grpc-js";
import providerMessages from "@pulumi/pulumi/proto/provider_pb.js";
import statusMessages from "@pulumi/pulumi/proto/status_pb.js";
import anyMessages from "google-protobuf/google/protobuf/any_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { PartialFailure } from "../engine/resource.ts";
import { withoutContent } from "../engine/values.ts";
import { wrapProperties } from "./wire-values.ts";

/** Marshals the plain form of a Struct. */
export function toStruct(plain: Record<string, unknown>): structMessages.Struct {
  return structMessages.Struct.fromJavaScript(plain as Record<string, structMessages.JavaScriptValue>);
}

/**
 * The gRPC error for what an operation threw. A PartialFailure carries `ErrorResourceInitFailed`, which makes the
 * engine keep id and outputs (reference/toolchain.md §4).
 *
 * @param options.shown makes a text safe to show
 */
export function toServiceError(
  thrown: unknown,
  options: { shown: (text: string) => string; secrets?: ReadonlySet<string> },
): Partial<ServiceError> {
  const message = cut(options.shown(messageOf(thrown)));
  if (!(thrown instanceof PartialFailure)) return { code: codes.UNKNOWN, details: message };

  const failed = new providerMessages.ErrorResourceInitFailed();
  failed.setId(thrown.id);
  failed.setProperties(toStruct(wrapProperties(thrown.outputs, options.secrets ?? new Set())));
  // An error travels in a header: a document would not fit, and the whole error would be lost.
  failed.setInputs(toStruct(wrapProperties(withoutContent(thrown.inputs), options.secrets ?? new Set())));
  failed.setReasonsList(thrown.reasons.map((reason) => cut(options.shown(reason))));
  const detail = new anyMessages.Any();
  detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusMessages.Status();
  status.setCode(codes.UNKNOWN);
  status.setMessage(message);
  status.addDetails(detail);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: codes.UNKNOWN, details: message, metadata };
}

/** Surely fits into a header, and is more than a person reads. */
const LONGEST_TEXT = 16_000;

function cut(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const lines = text.slice(LONGEST_TEXT).split("\n").length;
  return `${text.slice(0, LONGEST_TEXT)}…\n(${text.length - LONGEST_TEXT} more characters in ${lines} lines are left out)`;
}
