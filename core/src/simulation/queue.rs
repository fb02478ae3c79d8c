//! A timing wheel, which is a priority queue by time, and a FIFO queue.
//!
//! A timing wheel is used because a heap with a million entries has a cache miss on nearly each of its twenty levels.
//! Each level of the wheel has 64 slots, one for each value of six bits of the time. An entry that is due later is in a
//! wider slot, and moves to a lower level when the clock reaches that slot. Entries with the same time are always in
//! the same slot, so they are returned in the order of insertion.
//!
//! Entries are stored in blocks of 32 that are shared between slots and queues, so memory use is proportional to the
//! number of entries. Only the short lists of blocks are copied when they grow. A long list is freed when its queue is
//! empty, because otherwise each of the 448 slots would keep the capacity of its longest list.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

/// Bits of the time that select a slot of a level.
const BITS: u32 = 6;
/// Slots per level.
const SLOTS: usize = 1 << BITS;
/// Levels. Together they cover 42 bits of milliseconds, which is more than a hundred years.
const LEVELS: usize = 7;
/// The latest time of an entry.
pub(super) const LAST: u64 = (1 << (BITS as usize * LEVELS)) - 1;
/// Entries per block, which is a kilobyte.
const BLOCK: usize = 32;

/// A FIFO queue with blocks of a fixed size.
#[derive(Clone, Debug)]
pub(super) struct BlockQueue<T> {
    blocks: VecDeque<Vec<T>>,
    /// The number of entries of the first block that have been taken.
    taken: usize,
}

/// Unused blocks. All queues with the same type of entries share a pool, so that they can reuse the blocks of each
/// other.
#[derive(Clone, Debug)]
pub(super) struct BlockPool<T>(Vec<Vec<T>>);

impl<T> BlockPool<T> {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    fn allocate(&mut self) -> Vec<T> {
        self.0.pop().unwrap_or_else(|| Vec::with_capacity(BLOCK))
    }

    fn release(&mut self, mut block: Vec<T>) {
        block.clear();
        self.0.push(block);
    }
}

impl<T: Copy> BlockQueue<T> {
    pub(super) const fn new() -> Self {
        Self { blocks: VecDeque::new(), taken: 0 }
    }

    pub(super) fn push(&mut self, entry: T, pool: &mut BlockPool<T>) {
        if let Some(block) = self.blocks.back_mut().filter(|block| block.len() < BLOCK) {
            block.push(entry);
            return;
        }
        let mut block = pool.allocate();
        block.push(entry);
        self.blocks.push_back(block);
    }

    pub(super) fn first(&self) -> Option<&T> {
        self.blocks.front()?.get(self.taken)
    }

    pub(super) fn pop(&mut self, pool: &mut BlockPool<T>) -> Option<T> {
        let block = self.blocks.front()?;
        let entry = *block.get(self.taken)?;
        self.taken += 1;
        if self.taken >= block.len() {
            self.taken = 0;
            if let Some(block) = self.blocks.pop_front() {
                pool.release(block);
            }
            if self.blocks.is_empty() && self.blocks.capacity() > SLOTS {
                self.blocks = VecDeque::new();
            }
        }
        Some(entry)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// The result of [`TimingWheel::next`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next<T> {
    /// An entry that is due, and its time.
    Due(u64, T),
    /// Some entries moved to a lower level. Call [`TimingWheel::next`] again.
    Moved,
    /// No entry is due until the limit.
    Nothing,
}

/// A priority queue of entries by time.
#[derive(Clone, Debug)]
pub(super) struct TimingWheel<T> {
    now: u64,
    slots: Vec<BlockQueue<(u64, T)>>,
    /// A bit mask of the non-empty slots of each level.
    occupied: [u64; LEVELS],
    /// The entries that are being moved to a lower level.
    moving: BlockQueue<(u64, T)>,
    len: u64,
}

impl<T: Copy> TimingWheel<T> {
    pub(super) fn new() -> Self {
        Self {
            now: 0,
            slots: (0..SLOTS * LEVELS).map(|_| BlockQueue::new()).collect(),
            occupied: [0; LEVELS],
            moving: BlockQueue::new(),
            len: 0,
        }
    }

    /// The number of entries.
    pub(super) const fn len(&self) -> u64 {
        self.len
    }

    /// Adds an entry. A time before that of the last entry that was returned means the time of that entry. A time after
    /// [`LAST`] means [`LAST`].
    pub(super) fn push(&mut self, time: u64, entry: T, pool: &mut BlockPool<(u64, T)>) {
        self.len += 1;
        self.place(time.clamp(self.now, LAST), entry, pool);
    }

    fn place(&mut self, time: u64, entry: T, pool: &mut BlockPool<(u64, T)>) {
        // The level of the highest bit in which the time differs from now.
        let level = (time ^ self.now).checked_ilog2().unwrap_or(0) / BITS;
        let slot = digit(time, level);
        if let (Some(queue), Some(occupied)) =
            (self.slots.get_mut(level as usize * SLOTS + slot as usize), self.occupied.get_mut(level as usize))
        {
            queue.push((time, entry), pool);
            *occupied |= 1 << slot;
        }
    }

    /// Takes the first entry if it is due until `limit`, or does a bounded part of the work to find it. After
    /// [`Next::Moved`], this method must be called again before an entry is added.
    pub(super) fn next(&mut self, limit: u64, pool: &mut BlockPool<(u64, T)>) -> Next<T> {
        if !self.moving.is_empty() {
            for _ in 0..BLOCK {
                let Some((time, entry)) = self.moving.pop(pool) else { break };
                self.place(time, entry, pool);
            }
            return Next::Moved;
        }
        let Some((level, occupied)) = (0_u32..).zip(&mut self.occupied).find(|(_, occupied)| **occupied != 0) else {
            return Next::Nothing;
        };
        let slot = occupied.trailing_zeros();
        // The start of the slot: its higher digits are those of now, and its lower digits are 0.
        let below = level * BITS;
        let start = (((self.now >> below) & !(SLOTS as u64 - 1)) | u64::from(slot)) << below;
        if start > limit {
            return Next::Nothing;
        }
        let Some(queue) = self.slots.get_mut(level as usize * SLOTS + slot as usize) else { return Next::Nothing };
        self.now = start;
        if level > 0 {
            *occupied &= !(1 << slot);
            core::mem::swap(queue, &mut self.moving);
            return Next::Moved;
        }
        let Some((time, entry)) = queue.pop(pool) else { return Next::Nothing };
        if queue.is_empty() {
            *occupied &= !(1 << slot);
        }
        self.len -= 1;
        Next::Due(time, entry)
    }
}

/// The six bits of a time that select the slot of a level.
const fn digit(time: u64, level: u32) -> u32 {
    ((time >> (level * BITS)) & (SLOTS as u64 - 1)) as u32
}

#[cfg(test)]
mod tests {
    use alloc::collections::BinaryHeap;
    use core::cmp::Reverse;

    use proptest::prelude::*;

    use super::*;

    /// A wheel and its pool.
    struct Clock {
        wheel: TimingWheel<u32>,
        pool: BlockPool<(u64, u32)>,
    }

    impl Clock {
        fn new() -> Self {
            Self { wheel: TimingWheel::new(), pool: BlockPool::new() }
        }

        fn push(&mut self, time: u64, entry: u32) {
            self.wheel.push(time, entry, &mut self.pool);
        }

        fn next(&mut self, limit: u64) -> Next<u32> {
            self.wheel.next(limit, &mut self.pool)
        }

        fn drain(&mut self, limit: u64) -> Vec<(u64, u32)> {
            let mut out = Vec::new();
            loop {
                match self.next(limit) {
                    Next::Due(time, entry) => out.push((time, entry)),
                    Next::Moved => {}
                    Next::Nothing => return out,
                }
            }
        }

        /// The bytes that are allocated for entries, used or not.
        fn capacity(&self) -> usize {
            let queues = self.wheel.slots.iter().chain([&self.wheel.moving]).map(BlockQueue::capacity);
            queues.sum::<usize>() + self.pool.capacity()
        }
    }

    impl<T> BlockQueue<T> {
        fn capacity(&self) -> usize {
            self.blocks.capacity() * size_of::<Vec<T>>() + self.blocks.iter().map(bytes).sum::<usize>()
        }
    }

    impl<T> BlockPool<T> {
        fn capacity(&self) -> usize {
            self.0.capacity() * size_of::<Vec<T>>() + self.0.iter().map(bytes).sum::<usize>()
        }
    }

    fn bytes<T>(block: &Vec<T>) -> usize {
        block.capacity() * size_of::<T>()
    }

    #[test]
    fn entries_with_the_same_time_are_returned_in_the_order_of_insertion() {
        let mut wheel = Clock::new();
        // Entries for the same time that are added at different times, to different levels.
        wheel.push(100_000, 1);
        wheel.push(95_000, 2);
        assert_eq!(wheel.drain(99_000), [(95_000, 2)]);
        wheel.push(100_000, 3);
        wheel.push(99_990, 4);
        assert_eq!(wheel.drain(99_999), [(99_990, 4)]);
        wheel.push(100_000, 5);
        assert_eq!(wheel.drain(LAST), [(100_000, 1), (100_000, 3), (100_000, 5)]);
        assert_eq!(wheel.wheel.len(), 0);
    }

    #[test]
    fn blocks_are_reused() {
        let mut wheel = Clock::new();
        for round in 0..50_u64 {
            for entry in 0..1_000_u32 {
                wheel.push(round * 1_000 + u64::from(entry), entry);
            }
            assert_eq!(wheel.drain(LAST).len(), 1_000);
        }
        // 1,000 entries fill 32 blocks, but each slot starts its own block.
        assert!((32..32 + SLOTS).contains(&wheel.pool.0.len()), "{} blocks", wheel.pool.0.len());
    }

    /// Entries that are all due at the same time are moved together, to another slot each time.
    #[test]
    fn memory_is_proportional_to_the_number_of_simultaneous_entries() {
        const ENTRIES: u32 = 20_000;
        let mut clock = Clock::new();
        let mut most = 0;
        for entry in 0..ENTRIES {
            clock.push(0, entry);
        }
        for round in 0..40_u64 {
            let next_ms = (round + 1) * 3_700_123;
            let mut count = 0;
            while count < ENTRIES {
                let Next::Due(_, entry) = clock.next(LAST) else { continue };
                clock.push(next_ms, entry);
                count += 1;
                if count % (ENTRIES / 4) == 0 {
                    most = most.max(clock.capacity());
                }
            }
        }
        // The blocks, and, while entries move from one queue to another, the lists of both and of the pool, each with
        // up to twice the capacity.
        let blocks = ENTRIES as usize / BLOCK + SLOTS;
        let bound = blocks * (BLOCK * size_of::<(u64, u32)>() + 6 * size_of::<Vec<(u64, u32)>>());
        assert!(most < bound, "{most} bytes, of {bound}");
    }

    #[test]
    fn times_outside_of_the_range_are_clamped() {
        let mut wheel = Clock::new();
        wheel.push(u64::MAX, 1);
        wheel.push(50, 2);
        assert_eq!(wheel.drain(60), [(50, 2)]);
        wheel.push(3, 3);
        assert_eq!(wheel.drain(u64::MAX), [(50, 3), (LAST, 1)]);
    }

    /// Delays of every magnitude.
    fn delays() -> impl Strategy<Value = u64> {
        (0_u32..38, any::<u64>()).prop_map(|(bits, any)| any & ((1 << bits) - 1))
    }

    proptest! {
        /// A heap with the order of insertion as its second key is the reference.
        #[test]
        fn a_timing_wheel_is_a_stable_priority_queue(
            steps in prop::collection::vec((prop::collection::vec(delays(), 0..60), delays()), 1..20),
        ) {
            let (mut wheel, mut heap) = (Clock::new(), BinaryHeap::new());
            let (mut now, mut count) = (0_u64, 0_u32);
            for (pushed, forward) in steps {
                for delay in pushed {
                    wheel.push(now + delay, count);
                    heap.push(Reverse((now + delay, count)));
                    count += 1;
                }
                now += forward;
                let mut expected = Vec::new();
                while let Some(Reverse(first)) = heap.peek().filter(|first| first.0.0 <= now) {
                    expected.push(*first);
                    heap.pop();
                }
                prop_assert_eq!(wheel.drain(now), expected);
                prop_assert_eq!(wheel.wheel.len(), heap.len() as u64);
            }
        }

        #[test]
        fn a_block_queue_is_a_queue(steps in prop::collection::vec(any::<bool>(), 0..300)) {
            let (mut queue, mut pool, mut reference) = (BlockQueue::new(), BlockPool::new(), VecDeque::new());
            for (index, is_push) in steps.into_iter().enumerate() {
                if is_push {
                    queue.push(index, &mut pool);
                    reference.push_back(index);
                } else {
                    prop_assert_eq!(queue.pop(&mut pool), reference.pop_front());
                }
                prop_assert_eq!(queue.first(), reference.front());
                prop_assert_eq!(queue.is_empty(), reference.is_empty());
            }
        }
    }
}
