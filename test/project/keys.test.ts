import { fileSafe, isKey, keyOfFile, slug } from "../../packages/project/keys.ts";

test.each([
  ["flows/inbound/sales.yaml", "sales"],
  ["flows/inbound/Claims_v2-0.yaml", "Claims"],
  ["flows/Main IVR_v13-0.yml", "Main IVR"],
  ["flows/inbound/claims.options.yaml", "claims"],
  ["flows/numbers.ts", "numbers"],
  ["flows/v2-0.yaml", "v2-0"],
  ["flows/a.b_v1-2.yaml", "a.b"],
])("the key of %s is %s", (file, key) => {
  expect(keyOfFile(file)).toBe(key);
});

test.each([
  ["sales", true],
  ["Main IVR", true],
  ["Büro & Service (neu)", true],
  ["", false],
  ["-x", false],
  ["a/b", false],
  ["a::b", false],
  ['a"b', false],
])("%j can be a key: %s", (key, expected) => {
  expect(isKey(key)).toBe(expected);
});

test("names become parts of file and resource names", () => {
  expect(fileSafe("Main IVR")).toBe("Main_IVR");
  expect(slug("Sales & Support")).toBe("sales-support");
  expect(slug("Büro München")).toBe("buro-munchen");
  expect(slug("!!!")).toBe("unnamed");
});
