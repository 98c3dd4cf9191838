//! One campaign in each status, on one server, for tests of what may be done to it.

use reqwest::Method;
use serde_json::{Value, json};
use vetrina::{
    domain::campaign::status::CampaignStatus,
    media::sample::{sample_jpeg, sample_png},
};

use crate::harness::{ADMIN, Plan, Screen, World, make_store};

/// Statuses that no call and no clock leads to here, each with a reason.
pub const UNREACHED: &[(CampaignStatus, &str)] = &[
    (CampaignStatus::Error, "devices must refuse its content"),
    (CampaignStatus::Expired, "a month must pass, in which all others end"),
];

/// The statuses that a campaign is built in.
pub fn reached() -> impl Iterator<Item = CampaignStatus> {
    let unreached = |status: &CampaignStatus| UNREACHED.iter().all(|(other, _)| other != status);
    CampaignStatus::ALL.iter().copied().filter(unreached)
}

/// A world with what campaigns are built of.
pub struct Gallery {
    pub world: World,
    /// Approved.
    pub assets: Vec<String>,
    /// Approved, but ALCOHOL was found in it.
    pub flagged: String,
    /// Not looked at yet.
    pub pending: String,
    /// With a screen each.
    pub stores: Vec<String>,
}

impl Gallery {
    pub async fn open() -> Self {
        Self::with(Plan::default()).await
    }

    pub async fn with(plan: Plan) -> Self {
        let world = World::drafted(plan).await;
        let (server, advertiser) = (&world.server, &world.advertiser);
        let mut assets = vec![world.asset.clone()];
        for number in 2..4 {
            let file = sample_jpeg(1920, 1080, number);
            assets.push(server.asset(advertiser, file, &format!("picture {number}.jpg")).await);
        }
        let flagged = server.asset(advertiser, sample_jpeg(1920, 1080, 9), "wine.jpg").await;
        let flags = json!({"scan_flags": ["ALCOHOL"]});
        let path = format!("/assets/{flagged}/scan-flags");
        server.send(Method::PUT, &path, ADMIN, flags).await.expect(200);
        let file = sample_png(1920, 1080, 5);
        let pending = server.upload(ADMIN, advertiser, file, "new.png").await.expect(201);
        let pending = pending["id"].as_str().unwrap().to_owned();
        let mut stores = vec![world.store.clone()];
        for number in 1..4 {
            let name = json!({"name": format!("Store {number}")});
            let store = make_store(server, &world.supplier, name).await;
            Screen::make(server, &store, number).await;
            stores.push(store);
        }
        Self { world, assets, flagged, pending, stores }
    }

    /// Builds a campaign as far as it goes before the clock moves on.
    pub async fn prepare(&self, status: CampaignStatus, name: &str) -> String {
        use CampaignStatus as S;
        let (start, end) = match status {
            S::Completed => ("2026-02-04", "2026-02-05"),
            S::Active | S::Paused => ("2026-02-04", "2026-02-20"),
            _ => ("2026-02-10", "2026-02-20"),
        };
        let waits = matches!(status, S::PendingApproval | S::Rejected);
        let asset = if waits { &self.flagged } else { &self.assets[0] };
        let body = json!({
            "advertiser_id": self.world.advertiser, "name": name, "brand_name": "Phở Việt",
            "category": "FOOD_BEVERAGE", "budget": 1000, "start_date": start, "end_date": end,
            "content_assets": [asset], "target_stores": self.stores[..2],
        });
        let made = self.world.server.post("/campaigns", body).await.expect(201);
        let id = made["id"].as_str().unwrap().to_owned();
        if status != S::Draft {
            let body = json!({
                "terms_accepted": true, "acknowledged_warnings": ["SIMILAR_CAMPAIGN"],
            });
            self.post(&id, "submit", body).await;
        }
        match status {
            S::Rejected => self.post(&id, "reject", json!({"reason": "no wine"})).await,
            S::Cancelled => self.post(&id, "cancel", json!({})).await,
            _ => {}
        }
        id
    }

    /// Moves on to a day on which the prepared campaigns run, wait, or are over.
    pub async fn friday(&self) {
        let world = &self.world;
        world.screen.online_until(&world.server, "2026-02-06T00:00:00Z").await;
    }

    /// Brings a prepared campaign into its status, and checks it.
    pub async fn finish(&self, status: CampaignStatus, id: &str) {
        if status == CampaignStatus::Paused {
            self.post(id, "pause", json!({})).await;
        }
        assert_eq!(self.campaign(id).await["status"], status.as_str());
    }

    /// A campaign in a status.
    pub async fn campaign_in(&self, status: CampaignStatus) -> String {
        let id = self.prepare(status, &format!("In {status}")).await;
        self.friday().await;
        self.finish(status, &id).await;
        id
    }

    async fn post(&self, id: &str, verb: &str, body: Value) {
        self.world.server.post(&format!("/campaigns/{id}/{verb}"), body).await.expect(200);
    }

    pub async fn campaign(&self, id: &str) -> Value {
        self.world.server.get(&format!("/campaigns/{id}")).await
    }

    /// An edit by the administrator.
    pub async fn edit(&self, id: &str, fields: Value) -> crate::harness::Answer {
        self.world.server.send(Method::PATCH, &format!("/campaigns/{id}"), ADMIN, fields).await
    }

    pub async fn wallet(&self) -> Value {
        self.world.server.get(&format!("/wallets/{}", self.world.advertiser)).await
    }

    /// The audit entries of a campaign, newest first.
    pub async fn audit(&self, id: &str, query: &str) -> Vec<Value> {
        let path = format!("/campaigns/{id}/audit?{query}");
        self.world.server.get(&path).await["items"].as_array().unwrap().clone()
    }
}
