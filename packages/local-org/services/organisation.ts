import { route } from "../http/operations.ts";
import type { Context, Reply } from "../http/route.ts";
import type { Service } from "../service.ts";
import type { Store } from "../store/store.ts";

const migrations = [
  `CREATE TABLE organisation (
     one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, name TEXT NOT NULL, countryCode TEXT NOT NULL,
     language TEXT NOT NULL, jobDurationMs INTEGER NOT NULL
   ) STRICT`,
];

export interface OrganisationRow {
  readonly id: string;
  readonly name: string;
  readonly countryCode: string;
  readonly language: string;
  readonly jobDurationMs: number;
}

/** The store's organisation; undefined while the store is empty. */
export function organisationOf(store: Store): OrganisationRow | undefined {
  return store.get<OrganisationRow>("SELECT id, name, countryCode, language, jobDurationMs FROM organisation");
}

function describe(context: Context): Reply {
  const { id, name, countryCode, language } = organisationOf(context.store) as OrganisationRow;
  return {
    body: {
      id,
      name,
      thirdPartyOrgName: name,
      domain: "localhost",
      version: 1,
      state: "active",
      defaultLanguage: language,
      defaultCountryCode: countryCode,
      voicemailEnabled: false,
      productPlatform: "PureCloud",
      // The platform does not have this field. The field shows clients that they may poll more often
      // (docs/local-org.md).
      embeddedOrganisation: true,
      features: { purecloud: true, purecloudVoice: true, callbacks: true, chat: true },
      selfUri: "/api/v2/organizations/me",
    },
  };
}

function products(): Reply {
  const entities = [{ id: "PureCloud" }];
  return { body: { entities, total: entities.length } };
}

export const organisation: Service = {
  name: "organisation",
  migrations,
  routes: [route("getOrganizationsMe", describe), route("getAuthorizationProducts", products)],
  seed({ store, seed, added }) {
    if (organisationOf(store)) return;
    const { id, name, countryCode, language } = seed.organisation;
    const jobDurationMs = seed.jobs?.durationMs ?? 0;
    store.insert("organisation", { one: 1, id: id ?? store.newId(), name, countryCode, language, jobDurationMs });
    added("organisation", name);
  },
};
