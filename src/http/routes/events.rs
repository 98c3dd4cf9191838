//! `GET /events`: what happens, as it happens, for those who may see it.

use std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{self, KeepAlive, Sse},
};
use futures_util::stream::{self, Stream};
use serde::Serialize;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{campaign_view::remaining_budget, notifications::NoticeView};
use crate::{
    domain::{
        campaign::status::CampaignStatus,
        catalog::{DeviceStatus, access::Owner},
        ids::{CampaignNo, DeviceNo},
        impression::{fraud::Flags, record::PlayStatus},
        money::Amount,
        notices::Language,
        refusal::Code,
        time::{SECOND_MS, Timestamp},
    },
    engine::publish::{Event, EventKind, PlayEvent},
    http::{
        ApiError, AppState, Caller, Principal, Problem, error::ApiResult, language::language_of,
    },
};

/// Handlers of `/events`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(stream_events))
}

/// A comment goes out so often while nothing happens.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// The header of those who come back.
const LAST_EVENT_ID: &str = "last-event-id";

/// Streams what happens: `campaign`, `device`, `reviews`, `job`, `notice`, `play` with JSON.
///
/// Filtered by what the caller may see. After `Last-Event-ID` the missed events come first; where
/// they are no longer kept, `resync` asks to read everything again.
#[utoipa::path(
    get,
    path = "/events",
    tag = "events",
    params(("last-event-id" = Option<u64>, Header)),
    responses(
        (status = 200, content_type = "text/event-stream", body = String),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn stream_events(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
) -> ApiResult<Sse<impl Stream<Item = Result<sse::Event, Infallible>>>> {
    let after = last_event_id(&headers)?;
    let language = language_of(&state, &caller.principal, &headers);
    let feed = Feed::start(state, caller, language, after);
    let events =
        stream::unfold(
            feed,
            |mut feed| async move { feed.next().await.map(|event| (Ok(event), feed)) },
        );
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

fn last_event_id(headers: &HeaderMap) -> ApiResult<Option<u64>> {
    let Some(value) = headers.get(LAST_EVENT_ID) else { return Ok(None) };
    let number = value.to_str().ok().and_then(|text| text.trim().parse().ok());
    number.map(Some).ok_or_else(|| ApiError::malformed("Last-Event-ID must be an event's id"))
}

/// One caller's stream.
struct Feed {
    state: AppState,
    caller: Caller,
    /// Of notifications.
    language: Language,
    waiting: VecDeque<sse::Event>,
    receiver: Receiver<Arc<Event>>,
    /// The newest event that was looked at.
    seen: u64,
}

impl Feed {
    fn start(state: AppState, caller: Caller, language: Language, after: Option<u64>) -> Self {
        let (missed, receiver) = state.views().events.subscribe(after);
        let seen = missed.last().map_or(0, |event| event.id);
        let mut feed = Self { state, caller, language, waiting: VecDeque::new(), receiver, seen };
        if after.is_some_and(|after| has_gap(after, &missed)) {
            feed.waiting.push_back(resync());
        }
        let events = missed.iter().filter_map(|event| feed.render(event));
        let events: Vec<_> = events.collect();
        feed.waiting.extend(events);
        feed
    }

    /// The next event that the caller may see; `None` when the stream ends.
    async fn next(&mut self) -> Option<sse::Event> {
        let stopping = self.state.stopping().clone();
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            let received = tokio::select! {
                () = stopping.cancelled() => return None,
                received = self.receiver.recv() => received,
            };
            if !self.may_go_on() {
                return None;
            }
            match received {
                Ok(event) if event.id <= self.seen => {}
                Ok(event) => {
                    self.seen = event.id;
                    let rendered = self.render(&event);
                    self.waiting.extend(rendered);
                }
                Err(RecvError::Lagged(_)) => return Some(resync()),
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// Whether the credentials still count: a stream must not outlive them.
    fn may_go_on(&self) -> bool {
        let (views, now) = (self.state.views(), self.state.now());
        match &self.caller.principal {
            Principal::Person { user, session } => {
                let session = views.sessions.pin().get(&session.hash).cloned();
                session.is_some_and(|session| session.expires_at > now)
                    && views.users.get(user.no.0).is_some_and(|user| user.is_active)
            }
            Principal::Program { token } => views.tokens.get(token.no.0).is_some_and(|token| {
                token.revoked_at.is_none() && token.expires_at.is_none_or(|end| end > now)
            }),
            Principal::Device { .. } => false,
        }
    }

    /// An event as it goes out; `None` where the caller may not see it.
    fn render(&self, event: &Event) -> Option<sse::Event> {
        let (name, json) = self.describe(&event.kind)?;
        Some(sse::Event::default().id(event.id.to_string()).event(name).data(json))
    }

    fn describe(&self, kind: &EventKind) -> Option<(&'static str, String)> {
        let operator = self.caller.actor.is_operator();
        match kind {
            EventKind::Campaign(no) => named("campaign", &self.campaign(*no)?),
            EventKind::Device(no) => named("device", &self.device(*no)?),
            EventKind::Reviews { waiting } if operator => {
                named("reviews", &ReviewsEvent { waiting: *waiting })
            }
            EventKind::Job(job) if operator => {
                let done = self.state.views().jobs.pin().get(job).cloned();
                named(
                    "job",
                    &JobEvent {
                        name: job.clone(),
                        last_slot: done.as_ref().map(|done| done.last_slot),
                        result: done.map(|done| done.result),
                    },
                )
            }
            EventKind::Notice(notice) => {
                let is_own = notice.what.to == self.caller.actor.owner;
                is_own.then(|| named("notice", &NoticeView::of(notice, self.language))).flatten()
            }
            EventKind::Play(play) if operator || self.is_on_own_screen(play) => {
                named("play", &self.play(play))
            }
            EventKind::Reviews { .. } | EventKind::Job(_) | EventKind::Play(_) => None,
        }
    }

    fn campaign(&self, no: CampaignNo) -> Option<CampaignEvent> {
        let views = self.state.views();
        let campaign = views.campaigns.get(no.0)?;
        let visible = self.caller.actor.sees(Owner::Advertiser(campaign.advertiser));
        let figures = views.figures_of(no);
        let totals = &figures.totals;
        visible.then(|| CampaignEvent {
            campaign_id: campaign.id,
            status: campaign.status_now(),
            verified: totals.verified,
            rejected: totals.rejected,
            under_review: totals.under_review,
            spent: totals.spent,
            absorbed: totals.absorbed,
            remaining_budget: remaining_budget(&campaign, &figures),
            held_for_review: figures.held_for_review,
        })
    }

    fn device(&self, no: DeviceNo) -> Option<DeviceEvent> {
        let views = self.state.views();
        let device = views.devices.get(no.0)?;
        let store = device.store_now().and_then(|no| views.stores.get(no.0));
        let owner = store.as_ref().map_or(Owner::Operator, |store| Owner::Supplier(store.supplier));
        let figures = views.online.pin().get(&no).copied();
        let window_ms = i64::from(self.state.settings().heartbeat.online_seconds) * SECOND_MS;
        self.caller.actor.sees(owner).then(|| DeviceEvent {
            device_id: device.id,
            store_id: store.map(|store| store.id),
            status: device.status_now(),
            online: views.is_online(no, self.state.now(), window_ms),
            last_heartbeat_at: figures.map(|figures| figures.last_heartbeat),
        })
    }

    /// Whether a play ran on a screen of the caller: what a supplier earns moves with it.
    fn is_on_own_screen(&self, play: &PlayEvent) -> bool {
        let views = self.state.views();
        let store = views.devices.get(play.device.0).and_then(|device| device.store_now());
        store
            .and_then(|no| views.stores.get(no.0))
            .is_some_and(|store| self.caller.actor.sees(Owner::Supplier(store.supplier)))
    }

    fn play(&self, play: &PlayEvent) -> PlayEventView {
        let views = self.state.views();
        let campaign = play.campaign.and_then(|no| views.campaigns.get(no.0));
        PlayEventView {
            impression_id: play.id,
            campaign_id: campaign.map(|campaign| campaign.id),
            device_id: views.devices.get(play.device.0).map(|device| device.id),
            status: play.status,
            rejection_reason: play.reason.map(Code::recorded_reason),
            cost: play.cost,
            flags: play.flags,
        }
    }
}

/// Whether events between an id and the oldest kept one may be gone.
///
/// Nothing kept after the id says so too: ids begin anew when the appliance starts.
fn has_gap(after: u64, missed: &[Arc<Event>]) -> bool {
    missed.first().is_none_or(|oldest| oldest.id > after.saturating_add(1))
}

fn resync() -> sse::Event {
    sse::Event::default().event("resync").data("{}")
}

fn named(name: &'static str, data: &impl Serialize) -> Option<(&'static str, String)> {
    serde_json::to_string(data).ok().map(|json| (name, json))
}

/// `campaign`: counters or status changed.
#[derive(Serialize)]
struct CampaignEvent {
    campaign_id: Uuid,
    status: CampaignStatus,
    verified: u64,
    rejected: u64,
    under_review: u64,
    spent: Amount,
    absorbed: Amount,
    remaining_budget: Amount,
    held_for_review: Amount,
}

/// `device`: heard from, or changed.
#[derive(Serialize)]
struct DeviceEvent {
    device_id: Uuid,
    store_id: Option<Uuid>,
    status: DeviceStatus,
    online: bool,
    last_heartbeat_at: Option<Timestamp>,
}

/// `reviews`: the queue changed.
#[derive(Serialize)]
struct ReviewsEvent {
    waiting: usize,
}

/// `job`: one ran.
#[derive(Serialize)]
struct JobEvent {
    name: String,
    last_slot: Option<Timestamp>,
    result: Option<String>,
}

/// `play`: one was decided.
#[derive(Serialize)]
struct PlayEventView {
    impression_id: Uuid,
    campaign_id: Option<Uuid>,
    device_id: Option<Uuid>,
    status: PlayStatus,
    rejection_reason: Option<String>,
    cost: Amount,
    flags: Flags,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: u64) -> Arc<Event> {
        Arc::new(Event { id, kind: EventKind::Reviews { waiting: 1 } })
    }

    #[test]
    fn a_gap_is_noticed() {
        assert!(!has_gap(4, &[event(5), event(6)]));
        assert!(has_gap(4, &[event(6)]));
        assert!(has_gap(4, &[]));
        assert!(!has_gap(u64::MAX, &[event(6)]));
    }

    #[test]
    fn last_event_id_is_a_number() {
        for (value, expected) in [("12", Ok(Some(12))), (" 12 ", Ok(Some(12))), ("a", Err(()))] {
            let mut headers = HeaderMap::new();
            headers.insert(LAST_EVENT_ID, value.parse().unwrap());
            assert_eq!(last_event_id(&headers).map_err(drop), expected, "{value}");
        }
        assert_eq!(last_event_id(&HeaderMap::new()).unwrap(), None);
    }
}
