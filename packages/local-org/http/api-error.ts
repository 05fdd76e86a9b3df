import type { OrganisationFileError } from "../store/file-error.ts";

/** Details of an error: the field and the entity. */
export interface ErrorDetail {
  readonly errorCode?: string;
  readonly fieldName?: string;
  readonly entityId?: string;
  readonly entityName?: string;
}

export interface ApiErrorOptions {
  /** Values for the `%{name}` placeholders in the message's template. */
  readonly messageParams?: Readonly<Record<string, string>>;
  /** Template of the message; default: the message itself. */
  readonly messageWithParams?: string;
  readonly details?: readonly ErrorDetail[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Text to send instead of the error body, as a gateway does; `headers` contains its type. */
  readonly page?: string;
}

/** A refusal in the platform's words (`reference/platform-api.md §3.1`). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly options: ApiErrorOptions;

  constructor(status: number, code: string, message: string, options: ApiErrorOptions = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.options = options;
  }

  /** The error body that clients read; `contextId` equals the response's `ININ-Correlation-Id`. */
  body(contextId: string): Record<string, unknown> {
    const { messageParams = {}, messageWithParams = this.message, details = [] } = this.options;
    return {
      message: this.message,
      code: this.code,
      status: this.status,
      messageWithParams,
      messageParams,
      contextId,
      details,
      errors: [],
    };
  }
}

/** 404 with the platform's general message, or with a message specific to the resource. */
export function notFound(message = "The requested resource was not found.", code = "not.found"): ApiError {
  return new ApiError(404, code, message);
}

/** 400 for a value that cannot be parsed. */
export function badRequest(message: string, code = "bad.request", details: readonly ErrorDetail[] = []): ApiError {
  return new ApiError(400, code, message, { details });
}

/** 409 for a request that the current state does not allow. */
export function conflict(message: string, details: readonly ErrorDetail[] = []): ApiError {
  return new ApiError(409, "general.conflict", message, { details });
}

/** 409 for a change to a version other than the current one. */
export function otherVersion(
  supplied: unknown,
  present: { readonly name: string; readonly version: number },
  details?: readonly ErrorDetail[],
): ApiError {
  const { name, version } = present;
  return conflict(
    `The version supplied (${String(supplied)}) does not match the current version (${version}) of '${name}'.`,
    details,
  );
}

/** The message for a value that a field does not accept. */
export function invalidValueText(field: string, value: unknown, allowed?: readonly string[]): string {
  const allowable = allowed === undefined ? "" : ` Allowable values are: ${allowed.join(", ")}`;
  return `Value [${String(value)}] is not valid for field type [${field}].${allowable}`;
}

/** 400 for a value that a field does not accept. */
export function invalidValue(field: string, value: unknown, allowed?: readonly string[]): ApiError {
  return badRequest(invalidValueText(field, value, allowed), "invalid.value");
}

/** 403 for a presigned URL with the wrong signature. */
export function badSignature(): ApiError {
  const message = "The request signature we calculated does not match the signature you provided.";
  return new ApiError(403, "SignatureDoesNotMatch", message);
}

/** 501 for a part of an operation that only the platform supports. */
export function notSupported(message: string): ApiError {
  return new ApiError(501, "local.not.implemented", message);
}

/** 400 for a body without a required field. */
export function missingField(fieldName: string): ApiError {
  const errorCode = "required.field.missing";
  return badRequest(`A required field is missing a value: ${fieldName}.`, errorCode, [{ errorCode, fieldName }]);
}

/** 400 for a query without a required parameter. */
export function missingParameter(fieldName: string): ApiError {
  const message = "A required query parameter is missing or empty.";
  return badRequest(message, "architect.query.parameter.missing", [{ fieldName }]);
}

/**
 * The response if the organisation's file cannot be read or written. The platform has no such response. Clients that
 * know its code do not retry.
 */
export function unusableFile(cause: OrganisationFileError): ApiError {
  return new ApiError(500, "local.organisation.file", cause.message);
}
