//! The content of links and files, before a panel reads it, and what the page says about it.

use super::aside::Kept;
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
    /// The panel that the notice is about. It is not shown while another one is open.
    pub(crate) panel: Option<&'static str>,
}

/// The kind of a link that the page itself contains.
pub(super) const OWN_LINK: &str = "link of this page";

/// The notice of a link of the page itself, and once the content has been edited, if something can be restored.
const SET_ASIDE: &str = "What you had entered here before was set aside.";

/// The start of the notice about the content of a link or a file.
const OPENED: &str = "This is the content of a";

impl LinkNotice {
    /// Returns the notice about content that was opened. A link of the page itself needs one only if it has replaced
    /// something.
    pub(super) fn opened(what: &str, id: &'static str, is_reduced: bool, aside: Kept) -> Option<Self> {
        let missing = if is_reduced { " Secrets were removed from it: enter yours." } else { "" };
        let kept = match aside {
            Kept::UntilReload => " Your own content is too large to be kept over a reload: restore it before.",
            Kept::Nothing | Kept::Whole => "",
        };
        let restore = (aside != Kept::Nothing).then_some(id);
        let text = match (what, restore) {
            (OWN_LINK, None) => return None,
            (OWN_LINK, Some(_)) => format!("{SET_ASIDE}{kept}"),
            _ => format!("{OPENED} {what}.{missing}{kept}"),
        };
        Some(Self { text, code: None, restore, panel: Some(id) })
    }

    /// Removes the notice about content that has been edited since. It remains, with another text, if something can be
    /// restored.
    pub(super) fn edited(notice: &mut Option<Self>) {
        match notice {
            Some(Self { text, restore: Some(_), .. }) if text.starts_with(OPENED) => *text = SET_ASIDE.into(),
            Some(Self { restore: Some(_), .. }) => {}
            _ => *notice = None,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notice_ends_with_the_first_edit_unless_something_can_be_restored() {
        let after = |what, aside| {
            let mut notice = LinkNotice::opened(what, "scale", false, aside);
            let before = notice.as_ref().map(|notice| notice.text.clone());
            LinkNotice::edited(&mut notice);
            (before, notice.map(|notice| (notice.text, notice.restore)))
        };
        let kept = Some((SET_ASIDE.to_owned(), Some("scale")));
        assert_eq!(after("link", Kept::Nothing), (Some("This is the content of a link.".into()), None));
        assert_eq!(after("link", Kept::Whole), (Some("This is the content of a link.".into()), kept.clone()));
        assert_eq!(after(OWN_LINK, Kept::Nothing), (None, None));
        assert_eq!(after(OWN_LINK, Kept::Whole), (Some(SET_ASIDE.into()), kept));
    }
}
