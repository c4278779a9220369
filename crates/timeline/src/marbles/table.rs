//! The same as a table, for those who cannot see the picture and for those who want to read a figure.

use std::fmt::Write as _;

use super::Marbles;
use crate::picture::duration;
use crate::svg::escaped;

/// A row for each step at which something flowed, a column for each lane.
pub(crate) fn table(marbles: &Marbles) -> String {
    let mut html = String::from(
        "<div class=\"table-wrapper\"><table>\n<thead><tr><th scope=\"col\">Time</th>",
    );
    for lane in &marbles.lanes {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escaped(lane));
    }
    html += "</tr></thead>\n<tbody>\n";
    for marble in &marbles.marbles {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", duration(marble.at));
        for lane in 0..marbles.lanes.len() {
            let cell = if lane == marble.lane {
                escaped(&marble.label)
            } else {
                String::new()
            };
            let _ = write!(html, "<td>{cell}</td>");
        }
        html += "</tr>\n";
    }
    html + "</tbody>\n</table></div>\n"
}
