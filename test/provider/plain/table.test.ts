import { referenceKinds } from "@genesys-flows/architect";
import { withArticle } from "@genesys-flows/platform";
import { namedKind, otherKinds } from "../../../packages/platform/names/kinds.ts";
import { lookups } from "../../../packages/provider/functions/lookups.ts";
import { plainResources } from "../../../packages/provider/resources/kinds.ts";
import { reference } from "../../../packages/provider/resources/plain/codec.ts";
import type { PlainItem } from "../../../packages/provider/resources/plain/spec.ts";

const rows = [...plainResources, ...otherKinds];

test.each<[string, string[]]>([
  ["type", plainResources.map(({ token }) => token)],
  ["kind of name", rows.flatMap(({ named }) => named?.kind ?? [])],
  ["noun", rows.map(({ noun }) => noun)],
  ["lookup", lookups.map(({ spec }) => spec.token)],
])("no %s has two rows", (_what, list) => {
  expect(list.filter((one, index) => list.indexOf(one) !== index)).toEqual([]);
});

test.each([
  ["an", ["IVR", "e-mail domain", "emergency group", "in-queue flow"]],
  ["a", ["queue", "DID pool", "user", "user prompt", "wrap-up code"]],
])("the article %s", (article, nouns) => {
  expect(nouns.map(withArticle)).toEqual(nouns.map((noun) => `${article} ${noun}`));
});

test("every kind of name in documents has a row, except the platform's own prompts", () => {
  expect(referenceKinds.filter((kind) => namedKind(kind) === undefined)).toEqual(["systemPrompt"]);
});

test.each(plainResources.map((spec) => [spec.noun, spec] as const))(
  "%s: its identity is formed by properties that it has",
  (_, spec) => {
    expect(Object.keys(spec.properties)).toEqual(expect.arrayContaining([...(spec.identity?.by ?? [])]));
  },
);

/** Properties with the ids of objects that no table has, or of a kind that another property names. */
const withoutKind = [
  ...["outboundMessagingSmsAddressId", "outboundMessagingOpenMessagingRecipientId"],
  ...["outboundMessagingWhatsappRecipientId", "peerId", "memberGroupId"],
];

/** Paths of properties below some, each with the property. */
function* below(properties: Readonly<Record<string, PlainItem>>, path = ""): Generator<[string, PlainItem]> {
  for (const [name, property] of Object.entries(properties)) {
    yield [path + name, property];
    const { object } = property.items ?? property;
    if (object) yield* below(object.properties, `${path}${name}.`);
  }
}

test.each(plainResources.map((spec) => [spec.noun, spec] as const))(
  "%s: each property with ids says of which kind they are",
  (noun, { properties }) => {
    const ids = [...below(properties)].filter(
      ([path, { codec, items, outputOnly }]) =>
        !outputOnly && (/Ids?$/.test(path) || codec === reference || items?.codec === reference),
    );
    const unsaid = ids.filter(([path, { of }]) => !of && !withoutKind.includes(path.split(".").at(-1) ?? ""));
    // A domain's id is its name.
    expect(unsaid.map(([path]) => path)).toEqual(noun === "e-mail domain" ? ["domainId"] : []);
  },
);

test.each(plainResources.filter(({ named }) => named).map((spec) => [spec.noun, spec] as const))(
  "%s, which documents name, has a name property and one listing",
  (_, { properties, path, token, named }) => {
    expect(properties["name"]).toMatchObject({ type: "string", required: true });
    expect(path).toEqual(expect.any(String));
    expect(namedKind(named?.kind ?? "flow")).toMatchObject({ madeBy: token, path });
  },
);
