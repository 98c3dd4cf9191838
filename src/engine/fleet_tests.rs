//! What a group writes for devices when many campaigns begin together.

use super::*;
use crate::{
    clock::Randomness,
    config::Settings,
    db::Store,
    domain::refusal::Refusal,
    engine::command::{Changes, Command, Context},
};

const DEVICE: DeviceNo = DeviceNo(7);

/// Tells a device of some campaigns, one after the other, as activations do.
struct Push(std::ops::Range<u32>);

impl Command for Push {
    type Output = ();

    fn decide(self, _: &Live, context: &mut Context<'_>) -> Result<(Changes, ()), Refusal> {
        let mut changes = Changes::default();
        for number in self.0 {
            let campaign = CampaignNo(number);
            changes.fleet.shares.push((DEVICE, campaign, pushed(None, context.now)));
            changes.fleet.commands.push(CommandDraft {
                device: DEVICE,
                kind: CommandKind::ManifestChanged,
                campaigns: vec![campaign],
                incident: None,
                reason: None,
            });
        }
        Ok((changes, ()))
    }
}

fn open(folder: &std::path::Path) -> Engine {
    let store = Arc::new(Store::open(&folder.join("store"), 1 << 20).unwrap());
    Engine::open(store, Arc::new(Settings::default()), Randomness::seeded(1)).unwrap()
}

fn push(engine: &mut Engine, campaigns: std::ops::Range<u32>) {
    let now = Timestamp::from_ms(1_000);
    engine.run(now, &Actor::system(), Push(campaigns), None).unwrap();
}

fn open_campaigns(engine: &Engine) -> Vec<usize> {
    engine.live().fleet.open_commands(DEVICE).map(|one| one.campaigns.len()).collect()
}

/// Rule: DEV-05. A thousand campaigns on a device are one command and one row of shares, in the
/// group's memory as well as on disk.
#[test]
fn campaigns_that_begin_together_are_one_command() {
    let folder = tempfile::tempdir().unwrap();
    let mut engine = open(folder.path());
    push(&mut engine, 0..600);
    push(&mut engine, 400..1_000);
    assert_eq!(open_campaigns(&engine), [1_000]);
    assert!(engine.batch.len() < 10, "{} rows wait", engine.batch.len());
    assert!(!engine.is_idle(), "the rows of the fleet are written at the commit");
    engine.commit().unwrap();
    assert!(engine.is_idle());
    drop(engine);
    assert_eq!(open_campaigns(&open(folder.path())), [1_000], "as after a start");
}

/// Rule: DEV-05. What was committed may have been read, so a longer list is another command; only
/// the newest one that was replaced is kept for a late answer.
#[test]
fn a_committed_command_is_replaced_and_not_piled_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut engine = open(folder.path());
    for end in 1..=20 {
        push(&mut engine, 0..end);
        engine.commit().unwrap();
    }
    assert_eq!(open_campaigns(&engine), [20]);
    let kept: Vec<Seq> = engine.live().fleet.commands(DEVICE).map(|one| one.seq).collect();
    assert_eq!(kept.len(), 2);
    drop(engine);
    let engine = open(folder.path());
    let again: Vec<Seq> = engine.live().fleet.commands(DEVICE).map(|one| one.seq).collect();
    assert_eq!(again, kept);
    push_says_it_again(engine);
}

fn push_says_it_again(mut engine: Engine) {
    push(&mut engine, 3..5);
    assert_eq!(open_campaigns(&engine), [20], "nothing new to say");
    let repeats: Vec<u16> =
        engine.live().fleet.open_commands(DEVICE).map(|one| one.repeats).collect();
    assert_eq!(repeats, [2]);
}
