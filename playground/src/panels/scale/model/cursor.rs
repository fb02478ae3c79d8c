//! The cursor of the charts: the column whose values are read.

use crate::model::axis::WIDTH;

/// The number of columns that the cursor moves with Shift or a page key.
const PAGE: usize = 10;

/// Returns the column at a share of the width.
pub(crate) fn at(share: f64, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    #[expect(clippy::cast_precision_loss, reason = "there are a few hundred columns")]
    let place = (share * count as f64).floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
    let index = place as usize;
    Some(index.min(last))
}

/// Returns the position of the middle of a column.
pub(crate) fn position(index: usize, count: usize) -> u32 {
    let width = usize::try_from(WIDTH).unwrap_or(0);
    let middle = (index.saturating_mul(2).saturating_add(1)).saturating_mul(width) / count.saturating_mul(2).max(1);
    u32::try_from(middle).unwrap_or(WIDTH).min(WIDTH)
}

/// Returns where a key moves the cursor, or `None` if the key does something else. Without a cursor, the arrow keys start
/// at an end.
pub(crate) fn moved(key: &str, is_far: bool, from: Option<usize>, count: usize) -> Option<Option<usize>> {
    let last = count.checked_sub(1)?;
    let step = if is_far { PAGE } else { 1 };
    let forward = |step: usize| from.map_or(0, |index| index.saturating_add(step).min(last));
    let back = |step: usize| from.map_or(last, |index| index.saturating_sub(step));
    match key {
        "ArrowRight" => Some(Some(forward(step))),
        "ArrowLeft" => Some(Some(back(step))),
        "PageDown" => Some(Some(forward(PAGE))),
        "PageUp" => Some(Some(back(PAGE))),
        "Home" => Some(Some(0)),
        "End" => Some(Some(last)),
        // Other parts of the page may use Escape, too.
        "Escape" if from.is_some() => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_at_its_position() {
        for count in [1, 7, 256] {
            for index in 0..count {
                let share = f64::from(position(index, count)) / f64::from(WIDTH);
                assert_eq!(at(share, count), Some(index), "{index} of {count}");
            }
            assert_eq!((at(-0.1, count), at(1.5, count)), (Some(0), Some(count - 1)));
        }
        assert_eq!((at(0.5, 0), at(f64::NAN, 3), position(0, 0)), (None, Some(0), 10_000));
    }

    #[test]
    fn keys_move_the_cursor_within_the_chart() {
        let with = |key, from| moved(key, false, from, 30);
        assert_eq!((with("ArrowRight", None), with("ArrowLeft", None)), (Some(Some(0)), Some(Some(29))));
        assert_eq!((with("ArrowRight", Some(29)), with("ArrowLeft", Some(0))), (Some(Some(29)), Some(Some(0))));
        assert_eq!((with("PageDown", Some(5)), with("PageUp", Some(5))), (Some(Some(15)), Some(Some(0))));
        assert_eq!(moved("ArrowRight", true, Some(5), 30), Some(Some(15)));
        assert_eq!((with("Home", Some(5)), with("End", None)), (Some(Some(0)), Some(Some(29))));
        assert_eq!((with("Escape", Some(5)), with("Escape", None), with("Tab", Some(5))), (Some(None), None, None));
        assert_eq!(moved("ArrowRight", false, None, 0), None);
    }
}
