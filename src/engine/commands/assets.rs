//! Assets: upload, approval, scan flags. The file itself is in the blob store already.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    content,
    parties::{FieldChecks, MAX_REASON, find_advertiser},
};
use crate::{
    domain::{
        campaign::{category::ScanFlag, lifecycle::first_licence_step},
        catalog::{Asset, AssetKind, AssetStatus, PartyStatus, Role, access::Owner},
        ids::AssetNo,
        refusal::{Code, Refusal},
        time::{Timeline, Timestamp},
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Roles that decide what may play. Rule: D-47.
const REVIEWERS: [Role; 3] = [Role::SuperAdmin, Role::Admin, Role::Reviewer];
/// Most characters of an asset's name.
const MAX_ASSET_NAME: usize = 200;

fn find(live: &Live, id: Uuid) -> Result<&Arc<Asset>, Refusal> {
    live.assets.by_id(id).ok_or_else(|| Refusal::not_found("Asset"))
}

/// Each flag once, in a fixed order.
fn sorted(mut flags: Vec<ScanFlag>) -> Vec<ScanFlag> {
    flags.sort_unstable();
    flags.dedup();
    flags
}

fn flag_words(flags: &[ScanFlag]) -> String {
    let words: Vec<&str> = flags.iter().map(|flag| flag.as_str()).collect();
    words.join(", ")
}

/// Takes an uploaded file into the catalogue, PENDING. Rule: CAM-06.
///
/// The media facts were probed before; the name was cleaned before.
#[derive(Clone, Debug)]
pub struct CreateAsset {
    /// The owner.
    pub advertiser_id: Uuid,
    /// Display name.
    pub name: String,
    /// Still or film.
    pub kind: AssetKind,
    /// Media type as probed.
    pub content_type: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Whole seconds of a film; `None` for a still.
    pub duration_seconds: Option<u16>,
    /// Size of the file.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// End of the licence.
    pub license_expires_at: Option<Timestamp>,
}

impl CreateAsset {
    fn check(&self, now: Timestamp) -> Result<String, Refusal> {
        let mut checks = FieldChecks::default();
        let name = checks.text("name", "Name", &self.name, MAX_ASSET_NAME);
        if let Some(end) = self.license_expires_at.filter(|end| *end <= now) {
            let message = format!("The licence ended at {end} already");
            checks.fail("license_expires_at", "IN_THE_PAST", message);
        }
        let has_length = self.duration_seconds.is_some_and(|seconds| seconds > 0);
        if has_length != (self.kind == AssetKind::Video) {
            let message = "A film has a length in seconds, a still has none";
            checks.fail("duration_seconds", "NOT_OF_THIS_KIND", message);
        }
        checks.finish()?;
        Ok(name)
    }
}

impl Command for CreateAsset {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&[Role::SuperAdmin, Role::Admin, Role::Advertiser])?;
        let advertiser = find_advertiser(live, self.advertiser_id)?;
        context.actor.require_sight(Owner::Advertiser(advertiser.no), "Advertiser")?;
        if advertiser.status_now() != PartyStatus::Active {
            let message =
                format!("The advertiser {} is not ACTIVE and adds no assets", advertiser.name);
            return Err(Refusal::new(Code::AccountNotActive, message));
        }
        let name = self.check(context.now)?;
        let id = context.random.uuid(context.now);
        let mut changes = Changes::default();
        changes.put(Record::Asset(Arc::new(Asset {
            no: AssetNo(live.assets.next_number()),
            id,
            advertiser: advertiser.no,
            name,
            kind: self.kind,
            content_type: self.content_type,
            width: self.width,
            height: self.height,
            duration_seconds: self.duration_seconds,
            bytes: self.bytes,
            sha256: self.sha256,
            status: Timeline::starting(context.now, AssetStatus::Pending),
            rejection_reason: None,
            scan_flags: Vec::new(),
            flags_over_time: Timeline::starting(context.now, Vec::new()),
            license_expires_at: self.license_expires_at,
            license_over_time: Timeline::starting(context.now, self.license_expires_at),
            license_step: self.license_expires_at.map_or(0, |end| {
                let days = context.settings.lifecycle.licence_alerts();
                first_licence_step(end, context.now, &days)
            }),
            created_at: context.now,
            updated_at: context.now,
        })));
        changes.audit(AuditDraft::new("asset.create", "asset", id));
        Ok((changes, id))
    }
}

/// Lets an asset play, with what a person found in it. Rule: CAM-06, CAM-08.
#[derive(Clone, Debug)]
pub struct ApproveAsset {
    /// Which.
    pub id: Uuid,
    /// What a person found; empty for nothing.
    pub scan_flags: Vec<ScanFlag>,
}

impl Command for ApproveAsset {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&REVIEWERS)?;
        let found = find(live, self.id)?;
        let before = found.status_at(context.now);
        let licence_ended = found.license_expires_at.is_some_and(|end| context.now >= end);
        if licence_ended || !matches!(before, AssetStatus::Pending | AssetStatus::Rejected) {
            let why = if licence_ended { " and its licence has ended" } else { "" };
            let message = format!(
                "The asset {} is {}{why}; PENDING and REJECTED assets are approved",
                found.name, before
            );
            return Err(Refusal::new(Code::IllegalTransition, message));
        }
        let mut row = (**found).clone();
        row.status.push(context.now, AssetStatus::Approved);
        row.rejection_reason = None;
        row.scan_flags = sorted(self.scan_flags);
        row.flags_over_time.push(context.now, row.scan_flags.clone());
        row.updated_at = context.now;
        let flags = flag_words(&row.scan_flags);
        let reason = (!flags.is_empty()).then(|| format!("scan flags: {flags}"));
        let entry = AuditDraft::new("asset.approve", "asset", row.id);
        let entry = entry.change("status", before, "APPROVED");
        let mut changes = Changes::default();
        changes.audit(entry.because(reason.as_deref()));
        let values = [("asset", row.name.clone())];
        changes.tell(Owner::Advertiser(row.advertiser), "ASSET_APPROVED", row.id, &values);
        changes.put(Record::Asset(Arc::new(row)));
        Ok((changes, self.id))
    }
}

/// Forbids an asset to play, also after it was approved. Rule: CAM-06.
#[derive(Clone, Debug)]
pub struct RejectAsset {
    /// Which.
    pub id: Uuid,
    /// Why; the owner reads it.
    pub reason: String,
}

impl Command for RejectAsset {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&REVIEWERS)?;
        let found = find(live, self.id)?;
        let mut checks = FieldChecks::default();
        let reason = checks.text("reason", "Reason", &self.reason, MAX_REASON);
        checks.finish()?;
        let before = found.status_at(context.now);
        if before == AssetStatus::Rejected {
            let message = format!("The asset {} is REJECTED already", found.name);
            return Err(Refusal::new(Code::IllegalTransition, message));
        }
        let mut row = (**found).clone();
        row.status.push(context.now, AssetStatus::Rejected);
        row.updated_at = context.now;
        let entry = AuditDraft::new("asset.reject", "asset", row.id);
        let entry = entry.change("status", before, "REJECTED");
        let mut changes = Changes::default();
        changes.audit(entry.because(Some(&reason)));
        let values = [("asset", row.name.clone()), ("reason", reason.clone())];
        changes.tell(Owner::Advertiser(row.advertiser), "ASSET_REJECTED", row.id, &values);
        row.rejection_reason = Some(reason);
        changes.join(content::lost(live, row.no, context.now));
        changes.put(Record::Asset(Arc::new(row)));
        Ok((changes, self.id))
    }
}

/// Replaces what the scan or a person found in an asset. Rule: CAM-08, D-42.
#[derive(Clone, Debug)]
pub struct SetScanFlags {
    /// Which.
    pub id: Uuid,
    /// All flags that hold now.
    pub flags: Vec<ScanFlag>,
}

impl Command for SetScanFlags {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&REVIEWERS)?;
        let mut row = (**find(live, self.id)?).clone();
        let flags = sorted(self.flags);
        let mut changes = Changes::default();
        if flags != row.scan_flags {
            let entry = AuditDraft::new("asset.scan_flags", "asset", row.id);
            let (old, new) = (flag_words(&row.scan_flags), flag_words(&flags));
            changes.audit(entry.change("scan_flags", old, new));
            row.scan_flags = flags;
            row.flags_over_time.push(context.now, row.scan_flags.clone());
            row.updated_at = context.now;
            changes.put(Record::Asset(Arc::new(row)));
        }
        Ok((changes, self.id))
    }
}
