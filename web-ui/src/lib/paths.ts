import type { Role } from "./roles";

/** Every address of the interface; links between features go through here. */
export const paths = {
  home: "/",
  start: "/home",
  login: "/login",
  welcome: "/welcome",
  now: "/now",
  campaigns: "/campaigns",
  newCampaign: "/campaigns/new",
  campaign: (id: string) => `/campaigns/${id}`,
  editCampaign: (id: string) => `/campaigns/${id}/edit`,
  previews: (campaignId: string) => `/campaigns/${campaignId}/previews`,
  abTest: (campaignId: string) => `/campaigns/${campaignId}/ab-test`,
  testMode: (campaignId: string) => `/campaigns/${campaignId}/test-mode`,
  approvals: "/approvals",
  reviews: "/reviews",
  disputes: "/disputes",
  newDispute: "/disputes/new",
  dispute: (id: string) => `/disputes/${id}`,
  incidents: "/incidents",
  incident: (id: string) => `/incidents/${id}`,
  investigations: "/investigations",
  investigation: (campaignId: string) => `/campaigns/${campaignId}/investigation`,
  stores: "/stores",
  newStore: "/stores/new",
  store: (id: string) => `/stores/${id}`,
  editStore: (id: string) => `/stores/${id}/edit`,
  devices: "/devices",
  newDevice: "/devices/new",
  device: (id: string) => `/devices/${id}`,
  impressions: "/impressions",
  impression: (id: string) => `/impressions/${id}`,
  wallets: "/wallets",
  wallet: (ownerId: string) => `/wallets/${ownerId}`,
  payouts: "/payouts",
  payout: (id: string) => `/payouts/${id}`,
  rates: "/rates",
  proof: (campaignId: string) => `/proof/${campaignId}`,
  log: "/log",
  verify: "/verify",
  assets: "/assets",
  asset: (id: string) => `/assets/${id}`,
  blocking: "/blocking",
  shareOfVoice: "/share-of-voice",
  advertisers: "/advertisers",
  advertiser: (id: string) => `/advertisers/${id}`,
  suppliers: "/suppliers",
  supplier: (id: string) => `/suppliers/${id}`,
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
    case "SUPPLIER":
      return paths.start;
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
