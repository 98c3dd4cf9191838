//! Notifications that somebody has read. Rule: OPS-08.

use crate::{
    domain::{catalog::access::Owner, ids::Seq, refusal::Refusal, time::Timestamp},
    engine::{
        command::{Changes, Command, Context},
        live::Live,
    },
};

/// Marks a notification read. Whose it is was checked against the store, where notifications live.
#[derive(Clone, Copy, Debug)]
pub struct MarkRead {
    /// Its place.
    pub seq: Seq,
}

impl Command for MarkRead {
    type Output = Timestamp;

    fn decide(self, _: &Live, context: &mut Context<'_>) -> Result<(Changes, Timestamp), Refusal> {
        let read_notices = vec![(self.seq, context.now)];
        Ok((Changes { read_notices, ..Changes::default() }, context.now))
    }
}

/// Marks everything that an owner was told so far as read.
#[derive(Clone, Copy, Debug)]
pub struct MarkAllRead {
    /// Whose.
    pub owner: Owner,
}

impl Command for MarkAllRead {
    type Output = Timestamp;

    fn decide(self, _: &Live, context: &mut Context<'_>) -> Result<(Changes, Timestamp), Refusal> {
        let read_all_notices = Some((self.owner, context.now));
        Ok((Changes { read_all_notices, ..Changes::default() }, context.now))
    }
}
