//! The demo's campaigns: what is booked, when, and what people do with it.
//! Tables only; `plot` and `acts` read them.

use super::cast::{BlockCast, City};
use crate::domain::{
    blocking::RuleType,
    campaign::emergency::{Outcome, StopReason},
    dispute::DisputeKind,
};

/// A moment of the story.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// Percent of the history.
    Percent(i64),
    /// Days after now.
    InDays(i64),
    /// Hours before now.
    HoursAgo(i64),
    /// So many hours after noon in Vietnam, on the day at so many percent of the history.
    Midday(i64, i64),
    /// The newest noon or early evening in Vietnam, an hour ago at least.
    LastMidday,
    /// So many hours after the campaign was written.
    AfterBooking(i64),
}

/// What people do with a campaign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// The operator approves it.
    Approve,
    /// The reviewer rejects it.
    Reject(&'static str),
    /// Its advertiser pauses it.
    Pause,
    /// Its advertiser cancels it.
    Cancel,
    /// Its advertiser adds so many dollars.
    TopUp(i64),
    /// Its advertiser lets two creatives compete, half of the slots each; the shares of plays that
    /// are shown to the end decide.
    AbTest([(&'static str, &'static str); 2]),
    /// Its advertiser tests it in these stores: places in `STORES`, hours, dollars.
    Test(&'static [usize], i64, i64),
    /// The operator stops it at once.
    Stop(StopReason, &'static str),
    /// Its advertiser stops it at once.
    OwnStop(StopReason, &'static str),
    /// A supplier (place in `SUPPLIERS`) asks for a stop; its own stores go dark at once.
    AskForStop(usize, StopReason, &'static str),
    /// The operator follows the supplier: the whole campaign stops.
    GrantStop(&'static str),
    /// The investigation of the newest stop ends: findings, dollars of compensation.
    Resolve(Outcome, &'static str, Option<i64>),
    /// Its advertiser disputes so many of its newest plays.
    Dispute(DisputeKind, usize, &'static str),
    /// The operator finds for the advertiser in its oldest open dispute.
    ChargeBack(&'static str),
    /// The operator runs it on.
    Resume,
    /// A store begins to block it.
    Block(BlockCast),
    /// The operator lets it in against a rule: the place in `BLOCKED`.
    Override(usize, &'static str),
    /// The operator credits its advertiser with so many dollars.
    Credit(i64, &'static str),
}

/// A campaign.
pub struct CampaignCast {
    /// Its advertiser's place in `ADVERTISERS`.
    pub advertiser: usize,
    /// Name.
    pub name: &'static str,
    /// What it is about.
    pub description: &'static str,
    /// Category.
    pub category: &'static str,
    /// Budget and daily cap, whole dollars.
    pub budget: (i64, Option<i64>),
    /// Cities whose stores it plays in.
    pub cities: &'static [City],
    /// Creatives by name.
    pub posters: &'static [&'static str],
    /// Hours of all days, store-local.
    pub daypart: Option<(&'static str, &'static str)>,
    /// Contract CPM, whole dollars.
    pub fixed_cpm: Option<i64>,
    /// First and last moment.
    pub runs: (When, When),
    /// When it is written; `None`: 40 hours before its start.
    pub booked: Option<When>,
    /// Whether it is submitted; otherwise it stays a draft.
    pub submitted: bool,
    /// Whether screens can show its content.
    pub playable: bool,
    /// What people do with it.
    pub acts: &'static [(When, Act)],
}

const VIETNAM: &[City] = &[City::HoChiMinh, City::HaNoi, City::DaNang];
const BIG_CITIES: &[City] = &[City::HoChiMinh, City::HaNoi];
const MILANO: &[City] = &[City::Milano];
const EVERYWHERE: &[City] = &[City::HoChiMinh, City::HaNoi, City::DaNang, City::Milano];

const PLAIN: CampaignCast = CampaignCast {
    advertiser: 0,
    name: "",
    description: "",
    category: "OTHER",
    budget: (1_000, None),
    cities: VIETNAM,
    posters: &[],
    daypart: None,
    fixed_cpm: None,
    runs: (When::Percent(0), When::InDays(7)),
    booked: None,
    submitted: true,
    playable: true,
    acts: &[],
};

const COFFEE: CampaignCast = CampaignCast { category: "FOOD_BEVERAGE", ..PLAIN };
const SHOP: CampaignCast = CampaignCast { advertiser: 1, category: "ELECTRONICS", ..PLAIN };
const SILK: CampaignCast = CampaignCast { advertiser: 2, category: "FASHION_APPAREL", ..PLAIN };
const GELATO: CampaignCast =
    CampaignCast { advertiser: 3, category: "FOOD_BEVERAGE", cities: MILANO, ..PLAIN };
const BEER: CampaignCast =
    CampaignCast { advertiser: 4, posters: &["Birra rossa.jpg"], cities: MILANO, ..COFFEE };
const BANK: CampaignCast = CampaignCast { advertiser: 5, category: "FINANCIAL_SERVICES", ..PLAIN };

/// All campaigns.
pub const CAMPAIGNS: &[CampaignCast] = &[
    CampaignCast {
        name: "Buổi sáng Sông Hương",
        description: "Morning coffee, 07:00 to 11:00 only",
        budget: (900, None),
        posters: &["Buổi sáng Sông Hương.jpg"],
        daypart: Some(("07:00", "11:00")),
        runs: (When::Percent(0), When::InDays(12)),
        ..COFFEE
    },
    CampaignCast {
        name: "Cold brew mùa khô",
        description: "Held back by a daily cap",
        budget: (600, Some(12)),
        posters: &["Cold brew.jpg", "Buổi sáng Sông Hương.jpg"],
        runs: (When::Percent(3), When::InDays(9)),
        acts: &[
            (
                When::Percent(75),
                Act::Credit(150, "Goodwill for plays that were reported as too dim"),
            ),
            (
                When::Percent(88),
                Act::Credit(4_000, "Bonus of the yearly contract; waits for a second person"),
            ),
        ],
        ..COFFEE
    },
    CampaignCast {
        name: "Latte flash",
        description: "A small budget at a high contract price, which burns out",
        budget: (100, None),
        cities: BIG_CITIES,
        posters: &["Latte 24h.png"],
        fixed_cpm: Some(700),
        runs: (When::Percent(0), When::InDays(5)),
        ..COFFEE
    },
    CampaignCast {
        name: "Trà sữa cuối năm",
        description: "Its advertiser saw a wrong price on a screen and stopped it at once",
        budget: (1_200, None),
        posters: &["Latte 24h.png"],
        runs: (When::Percent(8), When::InDays(8)),
        acts: &[(
            When::LastMidday,
            Act::OwnStop(StopReason::ContentError, "The price on the picture is last year's"),
        )],
        ..COFFEE
    },
    CampaignCast {
        name: "Trà đào cuối tuần",
        description: "Peach tea; ran to its end",
        budget: (2_100, None),
        posters: &["Cold brew.jpg"],
        runs: (When::Percent(50), When::Percent(85)),
        ..COFFEE
    },
    CampaignCast {
        name: "Sông Hương quà Tết",
        description: "Gift boxes for the new year, tested in two stores before the start",
        budget: (2_500, None),
        cities: EVERYWHERE,
        posters: &["Buổi sáng Sông Hương.jpg"],
        runs: (When::InDays(2), When::InDays(30)),
        booked: Some(When::Percent(40)),
        acts: &[(When::HoursAgo(10), Act::Test(&[0, 3], 24, 50))],
        ..COFFEE
    },
    CampaignCast {
        name: "Sao Mai TV 4K",
        description: "Televisions, with a film; a store begins to block the brand",
        budget: (3_000, None),
        posters: &["TV 4K Sao Mai.jpg", "Sao Mai 20s.mp4"],
        runs: (When::Percent(0), When::InDays(6)),
        acts: &[
            (
                When::Midday(45, 0),
                Act::Block((
                    4,
                    RuleType::Brand,
                    "Sao Mai",
                    "Our own electronics corner opens; no other shop until June",
                )),
            ),
            (When::Percent(60), Act::TopUp(500)),
        ],
        ..SHOP
    },
    CampaignCast {
        name: "Âm thanh mới",
        description: "Loudspeakers: does the picture or the film reach its end more often?",
        budget: (3_500, None),
        posters: &["Loa 10s.jpg", "Loa 30s.mp4"],
        runs: (When::Percent(0), When::InDays(9)),
        acts: &[(
            When::AfterBooking(1),
            Act::AbTest([("Picture, 10 s", "Loa 10s.jpg"), ("Film, 30 s", "Loa 30s.mp4")]),
        )],
        ..SHOP
    },
    CampaignCast {
        name: "Tuần lễ điện thoại",
        description: "Paused while the shelves are empty",
        budget: (1_500, None),
        posters: &["Tuần lễ điện thoại.jpg"],
        runs: (When::Percent(10), When::InDays(4)),
        acts: &[(When::Percent(80), Act::Pause)],
        ..SHOP
    },
    CampaignCast {
        name: "Phụ kiện giá tốt",
        description: "Cables and cases with a small budget, so that others go first; ran to its end",
        budget: (900, None),
        cities: BIG_CITIES,
        posters: &["TV 4K Sao Mai.jpg"],
        runs: (When::Percent(45), When::Percent(90)),
        ..SHOP
    },
    CampaignCast {
        name: "Cuối năm Sao Mai",
        description: "Still being written",
        budget: (5_000, None),
        posters: &["TV 4K Sao Mai.jpg"],
        runs: (When::InDays(10), When::InDays(40)),
        booked: Some(When::Percent(95)),
        submitted: false,
        ..SHOP
    },
    CampaignCast {
        name: "Lụa mùa thu",
        description: "Silk, in Vietnam and Milan; more budget waits for a person",
        budget: (5_000, None),
        cities: EVERYWHERE,
        posters: &["Lụa mùa thu.jpg", "Tơ Vàng 15s.mp4"],
        runs: (When::Percent(5), When::InDays(8)),
        acts: &[
            (
                When::Percent(55),
                Act::Dispute(
                    DisputeKind::WrongLocation,
                    3,
                    "Our visitor stood in front of the screen, and it was dark",
                ),
            ),
            (
                When::Percent(65),
                Act::ChargeBack("The screens had been carried to the storeroom that morning"),
            ),
            (When::Percent(85), Act::TopUp(6_000)),
            (
                When::HoursAgo(2),
                Act::Dispute(
                    DisputeKind::WrongDuration,
                    4,
                    "The film was cut after a few seconds, says our visitor",
                ),
            ),
        ],
        ..SILK
    },
    CampaignCast {
        name: "Tơ Vàng Fashion Week",
        description: "A large budget: approved by a person, every play held for a day",
        budget: (12_000, None),
        cities: EVERYWHERE,
        posters: &["Fashion week.png", "Lụa mùa thu.jpg"],
        runs: (When::Percent(0), When::Percent(35)),
        acts: &[(When::AfterBooking(2), Act::Approve)],
        ..SILK
    },
    CampaignCast {
        name: "Đêm hội Hà Nội",
        description: "Stopped for a complaint that proved wrong, compensated, runs on",
        budget: (1_800, None),
        posters: &["Lụa mùa thu.jpg"],
        runs: (When::Percent(10), When::InDays(7)),
        acts: &[
            (
                When::Midday(40, 0),
                Act::Stop(
                    StopReason::BrandSafety,
                    "A visitor says that the film shows a rival's mark",
                ),
            ),
            (
                When::Midday(40, 5),
                Act::Resolve(
                    Outcome::A,
                    "All frames were looked at: the mark is the advertiser's own",
                    Some(75),
                ),
            ),
            (When::Midday(40, 6), Act::Resume),
        ],
        ..SILK
    },
    CampaignCast {
        name: "Khăn quàng mùa cưới",
        description: "Scarves in all four cities; ran to its end",
        budget: (2_200, None),
        cities: EVERYWHERE,
        posters: &["Fashion week.png"],
        runs: (When::Percent(48), When::Percent(80)),
        ..SILK
    },
    CampaignCast {
        name: "Gelato d'inverno",
        description: "By contract at a fixed CPM",
        budget: (1_800, None),
        posters: &["Gelato d'inverno.jpg"],
        fixed_cpm: Some(62),
        runs: (When::Percent(0), When::InDays(14)),
        ..GELATO
    },
    CampaignCast {
        name: "Apertura Brera",
        description: "The opening of the shop in Brera",
        budget: (700, None),
        posters: &["Apertura Brera.jpg", "Gelato d'inverno.jpg"],
        runs: (When::Percent(5), When::Percent(60)),
        ..GELATO
    },
    CampaignCast {
        name: "Pistacchio di Bronte",
        description: "A new flavour; ran to its end",
        budget: (2_000, None),
        posters: &["Gelato d'inverno.jpg"],
        runs: (When::Percent(50), When::Percent(92)),
        ..GELATO
    },
    CampaignCast {
        name: "Cinema in tre dimensioni",
        description: "A film that no screen can decode: the distribution fails",
        budget: (800, None),
        posters: &["Corallo 3D.mp4"],
        runs: (When::Percent(63), When::InDays(5)),
        playable: false,
        ..GELATO
    },
    CampaignCast {
        name: "Birra rossa d'autunno",
        description: "Beer: a person must approve it; one store lets it in against its rule",
        budget: (2_000, None),
        runs: (When::InDays(3), When::InDays(33)),
        booked: Some(When::Percent(90)),
        acts: &[(
            When::AfterBooking(2),
            Act::Override(1, "The market's own autumn feast: beer is served at its doors"),
        )],
        ..BEER
    },
    CampaignCast {
        name: "Notte bianca Torrealta",
        description: "Beer in Vietnam",
        budget: (1_200, None),
        cities: VIETNAM,
        runs: (When::InDays(4), When::InDays(20)),
        booked: Some(When::Percent(55)),
        acts: &[(
            When::Percent(62),
            Act::Reject(
                "Alcohol is not shown in supermarkets during daytime; please limit the hours",
            ),
        )],
        ..BEER
    },
    CampaignCast {
        name: "Festa della vendemmia",
        description: "Waited for an approval until it expired",
        budget: (1_500, None),
        runs: (When::InDays(12), When::InDays(40)),
        booked: Some(When::Percent(0)),
        ..BEER
    },
    CampaignCast {
        name: "Conto Zero",
        description: "An account; one store blocks the brand",
        budget: (2_200, None),
        cities: MILANO,
        posters: &["Conto Zero.jpg"],
        runs: (When::Percent(0), When::InDays(10)),
        ..BANK
    },
    CampaignCast {
        name: "Carta Valdoro",
        description: "Stopped for a supplier; it broke the policy and stays paused",
        budget: (1_400, None),
        posters: &["Conto Zero.jpg"],
        runs: (When::Percent(6), When::InDays(11)),
        acts: &[
            (
                When::Midday(55, 0),
                Act::AskForStop(
                    0,
                    StopReason::LegalDemand,
                    "The interest rate is not that of the registered prospectus",
                ),
            ),
            (When::Midday(55, 1), Act::GrantStop("The prospectus was checked: stopped everywhere")),
            (
                When::Midday(55, 6),
                Act::Resolve(
                    Outcome::C,
                    "The rate shown is not the registered one: a formal warning",
                    None,
                ),
            ),
        ],
        ..BANK
    },
    CampaignCast {
        name: "Mutuo casa",
        description: "Cancelled half way",
        budget: (1_600, None),
        cities: EVERYWHERE,
        posters: &["Mutuo casa.jpg"],
        runs: (When::Percent(6), When::InDays(16)),
        acts: &[(When::Percent(50), Act::Cancel)],
        ..BANK
    },
];
