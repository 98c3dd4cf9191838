//! Leases in the live state: what the open ones would cost, how long each is remembered, and
//! whether an id that is not known can be one. Rule: D-15, DEV-03, CAM-17, CAM-18.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    core::Engine,
    live::{Lease, Live, Timer},
};
use crate::{
    config::Settings,
    db::Table,
    domain::{
        ids::{CampaignNo, Seq},
        money::Amount,
        time::{MINUTE_MS, SECOND_MS, Timestamp},
    },
};

/// The bucket in which two plays are one (rule D-07).
const BUCKET_MS: i64 = 5 * MINUTE_MS;

/// How long after its expiry a lease is remembered: as long as a play that ended in time and names
/// it can still be accepted, by a clock that is as wrong as it may be.
fn memory_ms(settings: &Settings) -> i64 {
    let time = &settings.impressions.time;
    let late = i64::from(time.queued_delay_seconds.max(time.live_delay_seconds));
    let clock = i64::from(time.behind_seconds) + i64::from(time.ahead_seconds);
    (late + clock) * SECOND_MS + BUCKET_MS
}

impl Live {
    /// Keeps an unspent lease with its device, plans its cost and sets its timer.
    pub(super) fn note_lease(&mut self, lease: &Lease) {
        if lease.spent_by.is_none()
            && !lease.ran_out
            && let Some(device) = self.device_live.get_mut(lease.device.index())
        {
            device.open_leases.push(lease.id);
            if let Some(campaign) = self.campaign_live.get_mut(lease.campaign.index()) {
                let planned = campaign.open_planned.checked_add(lease.planned);
                campaign.open_planned = planned.unwrap_or(campaign.open_planned);
            }
        }
        self.timers.insert((lease.expires_at, Timer::LeaseExpiry(lease.id)));
    }

    /// An open lease is spent or ran out: its cost is no longer planned. False when it was not open.
    fn close_lease(&mut self, lease: &Lease) -> bool {
        let Some(device) = self.device_live.get_mut(lease.device.index()) else { return false };
        let before = device.open_leases.len();
        device.open_leases.retain(|open| *open != lease.id);
        let was_open = device.open_leases.len() < before;
        if was_open && let Some(campaign) = self.campaign_live.get_mut(lease.campaign.index()) {
            campaign.open_planned = campaign.open_planned.minus_or_zero(lease.planned);
        }
        was_open
    }

    /// What the open leases of a campaign would cost.
    #[must_use]
    pub fn planned(&self, campaign: CampaignNo) -> Amount {
        self.campaign_live.get(campaign.index()).map_or(Amount::ZERO, |live| live.open_planned)
    }

    /// Whether an id that is not known may be that of a lease granted earlier.
    ///
    /// An id of this appliance carries the moment of its grant. It may have been forgotten, or have
    /// been lost with a store that was put back to an earlier state; but of the time in which this
    /// process granted leases and remembers them, every id is known. Rule: D-15.
    #[must_use]
    pub fn may_have_been_granted(&self, id: Uuid, now: Timestamp, settings: &Settings) -> bool {
        let Some(granted_at) = granted_at(id) else { return false };
        // Leases are short: what was granted before this is past its memory.
        let remembered_from = now.plus_ms(-memory_ms(settings));
        let known_from = self.leases_since.map(|since| since.max(remembered_from));
        granted_at <= now && known_from.is_none_or(|from| granted_at < from)
    }
}

/// The moment in an id of version 7.
fn granted_at(id: Uuid) -> Option<Timestamp> {
    if id.get_version_num() != 7 {
        return None;
    }
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    let ms = i64::try_from(seconds).ok()?.checked_mul(SECOND_MS)? + i64::from(nanos / 1_000_000);
    Some(Timestamp::from_ms(ms))
}

impl Engine {
    /// Marks a lease as used by a play. Rule: D-15.
    pub(super) fn spend_lease(&mut self, lease: &Lease, seq: Seq) {
        let mut spent = lease.clone();
        spent.spent_by = Some(seq);
        self.live.close_lease(lease);
        self.put_lease(&Arc::new(spent));
    }

    /// A lease ran out: its slot is free again. It is forgotten once no play can name it any more.
    pub(super) fn drop_lease(&mut self, id: Uuid) {
        let Some(mut lease) = self.live.leases.get(&id).cloned() else { return };
        if self.live.close_lease(&lease) {
            lease.ran_out = true;
            self.put_lease(&Arc::new(lease.clone()));
        }
        if self.live.forgotten_leases.insert(id) {
            let keep_until = lease.expires_at.plus_ms(memory_ms(&self.settings));
            self.live.timers.insert((keep_until, Timer::LeaseExpiry(id)));
            return;
        }
        self.live.forgotten_leases.remove(&id);
        self.live.leases.remove(&id);
        self.batch.delete(Table::Leases, id.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Randomness;

    /// Rule: D-15.
    #[test]
    fn an_unknown_id_is_told_from_a_forgotten_one() {
        let settings = Settings::default();
        let mut random = Randomness::seeded(1);
        let moment = |minutes: i64| Timestamp::from_ms(1_800_000_000_000 + minutes * MINUTE_MS);
        let mut live = Live::default();
        let now = moment(0);
        let mut asked = |live: &Live, minutes| {
            live.may_have_been_granted(random.uuid(moment(minutes)), now, &settings)
        };
        // Nothing granted yet: what was before this process is not known.
        assert!(asked(&live, -1));
        assert!(!asked(&live, 1), "granted in the future");
        live.leases_since = Some(moment(-30));
        assert!(asked(&live, -31), "before the first grant of this process");
        assert!(!asked(&live, -30) && !asked(&live, -1), "every lease since then is known");
        live.leases_since = Some(moment(-10_000));
        assert!(asked(&live, -300), "forgotten since");
        assert!(!asked(&live, -255), "still remembered");
        assert!(!live.may_have_been_granted(Uuid::from_u128(5), now, &settings));
    }
}
