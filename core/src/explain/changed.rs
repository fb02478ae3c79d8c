//! Bodies with one changed character.

use alloc::format;
use alloc::vec::Vec;

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::work::{Cut, MAX_REWRITTEN, MAX_TRIALS};

/// The maximum work of these trials, which are the least likely ones.
const MOST_WORK: usize = 20_000_000;

/// The cost of a trial in addition to that of the body.
const PER_TRIAL: usize = 2_000;

/// Tries the body with one other digit, one letter in another case, or one other bit. A match cannot be a coincidence,
/// because there are few trials.
pub(super) fn repaired(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let body = search.request.body;
    if body.len() > MAX_REWRITTEN {
        return Err(Cut);
    }
    search.spend(body.len().saturating_mul(3))?;
    let left = MAX_TRIALS.saturating_sub(search.work().trials());
    let most = (MOST_WORK / body.len().saturating_mul(2).saturating_add(PER_TRIAL)).min(left);
    if search.scheme.algorithm.is_asymmetric() || body.is_empty() {
        return Ok(None);
    }
    let digits = body.iter().filter(|byte| byte.is_ascii_digit()).count() * 9;
    let letters = body.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let bits = body.len().saturating_mul(8);
    // All changes of one kind are tried, or none.
    let mut changed: Vec<u8> = body.to_vec();
    let mut spent = 0;
    for (count, change) in [(digits, Change::Digit), (letters, Change::Case), (bits, Change::Bit)] {
        spent += count;
        if spent > most {
            break;
        }
        for at in 0..body.len() {
            let Some(given) = body.get(at).copied() else { break };
            for step in 0..change.steps() {
                let Some(other) = change.apply(given, step).filter(|other| *other != given) else { continue };
                changed.get_mut(at).into_iter().for_each(|byte| *byte = other);
                if search.body_verifies(&changed)? {
                    let evidence = format!(
                        "the signature matches with one other character in the body, at byte {}: the body was changed \
                         after it was signed",
                        at + 1
                    );
                    return Ok(Some(Finding::proven(DiagnosisCode::BodyChanged, evidence)));
                }
            }
            changed.get_mut(at).into_iter().for_each(|byte| *byte = given);
        }
    }
    Ok(None)
}

#[derive(Clone, Copy)]
enum Change {
    Digit,
    Case,
    Bit,
}

impl Change {
    const fn steps(self) -> u8 {
        match self {
            Self::Digit => 10,
            Self::Case => 1,
            Self::Bit => 8,
        }
    }

    const fn apply(self, byte: u8, step: u8) -> Option<u8> {
        match self {
            Self::Digit if byte.is_ascii_digit() => Some(b'0' + step),
            Self::Case if byte.is_ascii_alphabetic() => Some(byte ^ 0x20),
            // Changes of letters to the other case were tried before.
            Self::Bit if !(step == 5 && byte.is_ascii_alphabetic()) => Some(byte ^ (1 << step)),
            _ => None,
        }
    }
}
