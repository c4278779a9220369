//! Drops all calls of the connection from outside: nobody says goodbye.
// refused: the call to `rome` was given up, and nobody said goodbye

use futures::future::join_all;
use tokio_util::sync::CancellationToken;
use world::Service;

pub async fn token_tree(shutdown: CancellationToken, connections: Vec<Vec<Service>>) -> Vec<usize> {
    let connections = connections.iter().map(async |services| {
        let answered = std::cell::Cell::new(0);
        let calls = services.iter().map(async |service| {
            let answer = service.call("get").await;
            answered.set(answered.get() + usize::from(answer.is_ok()));
            answer
        });
        let all = futures::future::try_join_all(calls);
        let _ = shutdown.run_until_cancelled(all).await;
        answered.get()
    });
    join_all(connections).await
}
