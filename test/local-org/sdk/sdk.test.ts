import platform from "purecloud-platform-client-v2";
import { KINDS, whatIsThere } from "../endpoints/kinds.ts";
import { Organisation, SEED } from "../support/organisation.ts";

let organisation: Organisation;
// biome-ignore lint/suspicious/noExplicitAny: operations are called by their names
let call: (operation: string, ...values: unknown[]) => Promise<any>;
beforeAll(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
  const client = organisation.sdk();
  const apis = Object.entries(platform)
    .filter(([name]) => name.endsWith("Api"))
    // biome-ignore lint/suspicious/noExplicitAny: operations are called by their names
    .map(([, Api]) => new (Api as any)(client));
  call = (operation, ...values) => apis.find((api) => typeof api[operation] === "function")[operation](...values);
});
afterAll(() => organisation.end());

const refused = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Operations whose body is optional take it by name. */
const NAMED_BODY =
  /^(post|put)Flows(Milestone|Outcome)s?$|^putFlowsDatatableRow$|^putGroup$|^(post|patch)Integrations?$|^(post|put)IntegrationsCredentials?$/;
const FULL = { includeConfig: true, showbrief: false };

test.each(KINDS.map((kind) => [kind.path, kind] as const))("the vendor's SDK walks through %s", async (_, kind) => {
  const [list, create, read, change, remove] = kind.operations;
  const parentKind = KINDS.find(({ path }) => path === kind.parent?.path);
  const parent = parentKind && (await call(parentKind.operations[1], kind.parent?.body));
  const within: unknown[] = parent ? [parent.id] : [];
  const given = (operation: string, body: unknown) => (NAMED_BODY.test(operation) ? { body } : body);
  const body = kind.body(await whatIsThere(organisation));
  const [status, code] = kind.missing;

  const made = await call(create as string, ...within, given(create as string, body));
  const id = made[kind.idField ?? "id"];
  const expand = { ...FULL, ...(kind.expand ? { expand: kind.expand } : {}) };
  expect(await call(read as string, ...within, id, expand)).toEqual(made);
  expect(await refused(call(read as string, ...within, "none"))).toMatchObject({ status, code });
  const [bad, [badStatus, badCode]] = kind.bad;
  expect(await refused(call(create as string, ...within, given(create as string, bad)))).toMatchObject({
    status: badStatus,
    code: badCode,
  });
  if (list && !kind.paging) {
    const first = await call(list, ...within, { pageSize: 1, pageNumber: 1 });
    expect(first).toMatchObject({ pageNumber: 1, pageSize: 1, pageCount: first.total });
    const beyond = await call(list, ...within, { pageSize: 1, pageNumber: first.total + 1 });
    expect(beyond.entities).toEqual([]);
  }
  if (change) {
    const changed = await call(change, ...within, id, given(change, kind.change ?? body));
    const now = await call(read as string, ...within, id, expand);
    if (kind.changed) expect(changed).toMatchObject(kind.changed);
    else expect(now).toEqual(changed);
  }
  if (!remove) return;
  await call(remove, ...within, id);
  expect(await refused(call(read as string, ...within, id))).toMatchObject({ status, code });
});
