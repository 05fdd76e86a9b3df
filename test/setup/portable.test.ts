import { findings } from "../../scripts/lib/checks/portable.ts";

const hosts = ["packages.example.test:8443"];
const places = ["/checkouts/flows", "/checkouts", "/"];
const home = (...parts: string[]) => ["", ...parts].join("/");

describe("what belongs to one machine", () => {
  test.each([
    ["a registry's host", '"resolved": "https://packages.example.test:8443/zod.tgz"', "packages.example.test:8443"],
    ["the checkout", "see /checkouts/flows/index.ts", "/checkouts/flows"],
    ["a folder beside it", "see /checkouts/shared/x", "/checkouts"],
    ["the checkout as an address", "file:///checkouts/flows/index.ts", "/checkouts/flows"],
    ["the checkout after a path of the same names", "flows/checkouts/x or /checkouts/x", "/checkouts"],
    ["a home folder", `cd ${home("home", "someone", "flows")}`, home("home", "someone", "")],
    ["a home folder on a Mac", `"${home("Users", "someone", "flows")}"`, home("Users", "someone", "")],
  ])("%s", (_, line, what) => {
    expect(findings("a.md", `first\n${line}\n`, { hosts, places })).toEqual([`a.md:2: ${what}`]);
  });

  test.each([
    ["a path of the API", "GET /api/v2/users/me"],
    ["a relative path", "docs/home/someone/x"],
    ["a relative path of the checkout's names", "# flows/checkouts/close-case.yaml"],
    ["the user's own home folder", "~/.pulumi/versions"],
    ["a system folder", "#!/usr/bin/env node"],
  ])("not %s", (_, line) => {
    expect(findings("a.md", line, { hosts, places })).toEqual([]);
  });

  test("a binary file is not read", () => {
    expect(findings("a.png", "\0/checkouts/flows/", { hosts, places })).toEqual([]);
  });
});
