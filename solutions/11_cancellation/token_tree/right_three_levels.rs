//! A token of its own for each call, all of them children of the connection's.

use futures::future::join_all;
use futures::stream::{FuturesUnordered, StreamExt};
use tokio_util::sync::CancellationToken;
use world::Service;

pub async fn token_tree(shutdown: CancellationToken, connections: Vec<Vec<Service>>) -> Vec<usize> {
    let connections = connections.into_iter().map(async |services| {
        let connection = shutdown.child_token();
        let mut calls: FuturesUnordered<_> = services
            .into_iter()
            .map(|service| call(connection.child_token(), service))
            .collect();
        let mut answered = 0;
        while let Some(ended) = calls.next().await {
            match ended {
                Ended::Answered => answered += 1,
                Ended::Failed => connection.cancel(),
                Ended::GivenUp => {}
            }
        }
        answered
    });
    join_all(connections).await
}

enum Ended {
    Answered,
    Failed,
    GivenUp,
}

async fn call(token: CancellationToken, service: Service) -> Ended {
    let answer = token.run_until_cancelled_owned(service.call("get")).await;
    match answer {
        Some(Ok(_)) => Ended::Answered,
        Some(Err(_)) => Ended::Failed,
        None => {
            let _ = service.call("bye").await;
            Ended::GivenUp
        }
    }
}
