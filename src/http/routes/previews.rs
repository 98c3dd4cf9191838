//! Previews of a campaign before it runs, as figures with links to drawings. Rule: CAM-13.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Deserializer, Serialize, de};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaign_view::{Targets, remaining_budget},
    campaigns::status_visible,
};
use crate::{
    clock::Randomness,
    domain::{
        campaign::{
            ab_test::{Served, served},
            allocation::{Candidate, serving_order},
            model::Campaign,
            preview::{
                Area, PreviewKind, PreviewScreen, Resolution, SCREEN_INCHES, check_available,
                fitted, safe_zone,
            },
            rotation::{PlannedPlay, Rotating, play_hour},
            status::CampaignStatus,
            timeline::last_moment,
        },
        catalog::{Asset, AssetKind, Device, Orientation, Store, hours},
        pricing::rates::StoreCategory,
        refusal::Refusal,
        time::{SECOND_MS, Timestamp},
        wording::listed,
    },
    engine::forecast::UsableStore,
    http::{
        ApiError, AppState, Caller, Json, Path, Problem, Query, error::ApiResult,
        openapi::BASE_PATH,
    },
    media::probe::film_has_sound,
};

/// Handlers of `/campaigns/{id}/previews`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_preview))
}

/// What a preview shows; absent choices are the usual ones.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PreviewQuery {
    /// Asset of the campaign; the first where absent.
    pub asset_id: Option<Uuid>,
    /// 32, 42, 55 (default) or 65.
    pub inches: Option<u32>,
    /// 1080p (default) or 4k, in either case.
    #[serde(deserialize_with = "resolution")]
    pub resolution: Option<Resolution>,
    /// LANDSCAPE (default) or PORTRAIT.
    pub orientation: Option<Orientation>,
    /// Target store; the first that can show the campaign where absent.
    pub store_id: Option<Uuid>,
    /// The hour to play through, RFC 3339; now or the campaign's start where absent.
    pub at: Option<String>,
}

/// Reads a resolution however its letters are written: screens say 4K.
fn resolution<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Resolution>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let found = Resolution::parse(&text.to_ascii_lowercase());
    let wrong = || de::Error::custom(format!("resolution is {}", listed(Resolution::ALL, "or")));
    found.map(Some).ok_or_else(wrong)
}

impl PreviewQuery {
    /// The screen that is simulated.
    ///
    /// # Errors
    /// `VALIDATION_FAILED` for a size that is not simulated.
    pub(super) fn screen(&self) -> Result<PreviewScreen, Refusal> {
        let inches = self.inches.unwrap_or(55);
        if !SCREEN_INCHES.contains(&inches) {
            let message = format!(
                "Screens of {} inches are simulated, not {inches}",
                listed(SCREEN_INCHES, "or")
            );
            return Err(Refusal::field("inches", "RANGE", message));
        }
        Ok(PreviewScreen {
            inches,
            resolution: self.resolution.unwrap_or(Resolution::FullHd),
            orientation: self.orientation.unwrap_or(Orientation::Landscape),
        })
    }
}

/// An asset as it will appear.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ContentPreview {
    /// Asset.
    pub asset_id: Uuid,
    /// Display name.
    pub name: String,
    /// Still or film.
    pub kind: AssetKind,
    /// Pixels of the file.
    pub width: u32,
    /// Pixels of the file.
    pub height: u32,
    /// Seconds that one play lasts.
    pub duration_seconds: u16,
    /// Whether it has sound; a still has none.
    pub has_audio: bool,
    /// Where it lies on the screen of the target resolution.
    pub area: Area,
    /// The drawing at the target resolution; of a film a card with its length.
    pub image_url: String,
    /// The file itself, with its sound.
    pub content_url: String,
}

/// A simulated device.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DevicePreview {
    /// Diagonal.
    pub screen_inches: u32,
    /// Resolution.
    pub resolution: Resolution,
    /// How it hangs.
    pub orientation: Orientation,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Picture's width in millimetres.
    pub width_mm: u32,
    /// Picture's height in millimetres.
    pub height_mm: u32,
    /// Where text and logos are safe, in the screen's pixels.
    pub safe_zone: Area,
    /// Where the content lies, in the screen's pixels.
    pub content_area: Area,
    /// Whether the content lies within the safe zone or reaches over it.
    pub content_reaches_over_safe_zone: bool,
    /// The drawing.
    pub image_url: String,
}

/// The campaign among those of a store.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StorePreview {
    /// Store.
    pub store_id: Uuid,
    /// Its name.
    pub store_name: String,
    /// Kind of store.
    pub category: Option<StoreCategory>,
    /// Visitors a day.
    pub daily_foot_traffic: u32,
    /// Mean stay of a visitor, minutes.
    pub avg_dwell_time_minutes: u32,
    /// ACTIVE screens.
    pub devices: Vec<StoreScreen>,
    /// Place in serving order: 1 is drawn first among equals.
    pub position: usize,
    /// All campaigns of the store with this one, in serving order.
    pub rotation: Vec<RotationEntry>,
    /// The drawing.
    pub image_url: String,
}

/// A screen of a store.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StoreScreen {
    /// Device.
    pub device_id: Uuid,
    /// Its name.
    pub name: String,
    /// Diagonal.
    pub screen_inches: f64,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How it hangs.
    pub orientation: Orientation,
}

/// A campaign in a store's rotation. Others are told by their place alone.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RotationEntry {
    /// Its name, of the previewed campaign and for the operator; else `Campaign 2`.
    pub name: String,
    /// Whether it is the previewed one.
    pub is_own: bool,
    /// 1 to 10.
    pub priority: u8,
    /// Share of the draws, percent.
    pub share_percent: f64,
}

/// An hour of rotation on one screen.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SchedulePreview {
    /// Store.
    pub store_id: Uuid,
    /// Beginning of the hour.
    pub from: Timestamp,
    /// Whether store hours and dayparts let the campaign play then.
    pub is_in_schedule: bool,
    /// Plays of the campaign in the hour.
    pub own_plays: usize,
    /// Plays of all campaigns in the hour.
    pub all_plays: usize,
    /// In order.
    pub plays: Vec<SchedulePlay>,
    /// The drawing.
    pub image_url: String,
}

/// A play of the hour.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SchedulePlay {
    /// Beginning.
    pub from: Timestamp,
    /// End.
    pub to: Timestamp,
    /// Whose, as in the store's rotation.
    pub name: String,
    /// Whether it is the previewed one's.
    pub is_own: bool,
    /// What is shown, of own plays.
    pub asset_id: Option<Uuid>,
}

/// A preview; the member of its kind is there. Rule: CAM-13.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Preview {
    /// What it shows.
    pub kind: PreviewKind,
    /// Campaign.
    pub campaign_id: Uuid,
    /// Its status.
    pub status: CampaignStatus,
    /// Each asset as it will appear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<Vec<ContentPreview>>,
    /// One asset on a simulated device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<DevicePreview>,
    /// The campaign in a store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<StorePreview>,
    /// An hour of rotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<SchedulePreview>,
}

/// Shows a preview of a campaign: `content`, `device`, `store` or `schedule`. Rule: CAM-13.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/previews/{kind}",
    tag = "campaigns",
    params(
        ("id" = Uuid, Path, description = "The campaign"),
        ("kind" = String, Path, description = "content, device, store or schedule"),
        PreviewQuery,
    ),
    responses(
        (status = 200, body = Preview),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not available in this status", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn show_preview(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, kind)): Path<(Uuid, String)>,
    Query(query): Query<PreviewQuery>,
) -> ApiResult<Json<Preview>> {
    let (kind, campaign) = previewed(&state, &caller, id, &kind)?;
    let mut preview = Preview {
        kind,
        campaign_id: campaign.id,
        status: campaign.status_now(),
        content: None,
        device: None,
        store: None,
        schedule: None,
    };
    match kind {
        PreviewKind::Content => preview.content = Some(contents(&state, &campaign, &query).await?),
        PreviewKind::Device => preview.device = Some(device(&state, &campaign, &query)?),
        PreviewKind::Store => {
            let scene = Scene::of(&state, &caller, &campaign, &query)?;
            preview.store = Some(scene.store_preview(&query)?);
        }
        PreviewKind::Schedule => {
            let scene = Scene::of(&state, &caller, &campaign, &query)?;
            preview.schedule = Some(scene.schedule_preview(&query)?);
        }
    }
    Ok(Json(preview))
}

/// The kind and the campaign, if the caller may see it and the status allows the kind.
///
/// # Errors
/// `NOT_FOUND`, `ILLEGAL_TRANSITION`.
pub(super) fn previewed(
    state: &AppState,
    caller: &Caller,
    id: Uuid,
    kind: &str,
) -> ApiResult<(PreviewKind, Arc<Campaign>)> {
    let campaign = status_visible(state, caller, id)?;
    let kind = PreviewKind::parse(kind).ok_or_else(|| Refusal::not_found("Preview"))?;
    check_available(kind, campaign.status_now())?;
    Ok((kind, campaign))
}

/// The campaign's asset that is shown.
///
/// # Errors
/// `VALIDATION_FAILED` when the campaign has no such asset.
pub(super) fn shown_asset(
    state: &AppState,
    campaign: &Campaign,
    query: &PreviewQuery,
) -> Result<Arc<Asset>, Refusal> {
    let assets = assets_of(state, campaign);
    let found = match query.asset_id {
        Some(id) => assets.into_iter().find(|asset| asset.id == id),
        None => assets.into_iter().next(),
    };
    found.ok_or_else(|| {
        let message = match query.asset_id {
            Some(id) => format!("Asset {id} is not content of the campaign"),
            None => "The campaign has no content yet".to_owned(),
        };
        Refusal::field("asset_id", "INVALID", message)
    })
}

fn assets_of(state: &AppState, campaign: &Campaign) -> Vec<Arc<Asset>> {
    campaign.content_assets.iter().filter_map(|no| state.views().assets.get(no.0)).collect()
}

/// Where the drawing of a preview is.
fn image_url(campaign: Uuid, kind: PreviewKind, parameters: &[(&str, String)]) -> String {
    let pairs: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{BASE_PATH}/campaigns/{campaign}/previews/{kind}/image?{}", pairs.join("&"))
}

fn screen_parameters(screen: PreviewScreen, asset: Uuid) -> Vec<(&'static str, String)> {
    let orientation = match screen.orientation {
        Orientation::Landscape => "LANDSCAPE",
        Orientation::Portrait => "PORTRAIT",
    };
    vec![
        ("asset_id", asset.to_string()),
        ("inches", screen.inches.to_string()),
        ("resolution", screen.resolution.to_string()),
        ("orientation", orientation.to_owned()),
    ]
}

async fn contents(
    state: &AppState,
    campaign: &Campaign,
    query: &PreviewQuery,
) -> ApiResult<Vec<ContentPreview>> {
    let screen = query.screen()?;
    let display = state.settings().serving.image_display_seconds;
    let mut previews = Vec::new();
    for asset in assets_of(state, campaign) {
        if query.asset_id.is_some_and(|wanted| wanted != asset.id) {
            continue;
        }
        let parameters = screen_parameters(screen, asset.id);
        previews.push(ContentPreview {
            asset_id: asset.id,
            name: asset.name.clone(),
            kind: asset.kind,
            width: asset.width,
            height: asset.height,
            duration_seconds: asset.play_seconds(display),
            has_audio: has_audio(state, &asset).await?,
            area: fitted((asset.width, asset.height), screen.pixels()),
            image_url: image_url(campaign.id, PreviewKind::Content, &parameters),
            content_url: format!("{BASE_PATH}/assets/{}/content", asset.id),
        });
    }
    Ok(previews)
}

async fn has_audio(state: &AppState, asset: &Asset) -> ApiResult<bool> {
    if asset.kind == AssetKind::Image {
        return Ok(false);
    }
    let path = state.blobs().path(&asset.sha256);
    let looking = tokio::task::spawn_blocking(move || film_has_sound(&path));
    looking.await.map_err(ApiError::internal)?.map_err(ApiError::internal)
}

fn device(
    state: &AppState,
    campaign: &Campaign,
    query: &PreviewQuery,
) -> Result<DevicePreview, Refusal> {
    let screen = query.screen()?;
    let asset = shown_asset(state, campaign, query)?;
    let (width, height) = screen.pixels();
    let (width_mm, height_mm) = screen.millimetres();
    let safe = safe_zone((width, height), &state.settings().preview);
    let area = fitted((asset.width, asset.height), (width, height));
    let inside = area.x >= safe.x
        && area.y >= safe.y
        && area.x + area.width <= safe.x + safe.width
        && area.y + area.height <= safe.y + safe.height;
    let parameters = screen_parameters(screen, asset.id);
    Ok(DevicePreview {
        screen_inches: screen.inches,
        resolution: screen.resolution,
        orientation: screen.orientation,
        width,
        height,
        width_mm,
        height_mm,
        safe_zone: safe,
        content_area: area,
        content_reaches_over_safe_zone: !inside,
        image_url: image_url(campaign.id, PreviewKind::Device, &parameters),
    })
}

/// A store with the campaigns that rotate in it, the previewed one first.
pub(super) struct Scene<'a> {
    state: &'a AppState,
    campaign: &'a Campaign,
    names_others: bool,
    store: Arc<Store>,
    devices: Vec<Arc<Device>>,
    campaigns: Vec<Arc<Campaign>>,
    rotating: Vec<Rotating>,
}

impl<'a> Scene<'a> {
    /// The chosen store, or the first that can show the campaign.
    ///
    /// # Errors
    /// `VALIDATION_FAILED` when there is none.
    pub(super) fn of(
        state: &'a AppState,
        caller: &Caller,
        campaign: &'a Arc<Campaign>,
        query: &PreviewQuery,
    ) -> Result<Self, Refusal> {
        let targets = Targets::of(state.views(), campaign);
        let wanted = |one: &UsableStore| query.store_id.is_none_or(|id| one.store.id == id);
        let Some(usable) = targets.usable.into_iter().find(wanted) else {
            let message = match query.store_id {
                Some(id) => format!("Store {id} is no target store that can show the campaign"),
                None => "No target store can show the campaign yet".to_owned(),
            };
            return Err(Refusal::field("store_id", "INVALID", message));
        };
        let now = state.now();
        let others = state.views().campaigns.iter().filter(|other| {
            other.no != campaign.no
                && other.is_active()
                && other.target_stores.contains(&usable.store.no)
                && other.end_date.is_some_and(|end| now <= last_moment(end))
        });
        // A store's rules may block another campaign here; its own preview would say so.
        let campaigns: Vec<_> = std::iter::once(Arc::clone(campaign)).chain(others).collect();
        let rotating = campaigns.iter().map(|one| rotating(state, one)).collect();
        Ok(Self {
            state,
            campaign,
            names_others: caller.actor.is_operator(),
            store: usable.store,
            devices: usable.devices,
            campaigns,
            rotating,
        })
    }

    /// The store's name.
    pub(super) fn store_name(&self) -> &str {
        &self.store.name
    }

    fn name_of(&self, place: usize) -> String {
        match self.campaigns.get(place) {
            Some(campaign) if place == 0 || self.names_others => campaign.name.clone(),
            _ => format!("Campaign {}", place + 1),
        }
    }

    fn store_preview(&self, query: &PreviewQuery) -> Result<StorePreview, Refusal> {
        let screen = query.screen()?;
        let asset = shown_asset(self.state, self.campaign, query)?;
        let candidates: Vec<Candidate> = self.rotating.iter().map(|one| one.candidate).collect();
        let order = serving_order(&candidates);
        let all: u128 = candidates.iter().map(Candidate::weight).sum();
        let entries = order.iter().filter_map(|place| {
            let candidate = candidates.get(*place)?;
            let share = candidate.weight() * 10_000 / all.max(1);
            Some(RotationEntry {
                name: self.name_of(*place),
                is_own: *place == 0,
                priority: candidate.priority,
                share_percent: share as f64 / 100.0,
            })
        });
        let traits = self.store.traits_now();
        let mut parameters = screen_parameters(screen, asset.id);
        parameters.push(("store_id", self.store.id.to_string()));
        Ok(StorePreview {
            store_id: self.store.id,
            store_name: self.store.name.clone(),
            category: traits.map(|traits| traits.category),
            daily_foot_traffic: traits.map_or(0, |traits| traits.daily_foot_traffic),
            avg_dwell_time_minutes: self.store.avg_dwell_time_minutes,
            devices: self.devices.iter().map(|device| screen_of(device)).collect(),
            position: order.iter().position(|place| *place == 0).unwrap_or(0) + 1,
            rotation: entries.collect(),
            image_url: image_url(self.campaign.id, PreviewKind::Store, &parameters),
        })
    }

    fn schedule_preview(&self, query: &PreviewQuery) -> Result<SchedulePreview, Refusal> {
        let from = self.hour(query)?;
        let after = |seconds: u32| from.plus_ms(i64::from(seconds) * SECOND_MS);
        let planned = self.hour_of_plays();
        let assets = assets_of(self.state, self.campaign);
        let plays: Vec<SchedulePlay> = planned
            .iter()
            .map(|play| SchedulePlay {
                from: after(play.from),
                to: after(play.to),
                name: self.name_of(play.campaign),
                is_own: play.campaign == 0,
                asset_id: (play.campaign == 0)
                    .then(|| assets.get(play.asset).map(|asset| asset.id))
                    .flatten(),
            })
            .collect();
        let zone = jiff::tz::TimeZone::get(&self.store.timezone);
        let local = from.local(&zone.unwrap_or(jiff::tz::TimeZone::UTC));
        let open = self.store.opening_hours.is_open(local);
        let parameters = [("store_id", self.store.id.to_string()), ("at", from.to_string())];
        Ok(SchedulePreview {
            store_id: self.store.id,
            from,
            is_in_schedule: open && hours::allows(&self.campaign.dayparts, local),
            own_plays: plays.iter().filter(|play| play.is_own).count(),
            all_plays: plays.len(),
            plays,
            image_url: image_url(self.campaign.id, PreviewKind::Schedule, &parameters),
        })
    }

    /// The hour that is played through: as asked, else from now or the campaign's start.
    ///
    /// # Errors
    /// `VALIDATION_FAILED` when `at` is no moment.
    pub(super) fn hour(&self, query: &PreviewQuery) -> Result<Timestamp, Refusal> {
        let now = self.state.now();
        let usual = self.campaign.start_date.map_or(now, |start| start.max(now));
        match &query.at {
            None => Ok(usual),
            Some(text) => Timestamp::parse(text)
                .map_err(|why| Refusal::field("at", "INVALID", format!("at is {why}"))),
        }
    }

    /// One hour of the rotation. The draws follow from the campaign alone, so that the picture
    /// shows the same hour as the figures.
    pub(super) fn hour_of_plays(&self) -> Vec<PlannedPlay> {
        let mut random = Randomness::seeded(self.campaign.id.as_u64_pair().1);
        let most = self.state.settings().serving.plays_per_hour;
        play_hour(&self.rotating, most, || random.number())
    }
}

fn screen_of(device: &Device) -> StoreScreen {
    StoreScreen {
        device_id: device.id,
        name: device.name.clone(),
        screen_inches: f64::from(device.screen_inches_x10) / 10.0,
        width: device.width,
        height: device.height,
        orientation: device.orientation,
    }
}

fn rotating(state: &AppState, campaign: &Campaign) -> Rotating {
    let figures = state.views().figures_of(campaign.no);
    let newest = state.views().ab_test_of(campaign.no);
    let kept = match served(campaign, newest.as_deref()) {
        Served::Winner(assets) => assets,
        Served::All(_) | Served::Drawn(_) => campaign.content_assets.clone(),
    };
    let display = state.settings().serving.image_display_seconds;
    let assets = kept.iter().filter_map(|no| state.views().assets.get(no.0));
    Rotating {
        candidate: Candidate {
            priority: campaign.priority_now(),
            remaining: remaining_budget(campaign, &figures),
            budget: campaign.budget_or_zero(),
            created_at: campaign.created_at,
            no: campaign.no,
        },
        seconds: assets.map(|asset| asset.play_seconds(display)).collect(),
    }
}
