//! Names that an object has more than once, at any depth of a document.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::base::problem::pointer;

/// How many repeated names are listed.
const LISTED: usize = 100;

/// How deep objects and arrays may be nested for their names to be looked at.
const DEEPEST: usize = 10_000;

/// The longest pointer to an object, and the longest name, that is listed, in bytes: a document can be made in which all of them
/// together are much longer than itself.
const LONGEST: usize = 1_024;

/// The names that come more than once in an object of a document.
#[derive(Debug, Default)]
pub(crate) struct Repeated {
    /// The first of them, in the order in which their objects end, each name of an object once.
    pub(crate) listed: Vec<RepeatedName>,
    /// How many there are besides.
    pub(crate) more: usize,
    /// Whether there are objects or arrays too deep to be looked at.
    pub(crate) is_too_deep: bool,
}

/// One name that an object has more than once.
#[derive(Debug)]
pub(crate) struct RepeatedName {
    /// A pointer to the object or, where that is too long, to one that the object is in.
    pub(crate) object: String,
    /// Whether it is a pointer to the object itself.
    pub(crate) is_exact: bool,
    /// The name, with U+FFFD for each unpaired surrogate. `None` if it is too long.
    pub(crate) name: Option<String>,
}

/// That there is not enough memory for as many names.
#[derive(Debug)]
pub(crate) struct OutOfMemory;

impl Repeated {
    /// Looks through a document, which has to be JSON: of any other text the result means nothing.
    ///
    /// The time grows as that of sorting the names. The memory is a few words for each name of the objects that are open at once.
    pub(crate) fn find(document: &str) -> Result<Self, OutOfMemory> {
        let mut search = Search { document, names: Vec::new(), open: Vec::new(), found: Self::default() };
        search.run()?;
        Ok(search.found)
    }
}

struct Search<'a> {
    document: &'a str,
    /// The names so far of all open objects, those of the outermost first.
    names: Vec<Cow<'a, [u8]>>,
    open: Vec<Open>,
    found: Repeated,
}

/// An object or array whose end is still to come.
struct Open {
    /// Where its names begin.
    start: usize,
    /// The index of the item that is being read. `None` for an object.
    index: Option<usize>,
}

impl<'a> Search<'a> {
    fn run(&mut self) -> Result<(), OutOfMemory> {
        let mut at = 0;
        // How many levels are open below those that are looked at.
        let mut deeper = 0_usize;
        let mut is_name_next = false;
        while let Some(byte) = self.document.as_bytes().get(at) {
            let start = at;
            at += 1;
            match byte {
                b'"' => {
                    at = self.string_end(at);
                    if is_name_next && deeper == 0 {
                        let name = self.document.get(start..at).unwrap_or_default();
                        push(&mut self.names, read_name(name))?;
                    }
                    is_name_next = false;
                }
                b'{' | b'[' if self.open.len() == DEEPEST => {
                    deeper += 1;
                    self.found.is_too_deep = true;
                }
                b'{' | b'[' => {
                    is_name_next = *byte == b'{';
                    let index = (!is_name_next).then_some(0);
                    push(&mut self.open, Open { start: self.names.len(), index })?;
                }
                b'}' | b']' if deeper > 0 => deeper -= 1,
                b'}' | b']' => self.close()?,
                b',' if deeper == 0 => match self.open.last_mut() {
                    Some(Open { index: Some(index), .. }) => *index += 1,
                    _ => is_name_next = true,
                },
                _ => {}
            }
        }
        Ok(())
    }

    /// The place behind the quote that ends a string, whose first character is at `at`.
    fn string_end(&self, at: usize) -> usize {
        let mut is_escaped = false;
        let rest = self.document.as_bytes().get(at..).unwrap_or_default();
        let quote = rest.iter().position(|byte| {
            let ends = *byte == b'"' && !is_escaped;
            is_escaped = *byte == b'\\' && !is_escaped;
            ends
        });
        quote.map_or(self.document.len(), |quote| at + quote + 1)
    }

    fn close(&mut self) -> Result<(), OutOfMemory> {
        let Some(Open { start, .. }) = self.open.pop() else { return Ok(()) };
        let Some(names) = self.names.get_mut(start..) else { return Ok(()) };
        // In place, and without recursion that the names could make deep.
        names.sort_unstable();
        let mut repeated = Vec::new();
        for group in names.chunk_by(|one, other| one == other).filter(|group| group.len() > 1) {
            if self.found.listed.len() + repeated.len() < LISTED {
                let name = group.first().filter(|name| name.len() <= LONGEST);
                push(&mut repeated, name.map(|name| String::from_utf8_lossy(name).into_owned()))?;
            } else {
                self.found.more += 1;
            }
        }
        self.names.truncate(start);
        if !repeated.is_empty() {
            let (object, is_exact) = self.pointer(start);
            let named = |name| RepeatedName { object: object.clone(), is_exact, name };
            self.found.listed.extend(repeated.into_iter().map(named));
        }
        Ok(())
    }

    /// A pointer to the object that has just ended, whose names began at `end`, and whether it goes all the way.
    fn pointer(&self, end: usize) -> (String, bool) {
        let mut path = String::new();
        let ends = self.open.iter().skip(1).map(|open| open.start).chain([end]);
        for (open, end) in self.open.iter().zip(ends) {
            let step: Cow<'_, str> = match open.index {
                Some(index) => Cow::Owned(format!("{index}")),
                // Of an object's names so far, the last one is that of the member which is being read.
                None => match end.checked_sub(1).and_then(|last| self.names.get(last)) {
                    Some(name) if name.len() <= LONGEST => String::from_utf8_lossy(name),
                    _ => return (path, false),
                },
            };
            let longer = pointer(&path, &step);
            if longer.len() > LONGEST {
                return (path, false);
            }
            path = longer;
        }
        (path, true)
    }
}

/// Adds an item if there is memory for it.
fn push<T>(items: &mut Vec<T>, item: T) -> Result<(), OutOfMemory> {
    items.try_reserve(1).map_err(|_| OutOfMemory)?;
    items.push(item);
    Ok(())
}

/// A name without its quotes and escapes. Two names are the same if these bytes are: half a surrogate pair has bytes of its own,
/// which are not UTF-8.
fn read_name(quoted: &str) -> Cow<'_, [u8]> {
    let inner = quoted.as_bytes().get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    if !inner.contains(&b'\\') {
        return Cow::Borrowed(inner);
    }
    serde_json::from_str::<Unescaped>(quoted).map_or(Cow::Borrowed(inner), |name| Cow::Owned(name.0))
}

/// The unescaped bytes of a string.
struct Unescaped(Vec<u8>);

impl<'de> Deserialize<'de> for Unescaped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Unescaped;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                Ok(Unescaped(bytes.into()))
            }
        }

        deserializer.deserialize_bytes(Bytes)
    }
}
