use super::*;
use crate::domain::{
    campaign::{category::Category, model::sample, timeline::StatusSpan},
    ids::{AdvertiserNo, CampaignNo},
};

const LIMITS: SimilarityLimits =
    SimilarityLimits { criteria: 3, store_percent: 80, flagged_above: 5, shown: 20 };

fn at(text: &str) -> Option<Timestamp> {
    Some(Timestamp::parse(text).unwrap())
}

fn stores(numbers: std::ops::Range<u32>) -> Vec<StoreNo> {
    numbers.map(StoreNo).collect()
}

/// Ten stores, two assets, the first ten days of March.
fn campaign(no: u32) -> Campaign {
    let mut campaign = sample();
    campaign.no = CampaignNo(no);
    campaign.id = Uuid::from_u128(u128::from(no));
    campaign.name = format!("Campaign {no}");
    campaign.brand_name = Some("Phở Việt".to_owned());
    campaign.category = Some(Category::FoodBeverage);
    campaign.start_date = at("2026-03-01T00:00:00Z");
    campaign.end_date = at("2026-03-10T23:59:59Z");
    campaign.target_stores = stores(0..10);
    campaign.content_assets = vec![AssetNo(1), AssetNo(2)];
    put(&mut campaign, CampaignStatus::Active);
    campaign
}

fn put(campaign: &mut Campaign, status: CampaignStatus) {
    let now = campaign.created_at;
    campaign.status = super::super::timeline::StatusTimeline::starting(now, StatusSpan::of(status));
}

fn find(this: &Campaign, others: &[Campaign], limits: &SimilarityLimits) -> Similar {
    find_similar(this, others.iter(), limits, |no| Some(format!("asset {}", no.0)))
}

type Change = fn(&mut Campaign);

const OTHER_BRAND: Change = |one| one.brand_name = Some("Bánh Mì".to_owned());
const OTHER_CATEGORY: Change = |one| one.category = Some(Category::parse("TELECOM").unwrap());
const OTHER_STORES: Change = |one| one.target_stores = stores(10..20);
const OTHER_ASSETS: Change = |one| one.content_assets = vec![AssetNo(1)];
const OTHER_DATES: Change = |one| {
    one.start_date = at("2026-03-11T00:00:00Z");
    one.end_date = at("2026-03-20T23:59:59Z");
};

/// Every subset of the five criteria: three or more warn, fewer do not. Rule: CAM-23, EC13.
#[test]
fn three_of_five_criteria_make_campaigns_alike() {
    let changes = [OTHER_BRAND, OTHER_CATEGORY, OTHER_STORES, OTHER_ASSETS, OTHER_DATES];
    for subset in 0_u32..32 {
        let mut other = campaign(0);
        for (place, change) in changes.iter().enumerate() {
            if subset & (1 << place) != 0 {
                change(&mut other);
            }
        }
        let same = 5 - subset.count_ones();
        let found = find(&campaign(1), &[other], &LIMITS);
        assert_eq!(found.count, u32::from(same >= 3), "{subset:05b}");
        let Some(one) = found.campaigns.first() else { continue };
        assert_eq!(u32::from(one.matches), same);
        assert_eq!(one.message, "Similar campaign detected: Campaign 0");
        for (place, line) in one.comparison.iter().enumerate() {
            assert_eq!(line.matches, subset & (1 << place) == 0, "{subset:05b} {line:?}");
        }
    }
}

/// One criterion at a time against a limit of one: what counts as the same. Rule: CAM-23.
#[test]
fn each_criterion_has_its_edge() {
    let limits = SimilarityLimits { criteria: 1, ..LIMITS };
    let apart: Change = |one| {
        for change in [OTHER_BRAND, OTHER_CATEGORY, OTHER_STORES, OTHER_ASSETS, OTHER_DATES] {
            change(one);
        }
    };
    let table: &[(&str, Change, bool)] = &[
        ("nothing", |_| (), false),
        ("the brand in other letters", |one| one.brand_name = Some(" PHỞ VIỆT ".into()), true),
        ("a blank brand", |one| one.brand_name = Some(" ".into()), false),
        ("no brand", |one| one.brand_name = None, false),
        ("no category", |one| one.category = None, false),
        ("8 of 10 stores", |one| one.target_stores = stores(2..12), true),
        ("7 of 10 stores", |one| one.target_stores = stores(3..13), false),
        ("all of its stores among many", |one| one.target_stores = stores(0..100), true),
        ("no stores", |one| one.target_stores = Vec::new(), false),
        ("content in other order", |one| one.content_assets = vec![AssetNo(2), AssetNo(1)], true),
        ("no content", |one| one.content_assets = Vec::new(), false),
        ("the last second", |one| one.start_date = at("2026-03-10T23:59:59Z"), true),
        ("a second later", |one| one.start_date = at("2026-03-11T00:00:00Z"), false),
        ("no dates", |one| one.start_date = None, false),
    ];
    for (what, change, expected) in table {
        let mut other = campaign(0);
        apart(&mut other);
        change(&mut other);
        let found = find(&campaign(1), &[other], &limits);
        assert_eq!(found.count == 1, *expected, "{what}");
    }
    let mut blank = campaign(1);
    (blank.brand_name, blank.category, blank.start_date) = (None, None, None);
    (blank.target_stores, blank.content_assets) = (Vec::new(), Vec::new());
    let mut other = blank.clone();
    other.no = CampaignNo(0);
    assert_eq!(find(&blank, &[other], &limits).count, 0, "what is not there is not the same");
}

/// Own campaigns that were submitted and not turned down; completed ones are renewed. Rule: CAM-23.
#[test]
fn only_the_advertisers_submitted_campaigns_count() {
    for status in CampaignStatus::ALL {
        let mut other = campaign(0);
        put(&mut other, *status);
        let turned_down = ["DRAFT", "REJECTED", "CANCELLED", "EXPIRED"];
        let expected = u32::from(!turned_down.contains(&status.as_str()));
        assert_eq!(find(&campaign(1), &[other], &LIMITS).count, expected, "{status}");
    }
    let mut other = campaign(0);
    other.advertiser = AdvertiserNo(7);
    assert_eq!(find(&campaign(1), &[other], &LIMITS).count, 0, "of another advertiser");
    assert_eq!(find(&campaign(1), &[campaign(1)], &LIMITS).count, 0, "itself");
    let off = SimilarityLimits { criteria: 0, ..LIMITS };
    assert_eq!(find(&campaign(1), &[campaign(0)], &off), Similar::default());
}

/// More than five near-duplicates are flagged, five are not; all count, some are shown. EC13.
#[test]
fn more_than_five_are_flagged() {
    let limits = SimilarityLimits { shown: 2, ..LIMITS };
    for (count, flagged) in [(1, false), (5, false), (6, true), (40, true)] {
        let others: Vec<Campaign> = (0..count).map(campaign).collect();
        let found = find(&campaign(count), &others, &limits);
        assert_eq!((found.count, found.is_flagged(&limits)), (count, flagged));
        let never = SimilarityLimits { flagged_above: 0, ..limits };
        assert!(!found.is_flagged(&never));
        assert_eq!(found.campaigns.len(), usize::try_from(count.min(2)).unwrap());
        assert_eq!(found.campaigns[0].campaign_name, format!("Campaign {}", count - 1));
    }
}
