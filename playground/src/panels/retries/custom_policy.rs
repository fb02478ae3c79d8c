//! The editor of a custom policy, for the panels that use a policy.

use hookwright::problem::Problem;
use leptos::prelude::*;

use super::model::delays::{ListJitter, is_list, jitter_of, reading, with_jitter};
use super::model::policy::{CustomPolicy, MEMBERS, PolicyChoice};
use crate::model::choice::{Choice as _, Named as _, options};
use crate::model::custom::CustomText;
use crate::model::sender_file;
use crate::reactive::{ErasedMemo, Field, State as _, dynamic, memo, text};
use crate::ui::bind::TextBinding;
use crate::ui::controls::Segmented;
use crate::ui::custom::{CustomEditor, CustomLabels};

/// The ids of an editor.
#[derive(Clone, Copy)]
pub(crate) struct PolicyEditorIds {
    /// The id of the field.
    pub(crate) field: &'static str,
    /// The id of the list of problems.
    pub(crate) problems: &'static str,
    /// The id of the link that downloads the sender file.
    pub(crate) download: &'static str,
    /// The name of the radio buttons for the jitter of a list.
    pub(crate) jitter: &'static str,
}

/// The editor of the custom policy.
#[component]
pub(crate) fn CustomPolicyEditor(
    ids: PolicyEditorIds,
    /// The text.
    custom: Field<CustomText<PolicyChoice>>,
    /// The policy, or the problems in the text.
    read: ErasedMemo<CustomPolicy>,
) -> impl IntoView {
    let labels = CustomLabels {
        id: ids.field,
        problems: ids.problems,
        download: ids.download,
        label: "Custom policy",
        members: "Members of a policy",
        list: "facts stacked",
    };
    let value = TextBinding::new(
        move || custom.with(|custom| custom.json.clone()),
        move |json| custom.update(|custom| custom.json = json),
    );
    let start = text(move || {
        custom.with(|custom| match custom.from {
            Some(from) if custom.can_restart() => from.id().into(),
            _ => String::new(),
        })
    });
    let problems: ErasedMemo<Vec<Problem>> =
        memo(move || read.with(|read| read.as_ref().err().cloned().unwrap_or_default()));
    let is_list = memo(move || custom.with(|custom| is_list(&custom.json)));
    let reading = text(move || custom.with(|custom| reading(&custom.json)));
    let jitter = TextBinding::new(
        move || custom.with(|custom| jitter_of(&custom.json).map_or("", ListJitter::id).into()),
        move |id| {
            if let Some(jitter) = ListJitter::from_id(&id) {
                custom.update(|custom| custom.json = with_jitter(&custom.json, jitter));
            }
        },
    );
    let controls = dynamic(move || {
        let options = options(ListJitter::ALL);
        is_list
            .get()
            .then(|| {
                view! {
                    <Segmented name=ids.jitter legend="Jitter of the list" options=options value=jitter/>
                }
            })
            .into_any()
    });
    view! {
        <CustomEditor
            labels=labels
            value=value
            problems=problems
            start=start
            restart=move |()| custom.update(CustomText::restart)
            export=memo(move || read.with(|read| read.as_ref().ok().map(sender_file::of_policy)))
            reading=reading
            controls=controls.into_any()
            members=MEMBERS.iter().map(|(example, words)| ((*example).into(), *words)).collect()
        />
    }
}
