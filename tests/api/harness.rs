//! A server for tests, and the people and screens that talk to it.

use std::sync::{
    OnceLock,
    atomic::{AtomicU64, Ordering},
};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use uuid::Uuid;
use vetrina::{
    app::App,
    clock::Clock,
    config::Settings,
    domain::time::Timestamp,
    media::sample::{sample_jpeg, sample_mp4},
    player::DeviceKey,
};

/// The administrator's token of every test server.
pub const ADMIN: &str = "test-bootstrap-token-0123456789";

/// Moment at which test clocks start: a Monday, 08:00 in Ho Chi Minh City.
pub const START: &str = "2026-02-02T01:00:00Z";

/// A server on loopback with its own data directory.
pub struct Server {
    pub base: String,
    pub client: reqwest::Client,
    pub folder: TempDir,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
    settings: Settings,
}

/// An answer: status, body, headers.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
    pub headers: reqwest::header::HeaderMap,
}

impl Answer {
    /// The body, after checking the status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }

    /// The `error` word, after checking the status.
    #[track_caller]
    pub fn refused(self, status: u16) -> String {
        let body = self.expect(status);
        body["error"].as_str().unwrap_or_default().to_owned()
    }
}

/// Settings of a test server: review thresholds, warnings of similar campaigns and request limits
/// off, the rest as shipped.
pub fn quiet() -> Settings {
    let mut settings = Settings::default();
    settings.review.new_device_impressions = 0;
    settings.review.large_budget = 0;
    settings.review.max_impressions_per_device_hour = 0;
    settings.review.robotic_min_plays = 0;
    settings.campaign.similar_criteria = 0;
    settings.http.device_requests_per_second = 0;
    settings.http.attempts_per_minute = 0;
    settings.storage.cache_mib = 16;
    settings.screenshots.warn_free_mib = 0;
    settings.screenshots.min_free_mib = 0;
    settings
}

impl Server {
    /// A server with review thresholds off.
    pub async fn start() -> Self {
        Self::with(quiet()).await
    }

    /// A server with settings.
    pub async fn with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::on(folder, settings, Timestamp::parse(START).unwrap()).await
    }

    async fn on(folder: TempDir, mut settings: Settings, now: Timestamp) -> Self {
        settings.storage.data_dir = folder.path().to_owned();
        let app = App::open(settings.clone(), Clock::simulated(now)).unwrap();
        app.bootstrap(ADMIN).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = spawn(async move {
            app.serve(listener, async move { drop(stopped.await) }).await.unwrap();
        });
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { base, client, folder, stop: Some(stop), serving: Some(serving), settings }
    }

    /// A server that runs as a process of its own.
    pub fn attach(base: String, folder: TempDir) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { base, client, folder, stop: None, serving: None, settings: Settings::default() }
    }

    /// Stops in order and starts again on the same data, at the same simulated moment.
    pub async fn restart(mut self) -> Self {
        let now = self.now().await;
        drop(self.stop.take());
        self.serving.take().unwrap().await.unwrap();
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        Self::on(folder, self.settings.clone(), now).await
    }

    /// Stops in order and starts again at a later moment, as after a time without power.
    pub async fn restart_at(mut self, now: &str) -> Self {
        drop(self.stop.take());
        self.serving.take().unwrap().await.unwrap();
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        Self::on(folder, self.settings.clone(), Timestamp::parse(now).unwrap()).await
    }

    /// The same with other settings.
    pub async fn restart_with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self.restart().await
    }

    /// Stops in order and recomputes the books from the entries: nothing may differ.
    pub async fn stop_and_audit(mut self) {
        self.audit_stopped().await;
    }

    /// Stops, audits and starts again, as `restart`.
    pub async fn audited(mut self) -> Self {
        let now = self.now().await;
        self.audit_stopped().await;
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        Self::on(folder, self.settings.clone(), now).await
    }

    async fn audit_stopped(&mut self) {
        drop(self.stop.take());
        self.serving.take().unwrap().await.unwrap();
        let path = self.folder.path().join(vetrina::app::STORE_FILE);
        let store = vetrina::db::Store::open(&path, 1 << 24).unwrap();
        let report = vetrina::engine::audit::audit(&store, &self.settings).unwrap();
        assert!(report.is_clean(), "{:#?}", report.findings);
    }

    /// Stops in order; the data, the settings and the moment are left.
    pub async fn stop(mut self) -> (TempDir, Settings, Timestamp) {
        let now = self.now().await;
        drop(self.stop.take());
        self.serving.take().unwrap().await.unwrap();
        (std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap()), self.settings, now)
    }

    /// Starts again on what `stop` left.
    pub async fn resume((folder, settings, now): (TempDir, Settings, Timestamp)) -> Self {
        Self::on(folder, settings, now).await
    }

    /// Sends a request; JSON body unless `Value::Null`.
    pub async fn send(&self, method: Method, path: &str, token: &str, body: Value) -> Answer {
        let url = format!("{}/api/v1{path}", self.base);
        let mut request = self.client.request(method, url);
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        Self::read(request).await
    }

    /// Sends a prepared request.
    pub async fn read(request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        Answer { status, body, headers }
    }

    /// GET as administrator, 200.
    #[track_caller]
    pub fn get(&self, path: &str) -> impl Future<Output = Value> {
        let sent = self.send(Method::GET, path, ADMIN, Value::Null);
        async move { sent.await.expect(200) }
    }

    /// POST as administrator.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, ADMIN, body).await
    }

    /// Now, by the simulated clock.
    pub async fn now(&self) -> Timestamp {
        let clock = self.get("/sim/clock").await;
        Timestamp::parse(clock["now"].as_str().unwrap()).unwrap()
    }

    /// Sets the clock forward; jobs and timers on the way run.
    pub async fn set_clock(&self, to: &str) {
        self.post("/sim/clock", json!({ "set": to })).await.expect(200);
    }

    /// Moves the clock forward by seconds.
    pub async fn advance(&self, seconds: i64) {
        self.post("/sim/clock", json!({ "advance_seconds": seconds })).await.expect(200);
    }

    /// Uploads an asset and approves it.
    pub async fn asset(&self, advertiser: &str, file: Vec<u8>, file_name: &str) -> String {
        let asset = self.upload(ADMIN, advertiser, file, file_name).await.expect(201);
        let id = asset["id"].as_str().unwrap().to_owned();
        self.post(&format!("/assets/{id}/approve"), json!({"scan_flags": []})).await.expect(200);
        id
    }

    /// Uploads a file.
    pub async fn upload(&self, token: &str, advertiser: &str, file: Vec<u8>, name: &str) -> Answer {
        let part = reqwest::multipart::Part::bytes(file).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new()
            .text("name", name.to_owned())
            .text("advertiser_id", advertiser.to_owned())
            .part("file", part);
        let url = format!("{}/api/v1/assets", self.base);
        Self::read(self.client.post(url).bearer_auth(token).multipart(form)).await
    }
}

#[allow(clippy::disallowed_methods, reason = "the test's server runs beside the test")]
pub fn spawn(future: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(future)
}

/// Keys are slow to make, so screens share a few; each signs its own device id.
fn key(number: usize) -> &'static DeviceKey {
    static KEYS: OnceLock<Vec<DeviceKey>> = OnceLock::new();
    let keys = KEYS.get_or_init(|| (0..3).map(|_| DeviceKey::generate().unwrap()).collect());
    &keys[number % keys.len()]
}

/// A screen that signs its plays.
#[derive(Debug)]
pub struct Screen {
    pub id: String,
    pub token: String,
    pub key_id: String,
    key: usize,
    counter: AtomicU64,
}

/// Everything that a campaign needs to run.
pub struct World {
    pub server: Server,
    pub advertiser: String,
    pub supplier: String,
    pub store: String,
    pub screen: Screen,
    pub asset: String,
    pub campaign: String,
}

/// What a world is made of.
pub struct Plan {
    pub settings: Settings,
    pub budget: f64,
    pub fixed_cpm: Option<f64>,
    /// Small budgets default to priority 3, which costs 10 % less.
    pub priority: Option<u8>,
    /// Seconds of the film; 0 = an image.
    pub film_seconds: u32,
    pub start_date: &'static str,
    pub end_date: &'static str,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            settings: quiet(),
            budget: 1000.0,
            fixed_cpm: None,
            priority: None,
            film_seconds: 15,
            start_date: "2026-02-04T00:00:00Z",
            end_date: "2026-02-20",
        }
    }
}

impl World {
    /// A world whose campaign runs since its start date.
    pub async fn running(plan: Plan) -> Self {
        let start = plan.start_date;
        let world = Self::submitted(plan).await;
        world.server.set_clock(start).await;
        world.screen.beat(&world.server).await;
        world
    }

    /// A world whose campaign is submitted.
    pub async fn submitted(plan: Plan) -> Self {
        let server = Server::with(plan.settings.clone()).await;
        Self::submitted_on(server, plan).await
    }

    /// The same on a server that runs already.
    pub async fn submitted_on(server: Server, plan: Plan) -> Self {
        let world = Self::drafted_on(server, plan).await;
        let path = format!("/campaigns/{}/submit", world.campaign);
        world.server.post(&path, json!({"terms_accepted": true})).await.expect(200);
        world
    }

    /// A world whose campaign is a complete draft.
    pub async fn drafted(plan: Plan) -> Self {
        let server = Server::with(plan.settings.clone()).await;
        Self::drafted_on(server, plan).await
    }

    /// The same on a server that runs already.
    pub async fn drafted_on(server: Server, plan: Plan) -> Self {
        let advertiser = make_advertiser(&server, "Phở Việt", 50_000.0).await;
        let supplier = make_supplier(&server, "Saigon Screens").await;
        let store = make_store(&server, &supplier, json!({})).await;
        let screen = Screen::make(&server, &store, 0).await;
        let film = plan.film_seconds > 0;
        let (file, name) = if film {
            (sample_mp4(1920, 1080, plan.film_seconds), "film.mp4")
        } else {
            (sample_jpeg(1920, 1080, 1), "picture.jpg")
        };
        let asset = server.asset(&advertiser, file, name).await;
        let mut world =
            Self { server, advertiser, supplier, store, screen, asset, campaign: String::new() };
        world.campaign = world.make_campaign("Tết 2026", &plan).await;
        world
    }

    /// Another complete draft of the same advertiser.
    pub async fn make_campaign(&self, name: &str, plan: &Plan) -> String {
        let mut body = json!({
            "advertiser_id": self.advertiser, "name": name, "brand_name": "Phở Việt",
            "category": "FOOD_BEVERAGE", "budget": plan.budget, "start_date": plan.start_date,
            "end_date": plan.end_date, "content_assets": [self.asset],
            "target_stores": [self.store],
        });
        if let Some(priority) = plan.priority {
            body["priority"] = json!(priority);
        }
        let campaign = self.server.post("/campaigns", body).await.expect(201);
        let id = campaign["id"].as_str().unwrap().to_owned();
        if let Some(cpm) = plan.fixed_cpm {
            let path = format!("/campaigns/{id}/pricing");
            let body = json!({"mode": "FIXED_CPM", "cpm": cpm});
            self.server.send(Method::PUT, &path, ADMIN, body).await.expect(200);
        }
        id
    }

    /// A play of the world's campaign and asset on its screen, ending now.
    pub async fn play(&self) -> Play {
        Play::of(self, self.server.now().await)
    }

    /// Submits a play on the world's screen.
    pub async fn submit(&self, play: &Play) -> Answer {
        self.screen.submit(&self.server, play).await
    }

    /// The campaign as it stands.
    pub async fn campaign(&self) -> Value {
        self.server.get(&format!("/campaigns/{}", self.campaign)).await
    }

    /// Codes of what the advertiser was told, newest first.
    pub async fn told(&self) -> Vec<String> {
        let body = json!({"name": "inbox", "role": "ADVERTISER", "owner_id": self.advertiser});
        let token = self.server.post("/api-tokens", body).await.expect(201);
        let token = token["token"].as_str().unwrap();
        let path = "/notifications?limit=200";
        let list = self.server.send(Method::GET, path, token, Value::Null).await.expect(200);
        let items = list["items"].as_array().unwrap().iter();
        items.map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    }

    /// The campaign's statistics.
    pub async fn stats(&self) -> Value {
        self.server.get(&format!("/campaigns/{}/stats", self.campaign)).await
    }
}

/// Makes an advertiser with a verified address and money.
pub async fn make_advertiser(server: &Server, name: &str, deposit: f64) -> String {
    let email = format!("{}@example.com", Uuid::from_u128(random()).simple());
    let body = json!({"name": name, "email": email});
    let advertiser = server.post("/advertisers", body).await.expect(201);
    let id = advertiser["id"].as_str().unwrap().to_owned();
    server.post(&format!("/advertisers/{id}/verify-email"), json!({})).await.expect(200);
    if deposit > 0.0 {
        let body = json!({"amount": deposit, "reference": "wire 1"});
        server.post(&format!("/wallets/{id}/deposits"), body).await.expect(201);
    }
    id
}

/// Makes a supplier.
pub async fn make_supplier(server: &Server, name: &str) -> String {
    let email = format!("{}@example.com", Uuid::from_u128(random()).simple());
    let supplier = server.post("/suppliers", json!({"name": name, "email": email})).await;
    supplier.expect(201)["id"].as_str().unwrap().to_owned()
}

/// Makes the seed's store: a premium mall in Ho Chi Minh City; `change` overrides fields.
pub async fn make_store(server: &Server, supplier: &str, change: Value) -> String {
    let mut body = json!({
        "supplier_id": supplier, "name": "Vincom Center", "category": "PREMIUM_MALL",
        "region": "Ho Chi Minh", "address": "72 Lê Thánh Tôn", "lat": 10.762622,
        "lng": 106.660172, "timezone": "Asia/Ho_Chi_Minh", "country": "VN",
        "daily_foot_traffic": 8000, "avg_dwell_time_minutes": 30,
    });
    for (name, value) in change.as_object().unwrap() {
        body[name] = value.clone();
    }
    server.post("/stores", body).await.expect(201)["id"].as_str().unwrap().to_owned()
}

/// Random bits for unique names (of the tests, not of the appliance).
pub fn random() -> u128 {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).unwrap();
    u128::from_be_bytes(bytes)
}

impl Screen {
    /// Makes an ACTIVE 55-inch 4K screen in a store.
    pub async fn make(server: &Server, store: &str, number: usize) -> Self {
        let body = json!({
            "store_id": store, "name": format!("Screen {number}"), "screen_inches": 55,
            "width": 3840, "height": 2160, "orientation": "LANDSCAPE",
            "public_key_pem": key(number).public_key_pem().unwrap(),
        });
        let made = server.post("/devices", body).await.expect(201);
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        assert_eq!(made["status"], "ACTIVE");
        Self {
            id: text("id"),
            token: text("device_token"),
            key_id: text("key_id"),
            key: number,
            counter: AtomicU64::new(0),
        }
    }

    /// Says hello.
    pub async fn beat(&self, server: &Server) -> Value {
        let now = server.now().await.to_string();
        let path = format!("/devices/{}/heartbeat", self.id);
        server.send(Method::POST, &path, &self.token, json!({"sent_at": now})).await.expect(200)
    }

    /// Lets time pass and stays online: a campaign whose devices are silent for a day pauses.
    pub async fn online_until(&self, server: &Server, to: &str) {
        let end = Timestamp::parse(to).unwrap();
        loop {
            self.beat(server).await;
            let next = server.now().await.plus_ms(12 * 3_600_000);
            if next >= end {
                break;
            }
            server.set_clock(&next.to_string()).await;
        }
        server.set_clock(to).await;
    }

    /// Asks for an ad.
    pub async fn next_ad(&self, server: &Server) -> Answer {
        let path = format!("/devices/{}/next-ad", self.id);
        server.send(Method::POST, &path, &self.token, json!({})).await
    }

    /// Signs a play and submits it.
    pub async fn submit(&self, server: &Server, play: &Play) -> Answer {
        server.send(Method::POST, "/impressions", &self.token, self.body(play)).await
    }

    /// The signed body of a play.
    pub fn body(&self, play: &Play) -> Value {
        let location = play.location.map(|(lat, lng)| json!({"lat": lat, "lng": lng}));
        let mut body = json!({
            "campaign_id": play.campaign, "device_id": self.id, "content_asset_id": play.asset,
            "played_at": play.played_at, "duration_actual": play.duration,
            "impression_id": play.id, "queued": play.queued,
            "proof": {"screenshot_hash": play.screenshot_hash, "location": location},
        });
        if let Some(sent_at) = &play.sent_at {
            body["sent_at"] = json!(sent_at);
        }
        if let Some(variant) = &play.variant {
            body["variant_id"] = json!(variant);
        }
        if let Some(lease) = &play.lease {
            body["lease_id"] = json!(lease);
        }
        let text = if play.version == 2 {
            let counter =
                play.counter.unwrap_or_else(|| self.counter.fetch_add(1, Ordering::SeqCst) + 1);
            body["key_id"] = json!(self.key_id);
            body["counter"] = json!(counter);
            body["signature_version"] = json!(2);
            self.v2_text(play, counter)
        } else {
            format!("{}{}{}", play.campaign, play.played_at, play.screenshot_hash)
        };
        let signature = key(play.signer.unwrap_or(self.key)).sign_base64(text.as_bytes()).unwrap();
        body["proof"]["device_signature"] = json!(signature);
        body
    }

    fn v2_text(&self, play: &Play, counter: u64) -> String {
        let degrees = |value: Option<f64>| value.map_or_else(String::new, |v| format!("{v:.6}"));
        [
            "vetrina-play-v2".to_owned(),
            self.key_id.clone(),
            self.id.clone(),
            counter.to_string(),
            play.id.clone(),
            play.campaign.clone(),
            play.asset.clone(),
            play.variant.clone().unwrap_or_default(),
            play.played_at.clone(),
            play.duration.to_string(),
            play.screenshot_hash.clone(),
            degrees(play.location.map(|(lat, _)| lat)),
            degrees(play.location.map(|(_, lng)| lng)),
        ]
        .join("\n")
    }
}

/// A play before it is signed. Fields may be changed at will.
#[derive(Clone, Debug)]
pub struct Play {
    pub id: String,
    pub campaign: String,
    pub asset: String,
    pub played_at: String,
    pub duration: u32,
    pub screenshot_hash: String,
    pub location: Option<(f64, f64)>,
    pub sent_at: Option<String>,
    pub queued: bool,
    pub lease: Option<String>,
    pub variant: Option<String>,
    pub version: u8,
    pub counter: Option<u64>,
    /// Signs with another key of the tests than the screen's.
    pub signer: Option<usize>,
}

impl Play {
    /// A good play that ended at a moment.
    pub fn of(world: &World, played_at: Timestamp) -> Self {
        Self {
            id: Uuid::from_u128(random()).to_string(),
            campaign: world.campaign.clone(),
            asset: world.asset.clone(),
            played_at: played_at.to_string(),
            duration: 15,
            screenshot_hash: format!("{:032x}{:032x}", random(), random()),
            location: Some((10.762_622, 106.660_172)),
            sent_at: Some(played_at.to_string()),
            queued: false,
            lease: None,
            variant: None,
            version: 2,
            counter: None,
            signer: None,
        }
    }
}
