import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { PasswordFilter, withoutPassword } from "../../packages/wrapper/system/hidden-password.mjs";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const folder = temporaryFolder();
const system = path.resolve(import.meta.dirname, "..", "..", "packages", "wrapper", "system");

test.each([
  ["as it is in the URL", "postgres://flows:s3cret%40word@db.example.org/pulumi"],
  ["of a URL that cannot be parsed", "postgres://flows:s3cret%zz@word@db.example.org:x1/pulumi"],
  ["with a space", "postgres://flows:s3cret word@db.example.org/pulumi"],
  ["without a user", "postgres://:s3cretword@db.example.org/pulumi"],
  ["short", "postgres://flows:s3@db.example.org/pulumi"],
  ["as a parameter", "postgres://db.example.org/pulumi?user=flows&password=s3cret%40word&sslmode=disable"],
])("the password of a backend is hidden: %s", (_, url) => {
  const printed = withoutPassword(`error: unable to open state database "${url}": connection refused`, url);
  expect(printed).not.toContain("s3");
  expect(printed).toContain("[hidden]");
  expect(printed).toContain("db.example.org");
});

test("it is hidden alone and decoded, too; a short one not, which is part of other words", () => {
  expect(withoutPassword("for s3cret@word", "postgres://flows:s3cret%40word@host/db")).toBe("for [hidden]");
  expect(withoutPassword("a database", "postgres://flows:a@host/db")).toBe("a database");
});

test.each([
  undefined,
  "",
  "file:///state",
  "https://api.pulumi.com",
  "s3://bucket?region=eu",
  "postgres://flows@host/db",
])("a backend without a password changes nothing: %s", (url) => {
  const text = "postgres://flows@host/db s3://bucket?region=eu";
  expect(withoutPassword(text, url)).toBe(text);
});

test("a password that arrives in parts is hidden; nothing is lost or held back at the end", () => {
  const url = "postgres://flows:abcabcd@host/db";
  const text = `before ${url} abcabc abcabcd abc`;
  for (let size = 1; size <= text.length; size += 1) {
    let printed = "";
    const filter = new PasswordFilter(url, (part) => {
      printed += part;
    });
    for (let at = 0; at < text.length; at += size) filter.write(text.slice(at, at + size));
    filter.end();
    expect(printed).toBe("before postgres://flows:[hidden]@host/db abcabc [hidden] abc");
  }
});

test("a program that a command runs prints no password on either stream", () => {
  const script = path.join(folder(), "prints.mjs");
  const url = "postgres://flows:s3cret%40word@db.example.org/pulumi";
  const child = 'echo "$PULUMI_BACKEND_URL"; echo "error: $PULUMI_BACKEND_URL" >&2';
  writeFileSync(
    script,
    `import { endLike, passThrough } from "${system}/pass-through.mjs";
     process.exitCode = endLike(await passThrough("sh", ["-c", ${JSON.stringify(child)}]));`,
  );
  const { stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], PULUMI_BACKEND_URL: url },
  });
  const shown = "postgres://flows:[hidden]@db.example.org/pulumi\n";
  expect([stdout, stderr]).toEqual([shown, `error: ${shown}`]);
});
