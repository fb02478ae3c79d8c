//! Everything that a provider remembers, in a form that can be saved and loaded.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::table::{Row, Table};
use crate::base::credential::Credential;
use crate::delivery::Delivery;
use crate::signature::text_secret;
use crate::subscription::IdStyle;
use crate::subscription::Subscription;

/// Everything that a provider remembers.
///
/// Saving it (it is `Serialize`) writes credentials out in the open: treat the result like a file of passwords.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceState {
    /// How many ids have been given out.
    pub(super) ids: u64,
    /// The workspaces, in the order in which they were made.
    pub(super) workspaces: Table<Workspace>,
    /// Installations that have been offered and not been made.
    pub(super) offers: Table<Offer>,
    /// The subscriptions, in the order in which they were made.
    pub(super) subscriptions: Table<Subscription>,
    /// The deliveries, in the order in which they were made.
    pub(super) deliveries: Table<Delivery>,
}

/// A customer's workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Workspace {
    pub(super) id: String,
    pub(super) sequence: u64,
    pub(super) external_id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) created_at_ms: i64,
    /// The person who installed a connector last.
    pub(super) person_id: Option<String>,
    /// The connectors that have been installed, each once.
    pub(super) installations: Vec<Installation>,
}

/// That a person has installed a connector in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Installation {
    /// The connector's id.
    pub(super) connector: String,
    pub(super) person_id: String,
    pub(super) installed_at_ms: i64,
}

/// A link that installs a connector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Offer {
    pub(super) code: String,
    pub(super) workspace_id: String,
    /// The connector's id.
    pub(super) connector: String,
    pub(super) redirect_url: Option<String>,
    pub(super) state: Option<String>,
}

impl Row for Workspace {
    fn id(&self) -> &str {
        &self.id
    }

    fn alias(&self) -> Option<&str> {
        self.external_id.as_deref()
    }
}

impl Row for Offer {
    fn id(&self) -> &str {
        &self.code
    }
}

impl Row for Subscription {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Row for Delivery {
    fn id(&self) -> &str {
        &self.id
    }
}

impl ServiceState {
    /// The subscriptions, in the order in which they were made.
    #[must_use]
    pub fn subscriptions(&self) -> impl DoubleEndedIterator<Item = &Subscription> + Clone {
        self.subscriptions.iter()
    }

    /// The deliveries, in the order in which they were made.
    #[must_use]
    pub fn deliveries(&self) -> impl DoubleEndedIterator<Item = &Delivery> + Clone {
        self.deliveries.iter()
    }

    /// Nobody is at an attempt any more.
    pub(super) fn recover(&mut self) {
        for (_, delivery) in self.deliveries.iter_mut() {
            delivery.progress.recover();
        }
    }

    /// Counts one more id. A state that somebody has written by hand may hold any number.
    pub(super) fn count(&mut self) -> u64 {
        self.ids = self.ids.wrapping_add(1);
        self.ids
    }

    /// Sixteen bytes that nobody has had before, and nobody can guess without the seed.
    fn fresh(&mut self, seed: &[u8; 32]) -> [u8; 16] {
        self.count();
        let digest = Sha256::new().chain_update(seed).chain_update(self.ids.to_be_bytes()).finalize();
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(digest).for_each(|(byte, fresh)| *byte = fresh);
        bytes
    }

    /// An id as the API writes them; `prefix` says what it is of, where ids do.
    pub(super) fn made_id(&mut self, seed: &[u8; 32], ids: IdStyle, prefix: &str) -> String {
        match ids {
            IdStyle::Uuid => self.uuid(seed),
            IdStyle::Prefixed => self.id(seed, prefix),
        }
    }

    /// An id of its kind: `hook_4f0c…`.
    pub(super) fn id(&mut self, seed: &[u8; 32], prefix: &str) -> String {
        let [bytes @ .., _, _, _, _, _, _] = self.fresh(seed);
        format!("{prefix}{}", hex::encode(bytes))
    }

    /// A secret with 128 bits that nobody can guess without the seed.
    pub(super) fn secret(&mut self, seed: &[u8; 32]) -> Credential {
        text_secret(&self.fresh(seed))
    }

    /// An id in the form of a version 4 UUID.
    pub(super) fn uuid(&mut self, seed: &[u8; 32]) -> String {
        let mut bytes = self.fresh(seed);
        let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
        *version = (*version & 0x0f) | 0x40;
        *variant = (*variant & 0x3f) | 0x80;
        let digits = hex::encode(bytes);
        let mut uuid = String::with_capacity(36);
        for (index, digit) in digits.chars().enumerate() {
            if matches!(index, 8 | 12 | 16 | 20) {
                uuid.push('-');
            }
            uuid.push(digit);
        }
        uuid
    }
}
