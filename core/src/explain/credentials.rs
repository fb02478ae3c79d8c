//! Texts that are not secrets by their look: placeholders, references, and credentials of other kinds.

use alloc::format;

use zeroize::Zeroizing;

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::repaired::strip_quotes;
use super::work::{Cut, MAX_SECRET};

/// The cost of comparing a byte of a secret.
const PER_BYTE: usize = 60;

/// Words that are placeholders.
const WORDS: [&str; 22] = [
    "undefined",
    "null",
    "none",
    "nil",
    "nan",
    "false",
    "true",
    "todo",
    "changeme",
    "change-me",
    "change_me",
    "secret",
    "password",
    "[object object]",
    "xxx",
    "test",
    "placeholder",
    "redacted",
    "[redacted]",
    "...",
    "…",
    "***",
];

/// Parts of placeholders.
const PARTS: [&str; 21] = [
    "your",
    "example",
    "placeholder",
    "replace",
    "changeme",
    "insert",
    "goes_here",
    "goes-here",
    "paste",
    "<secret",
    "xxxx",
    "****",
    "....",
    "process.env",
    "env.",
    "••",
    "my-secret",
    "my_secret",
    "my secret",
    "-here",
    "_here",
];

/// The first characters of references to a secret store, which the program did not resolve.
const REFERENCES: [&str; 10] = [
    "op://",
    "arn:aws:",
    "vault:",
    "vault://",
    "secret://",
    "ssm://",
    "sm://",
    "@microsoft.keyvault(",
    "ref+",
    "encrypted:",
];

/// Whether a text is a placeholder for a secret, or a reference to one.
pub(super) fn is_placeholder(text: &str) -> bool {
    let text = strip_quotes(text.trim());
    let lower = Zeroizing::new(text.to_ascii_lowercase());
    let is_variable = text.starts_with('$')
        || (text.starts_with('@') && text.len() < 40)
        || text.starts_with("{{")
        || text.starts_with("%(")
        || (text.starts_with('%') && text.ends_with('%'));
    let is_template = (text.starts_with('<') && text.ends_with('>')) || text.ends_with("...") || text.ends_with('…');
    let is_name = text.len() > 8
        && text.contains('_')
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_' || byte.is_ascii_digit())
        && ["SECRET", "KEY", "TOKEN", "WEBHOOK"].iter().any(|word| text.contains(word));
    WORDS.contains(&lower.as_str())
        || PARTS.iter().any(|part| lower.contains(part))
        || is_reference(text)
        || is_variable
        || is_template
        || is_name
}

/// Whether a text is the address of a secret in a secret store.
pub(super) fn is_reference(text: &str) -> bool {
    let text = strip_quotes(text.trim());
    let begins = |begin: &&str| text.get(..begin.len()).is_some_and(|found| found.eq_ignore_ascii_case(begin));
    let is_google = text.starts_with("projects/") && text.contains("/secrets/");
    let is_variable = text.starts_with("${") && text.ends_with('}');
    REFERENCES.iter().any(begins) || is_google || is_variable
}

/// How a credential looks.
#[derive(Clone, Copy)]
enum Look {
    /// Its first characters.
    Begin(&'static str),
    /// Its first characters, before 32 hexadecimal digits.
    Hex(&'static str),
    /// Three parts with dots between them, as long as those of a bot token of Discord.
    ThreeParts,
}

impl Look {
    fn is_of(self, text: &str) -> bool {
        match self {
            Self::Begin(begin) => text.starts_with(begin),
            Self::Hex(begin) => text
                .strip_prefix(begin)
                .is_some_and(|digits| digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())),
            Self::ThreeParts => {
                let mut lengths = text.split('.').map(str::len);
                let [user, time, mac] = [(); 3].map(|()| lengths.next().unwrap_or_default());
                lengths.next().is_none() && user > 20 && (5..9).contains(&time) && mac > 25
            }
        }
    }
}

/// The senders for which a look is that of another credential.
#[derive(Clone, Copy)]
enum For {
    All,
    /// All but these, whose secrets look so.
    AllBut(&'static [&'static str]),
    Only(&'static [&'static str]),
}

impl For {
    fn includes(self, sender: &str) -> bool {
        match self {
            Self::All => true,
            Self::AllBut(senders) => !senders.contains(&sender),
            Self::Only(senders) => senders.contains(&sender),
        }
    }
}

/// Senders that sign with an API key.
const OF_API_KEYS: For = For::AllBut(&["paystack", "korapay", "kora", "tap", "generic", "custom"]);

/// Credentials that are not signing secrets: their look, what they are, and the senders for which they are that.
const CREDENTIALS: [(Look, &str, For); 50] = {
    use For::{All, AllBut, Only};
    use Look::{Begin, Hex, ThreeParts};
    [
        (Begin("ntn_"), "the token of an integration", All),
        (Begin("sk_live_"), "an API key", OF_API_KEYS),
        (Begin("sk_test_"), "an API key", OF_API_KEYS),
        (Begin("sk-"), "an API key", All),
        (Begin("rk_live_"), "a restricted API key", All),
        (Begin("rk_test_"), "a restricted API key", All),
        (Begin("pk_live_"), "a publishable API key", All),
        (Begin("pk_test_"), "a publishable API key", All),
        (Begin("pk_"), "a publishable API key", All),
        (Begin("we_"), "the id of a webhook endpoint", All),
        (Begin("ep_"), "the id of a webhook endpoint", All),
        (Begin("wh_"), "the id of a webhook", All),
        (Begin("acct_"), "the id of an account", All),
        (Begin("ntfset_"), "the id of a notification destination", All),
        (Begin("xoxb-"), "a bot token", All),
        (Begin("xoxp-"), "a user token", All),
        (Begin("xapp-"), "an app-level token", All),
        (Begin("ghp_"), "a personal access token", All),
        (Begin("gho_"), "an access token", All),
        (Begin("ghs_"), "an access token", All),
        (Begin("github_pat_"), "a personal access token", All),
        (Begin("glpat-"), "a personal access token", All),
        (Begin("pat-"), "an access token", All),
        (Begin("shpat_"), "an access token of the Admin API", All),
        (Begin("shpca_"), "an access token", All),
        (Begin("shppa_"), "the password of a private app", All),
        (Begin("SG."), "an API key", All),
        (Begin("EAAG"), "an access token", All),
        (Begin("EAAB"), "an access token", All),
        (Begin("rzp_live_"), "the id of an API key", All),
        (Begin("rzp_test_"), "the id of an API key", All),
        (Begin("AKIA"), "an AWS access key id", All),
        (Begin("ya29."), "an OAuth access token", All),
        (Begin("eyJ"), "a JSON Web Token", All),
        (Begin("pdl_live_"), "an API key", All),
        (Begin("pdl_sdbx_"), "an API key", All),
        (Begin("sq0idp-"), "the id of an application", All),
        (Begin("sq0atp-"), "an access token", All),
        (Begin("lin_api_"), "an API key", All),
        (Begin("lin_oauth_"), "an access token", All),
        (Begin("re_"), "an API key", AllBut(&["recurly"])),
        (Begin("APP_USR-"), "an access token", All),
        (Begin("dop_v1_"), "an access token", All),
        (Begin("secret_live_"), "an API key", All),
        (Begin("http://"), "a URL", All),
        (Begin("https://"), "a URL", All),
        (Hex("key-"), "an API key", Only(&["mailgun"])),
        (Hex("AC"), "the SID of an account", All),
        (Hex("SK"), "the SID of an API key", All),
        (ThreeParts, "the token of a bot", Only(&["discord"])),
    ]
};

/// What a text is by its look, if it is a credential of another kind than a signing secret.
fn other_credential(text: &str, sender: &str) -> Option<&'static str> {
    let text = strip_quotes(text.trim());
    let known = CREDENTIALS.iter().find(|(look, _, senders)| senders.includes(sender) && look.is_of(text));
    known.map(|(_, what, _)| *what)
}

/// Finds a secret that is another credential by its look.
pub(super) fn other(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let sender = search.scheme.id.split('/').next().unwrap_or_default();
    let is_basic = search.scheme.id.ends_with("/basic");
    if search.scheme.algorithm == crate::signature::Algorithm::Token && !is_basic {
        return Ok(None);
    }
    for secret in search.keys.secrets {
        // Longer text is not a credential of this kind.
        if secret.bytes().len() > MAX_SECRET {
            continue;
        }
        search.spend(secret.bytes().len().saturating_mul(PER_BYTE).saturating_add(500))?;
        let Ok(text) = core::str::from_utf8(secret.bytes()) else { continue };
        if is_basic && !text.contains(':') {
            let evidence = "the secret has no colon, and the scheme requires a user name, a colon and a password";
            return Ok(Some(Finding::likely(DiagnosisCode::SecretOtherCredential, evidence)));
        }
        if let Some(what) = other_credential(text, sender).filter(|_| !is_basic) {
            let wanted = if search.scheme.algorithm.is_asymmetric() {
                "the scheme requires the sender's public key"
            } else {
                "the scheme requires the secret with which webhooks are signed"
            };
            let evidence = format!("the secret looks like {what}, and {wanted}");
            return Ok(Some(Finding::likely(DiagnosisCode::SecretOtherCredential, evidence)));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_references_and_other_credentials() {
        for reference in [
            "op://vault/item/field",
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:hook",
            "${WEBHOOK}",
            "projects/1/secrets/hook/versions/latest",
            "vault:secret/data/hook#key",
        ] {
            assert!(is_reference(reference) && is_placeholder(reference), "{reference}");
        }
        for secret in ["whsec_MDEyMzQ1Njc4OWFiY2RlZg==", "pdl_ntfset_01h", "MDEyMzQ1Njc4OWFiY2RlZg=="] {
            assert!(!is_reference(secret), "{secret}");
        }
        for (text, what) in [
            ("sk_live_0123456789", "an API key"),
            ("we_1abc", "the id of a webhook endpoint"),
            ("https://example.com/hook", "a URL"),
            ("AC0123456789abcdef0123456789abcdef", "the SID of an account"),
        ] {
            assert_eq!(other_credential(text, "stripe"), Some(what), "{text}");
        }
        let token = "MTA1NDc4MTA1NDc4MTA1NDc4MTA.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB";
        assert_eq!(other_credential(token, "discord"), Some("the token of a bot"));
        assert_eq!(other_credential(token, "stripe"), None);
        assert_eq!(other_credential(&[token, ".a"].concat(), "discord"), None);
        let key = "key-0123456789abcdef0123456789abcdef";
        assert_eq!((other_credential(key, "mailgun"), other_credential(key, "svix")), (Some("an API key"), None));
        assert_eq!(
            (other_credential("re_123", "recurly"), other_credential("re_123", "svix")),
            (None, Some("an API key"))
        );
        assert_eq!(other_credential("0123456789abcdef0123456789abcdef", "twilio"), None);
    }
}
