//! A server that closes properly when it is told to, by Ctrl-C or by SIGTERM.
//!
//! What stands behind its name is for how many seconds it waits for its clients then.

use std::{env, io, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    select,
    signal::unix::{SignalKind, signal},
    task::JoinSet,
    time::sleep,
};

/// Asks a client for its name, and greets it: until it answers, the client is under way.
async fn greet(mut client: TcpStream) -> io::Result<()> {
    println!("a client has come");
    client.write_all(b"who are you?\n").await?;
    let mut name = String::new();
    BufReader::new(&mut client).read_line(&mut name).await?;
    let name = name.trim_end();
    client
        .write_all(format!("hello, {name}\n").as_bytes())
        .await?;
    println!("{name} was greeted");
    Ok(())
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let seconds = env::args().nth(1).and_then(|it| it.parse().ok());
    let patience = Duration::from_secs_f64(seconds.unwrap_or(10.0));

    // From here on, the signals do not end the process any more.
    let mut ctrl_c = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("ready on {}", listener.local_addr()?);

    // Accept, until told to stop.
    let mut under_way = JoinSet::new();
    let told_by = loop {
        select! {
            _ = ctrl_c.recv() => break "Ctrl-C",
            _ = terminate.recv() => break "SIGTERM",
            Some(_) = under_way.join_next() => {} // one less
            accepted = listener.accept() => {
                let (client, _) = accepted?;
                under_way.spawn(greet(client));
            }
        }
    };
    drop(listener); // whoever connects now is refused
    println!("{told_by}: closing, with {} under way", under_way.len());

    // Drain, until the patience is over, or until somebody presses Ctrl-C once more.
    let drain = async { while under_way.join_next().await.is_some() {} };
    select! {
        () = drain => {}
        () = sleep(patience) => println!("that took too long"),
        _ = ctrl_c.recv() => println!("Ctrl-C once more: at once, then"),
    }

    // Cut off what is left.
    if !under_way.is_empty() {
        println!("{} cut off", under_way.len());
        under_way.shutdown().await;
    }
    println!("closed");
    Ok(())
}
