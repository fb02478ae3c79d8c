//! The options of curl.

use super::curl_options::Meaning as M;

/// What an option means for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Method,
    Header,
    /// `--data` and `--data-ascii`.
    Data,
    DataRaw,
    DataBinary,
    DataUrlencode,
    Json,
    Form,
    Get,
    Head,
    Url,
    UrlQuery,
    User,
    Bearer,
    Cookie,
    UserAgent,
    Referer,
    Upload,
    RequestTarget,
    Compressed,
    Next,
    /// It has no effect on the request.
    Flag,
    /// It has a value, but no effect on the request.
    Value,
    /// It reads options from a file, or signs the request.
    Unread,
}

impl Meaning {
    /// Whether the option has a value.
    pub(super) const fn has_value(self) -> bool {
        !matches!(self, M::Get | M::Head | M::Compressed | M::Next | M::Flag)
    }
}

/// The options with a meaning for requests: the letter, the name and the meaning.
const OPTIONS: &[(u8, &str, Meaning)] = &[
    (b'X', "request", M::Method),
    (b'H', "header", M::Header),
    (b'd', "data", M::Data),
    (0, "data-ascii", M::Data),
    (0, "data-raw", M::DataRaw),
    (0, "data-binary", M::DataBinary),
    (0, "data-urlencode", M::DataUrlencode),
    (0, "json", M::Json),
    (b'F', "form", M::Form),
    (0, "form-string", M::Form),
    (b'G', "get", M::Get),
    (b'I', "head", M::Head),
    (0, "url", M::Url),
    (0, "url-query", M::UrlQuery),
    (b'u', "user", M::User),
    (0, "oauth2-bearer", M::Bearer),
    (b'b', "cookie", M::Cookie),
    (b'A', "user-agent", M::UserAgent),
    (b'e', "referer", M::Referer),
    (b'T', "upload-file", M::Upload),
    (0, "request-target", M::RequestTarget),
    (0, "compressed", M::Compressed),
    (b':', "next", M::Next),
    (b'K', "config", M::Unread),
    (0, "aws-sigv4", M::Unread),
    (b'E', "cert", M::Value),
    (b'C', "continue-at", M::Value),
    (b'c', "cookie-jar", M::Value),
    (b'D', "dump-header", M::Value),
    (b'h', "help", M::Value),
    (b'm', "max-time", M::Value),
    (b'o', "output", M::Value),
    (b'P', "ftp-port", M::Value),
    (b'Q', "quote", M::Value),
    (b'r', "range", M::Value),
    (b't', "telnet-option", M::Value),
    (b'U', "proxy-user", M::Value),
    (b'w', "write-out", M::Value),
    (b'x', "proxy", M::Value),
    (b'Y', "speed-limit", M::Value),
    (b'y', "speed-time", M::Value),
    (b'z', "time-cond", M::Value),
];

/// Other options with a value.
const VALUES: &str = "abstract-unix-socket alt-svc cacert capath cert-type ciphers connect-timeout connect-to \
    create-file-mode crlfile curves delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url ech egd-file \
    engine etag-compare etag-save expect100-timeout ftp-account ftp-alternative-to-user ftp-method ftp-ssl-ccc-mode \
    happy-eyeballs-timeout-ms haproxy-clientip hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway keepalive-cnt \
    keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize \
    max-redirs netrc-file noproxy output-dir parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir \
    proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type \
    proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser \
    proxy1.0 pubkey random-file rate resolve retry retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 \
    socks4a socks5 socks5-gssapi-service socks5-hostname stderr tftp-blksize tls-max tls13-ciphers tlsauthtype tlspassword \
    tlsuser trace trace-ascii trace-config unix-socket variable vlan-priority";

/// Flags without an effect on the body, the header fields or the URL.
const FLAGS: &str = "anyauth append basic ca-native cert-status compressed-ssh create-dirs crlf digest disable disable-eprt \
    disable-epsv disallow-username-in-url doh-cert-status doh-insecure fail fail-early fail-with-body false-start form-escape \
    ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control globoff haproxy-protocol http0.9 http1.0 \
    http1.1 http2 http2-prior-knowledge http3 http3-only ignore-content-length include insecure ipv4 ipv6 \
    junk-session-cookies list-only location location-trusted mail-rcpt-allowfails manual metalink negotiate netrc \
    netrc-optional alpn buffer clobber keepalive npn progress-meter sessionid ntlm ntlm-wb parallel parallel-immediate \
    path-as-is post301 post302 post303 progress-bar proxy-anyauth proxy-basic proxy-digest proxy-insecure proxy-negotiate \
    proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw remote-header-name remote-name \
    remote-name-all remote-time remove-on-error retry-all-errors retry-connrefused sasl-ir show-error show-headers silent \
    skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke \
    ssl-reqd ssl-revoke-best-effort sslv2 sslv3 styled-output suppress-connect-headers tcp-fastopen tcp-nodelay \
    tftp-no-options tls-earlydata tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time use-ascii verbose \
    version xattr";

/// The letters of flags.
const FLAG_LETTERS: &[u8] = b"afgijklnpqsvBJLMNORSVZ#0123456";

/// The meaning of an option with one letter. `None` if it is unknown.
pub(super) fn short(letter: u8) -> Option<Meaning> {
    let found = OPTIONS.iter().find(|(known, ..)| *known == letter && letter != 0).map(|(.., meaning)| *meaning);
    found.or_else(|| FLAG_LETTERS.contains(&letter).then_some(M::Flag))
}

/// The meaning of an option by its name, which may begin with `no-`. `None` if it is unknown.
pub(super) fn long(name: &str) -> Option<Meaning> {
    let is_in = |list: &str, name: &str| list.split(' ').any(|known| known == name);
    if let Some((.., meaning)) = OPTIONS.iter().find(|(_, known, _)| *known == name) {
        return Some(*meaning);
    }
    if is_in(VALUES, name) {
        return Some(M::Value);
    }
    let positive = name.strip_prefix("no-").unwrap_or(name);
    is_in(FLAGS, positive).then_some(M::Flag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_options_by_letter_and_name() {
        assert_eq!((short(b'd'), long("data")), (Some(M::Data), Some(M::Data)));
        assert_eq!((short(b's'), long("no-silent"), long("tlsuser")), (Some(M::Flag), Some(M::Flag), Some(M::Value)));
        assert_eq!((short(0), short(b'?'), long(""), long("frobnicate")), (None, None, None, None));
    }
}
