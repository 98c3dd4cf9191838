//! Money: signed 64-bit micros, checked arithmetic, decimal text on the wire.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::value::RawValue;

/// Micros in one unit of currency.
const MICROS_PER_UNIT: i64 = 1_000_000;
/// Bytes of an amount's text at most.
const MAX_TEXT: usize = 64;

/// An amount of one currency in micros (10⁻⁶ units).
///
/// All arithmetic is checked: an overflow is an error value, never a wrapped number.
/// On the wire it is a JSON number without loss (`0.078`); text (`"0.078"`) is read too.
/// Rule: D-20, D-21.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// Why a text or number is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not a decimal number such as `12.50`.
    #[error("not a plain decimal amount such as 12.50")]
    NotANumber,
    /// More than six decimals.
    #[error("an amount has at most 6 decimals")]
    TooManyDecimals,
    /// Outside the range of micros in 64 bits.
    #[error("the amount is too large")]
    OutOfRange,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of so many micros.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// An amount of whole units, saturating at the range of the type (for constants).
    #[must_use]
    pub const fn from_units(units: i64) -> Self {
        Self(units.saturating_mul(MICROS_PER_UNIT))
    }

    /// The amount in micros.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The sum, or `None` on overflow.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(micros) => Some(Self(micros)),
            None => None,
        }
    }

    /// The difference, or `None` on overflow.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(micros) => Some(Self(micros)),
            None => None,
        }
    }

    /// The difference, or zero where `other` is larger.
    #[must_use]
    pub fn minus_or_zero(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0).max(0))
    }

    /// The sum of many amounts, or `None` on overflow.
    #[must_use]
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// True below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// True above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// True at exactly zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The exact value as a decimal.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 6)
    }

    /// Rounds a decimal half-even to `places` (at most 6) decimals.
    ///
    /// # Errors
    /// `OutOfRange` when the result does not fit.
    pub fn from_decimal_half_even(value: Decimal, places: u32) -> Result<Self, AmountError> {
        let rounded =
            value.round_dp_with_strategy(places.min(6), RoundingStrategy::MidpointNearestEven);
        Self::from_decimal_exact(rounded)
    }

    /// Takes over a decimal that has at most six decimals.
    ///
    /// # Errors
    /// `TooManyDecimals`, `OutOfRange`.
    pub fn from_decimal_exact(value: Decimal) -> Result<Self, AmountError> {
        let micros =
            value.checked_mul(Decimal::from(MICROS_PER_UNIT)).ok_or(AmountError::OutOfRange)?;
        if !micros.fract().is_zero() {
            return Err(AmountError::TooManyDecimals);
        }
        i64::try_from(micros.trunc()).map(Self).map_err(|_| AmountError::OutOfRange)
    }

    /// Rounded towards zero to two decimals (what a refund pays out; rule D-24).
    #[must_use]
    pub fn floor_cents(self) -> Self {
        Self(self.0.saturating_sub(self.0.checked_rem(10_000).unwrap_or(0)))
    }

    /// True when the amount has at most two decimals.
    #[must_use]
    pub fn is_whole_cents(self) -> bool {
        self.0.checked_rem(10_000) == Some(0)
    }

    /// Reads plain decimal text such as `12` or `-0.5`; no exponent, no separators.
    ///
    /// # Errors
    /// See `AmountError`.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let text = text.trim();
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let whole = whole.strip_prefix('-').unwrap_or(whole);
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if text.len() > MAX_TEXT || !is_digits(whole) || !is_digits(fraction) {
            return Err(AmountError::NotANumber);
        }
        Self::of(Decimal::from_str_exact(text))
    }

    /// Reads a JSON number, which may have an exponent: `1e3` is the same number as `1000`.
    fn parse_number(text: &str) -> Result<Self, AmountError> {
        if !text.contains(['e', 'E']) {
            return Self::parse(text);
        }
        if text.len() > MAX_TEXT || !text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            return Err(AmountError::NotANumber);
        }
        Self::of(Decimal::from_scientific(text))
    }

    fn of(exact: Result<Decimal, rust_decimal::Error>) -> Result<Self, AmountError> {
        match exact {
            Ok(value) => Self::from_decimal_exact(value),
            Err(rust_decimal::Error::Underflow) => Err(AmountError::TooManyDecimals),
            Err(
                rust_decimal::Error::ExceedsMaximumPossibleValue
                | rust_decimal::Error::LessThanMinimumPossibleValue,
            ) => Err(AmountError::OutOfRange),
            Err(_) => Err(AmountError::NotANumber),
        }
    }
}

/// Decimal text without trailing zeros: `0.078`, `1000`, `-2.5`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_decimal().normalize())
    }
}

/// Shows an amount with two decimals and thousands separators, as messages to people do.
#[derive(Clone, Copy, Debug)]
pub struct Dollars(pub Amount);

impl fmt::Display for Dollars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = if self.0.is_whole_cents() { 2 } else { 4 };
        let text = format!("{:.*}", places, self.0.to_decimal().abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut grouped = String::new();
        for (position, digit) in whole.chars().enumerate() {
            let left = whole.len().saturating_sub(position);
            if position > 0 && left.checked_rem(3) == Some(0) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.0.is_negative() { "-" } else { "" };
        write!(f, "{sign}${grouped}.{fraction}")
    }
}

impl utoipa::PartialSchema for Amount {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::Number)
            .description(Some(
                "Decimal number with at most 6 decimals; text such as \"12.50\" is read too",
            ))
            .into()
    }
}

impl utoipa::ToSchema for Amount {}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            RawValue::from_string(self.to_string())
                .map_err(ser::Error::custom)?
                .serialize(serializer)
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let raw = Box::<RawValue>::deserialize(deserializer)?;
            let text = raw.get().trim();
            let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
            inner.map_or_else(|| Self::parse_number(text), Self::parse).map_err(de::Error::custom)
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

/// The currencies that the appliance keeps accounts in; they never mix (rule D-28).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// United States dollar: retail.
    Usd,
    /// Euro: pause ads.
    Eur,
}

impl Currency {
    /// The ISO 4217 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Eur => "EUR",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_and_refuses_text() {
        assert_eq!(Amount::parse("0.078"), Ok(Amount::from_micros(78_000)));
        assert_eq!(Amount::parse("-2.5"), Ok(Amount::from_micros(-2_500_000)));
        assert_eq!(Amount::parse("0.0000001"), Err(AmountError::TooManyDecimals));
        assert_eq!(Amount::parse("99999999999999999999"), Err(AmountError::OutOfRange));
        for bad in [
            "", "abc", "1,000", "--1", "1_000", "NaN", "0x10", "1e3", "1E3", "1e-2", "+5", ".5",
            "5.", "1.2.3", "-", "٣",
        ] {
            assert_eq!(Amount::parse(bad), Err(AmountError::NotANumber), "{bad}");
        }
    }

    /// A JSON number is a number however it is written; a text is read as people write it.
    #[test]
    fn only_numbers_have_exponents() {
        let read = |json: &str| serde_json::from_str::<Amount>(json).map_err(|why| why.to_string());
        for json in ["1000", "1e3", "1E+3", "1000.00", "\"1000\"", "\" 1000.0 \""] {
            assert_eq!(read(json), Ok(Amount::from_units(1000)), "{json}");
        }
        let why = read("\"1e3\"").unwrap_err();
        assert!(why.contains("not a plain decimal amount such as 12.50"), "{why}");
        for json in ["true", "null", "[1]", "{}", "\"e\"", "1e999", "\"1\\u0030\""] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn shows_money_to_people() {
        assert_eq!(Dollars(Amount::from_units(1_000_000)).to_string(), "$1,000,000.00");
        assert_eq!(Dollars(Amount::from_micros(78_000)).to_string(), "$0.0780");
        assert_eq!(Dollars(Amount::from_micros(-1_500_000)).to_string(), "-$1.50");
    }

    #[test]
    fn rounds_half_even_once() {
        let half = Decimal::new(12_345, 6);
        assert_eq!(Amount::from_decimal_half_even(half, 5), Ok(Amount::from_micros(12_340)));
        let up = Decimal::new(12_355, 6);
        assert_eq!(Amount::from_decimal_half_even(up, 5), Ok(Amount::from_micros(12_360)));
    }

    proptest! {
        /// Rule: D-21.
        #[test]
        fn wire_numbers_lose_nothing(micros in -9_000_000_000_000_000_i64..=9_000_000_000_000_000) {
            let amount = Amount::from_micros(micros);
            let json = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), amount);
            prop_assert_eq!(serde_json::from_str::<Amount>(&format!("\"{json}\"")).unwrap(), amount);
            let bytes = postcard::to_allocvec(&amount).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Amount>(&bytes).unwrap(), amount);
        }

        #[test]
        fn reading_never_panics(text in ".{0,40}") {
            let _ = Amount::parse(&text);
            let _ = serde_json::from_str::<Amount>(&text);
        }
    }
}
