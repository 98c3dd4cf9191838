//! The outbox: a notification's ways outside are rows of the same commit. Rule: OPS-08.

use std::sync::Arc;

use tokio::sync::Notify;

use super::{
    actor::{Notice, NoticeDraft},
    core::Engine,
    live::Live,
    load::{row, seq_of},
};
use crate::{
    config::Settings,
    db::{Snapshot, StoreError, Table, codec},
    domain::{
        catalog::access::Owner,
        delivery::{Channel, Delivery, DeliveryStatus},
        ids::Seq,
        time::Timestamp,
    },
    engine::command::Record,
};

/// The code of a test call: it goes to the webhook that it is about, and nowhere else.
pub const PING: &str = "WEBHOOK_PING";

/// Deliveries that wait for an attempt, for the loop that makes them.
#[derive(Default)]
pub struct OpenDeliveries {
    open: papaya::HashMap<Seq, Arc<Delivery>>,
    changed: Notify,
}

impl OpenDeliveries {
    /// Takes over a delivery's new state.
    pub(super) fn put(&self, delivery: &Arc<Delivery>) {
        if delivery.status == DeliveryStatus::Pending {
            self.open.pin().insert(delivery.seq, Arc::clone(delivery));
            self.changed.notify_one();
        } else {
            self.open.pin().remove(&delivery.seq);
        }
    }

    /// All of them, the longest waiting first.
    #[must_use]
    pub fn waiting(&self) -> Vec<Arc<Delivery>> {
        let mut all: Vec<_> = self.open.pin().values().cloned().collect();
        all.sort_by_key(|delivery| (delivery.next_attempt_at, delivery.seq));
        all
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// True when nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Waits until one was added.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }
}

/// The ways outside that a notification takes.
///
/// Mail goes only where it is configured, to the party's address (an advertiser's once it was
/// verified), or to active people of the operator with a configured role.
fn channels(live: &Live, settings: &Settings, what: &NoticeDraft) -> Vec<Channel> {
    let (owner, code) = (what.to, what.code.as_str());
    if code == PING {
        let hook = what.subject_id.and_then(|id| live.webhooks.by_id(id));
        return hook.map(|hook| Channel::Webhook(hook.no)).into_iter().collect();
    }
    let mut channels = Vec::new();
    if settings.mail.is_on() {
        channels.extend(readers(live, settings, owner));
    }
    let hooks = live.webhooks.iter().filter(|hook| hook.owner == owner && hook.wants(code));
    channels.extend(hooks.map(|hook| Channel::Webhook(hook.no)));
    channels
}

fn readers(live: &Live, settings: &Settings, owner: Owner) -> Vec<Channel> {
    let mail = |to: &String, language| Channel::Email { to: to.clone(), language };
    match owner {
        Owner::Advertiser(no) => {
            let party = live.advertisers.get(no.0).filter(|row| row.email_verified);
            party.map(|row| mail(&row.email, row.language)).into_iter().collect()
        }
        Owner::Supplier(no) => {
            let party = live.suppliers.get(no.0);
            party.map(|row| mail(&row.email, row.language)).into_iter().collect()
        }
        Owner::Operator => {
            let roles = &settings.mail.operator_roles;
            let people = live.users.iter().filter(|user| {
                user.owner == Owner::Operator && user.is_active && roles.contains(&user.role)
            });
            people.map(|user| mail(&user.email, user.language)).collect()
        }
    }
}

impl Engine {
    /// Writes one delivery for each way that a notification takes.
    pub(super) fn enqueue(&mut self, notice: &Notice) {
        let what = &notice.what;
        for channel in channels(&self.live, &self.settings, what) {
            let delivery = Arc::new(Delivery {
                seq: self.take_seq(),
                id: self.random.uuid(notice.at),
                notice: notice.seq,
                code: what.code.clone(),
                owner: what.to,
                channel,
                status: DeliveryStatus::Pending,
                attempts: 0,
                created_at: notice.at,
                next_attempt_at: Timestamp::from_ms(0),
                finished_at: None,
                last_error: None,
            });
            self.put_delivery(&delivery);
            self.publication.records.push(Record::Delivery(delivery));
        }
    }

    /// Writes a delivery's state; memory holds only those that wait.
    pub(super) fn put_delivery(&mut self, delivery: &Arc<Delivery>) {
        let key = delivery.seq.to_be_bytes();
        self.batch.put(Table::Deliveries, &key, codec::encode(&**delivery));
        if delivery.status == DeliveryStatus::Pending {
            self.live.outbox.insert(delivery.seq, Arc::clone(delivery));
        } else {
            self.live.outbox.remove(&delivery.seq);
        }
    }

    /// Writes a notification under its owner, so that each owner's list is short to read.
    pub(super) fn put_notice_of_owner(&mut self, notice: &Notice) {
        let key = owner_key(notice.what.to, notice.seq);
        let read = vec![u8::from(notice.read_at.is_some())];
        self.batch.put(Table::NoticesByOwner, &key, read);
    }

    /// Marks everything so far that an owner was told as read.
    pub(super) fn apply_read_all(&mut self, owner: Owner, at: Timestamp) {
        let mark: (Seq, Timestamp) = (self.live.next_seq.saturating_sub(1), at);
        self.batch.put(Table::NoticeMarks, &owner.key(), codec::encode(&mark));
    }
}

impl Live {
    /// Reads what waits for delivery.
    pub(super) fn load_outbox(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        snapshot.scan(Table::Deliveries, .., |key, value| {
            let delivery: Delivery = row(Table::Deliveries, value)?;
            if delivery.status == DeliveryStatus::Pending {
                self.outbox.insert(seq_of(key), Arc::new(delivery));
            }
            Ok(true)
        })
    }
}

/// Key of a notification under its owner.
#[must_use]
pub fn owner_key(owner: Owner, seq: Seq) -> Vec<u8> {
    let mut key = owner.key().to_vec();
    key.extend_from_slice(&seq.to_be_bytes());
    key
}

/// Everything up to this entry was marked read at this moment.
///
/// # Errors
/// `Storage`, `Row`.
pub fn read_mark(
    snapshot: &Snapshot,
    owner: Owner,
) -> Result<Option<(Seq, Timestamp)>, StoreError> {
    let bytes = snapshot.get(Table::NoticeMarks, &owner.key())?;
    bytes.map(|bytes| row(Table::NoticeMarks, &bytes)).transpose()
}

/// Notifications of an owner before `before`, newest first, that `wanted` keeps; those under the
/// mark count as read at its moment.
///
/// # Errors
/// `Storage`, `Row`.
pub fn notices_of(
    snapshot: &Snapshot,
    owner: Owner,
    before: Seq,
    limit: usize,
    mut wanted: impl FnMut(&Notice) -> bool,
) -> Result<Vec<Notice>, StoreError> {
    let mark = read_mark(snapshot, owner)?;
    let range = owner_key(owner, 0)..owner_key(owner, before);
    let mut found = Vec::new();
    snapshot.scan_back(Table::NoticesByOwner, range, |key, _| {
        let Some(bytes) = snapshot.get(Table::Notices, &seq_of(key).to_be_bytes())? else {
            return Ok(true);
        };
        let mut notice: Notice = row(Table::Notices, &bytes)?;
        if let Some((seq, at)) = mark
            && notice.seq <= seq
        {
            notice.read_at = notice.read_at.or(Some(at));
        }
        if wanted(&notice) {
            found.push(notice);
        }
        Ok(found.len() < limit)
    })?;
    Ok(found)
}

/// How many notifications of an owner are unread, counted to `most`.
///
/// # Errors
/// `Storage`, `Row`.
pub fn unread_count(snapshot: &Snapshot, owner: Owner, most: usize) -> Result<usize, StoreError> {
    let mark = read_mark(snapshot, owner)?.map_or(0, |(seq, _)| seq);
    let range = owner_key(owner, mark.saturating_add(1))..owner_key(owner, Seq::MAX);
    let mut count = 0;
    snapshot.scan_back(Table::NoticesByOwner, range, |_, value| {
        count += usize::from(value.first() == Some(&0));
        Ok(count < most)
    })?;
    Ok(count)
}

/// Deliveries before `before`, newest first, that `wanted` keeps.
///
/// # Errors
/// `Storage`, `Row`.
pub fn deliveries(
    snapshot: &Snapshot,
    before: Seq,
    limit: usize,
    mut wanted: impl FnMut(&Delivery) -> bool,
) -> Result<Vec<Delivery>, StoreError> {
    let mut found = Vec::new();
    snapshot.scan_back(Table::Deliveries, ..before.to_be_bytes().to_vec(), |_, value| {
        let delivery: Delivery = row(Table::Deliveries, value)?;
        if wanted(&delivery) {
            found.push(delivery);
        }
        Ok(found.len() < limit)
    })?;
    Ok(found)
}

/// The same for those of one owner, found by its notifications: the deliveries of each lie directly
/// behind it.
///
/// # Errors
/// `Storage`, `Row`.
pub fn deliveries_of(
    snapshot: &Snapshot,
    owner: Owner,
    before: Seq,
    limit: usize,
    mut wanted: impl FnMut(&Delivery) -> bool,
) -> Result<Vec<Delivery>, StoreError> {
    let mut found = Vec::new();
    let range = owner_key(owner, 0)..owner_key(owner, before);
    snapshot.scan_back(Table::NoticesByOwner, range, |key, _| {
        let notice = seq_of(key);
        let mut of_notice = Vec::new();
        let behind = notice.saturating_add(1).to_be_bytes().to_vec()..before.to_be_bytes().to_vec();
        snapshot.scan(Table::Deliveries, behind, |_, value| {
            let delivery: Delivery = row(Table::Deliveries, value)?;
            let is_own = delivery.notice == notice;
            of_notice.extend(Some(delivery).filter(|one| is_own && wanted(one)));
            Ok(is_own)
        })?;
        found.extend(of_notice.into_iter().rev());
        Ok(found.len() < limit)
    })?;
    found.truncate(limit);
    Ok(found)
}

/// One delivery.
///
/// # Errors
/// `Storage`, `Row`.
pub fn delivery(snapshot: &Snapshot, seq: Seq) -> Result<Option<Delivery>, StoreError> {
    let bytes = snapshot.get(Table::Deliveries, &seq.to_be_bytes())?;
    bytes.map(|bytes| row(Table::Deliveries, &bytes)).transpose()
}

/// One notification.
///
/// # Errors
/// `Storage`, `Row`.
pub fn notice(snapshot: &Snapshot, seq: Seq) -> Result<Option<Notice>, StoreError> {
    let bytes = snapshot.get(Table::Notices, &seq.to_be_bytes())?;
    bytes.map(|bytes| row(Table::Notices, &bytes)).transpose()
}
