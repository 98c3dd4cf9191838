use uuid::Uuid;

use super::*;
use crate::domain::{
    catalog::{StoreStatus, StoreTraits, hours::OpeningHours},
    ids::SupplierNo,
    time::{Timeline, Timestamp},
};

fn store(region: &str, category: StoreCategory, traffic: u32, lat: f64, lng: f64) -> Store {
    let now = Timestamp::from_ms(0);
    let location = GeoPoint::from_degrees(lat, lng).unwrap();
    let traits = StoreTraits {
        category,
        daily_foot_traffic: traffic,
        status: StoreStatus::Active,
        location,
    };
    Store {
        no: StoreNo(0),
        id: Uuid::from_u128(1),
        supplier: SupplierNo(0),
        name: "Vincom".to_owned(),
        region: region.to_owned(),
        address: "72 Lê Thánh Tôn".to_owned(),
        location,
        timezone: "Asia/Ho_Chi_Minh".to_owned(),
        country: "VN".parse().unwrap(),
        opening_hours: OpeningHours::default(),
        avg_dwell_time_minutes: 30,
        venue_type: None,
        traits: Timeline::starting(now, traits),
        created_at: now,
        updated_at: now,
    }
}

fn near(lat: f64, lng: f64, metres: u32) -> Option<Near> {
    let centre = GeoPoint::from_degrees(lat, lng).unwrap();
    Some(Near { centre, max_distance_m: metres })
}

/// Rule: CAM-07: all given criteria must hold.
#[test]
fn criteria_hold_together() {
    use StoreCategory::{PremiumMall, Supermarket};
    let store = store("Hồ Chí Minh", PremiumMall, 8000, 10.762_622, 106.660_172);
    let of = |regions: &[&str], categories: &[StoreCategory], traffic, near| TargetingCriteria {
        regions: regions.iter().map(ToString::to_string).collect(),
        categories: categories.to_vec(),
        min_foot_traffic: traffic,
        near,
    };
    let table = [
        (of(&["HỒ CHÍ MINH"], &[], None, None), true),
        (of(&["Hà Nội", "hồ chí minh"], &[], None, None), true),
        (of(&["Hà Nội"], &[], None, None), false),
        (of(&[], &[PremiumMall, Supermarket], None, None), true),
        (of(&[], &[Supermarket], None, None), false),
        (of(&[], &[], Some(8000), None), true),
        (of(&[], &[], Some(8001), None), false),
        (of(&[], &[], None, near(10.762_622, 106.660_172, 1)), true),
        (of(&[], &[], None, near(10.762_622, 106.661_172, 109)), false),
        (of(&[], &[], None, near(10.762_622, 106.661_172, 110)), true),
        (of(&["Hồ Chí Minh"], &[PremiumMall], Some(9000), None), false),
    ];
    for (criteria, expected) in table {
        assert_eq!(criteria.matches(&store), expected, "{criteria:?}");
    }
}

/// Rule: CAM-07: at least one, and each in its range.
#[test]
fn criteria_are_checked() {
    let empty = TargetingCriteria::default().check().unwrap_err();
    assert_eq!(empty.message, "At least one criterion required");
    for (distance, good) in [(0, false), (1, true), (20_015_115, true), (20_015_116, false)] {
        let near = near(0.0, 0.0, distance);
        let criteria = TargetingCriteria { near, ..TargetingCriteria::default() };
        assert_eq!(criteria.check().is_ok(), good, "{distance}");
    }
    let regions = vec![" North ".to_owned(), "North".to_owned()];
    let trimmed = TargetingCriteria { regions, ..TargetingCriteria::default() }.check().unwrap();
    assert_eq!(trimmed.regions, ["North"]);
    let regions = vec![" ".to_owned()];
    assert!(TargetingCriteria { regions, ..TargetingCriteria::default() }.check().is_err());
}

/// Rule: CAM-11, D-52: status × joins, leaves, leaves while blocked.
#[test]
fn stores_change_as_the_matrix_says() {
    assert_eq!(STORE_EDITS.len(), S::ALL.len());
    let (before, joined, left) =
        ([StoreNo(1), StoreNo(2)], [StoreNo(1), StoreNo(2), StoreNo(3)], [StoreNo(1)]);
    for (status, edit) in STORE_EDITS {
        let check = |after: &[StoreNo], blocked: bool| {
            check_store_change(status, &before, after, |_| !blocked).is_ok()
        };
        let got = (check(&joined, false), check(&left, false), check(&left, true));
        let expected = match edit {
            StoreEdit::Free => (true, true, true),
            StoreEdit::AddOnly => (true, false, true),
            StoreEdit::ReadOnly => (false, false, false),
        };
        assert_eq!(got, expected, "{status}");
    }
    let refused = check_store_change(S::Active, &before, &left, |_| true).unwrap_err();
    assert_eq!(
        refused.message,
        "Stores of a campaign that is ACTIVE can only be added; 1 that do not block it would be \
         removed"
    );
}
