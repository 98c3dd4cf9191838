//! The evidence of one billed play as one file. Rule: POP-07.

use std::sync::Arc;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    evidence_parts::{self as parts, Gathered},
    impression_reads::concerned,
    log::{from_log, newest_checkpoint, sign_now},
};
use crate::{
    domain::{
        catalog::access::Owner,
        refusal::{Code, Refusal},
        time::Timestamp,
    },
    engine::{
        log::{Place, PlacedReversal, SignedCheckpoint, read::LogReader},
        plays::price_steps,
        publish::Views,
        reads::{self, Impression},
    },
    http::{ApiError, AppState, Caller, Path, Problem, Query, error::ApiResult},
    proof::{
        evidence::{
            Evidence, File,
            model::{ConsistencyPart, LeafPart, LogPart, ReversalPart},
            seal,
        },
        log::{
            hash::leaf_hash,
            note_key::NoteSigner,
            prove::{prove_consistency, prove_inclusion},
        },
    },
};

/// Handlers of `/impressions/{id}/evidence`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_evidence))
}

/// What else the file should prove.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EvidenceQuery {
    /// Size of a checkpoint that the reader kept: the file then proves that the log grew out of it.
    since: Option<u64>,
}

/// Gives everything that proves a billed play in one file, for `vetrina verify`.
///
/// For the operator, auditors, the buyer and the owner of the store. Docs: `docs/verification.md`.
#[utoipa::path(
    get,
    path = "/impressions/{id}/evidence",
    tag = "impressions",
    params(("id" = Uuid, Path, description = "The impression"), EvidenceQuery),
    responses(
        (status = 200, description = "The evidence file", body = File),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "The play was not billed", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn show_evidence(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(query): Query<EvidenceQuery>,
) -> ApiResult<Response> {
    let play = concerned(&state, &caller.principal, id).await?;
    let signer = state.views().log.signer.get().map(Arc::clone);
    let signer = signer.ok_or_else(|| Refusal::not_found("Log key"))?;
    let places = places(&state, &play).await?;
    let mut checkpoint = newest_checkpoint(&state).await?;
    if checkpoint.size <= places.last_leaf() {
        checkpoint = sign_now(&state).await?;
    }
    check_since(query.since, checkpoint.size)?;
    let row = play.row.clone();
    let steps = state.handle().with_engine(move |engine| price_steps(engine, &row)).await?;
    let gathered = Gathered {
        play,
        places,
        steps: steps.ok_or_else(|| ApiError::internal("a billed play has a price"))?,
        sees_all: !matches!(caller.actor.owner, Owner::Supplier(_)),
    };
    let request = Request { checkpoint, since: query.since, made_at: state.now(), signer };
    let shared = state.clone();
    let bytes = from_log(&state, move |reader, snapshot| {
        let evidence = request.evidence(&shared, reader, snapshot, &gathered)?;
        seal(evidence, &request.signer).map_err(ApiError::internal)
    });
    let name = format!("attachment; filename=\"evidence-{id}.json\"");
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes.await?).into_response())
}

fn check_since(since: Option<u64>, size: u64) -> Result<(), Refusal> {
    match since {
        Some(since) if since > size => {
            let message = format!("since is {since}, but the newest checkpoint has {size} leaves");
            Err(Refusal::field("since", "TOO_LARGE", message))
        }
        _ => Ok(()),
    }
}

/// Where the leaves of a play are.
pub(super) struct Places {
    /// Index of the play's own leaf.
    pub leaf: u64,
    /// Of a play that was reviewed.
    pub reviewed: Option<Place>,
    /// Of a play that was taken back.
    pub reversal: Option<PlacedReversal>,
}

impl Places {
    fn last_leaf(&self) -> u64 {
        self.reversal.as_ref().map_or(self.leaf, |reversal| reversal.leaf)
    }
}

async fn places(state: &AppState, play: &Impression) -> ApiResult<Places> {
    let (seq, row) = (play.seq, play.row.clone());
    let (status, reason) = (play.status(), play.reason());
    let found = from_log(state, move |reader, _| {
        let Some(leaf) = reader.leaf_of(seq, &row).map_err(ApiError::internal)? else {
            let why =
                reason.map_or_else(String::new, |code| format!(" ({})", code.recorded_reason()));
            let message = format!(
                "The impression is {status}{why}: only a billed play has a leaf in the log; \
                 /impressions/{{id}}/audit tells the rest"
            );
            return Err(ApiError::new(Code::IllegalTransition, message));
        };
        let reviewed = reader.place(seq).map_err(ApiError::internal)?;
        let reversal = reader.reversal(seq).map_err(ApiError::internal)?;
        Ok(Places { leaf, reviewed, reversal })
    });
    found.await
}

/// What a file is made for.
struct Request {
    checkpoint: Arc<SignedCheckpoint>,
    since: Option<u64>,
    made_at: Timestamp,
    signer: Arc<NoteSigner>,
}

impl Request {
    fn evidence(
        &self,
        state: &AppState,
        reader: &LogReader<'_, Views>,
        snapshot: &crate::db::Snapshot,
        gathered: &Gathered,
    ) -> Result<Evidence, ApiError> {
        let Gathered { play, places, .. } = gathered;
        let row = &play.row;
        let parts = parts::Parts::of(state, gathered)?;
        let day = row.played_at.day();
        let campaign = parts.campaign.no;
        let records =
            reads::daily_records(snapshot, campaign, day, day).map_err(ApiError::internal)?;
        let key = self.signer.key();
        Ok(Evidence {
            impression_id: row.id,
            made_at: self.made_at,
            log: LogPart { origin: key.name().to_owned(), key: key.to_string() },
            submission: parts.submission(),
            device: parts.device(snapshot)?,
            verdict: parts.verdict(),
            price: parts.price(state),
            money: parts.money(state, snapshot)?,
            daily: parts::daily(day, records.into_values().flatten(), gathered.sees_all),
            leaf: self.leaf(reader, places.leaf)?,
            review: parts::review(play),
            reversal: match &places.reversal {
                None => None,
                Some(placed) => Some(ReversalPart {
                    reason: placed.reversal.reason.clone(),
                    decided_at: placed.reversal.decided_at,
                    leaf: self.leaf(reader, placed.leaf)?,
                }),
            },
            checkpoint: self.checkpoint.note.clone(),
            consistency: match self.since {
                None => None,
                Some(from) => Some(self.consistency(reader, from)?),
            },
        })
    }

    fn leaf(&self, reader: &LogReader<'_, Views>, index: u64) -> Result<LeafPart, ApiError> {
        let entry = reader.entry(index).map_err(ApiError::internal)?;
        let proof = prove_inclusion(reader, index, self.checkpoint.size);
        let proof = proof.map_err(ApiError::internal)?;
        Ok(LeafPart {
            index,
            hash: hex::encode(leaf_hash(&entry)),
            entry: String::from_utf8(entry).map_err(ApiError::internal)?,
            inclusion: proof.iter().map(hex::encode).collect(),
        })
    }

    fn consistency(
        &self,
        reader: &LogReader<'_, Views>,
        from: u64,
    ) -> Result<ConsistencyPart, ApiError> {
        let proof = prove_consistency(reader, from, self.checkpoint.size);
        let proof = proof.map_err(ApiError::internal)?;
        Ok(ConsistencyPart { from, hashes: proof.iter().map(hex::encode).collect() })
    }
}
