//! The checks of `actor`.

use super::answer::Office;
use checks::prelude::*;
use futures::future::join_all;
use tokio::time::timeout;

/// Longer than anything here takes.
const LONG: Duration = ms(10_000);

fn bank(world: &World) -> Service {
    world.service("bank").latency(ms(100))
}

checks! {
    /// one customer at a time, in order, with tickets 1, 2, 3
    fn in_order() {
        let run = observe(async |world| {
            let office = Office::open(bank(&world));
            let handles = ["ada", "grace", "linus"].map(|customer| (office.clone(), customer));
            join_all(handles.iter().map(|(office, customer)| office.sell(customer))).await
        })?;
        let peak = run.journal.peak_in_flight();
        if peak > 1 {
            Err(format!("the bank was asked for {} at once", count(peak, "customer")))?;
        }
        let asked: Vec<&str> = run.journal.calls().iter().map(|call| call.request.as_str()).collect();
        list("customer", &asked, &["ada", "grace", "linus"])?;
        let numbers: Vec<u32> = run.output.iter().flatten().copied().collect();
        list("ticket", &numbers, &[1, 2, 3])?;
    }

    /// who is refused by the bank gets its failure and no number
    fn refused() {
        let run = observe(async |world| {
            let office = Office::open(bank(&world).fail_first(1));
            let ada = office.sell("ada").await;
            (ada, timeout(LONG, office.sell("grace")).await)
        })?;
        let (ada, grace) = &run.output;
        match ada {
            Err(failure) if failure.service == "bank" => {}
            other => Err(format!("who is refused gets the bank's failure, and not {other:?}"))?,
        }
        match grace {
            Ok(Ok(1)) => {}
            Ok(Ok(number)) => Err(format!(
                "no number is used up by somebody whom the bank has refused: the next ticket is 1, and not {number}"
            ))?,
            _ => Err("after a customer was refused, the office served nobody any more".to_owned())?,
        }
    }

    /// a sale that has begun is finished, also if the customer is gone
    fn customer_gone() {
        let run = observe(async |world| {
            let office = Office::open(bank(&world));
            let _ = timeout(ms(50), office.sell("ada")).await;
            timeout(LONG, office.sell("grace")).await
        })?;
        let first = &run.journal.calls()[0];
        if first.how == How::Dropped {
            Err("the customer was dropped, and the bank's answer with it: the call to `bank` was dropped after 50 ms".to_owned())?;
        }
        match &run.output {
            Ok(Ok(2)) => {}
            Ok(Ok(number)) => Err(format!(
                "the bank has agreed to the first sale, though its customer was gone: the next ticket is 2, and not {number}"
            ))?,
            _ => Err("after a customer was gone, the office served nobody any more".to_owned())?,
        }
    }

    /// the office closes when the last handle is dropped
    fn closes() {
        let run = observe(async |world| {
            let office = Office::open(bank(&world));
            let other = office.clone();
            let first = office.sell("ada").await.ok();
            drop(office);
            settle().await;
            let second = timeout(LONG, other.sell("grace")).await.ok().and_then(Result::ok);
            drop(other);
            settle().await;
            [first, second]
        })?;
        value("the tickets, the second one through a clone of the handle", &run.output, &[Some(1), Some(2)])?;
        run.leaves_nothing_running()?;
    }
}
