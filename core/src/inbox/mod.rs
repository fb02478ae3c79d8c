//! Received events: which request or worker may handle an event, so that each event is handled once and none is lost.
//!
//! Senders deliver at least once: the same event can arrive twice, at the same time, in the wrong order, and after a
//! process has ended while it handled the event. This module decides what to do with each event. It does not use a
//! clock or storage. Code that does so is called a *store*: a map in memory, a script in Redis, a row in a database.
//!
//! An event can be handled in two ways:
//!
//! - While its request waits, which claims the event: [`Entry`]. If the handling fails, the sender delivers again.
//! - After its request has been answered, by a worker: [`Item`]. The store keeps the event itself, because the sender does
//!   not deliver it again.
//!
//! # Terms
//!
//! | term | meaning |
//! |---|---|
//! | claim | the right of one request to handle an event |
//! | lease | the time for which an event is held without being renewed |
//! | token | a random text that identifies a request, or one take of a worker |
//! | fence | a number that is larger for each later claim or take of an event |
//! | entry | what a store keeps for an event that is handled while its request waits: [`Entry`] |
//! | item | what a store keeps for an event that workers handle: [`Item`] |
//!
//! # Contract for stores
//!
//! 1. Each operation reads the entry or item, calls one of its functions and writes it, without another operation on
//!    the same event in between: in one transaction, in one script, or with one lock.
//! 2. `now_ms` is one clock for all requests and workers: the clock of the store.
//! 3. An entry may be deleted from [`Entry::forget_ms`], and not before. A deleted entry is [`Entry::Absent`].
//! 4. If the receiver orders events, the store calls [`Newest::note`] before [`Entry::complete`], and passes
//!    [`Newest::position`] to [`Entry::claim`]. The two records need no common transaction: see [`Newest`].
//! 5. An item and the event are saved together. The sender receives an answer after both are durable.
//! 6. An item may be deleted when [`Item::prune`] returns true, and not before. A deleted item is [`Item::Absent`].
//! 7. If events are ordered, a worker asks [`Newest::outdates`] after it has taken an item. It completes an outdated event
//!    without handling it. Otherwise the store calls [`Newest::note`] before [`Item::complete`], or in the same transaction.
//!
//! # Guarantees of claims
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
//! # Guarantees of items
//!
//! For each event, with any number of workers:
//!
//! - An event that was added is queued, working, handled or dead until it is pruned. Working, it is taken again once its
//!   lease has ended.
//! - At most one worker holds an item whose lease has not ended.
//! - No two takes have the same fence, and a later take has a larger one. This also holds after the item has been pruned
//!   and added again, unless the clock is then behind the last fence.
//! - After another worker has taken the item, the earlier one cannot renew it or end its work. What it reports changes
//!   nothing.
//! - A handled or dead event is not taken again, unless it is replayed, or delivered again after the time in which the
//!   sender may repeat it.
//! - An item is not taken more often than the limit of attempts allows. A take that was released or deferred does not count.
//!   One that ended without a report, because the process was killed, does.
//!
//! # Suspended workers
//!
//! A worker that is suspended for longer than its lease does not know it. It can go on handling the event while another
//! worker handles it too. Its completion is then refused, and the systems that the handler calls can refuse its writes
//! if they compare the fence. Without this, the guarantee is: at least once, and one at a time while leases are renewed.
//! A worker whose effects are in the database of the store can complete the item in the transaction of the effects. If the
//! completion is refused, it rolls back.
//!
//! # Examples
//!
//! An event that is handled while its request waits:
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
//!
//! An event that workers handle:
//!
//! ```
//! use hookwright::inbox::{Item, TakeRequest, Taken};
//!
//! let request = |token| TakeRequest { token, lease_ms: 30_000, max_attempts: Some(3) };
//! let mut item = Item::Absent;
//! assert!(item.add(86_400_000, 1_000));
//! assert!(!item.add(86_400_000, 1_500), "the sender has delivered the event again");
//!
//! // The first attempt fails. The next one is due in five seconds.
//! let Taken::Working { fence, attempt: 1 } = item.take(&request("a"), 2_000) else { panic!() };
//! assert!(item.retry("a", fence, 5_000, 3_000));
//! assert_eq!(item.take(&request("b"), 7_999), Taken::Unavailable);
//!
//! // The second worker is killed. Another one takes the item after the lease, and handles it.
//! let Taken::Working { attempt: 2, .. } = item.take(&request("b"), 8_000) else { panic!() };
//! let Taken::Working { fence, attempt: 3 } = item.take(&request("c"), 38_000) else { panic!() };
//! assert!(item.complete("c", fence, 39_000));
//!
//! // A user has the event handled again.
//! assert!(item.replay(40_000));
//! assert!(matches!(item.take(&request("d"), 40_000), Taken::Working { attempt: 1, .. }));
//! ```

mod entry;
mod item;
mod newest;

pub use entry::{Claim, ClaimRequest, Entry};
pub use item::{History, Item, TakeRequest, Taken};
pub use newest::Newest;
