//! What a decision leaves in the group that waits for its commit.

use super::*;
use crate::{
    clock::Randomness,
    config::Settings,
    db::Store,
    domain::{catalog::access::Owner, refusal::Refusal},
    engine::{
        command::{Command, Context},
        commands::notices::MarkRead,
        live::Live,
    },
};

struct Tell;

impl Command for Tell {
    type Output = ();

    fn decide(self, _: &Live, _: &mut Context<'_>) -> Result<(Changes, ()), Refusal> {
        let mut changes = Changes::default();
        changes.tell(Owner::Operator, "APPROVAL_EXPIRED", uuid::Uuid::nil(), &[]);
        Ok((changes, ()))
    }
}

/// Rule: OPS-08: a notice is read whether it is committed or waits in the same group.
#[test]
fn a_notice_of_the_same_group_is_marked_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(Store::open(&folder.path().join("store"), 1 << 20).unwrap());
    let settings = Arc::new(Settings::default());
    let random = Randomness::seeded(1);
    let mut engine = Engine::open(Arc::clone(&store), settings, random).unwrap();
    let (told, read) = (Timestamp::from_ms(1000), Timestamp::from_ms(2000));
    for commit_between in [false, true] {
        engine.run(told, &Actor::system(), Tell, None).unwrap();
        let seq = engine.live.next_seq - 1;
        if commit_between {
            engine.commit().unwrap();
        }
        engine.run(read, &Actor::system(), MarkRead { seq }, None).unwrap();
        engine.commit().unwrap();
        let bytes = store.snapshot().unwrap().get(Table::Notices, &seq.to_be_bytes()).unwrap();
        let notice: Notice = codec::decode(&bytes.unwrap()).unwrap();
        assert_eq!((notice.at, notice.read_at), (told, Some(read)), "{commit_between}");
    }
}
