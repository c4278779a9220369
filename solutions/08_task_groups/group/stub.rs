//! A group that ends together.
//!
//! **Why it matters.** Jobs that belong together should not outlive one another: when one fails,
//! the others work for nothing, and whoever started them believes that all is over. A group of
//! tasks has to answer for all of its tasks, also for those that it cancels.
//!
//! **What to do.** The jobs write into a folder that the caller deletes when `group` has returned.
//! Run them all at once. If all succeed, return what they made, in the order of the jobs. If one
//! fails, do not wait for what the others would make: cancel them, and return that failure, but only
//! when none of them is left. A job that panics has failed as well, with "a job panicked"; its panic
//! must not be yours.

pub async fn group<J>(jobs: Vec<J>) -> Result<Vec<String>, String>
where
    J: Future<Output = Result<String, String>> + Send + 'static,
{
    // TODO: this runs one job after the other, and a panic in one of them ends everything
    let mut made = Vec::new();
    for job in jobs {
        made.push(job.await?);
    }
    Ok(made)
}
