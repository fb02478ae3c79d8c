//! The time at which a delivery was received, if it came with the delivery: it does not apply to another one.

use super::form::CheckForm;
use crate::model::fields;
use crate::model::instant::When;
use crate::model::scheme::{CustomScheme, SchemeChoice};

/// A delivery that came with its time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Timed {
    headers: String,
    when: When,
    /// The header fields that the scheme reads, one for each line.
    signed: Vec<String>,
}

/// What a change of a delivery means for a time that came with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The delivery is the same, or has brought its time.
    Same,
    /// The user has set the time, which applies to whatever is entered.
    OwnTime,
    /// The headers are those of another delivery.
    Other,
}

impl Timed {
    /// Follows a change of a delivery that came with its time.
    pub(crate) fn follow(&mut self, form: &CheckForm, custom: &CustomScheme) -> Change {
        let (headers, when) = (&*form.headers, &form.when);
        let (has_headers, has_time) = (self.headers != headers, self.when != *when);
        (self.headers, self.when) = (headers.into(), when.clone());
        match (has_headers, has_time) {
            (true, true) => {
                self.signed = signed(headers, form.scheme, custom);
                Change::Same
            }
            (false, true) => Change::OwnTime,
            (true, false) => {
                let is_kept = |one: &String| headers.lines().any(|line| is_like(one, line));
                if self.signed.is_empty() || self.signed.iter().any(is_kept) { Change::Same } else { Change::Other }
            }
            (false, false) => Change::Same,
        }
    }
}

/// Returns the lines of the headers that a scheme reads.
fn signed(headers: &str, scheme: SchemeChoice, custom: &CustomScheme) -> Vec<String> {
    let Ok(scheme) = scheme.scheme(custom) else { return Vec::new() };
    let names = scheme.needs().headers;
    let is_read = |name: &str| {
        !name.eq_ignore_ascii_case("content-type") && names.iter().any(|read| read.eq_ignore_ascii_case(name))
    };
    let (fields, _) = fields::headers(headers, "");
    fields.iter().filter(|(name, _)| is_read(name)).map(|(name, value)| format!("{name}: {value}")).collect()
}

/// Returns whether a line is another one with a small change, such as one that breaks the signature.
fn is_like(one: &str, other: &str) -> bool {
    let other = other.trim();
    let same = |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(one, other)| one == other).count();
    let start = same(&mut one.bytes().zip(other.bytes()));
    let end = same(&mut one.bytes().rev().zip(other.bytes().rev()));
    let longest = one.len().max(other.len());
    start.saturating_add(end) >= longest - longest / 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::instant::Clock;

    const OLD: &str = "Content-Type: application/json\nStripe-Signature: t=1763683200,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd";
    const NEW: &str = "Content-Type: application/json\nStripe-Signature: t=1764460000,v1=0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";

    fn follow(timed: &mut Timed, headers: &str, instant: &str) -> Change {
        let when = When { clock: Clock::At, instant: instant.into() };
        let scheme = SchemeChoice::from_id("stripe/v1").unwrap();
        let form = CheckForm { scheme, when, headers: headers.into(), ..CheckForm::default() };
        timed.follow(&form, &Err(Vec::new()))
    }

    #[test]
    fn the_time_of_a_delivery_ends_with_it() {
        let (mut timed, at) = (Timed::default(), "2026-11-21T00:00:00Z");
        assert_eq!(follow(&mut timed, OLD, at), Change::Same);
        assert_eq!(follow(&mut timed, &OLD.replace("d8bd", "d8be"), at), Change::Same, "a small change");
        assert_eq!(follow(&mut timed, &format!("{OLD}\nX-More: 1"), at), Change::Same);
        assert_eq!(follow(&mut timed, &format!("{OLD}\nX-More: 1"), at), Change::Same);
        assert_eq!(follow(&mut timed, NEW, at), Change::Other);
        assert_eq!(follow(&mut timed, OLD, "2026-11-22T00:00:00Z"), Change::Same, "another one with its time");
    }

    #[test]
    fn a_time_that_the_user_sets_is_noticed() {
        let mut timed = Timed::default();
        assert_eq!(follow(&mut timed, OLD, "2026-11-21T00:00:00Z"), Change::Same);
        assert_eq!(follow(&mut timed, OLD, "2026-11-22T00:00:00Z"), Change::OwnTime);
    }
}
