//! One connection after the other.
// refused: `cairo` was called only after

use futures::future::join_all;
use tokio_util::sync::CancellationToken;
use world::Service;

pub async fn token_tree(shutdown: CancellationToken, connections: Vec<Vec<Service>>) -> Vec<usize> {
    let mut answers = Vec::new();
    for services in &connections {
        answers.push(serve(shutdown.child_token(), services).await);
    }
    answers
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
