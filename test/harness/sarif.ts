import { Ajv } from "ajv";

/** What the standard requires of a log (SARIF 2.1.0 §3.13, §3.14, §3.18, §3.19, §3.27, §3.28, §3.30, §3.49). */
const required = {
  type: "object",
  required: ["version", "runs"],
  properties: {
    $schema: { type: "string", format: "uri" },
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      items: {
        type: "object",
        required: ["tool", "results"],
        properties: {
          tool: {
            type: "object",
            required: ["driver"],
            properties: {
              driver: {
                type: "object",
                required: ["name"],
                properties: {
                  name: { type: "string", minLength: 1 },
                  rules: {
                    type: "array",
                    uniqueItems: true,
                    items: {
                      type: "object",
                      required: ["id"],
                      properties: {
                        id: { type: "string" },
                        shortDescription: { $ref: "#/definitions/text" },
                        fullDescription: { $ref: "#/definitions/text" },
                        help: { $ref: "#/definitions/text" },
                        defaultConfiguration: { properties: { level: { $ref: "#/definitions/level" } } },
                      },
                    },
                  },
                },
              },
            },
          },
          columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
          results: {
            type: "array",
            items: {
              type: "object",
              required: ["message"],
              properties: {
                ruleId: { type: "string" },
                ruleIndex: { type: "integer", minimum: 0 },
                level: { $ref: "#/definitions/level" },
                message: { $ref: "#/definitions/text" },
                locations: {
                  type: "array",
                  items: {
                    type: "object",
                    required: ["physicalLocation"],
                    properties: {
                      physicalLocation: {
                        type: "object",
                        required: ["artifactLocation", "region"],
                        properties: {
                          artifactLocation: {
                            required: ["uri"],
                            properties: { uri: { type: "string", pattern: "^[^ \\\\]+$" } },
                          },
                          region: {
                            required: ["startLine"],
                            properties: {
                              startLine: { type: "integer", minimum: 1 },
                              startColumn: { type: "integer", minimum: 1 },
                              endColumn: { type: "integer", minimum: 2 },
                            },
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
  definitions: {
    text: { type: "object", required: ["text"], properties: { text: { type: "string", minLength: 1 } } },
    level: { enum: ["none", "note", "warning", "error"] },
  },
};

const validate = new Ajv({ strict: false, formats: { uri: true } }).compile(required);

/** What a log lacks of what SARIF requires; nothing for a valid log. */
export function sarifMistakes(log: unknown): unknown[] {
  return validate(log) ? [] : [...(validate.errors ?? [])];
}
