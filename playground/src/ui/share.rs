//! The dialog that shares a panel: as a link, as Markdown or as a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlInputElement;

use super::code::CopyButton;
use crate::browser;
use crate::browser::script::dated;
use crate::model::hook_file::HookFile;
use crate::model::link::Shared;
use crate::model::link_text::{LARGEST_LINKED, LONGEST};
use crate::model::words::count;
use crate::reactive::{Field, State as _, dynamic, flag, text};
use crate::state::links::Links;

/// The id of the dialog.
const DIALOG: &str = "share-dialog";

/// The dialog. There is one for all panels.
#[derive(Clone, Copy)]
pub(crate) struct ShareDialog {
    links: Links,
    /// The id of the panel.
    panel: Field<&'static str>,
    /// Whether secrets are included. It is off whenever the dialog opens.
    with_secrets: Field<bool>,
    /// What is shared now.
    shared: Field<Option<Made>>,
    /// The panel as Markdown, without secrets.
    markdown: Field<String>,
    /// What the link contains, as a sentence.
    content: Field<String>,
}

/// What is shared.
#[derive(Clone, Debug, PartialEq)]
struct Made {
    link: MadeLink,
    /// The names of what was removed.
    removed: Vec<String>,
}

/// The link.
#[derive(Clone, Debug, PartialEq)]
enum MadeLink {
    Made(String),
    /// It would be longer than most programs allow. Its length, if it was made.
    TooLong(Option<usize>),
    /// The code that compresses it could not be loaded.
    NotMade,
}

impl MadeLink {
    fn of(made: Option<String>) -> Self {
        match made {
            Some(link) if link.len() <= LONGEST => Self::Made(link),
            Some(link) => Self::TooLong(Some(link.len())),
            None => Self::NotMade,
        }
    }
}

impl ShareDialog {
    pub(super) fn new(links: Links) -> Self {
        Self {
            links,
            panel: Field::new(""),
            with_secrets: Field::new(false),
            shared: Field::new(None),
            markdown: Field::new(String::new()),
            content: Field::new(String::new()),
        }
    }

    /// Opens the dialog for a panel.
    pub(super) fn open(self, panel: &'static str) {
        self.panel.set(panel);
        self.with_secrets.set(false);
        self.shared.set(None);
        self.markdown.set(String::new());
        self.make();
        browser::call_method(DIALOG, "showModal");
    }

    /// Makes the link, and the Markdown with a link without secrets.
    fn make(self) {
        let (panel, with_secrets) = (self.panel.get_untracked(), self.with_secrets.get_untracked());
        let Some(shared) = self.links.shared(panel, with_secrets) else { return };
        self.content.set(self.links.content(panel, &shared.removed));
        spawn_local(async move {
            let link = self.link(panel, &shared).await;
            let mut markdown = None;
            if !with_secrets {
                let short = match &link {
                    MadeLink::Made(link) => link.clone(),
                    _ => browser::address(),
                };
                markdown = self.links.markdown(panel, &short);
            }
            if self.with_secrets.get_untracked() == with_secrets && self.panel.get_untracked() == panel {
                if let Some(markdown) = markdown {
                    self.markdown.set(markdown);
                }
                self.shared.set(Some(Made { link, removed: shared.removed }));
            }
        });
    }

    async fn link(self, panel: &str, shared: &Shared) -> MadeLink {
        if shared.members.to_string().len() > LARGEST_LINKED {
            return MadeLink::TooLong(None);
        }
        MadeLink::of(self.links.link(panel, shared).await)
    }

    /// Offers the file for a download.
    fn download(self) {
        let panel = self.panel.get_untracked();
        let Some(shared) = self.links.shared(panel, self.with_secrets.get_untracked()) else { return };
        let text = HookFile { panel: panel.into(), form: shared.members }.write();
        browser::download(&dated(panel, "hook"), "application/json", text.as_bytes());
    }

    /// Returns the dialog, which is closed.
    pub(super) fn view(self) -> AnyView {
        let close = move |_| browser::call_method(DIALOG, "close");
        let link = text(move || match self.shared.get() {
            Some(Made { link: MadeLink::Made(link), .. }) => link,
            _ => String::new(),
        });
        let is_made = flag(move || link.with(|link| !link.is_empty()));
        let select = |event: web_sys::FocusEvent| event_target::<HtmlInputElement>(&event).select();
        let include = move |event: web_sys::Event| {
            let is_checked = event_target::<HtmlInputElement>(&event).checked();
            self.with_secrets.set(is_checked);
            self.make();
        };
        let take = move |event: web_sys::Event| {
            let input = event_target::<HtmlInputElement>(&event);
            if let Some(file) = input.files().and_then(|files| files.item(0)) {
                browser::call_method(DIALOG, "close");
                self.links.open_file(file);
            }
            // The same file can be opened again.
            input.set_value("");
        };
        view! {
            <dialog id=DIALOG aria-labelledby="share-title">
                // The first control is not there yet, and the second one is not the first choice.
                <h2 id="share-title" tabindex="-1" autofocus>"Share this panel"</h2>
                <p class="hint"><span id="share-content">{text(move || self.content.get())}</span>" No server stores it."</p>
                <div class="field" hidden=flag(move || !is_made.get())>
                    <label for="share-link">"Link"</label>
                    <input
                        id="share-link"
                        class="mono"
                        type="text"
                        readonly
                        dir="ltr"
                        aria-describedby="share-size"
                        prop:value=link
                        on:focus=select
                    />
                    <p class="hint" id="share-size">{text(move || count(link.with(String::len), "byte"))}</p>
                </div>
                <div role="status">{dynamic(move || self.shared.get().map(about).into_any())}</div>
                <label class="tick">
                    <input
                        id="share-secrets"
                        type="checkbox"
                        prop:checked=flag(move || self.with_secrets.get())
                        on:change=include
                    />
                    <span>"Include secrets"</span>
                </label>
                {dynamic(move || self.with_secrets.get().then(|| view! {
                    <p class="warning" id="share-warning" role="alert">
                        "Anyone who has this link or file can read the secrets. Programs keep copies of links. Use test secrets only."
                    </p>
                }).into_any())}
                <div class="share-actions">
                    <span hidden=flag(move || !is_made.get())><CopyButton what="" label="Copy link" text=link/></span>
                    <CopyButton what="" label="Copy as Markdown" text=text(move || self.markdown.get())/>
                    <button type="button" class="copy" id="share-download" on:click=move |_| self.download()>"Download .hook file"</button>
                </div>
                <div class="share-end">
                    <label class="file-button">
                        <input id="share-open" type="file" accept=".hook,application/json" on:change=take/>
                        <span>"Open a .hook file…"</span>
                    </label>
                    <button type="button" class="quiet-button" id="share-close" on:click=close>"Close"</button>
                </div>
            </dialog>
        }
        .into_any()
    }
}

/// What was removed, and why there is no link.
fn about(Made { link, removed }: Made) -> AnyView {
    let reason = match link {
        MadeLink::Made(_) => None,
        MadeLink::TooLong(length) => {
            let length = length.map_or_else(String::new, |length| format!(" of {}", count(length, "byte")));
            Some(format!(
                "A link{length} is too long: many programs cut off links over 32 kB. Send the .hook file instead."
            ))
        }
        MadeLink::NotMade => Some("The link could not be made. Check your connection, or send the .hook file.".into()),
    };
    let removed = match removed.as_slice() {
        [] => "Nothing was removed.".to_owned(),
        names => format!("Removed: {}.", names.join(", ").replace('`', "")),
    };
    view! {
        {reason.map(|reason| view! { <p id="share-reason">{reason}</p> })}
        <p id="share-removed">{removed}</p>
    }
    .into_any()
}
