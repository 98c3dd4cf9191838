//! How much a campaign is like another one of its advertiser. Source: EC13. Rule: CAM-23.

use std::collections::BTreeSet;

use super::category::Category;
use crate::domain::{ids::StoreNo, time::Timestamp, words::words};

words! {
    /// What two campaigns may have in common.
    Criterion {
        /// The same brand, whatever the case.
        Brand = "brand_name",
        /// The same category.
        Category = "category",
        /// The share of stores in both.
        Stores = "target_stores",
        /// The same files, whatever their order and ids.
        Content = "content_assets",
        /// Days in common.
        Dates = "dates",
    }
}

/// What is compared of a campaign, made ready once for many comparisons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    brand: Option<String>,
    category: Option<Category>,
    stores: BTreeSet<StoreNo>,
    content: Vec<[u8; 32]>,
    dates: Option<(Timestamp, Timestamp)>,
}

impl Profile {
    /// Takes the compared fields; `content` are the hashes of the files.
    #[must_use]
    pub fn new(
        brand: Option<&str>,
        category: Option<Category>,
        stores: &[StoreNo],
        mut content: Vec<[u8; 32]>,
        dates: Option<(Timestamp, Timestamp)>,
    ) -> Self {
        content.sort_unstable();
        content.dedup();
        let brand = brand.map(|brand| brand.trim().to_lowercase());
        let brand = brand.filter(|brand| !brand.is_empty());
        Self { brand, category, stores: stores.iter().copied().collect(), content, dates }
    }

    /// Stores in both, in percent of the larger list, rounded down; 0 without stores.
    #[must_use]
    pub fn overlap_percent(&self, other: &Self) -> u32 {
        let common = self.stores.intersection(&other.stores).count();
        let larger = self.stores.len().max(other.stores.len());
        let percent = common.saturating_mul(100).checked_div(larger).unwrap_or(0);
        u32::try_from(percent).unwrap_or(100)
    }

    /// What both have in common; stores count from `min_overlap_percent` on. Rule: CAM-23.
    #[must_use]
    pub fn in_common(&self, other: &Self, min_overlap_percent: u32) -> Vec<Criterion> {
        let same_dates = self
            .dates
            .zip(other.dates)
            .is_some_and(|(ours, theirs)| ours.0 <= theirs.1 && theirs.0 <= ours.1);
        let has_stores = !self.stores.is_empty() && !other.stores.is_empty();
        let found = [
            (Criterion::Brand, self.brand.is_some() && self.brand == other.brand),
            (Criterion::Category, self.category.is_some() && self.category == other.category),
            (Criterion::Stores, has_stores && self.overlap_percent(other) >= min_overlap_percent),
            (Criterion::Content, !self.content.is_empty() && self.content == other.content),
            (Criterion::Dates, same_dates),
        ];
        found.into_iter().filter(|(_, is_common)| *is_common).map(|(what, _)| what).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Timestamp {
        Timestamp::parse(&format!("{text}T00:00:00Z")).unwrap()
    }

    fn profile(brand: &str, category: Category, stores: &[u32], content: &[u8]) -> Profile {
        let stores: Vec<StoreNo> = stores.iter().map(|no| StoreNo(*no)).collect();
        let content = content.iter().map(|byte| [*byte; 32]).collect();
        let dates = Some((day("2026-02-04"), day("2026-02-20")));
        Profile::new(Some(brand), Some(category), &stores, content, dates)
    }

    /// Each criterion by itself, at its edges. Rule: CAM-23.
    #[test]
    fn five_criteria() {
        use Criterion as C;
        let ours = profile("Phở Việt", Category::FoodBeverage, &[1, 2, 3, 4, 5], &[1, 2]);
        let dated = |from: &str, to: &str| {
            let other = profile("X", Category::Other, &[9], &[9]);
            Profile { dates: Some((day(from), day(to))), ..other }
        };
        let far = dated("2027-01-01", "2027-01-02");
        let table = [
            (ours.clone(), C::ALL.to_vec()),
            (far.clone(), vec![]),
            (Profile { brand: Some("phở việt".to_owned()), ..far.clone() }, vec![C::Brand]),
            (Profile { category: Some(Category::FoodBeverage), ..far.clone() }, vec![C::Category]),
            (dated("2026-02-20", "2026-03-01"), vec![C::Dates]),
            (dated("2026-02-21", "2026-03-01"), vec![]),
            (dated("2026-01-01", "2026-02-04"), vec![C::Dates]),
        ];
        for (other, expected) in table {
            assert_eq!(ours.in_common(&other, 80), expected, "{other:?}");
            assert_eq!(other.in_common(&ours, 80), expected, "the other way round: {other:?}");
        }
        let stores: [(&[u32], u32, bool); 6] = [
            (&[1, 2, 3, 4], 80, true),
            (&[5, 4, 3, 2, 1], 100, true),
            (&[1, 2, 3, 4, 9], 80, true),
            (&[1, 2, 3, 8, 9], 60, false),
            (&[1, 2, 3, 4, 5, 6, 7], 71, false),
            (&[], 0, false),
        ];
        for (others, percent, is_common) in stores {
            let other = profile("X", Category::Other, others, &[9]);
            assert_eq!(ours.overlap_percent(&other), percent, "{others:?}");
            let found = ours.in_common(&other, 80).contains(&C::Stores);
            assert_eq!(found, is_common, "{others:?}");
        }
        let contents: [(&[u8], bool); 4] =
            [(&[2, 1], true), (&[1, 2, 2], true), (&[1], false), (&[], false)];
        for (files, is_common) in contents {
            let other = profile("X", Category::Other, &[9], files);
            assert_eq!(ours.in_common(&other, 80).contains(&C::Content), is_common, "{files:?}");
        }
    }

    /// Nothing given is nothing in common.
    #[test]
    fn blanks_are_not_alike() {
        let blank = Profile::new(Some(" "), None, &[], Vec::new(), None);
        assert_eq!(blank.in_common(&blank, 0), []);
        assert_eq!(blank.overlap_percent(&blank), 0);
    }
}
