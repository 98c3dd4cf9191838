//! Places on the earth in microdegrees, and how far a device stands from its store.
#![allow(
    clippy::float_arithmetic,
    reason = "distances on a sphere need trigonometry; no money is involved"
)]

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::refusal::{Code, Detail, Refusal};

/// Microdegrees in one degree.
const MICRO: f64 = 1_000_000.0;
/// The mean radius of the earth in metres (IUGG).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// A place in microdegrees (about 0.1 m).
///
/// On the wire `{"lat":10.762622,"lng":106.660172}` in degrees with at most 6 decimals; finer
/// digits are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GeoPoint {
    lat_e6: i32,
    lng_e6: i32,
}

/// Why two numbers are no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GeoError {
    /// Beyond a pole, or not a number.
    #[error("lat must lie between -90 and 90 degrees")]
    Latitude,
    /// Beyond the date line, or not a number.
    #[error("lng must lie between -180 and 180 degrees")]
    Longitude,
}

impl GeoPoint {
    /// A place from degrees, rounded to microdegrees.
    ///
    /// # Errors
    /// `Latitude`, `Longitude` when out of range.
    pub fn from_degrees(lat: f64, lng: f64) -> Result<Self, GeoError> {
        let lat_e6 = to_micro(lat, 90.0).ok_or(GeoError::Latitude)?;
        let lng_e6 = to_micro(lng, 180.0).ok_or(GeoError::Longitude)?;
        Ok(Self { lat_e6, lng_e6 })
    }

    /// A place from microdegrees.
    ///
    /// # Errors
    /// `Latitude`, `Longitude` when out of range.
    pub const fn from_micro(lat_e6: i32, lng_e6: i32) -> Result<Self, GeoError> {
        if lat_e6 < -90_000_000 || lat_e6 > 90_000_000 {
            return Err(GeoError::Latitude);
        }
        if lng_e6 < -180_000_000 || lng_e6 > 180_000_000 {
            return Err(GeoError::Longitude);
        }
        Ok(Self { lat_e6, lng_e6 })
    }

    /// Latitude in microdegrees, north positive.
    #[must_use]
    pub const fn lat_e6(self) -> i32 {
        self.lat_e6
    }

    /// Longitude in microdegrees, east positive.
    #[must_use]
    pub const fn lng_e6(self) -> i32 {
        self.lng_e6
    }

    /// Latitude in degrees.
    #[must_use]
    pub fn lat(self) -> f64 {
        f64::from(self.lat_e6) / MICRO
    }

    /// Longitude in degrees.
    #[must_use]
    pub fn lng(self) -> f64 {
        f64::from(self.lng_e6) / MICRO
    }

    /// The great-circle distance (haversine) in metres, rounded up.
    ///
    /// Rounded up, so that "more than 1,000 m" and "above 1000" mean the same.
    #[must_use]
    pub fn distance_m(self, other: Self) -> u32 {
        let (lat_a, lat_b) = (self.lat().to_radians(), other.lat().to_radians());
        let half_lat = ((lat_b - lat_a) / 2.0).sin();
        let half_lng = ((other.lng() - self.lng()).to_radians() / 2.0).sin();
        let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lng * half_lng;
        let metres = 2.0 * EARTH_RADIUS_M * h.clamp(0.0, 1.0).sqrt().asin();
        whole(metres.ceil())
    }
}

/// Degrees as microdegrees, or `None` outside ±`limit`.
fn to_micro(degrees: f64, limit: f64) -> Option<i32> {
    #[allow(clippy::cast_possible_truncation, reason = "at most 180,000,000 after the check")]
    (degrees.abs() <= limit).then(|| (degrees * MICRO).round() as i32)
}

/// A whole, small, non-negative number of metres.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "half the earth's girth is 20,015,115 m, and no distance is negative"
)]
fn whole(metres: f64) -> u32 {
    metres as u32
}

/// The wire form: degrees for people, microdegrees in rows.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Degrees {
    lat: f64,
    lng: f64,
}

impl Serialize for GeoPoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            Degrees { lat: self.lat(), lng: self.lng() }.serialize(serializer)
        } else {
            (self.lat_e6, self.lng_e6).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for GeoPoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let Degrees { lat, lng } = Degrees::deserialize(deserializer)?;
            Self::from_degrees(lat, lng).map_err(de::Error::custom)
        } else {
            let (lat_e6, lng_e6) = Deserialize::deserialize(deserializer)?;
            Self::from_micro(lat_e6, lng_e6).map_err(de::Error::custom)
        }
    }
}

/// How far from its store a device may be. Rule: D-04.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GeoLimits {
    /// Up to here (metres, inclusive) all is well.
    pub near_m: u32,
    /// Up to here (metres, inclusive) a person looks at the play; beyond, it is rejected.
    pub far_m: u32,
}

impl Default for GeoLimits {
    fn default() -> Self {
        Self { near_m: 1_000, far_m: 5_000 }
    }
}

/// Where an accepted play took place. Rule: D-04.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LocationCheck {
    /// The device sent no place: accepted, lower quality score.
    Missing,
    /// At the store (≤ 1 km).
    Near,
    /// Away from it (1 to 5 km): held for review.
    Distant,
}

/// The outcome of the location check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct LocationVerdict {
    /// The class.
    pub check: LocationCheck,
    /// Metres from the store, rounded up, where known.
    pub distance_m: Option<u32>,
}

/// Compares the place a device sent with its store's.
///
/// # Errors
/// `INVALID_LOCATION` beyond `limits.far_m`, with `distance_m` and `max_distance_m`.
/// Rule: D-04, IMP-03 (S3 §6.4, S2).
pub fn judge_location(
    device: Option<GeoPoint>,
    store: GeoPoint,
    limits: &GeoLimits,
) -> Result<LocationVerdict, Refusal> {
    let Some(device) = device else {
        return Ok(LocationVerdict { check: LocationCheck::Missing, distance_m: None });
    };
    let metres = device.distance_m(store);
    let check = classify(metres, limits).ok_or_else(|| {
        let message = format!("Played {metres} m away from the store (at most {} m)", limits.far_m);
        Refusal::new(Code::InvalidLocation, message)
            .with("distance_m", Detail::Int(metres.into()))
            .with("max_distance_m", Detail::Int(limits.far_m.into()))
    })?;
    Ok(LocationVerdict { check, distance_m: Some(metres) })
}

/// The class of a distance; `None` when it is too far.
fn classify(metres: u32, limits: &GeoLimits) -> Option<LocationCheck> {
    if metres <= limits.near_m {
        Some(LocationCheck::Near)
    } else if metres <= limits.far_m {
        Some(LocationCheck::Distant)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(lat_e6: i32, lng_e6: i32) -> GeoPoint {
        GeoPoint::from_micro(lat_e6, lng_e6).unwrap()
    }

    /// Rule: D-04.
    #[test]
    fn classes_at_their_edges() {
        let limits = GeoLimits::default();
        for (metres, expected) in [
            (0, Some(LocationCheck::Near)),
            (1_000, Some(LocationCheck::Near)),
            (1_001, Some(LocationCheck::Distant)),
            (5_000, Some(LocationCheck::Distant)),
            (5_001, None),
            (20_015_115, None),
        ] {
            assert_eq!(classify(metres, &limits), expected, "{metres} m");
        }
    }

    /// Rule: D-04. One microdegree (11 cm) further along a meridian changes the class.
    #[test]
    fn a_step_north_crosses_each_edge() {
        let store = point(10_762_622, 106_660_172);
        let limits = GeoLimits::default();
        for (north_e6, expected) in [
            (0, Some((LocationCheck::Near, 0))),
            (8_993, Some((LocationCheck::Near, 1_000))),
            (8_994, Some((LocationCheck::Distant, 1_001))),
            (44_966, Some((LocationCheck::Distant, 5_000))),
        ] {
            let device = point(10_762_622 + north_e6, 106_660_172);
            let verdict = judge_location(Some(device), store, &limits).ok();
            let found = verdict.map(|v| (v.check, v.distance_m.unwrap()));
            assert_eq!(found, expected, "{north_e6}");
        }
        let refused = judge_location(Some(point(10_807_589, 106_660_172)), store, &limits);
        let refusal = refused.unwrap_err();
        assert_eq!(refusal.code, Code::InvalidLocation);
        assert_eq!(refusal.message, "Played 5001 m away from the store (at most 5000 m)");
        let details = [("distance_m", Detail::Int(5_001)), ("max_distance_m", Detail::Int(5_000))];
        assert_eq!(refusal.members(), details);
        let missing = judge_location(None, store, &limits).unwrap();
        assert_eq!(missing, LocationVerdict { check: LocationCheck::Missing, distance_m: None });
    }

    #[test]
    fn known_distances() {
        for (a, b, expected) in [
            (point(0, 0), point(0, 180_000_000), 20_015_115), // half the girth
            (point(90_000_000, 0), point(-90_000_000, 77), 20_015_115),
            (point(0, 179_999_999), point(0, -179_999_999), 1),
            (point(60_000_000, 0), point(60_000_000, 1_000_000), 55_597), // half of 111.195 km
        ] {
            assert!(a.distance_m(b).abs_diff(expected) <= 1, "{a:?} {b:?} {}", a.distance_m(b));
            assert_eq!(a.distance_m(b), b.distance_m(a));
        }
    }

    #[test]
    fn reads_and_writes_degrees() {
        let json = r#"{"lat":10.762622,"lng":106.660172}"#;
        let place: GeoPoint = serde_json::from_str(json).unwrap();
        assert_eq!(place, point(10_762_622, 106_660_172));
        assert_eq!(serde_json::to_string(&place).unwrap(), json);
        let bytes = postcard::to_allocvec(&place).unwrap();
        assert_eq!(postcard::from_bytes::<GeoPoint>(&bytes).unwrap(), place);
        let fine: GeoPoint = serde_json::from_str(r#"{"lat":-0.0000014,"lng":180}"#).unwrap();
        assert_eq!(fine, point(-1, 180_000_000));
        for bad in [
            r#"{"lat":90.000001,"lng":0}"#,
            r#"{"lat":-91,"lng":0}"#,
            r#"{"lat":0,"lng":180.0001}"#,
            r#"{"lat":0,"lng":-1e300}"#,
            r#"{"lat":0}"#,
            r#"{"lat":"0","lng":0}"#,
        ] {
            assert!(serde_json::from_str::<GeoPoint>(bad).is_err(), "{bad}");
        }
        assert_eq!(GeoPoint::from_degrees(f64::NAN, 0.0), Err(GeoError::Latitude));
        let outside = postcard::to_allocvec(&(0_i32, 180_000_001_i32)).unwrap();
        assert!(postcard::from_bytes::<GeoPoint>(&outside).is_err());
    }

    /// Every written number has at most 6 decimals and reads back as itself.
    #[test]
    fn degrees_round_trip() {
        for e6 in (-180_000_000..=180_000_000).step_by(7_919) {
            let place = point(e6 / 2, e6);
            let json = serde_json::to_string(&place).unwrap();
            assert_eq!(serde_json::from_str::<GeoPoint>(&json).unwrap(), place);
            let decimals = json.trim_end_matches('}').rsplit('.').next().unwrap().len();
            assert!(decimals <= 6, "{json}");
        }
    }
}
