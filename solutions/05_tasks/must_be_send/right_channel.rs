//! Everybody sends a line, and one collects them.

use tokio::sync::mpsc;
use world::Service;

pub async fn must_be_send(services: Vec<Service>) -> Vec<String> {
    let (line_tx, mut line_rx) = mpsc::unbounded_channel();
    for service in services {
        let line_tx = line_tx.clone();
        tokio::spawn(async move {
            let line = match service.call("weather").await {
                Ok(weather) => format!("{}: {weather}", service.name()),
                Err(failure) => failure.to_string(),
            };
            let _ = line_tx.send(line);
        });
    }
    drop(line_tx);
    let mut lines = Vec::new();
    while let Some(line) = line_rx.recv().await {
        lines.push(line);
    }
    lines
}
