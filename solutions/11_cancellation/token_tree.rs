//! A child token for each connection: cancelled with its parent, and without it.

use futures::future::join_all;
use tokio_util::sync::CancellationToken;
use world::Service;

pub async fn token_tree(shutdown: CancellationToken, connections: Vec<Vec<Service>>) -> Vec<usize> {
    let connections = connections
        .iter()
        .map(|services| serve(shutdown.child_token(), services));
    join_all(connections).await
}

async fn serve(connection: CancellationToken, services: &[Service]) -> usize {
    let calls = services.iter().map(|service| ask(&connection, service));
    join_all(calls)
        .await
        .into_iter()
        .filter(|answered| *answered)
        .count()
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
