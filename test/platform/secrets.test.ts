import fc from "fast-check";
import { SecretKeeper } from "../../packages/platform/organisation/secrets.ts";

const clientSecret = 's3cr3t/with=signs&more"quotes"';
const keeper = new SecretKeeper();
keeper.addClient({ clientId: "ci-client", clientSecret });
keeper.add("a-token-of-the-test");
const basic = Buffer.from(`ci-client:${clientSecret}`).toString("base64");

describe("a text must not contain", () => {
  test.each<[string, string, string]>([
    ["the secret", `client secret ${clientSecret}.`, "client secret [secret]."],
    ["the secret in an address", `?s=${encodeURIComponent(clientSecret)}&x`, "?s=[secret]&x"],
    ["the secret in JSON", JSON.stringify({ secret: clientSecret }), '{"secret":"[secret]"}'],
    ["the secret in base64", Buffer.from(clientSecret).toString("base64"), "[secret]"],
    ["a log-in", `Authorization: Basic ${basic}`, "Authorization: Basic [secret]"],
    ["a log-in alone", `sent ${basic} to`, "sent [secret] to"],
    ["the token", "token a-token-of-the-test!", "token [secret]!"],
    ["a header of somebody else", "authorization: Bearer abc.def-123", "authorization: Bearer [secret]"],
    ["a header in JSON", '{"Authorization":"Bearer abcdefghijkl","x":1}', '{"Authorization":"Bearer [secret]","x":1}'],
    ["a bare header", "Authorization: abcdefghijkl", "Authorization: [secret]"],
    ["a token that nobody noted", `Bearer ${"x".repeat(40)} was sent`, "Bearer [secret] was sent"],
    [
      "a presigned address",
      "PUT https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIA%2F1&X-Amz-Date=2026&X-Amz-Signature=0a1b2c&x-amz-security-token=t failed",
      "PUT https://b.s3.amazonaws.com/k?X-Amz-Credential=[secret]&X-Amz-Date=2026&X-Amz-Signature=[secret]&x-amz-security-token=[secret] failed",
    ],
    [
      "an older one",
      "/k?AWSAccessKeyId=A&Expires=1&Signature=ab%3D'",
      "/k?AWSAccessKeyId=[secret]&Expires=1&Signature=[secret]'",
    ],
  ])("%s", (_name, text, expected) => {
    expect(keeper.redact(text)).toBe(expected);
  });

  test.each([
    "basic authentication is no secret",
    "the bearer token has expired",
    "Authorization is needed",
    "missing the following permission(s): authorization:division:view",
    "the signature=x of a function",
    "https://apps.mypurecloud.de/directory?name=Sales",
  ])("an ordinary text stays: %s", (text) => {
    expect(keeper.redact(text)).toBe(text);
  });

  test("any secret, anywhere in any text, in any of its forms", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, unit: "grapheme" }), fc.string(), fc.string(), (secret, before, after) => {
        const own = new SecretKeeper();
        own.addClient({ clientId: "id", clientSecret: secret });
        const wellFormed = Buffer.from(secret).toString();
        fc.pre(wellFormed === secret && !"[secret]".includes(secret));
        const forms = [secret, encodeURIComponent(secret), Buffer.from(`id:${secret}`).toString("base64")];
        for (const form of forms) {
          const redacted = own.redact(`${before}${form}${after}`);
          expect(redacted).not.toContain(form);
          expect(redacted).toContain("[secret]");
        }
      }),
    );
  });
});
