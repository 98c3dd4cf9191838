//! Disputes against what became of their plays, rates against the plays, evidence against its hashes.

use std::collections::{BTreeMap, BTreeSet};

use super::books::{Books, read_all, read_sealed};
use crate::{
    db::{Table, codec},
    domain::{
        dispute::{Dispute, EvidencePart},
        ids::{DisputeNo, Seq},
        impression::record::{ImpressionRow, Overlay, PlayStatus},
        refusal::Code,
    },
    engine::{
        billed::key_of,
        load::{LoadError, seq_of},
    },
    media::{
        blob::{BlobState, BlobStore},
        evidence::EVIDENCE_FOLDER,
    },
};

impl Books<'_> {
    /// Counts a play that was billed: at its arrival, or by a review; a chargeback changes nothing.
    pub(super) fn count_billed(&mut self, play: &ImpressionRow, overlay: Option<&Overlay>) {
        let by_review = overlay.is_some_and(|decided| {
            decided.status == PlayStatus::Verified
                || decided.reason == Some(Code::ChargebackApproved)
        });
        if play.status == PlayStatus::Verified || by_review {
            let supplier = self.stores.get(play.store.index()).map(|store| store.supplier);
            let key = (play.played_at.day(), supplier.unwrap_or_default());
            *self.billed.entry(key).or_default() += 1;
        }
    }
}

/// Each supplier's billed plays of a day are those of the plays. Rule: CHB-01.
pub(super) fn compare_billed(books: &mut Books<'_>) -> Result<(), LoadError> {
    let mut kept = BTreeMap::new();
    let snapshot = books.snapshot;
    snapshot.scan(Table::BilledDays, .., |key, value| {
        let row = read_sealed::<u64>(&mut books.report, Table::BilledDays, key, value);
        if let (Some(name), Some(count)) = (key_of(key), row) {
            kept.insert(name, count);
        }
        Ok(true)
    })?;
    let expected = std::mem::take(&mut books.billed);
    let all: BTreeSet<_> = kept.keys().chain(expected.keys()).copied().collect();
    for key in all {
        let subject = format!("supplier {} on {}", key.1.0, key.0);
        let of = |days: &BTreeMap<_, u64>| days.get(&key).copied().unwrap_or_default();
        books.report.equal("billed plays of a day", &subject, &of(&expected), &of(&kept));
    }
    Ok(())
}

/// A play is charged back exactly where its dispute says so, and evidence has its hashes.
/// Rule: CHB-01, POP-06.
pub(super) fn check_disputes(books: &mut Books<'_>) -> Result<(), LoadError> {
    let snapshot = books.snapshot;
    let disputes: Vec<Dispute> = read_all(snapshot, Table::Disputes, &mut books.report)?;
    let mut expected: BTreeSet<Seq> = BTreeSet::new();
    let mut known: BTreeMap<Seq, DisputeNo> = BTreeMap::new();
    for dispute in &disputes {
        books.report.disputes += 1;
        for play in dispute.plays.iter().filter(|play| play.is_charged_back()) {
            expected.insert(play.seq);
        }
        let holds = dispute.is_open() || dispute.resolution.iter().any(|end| end.outcome.is_some());
        for play in dispute.plays.iter().filter(|_| holds) {
            if let Some(other) = known.insert(play.seq, dispute.no) {
                let (first, second) = (other.0, dispute.no.0);
                books.report.add("a play is disputed once", play.id, first, second);
            }
        }
    }
    let mut found: BTreeSet<Seq> = BTreeSet::new();
    snapshot.scan(Table::Overlays, .., |key, value| {
        if let Ok(overlay) = codec::decode_sealed::<Overlay>(key, value)
            && overlay.reason == Some(Code::ChargebackApproved)
        {
            found.insert(seq_of(key));
        }
        Ok(true)
    })?;
    for seq in expected.symmetric_difference(&found) {
        let subject = format!("play at {seq}");
        let says = |there: bool| if there { "charged back" } else { "not charged back" };
        let (dispute, play) = (expected.contains(seq), found.contains(seq));
        books.report.add("a dispute's chargeback", subject, says(dispute), says(play));
    }
    check_evidence(books, &disputes)
}

/// Every file of evidence is there with its hash.
fn check_evidence(books: &mut Books<'_>, disputes: &[Dispute]) -> Result<(), LoadError> {
    let snapshot = books.snapshot;
    let parts: Vec<EvidencePart> = read_all(snapshot, Table::DisputeEvidence, &mut books.report)?;
    for dispute in disputes {
        let kept = parts.iter().filter(|part| part.dispute == dispute.no).count() as u64;
        let expected = u64::from(dispute.evidence.parts);
        books.report.equal("parts of evidence", dispute.id, &expected, &kept);
    }
    if parts.is_empty() {
        return Ok(());
    }
    let folder = books.settings.storage.data_dir.join(EVIDENCE_FOLDER);
    let files = match BlobStore::open_at(&folder) {
        Ok(files) => files,
        Err(error) => {
            books.report.add("files of evidence", folder.display(), "a folder", error);
            return Ok(());
        }
    };
    for part in &parts {
        books.report.evidence_files += 1;
        let subject = format!("dispute {} part {}", part.dispute.0, part.place);
        match files.verify(&part.sha256) {
            Ok(BlobState::Intact) => {}
            Ok(state) => {
                let hash = hex::encode(part.sha256);
                books.report.add("a file of evidence", subject, hash, format!("{state:?}"));
            }
            Err(error) => books.report.add("a file of evidence", subject, "readable", error),
        }
    }
    Ok(())
}
