//! Accounts of the ledger.

use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{AdvertiserNo, CampaignNo, SupplierNo},
    money::Currency,
};

/// An account. Its balance is what was credited less what was debited.
///
/// `External` and `PlatformAbsorbed` go below zero by nature (money that came in from outside;
/// plays that the platform paid), and so does `SupplierClawback`, which is never above zero: what is
/// owed. Every other account never goes below zero. Rule: D-22, CHB-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Account {
    /// The world outside: deposits come from here, withdrawals go here.
    External,
    /// What an advertiser can spend.
    AdvertiserAvailable(AdvertiserNo),
    /// What a campaign can still spend.
    CampaignEscrow(CampaignNo),
    /// Costs of plays under review.
    CampaignReviewHold(CampaignNo),
    /// Earned by a supplier, inside the 7-day hold.
    SupplierPending(SupplierNo),
    /// Paid out to a supplier's wallet.
    SupplierAvailable(SupplierNo),
    /// Owed by a supplier for chargebacks after payout: below zero, or zero.
    SupplierClawback(SupplierNo),
    /// The platform's share.
    PlatformRevenue,
    /// Plays that the platform paid itself (rule D-12).
    PlatformAbsorbed,
    /// An increase of a campaign's budget that waits for approval (rule D-55).
    CampaignIncrease(CampaignNo),
}

impl Account {
    /// Bytes that order accounts by kind, then number, then currency; the key of balance rows.
    #[must_use]
    pub fn key(self, currency: Currency) -> [u8; 6] {
        let (kind, number) = match self {
            Self::External => (0_u8, 0_u32),
            Self::AdvertiserAvailable(no) => (1, no.0),
            Self::CampaignEscrow(no) => (2, no.0),
            Self::CampaignReviewHold(no) => (3, no.0),
            Self::SupplierPending(no) => (4, no.0),
            Self::SupplierAvailable(no) => (5, no.0),
            Self::SupplierClawback(no) => (6, no.0),
            Self::PlatformRevenue => (7, 0),
            Self::PlatformAbsorbed => (8, 0),
            Self::CampaignIncrease(no) => (9, no.0),
        };
        let [a, b, c, d] = number.to_be_bytes();
        [kind, a, b, c, d, currency as u8]
    }

    /// The account and currency of a key; `None` for bytes that are no key.
    #[must_use]
    pub fn from_key(key: &[u8]) -> Option<(Self, Currency)> {
        let [kind, a, b, c, d, currency] = key.try_into().ok()?;
        let number = u32::from_be_bytes([a, b, c, d]);
        let account = match kind {
            0_u8 => Self::External,
            1 => Self::AdvertiserAvailable(AdvertiserNo(number)),
            2 => Self::CampaignEscrow(CampaignNo(number)),
            3 => Self::CampaignReviewHold(CampaignNo(number)),
            4 => Self::SupplierPending(SupplierNo(number)),
            5 => Self::SupplierAvailable(SupplierNo(number)),
            6 => Self::SupplierClawback(SupplierNo(number)),
            7 => Self::PlatformRevenue,
            8 => Self::PlatformAbsorbed,
            9 => Self::CampaignIncrease(CampaignNo(number)),
            _ => return None,
        };
        let currency = match currency {
            0_u8 => Currency::Usd,
            1 => Currency::Eur,
            _ => return None,
        };
        Some((account, currency))
    }

    /// Whether the balance may lie below zero.
    #[must_use]
    pub const fn may_be_negative(self) -> bool {
        matches!(self, Self::External | Self::PlatformAbsorbed | Self::SupplierClawback(_))
    }

    /// Whether the balance may lie above zero: not that of a debt. Rule: CHB-01.
    #[must_use]
    pub const fn may_be_positive(self) -> bool {
        !matches!(self, Self::SupplierClawback(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_round_trip() {
        for account in [
            Account::External,
            Account::AdvertiserAvailable(AdvertiserNo(7)),
            Account::CampaignEscrow(CampaignNo(1)),
            Account::CampaignReviewHold(CampaignNo(1)),
            Account::SupplierPending(SupplierNo(2)),
            Account::SupplierAvailable(SupplierNo(u32::MAX)),
            Account::SupplierClawback(SupplierNo(2)),
            Account::PlatformRevenue,
            Account::PlatformAbsorbed,
            Account::CampaignIncrease(CampaignNo(1)),
        ] {
            for currency in [Currency::Usd, Currency::Eur] {
                assert_eq!(Account::from_key(&account.key(currency)), Some((account, currency)));
            }
        }
        assert_eq!(Account::from_key(&[10, 0, 0, 0, 0, 0]), None);
        assert_eq!(Account::from_key(b"short"), None);
    }
}
