import type { Role } from "./roles";

/** Every address of the interface; links between features go through here. */
export const paths = {
  home: "/",
  login: "/login",
  welcome: "/welcome",
  now: "/now",
  campaigns: "/campaigns",
  newCampaign: "/campaigns/new",
  campaign: (id: string) => `/campaigns/${id}`,
  approvals: "/approvals",
  reviews: "/reviews",
  disputes: "/disputes",
  incidents: "/incidents",
  incident: (id: string) => `/incidents/${id}`,
  stores: "/stores",
  newStore: "/stores/new",
  store: (id: string) => `/stores/${id}`,
  editStore: (id: string) => `/stores/${id}/edit`,
  devices: "/devices",
  newDevice: "/devices/new",
  device: (id: string) => `/devices/${id}`,
  impression: (id: string) => `/impressions/${id}`,
  wallets: "/wallets",
  wallet: (ownerId: string) => `/wallets/${ownerId}`,
  payouts: "/payouts",
  rates: "/rates",
  proof: (campaignId: string) => `/proof/${campaignId}`,
  assets: "/assets",
  advertisers: "/advertisers",
  suppliers: "/suppliers",
  users: "/users",
  audit: "/audit",
  notifications: "/notifications",
  system: "/system",
  player: "/player",
} as const;

/** The first screen of a role. */
export function homeOf(role: Role): string {
  switch (role) {
    case "ADVERTISER":
      return paths.campaigns;
    case "SUPPLIER":
      return paths.stores;
    case "SUPER_ADMIN":
    case "ADMIN":
    case "REVIEWER":
    case "AUDITOR":
      return paths.now;
  }
}

/** An address of this interface that somebody may be sent back to; anything else is the home. */
export function safeBack(back: unknown): string {
  const isOwn = typeof back === "string" && /^\/(?![/\\])/.test(back);
  return isOwn && !back.startsWith(paths.login) ? back : paths.home;
}
