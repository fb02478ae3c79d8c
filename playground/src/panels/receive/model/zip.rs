//! Writes ZIP files without compression. Format: APPNOTE.TXT 6.3.10 by PKWARE, sections 4.3.7, 4.3.12 and 4.3.16.

use hookwright::receiver::File;

/// The signatures of the records, and the version that is needed to read them.
const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const VERSION: u16 = 20;

/// Names are in UTF-8.
const UTF_8: u16 = 1 << 11;

/// 1 January 1980, the first date that the format has: a project has no time.
const DATE: u16 = 0x21;

/// Returns a ZIP file with these files in a folder.
pub(crate) fn zip(folder: &str, files: &[File]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for file in files {
        let name = format!("{folder}/{}", file.path);
        let at = length(zip.len());
        let record = record(&name, file.text.as_bytes());
        put32(&mut zip, LOCAL);
        zip.extend_from_slice(&record);
        zip.extend_from_slice(name.as_bytes());
        zip.extend_from_slice(file.text.as_bytes());

        put32(&mut directory, CENTRAL);
        put16(&mut directory, VERSION);
        directory.extend_from_slice(&record);
        // The comment, the disk, and the attributes of the file.
        [0, 0, 0, 0, 0].into_iter().for_each(|part| put16(&mut directory, part));
        put32(&mut directory, at);
        directory.extend_from_slice(name.as_bytes());
    }
    let (at, count) = (length(zip.len()), u16::try_from(files.len()).unwrap_or(u16::MAX));
    zip.extend_from_slice(&directory);
    put32(&mut zip, END);
    [0, 0, count, count].into_iter().for_each(|part| put16(&mut zip, part));
    put32(&mut zip, length(directory.len()));
    put32(&mut zip, at);
    put16(&mut zip, 0);
    zip
}

/// Returns the part that both records of a file contain.
fn record(name: &str, content: &[u8]) -> Vec<u8> {
    let mut record = Vec::new();
    // The method 0 stores the content as it is.
    [VERSION, UTF_8, 0, 0, DATE].into_iter().for_each(|part| put16(&mut record, part));
    put32(&mut record, crc32fast::hash(content));
    put32(&mut record, length(content.len()));
    put32(&mut record, length(content.len()));
    put16(&mut record, u16::try_from(name.len()).unwrap_or(u16::MAX));
    put16(&mut record, 0);
    record
}

fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn put16(out: &mut Vec<u8>, value: u16) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}
