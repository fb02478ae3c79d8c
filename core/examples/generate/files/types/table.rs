//! The Rust types that are exported to TypeScript, with their files, names and narrower types.

use super::source::Krate::{self, Core, Wasm};

/// A file of `wasm/ts/generated`.
pub(super) struct Module {
    /// The name without the extension.
    pub(super) file: &'static str,
    /// The types, in order.
    pub(super) types: &'static [Exported],
    /// Declarations of unions of these types.
    pub(super) unions: &'static str,
}

impl Module {
    const fn new(file: &'static str, types: &'static [Exported]) -> Self {
        Self { file, types, unions: "" }
    }
}

/// An exported type.
pub(super) struct Exported {
    /// The crate that declares it.
    pub(super) krate: Krate,
    /// The name in Rust.
    pub(super) rust: &'static str,
    /// The name in TypeScript, with type parameters.
    pub(super) declared: &'static str,
    /// Members with a narrower type than in Rust, or whose Rust type does not determine the JSON form. In an enum, the
    /// name of the variant precedes that of the member.
    pub(super) narrow: &'static [(&'static str, &'static str)],
    /// An example for the documentation.
    pub(super) example: &'static str,
}

impl Exported {
    /// A type of the core with the same name in both languages.
    const fn core(rust: &'static str) -> Self {
        Self::of(Core, rust, rust)
    }

    /// A type of `wasm/src` with the same name in both languages.
    const fn wasm(rust: &'static str) -> Self {
        Self::of(Wasm, rust, rust)
    }

    const fn of(krate: Krate, rust: &'static str, declared: &'static str) -> Self {
        Self { krate, rust, declared, narrow: &[], example: "" }
    }

    /// The same type with another name or with type parameters.
    const fn named(self, declared: &'static str) -> Self {
        Self { declared, ..self }
    }

    const fn narrow(self, narrow: &'static [(&'static str, &'static str)]) -> Self {
        Self { narrow, ..self }
    }

    const fn example(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    /// The name in TypeScript.
    pub(super) fn name(&self) -> &'static str {
        self.declared.split('<').next().unwrap_or_default()
    }
}

/// Header fields in the format that `fetch` accepts.
const PAIRS: &str = "[name: string, value: string][]";

/// Structs that are flattened into other structs.
pub(super) const FLATTENED: &[Exported] = &[Exported::core("Plan")];

/// All files.
pub(super) const MODULES: &[Module] = &[
    Module::new("provenance", &[Exported::core("Confidence"), Exported::core("Provenance").narrow(&[("assumed", "readonly string[]")])]),
    Module::new(
        "problem",
        &[
            Exported::core("Severity"),
            Exported::core("Problem")
                .named("Problem<Code extends string = ProblemCode>")
                .narrow(&[("code", "Code")]),
        ],
    ),
    Module::new(
        "scheme",
        &[
            Exported::core("Scheme")
                .named("Scheme<Id extends string = string>")
                .narrow(&[("id", "Id")])
                .example(
                    "const acme: Scheme = {\n  id: 'acme/v1',\n  algorithm: 'hmac-sha256',\n  content: '{timestamp}.{body}',\n  \
                     signature: { header: 'Acme-Signature', separator: ',', prefix: 'v1=' },\n  \
                     timestamp: { item: 't=', unit: 'seconds', toleranceSeconds: 300 },\n};",
                ),
            Exported::core("Algorithm"),
            Exported::core("KeyForm"),
            Exported::core("Encoding"),
            Exported::core("Place"),
            Exported::core("SignatureField").narrow(&[("place", "Exclude<Place, { readonly item: string }>")]),
            Exported::core("TimestampField").narrow(&[(
                "toleranceSeconds",
                "number | false | { readonly past: number | false; readonly future: number | false }",
            )]),
            Exported::core("TimeUnit"),
            Exported::core("Handshake"),
            Exported::core("HandshakeTrigger"),
            Exported::core("HandshakeReply"),
        ],
    ),
    Module::new(
        "policy",
        &[
            Exported::core("Policy").narrow(&[("id", "PolicyId | (string & {})")]),
            Exported::core("Schedule"),
            Exported::core("Anchor"),
            Exported::core("Jitter"),
            Exported::core("StopRules"),
            Exported::core("Reading"),
            Exported::core("StatusRule"),
            Exported::core("HeaderRule"),
            Exported::core("Reaction"),
            Exported::core("RetryAfter"),
        ],
    ),
    Module::new(
        "provider",
        &[
            Exported::core("Provider").named("Provider<Id extends ProviderId = ProviderId>").narrow(&[
                ("id", "Id"),
                ("schemes", "readonly Scheme<SchemeId>[]"),
                ("events", "readonly EventType<EventTypeName<Id>>[]"),
            ]),
            Exported::core("Sender").narrow(&[("id", "SenderId"), ("schemes", "readonly Scheme<SchemeId>[]")]),
            Exported::core("SenderEvent"),
            Exported::core("SenderLimits"),
            Exported::core("EventField").narrow(&[
                ("place", "Exclude<Place, { readonly item: string } | { readonly query: string }>"),
                ("unsigned", "readonly SchemeId[]"),
            ]),
            Exported::core("Envelope"),
            Exported::core("EventType")
                .named("EventType<Name extends string = string>")
                .narrow(&[("name", "Name"), ("sample", "{ readonly [member: string]: unknown }")]),
            Exported::core("PayloadObject"),
            Exported::core("PayloadField"),
            Exported::core("ValueKind"),
            Exported::core("Api").narrow(&[("id", "ApiId")]),
            Exported::core("BodyWrapper"),
            Exported::core("IdStyle"),
            Exported::core("EventsAttribute"),
        ],
    ),
    Module::new(
        "retry",
        &[
            Exported::wasm("RetryPlan"),
            Exported::core("PlannedAttempt"),
            Exported::core("OutageCost"),
            Exported::core("OutageVerdict"),
            Exported::core("NextAction"),
            Exported::core("ReactionReason"),
            Exported::core("Classified"),
            Exported::core("TransportError"),
        ],
    ),
    Module::new(
        "attempt",
        &[
            Exported::wasm("DeliveryProgress"),
            Exported::wasm("ProgressState"),
            Exported::core("DisabledReason"),
            Exported::wasm("SettledAttempt"),
        ],
    ),
    Module {
        file: "verdict",
        types: &[
            Exported::wasm("Verified").narrow(&[("ok", "true")]),
            Exported::wasm("MatchedKey"),
            Exported::wasm("SecretWarning").narrow(&[("code", "SecretWarningCode")]),
            Exported::wasm("Rejected").narrow(&[("ok", "false"), ("code", "RejectionCode")]),
        ],
        unions: "\n/** The verdict on a delivery. */\nexport type Verdict = Verified | Rejected;\n",
    },
    Module::new(
        "handshake",
        &[Exported::wasm("HandshakeAnswer")
            .narrow(&[("ok", "true"), ("headers", "{ readonly [name: string]: string }")])],
    ),
    Module::new("secret", &[Exported::wasm("GeneratedSecret")]),
    Module::new(
        "diagnosis",
        &[
            Exported::core("Diagnosis").narrow(&[("skipped", "readonly SearchPart[]")]),
            Exported::core("Cause").narrow(&[("code", "DiagnosisCode")]),
            Exported::core("Certainty"),
            Exported::core("Check"),
            Exported::core("CheckName"),
        ],
    ),
    Module::new(
        "detection",
        &[
            Exported::wasm("Detection").narrow(&[("provider", "SenderId | null")]),
            Exported::wasm("Candidate").narrow(&[("provider", "SenderId")]),
            Exported::wasm("Evidence"),
            Exported::core("Evidence").named("EvidenceKind"),
        ],
    ),
    Module {
        file: "import",
        types: &[
            Exported::wasm("ImportedRequest").narrow(&[
                ("ok", "true"),
                ("format", "ImportFormatId"),
                ("headers", PAIRS),
                ("body", "ReturnType<Uint8ArrayConstructor['of']> | null"),
            ]),
            Exported::wasm("ImportedSignature"),
            Exported::wasm("ImportNote").narrow(&[("code", "ImportNoteCode")]),
            Exported::wasm("ImportFailure").narrow(&[("ok", "false"), ("code", "ImportErrorCode")]),
        ],
        unions: "\n/** What {@link importRequest} returns. */\nexport type ImportResult = ImportedRequest | ImportFailure;\n",
    },
    Module::new(
        "service",
        &[
            Exported::wasm("Emitted"),
            Exported::wasm("Skipped"),
            Exported::core("SkipReason"),
        ],
    ),
    // These internal types are not part of the published package.
    Module::new(
        "core",
        &[
            Exported::wasm("SchemeUse").named("CoreScheme"),
            Exported::wasm("SimpleShape"),
            Exported::core("Needs").named("CoreNeeds"),
            Exported::wasm("Terms"),
            Exported::wasm("ReadEvent").narrow(&[("provider", "ProviderId | null")]),
            Exported::wasm("CoreSigned").narrow(&[
                ("headers", "{ readonly [name: string]: string }"),
                ("body", "Uint8Array<ArrayBuffer> | null"),
            ]),
            Exported::wasm("CoreBegun").narrow(&[("headers", PAIRS), ("body", "Uint8Array<ArrayBuffer> | null")]),
            Exported::wasm("Response").named("ServiceResponse").narrow(&[("headers", PAIRS)]),
            Exported::wasm("Due").named("DueAttempt").narrow(&[("headers", PAIRS), ("body", "Uint8Array<ArrayBuffer>")]),
        ],
    ),
];
