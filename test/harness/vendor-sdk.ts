import platform from "purecloud-platform-client-v2";

export type VendorClient = InstanceType<typeof platform.ApiClientClass>;

// `ApiClient.instance` of the module and each client read and watch the vendor's configuration file in the home folder.
leaveHomeAlone(platform.ApiClient.instance);

/** A client of the vendor's SDK for an organisation that is served on a loopback port, with a token that it got before. */
export function vendorClient(port: number, token: string): VendorClient {
  const client = new platform.ApiClientClass();
  leaveHomeAlone(client);
  client.setGateway({ host: "127.0.0.1", protocol: "http", port: port as never });
  client.setAccessToken(token);
  return client;
}

function leaveHomeAlone({ config }: { config: unknown }): void {
  const settings = config as { live_reload_config: boolean; setConfigPath(path: string): void };
  settings.live_reload_config = false;
  settings.setConfigPath("");
}
