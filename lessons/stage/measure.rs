//! Measures what depends on the machine: how long something takes to start, and how much memory it holds.

use std::{fmt, time::Instant};

/// Runs `start`, which starts something and returns how to end it; then ends it. Returns, in words, how long the start
/// took and how much more memory the process held while it ran.
///
/// Memory is what the process has in use (on Linux, the resident set; elsewhere it is "unknown").
pub fn measure<End: FnOnce()>(start: impl FnOnce() -> End) -> (String, String) {
    let before = resident();
    let begin = Instant::now();
    let end = start();
    let took = begin.elapsed();
    let held = resident()
        .zip(before)
        .map(|(after, before)| after.saturating_sub(before));
    end();
    let held = held.map_or("unknown".to_owned(), |kib| {
        format!("{:.1} MiB", kib as f64 / 1024.0)
    });
    (format!("{:.1} ms", took.as_secs_f64() * 1000.0), held)
}

/// The memory of this process that is in use, in KiB.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Figures in rows and columns.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these column heads.
    pub fn new<const N: usize>(heads: [&str; N]) -> Self {
        Self {
            rows: vec![heads.map(str::to_owned).to_vec()],
        }
    }

    /// Adds a row.
    pub fn row<const N: usize>(mut self, cells: [&str; N]) -> Self {
        self.rows.push(cells.map(str::to_owned).to_vec());
        self
    }
}

impl fmt::Display for Table {
    /// The first column is text, the others are figures and stand to the right.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|c| c.chars().count())
                .max()
        };
        for row in &self.rows {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let width = width(column).unwrap_or(0);
                match column {
                    0 => line += &format!("{cell:<width$}"),
                    _ => line += &format!("   {cell:>width$}"),
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_below_their_heads() {
        let table =
            Table::new(["", "to start", "memory"]).row(["1,000 threads", "9.1 ms", "12.0 MiB"]);
        insta::assert_snapshot!(table, @"
                        to start     memory
        1,000 threads     9.1 ms   12.0 MiB
        ");
    }
}
