//! Says goodbye in a task that nobody waits for.
// refused: your answer returned after 150 ms, and the goodbye to `rome` was not over

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
            tokio::spawn(service.call("bye"));
            false
        }
    }
}
