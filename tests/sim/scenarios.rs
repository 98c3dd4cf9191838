//! What the simulation found once, each as a small story.

use vetrina::engine::commands::status::Pause;

use crate::{
    model::Stand,
    world::{HOUR, World},
};

/// Seeds whose worlds are tried until one holds what a story needs.
const WORLDS: u64 = 50;

/// A world and a campaign in it that stands as wanted.
fn find(wanted: impl Fn(&World, usize) -> bool) -> (World, usize) {
    let worlds = (0..WORLDS).map(World::new);
    let mut found = worlds.filter_map(|world| {
        let no = (0..world.model.campaigns.len()).find(|no| wanted(&world, *no))?;
        Some((world, no))
    });
    found.next().expect("one of the worlds has such a campaign")
}

/// The start lies before the approval: the campaign goes live as of the approval, once.
#[test]
fn a_campaign_that_is_approved_after_its_start_begins() {
    let (mut world, no) = find(|world, no| {
        let campaign = &world.model.campaigns[no];
        campaign.stand() == Stand::Pending && campaign.end > world.now + 3 * HOUR
    });
    world.now = world.now.max(world.model.campaigns[no].start) + HOUR;
    world.timers();
    while world.model.campaigns[no].stand() == Stand::Pending {
        world.judge_pending();
    }
    world.timers();
    assert_eq!(world.model.campaigns[no].stand(), Stand::Active);
    world.check_model();
}

/// A pause comes in after the end, before the timer of the end ran: the campaign still ends.
#[test]
fn a_campaign_that_is_paused_after_its_end_ends() {
    let (mut world, no) = find(|world, no| world.model.campaigns[no].stand() == Stand::Scheduled);
    world.now = world.now.max(world.model.campaigns[no].start);
    world.timers();
    assert_eq!(world.model.campaigns[no].stand(), Stand::Active);
    world.now = world.model.campaigns[no].end + HOUR;
    let id = world.model.campaigns[no].id;
    world.command(Pause { id }).expect("an active campaign can be paused");
    let now = world.now;
    world.model.campaigns[no].set_stand(now, Stand::PausedByUser);
    world.timers();
    assert_eq!(world.model.campaigns[no].stand(), Stand::Completed);
    world.check_model();
}
