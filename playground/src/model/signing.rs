//! Which scheme a form uses: one of the table or the one of one's own.

use hookwright::catalog::{self, Provider, Sender, find_scheme, find_sender};
use hookwright::problem::Problem;
use hookwright::signature::{HandshakeTrigger, OwnedScheme, Place, Scheme};

/// The scheme of one's own, read; or what is wrong with its text.
pub(crate) type Own = Result<OwnedScheme, Vec<Problem>>;

/// Which scheme a form uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signing {
    /// One of the table.
    Known(&'static Scheme),
    /// The one of one's own.
    Own,
}

impl Signing {
    /// What the scheme of one's own is called where others have their id. Ids of the table have a slash.
    pub(crate) const OWN: &str = "own";

    /// The scheme with this id.
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        if id == Self::OWN { Some(Self::Own) } else { find_scheme(id).map(Self::Known) }
    }

    /// The default scheme of a provider.
    pub(crate) fn of(provider: &Provider) -> Self {
        provider.default_scheme().map_or(Self::Own, Self::Known)
    }

    /// Its id.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Known(scheme) => scheme.id,
            Self::Own => Self::OWN,
        }
    }

    /// Whose it is; nobody's, where it is one's own.
    pub(crate) fn sender(self) -> Option<&'static Sender> {
        find_sender(self.sender_id())
    }

    /// Whose it is, if more is known of them than how they sign.
    pub(crate) fn provider(self) -> Option<&'static Provider> {
        catalog::find(self.sender_id())
    }

    fn sender_id(self) -> &'static str {
        self.id().split('/').next().unwrap_or_default()
    }

    /// Its name on the page.
    pub(crate) fn title(self) -> String {
        match self.sender() {
            Some(sender) => format!("{} ({})", sender.name, self.id()),
            None => "Custom scheme".into(),
        }
    }

    /// The scheme itself.
    ///
    /// # Errors
    /// What is wrong with the one of one's own.
    pub(crate) fn scheme(self, own: &Own) -> Result<Scheme<&str>, &[Problem]> {
        match (self, own) {
            (Self::Known(scheme), _) => Ok(*scheme),
            (Self::Own, Ok(scheme)) => Ok(scheme.borrow()),
            (Self::Own, Err(problems)) => Err(problems),
        }
    }
}

/// What a scheme asks for besides header fields, body and secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    /// The URL.
    pub(crate) url: bool,
    /// The method.
    pub(crate) method: bool,
    /// An instant.
    pub(crate) time: bool,
    /// An id that is not in the body anyway.
    pub(crate) id: bool,
    /// A body: the signature depends on every byte of it.
    pub(crate) whole_body: bool,
    /// A form as the body.
    pub(crate) form: bool,
}

impl Needs {
    /// What this scheme asks for.
    pub(crate) fn of(scheme: &Scheme<&str>) -> Self {
        let (delivery, handshake) = (scheme.needs(), scheme.handshake_needs());
        let whole_body = scheme.content.contains("{body");
        Self {
            url: delivery.url || handshake.url,
            method: delivery.method || handshake.method,
            time: scheme.timestamp.is_some(),
            id: scheme.message_id.is_some_and(|place| !(whole_body && matches!(place, Place::Member { .. }))),
            whole_body,
            form: scheme.content.contains("{params") && !whole_body,
        }
    }
}

/// The methods that a request can have here.
pub(crate) const METHODS: [&str; 5] = ["POST", "GET", "PUT", "PATCH", "DELETE"];

/// The method of this name; `POST` for any other.
pub(crate) fn method(name: &str) -> &'static str {
    METHODS.into_iter().find(|known| *known == name).unwrap_or("POST")
}

/// The method that a handshake of this scheme comes with.
pub(crate) fn handshake_method(trigger: &HandshakeTrigger<&str>) -> &'static str {
    if matches!(trigger, HandshakeTrigger::Query { .. }) { "GET" } else { "POST" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_name_schemes() {
        for id in ["stripe/v1", "well/token", "own"] {
            assert_eq!(Signing::from_id(id).map(Signing::id), Some(id));
        }
        assert_eq!(Signing::from_id("nobody/nothing"), None);
        assert_eq!(Signing::from_id("stripe/v1").unwrap().title(), "Stripe (stripe/v1)");
        assert_eq!(Signing::Own.title(), "Custom scheme");
    }

    #[test]
    fn every_scheme_has_a_sender() {
        for scheme in catalog::senders().flat_map(|sender| sender.schemes) {
            assert!(
                Signing::Known(scheme).sender().is_some_and(|sender| sender.schemes.contains(scheme)),
                "{}",
                scheme.id
            );
        }
    }

    #[test]
    fn what_is_needed_follows_from_the_row() {
        let needs = |id| Needs::of(find_scheme(id).unwrap());
        assert_eq!(needs("gocardless/hmac"), Needs { whole_body: true, ..Needs::default() });
        assert!(needs("twilio/sha1").url && needs("twilio/sha1").form && !needs("twilio/sha1").method);
        assert!(needs("hubspot/v3").url && needs("hubspot/v3").method && needs("hubspot/v3").time);
        assert!(needs("standard/v1").id && !needs("square/sha256").id, "the id is in the body");
        assert!(needs("dropbox/hmac").url && needs("dropbox/hmac").method, "its handshake is known by them");
        assert!(needs("pandadoc/query").url, "the signature stands there");
        assert!(!needs("gitlab/token").whole_body);
    }
}
