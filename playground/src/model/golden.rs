//! Links that were made once and must be read forever: `tests/vectors/links.json`, which the browser tests read too.

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use super::hook_file::HookFile;
use super::json::Value;
use super::link::{Linked, share};
use super::link_members::read_members;
use super::link_query::query_members;
use super::link_text::{Content, Damage, LARGEST_LINKED, Link};

const LINKS: &str = include_str!("../../../tests/vectors/links.json");

/// Reads a link as the page does, with another implementation of deflate.
fn members<F: Linked>(link: Link) -> Result<Value, Damage> {
    if link.panel != F::ID {
        return Err(Damage::UnknownPanel(link.panel));
    }
    let bytes = match link.content {
        Content::Query(query) => return query_members::<F>(&query),
        Content::Packed(bytes) => bytes,
    };
    let bytes = decompress_to_vec_with_limit(&bytes, LARGEST_LINKED).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => Damage::TooLarge,
        TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => Damage::CutOff,
        _ => Damage::NotDeflate,
    })?;
    Value::parse(&String::from_utf8(bytes).map_err(|_| Damage::NotJson)?).ok_or(Damage::NotJson)
}

/// Returns all members of the form in a link, with its secrets.
fn read<F: Linked>(hash: &str) -> Result<Value, Damage> {
    let link = Link::parse(hash).unwrap()?;
    let read = read_members::<F>(&members::<F>(link)?, 0)?;
    Ok(share(&read.form, &Err(Vec::new()), read.custom.as_deref(), true).members)
}

/// Asserts that members are those of an item, in any order.
fn assert_same(members: &Value, item: &Value, name: &str) {
    let [found, expected] = [members, item.get("form").unwrap()]
        .map(|value| serde_json::from_str::<serde_json::Value>(&value.to_string()).unwrap());
    assert_eq!(found, expected, "{name}");
}

/// Asserts that the golden links and files of a panel are read as the expected forms, and the damaged ones as the expected
/// errors.
pub(crate) fn assert_golden<F: Linked>() {
    let vectors = Value::parse(LINKS).unwrap();
    let of = |list: &str| -> Vec<Value> {
        let items = vectors.get(list).and_then(Value::as_array).unwrap().iter();
        items.filter(|item| item.get("panel").and_then(Value::as_str) == Some(F::ID)).cloned().collect()
    };
    let text = |item: &Value, name: &str| item.get(name).and_then(Value::as_str).unwrap().to_owned();
    assert!(of("links").len() >= 2, "{} has no golden links", F::ID);
    for item in of("links") {
        let link = text(&item, "link");
        assert_same(&read::<F>(&link).unwrap(), &item, &link);
    }
    for item in of("files") {
        let file = HookFile::read(&text(&item, "file")).unwrap().unwrap();
        let read = read_members::<F>(&file.form, 0).unwrap();
        let members = share(&read.form, &Err(Vec::new()), read.custom.as_deref(), true).members;
        assert_same(&members, &item, &file.panel);
    }
    for item in of("damaged") {
        let link = text(&item, "link");
        assert_eq!(read::<F>(&link).unwrap_err().code(), text(&item, "code"), "{link}");
    }
}
