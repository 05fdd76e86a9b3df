import { load, makeProject, removeProjects, textOfMistakes } from "./harness.ts";
import { stack } from "./samples.ts";

afterEach(removeProjects);

const mail = (name: string, head: string, type = "inboundEmail") => `${type}: ${name}
${head}
onFault: {then: disconnect}
settings: {settingsInboundEmailHandling: {emailHandling: {disconnect: {none: true}}}}
start: close
nodes: {close: {disconnect: {}}}
`;

const exportedMail = `inboundEmail:
  name: Other mail
  defaultLanguage: en-us
  supportedLanguages: {en-us: {defaultLanguageSkill: {noValue: true}}}
  startUpRef: ./states/state[Initial State_10]
  states: [{state: {name: Initial State, refId: Initial State_10, actions: [{disconnect: {name: close}}]}}]
`;

test("e-mail addresses have what their routes have, and the place where they are written; values are filled in", async () => {
  const project = await load(
    makeProject({
      "flows/a.yaml": mail(
        "A",
        'emailAddresses: ["${box}@example.com", {address: "*@example.org", fromName: Front desk, skills: [Billing]}]\nvalues: {box: {type: string}}',
      ),
      "flows/b_v1-0.yaml": exportedMail,
      "flows/b.options.yaml":
        "# of B\nemailAddresses:\n  - {address: other@example.com, priority: 3}\n  - more@example.com\n",
      "Pulumi.test.yaml": stack("genesys-flows:values: {box: sales}"),
    }),
  );
  const { flows } = project;
  expect(Object.fromEntries(flows.map(({ key, emailAddresses }) => [key, emailAddresses]))).toEqual({
    a: [{ address: "sales@example.com" }, { address: "*@example.org", fromName: "Front desk", skills: ["Billing"] }],
    b: [{ address: "other@example.com", priority: 3 }, { address: "more@example.com" }],
  });
  expect(Object.assign({}, ...flows.map(({ addressPlaces }) => addressPlaces))).toEqual({
    "sales@example.com": { file: "flows/a.yaml", line: 2 },
    "*@example.org": { file: "flows/a.yaml", line: 2 },
    "other@example.com": { file: "flows/b.options.yaml", line: 3 },
    "more@example.com": { file: "flows/b.options.yaml", line: 4 },
  });
  expect(project.topology()).toContain("*#64;example.org");
});

test("addresses and their values leave the digests of the source and of the document as they are", async () => {
  const digests = async (head: string) => {
    const { flows } = await load(makeProject({ "flows/a.yaml": mail("A", head) }));
    return flows.map(({ digest, sourceDigest }) => [digest, sourceDigest]);
  };
  expect(await digests("emailAddresses: [sales@example.com]")).toEqual(await digests("formerly: [old]"));
});

test("every mistake is reported at its place, and an address twice names both", async () => {
  const text = await textOfMistakes(
    makeProject({
      "flows/a.yaml": mail("A", "emailAddresses: [sales@example.com, Sales@Example.com, sales, {address: a b@c}]"),
      "flows/b.yaml": mail(
        "B",
        "emailAddresses: [SALES@example.com, {address: b@example.com, priority: high, fromname: B}]",
      ),
      "flows/c.yaml": mail("C", "emailAddresses: [c@example.com]", "workflow"),
      "flows/d.yaml": mail("D", "emailAddresses: d@example.com"),
    }),
  );
  const lines = text.split("\n").filter((line) => /^flows\S+ error/.test(line) && line.includes("mail"));
  expect(lines).toEqual(
    expect.arrayContaining([
      "flows/a.yaml:2:37 error duplicate-email-address: The e-mail address Sales@Example.com is listed twice: here and on line 2. (flow a)",
      "flows/b.yaml:2:18 error duplicate-email-address: The e-mail address SALES@example.com is already routed to flows/a.yaml:2. (flow b)",
    ]),
  );
  expect(text).toContain("flows/a.yaml:2:56 error");
  expect(text).toContain("flows/a.yaml:2:73 error");
  expect(text).toContain("A workflow has no 'emailAddresses'.");
  expect(text).toContain("Only an inbound email flow has e-mail addresses.");
  expect(text).toContain("flows/d.yaml:2:17 error");
});
