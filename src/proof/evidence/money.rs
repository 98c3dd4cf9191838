//! The price from its factors, the split, and where the money went.

use super::model::{Evidence, LegPart, PricePart};
use crate::domain::{
    impression::record::PlayStatus,
    money::{Amount, Currency},
    pricing::{
        price::{PriceSteps, PricingLimits, PricingMode, split},
        rates::{Screen, band_percent, priority_percent, screen_percent, traffic_percent},
    },
};

/// Computes the price again, to the last digit. Rules: PRC-01, PRC-03, PRC-04.
pub(super) fn check_price(evidence: &Evidence) -> Result<String, String> {
    let price = &evidence.price;
    check_factors(price)?;
    check_base(price)?;
    let expected = u32::from(evidence.verdict.duration_expected);
    same("seconds that are paid for", price.paid_seconds, expected.min(price.full_seconds))?;
    let steps = PriceSteps {
        mode: price.mode,
        rate_version: price.rate_version,
        base_rate: Amount::from_micros(price.base_micros),
        traffic_percent: price.traffic_percent,
        device_percent: price.device_percent,
        paid_seconds: price.paid_seconds,
        full_seconds: price.full_seconds,
        priority_percent: price.priority_percent,
        quality_percent: price.quality_percent,
    };
    same("CPM in micros", price.cpm_micros, steps.cpm().micros())?;
    same("price in micros", price.cost_micros, steps.cost().micros())?;
    same("price in micros", evidence.money.cost_micros, price.cost_micros)?;
    Ok(format!("{} by rate version {}", steps.cost(), price.rate_version))
}

fn check_factors(price: &PricePart) -> Result<(), String> {
    if price.base_micros < 0 || price.full_seconds == 0 {
        return Err("a rate below zero, or no seconds at all".to_owned());
    }
    same("priority factor", price.priority_percent, priority_percent(price.priority))?;
    same("quality factor", price.quality_percent, band_percent(price.band))?;
    if price.mode == PricingMode::FixedCpm {
        same("traffic factor under a contract", price.traffic_percent, 100)?;
        return same("screen factor under a contract", price.device_percent, 100);
    }
    let screen = Screen {
        diagonal_tenths: price.screen_inches_x10,
        width: price.screen_width,
        height: price.screen_height,
    };
    let traffic = traffic_percent(price.daily_foot_traffic);
    same("traffic factor", price.traffic_percent, traffic)?;
    same("screen factor", price.device_percent, screen_percent(&screen))
}

fn check_base(price: &PricePart) -> Result<(), String> {
    if price.mode == PricingMode::FixedCpm {
        return Ok(());
    }
    let mut rows = price.rates.iter().filter(|row| row.category == price.category);
    let (Some(row), None) = (rows.next(), rows.next()) else {
        return Err(format!("the rates have not one row of {:?}", price.category));
    };
    let base = if price.is_peak { row.peak_micros } else { row.off_peak_micros };
    same("base rate in micros", price.base_micros, base)
}

/// Rules: REV-01, D-23.
pub(super) fn check_split(evidence: &Evidence) -> Result<String, String> {
    let money = &evidence.money;
    let limits =
        PricingLimits { supplier_share_percent: money.supplier_percent, ..Default::default() };
    let shares = split(Amount::from_micros(money.cost_micros), &limits);
    same("supplier's share in micros", money.supplier_micros, shares.supplier.micros())?;
    same("platform's share in micros", money.platform_micros, shares.platform.micros())?;
    if money.charged_micros < 0 || money.absorbed_micros < 0 {
        return Err("a part below zero".to_owned());
    }
    let parts = money.charged_micros.checked_add(money.absorbed_micros);
    same("charged + absorbed in micros", parts, Some(money.cost_micros))?;
    if money.currency != Currency::Usd.code() {
        return Err(format!("the currency is {}, stores are billed in USD", money.currency));
    }
    Ok(format!("{} % to the supplier, the rest to the platform", money.supplier_percent))
}

/// Whose money an account holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Advertiser,
    Supplier,
    Platform,
}

/// What each side got, in micros; below zero: paid.
#[derive(Default)]
struct Net {
    advertiser: i128,
    supplier: i128,
    platform: i128,
}

impl Net {
    fn add(&mut self, side: Side, micros: i128) {
        match side {
            Side::Advertiser => self.advertiser += micros,
            Side::Supplier => self.supplier += micros,
            Side::Platform => self.platform += micros,
        }
    }
}

/// Each side's movements sum to what the play says: cost from the advertiser and the platform, shares
/// to the supplier and the platform; after a reversal nothing is left. Rules: D-22, D-23.
pub(super) fn check_ledger(evidence: &Evidence) -> Result<String, String> {
    let money = &evidence.money;
    let mut net = Net::default();
    for leg in &money.legs {
        if leg.amount_micros <= 0 {
            return Err("a movement of nothing, or backwards".to_owned());
        }
        let micros = i128::from(leg.amount_micros);
        net.add(side(evidence, &leg.debit)?, -micros);
        net.add(side(evidence, &leg.credit)?, micros);
    }
    check_play_legs(evidence)?;
    let taken_back = evidence.reversal.is_some();
    let kept = |micros: i128| if taken_back { 0 } else { micros };
    let (cost, supplier) = (i128::from(money.cost_micros), i128::from(money.supplier_micros));
    let absorbed = i128::from(money.absorbed_micros);
    same("net of the advertiser", net.advertiser, kept(-i128::from(money.charged_micros)))?;
    same("net of the supplier", net.supplier, kept(supplier))?;
    same("net of the platform", net.platform, kept(cost - supplier - absorbed))?;
    same("sum of all movements", net.advertiser + net.supplier + net.platform, 0)?;
    Ok(format!("{} movements, in sum zero", money.legs.len()))
}

/// The movements that the play itself implies come first, exactly those.
fn check_play_legs(evidence: &Evidence) -> Result<(), String> {
    let (money, of_play) = (&evidence.money, "PLAY");
    let campaign = &super::signed::campaign(&evidence.submission)?;
    let escrow = format!("campaign:{campaign}:escrow");
    let supplier = format!("supplier:{}:pending", evidence.device.supplier_id);
    let wanted: Vec<(&str, String, String, i64)> = match evidence.verdict.status {
        PlayStatus::Verified => vec![
            ("absorbed", "platform:absorbed".to_owned(), escrow.clone(), money.absorbed_micros),
            ("supplier's share", escrow.clone(), supplier, money.supplier_micros),
            ("platform's share", escrow, "platform:revenue".to_owned(), money.platform_micros),
        ],
        PlayStatus::UnderReview => vec![
            ("absorbed", "platform:absorbed".to_owned(), escrow.clone(), money.absorbed_micros),
            ("held", escrow, format!("campaign:{campaign}:review_hold"), money.cost_micros),
        ],
        PlayStatus::Rejected => return Err("a rejected play moves nothing".to_owned()),
    };
    let wanted = wanted.into_iter().filter(|(.., micros)| *micros > 0);
    let mut legs = money.legs.iter();
    for (what, debit, credit, micros) in wanted {
        let fits = |leg: &LegPart| {
            leg.kind == of_play
                && leg.transfer_id.is_none()
                && (&leg.debit, &leg.credit, leg.amount_micros) == (&debit, &credit, micros)
        };
        if !legs.next().is_some_and(fits) {
            return Err(format!("the movement {what} is not {debit} to {credit}, {micros} micros"));
        }
    }
    match legs.find(|leg| leg.kind == of_play || leg.transfer_id.is_none()) {
        Some(leg) => Err(format!("{} to {} does not follow from the play", leg.debit, leg.credit)),
        None => Ok(()),
    }
}

fn side(evidence: &Evidence, account: &str) -> Result<Side, String> {
    let campaign = super::signed::campaign(&evidence.submission)?.to_string();
    let supplier = evidence.device.supplier_id.to_string();
    let parts: Vec<&str> = account.split(':').collect();
    match parts.as_slice() {
        ["campaign", id, _] if *id == campaign => Ok(Side::Advertiser),
        ["advertiser", _, _] => Ok(Side::Advertiser),
        ["supplier", id, _] if *id == supplier => Ok(Side::Supplier),
        ["platform", _] => Ok(Side::Platform),
        _ => Err(format!("the account {account} has nothing to do with the play")),
    }
}

/// An error that names both values unless they are equal.
pub(super) fn same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    found: T,
    expected: T,
) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}: the file says {found:?}, it should be {expected:?}"))
}
