//! Reading and writing of wasm modules, as far as the build needs it.

/// The header of a module: its magic number and its version.
pub(crate) const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// The id of a section with a name, which tools ignore if they do not know it.
pub(crate) const CUSTOM: u8 = 0;

/// The id of the section that contains the imports.
pub(crate) const IMPORTS: u8 = 2;

/// The id of the section that contains the exports.
pub(crate) const EXPORTS: u8 = 7;

/// The id of the section that contains the bodies of the functions.
pub(crate) const CODE: u8 = 10;

/// The id and the content of a section.
pub(crate) type Section<'a> = (u8, &'a [u8]);

/// Returns the header of a module, and the ids and contents of its sections. Returns `None` if the module is malformed.
pub(crate) fn sections(module: &[u8]) -> Option<(&[u8], Vec<Section<'_>>)> {
    let (header, rest) = module.split_at_checked(HEADER.len())?;
    let mut reader = Reader(rest);
    let mut sections = Vec::new();
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        let length = reader.number()?;
        sections.push((id, reader.take(length)?));
    }
    Some((header, sections))
}

/// Writes a section.
pub(crate) fn section(id: u8, content: &[u8], to: &mut Vec<u8>) {
    to.push(id);
    number(content.len(), to);
    to.extend(content);
}

/// Writes a number in LEB128.
pub(crate) fn number(mut number: usize, to: &mut Vec<u8>) {
    loop {
        let digit = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        to.push(if number == 0 { digit } else { digit | 0x80 });
        if number == 0 {
            return;
        }
    }
}

/// Writes a text and its length.
pub(crate) fn text(text: &str, to: &mut Vec<u8>) {
    number(text.len(), to);
    to.extend(text.as_bytes());
}

/// Reads from the beginning of the bytes.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(crate) fn number(&mut self) -> Option<usize> {
        let mut number = 0_usize;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    /// Skips what is imported: a function, a table, a memory, a global or a tag.
    pub(crate) fn description(&mut self) -> Option<()> {
        match self.byte()? {
            0 => {
                self.number()?;
            }
            1 => {
                self.byte()?;
                self.limits()?;
            }
            2 => self.limits()?,
            3 => {
                self.take(2)?;
            }
            4 => {
                self.byte()?;
                self.number()?;
            }
            _ => return None,
        }
        Some(())
    }

    fn limits(&mut self) -> Option<()> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_kind_of_import() {
        for description in
            [&[0, 5][..], &[1, 0x70, 0, 1], &[1, 0x70, 1, 1, 2], &[2, 1, 1, 0x80, 2], &[3, 0x7f, 0], &[4, 0, 5]]
        {
            let mut reader = Reader(description);
            assert!(reader.description().is_some() && reader.0.is_empty(), "{description:?}");
        }
        assert!(Reader(&[9]).description().is_none());
    }

    #[test]
    fn sections_are_read_as_they_are_written() {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        section(CODE, &[1; 300], &mut module);
        section(CUSTOM, b"\x04name", &mut module);
        let (header, read) = sections(&module).unwrap();
        assert_eq!((header, read), (HEADER, vec![(CODE, &[1; 300][..]), (CUSTOM, &b"\x04name"[..])]));
        assert!(sections(&module[..module.len() - 1]).is_none());
    }
}
