//! The usual causes of webhooks that are not received, by what can be seen of them.

/// A cause that no one can read from a URL.
pub(crate) struct UsualCause {
    /// What is seen at the sender or at the receiver.
    pub(crate) seen: &'static str,
    /// Why, and what to do, in the format of messages of the core.
    pub(crate) remedy: &'static str,
}

/// The causes, the most frequent first.
pub(crate) const USUAL: &[UsualCause] = &[
    UsualCause {
        seen: "404, or a page of your website",
        remedy: "the path is wrong, or a proxy does not forward it; compare the path of the subscription with the route of your \
                 receiver, including a prefix such as `/api`",
    },
    UsualCause {
        seen: "405 Method Not Allowed",
        remedy: "the route has another method; deliveries are `POST` requests. A 405 to `curl -I` alone is not a fault: that is a \
                 `HEAD` request",
    },
    UsualCause {
        seen: "301, 302, 307 or 308",
        remedy: "the receiver redirects, and most senders do not follow; subscribe with the final URL: `https` instead of `http`, \
                 with or without the slash at the end, with or without `www`",
    },
    UsualCause {
        seen: "400 or 401 for each delivery",
        remedy: "the signature does not match: the secret is that of another subscription, or a body parser has changed the body \
                 before it was verified; use the raw body. The panel Check finds the cause of one delivery",
    },
    UsualCause {
        seen: "403, or a page that asks for JavaScript",
        remedy: "a firewall, a bot filter or a login is in front of the receiver; exempt the path of the webhook",
    },
    UsualCause {
        seen: "Timeouts at the sender, although the receiver has worked",
        remedy: "the receiver works before it answers; store the delivery, answer 2xx, and work afterwards",
    },
    UsualCause {
        seen: "Nothing at all, and no attempt in the log of the provider",
        remedy: "the subscription is not active, is for other event types, or belongs to another workspace or environment such as \
                 test instead of live",
    },
    UsualCause {
        seen: "It worked on the first day",
        remedy: "the tunnel has a new address, or the provider has disabled the endpoint after failures; enable it, and redeliver",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_has_a_remedy_in_the_format_of_messages() {
        for UsualCause { seen, remedy } in USUAL {
            assert!(!seen.ends_with('.') && !remedy.ends_with('.'), "{seen}");
            assert!(remedy.starts_with(|letter: char| letter.is_lowercase() || letter == '`'), "{remedy}");
        }
    }
}
