//! Each call has a child of its own, and a failure cancels only that.
// refused: `oslo` had failed after 100 ms, and the call to `rome` of the same connection went on

use futures::future::join_all;
use tokio_util::sync::CancellationToken;
use world::Service;

pub async fn token_tree(shutdown: CancellationToken, connections: Vec<Vec<Service>>) -> Vec<usize> {
    let connections = connections.iter().map(async |services| {
        let tokens: Vec<_> = services.iter().map(|_| shutdown.child_token()).collect();
        let calls = services
            .iter()
            .zip(&tokens)
            .map(|(service, token)| ask(token, service));
        join_all(calls)
            .await
            .into_iter()
            .filter(|answered| *answered)
            .count()
    });
    join_all(connections).await
}

async fn ask(connection: &CancellationToken, service: &Service) -> bool {
    match connection.run_until_cancelled(service.call("get")).await {
        Some(Ok(_)) => true,
        Some(Err(_)) => {
            connection.cancel();
            false
        }
        None => {
            let _ = service.call("bye").await;
            false
        }
    }
}
