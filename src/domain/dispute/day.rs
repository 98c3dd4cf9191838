//! What the records say about a day on which plays are said to be missing. Money was taken for none
//! of them, so nothing goes back; the findings document the cause. Source: S0 "Missing impression".
//! Rule: POP-06, CHB-01.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use crate::domain::time::Day;

/// One device on that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceDay {
    /// Which.
    pub device_id: Uuid,
    /// Its name.
    pub name: String,
    /// Billed plays.
    pub billed: u64,
    /// Minutes of the day in which it was heard from; absent (null) where that is not kept.
    pub online_minutes: Option<u64>,
}

/// What the records of a campaign's day say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayFacts {
    /// UTC day.
    pub day: Day,
    /// Whether the campaign was ACTIVE at some moment of it.
    pub ran: bool,
    /// Billed plays.
    pub billed: u64,
    /// Plays that wait for a review.
    pub under_review: u64,
    /// Refused submissions by recorded reason.
    pub refused: BTreeMap<String, u64>,
    /// Devices of the target stores.
    pub devices: Vec<DeviceDay>,
}

/// What the records say, in plain words, the heaviest cause first.
#[must_use]
pub fn explain(facts: &DayFacts) -> Vec<String> {
    let mut said = Vec::new();
    let day = facts.day;
    if !facts.ran {
        said.push(format!("The campaign did not run on {day}: no play could be billed."));
    }
    said.extend(silent_devices(facts));
    let refused = facts.refused.values().fold(0_u64, |sum, count| sum.saturating_add(*count));
    if refused > 0 {
        let by_reason = facts.refused.iter().map(|(reason, count)| format!("{reason} {count}"));
        let by_reason = by_reason.collect::<Vec<_>>().join(", ");
        said.push(format!("{refused} submissions were refused and cost nothing: {by_reason}."));
    }
    if facts.under_review > 0 {
        let waiting = facts.under_review;
        said.push(format!("{waiting} plays wait for a review; approved, they join the report."));
    }
    if facts.billed > 0 {
        said.push(format!("{} plays are billed and stand in the report.", facts.billed));
    }
    if said.is_empty() {
        said.push(format!("No device submitted a play of the campaign on {day}."));
    }
    said
}

fn silent_devices(facts: &DayFacts) -> Option<String> {
    let silent: Vec<&str> = facts
        .devices
        .iter()
        .filter(|device| device.billed == 0 && device.online_minutes == Some(0))
        .map(|device| device.name.as_str())
        .collect();
    let (count, all) = (silent.len(), facts.devices.len());
    let names = silent.join(", ");
    (count > 0).then(|| format!("{count} of {all} devices were silent all day: {names}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(name: &str, billed: u64, online_minutes: Option<u64>) -> DeviceDay {
        DeviceDay { device_id: Uuid::nil(), name: name.to_owned(), billed, online_minutes }
    }

    /// Rule: POP-06.
    #[test]
    fn a_day_is_explained_in_plain_words() {
        let quiet = DayFacts {
            day: Day::parse("2026-02-06").unwrap(),
            ran: true,
            billed: 0,
            under_review: 0,
            refused: BTreeMap::new(),
            devices: Vec::new(),
        };
        assert_eq!(explain(&quiet), ["No device submitted a play of the campaign on 2026-02-06."]);
        let refused =
            BTreeMap::from([("DEVICE_OFFLINE".to_owned(), 3), ("LOW_QUALITY".to_owned(), 1)]);
        let devices = vec![device("A", 0, Some(0)), device("B", 5, Some(9)), device("C", 0, None)];
        let busy = DayFacts { ran: false, billed: 5, under_review: 2, refused, devices, ..quiet };
        assert_eq!(
            explain(&busy),
            [
                "The campaign did not run on 2026-02-06: no play could be billed.",
                "1 of 3 devices were silent all day: A.",
                "4 submissions were refused and cost nothing: DEVICE_OFFLINE 3, LOW_QUALITY 1.",
                "2 plays wait for a review; approved, they join the report.",
                "5 plays are billed and stand in the report.",
            ]
        );
    }
}
