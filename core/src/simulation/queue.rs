//! What is due when: a queue by time that only goes forward, and a line of what waits.
//!
//! A timing wheel, because a heap of a million entries costs a cache miss for nearly every one of its twenty levels. Each level
//! has 64 slots, one for each value of six bits of the time; what is due far away lies in a wide slot, and is moved down when
//! the clock comes to it. Entries of the same time come out in the order in which they went in, as they are in the same slot
//! at any time. They lie in blocks of 32, which go from slot to slot and to other lines, so that memory follows the number of
//! entries. Only the short lists of blocks are copied to grow, and a long one is let go when its line is empty: else each of
//! the 448 slots would keep the list of the longest line that it ever held.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

/// Bits of the time that a level tells apart.
const BITS: u32 = 6;
/// Slots of a level.
const SLOTS: usize = 1 << BITS;
/// Levels. 42 bits of milliseconds are more than a hundred years.
const LEVELS: usize = 7;
/// The last time that there is.
pub(super) const LAST: u64 = (1 << (BITS as usize * LEVELS)) - 1;
/// Entries of a block: a kilobyte of them.
const BLOCK: usize = 32;

/// Entries in the order in which they came, in blocks of a fixed size.
#[derive(Clone, Debug)]
pub(super) struct Line<T> {
    blocks: VecDeque<Vec<T>>,
    /// How many of the first block have been taken.
    taken: usize,
}

/// Blocks that nobody uses now. One of these serves all lines of the same entries, so that what leaves one makes room for
/// another.
#[derive(Clone, Debug)]
pub(super) struct Spare<T>(Vec<Vec<T>>);

impl<T> Spare<T> {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    fn take(&mut self) -> Vec<T> {
        self.0.pop().unwrap_or_else(|| Vec::with_capacity(BLOCK))
    }

    fn give(&mut self, mut block: Vec<T>) {
        block.clear();
        self.0.push(block);
    }
}

impl<T: Copy> Line<T> {
    pub(super) const fn new() -> Self {
        Self { blocks: VecDeque::new(), taken: 0 }
    }

    pub(super) fn push(&mut self, entry: T, spare: &mut Spare<T>) {
        if let Some(block) = self.blocks.back_mut().filter(|block| block.len() < BLOCK) {
            block.push(entry);
            return;
        }
        let mut block = spare.take();
        block.push(entry);
        self.blocks.push_back(block);
    }

    pub(super) fn first(&self) -> Option<&T> {
        self.blocks.front()?.get(self.taken)
    }

    pub(super) fn pop(&mut self, spare: &mut Spare<T>) -> Option<T> {
        let block = self.blocks.front()?;
        let entry = *block.get(self.taken)?;
        self.taken += 1;
        if self.taken >= block.len() {
            self.taken = 0;
            if let Some(block) = self.blocks.pop_front() {
                spare.give(block);
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

/// What a wheel comes to next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next<T> {
    /// This is due, at this time.
    Due(u64, T),
    /// Some entries were moved down: there is more to do before the next one is known.
    Moved,
    /// Nothing is due until the limit.
    Nothing,
}

/// Entries by time.
#[derive(Clone, Debug)]
pub(super) struct Wheel<T> {
    now: u64,
    slots: Vec<Line<(u64, T)>>,
    /// For each level, which slots have something in them.
    occupied: [u64; LEVELS],
    /// What is being moved down.
    moving: Line<(u64, T)>,
    len: u64,
}

impl<T: Copy> Wheel<T> {
    pub(super) fn new() -> Self {
        Self {
            now: 0,
            slots: (0..SLOTS * LEVELS).map(|_| Line::new()).collect(),
            occupied: [0; LEVELS],
            moving: Line::new(),
            len: 0,
        }
    }

    /// How many entries there are.
    pub(super) const fn len(&self) -> u64 {
        self.len
    }

    /// Adds an entry. What would be due before the last entry that came out is due now, and nothing is due after [`LAST`].
    pub(super) fn push(&mut self, time: u64, entry: T, spare: &mut Spare<(u64, T)>) {
        self.len += 1;
        self.place(time.clamp(self.now, LAST), entry, spare);
    }

    fn place(&mut self, time: u64, entry: T, spare: &mut Spare<(u64, T)>) {
        // The highest six bits in which it differs from now: above them nothing has to happen first.
        let level = (time ^ self.now).checked_ilog2().unwrap_or(0) / BITS;
        let slot = digit(time, level);
        if let (Some(line), Some(occupied)) =
            (self.slots.get_mut(level as usize * SLOTS + slot as usize), self.occupied.get_mut(level as usize))
        {
            line.push((time, entry), spare);
            *occupied |= 1 << slot;
        }
    }

    /// Takes out what is due first, if that is not later than `limit`, or does a bounded part of the work of finding it. After
    /// `Moved` nothing may be added until it has been asked again.
    pub(super) fn next(&mut self, limit: u64, spare: &mut Spare<(u64, T)>) -> Next<T> {
        if !self.moving.is_empty() {
            for _ in 0..BLOCK {
                let Some((time, entry)) = self.moving.pop(spare) else { break };
                self.place(time, entry, spare);
            }
            return Next::Moved;
        }
        let Some((level, occupied)) = (0_u32..).zip(&mut self.occupied).find(|(_, occupied)| **occupied != 0) else {
            return Next::Nothing;
        };
        let slot = occupied.trailing_zeros();
        // Where the slot begins: the digits above it are those of now, the ones below are 0.
        let below = level * BITS;
        let start = (((self.now >> below) & !(SLOTS as u64 - 1)) | u64::from(slot)) << below;
        if start > limit {
            return Next::Nothing;
        }
        let Some(line) = self.slots.get_mut(level as usize * SLOTS + slot as usize) else { return Next::Nothing };
        self.now = start;
        if level > 0 {
            *occupied &= !(1 << slot);
            core::mem::swap(line, &mut self.moving);
            return Next::Moved;
        }
        let Some((time, entry)) = line.pop(spare) else { return Next::Nothing };
        if line.is_empty() {
            *occupied &= !(1 << slot);
        }
        self.len -= 1;
        Next::Due(time, entry)
    }
}

/// The six bits of a time that a level is about.
const fn digit(time: u64, level: u32) -> u32 {
    ((time >> (level * BITS)) & (SLOTS as u64 - 1)) as u32
}

#[cfg(test)]
mod tests {
    use alloc::collections::BinaryHeap;
    use core::cmp::Reverse;

    use proptest::prelude::*;

    use super::*;

    /// A wheel and its spare blocks.
    struct Clock {
        wheel: Wheel<u32>,
        spare: Spare<(u64, u32)>,
    }

    impl Clock {
        fn new() -> Self {
            Self { wheel: Wheel::new(), spare: Spare::new() }
        }

        fn push(&mut self, time: u64, entry: u32) {
            self.wheel.push(time, entry, &mut self.spare);
        }

        fn next(&mut self, limit: u64) -> Next<u32> {
            self.wheel.next(limit, &mut self.spare)
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

        /// The bytes that are kept for entries, whether there are any or not.
        fn capacity(&self) -> usize {
            let lines = self.wheel.slots.iter().chain([&self.wheel.moving]).map(Line::capacity);
            lines.sum::<usize>() + self.spare.capacity()
        }
    }

    impl<T> Line<T> {
        fn capacity(&self) -> usize {
            self.blocks.capacity() * size_of::<Vec<T>>() + self.blocks.iter().map(bytes).sum::<usize>()
        }
    }

    impl<T> Spare<T> {
        fn capacity(&self) -> usize {
            self.0.capacity() * size_of::<Vec<T>>() + self.0.iter().map(bytes).sum::<usize>()
        }
    }

    fn bytes<T>(block: &Vec<T>) -> usize {
        block.capacity() * size_of::<T>()
    }

    #[test]
    fn what_went_in_first_comes_out_first_within_a_millisecond() {
        let mut wheel = Clock::new();
        // 5 000 apart in time of putting in, through other levels, and the same instant.
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
    fn blocks_are_used_again() {
        let mut wheel = Clock::new();
        for round in 0..50_u64 {
            for entry in 0..1_000_u32 {
                wheel.push(round * 1_000 + u64::from(entry), entry);
            }
            assert_eq!(wheel.drain(LAST).len(), 1_000);
        }
        // 1 000 entries are 32 full blocks; slots begin blocks of their own.
        assert!((32..32 + SLOTS).contains(&wheel.spare.0.len()), "{} blocks", wheel.spare.0.len());
    }

    /// What is in step comes to another slot each time, and all of it at once.
    #[test]
    fn what_is_in_step_takes_no_more_than_what_it_is() {
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
        // The blocks; and while one line goes over to another, the lists of both and of what is spare, each up to twice as long.
        let blocks = ENTRIES as usize / BLOCK + SLOTS;
        let bound = blocks * (BLOCK * size_of::<(u64, u32)>() + 6 * size_of::<Vec<(u64, u32)>>());
        assert!(most < bound, "{most} bytes, of {bound}");
    }

    #[test]
    fn times_that_there_are_not_are_the_next_best() {
        let mut wheel = Clock::new();
        wheel.push(u64::MAX, 1);
        wheel.push(50, 2);
        assert_eq!(wheel.drain(60), [(50, 2)]);
        wheel.push(3, 3);
        assert_eq!(wheel.drain(u64::MAX), [(50, 3), (LAST, 1)]);
    }

    /// Waits of every magnitude.
    fn waits() -> impl Strategy<Value = u64> {
        (0_u32..38, any::<u64>()).prop_map(|(bits, any)| any & ((1 << bits) - 1))
    }

    proptest! {
        /// A heap with the order of coming in as its second key gives the same, whatever the times and whenever it is asked.
        #[test]
        fn it_is_a_stable_heap(
            steps in prop::collection::vec((prop::collection::vec(waits(), 0..60), waits()), 1..20),
        ) {
            let (mut wheel, mut heap) = (Clock::new(), BinaryHeap::new());
            let (mut now, mut count) = (0_u64, 0_u32);
            for (pushed, forward) in steps {
                for wait in pushed {
                    wheel.push(now + wait, count);
                    heap.push(Reverse((now + wait, count)));
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
        fn a_line_is_a_queue(steps in prop::collection::vec(any::<bool>(), 0..300)) {
            let (mut line, mut spare, mut queue) = (Line::new(), Spare::new(), VecDeque::new());
            for (index, is_push) in steps.into_iter().enumerate() {
                if is_push {
                    line.push(index, &mut spare);
                    queue.push_back(index);
                } else {
                    prop_assert_eq!(line.pop(&mut spare), queue.pop_front());
                }
                prop_assert_eq!(line.first(), queue.front());
                prop_assert_eq!(line.is_empty(), queue.is_empty());
            }
        }
    }
}
