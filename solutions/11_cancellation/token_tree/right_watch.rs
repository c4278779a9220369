//! Without a tree: each connection has a channel that says whether it is broken, beside the caller's token.

use futures::future::join_all;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use world::Service;

pub async fn token_tree(shutdown: CancellationToken, connections: Vec<Vec<Service>>) -> Vec<usize> {
    join_all(
        connections
            .iter()
            .map(|services| serve(&shutdown, services)),
    )
    .await
}

async fn serve(shutdown: &CancellationToken, services: &[Service]) -> usize {
    let broken = watch::Sender::new(false);
    let calls = services.iter().map(async |service| {
        let mut is_broken = broken.subscribe();
        tokio::select! {
            answer = service.call("get") => {
                if answer.is_err() {
                    broken.send_replace(true);
                }
                return usize::from(answer.is_ok());
            }
            _ = is_broken.wait_for(|broken| *broken) => {}
            () = shutdown.cancelled() => {}
        }
        let _ = service.call("bye").await;
        0
    });
    join_all(calls).await.into_iter().sum()
}
