//! The state of a service, which can be saved and loaded.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use super::table::{Row, Table};
use crate::base::credential::Credential;
use crate::delivery::Delivery;
use crate::signature::text_secret;
use crate::subscription::IdStyle;
use crate::subscription::Subscription;

/// The state of a service.
///
/// Its serialized form contains credentials in plain text, and must be protected like passwords.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceState {
    /// The number of ids that have been issued.
    pub(super) ids: u64,
    /// The workspaces, in order of creation.
    pub(super) workspaces: Table<Workspace>,
    /// The links to install a connector that have not been used.
    pub(super) offers: Table<Offer>,
    /// The subscriptions, in order of creation.
    pub(super) subscriptions: Table<Subscription>,
    /// The deliveries, in order of creation.
    pub(super) deliveries: Table<Delivery>,
}

/// The workspace of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Workspace {
    pub(super) id: String,
    pub(super) sequence: u64,
    pub(super) external_id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) created_at_ms: i64,
    /// The person who last installed a connector.
    pub(super) person_id: Option<String>,
    /// The installed connectors, each at most once.
    pub(super) installations: Vec<Installation>,
}

/// The installation of a connector in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Installation {
    /// The id of the connector.
    pub(super) connector: String,
    pub(super) person_id: String,
    pub(super) installed_at_ms: i64,
}

/// A link to install a connector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Offer {
    pub(super) code: String,
    pub(super) workspace_id: String,
    /// The id of the connector.
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
    /// The subscriptions, in order of creation.
    #[must_use]
    pub fn subscriptions(&self) -> impl DoubleEndedIterator<Item = &Subscription> + Clone {
        self.subscriptions.iter()
    }

    /// The deliveries, in order of creation.
    #[must_use]
    pub fn deliveries(&self) -> impl DoubleEndedIterator<Item = &Delivery> + Clone {
        self.deliveries.iter()
    }

    /// Makes interrupted attempts due again.
    pub(super) fn recover(&mut self) {
        for (_, delivery) in self.deliveries.iter_mut() {
            delivery.progress.recover();
        }
    }

    /// The next number for an id. It wraps around, because an edited state can contain any number.
    pub(super) fn next_number(&mut self) -> u64 {
        self.ids = self.ids.wrapping_add(1);
        self.ids
    }

    /// The next sixteen unique bytes. They are unpredictable without the seed.
    fn next_bytes(&mut self, seed: &[u8; 32]) -> Zeroizing<[u8; 16]> {
        self.next_number();
        let mut digest = Sha256::new().chain_update(seed).chain_update(self.ids.to_be_bytes()).finalize();
        let mut bytes = Zeroizing::new([0; 16]);
        bytes.iter_mut().zip(&digest).for_each(|(byte, next)| *byte = *next);
        digest.as_mut_slice().zeroize();
        bytes
    }

    /// An id in the style of the API. `prefix` is the prefix of prefixed ids.
    pub(super) fn new_id(&mut self, seed: &[u8; 32], ids: IdStyle, prefix: &str) -> String {
        match ids {
            IdStyle::Uuid => self.uuid(seed),
            IdStyle::Prefixed => self.id(seed, prefix),
        }
    }

    /// An id with a prefix: `hook_4f0c…`.
    pub(super) fn id(&mut self, seed: &[u8; 32], prefix: &str) -> String {
        let bytes = self.next_bytes(seed);
        let [bytes @ .., _, _, _, _, _, _] = &*bytes;
        format!("{prefix}{}", hex::encode(bytes))
    }

    /// A 128-bit secret. It is unpredictable without the seed.
    pub(super) fn secret(&mut self, seed: &[u8; 32]) -> Credential {
        text_secret(self.next_bytes(seed).as_slice())
    }

    /// An id in the form of a version 4 UUID.
    pub(super) fn uuid(&mut self, seed: &[u8; 32]) -> String {
        let mut bytes = self.next_bytes(seed);
        let [_, _, _, _, _, _, version, _, variant, ..] = &mut *bytes;
        *version = (*version & 0x0f) | 0x40;
        *variant = (*variant & 0x3f) | 0x80;
        let digits = hex::encode(bytes.as_slice());
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
