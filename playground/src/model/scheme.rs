//! The scheme that a form uses: a built-in or the custom one.

use hookwright::catalog::{self, Provider, compiled_scheme, scheme_ids, sender_name};
use hookwright::problem::Problem;
use hookwright::signature::{BodyCoverage, CompiledScheme, OwnedScheme, Place, Scheme};

use super::choice::{Named, choices, serialize_by_id};
use super::custom::{CustomText, StartingPoint};
use super::form::Form;
use super::sender_file;

/// The custom scheme, or the problems in its text.
pub(crate) type CustomScheme = Result<ValidScheme, Vec<Problem>>;

/// A valid custom scheme.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ValidScheme {
    pub(crate) scheme: OwnedScheme,
    pub(crate) compiled: CompiledScheme,
}

impl ValidScheme {
    /// Compiles a scheme.
    ///
    /// # Errors
    /// Returns the problems of the scheme.
    pub(crate) fn new(scheme: OwnedScheme) -> CustomScheme {
        let compiled = scheme.compile()?;
        Ok(Self { scheme, compiled })
    }
}

/// The message if the custom scheme is invalid.
pub(crate) const UNUSABLE: &str = "the custom scheme cannot be used yet; its problems are listed below its text";

#[derive(Clone, Copy, Debug)]
pub(crate) enum SchemeChoice {
    /// A built-in scheme, without its sources: they would make all sources a part of the first panel.
    Known(&'static CompiledScheme),
    /// The custom scheme, which all panels share.
    Custom,
}

impl PartialEq for SchemeChoice {
    /// Ids are unique, and the comparison of whole schemes is much code.
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for SchemeChoice {}

impl Named for SchemeChoice {
    fn id(self) -> &'static str {
        match self {
            Self::Known(scheme) => scheme.id(),
            Self::Custom => Self::CUSTOM,
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        if id == Self::CUSTOM { Some(Self::Custom) } else { compiled_scheme(id).map(Self::Known) }
    }
}

serialize_by_id!(SchemeChoice);

impl SchemeChoice {
    /// The id of the custom scheme. Ids of built-in schemes contain a slash.
    const CUSTOM: &str = "custom";

    /// Returns the default scheme of a provider.
    pub(crate) fn of(provider: &Provider) -> Self {
        provider.default_scheme().and_then(|scheme| Self::from_id(scheme.id)).unwrap_or(Self::Custom)
    }

    /// Returns the name of the sender of a built-in scheme.
    pub(crate) fn sender(self) -> Option<&'static str> {
        sender_name(self.sender_id())
    }

    /// Returns the provider of a built-in scheme, if its events are known.
    pub(crate) fn provider(self) -> Option<&'static Provider> {
        catalog::find(self.sender_id())
    }

    /// Returns the id of the sender of a built-in scheme.
    pub(crate) fn sender_id(self) -> &'static str {
        self.id().split('/').next().unwrap_or_default()
    }

    /// Returns the title that the page shows.
    pub(crate) fn title(self) -> String {
        match self.sender() {
            // The names of schemes tell those of the same sender apart.
            Some(name) => match self.id().split_once('/') {
                Some((sender, scheme)) if scheme_ids(sender).nth(1).is_some() => format!("{name} ({scheme})"),
                _ => name.into(),
            },
            None => "Custom scheme".into(),
        }
    }

    /// Returns the scheme.
    ///
    /// # Errors
    /// Returns the problems of the custom scheme.
    pub(crate) fn scheme(self, custom: &CustomScheme) -> Result<Scheme<&str>, &[Problem]> {
        self.compiled(custom).map(CompiledScheme::scheme)
    }

    /// Returns the compiled scheme.
    ///
    /// # Errors
    /// Returns the problems of the custom scheme.
    pub(crate) fn compiled(self, custom: &CustomScheme) -> Result<&CompiledScheme, &[Problem]> {
        match (self, custom) {
            (Self::Known(scheme), _) => Ok(scheme),
            (Self::Custom, Ok(scheme)) => Ok(&scheme.compiled),
            (Self::Custom, Err(problems)) => Err(problems),
        }
    }
}

impl StartingPoint for SchemeChoice {
    type Read = CustomScheme;

    /// Parses a scheme, or a sender file, of which it returns the first scheme.
    fn read(json: &str) -> CustomScheme {
        ValidScheme::new(sender_file::scheme(json)?)
    }

    /// Returns all editable members of a built-in scheme, with a new id.
    fn json(self) -> Option<String> {
        let Self::Known(scheme) = self else { return None };
        let scheme = scheme.scheme();
        let mut document = serde_json::to_value(scheme).unwrap_or_default();
        if let Some(id) = document.get_mut("id") {
            *id = format!("custom/{}", scheme.id.replace('/', "-")).into();
        }
        Some(serde_json::to_string_pretty(&document).unwrap_or_default())
    }
}

impl Form for CustomText<SchemeChoice> {
    const ID: &'static str = "scheme";

    fn first(_now_ms: i64) -> Self {
        Self::default()
    }
}

/// The optional fields of a form that a scheme requires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SchemeFields {
    pub(crate) url: bool,
    pub(crate) method: bool,
    /// The time of the check.
    pub(crate) time: bool,
    /// The delivery id, unless it is in the body.
    pub(crate) id: bool,
}

impl SchemeFields {
    /// Returns the fields that a scheme requires.
    pub(crate) fn of(scheme: &Scheme<&str>) -> Self {
        let (delivery, handshake) = (scheme.needs(), scheme.handshake_needs());
        let is_in_body = |place| matches!(place, Place::Member { .. }) && scheme.coverage().body == BodyCoverage::Whole;
        Self {
            url: delivery.url || handshake.url,
            method: delivery.method || handshake.method,
            time: scheme.timestamp.is_some(),
            id: scheme.message_id.is_some_and(|place| !is_in_body(place)),
        }
    }
}

choices! {
    /// The method of a request.
    #[derive(Default)]
    pub(crate) enum Method {
        #[default]
        Post: "POST", "POST";
        Get: "GET", "GET";
        Put: "PUT", "PUT";
        Patch: "PATCH", "PATCH";
        Delete: "DELETE", "DELETE";
        Head: "HEAD", "HEAD";
        Options: "OPTIONS", "OPTIONS";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::{find_scheme, find_sender, senders};

    #[test]
    fn a_scheme_is_found_by_its_id() {
        for id in ["stripe/v1", "well/token", "custom"] {
            assert_eq!(SchemeChoice::from_id(id).map(SchemeChoice::id), Some(id));
        }
        assert_eq!(SchemeChoice::from_id("unknown/v1"), None);
        assert_eq!(SchemeChoice::from_id("stripe/v1").unwrap().title(), "Stripe");
        assert_eq!(SchemeChoice::from_id("github/sha1").unwrap().title(), "GitHub (sha1)");
        assert_eq!(SchemeChoice::Custom.title(), "Custom scheme");
    }

    #[test]
    fn every_scheme_has_a_sender() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let choice = SchemeChoice::from_id(scheme.id).unwrap();
            assert!(
                find_sender(choice.sender_id()).is_some_and(|sender| sender.schemes.contains(scheme)),
                "{}",
                scheme.id
            );
            assert!(choice.sender().is_some(), "{}", scheme.id);
        }
    }

    #[test]
    fn every_scheme_is_a_starting_point_that_can_be_used_at_once() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let mut text = CustomText::default();
            text.start_from(SchemeChoice::from_id(scheme.id).unwrap());
            let read = text.read().unwrap_or_else(|problems| panic!("{}: {problems:?}", scheme.id));
            let read = read.scheme;
            assert_eq!((read.content.as_str(), read.algorithm), (scheme.content, scheme.algorithm));
            assert!(read.id.starts_with("custom/"), "{}", read.id);
        }
    }

    #[test]
    fn typed_text_is_not_overwritten_before_a_restart() {
        let mut text = CustomText::default();
        text.start_from(SchemeChoice::from_id("stripe/v1").unwrap());
        text.start_from(SchemeChoice::from_id("slack/v0").unwrap());
        assert!(text.json.contains("custom/slack-v0"), "nothing was typed");
        assert!(!text.can_restart());
        text.json.push(' ');
        text.start_from(SchemeChoice::from_id("github/sha256").unwrap());
        assert!(text.json.contains("custom/slack-v0"), "something was typed");
        assert!(text.can_restart());
        text.restart();
        assert!(text.json.contains("custom/github-sha256"));
    }

    #[test]
    fn problems_have_a_path() {
        let text: CustomText<SchemeChoice> =
            CustomText { json: r#"{ "id": "custom/x", "algorithm": "md5" }"#.into(), from: None };
        let paths: Vec<_> = text.read().unwrap_err().into_iter().map(|problem| problem.path).collect();
        assert!(paths.contains(&"/algorithm".into()) && paths.contains(&"/signature".into()), "{paths:?}");
    }

    #[test]
    fn fields_follow_from_the_scheme() {
        let fields = |id| SchemeFields::of(find_scheme(id).unwrap());
        assert_eq!(fields("gocardless/hmac"), SchemeFields::default());
        assert!(fields("twilio/sha1").url && !fields("twilio/sha1").method);
        assert!(fields("hubspot/v3").url && fields("hubspot/v3").method && fields("hubspot/v3").time);
        assert!(fields("standard/v1").id && !fields("square/sha256").id, "the id is in the body");
        assert!(fields("dropbox/hmac").url && fields("dropbox/hmac").method, "its handshake needs them");
        assert!(fields("pandadoc/query").url, "its signature is there");
    }
}
