import { nearest } from "@genesys-flows/architect/suggest";

/** The vendor's domain by AWS region (purecloud-platform-client-v2, PureCloudRegionHosts). */
export const regionDomains: Readonly<Record<string, string>> = {
  "us-east-1": "mypurecloud.com",
  "us-east-2": "use2.us-gov-pure.cloud",
  "us-west-2": "usw2.pure.cloud",
  "ca-central-1": "cac1.pure.cloud",
  "mx-central-1": "mxc1.pure.cloud",
  "sa-east-1": "sae1.pure.cloud",
  "eu-central-1": "mypurecloud.de",
  "eu-central-2": "euc2.pure.cloud",
  "eu-west-1": "mypurecloud.ie",
  "eu-west-2": "euw2.pure.cloud",
  "eusc-de-east-1": "edee1.eusc-pure.cloud",
  "me-central-1": "mec1.pure.cloud",
  "ap-south-1": "aps1.pure.cloud",
  "ap-southeast-1": "apse1.pure.cloud",
  "ap-southeast-2": "mypurecloud.com.au",
  "ap-northeast-1": "mypurecloud.jp",
  "ap-northeast-2": "apne2.pure.cloud",
  "ap-northeast-3": "apne3.pure.cloud",
};

export const localRegion = "local";

/**
 * The region that an invalid value probably refers to. It is found by domain, by an alternative spelling, or by the
 * most similar name.
 */
export function regionMeant(text: string): string | undefined {
  const wanted = text.trim().toLowerCase();
  const domain = wanted.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  const ofDomain = Object.entries(regionDomains).find(([, own]) => domain === own || domain.endsWith(`.${own}`));
  return ofDomain?.[0] ?? nearest(wanted.replaceAll("_", "-"), regions);
}

/** Every value that `genesyscloud:region` may have. */
export const regions: readonly string[] = [localRegion, ...Object.keys(regionDomains)];
