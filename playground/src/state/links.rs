//! Links and files: what fills in a form from outside, and what a form becomes in them.
//!
//! Opening one never loses work: the form that it replaces is set aside, in memory and in storage, and can be restored.
//! The address remains the link until the form is changed.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use web_sys::File;

use super::aside::Kept;
use super::link_source::{Find, LinkNotice, OWN_LINK, Source, read};
use super::page::PageFields;
use super::saved::SavedForms;
use crate::browser;
use crate::browser::script::{pack, remove_body};
use crate::model::form::Form;
use crate::model::hook_file::{HookFile, LARGEST_FILE};
use crate::model::json::Value;
use crate::model::link::{Linked, Shared};
use crate::model::link_text::{self, Damage, Link};
use crate::reactive::{Field, State, effect};

/// The key under which the check panel keeps the delivery over a reload, in session storage.
pub(crate) const DELIVERY: &str = "hookwright.check.delivery";

/// The links of the page.
#[derive(Clone, Copy)]
pub(crate) struct Links {
    page: PageFields,
    panels: StoredValue<Vec<LinkedPanel>, LocalStorage>,
    /// The ids of the panels that can be shared.
    pub(crate) shareable: Field<Vec<&'static str>>,
    /// The content for a panel that is being loaded.
    pending: StoredValue<Option<(&'static str, Source, &'static str)>, LocalStorage>,
    /// What was opened, or why not.
    pub(crate) notice: Field<Option<LinkNotice>>,
    /// The panel whose form is as the link or the file filled it in.
    opened: Field<Option<&'static str>>,
    /// Returns the id of a panel.
    find: StoredValue<Find, LocalStorage>,
    /// The ids of the panels that read dropped files themselves.
    readers: StoredValue<Vec<&'static str>>,
    /// The number of addresses that were opened. One that takes longer to read than a later one is not opened.
    addresses: StoredValue<u64>,
    /// The controls that say that their content was removed.
    removed: StoredValue<Vec<&'static str>>,
}

/// Fills in a form.
type Open = Rc<dyn Fn(&Source) -> Result<Opening, Damage>>;

/// A panel that can be shared.
#[derive(Clone)]
pub(super) struct LinkedPanel {
    pub(super) id: &'static str,
    pub(super) share: Rc<dyn Fn(bool) -> Shared>,
    pub(super) query: fn(&Value) -> Option<String>,
    pub(super) open: Open,
    /// Restores the last form that was set aside, and returns whether there is another one.
    pub(super) restore: Rc<dyn Fn() -> bool>,
    /// What the panel says about its form.
    pub(super) said: Rc<Said>,
    pub(super) clear: Rc<dyn Fn()>,
}

/// What was opened.
pub(super) struct Opening {
    /// The ids of the controls whose content was removed.
    pub(super) removed: Vec<&'static str>,
    /// Whether anything was removed.
    pub(super) is_reduced: bool,
    /// Whether the previous form can be restored.
    pub(super) aside: Kept,
}

/// Takes over a code, or that there is none.
type Take = Box<dyn Fn(Option<&str>)>;

/// Describes what a link contains without the parts that are named.
type Describe = Box<dyn Fn(&[String]) -> String>;

/// What a panel says about its form.
pub(crate) struct Said {
    /// Describes the form as Markdown. The argument is its link.
    pub(crate) markdown: Box<dyn Fn(&str) -> String>,
    /// Returns the code of what was found about the form, which links contain.
    pub(crate) finding: Box<dyn Fn() -> Option<&'static str>>,
    /// Takes over what the sender of a link has found.
    pub(crate) found: Take,
    /// Describes what links contain, as a sentence. The argument are the names of what was removed from them.
    pub(crate) content: Describe,
}

/// The member with what the sender of a link has found.
pub(super) const FINDING: &str = "finding";

impl Links {
    /// Provides the links of the page.
    pub(crate) fn provide(forms: SavedForms) -> Self {
        forms.share(|| {
            let links = Self {
                page: expect_context(),
                panels: StoredValue::new_local(Vec::new()),
                shareable: Field::new(Vec::new()),
                pending: StoredValue::new_local(None),
                notice: Field::new(None),
                opened: Field::new(None),
                find: StoredValue::new_local(|_| None),
                readers: StoredValue::new(Vec::new()),
                addresses: StoredValue::new(0),
                removed: StoredValue::new(Vec::new()),
            };
            forms.when_cleared(move || links.clear());
            links
        })
    }

    /// Forgets everything that was opened and set aside.
    fn clear(self) {
        self.pending.set_value(None);
        self.notice.set(None);
        self.opened.set(None);
        self.restore_placeholders();
        self.panels.with_value(|panels| panels.iter().for_each(|panel| (panel.clear)()));
        // The panel may not have been opened.
        browser::keep_in_session(DELIVERY, None);
        spawn_local(remove_body());
        let hash = browser::hash();
        browser::replace_hash(hash.split('?').next().unwrap_or_default(), false);
    }

    fn panel(self, id: &str) -> Option<LinkedPanel> {
        self.panels.with_value(|panels| panels.iter().find(|panel| panel.id == id).cloned())
    }

    /// Sets how panels are found.
    pub(crate) fn find_with(self, find: Find) {
        self.find.set_value(find);
    }

    /// Records that a panel reads dropped files itself.
    pub(crate) fn has_reader(self, id: &'static str) {
        self.readers.update_value(|readers| readers.push(id));
    }

    /// Returns whether the open panel reads dropped files itself.
    pub(crate) fn is_read_by_panel(self) -> bool {
        let open = self.page.panel.get_untracked();
        self.readers.with_value(|readers| readers.iter().any(|id| **id == *open))
    }

    /// Opens the link in the address, if it is one. `is_own` is whether the page itself contains it.
    pub(crate) async fn open_address(self, hash: String, is_own: bool) {
        let Some(link) = Link::parse(&hash) else { return };
        let address = self.addresses.get_value().wrapping_add(1);
        self.addresses.set_value(address);
        let content = read(link, self.find.get_value()).await;
        if self.addresses.get_value() != address {
            return;
        }
        match content {
            Ok((id, source)) => {
                if browser::hash() == hash {
                    browser::replace_hash(&hash, true);
                }
                self.open(id, source, if is_own { OWN_LINK } else { "link" });
            }
            Err(damage) => self.refuse(&damage, "link"),
        }
    }

    /// Opens the text of a file, if it is a `.hook` file. Returns whether it is one.
    pub(crate) fn open_text(self, text: &str) -> bool {
        match HookFile::read(text) {
            None => return false,
            Some(Ok(file)) => match (self.find.get_value())(&file.panel) {
                Some(id) => self.open(id, Source::Members(file.form), "file"),
                None => self.refuse(&Damage::UnknownPanel(file.panel), "file"),
            },
            Some(Err(damage)) => self.refuse(&damage, "file"),
        }
        true
    }

    /// Opens a file, or says that it is of another kind.
    pub(crate) fn open_file(self, file: File) {
        if file.size() > f64::from(u32::try_from(LARGEST_FILE).unwrap_or(u32::MAX)) {
            return self.refuse(&Damage::TooLarge, "file");
        }
        spawn_local(async move {
            let Some(bytes) = browser::read(&file).await else {
                let text = format!("`{}` could not be read; choose the file again", file.name().replace('`', ""));
                return self.refuse_with(text, "not_read");
            };
            let is_opened = String::from_utf8(bytes).is_ok_and(|text| self.open_text(&text));
            if !is_opened {
                self.refuse_other_file(&file.name());
            }
        });
    }

    fn refuse_other_file(self, name: &str) {
        let text = format!(
            "`{}` is not a .hook file; open the Check panel to read requests and bodies",
            name.replace('`', "")
        );
        self.refuse_with(text, "not_a_hook_file");
    }

    fn refuse(self, damage: &Damage, what: &str) {
        self.refuse_with(damage.message(what), damage.code());
    }

    /// Says why nothing was opened. A form that was set aside before can still be restored.
    fn refuse_with(self, text: String, code: &'static str) {
        let restore = self.notice.with_untracked(|notice| notice.as_ref().and_then(|notice| notice.restore));
        self.notice.set(Some(LinkNotice { text, code: Some(code), restore, panel: None }));
    }

    /// Puts back the placeholders of the controls whose content a link did not have.
    fn restore_placeholders(self) {
        self.removed.update_value(|removed| {
            browser::restore_placeholders(removed);
            removed.clear();
        });
    }

    fn open(self, id: &'static str, source: Source, what: &'static str) {
        let Some(panel) = self.panel(id) else {
            self.pending.set_value(Some((id, source, what)));
            self.page.panel.set(id.into());
            return;
        };
        self.opened.set(None);
        match (panel.open)(&source) {
            Err(damage) => self.refuse(&damage, what),
            Ok(Opening { removed, is_reduced, aside }) => {
                self.restore_placeholders();
                self.page.panel.set(id.into());
                self.notice.set(LinkNotice::opened(what, id, is_reduced, aside));
                self.removed.set_value(removed.clone());
                spawn_local(async move {
                    // The controls are in the document after the next tick, and the form is complete.
                    tick().await;
                    tick().await;
                    browser::set_placeholders(&removed, "Removed from the link");
                    self.opened.set(Some(id));
                });
            }
        }
    }

    /// Returns the notice, unless it is about a panel that is not open.
    pub(crate) fn shown_notice(self) -> Option<LinkNotice> {
        let open = self.page.panel.get();
        self.notice.get().filter(|notice| notice.panel.is_none_or(|panel| panel == open))
    }

    /// Restores the form that was set aside.
    pub(crate) fn restore(self, id: &str) {
        let Some(panel) = self.panel(id) else { return self.notice.set(None) };
        self.restore_placeholders();
        let next = (panel.restore)().then(|| LinkNotice {
            text: "This is the content before the last link. There is earlier content.".into(),
            code: None,
            restore: Some(panel.id),
            panel: Some(panel.id),
        });
        self.notice.set(next);
    }

    /// Returns what a link or a file to a panel contains.
    pub(crate) fn shared(self, id: &str, with_secrets: bool) -> Option<Shared> {
        let panel = self.panel(id)?;
        let mut shared = (panel.share)(with_secrets);
        if let Some(code) = (panel.said.finding)() {
            shared.members.put(FINDING, Some(code.into()));
        }
        Some(shared)
    }

    /// Returns the description of a panel.
    pub(crate) fn markdown(self, id: &str, link: &str) -> Option<String> {
        self.panel(id).map(|panel| (panel.said.markdown)(link))
    }

    /// Returns what links to a panel contain, as a sentence. `removed` are the names of what was removed from them.
    pub(crate) fn content(self, id: &str, removed: &[String]) -> String {
        self.panel(id).map(|panel| (panel.said.content)(removed)).unwrap_or_default()
    }

    /// Returns the link to the content of a panel, however long it is. Returns `None` if it could not be made.
    pub(crate) async fn link(self, id: &str, shared: &Shared) -> Option<String> {
        let query = (self.panel(id)?.query)(&shared.members);
        let readable = query.and_then(|query| link_text::readable(id, &query));
        let hash = match readable {
            Some(hash) => hash,
            None => link_text::packed(id, &pack(shared.members.to_string().as_bytes()).await?),
        };
        Some(browser::address() + &hash)
    }

    /// Allows links to a panel, and opens what is waiting for it.
    pub(super) fn add(self, panel: LinkedPanel) {
        let id = panel.id;
        self.panels.update_value(|panels| {
            panels.retain(|known| known.id != id);
            panels.push(panel);
        });
        self.shareable.update(|ids| {
            if !ids.contains(&id) {
                ids.push(id);
            }
        });
        let pending = self.pending.try_update_value(|pending| pending.take_if(|(of, ..)| *of == id)).flatten();
        if let Some((id, source, what)) = pending {
            self.open(id, source, what);
        }
    }

    /// Removes the link from the address once the form differs from it.
    pub(super) fn follow<S: State<Value: Linked>>(self, fields: S, text: Rc<dyn Fn() -> String>) {
        let id = <S::Value as Form>::ID;
        let snapshot = StoredValue::new(None);
        effect(move || {
            if self.opened.get() != Some(id) {
                snapshot.set_value(None);
                return;
            }
            fields.track();
            let now = text();
            match snapshot.get_value() {
                None => snapshot.set_value(Some(now)),
                Some(before) if before == now => {}
                Some(_) => {
                    self.opened.set(None);
                    self.notice.update(LinkNotice::edited);
                    let hash = format!("#{id}");
                    if browser::hash().starts_with(&format!("{hash}?")) {
                        browser::replace_hash(&hash, false);
                    }
                }
            }
        });
    }
}
