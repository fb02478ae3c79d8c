//! Search for repeated member names in the objects of a document, at any depth.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::strings::unescaped;
use crate::base::problem::pointer;

/// The maximum number of repeated names to list.
const MAX_LISTED: usize = 100;

/// The maximum nesting depth of objects and arrays whose names are examined.
const MAX_DEPTH: usize = 10_000;

/// The maximum length in bytes of a listed pointer or name. Without a limit, a hostile document could make the list
/// much longer than itself.
const MAX_LENGTH: usize = 1_024;

/// The names that appear more than once in an object of a document.
#[derive(Debug, Default)]
pub(crate) struct Repeated {
    /// The first repeated names, in the order in which their objects end. Each name is listed once for its object.
    pub(crate) listed: Vec<RepeatedName>,
    /// The number of further repeated names.
    pub(crate) more: usize,
    /// Whether there are objects or arrays that are nested too deeply to be examined.
    pub(crate) is_too_deep: bool,
}

/// A name that appears more than once in an object.
#[derive(Debug)]
pub(crate) struct RepeatedName {
    /// A pointer to the object or, if that is too long, to a value that contains it.
    pub(crate) object: String,
    /// Whether the pointer is that of the object itself.
    pub(crate) is_exact: bool,
    /// The name, with each unpaired surrogate replaced by U+FFFD. `None` if it is too long.
    pub(crate) name: Option<String>,
}

/// The error of a document with more names than fit into memory.
#[derive(Debug)]
pub(crate) struct OutOfMemory;

impl Repeated {
    /// Searches a document, which must be valid JSON: the result for other text is meaningless.
    ///
    /// The search takes as long as sorting the names, O(n log n). It uses a few words of memory for each name of the
    /// objects that are open at the same time.
    pub(crate) fn find(document: &str) -> Result<Self, OutOfMemory> {
        let mut search = Search { document, names: Vec::new(), open: Vec::new(), found: Self::default() };
        search.run()?;
        Ok(search.found)
    }
}

struct Search<'a> {
    document: &'a str,
    /// The names read so far of all open objects, starting with the outermost object.
    names: Vec<Cow<'a, [u8]>>,
    open: Vec<Open>,
    found: Repeated,
}

/// An object or array whose end has not been reached.
struct Open {
    /// The position of its first name in [`Search::names`].
    start: usize,
    /// The index of the current item. `None` for an object.
    index: Option<usize>,
}

impl<'a> Search<'a> {
    fn run(&mut self) -> Result<(), OutOfMemory> {
        let mut at = 0;
        // The number of open levels below the maximum depth.
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
                        push(&mut self.names, unescaped(name))?;
                    }
                    is_name_next = false;
                }
                b'{' | b'[' if self.open.len() == MAX_DEPTH => {
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

    /// The position after the closing quote of a string whose first character is at `at`.
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
        // This sorts in place, and its recursion depth does not depend on the names.
        names.sort_unstable();
        let mut repeated = Vec::new();
        for group in names.chunk_by(|one, other| one == other).filter(|group| group.len() > 1) {
            if self.found.listed.len() + repeated.len() < MAX_LISTED {
                let name = group.first().filter(|name| name.len() <= MAX_LENGTH);
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

    /// A pointer to the object that has just ended, whose names began at `end`, and whether the pointer is complete.
    fn pointer(&self, end: usize) -> (String, bool) {
        let mut path = String::new();
        let ends = self.open.iter().skip(1).map(|open| open.start).chain([end]);
        for (open, end) in self.open.iter().zip(ends) {
            let step: Cow<'_, str> = match open.index {
                Some(index) => Cow::Owned(format!("{index}")),
                // The last name of an open object is that of the current member.
                None => match end.checked_sub(1).and_then(|last| self.names.get(last)) {
                    Some(name) if name.len() <= MAX_LENGTH => String::from_utf8_lossy(name),
                    _ => return (path, false),
                },
            };
            let longer = pointer(&path, &step);
            if longer.len() > MAX_LENGTH {
                return (path, false);
            }
            path = longer;
        }
        (path, true)
    }
}

/// Adds an item, or fails if there is not enough memory.
fn push<T>(items: &mut Vec<T>, item: T) -> Result<(), OutOfMemory> {
    items.try_reserve(1).map_err(|_| OutOfMemory)?;
    items.push(item);
    Ok(())
}
