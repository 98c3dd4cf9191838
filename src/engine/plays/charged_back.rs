//! What follows from a dispute for a billed play: its payout waits, or it is charged back.
//! Rule: CHB-01, D-30.

use crate::{
    db::{Table, codec},
    domain::{
        ids::{DisputeNo, Seq},
        impression::record::Overlay,
        time::Timestamp,
    },
    engine::core::Engine,
};

/// A billed play that a dispute takes back.
#[derive(Clone, Debug)]
pub struct ChargebackOutcome {
    /// The play.
    pub seq: Seq,
    /// What holds from now on: REJECTED, `CHARGEBACK_APPROVED`.
    pub overlay: Overlay,
    /// The dispute that decided it.
    pub dispute: DisputeNo,
}

impl Engine {
    /// Notes plays that enter a dispute, or leave it without a chargeback.
    pub(in crate::engine) fn apply_disputed(
        &mut self,
        _now: Timestamp,
        plays: Vec<(Seq, Option<DisputeNo>)>,
    ) {
        for (seq, dispute) in plays {
            match dispute {
                Some(no) => drop(self.live.disputed.insert(seq, no)),
                None => drop(self.live.disputed.remove(&seq)),
            }
        }
    }

    /// Overlays a billed play that is charged back.
    pub(in crate::engine) fn apply_chargeback(
        &mut self,
        _now: Timestamp,
        outcome: ChargebackOutcome,
    ) {
        debug_assert_eq!(self.live.disputed.get(&outcome.seq), Some(&outcome.dispute));
        self.live.disputed.remove(&outcome.seq);
        let key = outcome.seq.to_be_bytes();
        self.batch.put(Table::Overlays, &key, codec::encode_sealed(&key, &outcome.overlay));
    }
}
