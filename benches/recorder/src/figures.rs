//! What one run took, and how a child process tells it to the one that compares.

use std::{fmt, time::Duration};

/// What one run took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    /// Until the program was done.
    pub(crate) program: Duration,
    /// Until what was recorded could be read.
    pub(crate) ready: Duration,
    /// On the processor, over all threads of the process, until then.
    pub(crate) cpu: Option<Duration>,
    /// The most memory that the process had, in bytes.
    pub(crate) memory: Option<u64>,
    /// How many events were recorded.
    pub(crate) events: Option<u64>,
    /// How many came after the bound of the recording.
    pub(crate) omitted: Option<u64>,
    /// How many bytes of output that is.
    pub(crate) output: Option<u64>,
}

impl Figures {
    /// Reads what [`Figures`] prints.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split_whitespace().map(|field| match field {
            "-" => Some(None),
            digits => digits.parse::<u64>().ok().map(Some),
        });
        let mut next = || fields.next().flatten();
        Some(Self {
            program: Duration::from_nanos(next()??),
            ready: Duration::from_nanos(next()??),
            cpu: next()?.map(Duration::from_nanos),
            memory: next()?,
            events: next()?,
            omitted: next()?,
            output: next()?,
        })
    }

    /// The best of two runs, figure by figure: what else the machine does only ever adds.
    pub(crate) fn best(self, other: &Self) -> Self {
        fn least<T: Ord + Copy>(a: Option<T>, b: Option<T>) -> Option<T> {
            a.into_iter().chain(b).min()
        }
        Self {
            program: self.program.min(other.program),
            ready: self.ready.min(other.ready),
            cpu: least(self.cpu, other.cpu),
            memory: least(self.memory, other.memory),
            ..self
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = |d: Duration| u64::try_from(d.as_nanos()).ok();
        let fields = [
            nanos(self.program),
            nanos(self.ready),
            self.cpu.and_then(nanos),
            self.memory,
            self.events,
            self.omitted,
            self.output,
        ];
        for field in fields {
            match field {
                Some(number) => write!(f, "{number} ")?,
                None => write!(f, "- ")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_child_prints_is_read_again() {
        let figures = Figures {
            program: Duration::from_millis(3),
            ready: Duration::from_millis(4),
            cpu: None,
            memory: Some(5),
            events: None,
            omitted: Some(0),
            output: Some(7),
        };
        let again = Figures::parse(&figures.to_string()).expect("seven fields");
        assert_eq!(format!("{again:?}"), format!("{figures:?}"));
        assert!(Figures::parse("1 2 3").is_none());
    }
}
