//! The same server, without a thought of its end.

use std::io;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

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
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("ready on {}", listener.local_addr()?);
    loop {
        let (client, _) = listener.accept().await?;
        tokio::spawn(greet(client));
    }
}
