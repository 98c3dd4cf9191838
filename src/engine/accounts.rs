//! Balances of all accounts, in memory; touched ones are written with the group.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    db::{Batch, Table, codec},
    domain::{
        ledger::Account,
        money::{Amount, Currency},
    },
};

/// Balances by account and currency. Rule: D-22.
#[derive(Debug, Default)]
pub struct Accounts {
    balances: FxHashMap<(Account, Currency), i64>,
    touched: FxHashSet<(Account, Currency)>,
}

impl Accounts {
    /// The balance, zero for an account never used.
    #[must_use]
    pub fn balance(&self, account: Account, currency: Currency) -> Amount {
        Amount::from_micros(self.balances.get(&(account, currency)).copied().unwrap_or(0))
    }

    /// Moves an amount.
    ///
    /// # Panics
    /// On overflow, on an amount not above zero, or when an account that may not be negative
    /// (or positive) would be: decisions check first, so this is a broken invariant and the process stops
    /// before anything is acknowledged.
    pub fn transfer(
        &mut self,
        debit: Account,
        credit: Account,
        amount: Amount,
        currency: Currency,
    ) {
        assert!(amount.is_positive(), "a transfer moves more than zero");
        assert_ne!(debit, credit, "a transfer joins two accounts");
        self.add(debit, currency, amount.micros().checked_neg().expect("positive amounts negate"));
        self.add(credit, currency, amount.micros());
        let left = self.balance(debit, currency);
        assert!(
            debit.may_be_negative() || !left.is_negative(),
            "invariant: {debit:?} would fall to {left} {}",
            currency.code()
        );
        let reached = self.balance(credit, currency);
        assert!(
            credit.may_be_positive() || !reached.is_positive(),
            "invariant: {credit:?} would rise to {reached} {}",
            currency.code()
        );
    }

    fn add(&mut self, account: Account, currency: Currency, micros: i64) {
        let balance = self.balances.entry((account, currency)).or_insert(0);
        *balance = balance.checked_add(micros).expect("a balance fits in 64 bits of micros");
        self.touched.insert((account, currency));
    }

    /// Sets a balance read from the store.
    pub fn load(&mut self, account: Account, currency: Currency, balance: Amount) {
        self.balances.insert((account, currency), balance.micros());
    }

    /// All balances.
    pub fn iter(&self) -> impl Iterator<Item = (Account, Currency, Amount)> {
        self.balances.iter().map(|((a, c), micros)| (*a, *c, Amount::from_micros(*micros)))
    }

    /// The sum of all balances of a currency; zero unless something is broken.
    #[must_use]
    pub fn total(&self, currency: Currency) -> i128 {
        let of_currency = self.balances.iter().filter(|((_, c), _)| *c == currency);
        of_currency.map(|(_, micros)| i128::from(*micros)).sum()
    }

    /// Writes the balances that changed since the last call.
    pub fn flush(&mut self, batch: &mut Batch) {
        for (account, currency) in self.touched.drain() {
            let key = account.key(currency);
            let micros = self.balances.get(&(account, currency)).copied().unwrap_or(0);
            batch.put(Table::Balances, &key, codec::encode_sealed(&key, &micros));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{CampaignNo, SupplierNo};

    #[test]
    fn transfers_sum_to_zero() {
        let mut accounts = Accounts::default();
        let escrow = Account::CampaignEscrow(CampaignNo(1));
        accounts.transfer(Account::External, escrow, Amount::from_units(5), Currency::Usd);
        accounts.transfer(escrow, Account::PlatformRevenue, Amount::from_units(2), Currency::Usd);
        assert_eq!(accounts.balance(escrow, Currency::Usd), Amount::from_units(3));
        assert_eq!(accounts.balance(escrow, Currency::Eur), Amount::ZERO);
        assert_eq!(accounts.total(Currency::Usd), 0);
    }

    #[test]
    #[should_panic(expected = "invariant")]
    fn an_overdraft_stops_the_process() {
        let mut accounts = Accounts::default();
        let escrow = Account::CampaignEscrow(CampaignNo(1));
        accounts.transfer(escrow, Account::PlatformRevenue, Amount::from_micros(1), Currency::Usd);
    }

    /// Rule: CHB-01: a supplier owes, or owes nothing; it is never owed by its debt.
    #[test]
    #[should_panic(expected = "invariant")]
    fn a_debt_never_becomes_a_credit() {
        let mut accounts = Accounts::default();
        let (owed, revenue) = (Account::SupplierClawback(SupplierNo(1)), Account::PlatformRevenue);
        accounts.transfer(owed, revenue, Amount::from_micros(5), Currency::Usd);
        assert_eq!(accounts.balance(owed, Currency::Usd), Amount::from_micros(-5));
        accounts.transfer(Account::External, owed, Amount::from_micros(5), Currency::Usd);
        accounts.transfer(Account::External, owed, Amount::from_micros(1), Currency::Usd);
    }
}
