import { endAll, started } from "../support/organisation.ts";
import { HOSTILE, type Stage, stage } from "./organisation.ts";
import { headings, pageAt, row, section, seen } from "./pages.ts";

let here: Stage;

beforeAll(async () => {
  here = await stage();
});
afterAll(endAll);

const page = (path: string, o: { url?: string; headers?: Record<string, string> } = {}) =>
  pageAt((o.url ?? here.client.url) + path, o);

describe("/", () => {
  test("names flows with type, version, publisher and lock", async () => {
    const { status, text } = await page("/");
    expect(status).toBe(200);
    const flows = text.slice(text.indexOf('id="flow-table"'));
    expect(row(flows, "Sales inbound")).toMatch(/inbound call flow 1\.0 local, .* Greeter 2\.0 ■ local $/);
    expect(row(flows, "Support")).toMatch(/inbound call flow 1\.0 local, .* Greeter 1\.0 ▲ STALE $/);
    expect(row(flows, "Greeter common")).toMatch(/common module 2\.0 local, .* UTC $/);
  });

  test("does not show columns without content", async () => {
    const { text } = await page("/");
    expect(headings(section(text, "flows"))).toEqual(["Flow", "Published", "Modules held", "Checked out by"]);
    expect(headings(section(text, "modules"))).toEqual([
      ...["Module", "Caller", "Type", "Version held", "Stale since", "Checked out by"],
    ]);
  });

  test("names the stale caller after only the module was published", async () => {
    const { text } = await page("/");
    const modules = text.slice(0, text.indexOf('id="flow-table"'));
    expect(row(modules, "Support")).toMatch(/Support inbound call flow 1\.0 ▲ STALE .* UTC missing changes/);
    expect(row(modules, "Sales inbound")).toMatch(/Sales inbound call flow 2\.0 ● current ■ local/);
    expect(seen(modules)).toMatch(/1 stale caller /);
  });

  test("is filtered by name or type", async () => {
    const flows = (text: string) => seen(text.slice(text.indexOf('id="flow-table"')));
    expect(flows((await page("/?q=module")).text)).toContain("Greeter");
    expect(flows((await page("/?q=module")).text)).not.toContain("Support");
    expect((await page("/?q=nothing")).text).toContain("No flow has this text");
  });

  test("an empty organisation shows what to do", async () => {
    const { url } = (await started()).client;
    expect(seen((await page("/", { url })).text)).toContain("npm start");
  });
});

describe("/flows/{flowId}", () => {
  test("shows callers with what they lack, versions, and the diagram of the published one", async () => {
    const { text } = await page(`/flows/${here.ids.greeter}`);
    expect(row(text, "Support")).toMatch(/Support inbound call flow 1\.0 ▲ STALE .* UTC missing changes/);
    expect(row(text, "from 1.0")).toMatch(/2\.0 published in use/);
    expect(seen(text)).toMatch(
      /Diagram of version 2\.0 3 steps .* Say playAudio Good day\. .* Hours playAudio We are open\./,
    );
  });

  test("the outline shows branches and joins", async () => {
    const text = seen((await page(`/flows/${here.ids.support}`)).text);
    expect(text).toMatch(
      /Is it late decision .* yes Closed playAudio .* → Bye no Open playAudio .* → Bye from Closed , Open Bye disconnect/,
    );
  });

  test("has the Mermaid source", async () => {
    expect((await page(`/flows/${here.ids.support}`)).text).toMatch(/<pre[^>]*id="mermaid"><code>flowchart TD\n/);
  });

  test("each version has its diagram and its export", async () => {
    const first = (await page(`/flows/${here.ids.greeter}/versions/1.0`)).text;
    expect(seen(first)).toContain("Say playAudio Welcome.");
    expect(first).toContain("commonModule:");
    expect(seen(first)).not.toContain("Good day.");
  });

  test.each(["/flows/none", "/flows/none/versions/1.0", "/flows/none/compare"])(
    "%s is 404, for people",
    async (path) => {
      const { status, headers, text } = await page(path);
      expect(status).toBe(404);
      expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(seen(text)).toContain("Could not find flow with specified ID.");
    },
  );
});

describe("/flows/{flowId}/compare", () => {
  test("lists what changed, and marks it in the diagram", async () => {
    const { text } = await page(`/flows/${here.ids.greeter}/compare?from=1.0&to=2.0`);
    expect(seen(text)).toMatch(/added: Hours: playAudio We are open\./);
    expect(seen(text)).toMatch(/changed: Say: audio\.tts: &quot;Welcome\.&quot; → &quot;Good day\.&quot;/);
    expect(text).toMatch(/<li class="step added" id="step-Hours">/);
    expect(text).toMatch(/<li class="step changed" id="step-Say">/);
  });

  test("shows what changes for callers", async () => {
    expect((await page(`/flows/${here.ids.greeter}/compare?from=1.0&to=2.0`)).text).toContain(
      "Nothing changes for callers",
    );
  });

  test("a version and itself do not differ", async () => {
    expect((await page(`/flows/${here.ids.greeter}/compare?from=2.0&to=2.0`)).text).toContain(
      "These versions do not differ in content",
    );
  });
});

describe("/requests", () => {
  const paths = async (query: string): Promise<string[]> =>
    [...(await page(`/requests${query}`)).text.matchAll(/<code class="path">([^<]*)/g)].map(
      (match) => match[1] as string,
    );

  test("lists requests, newest first, and itself never", async () => {
    await here.client.call("GET", "/api/v2/flows/none");
    const all = await paths("");
    expect(all[0]).toBe("/api/v2/flows/none");
    expect(all.filter((path) => !/^\/(api|oauth|uploads)\//.test(path))).toEqual([]);
  });

  test("is filtered by method, status and text", async () => {
    expect(await paths("?status=404&text=NONE")).toContain("/api/v2/flows/none");
    expect(await paths("?method=post&status=2xx&text=checkout")).toEqual(["/api/v2/flows/actions/checkout"]);
    expect(await paths("?status=5xx")).toEqual([]);
    expect(await paths("?text=%25")).toEqual([]);
  });
});

test("/organisation shows its addresses and its content", async () => {
  const { text } = await page("/organisation");
  expect(seen(text)).toContain(`${here.client.url}/api/v2`);
  expect(seen(text)).toMatch(/architect , acts for Robin Meyer/);
  expect(seen(text)).toMatch(/2 queues Sales Support/);
});

describe("safety", () => {
  test("names and texts are never markup", async () => {
    for (const path of ["/", `/flows/${here.ids.hostile}`, `/flows/${here.ids.hostile}/versions/1.0`]) {
      const { text } = await page(path);
      expect(text).not.toMatch(/<script>alert|<img src=x|<b>bold/);
    }
    expect((await page(`/?q=${encodeURIComponent('"><script>alert(1)</script>')}`)).text).not.toContain(
      "<script>alert",
    );
    expect((await page(`/flows/${here.ids.hostile}`)).text).toContain(
      HOSTILE.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    );
  });

  test("nothing is loaded from other addresses, and the policy forbids it", async () => {
    const { headers, text } = await page("/");
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'self'; script-src 'self'/);
    expect(text).not.toMatch(/(?:src|href)="(?!\/|#)/);
    expect(text).not.toMatch(/ style=| on[a-z]+=/);
    for (const [, address] of text.matchAll(/(?:src|href)="(\/_local\/page\/[^"]+)"/g)) {
      expect((await page(address as string)).status).toBe(200);
    }
  });

  test("a foreign host is refused", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      const { hostname, port } = new URL(here.client.url);
      request({ hostname, port, path: "/", headers: { Host: "example.com" } }, (response) =>
        resolve(response.statusCode),
      )
        .on("error", reject)
        .end();
    });
    expect(status).toBe(403);
  });
});

test("faults on demand do not affect the page, and do not count its requests", async () => {
  const scenario = { faults: [{ when: {}, times: 1, do: { error: { status: 503 } } }] };
  const added = await fetch(`${here.client.url}/_local/faults`, { method: "POST", body: JSON.stringify(scenario) });
  expect({ status: added.status, text: await added.text() }).toMatchObject({ status: 200 });
  expect((await page("/")).status).toBe(200);
  expect((await here.client.call("GET", "/api/v2/organizations/me")).status).toBe(503);
});
