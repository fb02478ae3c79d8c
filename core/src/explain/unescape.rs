//! Reversal of escapes that programs add when they print text.

/// The named HTML entities that are reversed. Others are rare in JSON and in secrets.
const ENTITIES: [(&str, u8); 9] = [
    ("quot;", b'"'),
    ("amp;", b'&'),
    ("lt;", b'<'),
    ("gt;", b'>'),
    ("apos;", b'\''),
    ("sol;", b'/'),
    ("plus;", b'+'),
    ("equals;", b'='),
    ("nbsp;", b' '),
];

/// Replaces HTML entities by their characters. `None` if the text contains none.
pub(super) fn entities(text: &str, mut push: impl FnMut(u8)) -> Option<()> {
    let mut rest = text;
    let mut is_changed = false;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at_checked(at)?;
        before.bytes().for_each(&mut push);
        let name = entity.get(1..).unwrap_or_default();
        let named = ENTITIES.iter().find_map(|(known, byte)| Some((name.strip_prefix(known)?, char::from(*byte))));
        let found = named.or_else(|| {
            let (number, after) = name.strip_prefix('#')?.split_once(';').filter(|(number, _)| number.len() < 8)?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            Some((after, char::from_u32(code)?))
        });
        rest = match found {
            Some((after, character)) => {
                is_changed = true;
                character.encode_utf8(&mut [0; 4]).bytes().for_each(&mut push);
                after
            }
            None => {
                push(b'&');
                name
            }
        };
    }
    rest.bytes().for_each(&mut push);
    is_changed.then_some(())
}

/// Replaces backslash escapes, as C, Python, Ruby and JSON write them, by their characters. `None` if the text contains none.
pub(super) fn backslashes(text: &str, mut push: impl FnMut(u8)) -> Option<()> {
    let mut rest = text;
    let mut is_changed = false;
    while let Some((before, after)) = rest.split_once('\\') {
        is_changed = true;
        before.bytes().for_each(&mut push);
        let mut characters = after.chars();
        let digits = |from: usize, to: usize| u32::from_str_radix(after.get(from..to)?, 16).ok();
        let (length, character) = match characters.next()? {
            'n' => (1, '\n'),
            'r' => (1, '\r'),
            't' => (1, '\t'),
            'b' => (1, '\u{8}'),
            'f' => (1, '\u{c}'),
            'x' => match digits(1, 3).and_then(|byte| u8::try_from(byte).ok()) {
                Some(byte) => {
                    // Python and Go write the bytes of text, not its characters.
                    push(byte);
                    rest = after.get(3..)?;
                    continue;
                }
                None => (1, 'x'),
            },
            'u' => match digits(1, 5) {
                Some(high @ 0xd800..=0xdbff) => {
                    let low = digits(7, 11).filter(|low| (0xdc00..=0xdfff).contains(low))?;
                    (11, char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))?)
                }
                Some(unit) => (5, char::from_u32(unit)?),
                None => (1, 'u'),
            },
            other => (other.len_utf8(), other),
        };
        character.encode_utf8(&mut [0; 4]).bytes().for_each(&mut push);
        rest = after.get(length..)?;
    }
    rest.bytes().for_each(&mut push);
    is_changed.then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;

    fn text(reverse: impl Fn(&str, &mut dyn FnMut(u8)) -> Option<()>, text: &str) -> Option<String> {
        let mut bytes = Vec::new();
        reverse(text, &mut |byte| bytes.push(byte))?;
        String::from_utf8(bytes).ok()
    }

    #[test]
    fn reverses_html_entities_once() {
        let html = |given| text(|text, push| entities(text, push), given);
        assert_eq!(html("{&quot;a&quot;:&#39;&#x26;&#xe9;'}").unwrap(), "{\"a\":'&é'}");
        assert_eq!(html("&amp;lt; & &x; &#zz; &").unwrap(), "&lt; & &x; &#zz; &");
        assert_eq!(html("a & b"), None);
    }

    #[test]
    fn reverses_backslashes_once() {
        let plain = |given| text(|text, push| backslashes(text, push), given);
        assert_eq!(plain(r#"{\"a\":\"\\n\/\xc3\xa9\u00e9\ud83d\ude00\"}"#).unwrap(), "{\"a\":\"\\n/éé😀\"}");
        assert_eq!(plain(r"a\nb\xzz\$").unwrap(), "a\nbxzz$");
        assert_eq!((plain("a"), plain("a\\"), plain("\\ud800")), (None, None, None));
    }
}
