//! The document with the places of event types and ids.

use hookwright::catalog::{EventField, Sender, senders};
use hookwright::signature::Place;

use super::File;

const HEAD: &str = "# Event types and ids

The places of the event type and of the id in the deliveries of each sender for which they are known. The id is the one that
is the same at each attempt, so that a receiver can find repeated deliveries. `senders()` returns the places with their sources.

Anyone who has seen a delivery can change the values that are not signed. The table marks them, and names the schemes that do not sign
a value if other schemes of the sender do.

The generate command writes this file from `core/senders`.

| sender | event type | id |
|---|---|---|
";

/// `docs/EVENTS.md`.
pub(crate) fn document() -> File {
    let rows: String = senders().filter_map(row).collect();
    File { path: "docs/EVENTS.md".into(), text: format!("{HEAD}{rows}") }
}

fn row(sender: &'static Sender) -> Option<String> {
    let event = sender.event?;
    let cell = |field: Option<EventField>| field.map_or_else(String::new, |field| cell(sender, &field));
    Some(format!("| {} | {} | {} |\n", sender.name, cell(event.kind), cell(event.id)))
}

fn cell(sender: &Sender, field: &EventField) -> String {
    let place = match field.place {
        Place::Header { header, or_header: None } => format!("header `{header}`"),
        Place::Header { header, or_header: Some(other) } => format!("header `{header}` or `{other}`"),
        Place::Member { member } => format!("member `{member}`"),
        Place::Field { field } => format!("form field `{field}`"),
        Place::Item { item } => format!("item `{item}`"),
        Place::Query { query } => format!("parameter `{query}`"),
    };
    match field.unsigned {
        [] => place,
        all if all.len() == sender.schemes.len() => format!("{place}, not signed"),
        some => {
            let schemes: Vec<String> = some.iter().map(|id| format!("`{id}`")).collect();
            format!("{place}, not signed by {}", schemes.join(", "))
        }
    }
}
