//! The readings of the signature that all other hypotheses are tried with: the header fields as they arrived, under
//! their right names, and with repaired values.

use alloc::string::String;
use alloc::vec::Vec;

use super::budget::{Base, Search};
use super::causes::Finding;
use super::headers::{Moved, moved};
use super::values::repairs;
use super::work::Cut;
use crate::base::http::Headers;
use crate::base::sort;
use crate::signature::{Algorithm, Place};

/// The maximum number of readings.
const MOST: usize = 40;

/// The cost of repairing a byte of a value.
const PER_BYTE: usize = 2_000;

/// The maximum length of the values that are repaired.
const LONGEST: usize = 4 << 10;

/// All readings in which a signature is well-formed, those with the fewest changes first.
pub(super) fn readings(search: &mut Search<'_>) -> Result<Vec<Base>, Cut> {
    let arrived = search.base()?;
    let mut found = Vec::new();
    add(search, arrived.clone(), &mut found)?;
    for Moved { added, finding } in moved(search)? {
        let mut headers = arrived.headers.clone();
        for (name, value) in &added {
            headers.push(name, value);
        }
        add(search, Base { headers, findings: Vec::from([finding]), ..arrived.clone() }, &mut found)?;
    }
    sort::by_key(&mut found, |base| base.findings.len());
    found.truncate(MOST);
    Ok(found)
}

/// Adds a reading if its signature is well-formed, and else its repairs.
fn add(search: &mut Search<'_>, base: Base, found: &mut Vec<Base>) -> Result<(), Cut> {
    let scheme = search.scheme;
    let is_readable = search.read_in(&base.headers, base.algorithm)?.is_some();
    let Place::Header { header, .. } = scheme.signature.place else {
        found.push(base);
        return Ok(());
    };
    let names: Vec<&str> = scheme.signature.place.headers().collect();
    // A name and its alias are two values, not one that is repeated.
    let values = |name: &str| base.headers.get(name).filter(|value| !value.is_empty()).map(String::from).collect();
    let all: Vec<Vec<String>> = names.iter().map(|name| values(name)).collect();
    let length = all.iter().flatten().map(String::len).fold(0, usize::saturating_add);
    if is_readable {
        found.push(base.clone());
    }
    // A token can be any text, and an item next to the signature can be repeated.
    let has_items = matches!(scheme.timestamp.map(|field| field.place), Some(Place::Item { .. }));
    if (is_readable && scheme.algorithm != Algorithm::Token && !has_items) || length == 0 {
        return Ok(());
    }
    if length > LONGEST {
        return Err(Cut);
    }
    search.spend(length.saturating_mul(PER_BYTE))?;
    for repair in all.iter().filter(|values| !values.is_empty()).flat_map(|values| repairs(&scheme, values)) {
        let is_signature = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
        let mut headers: Headers = base.headers.iter().filter(|(name, _)| !is_signature(name)).collect();
        headers.push(header, &repair.value);
        let findings: Vec<Finding> = base.findings.iter().cloned().chain(repair.findings).collect();
        let repaired = Base { headers, algorithm: repair.algorithm, findings };
        if search.read_in(&repaired.headers, repaired.algorithm)?.is_some() && found.len() < MOST {
            found.push(repaired);
        }
    }
    Ok(())
}
