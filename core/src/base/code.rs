//! Stable codes. Each code is defined once, together with its meaning and, for errors, its message. Lists, `Display`
//! and the documentation are generated from the definition.

use alloc::string::String;
use core::fmt;

/// A stable code in `snake_case`, and its meaning.
///
/// Every code that this crate uses is in one of its lists. Applications can define custom codes for
/// [problems](crate::problem::Problem) of their documents.
///
/// ```
/// use hookwright::signature::REJECTION_CODES;
///
/// let too_old = REJECTION_CODES.iter().find(|code| code.as_str() == "too_old").unwrap();
/// assert!(too_old.about().starts_with("The signature is valid, but older than the tolerance allows"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    text: &'static str,
    about: &'static str,
}

impl Code {
    /// A code, and a sentence that describes its meaning.
    #[must_use]
    pub const fn new(text: &'static str, about: &'static str) -> Self {
        Self { text, about }
    }

    /// The code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.text
    }

    /// Its meaning, in one or two sentences of Markdown.
    #[must_use]
    pub fn about(self) -> String {
        let mut about = String::with_capacity(self.about.len());
        for word in self.about.split_whitespace() {
            if !about.is_empty() {
                about.push(' ');
            }
            about.push_str(word);
        }
        about
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

/// Defines an enum whose variants have a code, a message and a meaning, and the list of its codes.
///
/// ```text
/// codes! {
///     /// The reason why a parcel is refused.
///     #[derive(Clone, Debug)]
///     pub enum Refusal;
///
///     /// Every code of a [`Refusal`].
///     pub const REFUSAL_CODES;
///
///     /// It is heavier than a van can carry.                       // the meaning, for documentation
///     TooHeavy {
///         /// Its weight in grams.
///         grams: u32 = 40_000,                                       // a representative value
///     } = "too_heavy" => "the parcel weighs {grams} g; split it",   // the code and the message
/// }
/// ```
///
/// A message is a format string that can use the fields of its variant, a format string with arguments in parentheses,
/// or an expression in braces that can be displayed. Variants may share a code.
///
/// - `pub enum Refusal;` implements `Display` and `Error`.
/// - `pub enum Refusal in Parcel { owner, .. };` has messages that also use fields of a `Parcel`. `Display` is left to
///   that type, which calls `self.refusal.write_message(self, f)`.
/// - `wrapping { /// … Weight(WeightError) => "{}" }` after the list adds variants that wrap another error with codes.
///   Their code is the code of that error, which is the only argument of the message.
///
/// `code()` returns the code of a value. `examples()` returns one value of every variant that has its own code, for
/// documentation and exhaustive tests.
macro_rules! codes {
    (
        $(#[$meta:meta])*
        pub enum $Name:ident $(in $Context:ident { $($part:tt)* })?;

        $(#[$list_meta:meta])*
        pub const $LIST:ident;

        $(
            $(#[doc = $about:literal])+
            $Variant:ident $({
                $($(#[doc = $field_about:literal])+ $field:ident: $Field:ty = $example:expr),+ $(,)?
            })? = $code:literal => $message:tt,
        )+

        $(wrapping {
            $($(#[doc = $wrapper_about:literal])+ $Wrapper:ident($Wrapped:ty) => $wrapped:tt,)+
        })?
    ) => {
        $(#[$meta])*
        pub enum $Name {
            $(
                $(#[doc = $about])+
                #[doc = concat!("\n\nCode: `", $code, "`.")]
                $Variant $({ $($(#[doc = $field_about])+ $field: $Field),+ })?,
            )+
            $($($(#[doc = $wrapper_about])+ $Wrapper($Wrapped),)+)?
        }

        $(#[$list_meta])*
        pub const $LIST: &[$crate::base::code::Code] =
            &[$($crate::base::code::Code::new($code, concat!($($about, "\n"),+))),+];

        impl $Name {
            #[doc = concat!("The stable code; [`", stringify!($LIST), "`] lists them.")]
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$Variant { .. } => $code,)+
                    $($(Self::$Wrapper(error) => error.code(),)+)?
                }
            }

            /// One value of every variant that has its own code, with representative fields, in the order of the list.
            #[must_use]
            pub fn examples() -> alloc::vec::Vec<Self> {
                alloc::vec![$(Self::$Variant $({ $($field: $example),+ })?),+]
            }
        }

        $crate::base::code::codes! {
            @display $Name { $($Context { $($part)* })? }
            variants { $($Variant { $($($field),+)? } => $message,)+ }
            wrapping { $($($Wrapper => $wrapped,)+)? }
        }
    };

    // An enum that can be displayed on its own.
    (
        @display $Name:ident {}
        variants { $($Variant:ident { $($field:ident),* } => $message:tt,)+ }
        wrapping { $($Wrapper:ident => $wrapped:tt,)* }
    ) => {
        impl core::fmt::Display for $Name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                match self {
                    $(Self::$Variant { $($field),* } => $crate::base::code::codes!(@write f $message),)+
                    $(Self::$Wrapper(error) => write!(f, $wrapped, error),)*
                }
            }
        }

        impl core::error::Error for $Name {}
    };

    // An enum whose messages also use fields of a context.
    (
        @display $Name:ident { $Context:ident { $($part:tt)* } }
        variants { $($Variant:ident { $($field:ident),* } => $message:tt,)+ }
        wrapping {}
    ) => {
        impl $Name {
            /// Writes the message, which uses fields of the context.
            fn write_message(&self, context: &$Context, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let $Context { $($part)* } = context;
                match self {
                    $(Self::$Variant { $($field),* } => $crate::base::code::codes!(@write f $message),)+
                }
            }
        }
    };

    (@write $f:ident { $($expression:tt)+ }) => { write!($f, "{}", { $($expression)+ }) };
    (@write $f:ident ( $($arguments:tt)+ )) => { write!($f, $($arguments)+) };
    (@write $f:ident $message:literal) => { write!($f, $message) };
}

pub(crate) use codes;

/// Defines the problem codes of one kind of document: a constant for each code, and a list of them. A file of codes
/// that several lists share has no list. Messages are written where a problem is found, because they depend on its
/// details.
///
/// ```text
/// problem_codes! {
///     /// Every code of a problem of an invoice.
///     pub const PROBLEM_CODES;
///
///     also crate::base::json::codes { WRONG_TYPE, MISSING_FIELD }   // codes that are defined elsewhere
///
///     /// The total is not the sum of the lines.                   // the meaning, for documentation
///     WRONG_TOTAL = "wrong_total",
/// }
/// ```
macro_rules! problem_codes {
    (
        $(#[$list_meta:meta])+
        pub const $LIST:ident;

        $(also $($segment:ident)::+ { $($SHARED:ident),+ $(,)? })*

        $($(#[doc = $about:literal])+ $CODE:ident = $code:literal,)+
    ) => {
        $(pub(crate) use $($segment)::+::{$($SHARED),+};)*

        $crate::base::code::problem_codes! { $($(#[doc = $about])+ $CODE = $code,)+ }

        $(#[$list_meta])+
        pub const $LIST: &[$crate::base::code::Code] = &[$($($SHARED,)+)* $($CODE),+];
    };

    ($($(#[doc = $about:literal])+ $CODE:ident = $code:literal,)+) => {$(
        $(#[doc = $about])+
        pub(crate) const $CODE: $crate::base::code::Code =
            $crate::base::code::Code::new($code, concat!($($about, "\n"),+));
    )+};
}

pub(crate) use problem_codes;

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro defines public items, and a test module cannot export them")]
mod tests {
    use alloc::string::ToString;
    use core::fmt;

    codes! {
        /// The reason why a parcel is weighed again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Weight;

        /// The codes of [`Weight`].
        pub const WEIGHT_CODES;

        /// The parcel has no weight.
        Zero = "zero" => "the scale shows 0; put the parcel on it",
    }

    codes! {
        /// The reason why a parcel is refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Refusal;

        /// The codes of [`Refusal`].
        pub const REFUSAL_CODES;

        /// It is heavier
        /// than a van can carry.
        TooHeavy {
            /// Its weight in grams.
            grams: u32 = 40_000,
        } = "too_heavy" => "the parcel weighs {grams} g; split it",
        /// It is larger than a van.
        TooLarge {
            /// Its longest side.
            longest: u32 = 9,
            /// Its shortest side.
            shortest: u32 = 1,
        } = "too_large" => ("one side has {} m, another {shortest} m", longest),
        /// It makes a noise.
        Noisy = "noisy" => { ["tick", "tock"].concat() },

        wrapping {
            /// It must be weighed again.
            Weight(Weight) => "weigh it again: {}",
        }
    }

    codes! {
        /// A flaw of a letter.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Flaw in Letter { owner, .. };

        /// The codes of [`Flaw`].
        pub const FLAW_CODES;

        /// It has too few stamps.
        Stamps {
            /// The number of stamps on the letter.
            found: u8 = 1,
        } = "stamps" => "the letter of {owner} has {found} stamps",
    }

    struct Letter {
        owner: &'static str,
        flaw: Flaw,
    }

    impl fmt::Display for Letter {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.flaw.write_message(self, f)
        }
    }

    #[test]
    fn a_definition_gives_code_message_and_list() {
        let shown =
            Refusal::examples().iter().map(|error| (error.code(), error.to_string())).collect::<alloc::vec::Vec<_>>();
        let expected = [
            ("too_heavy", "the parcel weighs 40000 g; split it"),
            ("too_large", "one side has 9 m, another 1 m"),
            ("noisy", "ticktock"),
        ];
        assert_eq!(shown, expected.map(|(code, message)| (code, message.into())));
        let listed = REFUSAL_CODES.iter().map(|code| code.as_str());
        assert!(listed.eq(expected.map(|(code, _)| code)));
        assert_eq!(REFUSAL_CODES[0].about(), "It is heavier than a van can carry.");
    }

    #[test]
    fn a_wrapped_error_keeps_its_code() {
        let [weight] = Weight::examples()[..] else { panic!("one is defined") };
        let error = Refusal::Weight(weight);
        assert_eq!((error.code(), WEIGHT_CODES[0].as_str()), ("zero", "zero"));
        assert_eq!(error.to_string(), "weigh it again: the scale shows 0; put the parcel on it");
    }

    #[test]
    fn a_message_can_use_a_context() {
        let [flaw] = Flaw::examples()[..] else { panic!("one is defined") };
        assert_eq!(Letter { owner: "Ada", flaw }.to_string(), "the letter of Ada has 1 stamps");
        assert_eq!((flaw.code(), FLAW_CODES.len()), ("stamps", 1));
    }
}
