//! The content of links and files, before a panel reads it, and what the page says about it.

use crate::browser::script::unpack;
use crate::model::json::Value;
use crate::model::link_text::{Content, Damage, LARGEST_LINKED, Link};

/// Returns the id of a panel, if it exists.
pub(crate) type Find = fn(&str) -> Option<&'static str>;

/// The content of a link or a file.
#[derive(Clone)]
pub(crate) enum Source {
    Members(Value),
    Query(String),
}

/// What was opened, or why not.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LinkNotice {
    pub(crate) text: String,
    /// The stable code of the reason.
    pub(crate) code: Option<&'static str>,
    /// The panel whose previous form can be restored.
    pub(crate) restore: Option<&'static str>,
}

/// Reads a link.
pub(super) async fn read(link: Result<Link, Damage>, find: Find) -> Result<(&'static str, Source), Damage> {
    let Link { panel, content } = link?;
    let id = find(&panel).ok_or(Damage::UnknownPanel(panel))?;
    let bytes = match content {
        Content::Query(query) => return Ok((id, Source::Query(query))),
        Content::Packed(bytes) => bytes,
    };
    let limit = u32::try_from(LARGEST_LINKED).unwrap_or(u32::MAX);
    let bytes = match unpack(&bytes, limit).await {
        Some(Ok(bytes)) => bytes,
        Some(Err(reason)) if reason == "cutOff" => return Err(Damage::CutOff),
        Some(Err(reason)) if reason == "tooLarge" => return Err(Damage::TooLarge),
        Some(Err(_)) => return Err(Damage::NotDeflate),
        None => return Err(Damage::NotLoaded),
    };
    let text = String::from_utf8(bytes).map_err(|_| Damage::NotJson)?;
    Ok((id, Source::Members(Value::read(&text)?)))
}
