//! Received events: which request may handle an event, so that each event is handled once.
//!
//! Senders deliver at least once: the same event can arrive twice, at the same time, in the wrong order, and after a
//! process has ended while it handled the event. This module decides what to do with each request. It does not use a
//! clock or storage. Code that does so is called a *store*: a map in memory, a script in Redis, a row in a database.
//!
//! # Terms
//!
//! | term | meaning |
//! |---|---|
//! | claim | the right of one request to handle an event |
//! | lease | the time for which a claim is held without being renewed |
//! | token | a random text that identifies a request |
//! | fence | a number that is larger for each later claim of an event |
//! | entry | what a store keeps for an event: [`Entry`] |
//!
//! # Contract for stores
//!
//! 1. Each operation reads the entry, calls one function of [`Entry`] and writes the entry, without another operation on
//!    the same event in between: in one transaction, in one script, or with one lock.
//! 2. `now_ms` is one clock for all workers: the clock of the store.
//! 3. An entry may be deleted from [`Entry::forget_ms`], and not before. A deleted entry is [`Entry::Absent`].
//! 4. If the receiver orders events, the store calls [`Newest::note`] before [`Entry::complete`], and passes
//!    [`Newest::position`] to [`Entry::claim`]. The two records need no common transaction: see [`Newest`].
//!
//! # Guarantees
//!
//! For each event, with any number of workers, and if its entry is not lost before it is handled:
//!
//! - At most one request holds a claim whose lease has not ended.
//! - No two claims have the same fence, and a later claim has a larger one. This also holds after the entry has been
//!   deleted, unless the clock is then behind the last fence.
//! - After another request has claimed the event, the earlier claim cannot be renewed, completed or released.
//! - A handled event cannot be claimed until [`Entry::forget_ms`].
//! - If the entry is lost while an event is being handled, its completion is recorded, unless another request has claimed
//!   the event meanwhile.
//! - An event that has not been handled can be claimed again once its lease has ended, or at once if it was released.
//!
//! A worker that is suspended for longer than its lease does not know it. It can go on handling the event while another
//! worker handles it too. Its completion is then refused, and the systems that the handler calls can refuse its writes
//! if they compare the fence. Without this, the guarantee is: at least once, and one at a time while leases are renewed.
//!
//! # Example
//!
//! ```
//! use hookwright::inbox::{Claim, ClaimRequest, Entry};
//!
//! let request = |token| ClaimRequest { token, lease_ms: 30_000, keep_ms: 86_400_000, position: None };
//! let mut entry = Entry::Absent;
//! let Claim::Claimed { fence } = entry.claim(&request("a"), None, 1_000) else { panic!() };
//!
//! // A second request arrives while the first one is being handled, and a third one after its lease has ended.
//! assert_eq!(entry.claim(&request("b"), None, 2_000), Claim::Busy);
//! assert_eq!(entry.claim(&request("c"), None, 31_000), Claim::Claimed { fence: 31_000 });
//!
//! // The first worker was suspended. Its completion is refused.
//! assert!(!entry.complete("a", fence, 86_400_000, 32_000));
//! assert!(entry.complete("c", 31_000, 86_400_000, 33_000));
//! assert_eq!(entry.claim(&request("d"), None, 34_000), Claim::Handled);
//! ```

mod entry;
mod newest;

pub use entry::{Claim, ClaimRequest, Entry};
pub use newest::Newest;
