//! The formats that can be read.

use core::fmt;

/// A format of text that contains a request or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A curl command for a POSIX shell.
    Curl,
    /// A curl command for the command prompt of Windows.
    CurlCmd,
    /// A curl command for PowerShell.
    CurlPowerShell,
    /// PowerShell's `Invoke-WebRequest` or `Invoke-RestMethod`.
    PowerShell,
    /// An HTTPie command.
    Httpie,
    /// A JavaScript call of `fetch`.
    Fetch,
    /// An HTTP/1.1 request.
    Http,
    /// Header lines without a request line.
    Headers,
    /// The header fields of a request as an object or a list, as JSON or as a program prints them.
    HeaderObject,
    /// A request as an object, as JSON or as a program prints it.
    RequestObject,
    /// An event that API Gateway, a function URL or a load balancer passes to AWS Lambda.
    LambdaEvent,
    /// An HTTP archive, or an entry of one.
    Har,
    /// An event or a request of Hookdeck's API.
    Hookdeck,
    /// A request of webhook.site's API.
    WebhookSite,
    /// The CSV export of webhook.site.
    WebhookSiteCsv,
    /// A request of the API of ngrok's agent.
    Ngrok,
    /// A Postman collection, or a request of one.
    Postman,
    /// The value of a signature header.
    Signature,
    /// A JSON document that is not one of the other formats, and therefore a body.
    Json,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 19] = [
        Self::Curl,
        Self::CurlCmd,
        Self::CurlPowerShell,
        Self::PowerShell,
        Self::Httpie,
        Self::Fetch,
        Self::Http,
        Self::Headers,
        Self::HeaderObject,
        Self::RequestObject,
        Self::LambdaEvent,
        Self::Har,
        Self::Hookdeck,
        Self::WebhookSite,
        Self::WebhookSiteCsv,
        Self::Ngrok,
        Self::Postman,
        Self::Signature,
        Self::Json,
    ];

    /// The stable id.
    ///
    /// ```
    /// use hookwright::import::Format;
    ///
    /// assert_eq!((Format::CurlCmd.id(), Format::CurlCmd.name()), ("curl-cmd", "cURL for cmd"));
    /// ```
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.texts().0
    }

    /// The name for users.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.texts().1
    }

    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Curl => ("curl", "cURL"),
            Self::CurlCmd => ("curl-cmd", "cURL for cmd"),
            Self::CurlPowerShell => ("curl-powershell", "cURL for PowerShell"),
            Self::PowerShell => ("powershell", "PowerShell"),
            Self::Httpie => ("httpie", "HTTPie"),
            Self::Fetch => ("fetch", "fetch"),
            Self::Http => ("http", "raw HTTP"),
            Self::Headers => ("headers", "headers"),
            Self::HeaderObject => ("header-object", "a header object"),
            Self::RequestObject => ("request-object", "a request object"),
            Self::LambdaEvent => ("lambda-event", "a Lambda event"),
            Self::Har => ("har", "HAR"),
            Self::Hookdeck => ("hookdeck", "a Hookdeck export"),
            Self::WebhookSite => ("webhook-site", "a webhook.site export"),
            Self::WebhookSiteCsv => ("webhook-site-csv", "a webhook.site CSV export"),
            Self::Ngrok => ("ngrok", "an ngrok export"),
            Self::Postman => ("postman", "a Postman collection"),
            Self::Signature => ("signature", "a signature"),
            Self::Json => ("json", "a JSON body"),
        }
    }

    /// Whether a service captured the request, so that its header fields and its length are those that arrived.
    pub(super) const fn is_captured(self) -> bool {
        matches!(
            self,
            Self::Http
                | Self::Hookdeck
                | Self::WebhookSite
                | Self::WebhookSiteCsv
                | Self::Ngrok
                | Self::LambdaEvent
                | Self::RequestObject
                | Self::HeaderObject
        )
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
