//! Texts of code that signs: literals and variables.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem::take;

use super::syntax::{Code, Syntax};

/// A part of a text: a literal, or the name of a variable.
pub(super) enum Part {
    Literal(String),
    Variable(&'static str),
}

impl Syntax {
    /// An expression for a text that consists of these parts.
    pub(super) fn concatenated(self, parts: &[Part]) -> Code {
        let mut terms: Vec<Code> = Vec::new();
        let mut text = String::new();
        for part in parts {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Variable(name) => {
                    if !text.is_empty() {
                        terms.push(self.literal(&take(&mut text)));
                    }
                    terms.push(Code::constant(name));
                }
            }
        }
        if !text.is_empty() {
            terms.push(self.literal(&text));
        }
        Code::joined(&terms, " + ")
    }

    /// An expression for a value of a map.
    pub(super) fn index(self, map: &'static str, name: &str) -> Code {
        Code::joined(&[Code::constant(map), Code::constant("["), self.literal(name), Code::constant("]")], "")
    }

    /// An expression for the bytes of a text. JavaScript hashes text as UTF-8.
    pub(super) fn text_bytes(self, text: Code) -> Code {
        match self {
            Self::Go => Code::joined(&[Code::constant("[]byte("), text, Code::constant(")")], ""),
            Self::Python => Code::joined(&[text, Code::constant(".encode()")], ""),
            _ => text,
        }
    }

    /// An expression for the bytes of a variable with text.
    pub(super) fn variable_bytes(self, name: &'static str) -> Code {
        self.text_bytes(Code::constant(name))
    }
}
