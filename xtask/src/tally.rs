//! Counts tests in the output of test runners.

/// Numbers of passed and failed tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    /// Tests that failed, were cancelled or did not end.
    pub(crate) failed: u64,
}

impl Counts {
    /// Counts a check that consists of one command.
    pub(crate) fn one(passed: bool) -> Self {
        Self { passed: passed.into(), failed: (!passed).into() }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Reads two kinds of output. Rust's and wasm-bindgen's test programs each print a line with `test result:`; these are
/// added up. Node's `spec` reporter prints one summary at the end, of which the last value counts.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    rust: Counts,
    node_passed: u64,
    node_failed: u64,
    node_cancelled: u64,
}

impl Tally {
    /// Reads one line of output.
    pub(crate) fn line(&mut self, line: &str) {
        let line = without_colors(line);
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result:") {
            self.rust += Counts { passed: before(result, " passed"), failed: before(result, " failed") };
        } else if let Some((word, count)) = line.strip_prefix("ℹ ").and_then(|summary| summary.split_once(' ')) {
            let count = count.parse().unwrap_or(0);
            match word {
                "pass" => self.node_passed = count,
                "fail" => self.node_failed = count,
                "cancelled" => self.node_cancelled = count,
                _ => {}
            }
        }
    }

    /// Returns the counts so far.
    pub(crate) fn counts(&self) -> Counts {
        let mut counts = self.rust;
        counts += Counts { passed: self.node_passed, failed: self.node_failed + self.node_cancelled };
        counts
    }
}

/// Returns the number before a word: 12 in `ok. 12 passed; 0 failed`.
fn before(text: &str, word: &str) -> u64 {
    let number = text.split(word).next().and_then(|head| head.rsplit(' ').next());
    number.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// Removes terminal colors, which some runners print even into a pipe.
fn without_colors(text: &str) -> String {
    let mut inside = false;
    let visible = |character: &char| match (inside, *character) {
        (false, '\u{1b}') => {
            inside = true;
            false
        }
        (true, 'm') => {
            inside = false;
            false
        }
        (inside, _) => !inside,
    };
    text.chars().filter(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(output: &str) -> Counts {
        let mut tally = Tally::default();
        output.lines().for_each(|line| tally.line(line));
        tally.counts()
    }

    #[test]
    fn results_of_rust_programs_add_up() {
        let output = "running 2 tests\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: \u{1b}[31mFAILED\u{1b}[0m. 10 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(counted(output), Counts { passed: 12, failed: 3 });
    }

    #[test]
    fn the_summary_of_node_counts_cancelled_tests_as_failed() {
        let output = "✔ sends (1.2ms)\nℹ tests 9\nℹ suites 0\nℹ pass 5\nℹ fail 1\nℹ cancelled 2\nℹ skipped 1\n";
        assert_eq!(counted(output), Counts { passed: 5, failed: 3 });
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(counted("12 passed\nℹ\nok 1 - pass 3\n"), Counts::default());
    }
}
