import { kindMadeBy, madeKinds } from "@genesys-flows/platform";
import { type Seed, seedFor, withoutCreated } from "@genesys-flows/stand-in";

/** Every list of a seed, each with an object of the same name. */
const seed = Object.fromEntries(
  Object.keys(seedFor({ documents: [] })).map((list) => [list, [{ name: "Holidays" }]]),
) as unknown as Seed;

const named = Object.values(madeKinds).filter((row) => "named" in row);

test.each([
  ...named.map(({ token, named: { kind } }) => [token, `${kind}s`]),
  ["genesyscloud:index/authDivision:AuthDivision", "divisions"],
  ["genesyscloud:index/flow:Flow", "flows"],
])("an object of %s that a program creates is in %s no more", (type, list) => {
  const left = withoutCreated(seed, [{ type, kind: kindMadeBy(type), inputs: { name: "holidays" } }]);
  expect(left).toEqual({ ...seed, [list]: [] });
});
