//! The in-page account, which panels share. It is in memory only: a reload and *Clear everything* reset it.

use leptos::prelude::*;
use zeroize::Zeroizing;

use super::saved::SavedForms;
use crate::browser;
use crate::model::account::Account;
use crate::reactive::{Field, State as _};

/// The in-page account. Only the parts of panels that need it contain its code.
#[derive(Clone, Copy)]
pub(crate) struct AccountState {
    account: StoredValue<Account>,
    /// Changes with the account.
    version: Field<u64>,
}

impl AccountState {
    /// Provides the account to the panels, unless another panel has done so.
    pub(crate) fn provide(forms: SavedForms) -> Self {
        forms.share(|| {
            let state = Self { account: StoredValue::new(empty()), version: Field::new(0) };
            forms.when_cleared(move || state.update(|account, _| *account = empty()));
            state
        })
    }

    /// Calls a function with the account, and tracks it.
    pub(crate) fn with<R>(self, read: impl FnOnce(&Account) -> R) -> R {
        self.version.track();
        self.account.with_value(read)
    }

    /// Changes the account. The function receives the time of the services.
    pub(crate) fn update<R>(self, change: impl FnOnce(&mut Account, i64) -> R) -> R {
        let mut account = self.account.write_value();
        let now_ms = account.at(browser::now_ms());
        let result = change(&mut account, now_ms);
        drop(account);
        self.version.update(|version| *version = version.wrapping_add(1));
        result
    }
}

fn empty() -> Account {
    // Every browser that runs the page has random bytes. Without them, the ids could be predicted, which does no harm
    // in an account that only this page can use.
    Account::new(browser::random_bytes().unwrap_or_else(|| Zeroizing::new([0; 32])))
}
