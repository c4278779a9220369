//! A sleep that is made outside of every runtime.

use std::time::Duration;
use tokio::runtime::Builder;
use tokio::time::sleep;

fn main() -> std::io::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;

    runtime.block_on(async { sleep(Duration::from_millis(1)).await });
    println!("the block has slept");

    runtime.block_on(sleep(Duration::from_millis(1)));
    println!("nobody gets here");
    Ok(())
}
