//! The checks of `range_by_hand`.

use super::answer;
use checks::prelude::*;
use futures::StreamExt;

const FORGOTTEN: &str = "your stream returned `Pending` and woke nobody, so it is never polled again; a number of \
                         this stream is ready at once";

/// The first `most` items of the range, and whether it was over after them.
fn numbers(next: u64, end: u64, most: usize) -> Result<(Vec<u64>, bool), Refusal> {
    let run = observe(async |_| {
        let asking = async {
            let mut numbers = answer::Numbers { next, end };
            let mut items = Vec::new();
            while items.len() < most {
                match numbers.next().await {
                    Some(item) => items.push(item),
                    None => return (items, true),
                }
            }
            let is_over = numbers.next().await.is_none();
            (items, is_over)
        };
        polled(asking, 1000).await
    })
    .map_err(|refusal| refusal.if_stalled(FORGOTTEN))?;
    run.never_holds_the_thread()?;
    let (numbers, polls) = run.output?;
    if polls > 1 {
        return Err(Refusal::new(format!(
            "each number is ready at once, and your stream returned `Pending` {} on the way",
            count(polls - 1, "time")
        )));
    }
    Ok(numbers)
}

checks! {
    /// 3 to 7 are 3, 4, 5 and 6
    fn in_order() {
        let (items, is_over) = numbers(3, 7, 4)?;
        list("item", &items, &[3, 4, 5, 6])?;
        if !is_over {
            return Err(Refusal::new("3 to 7 goes on after 6, its last number"));
        }
    }

    /// a range may be empty, also where its end comes before its beginning
    fn empty() {
        for (next, end) in [(0, 0), (5, 5), (7, 3)] {
            let (items, _) = numbers(next, end, 4)?;
            value(&format!("what comes of {next} to {end}"), &items, &[0; 0])?;
        }
    }

    /// each number is made when it is asked for: the range may be endless
    fn as_asked_for() {
        let (items, is_over) = numbers(0, u64::MAX, 3)?;
        list("item", &items, &[0, 1, 2])?;
        if is_over {
            return Err(Refusal::new("an almost endless range is over after its first three numbers"));
        }
        let (items, is_over) = numbers(u64::MAX - 1, u64::MAX, 1)?;
        list("item", &items, &[u64::MAX - 1])?;
        if !is_over {
            return Err(Refusal::new("the range goes on after its last number"));
        }
    }

    /// once over, it stays over
    fn stays_over() {
        let run = observe(async |_| {
            let asking = async {
                let mut numbers = answer::Numbers { next: 1, end: 2 };
                [numbers.next().await, numbers.next().await, numbers.next().await, numbers.next().await]
            };
            polled(asking, 1000).await
        })
        .map_err(|refusal| refusal.if_stalled(FORGOTTEN))?;
        let (items, _) = run.output?;
        value("what 1 to 2 gives when it is asked four times", &items, &[Some(1), None, None, None])?;
    }
}
