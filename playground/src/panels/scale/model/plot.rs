//! A chart of values over time: layers, and labels next to what they name. All values are in thousandths.

use hookwright::time::format_duration;

use super::scale::{Scale, UNITS, amount};
use crate::model::axis::{WIDTH, percent};
use crate::model::svg::Svg;

/// Heights, in pixels: the title of the axis and two rows of labels, the plot, and the times.
const TITLE: u32 = 12;
const ROW: u32 = 15;
const TOP: u32 = TITLE + 2 * ROW + 8;
const PLOT: u32 = 150;
const TIMES: u32 = 22;

/// The distance between the starts of two labels, which are in different rows, and the last start.
const LABEL_DISTANCE: u32 = 1_900;
const LAST_LABEL: u32 = 6_800;

/// Possible distances between the labels of the time axis, in milliseconds.
const STEPS: &[u64] = &[
    1,
    10,
    100,
    500,
    1_000,
    5_000,
    15_000,
    60_000,
    300_000,
    600_000,
    1_800_000,
    3_600_000,
    10_800_000,
    21_600_000,
    43_200_000,
    86_400_000,
    172_800_000,
    432_000_000,
    864_000_000,
    1_728_000_000,
];

/// What is drawn: areas on top of each other, or a line.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    pub(crate) class: &'static str,
    /// The label.
    pub(crate) words: String,
    /// The value in each column.
    pub(crate) values: Vec<u64>,
    pub(crate) is_line: bool,
}

/// A value at a time, with a label of two lines.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) at_ms: u64,
    pub(crate) value: u64,
    pub(crate) words: [String; 2],
}

/// A chart.
#[derive(Clone, Debug)]
pub(crate) struct Plot {
    pub(crate) scale: Scale,
    /// The name of the vertical axis.
    pub(crate) unit: &'static str,
    /// The width of a column, in milliseconds.
    pub(crate) width_ms: u64,
    /// The number of columns.
    pub(crate) columns: usize,
    pub(crate) layers: Vec<Layer>,
    /// The starts and ends of outages, in milliseconds.
    pub(crate) outages: Vec<(u64, u64)>,
    pub(crate) mark: Option<Mark>,
    /// A horizontal line and its label.
    pub(crate) limit: Option<(u64, String)>,
}

/// A label above the plot, next to a sample of what it names. It does not have a line to it, which would cross other
/// labels.
struct Label {
    class: &'static str,
    words: String,
    start: u32,
    is_line: bool,
}

impl Plot {
    /// Returns the markup: the axis, and the plot, which is as wide as the space next to the axis.
    pub(crate) fn draw(&self) -> String {
        let mut drawing = self.axis();
        let mut svg = Svg::new(TOP + PLOT + TIMES);
        for (start_ms, end_ms) in &self.outages {
            let (from, to) = (self.x(*start_ms), self.x(*end_ms));
            let (x, width) = (percent(from), percent(to.saturating_sub(from)));
            svg.element("rect", &[("class", &"outage"), ("x", &x), ("width", &width), ("y", &TOP), ("height", &PLOT)]);
        }
        for (_, height) in self.scale.ticks() {
            let y = y(height);
            svg.element("line", &[("class", &"gridline"), ("x1", &"0%"), ("x2", &"100%"), ("y1", &y), ("y2", &y)]);
        }
        let layers = self.heights();
        self.paths(&mut svg, &layers);
        self.labels(&mut svg, &layers);
        if let Some((value, words)) = &self.limit {
            let y = y(self.scale.height(*value));
            svg.element("line", &[("class", &"limit"), ("x1", &"0%"), ("x2", &"100%"), ("y1", &y), ("y2", &y)]);
            let at = y.saturating_sub(5);
            svg.text("text", &[("class", &"note end"), ("x", &"100%"), ("y", &at), ("dx", &"-2")], words);
        }
        self.marked(&mut svg);
        self.times(&mut svg);
        drawing.push_str(&svg.finish());
        drawing.push_str(&self.legend(&layers));
        drawing
    }

    /// Draws the vertical axis with its name.
    fn axis(&self) -> String {
        let mut svg = Svg::default();
        let height = TOP + PLOT + TIMES;
        svg.open("svg", &[("class", &"y-axis"), ("width", &"100%"), ("height", &height), ("aria-hidden", &"true")]);
        svg.text("text", &[("class", &"axis-name"), ("x", &0), ("y", &(TITLE - 2))], self.unit);
        for (value, height) in self.scale.ticks() {
            let label = amount(value);
            svg.text(
                "text",
                &[("class", &"tick-label"), ("x", &"100%"), ("y", &(y(height) + 4)), ("dx", &"-6")],
                &label,
            );
        }
        svg.finish()
    }

    /// Returns the heights of each layer that has any value. Areas are on top of the areas before them.
    fn heights(&self) -> Vec<(&Layer, Vec<u32>)> {
        let mut below = vec![0_u64; self.columns];
        let mut drawn = Vec::new();
        for layer in self.layers.iter().filter(|layer| layer.values.iter().any(|value| *value > 0)) {
            let mut tops = layer.values.clone();
            if !layer.is_line {
                tops.iter_mut().zip(&below).for_each(|(top, below)| *top = top.saturating_add(*below));
                below.clone_from(&tops);
                below.resize(self.columns, 0);
            }
            drawn.push((layer, tops.into_iter().map(|top| self.scale.height(top)).collect()));
        }
        drawn
    }

    /// Draws the layers, the highest first. The plot is stretched to its container, but lines keep their width.
    fn paths(&self, svg: &mut Svg, layers: &[(&Layer, Vec<u32>)]) {
        let view = format!("0 0 {} {UNITS}", self.columns.max(1));
        let stretched: [(&str, &dyn std::fmt::Display); 6] = [
            ("class", &"plot"),
            ("y", &TOP),
            ("width", &"100%"),
            ("height", &PLOT),
            ("viewBox", &view),
            ("preserveAspectRatio", &"none"),
        ];
        svg.open("svg", &stretched);
        let areas = layers.iter().rev().filter(|(layer, _)| !layer.is_line);
        for (layer, heights) in areas.chain(layers.iter().filter(|(layer, _)| layer.is_line)) {
            svg.element("path", &[("class", &layer.class), ("d", &steps(heights, !layer.is_line))]);
        }
        svg.close("svg");
    }

    /// Returns the names as a list, for screens without room for them above the plot.
    fn legend(&self, layers: &[(&Layer, Vec<u32>)]) -> String {
        let labels = self.named(layers);
        if labels.is_empty() {
            return String::new();
        }
        let mut svg = Svg::default();
        svg.open("ul", &[("class", &"narrow names")]);
        for label in labels {
            svg.open("li", &[]);
            svg.open("svg", &[("class", &"plot"), ("width", &10), ("height", &10), ("aria-hidden", &"true")]);
            swatch(&mut svg, &label);
            svg.close("svg");
            svg.text("span", &[], &label.words);
            svg.close("li");
        }
        svg.close("ul");
        svg.into_markup()
    }

    /// Writes the names of the layers and of the outage above the plot, as close to them as there is room.
    fn labels(&self, svg: &mut Svg, layers: &[(&Layer, Vec<u32>)]) {
        let mut labels = self.named(layers);
        spread(&mut labels);
        for (number, label) in (0_u32..).zip(&labels) {
            let base = TITLE + ROW + ROW * (number % 2);
            let x = percent(label.start);
            let y = base.saturating_sub(9);
            svg.open("svg", &[("class", &"plot wide"), ("x", &x), ("y", &y), ("width", &10), ("height", &10)]);
            swatch(svg, label);
            svg.close("svg");
            svg.text("text", &[("class", &"note wide"), ("x", &x), ("y", &base), ("dx", &14)], &label.words);
        }
    }

    /// Returns the names of the layers and of the outage, each at its place.
    fn named(&self, layers: &[(&Layer, Vec<u32>)]) -> Vec<Label> {
        let mut labels: Vec<Label> = Vec::new();
        if let Some((start_ms, end_ms)) = self.outages.first() {
            let words = format!("Outage, {}", format_duration(end_ms.saturating_sub(*start_ms)));
            let start = self.x(*start_ms);
            labels.push(Label { class: "outage", words, start, is_line: false });
        }
        for (layer, _) in layers {
            let highest = layer.values.iter().max();
            let Some(index) = layer.values.iter().position(|value| Some(value) == highest) else { continue };
            let half = self.width_ms / 2;
            let at = self.x(self.width_ms.saturating_mul(u64::try_from(index).unwrap_or(0)).saturating_add(half));
            let (class, words, is_line) = (layer.class, layer.words.clone(), layer.is_line);
            labels.push(Label { class, words, start: at, is_line });
        }
        labels
    }

    /// Draws the mark and its label, on the side with more room.
    fn marked(&self, svg: &mut Svg) {
        let Some(mark) = &self.mark else { return };
        let (at, y) = (self.x(mark.at_ms), y(self.scale.height(mark.value)));
        let x = percent(at);
        let base = TOP + PLOT;
        svg.element("line", &[("class", &"needle"), ("x1", &x), ("x2", &x), ("y1", &base), ("y2", &y)]);
        svg.element("circle", &[("class", &"peak"), ("cx", &x), ("cy", &y), ("r", &4)]);
        let (class, dx) = if at < WIDTH / 2 { ("note", "9") } else { ("note end", "-9") };
        let first = if y + 34 > base { y.saturating_sub(20) } else { y + 5 };
        for (number, words) in (0_u32..).zip(&mark.words) {
            let strong = if number == 0 { " strong" } else { "" };
            let wide = format!("{class} wide{strong}");
            svg.text("text", &[("class", &wide), ("x", &x), ("y", &(first + 14 * number)), ("dx", &dx)], words);
            // Narrow screens have the names in a list, and this label in their place: next to the mark, it could be cut.
            let (narrow, above) = (format!("note end narrow{strong}"), TITLE + ROW * (number + 1));
            svg.text("text", &[("class", &narrow), ("x", &"100%"), ("y", &above)], words);
        }
    }

    fn times(&self, svg: &mut Svg) {
        let span_ms = self.span_ms();
        let step_ms = STEPS.iter().copied().find(|step| span_ms / step <= 6).unwrap_or(span_ms.div_ceil(6));
        let all = (0..=6_u64).map(|index| (index, step_ms.saturating_mul(index)));
        for (index, at_ms) in all.filter(|(_, at)| *at <= span_ms) {
            let class = if index % 2 == 1 { "time minor" } else { "time" };
            let label = if at_ms == 0 { "0".into() } else { format_duration(at_ms) };
            let x = percent(self.x(at_ms));
            svg.text("text", &[("class", &class), ("x", &x), ("y", &(TOP + PLOT + 16))], &label);
        }
    }

    fn span_ms(&self) -> u64 {
        self.width_ms.saturating_mul(u64::try_from(self.columns).unwrap_or(0)).max(1)
    }

    /// Returns the horizontal position of a time.
    fn x(&self, at_ms: u64) -> u32 {
        let span_ms = self.span_ms();
        let share = u128::from(at_ms.min(span_ms)) * u128::from(WIDTH) / u128::from(span_ms);
        u32::try_from(share).unwrap_or(WIDTH)
    }
}

/// Draws a sample of what a label names.
fn swatch(svg: &mut Svg, label: &Label) {
    let class = format!("swatch {}", label.class);
    if label.is_line {
        svg.element("path", &[("class", &class), ("d", &"M0 5H10")]);
    } else {
        svg.element("rect", &[("class", &class), ("width", &10), ("height", &10), ("rx", &2)]);
    }
}

/// Returns the vertical position of a height, in pixels.
const fn y(height: u32) -> u32 {
    TOP + PLOT * UNITS.saturating_sub(height) / UNITS
}

/// Moves labels apart, and away from the right edge.
fn spread(labels: &mut [Label]) {
    labels.sort_by_key(|label| label.start);
    let mut limit = LAST_LABEL;
    for label in labels.iter_mut().rev() {
        label.start = label.start.min(limit);
        limit = label.start.saturating_sub(LABEL_DISTANCE);
    }
    let mut least = 0;
    for label in labels {
        label.start = label.start.max(least);
        least = label.start + LABEL_DISTANCE;
    }
}

/// Returns the outline of a layer as a step line, closed at the bottom for an area.
fn steps(heights: &[u32], is_area: bool) -> String {
    let mut path = format!("M0 {UNITS}");
    let mut before = None;
    for (index, height) in heights.iter().enumerate() {
        // Columns of the same height share one line segment.
        if before != Some(height) {
            path.push_str(&format!("H{index}V{}", UNITS.saturating_sub(*height)));
            before = Some(height);
        }
    }
    path.push_str(&format!("H{}", heights.len()));
    if is_area {
        path.push_str(&format!("V{UNITS}Z"));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_the_heights() {
        assert_eq!(steps(&[0, 1000, 1000, 500], true), "M0 1000H0V1000H1V0H3V500H4V1000Z");
        assert_eq!(steps(&[], false), "M0 1000H0");
    }

    fn label(start: u32) -> Label {
        Label { class: "x", words: String::new(), start, is_line: false }
    }

    #[test]
    fn labels_keep_their_distance() {
        for starts in [[0, 0, 0, 0], [10_000, 10_000, 9_900, 0], [0, 4_000, 8_000, 9_000]] {
            let mut labels: Vec<Label> = starts.map(label).into();
            spread(&mut labels);
            let places: Vec<u32> = labels.iter().map(|label| label.start).collect();
            assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= LABEL_DISTANCE), "{places:?}");
            assert!(places.iter().all(|place| *place <= LAST_LABEL), "{places:?}");
        }
    }

    #[test]
    fn areas_are_on_top_of_each_other_and_empty_ones_are_omitted() {
        let layer = |class, values: &[u64]| Layer { class, words: class.into(), values: values.into(), is_line: false };
        let plot = Plot {
            scale: Scale::Linear { top: 10 },
            unit: "requests per second",
            width_ms: 1_000,
            columns: 2,
            layers: vec![layer("one", &[5, 0]), layer("empty", &[0, 0]), layer("two", &[5, 5])],
            outages: vec![(0, 1_000)],
            mark: Some(Mark { at_ms: 500, value: 10, words: ["Peak 10/s".into(), "at 0 s".into()] }),
            limit: Some((5, "Rate limit 5/s".into())),
        };
        let drawing = plot.draw();
        let (top, bottom) =
            (drawing.find("<path class=\"two\"").unwrap(), drawing.find("<path class=\"one\"").unwrap());
        assert!(top < bottom, "the lower area covers the higher one");
        assert!(drawing.contains("<path class=\"two\" d=\"M0 1000H0V0H1V500H2V1000Z\""), "{drawing}");
        assert!(!drawing.contains("empty"), "{drawing}");
        // The grid, the limit and the mark: no line leads to a label.
        assert_eq!(drawing.matches("<line").count(), 3 + 1 + 1, "{drawing}");
        for text in ["requests per second", "Outage, 1 s", "Peak 10/s", "Rate limit 5/s", ">one</text>"] {
            assert!(drawing.contains(text), "{text}");
        }
        let (_, list) = drawing.split_once("<ul class=\"narrow names\">").unwrap();
        assert_eq!(list.matches("<li>").count(), 3, "{list}");
        assert!(list.contains("Outage, 1 s</span></li>") && list.ends_with("</ul>"), "{list}");
        // Each label has a place on wide screens and one on narrow ones.
        assert_eq!(drawing.matches(">Peak 10/s</text>").count(), 2);
        assert!(drawing.contains("<text class=\"note end narrow strong\" x=\"100%\""), "{drawing}");
    }
}
