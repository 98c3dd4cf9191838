//! Configuration: defaults, `config.toml`, environment. Unknown keys are errors. Rule: OPS-01.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use reading::ConfigError;

use crate::domain::{
    address::Network,
    campaign::{
        ab_test::AbTestLimits, distribution::DistributionLimits, emergency::EmergencyLimits,
        estimate::EstimateRules, lifecycle::LifecycleLimits, preview::PreviewLimits,
        simulation::SimulationLimits, test_mode::TestModeLimits,
    },
    catalog::Role,
    delivery::RetryLimits,
    dispute::DisputeLimits,
    geo::GeoLimits,
    impression::{
        capture::ScreenshotLimits, duration::DurationLimits, fraud::FraudLimits,
        heartbeat::HeartbeatLimits, quality::QualityLimits, time_rules::TimeLimits,
    },
    ledger::payout::PayoutLimits,
    pricing::{peak::PeakHours, price::PricingLimits, rates::RateChangeLimits},
    secret::Secret,
};

mod reading;

/// Everything that can be configured. Every number of the rules is here with its default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The HTTP server.
    pub http: HttpSettings,
    /// Where data lives.
    pub storage: StorageSettings,
    /// Logs.
    pub log: LogSettings,
    /// Sign-in.
    pub access: AccessSettings,
    /// Campaigns.
    pub campaign: CampaignSettings,
    /// Deadlines of campaigns, licences and accounts.
    pub lifecycle: LifecycleLimits,
    /// What holds a play for review.
    pub review: ReviewSettings,
    /// Checks of a play.
    pub impressions: ImpressionSettings,
    /// Presence of devices.
    pub heartbeat: HeartbeatLimits,
    /// Wallets.
    pub wallet: WalletSettings,
    /// Payouts to suppliers.
    pub payout: PayoutLimits,
    /// Reports over many days.
    pub reports: ReportSettings,
    /// Serving of ads.
    pub serving: ServingSettings,
    /// Prices.
    pub pricing: PricingSettings,
    /// Estimates.
    pub estimate: EstimateSettings,
    /// Simulations.
    pub simulation: SimulationLimits,
    /// A/B tests.
    pub ab_test: AbTestLimits,
    /// Tests of scheduled campaigns.
    pub test_mode: TestModeLimits,
    /// Previews.
    pub preview: PreviewLimits,
    /// How content comes to the devices.
    pub distribution: DistributionLimits,
    /// Emergency stops.
    pub emergency: EmergencyLimits,
    /// Disputes and chargebacks.
    pub dispute: DisputeLimits,
    /// What is kept of devices.
    pub devices: DeviceSettings,
    /// Screenshots of plays.
    pub screenshots: ScreenshotLimits,
    /// Deliveries of notifications.
    pub outbox: OutboxSettings,
    /// E-mail.
    pub mail: MailSettings,
    /// Full-text search.
    pub search: SearchSettings,
    /// The transparency log.
    pub transparency: TransparencySettings,
}

/// The transparency log of billed plays. Rule: POP-07.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TransparencySettings {
    /// Name of the log and its key, such as `ads.example.com/log`; empty: made up at the first start.
    /// It never changes.
    pub origin: String,
    /// File of the secret key; empty: `log.key` in the data directory.
    pub key_file: PathBuf,
    /// Seconds between two checkpoints while plays are billed.
    pub checkpoint_seconds: u32,
    /// A key that is lost for good is replaced by a new one at the next start.
    pub accept_new_key: bool,
}

impl Default for TransparencySettings {
    fn default() -> Self {
        Self {
            origin: String::new(),
            key_file: PathBuf::new(),
            checkpoint_seconds: 10,
            accept_new_key: false,
        }
    }
}

/// What is kept of devices. Rule: DEV-05, DEV-07.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DeviceSettings {
    /// Commands of a device that are kept, answered ones included.
    pub commands_kept: u32,
    /// Log lines in one upload at most.
    pub log_lines: u32,
    /// Uploads of logs that are kept of a device.
    pub log_uploads_kept: u32,
    /// Plays of a day that never arrived before the operator is told of the device; 0 = off.
    pub gap_min_plays: u32,
    /// Percent of the day's plays that these are at least.
    pub gap_percent: u32,
}

impl Default for DeviceSettings {
    fn default() -> Self {
        Self {
            commands_kept: 100,
            log_lines: 500,
            log_uploads_kept: 1_000,
            gap_min_plays: 10,
            gap_percent: 5,
        }
    }
}

/// The HTTP server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HttpSettings {
    /// Address and port.
    pub listen: String,
    /// Largest body of a JSON request, bytes.
    pub max_body_bytes: usize,
    /// Largest asset, bytes (rule CAM-06).
    pub max_asset_bytes: u64,
    /// Plays in one batch at most (rule IMP-02).
    pub max_batch_items: usize,
    /// Commands that wait for the writer at most; more are answered 503.
    pub queue_capacity: usize,
    /// Requests a second of one device, with bursts of ten seconds' worth; 0 = off.
    pub device_requests_per_second: u32,
    /// Sign-in and enrolment attempts a minute from one address; 0 = off.
    pub attempts_per_minute: u32,
    /// A request is given up after so many seconds.
    pub timeout_seconds: u64,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8420".to_owned(),
            max_body_bytes: 2 * 1024 * 1024,
            max_asset_bytes: 50 * 1024 * 1024,
            max_batch_items: 1000,
            queue_capacity: 8192,
            device_requests_per_second: 50,
            attempts_per_minute: 30,
            timeout_seconds: 30,
        }
    }
}

/// Where data lives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StorageSettings {
    /// The one data directory.
    pub data_dir: PathBuf,
    /// Page cache of the store, MiB.
    pub cache_mib: usize,
    /// Ids of plays that wait in memory until they are written as one sorted run.
    pub ids_a_run: usize,
    /// Days after a play on which its screenshot is kept (rule D-14); 0 = none is stored.
    pub screenshot_retention_days: u32,
}

impl Default for StorageSettings {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("data"),
            cache_mib: 64,
            ids_a_run: 225_000,
            screenshot_retention_days: 90,
        }
    }
}

/// Logs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogSettings {
    /// `json` or `text`.
    pub format: String,
    /// `error`, `warn`, `info`, `debug`, `trace`, or filters such as `vetrina=debug`.
    pub level: String,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { format: "text".to_owned(), level: "info".to_owned() }
    }
}

/// Sign-in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccessSettings {
    /// A session ends after so many hours.
    pub session_hours: u32,
    /// An enrolment token counts for so many hours.
    pub enrolment_hours: u32,
    /// Memory of one password check, KiB (Argon2id).
    pub argon2_kib: u32,
    /// Passes of one password check (Argon2id).
    pub argon2_passes: u32,
    /// Password checks at once.
    pub argon2_at_once: usize,
    /// Whether the session cookie asks for TLS.
    pub secure_cookies: bool,
}

impl Default for AccessSettings {
    fn default() -> Self {
        Self {
            session_hours: 12,
            enrolment_hours: 72,
            argon2_kib: 19 * 1024,
            argon2_passes: 2,
            argon2_at_once: 2,
            secure_cookies: false,
        }
    }
}

/// Campaigns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CampaignSettings {
    /// Hours between submission and `start_date` at least (rule CAM-05); 0 = off.
    pub min_lead_hours: u32,
    /// Budgets above this (USD) need approval (rule CAM-08); 0 = off.
    pub approval_budget: u32,
    /// Plays that were on screen at a pause or end and arrive within this bill (rule D-12).
    pub grace_seconds: u32,
    /// Thousandths of the budget that the platform may absorb (rule D-12).
    pub absorb_permille: i64,
    /// Smallest top-up, USD (rule BUD-04).
    pub min_top_up: u32,
    /// Criteria of five from which campaigns count as similar (rule CAM-23); 0 = off.
    pub similar_criteria: u32,
    /// Percent of stores in common from which that criterion holds (rule CAM-23).
    pub similar_overlap_percent: u32,
    /// More near-duplicates than this flag a submission (rule CAM-23).
    pub max_similar: u32,
}

impl Default for CampaignSettings {
    fn default() -> Self {
        Self {
            min_lead_hours: 24,
            approval_budget: 10_000,
            grace_seconds: 300,
            absorb_permille: 10,
            min_top_up: 50,
            similar_criteria: 3,
            similar_overlap_percent: 80,
            max_similar: 5,
        }
    }
}

/// What holds a play for review. Rule: D-10, D-11, IMP-08.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewSettings {
    /// The first so many plays of a device are reviewed; 0 = off.
    pub new_device_impressions: u32,
    /// Plays of campaigns with a larger budget (USD) are reviewed; 0 = off.
    pub large_budget: u32,
    /// Plays an hour of a device that declares no slots; 0 = off.
    pub max_impressions_per_device_hour: u32,
    /// Percent of the declared slots that are fine.
    pub slots_percent: u32,
    /// Plays that robotic timing is judged by; 0 = off.
    pub robotic_min_plays: u32,
    /// Coefficient of variation, in thousandths, below which timing is robotic.
    pub robotic_cv_permille: u32,
    /// Hours after which soft triggers are approved and hard ones reminded of.
    pub release_hours: u32,
    /// Days after which a hard trigger without a decision is rejected.
    pub expiry_days: u32,
    /// Plays of 24 hours with a wrong clock after which the operator is told of the device; 0 = off.
    pub chronic_clock_plays: u32,
}

impl Default for ReviewSettings {
    fn default() -> Self {
        let fraud = FraudLimits::default();
        Self {
            new_device_impressions: fraud.new_device_plays,
            large_budget: fraud.large_budget_units,
            max_impressions_per_device_hour: fraud.plays_per_hour,
            slots_percent: fraud.slots_percent,
            robotic_min_plays: fraud.robotic_min_plays,
            robotic_cv_permille: fraud.robotic_cv_permille,
            release_hours: 24,
            expiry_days: 30,
            chronic_clock_plays: 10,
        }
    }
}

impl ReviewSettings {
    /// The same as the fraud rules take them.
    #[must_use]
    pub const fn fraud(&self) -> FraudLimits {
        FraudLimits {
            plays_per_hour: self.max_impressions_per_device_hour,
            slots_percent: self.slots_percent,
            robotic_min_plays: self.robotic_min_plays,
            robotic_cv_permille: self.robotic_cv_permille,
            new_device_plays: self.new_device_impressions,
            large_budget_units: self.large_budget,
        }
    }
}

/// Checks of a play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ImpressionSettings {
    /// Skew and delay (rule D-02).
    pub time: TimeLimits,
    /// Played length (rule S3 §6.1).
    pub duration: DurationLimits,
    /// Distance from the store (rule D-04).
    pub location: GeoLimits,
    /// Bands of the quality score (rule D-09).
    pub quality: QualityLimits,
    /// Days in which a film's screenshot may not come again (rule D-09).
    pub reuse_days: i32,
}

impl Default for ImpressionSettings {
    fn default() -> Self {
        Self {
            time: TimeLimits::default(),
            duration: DurationLimits::default(),
            location: GeoLimits::default(),
            quality: QualityLimits::default(),
            reuse_days: 30,
        }
    }
}

/// Wallets. Rule: BUD-07.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WalletSettings {
    /// Manual credits above this (USD) need a second person; 0 = all of them.
    pub two_person_credit: u32,
    /// What one person alone gave a wallet within so many hours counts towards the limit.
    pub credit_window_hours: u32,
}

impl Default for WalletSettings {
    fn default() -> Self {
        Self { two_person_credit: 1_000, credit_window_hours: 24 }
    }
}

/// Reports over many days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReportSettings {
    /// Days that a statement or a share-of-voice report covers at most.
    pub max_days: u32,
    /// Days that a proof of play or an export of plays covers at most.
    pub proof_of_play_days: u32,
    /// Stores that a PDF lists at most, those with most plays first.
    pub pdf_stores: usize,
    /// Captured frames that a PDF shows at most.
    pub pdf_samples: usize,
    /// PDFs that are made at the same time.
    pub pdf_at_once: usize,
    /// PDFs that wait to be made at most; more are answered 503.
    pub pdf_waiting: usize,
    /// Memory for PDFs that were made, MiB.
    pub pdf_cache_mib: usize,
    /// Exports of plays that are sent at the same time; more are answered 503.
    pub exports_at_once: usize,
    /// Plays that an export reads at a time.
    pub export_chunk: usize,
    /// Where people reach the appliance, for the code on a PDF: `https://ads.example.com`.
    pub public_url: String,
}

impl Default for ReportSettings {
    fn default() -> Self {
        Self {
            max_days: 366,
            proof_of_play_days: 400,
            pdf_stores: 1_000,
            pdf_samples: 6,
            pdf_at_once: 1,
            pdf_waiting: 16,
            pdf_cache_mib: 32,
            exports_at_once: 2,
            export_chunk: 2_000,
            public_url: String::new(),
        }
    }
}

/// Serving of ads. Rule: CAM-17, DEV-03.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServingSettings {
    /// Plays of one campaign on one device in a rolling hour.
    pub plays_per_hour: u32,
    /// A lease is kept for the length of the play and so many seconds more.
    pub lease_seconds: u32,
    /// What `Retry-After` says when nothing fits, seconds.
    pub retry_seconds: u32,
    /// Seconds that an image shows where the device says nothing (rule CAM-06).
    pub image_display_seconds: u16,
}

impl Default for ServingSettings {
    fn default() -> Self {
        Self { plays_per_hour: 2, lease_seconds: 120, retry_seconds: 60, image_display_seconds: 10 }
    }
}

/// Prices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PricingSettings {
    /// Peak hours (rule PRC-02).
    pub peak: PeakHours,
    /// Full length and supplier's share (rules PRC-04, REV-01).
    pub price: PricingLimits,
    /// Notice of new rates (rule CAM-29).
    pub rate_change: RateChangeLimits,
}

/// Estimates. Rule: CAM-07, D-49.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EstimateSettings {
    /// How much of the computed impressions is promised, percent.
    pub conservative_percent: u32,
    /// How far the cost may lie above the budget, percent of the budget.
    pub allowed_cost_percent: u32,
}

impl Default for EstimateSettings {
    fn default() -> Self {
        let rules = EstimateRules::default();
        Self {
            conservative_percent: rules.conservative_percent,
            allowed_cost_percent: rules.allowed_cost_percent,
        }
    }
}

impl Settings {
    /// The numbers of the estimate.
    #[must_use]
    pub const fn estimate_rules(&self) -> EstimateRules {
        EstimateRules {
            conservative_percent: self.estimate.conservative_percent,
            allowed_cost_percent: self.estimate.allowed_cost_percent,
            plays_per_device_hour: self.serving.plays_per_hour,
        }
    }
}

/// Deliveries of notifications outside the appliance. Rule: OPS-08.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutboxSettings {
    /// When a failed delivery is tried again; follows the machine's clock.
    pub retry: RetryLimits,
    /// Deliveries at the same time.
    pub at_once: usize,
    /// An attempt is given up after so many seconds.
    pub timeout_seconds: u64,
    /// Bytes of a webhook's answer that are read at most.
    pub max_answer_bytes: usize,
    /// Webhooks of one advertiser, supplier or of the operator.
    pub webhooks_per_owner: usize,
    /// Whether webhooks without TLS are possible.
    pub allow_http: bool,
    /// Networks (`10.1.0.0/16`) that webhooks may reach although they are not public.
    pub allow_private_addresses: Vec<String>,
}

impl Default for OutboxSettings {
    fn default() -> Self {
        Self {
            retry: RetryLimits::default(),
            at_once: 16,
            timeout_seconds: 15,
            max_answer_bytes: 16 * 1024,
            webhooks_per_owner: 20,
            allow_http: false,
            allow_private_addresses: Vec::new(),
        }
    }
}

impl OutboxSettings {
    /// The networks that may be reached although they are not public.
    #[must_use]
    pub fn allowed_networks(&self) -> Vec<Network> {
        self.allow_private_addresses.iter().filter_map(|text| Network::parse(text)).collect()
    }

    /// The first entry of the list that is no network.
    #[must_use]
    pub fn wrong_network(&self) -> Option<&str> {
        let wrong = self.allow_private_addresses.iter().find(|text| Network::parse(text).is_none());
        wrong.map(String::as_str)
    }
}

/// How a mail server is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// In the clear, for a server on the same machine.
    None,
    /// In the clear at first, then TLS; no mail goes out where the server has none.
    Starttls,
    /// TLS from the first byte.
    Tls,
}

/// E-mail. Rule: OPS-08.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSettings {
    /// The mail server; empty: no mail is written at all.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// `none`, `starttls` or `tls`.
    pub tls: MailTls,
    /// Certificates (PEM) that are trusted beside the public ones.
    pub ca_file: PathBuf,
    /// Name to sign in with; empty: without.
    pub username: String,
    /// Its password.
    #[serde(serialize_with = "Secret::masked")]
    pub password: Secret,
    /// Sender: `name@example.com` or `Vetrina <name@example.com>`.
    pub from: String,
    /// Roles of the operator's people that get the operator's mail.
    pub operator_roles: Vec<Role>,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            host: String::new(),
            port: 587,
            tls: MailTls::Starttls,
            ca_file: PathBuf::new(),
            username: String::new(),
            password: Secret::default(),
            from: String::new(),
            operator_roles: vec![Role::SuperAdmin, Role::Admin, Role::Reviewer],
        }
    }
}

impl MailSettings {
    /// Whether mail is written.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.host.is_empty()
    }
}

/// Full-text search. Rule: OPS-09.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SearchSettings {
    /// Changes are gathered for so many milliseconds before the index is written.
    pub gather_ms: u64,
    /// A search waits so many milliseconds at most for changes made before it.
    pub wait_ms: u64,
    /// Changes that wait for the index at most; beyond, it looks at everything again.
    pub queue_capacity: usize,
    /// Memory of the index while it is written, MiB.
    pub memory_mib: usize,
    /// Hits that one search answers at most.
    pub max_hits: usize,
}

impl Default for SearchSettings {
    fn default() -> Self {
        Self {
            gather_ms: 250,
            wait_ms: 2_000,
            queue_capacity: 65_536,
            memory_mib: 32,
            max_hits: 1_000,
        }
    }
}
