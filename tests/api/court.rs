//! What stories about disputes share: a running world, plays with and without screenshots, people.

use reqwest::Method;
use serde_json::{Value, json};
use vetrina::{db::codec::sha256, domain::time::Timestamp, media::sample::sample_jpeg};

use crate::{
    harness::{ADMIN, Answer, Plan, Play, Server, World},
    shots::put,
};

/// A running world on Friday at 18:30 there, with tokens of everybody concerned.
pub struct Court {
    pub world: World,
    pub buyer: String,
    pub seller: String,
    pub reviewer: String,
    pub auditor: String,
}

/// A token of a role.
pub async fn token(server: &Server, role: &str, owner: Option<&str>) -> String {
    let body = json!({"name": role, "role": role, "owner_id": owner});
    let made = server.post("/api-tokens", body).await.expect(201);
    made["token"].as_str().unwrap().to_owned()
}

impl Court {
    pub async fn open(plan: Plan) -> Self {
        let world = World::running(plan).await;
        world.server.set_clock("2026-02-06T11:30:00Z").await;
        world.screen.beat(&world.server).await;
        let server = &world.server;
        let buyer = token(server, "ADVERTISER", Some(&world.advertiser)).await;
        let seller = token(server, "SUPPLIER", Some(&world.supplier)).await;
        let reviewer = token(server, "REVIEWER", None).await;
        let auditor = token(server, "AUDITOR", None).await;
        Self { world, buyer, seller, reviewer, auditor }
    }

    pub async fn usual() -> Self {
        Self::open(Plan::default()).await
    }

    pub fn server(&self) -> &Server {
        &self.world.server
    }

    /// A play that ends now and names its screenshot, which `bill` uploads.
    pub async fn play(&self) -> Play {
        let mut play = self.world.play().await;
        play.screenshot_hash = hex::encode(sha256(&picture_of(&play.id)));
        play
    }

    /// The screen uploads the screenshot of a play.
    pub async fn upload(&self, id: &str, picture: Vec<u8>) {
        put(self.server(), &self.world.screen.token, id, "image/jpeg", picture).await.expect(201);
    }

    /// Bills a play, uploads the screenshot of `play`, and lets five minutes pass.
    pub async fn bill(&self, play: &Play) -> String {
        let billed = self.world.submit(play).await.expect(201);
        assert_eq!(billed["status"], "VERIFIED");
        let picture = picture_of(&play.id);
        if play.screenshot_hash == hex::encode(sha256(&picture)) {
            self.upload(&play.id, picture).await;
        }
        self.server().advance(300).await;
        self.world.screen.beat(self.server()).await;
        play.id.clone()
    }

    /// Bills a good play.
    pub async fn billed(&self) -> String {
        let play = self.play().await;
        self.bill(&play).await
    }

    pub async fn call(&self, token: &str, path: &str, body: Value) -> Answer {
        self.server().send(Method::POST, path, token, body).await
    }

    pub async fn read(&self, token: &str, path: &str) -> Answer {
        self.server().send(Method::GET, path, token, Value::Null).await
    }

    /// The advertiser disputes plays.
    pub async fn dispute(&self, kind: &str, ids: &[&str]) -> Answer {
        let body = json!({"impression_ids": ids, "type": kind, "reason": "the screen was dark"});
        self.call(&self.buyer, "/disputes", body).await
    }

    /// The same, opened.
    pub async fn opened(&self, kind: &str, ids: &[&str]) -> Value {
        self.dispute(kind, ids).await.expect(201)
    }

    /// An admin takes it up.
    pub async fn investigate(&self, dispute: &Value) -> Value {
        let path = format!("{}/investigate", path_of(dispute));
        self.call(ADMIN, &path, json!({})).await.expect(200)
    }

    /// An admin decides it.
    pub async fn resolve(&self, dispute: &Value, body: Value) -> Answer {
        self.call(ADMIN, &format!("{}/resolve", path_of(dispute)), body).await
    }

    /// Dispute, investigation, chargeback of all plays.
    pub async fn charged_back(&self, kind: &str, ids: &[&str]) -> Value {
        let dispute = self.opened(kind, ids).await;
        self.investigate(&dispute).await;
        let body = json!({"outcome": "CHARGEBACK", "findings": "nothing was shown"});
        self.resolve(&dispute, body).await.expect(200)
    }

    pub async fn impression(&self, id: &str) -> Value {
        self.server().get(&format!("/impressions/{id}")).await
    }

    /// What somebody was told with a code, newest first.
    pub async fn told(&self, token: &str, code: &str) -> Vec<String> {
        let list = self.read(token, "/notifications?limit=200").await.expect(200);
        let items = list["items"].as_array().unwrap().iter().filter(|one| one["code"] == code);
        items.map(|one| one["message"].as_str().unwrap().to_owned()).collect()
    }

    /// Lets days pass.
    pub async fn days(&self, days: i64) {
        self.server().advance(days * 86_400).await;
    }
}

/// A frame that no other play has.
fn picture_of(id: &str) -> Vec<u8> {
    let seed = id.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    sample_jpeg(320, 180, seed)
}

/// The path of a dispute.
pub fn path_of(dispute: &Value) -> String {
    format!("/disputes/{}", dispute["id"].as_str().unwrap())
}

/// A moment.
pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}
