//! What the simulation found once, each as a small story.

use vetrina::{
    domain::{
        campaign::emergency::{Grounds, Outcome, StopReason},
        catalog::standing::SuspensionReason,
        money::Amount,
    },
    engine::commands::{
        campaigns::CampaignFields,
        editing::EditCampaign,
        emergency::StopCampaigns,
        incidents::ResolveIncident,
        standing::{Reinstate, Suspend},
        status::{Cancel, Pause, TopUp},
        top_up::ApproveIncrease,
    },
};

use crate::{
    model::Stand,
    world::{DAY, HOUR, World},
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

fn scheduled(budget_after: i64) -> (World, usize) {
    find(|world, no| {
        let campaign = &world.model.campaigns[no];
        let wallet = world.model.wallets[campaign.advertiser];
        campaign.stand() == Stand::Scheduled && wallet > budget_after
    })
}

fn activate(world: &mut World, no: usize) {
    world.now = world.now.max(world.model.campaigns[no].start);
    world.timers();
    assert_eq!(world.model.campaigns[no].stand(), Stand::Active);
}

fn budget_edit(world: &World, no: usize, budget: i64) -> EditCampaign {
    let budget = Some(Amount::from_micros(budget));
    let fields = CampaignFields { budget, ..CampaignFields::default() };
    EditCampaign { id: world.model.campaigns[no].id, fields, if_revision: None }
}

fn suspend(world: &mut World, advertiser: usize) {
    let (id, reason) = (world.advertisers[advertiser], SuspensionReason::PaymentDefault);
    let wanted = world.model.suspend(advertiser, world.now);
    world.expect(wanted, "suspension", Suspend { id, reason, note: None });
}

fn reinstate(world: &mut World, advertiser: usize) {
    let id = world.advertisers[advertiser];
    let wanted = world.model.reinstate(advertiser, world.now);
    world.expect(wanted, "reinstatement", Reinstate { id, note: None });
}

/// Confirmed fraud suspends the account: its other campaigns pause with it. Rule: CAM-12, CAM-27.
#[test]
fn confirmed_fraud_holds_the_other_campaigns_of_the_account() {
    let (mut world, no) = find(|world, no| {
        let own = |other: &usize| {
            let campaign = &world.model.campaigns[*other];
            let same = campaign.advertiser == world.model.campaigns[no].advertiser;
            same && campaign.stand() == Stand::Scheduled
        };
        own(&no) && (0..world.model.campaigns.len()).filter(own).count() > 1
    });
    let reason = StopReason::TechnicalIssue;
    let grounds = Grounds { reason, detail: None, evidence_urls: Vec::new() };
    let ids = vec![world.model.campaigns[no].id];
    let stopped = world.command(StopCampaigns { ids, grounds, several: false }).unwrap();
    assert!(world.model.stop(no, world.now));
    let now = world.now;
    world.model.opened(stopped[0].incident_id.unwrap(), no, now);
    let fraud = ResolveIncident {
        id: stopped[0].incident_id.unwrap(),
        outcome: Outcome::D,
        findings: "fraud".to_owned(),
        compensation: None,
        reapprove_content: false,
    };
    world.command(fraud).unwrap();
    assert!(world.model.resolve(0, 'D', 0, world.now));
    let held = world.model.campaigns.iter().filter(|c| c.stand() == Stand::Suspended);
    assert!(held.count() > 0);
    world.check_model();
}

/// Seven days to resume count from the newest reinstatement. Rule: CAM-27, D-53.
#[test]
fn the_days_to_resume_count_from_the_newest_reinstatement() {
    let (mut world, no) = scheduled(0);
    world.model.campaigns[no].end += 40 * DAY;
    let end = vetrina::domain::time::Timestamp::from_ms(world.model.campaigns[no].end);
    let fields = CampaignFields { end_date: Some(end.to_string()), ..CampaignFields::default() };
    let id = world.model.campaigns[no].id;
    world.command(EditCampaign { id, fields, if_revision: None }).unwrap();
    let advertiser = world.model.campaigns[no].advertiser;
    for _ in 0..2 {
        suspend(&mut world, advertiser);
        reinstate(&mut world, advertiser);
        world.now += 5 * DAY;
        world.timers();
        assert_eq!(world.model.campaigns[no].stand(), Stand::Suspended);
        world.check_model();
    }
    world.now += 2 * DAY;
    world.timers();
    assert_eq!(world.model.campaigns[no].stand(), Stand::CutOff);
    world.check_model();
}

/// An increase that waits changes no price; asked for before the start, it can be approved then.
/// Rule: D-45, D-55.
#[test]
fn an_increase_that_waits_raises_no_priority_and_is_approved_before_the_start() {
    let more = 10_000_000_000;
    let (mut world, no) = scheduled(more);
    let budget = world.model.campaigns[no].budget + more;
    let edit = budget_edit(&world, no, budget);
    let id = edit.id;
    world.command(edit).unwrap();
    assert!(world.model.edit_budget(no, budget, world.now));
    let priority = |world: &mut World| {
        let campaign = world.engine().live().campaigns.by_id(id).unwrap();
        *campaign.priority_over_time.last().unwrap()
    };
    assert_eq!(priority(&mut world), 3);
    world.command(ApproveIncrease { id }).unwrap();
    assert!(world.model.approve_increase(no, world.now));
    assert_eq!(priority(&mut world), 9);
    world.check_model();
}

/// After the end no edit raises the budget, as no top-up does. Rule: BUD-04.
#[test]
fn a_budget_is_not_raised_after_the_end() {
    let (mut world, no) = scheduled(100_000_000);
    activate(&mut world, no);
    world.now = world.model.campaigns[no].end + HOUR;
    let budget = world.model.campaigns[no].budget + 60_000_000;
    let edit = budget_edit(&world, no, budget);
    assert!(!world.model.edit_budget(no, budget, world.now));
    world.command(edit).expect_err("the end has come");
    world.check_model();
}

/// A top-up may leave a chosen priority behind; other edits go on. Rule: CAM-11, CAM-16.
#[test]
fn a_priority_left_behind_by_a_top_up_refuses_no_other_edit() {
    let (mut world, no) = scheduled(500_000_000);
    let id = world.model.campaigns[no].id;
    let edit = |fields| EditCampaign { id, fields, if_revision: None };
    let priority = Some(1).into();
    world.command(edit(CampaignFields { priority, ..CampaignFields::default() })).unwrap();
    assert!(world.model.edit_priority(no, 1, world.now));
    activate(&mut world, no);
    let additional_budget = Amount::from_micros(450_000_000);
    world.command(TopUp { id, additional_budget }).unwrap();
    assert!(world.model.top_up(no, 450_000_000, world.now));
    let description = Some("with sugar".to_owned()).into();
    world.command(edit(CampaignFields { description, ..CampaignFields::default() })).unwrap();
    assert!(world.model.edit_word(no, true, world.now));
    world.check_model();
}

/// A draft holds no money: cancelled while its account is suspended, it waits for nothing.
/// Rule: CAM-27.
#[test]
fn a_draft_of_a_suspended_account_is_cancelled_whole() {
    let (mut world, no) = find(|world, no| world.model.campaigns[no].stand() == Stand::Draft);
    let advertiser = world.model.campaigns[no].advertiser;
    suspend(&mut world, advertiser);
    let id = world.model.campaigns[no].id;
    world.command(Cancel { id }).unwrap();
    assert!(world.model.cancel(no, world.now));
    assert!(world.model.campaigns[no].settled.is_some());
    world.commit_cleanly();
    world.check_everything();
}
