//! Each call in a task, and the connection's token cloned into each.

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use world::Service;

pub async fn token_tree(shutdown: CancellationToken, connections: Vec<Vec<Service>>) -> Vec<usize> {
    let mut answers = vec![0; connections.len()];
    let mut calls = JoinSet::new();
    for (number, services) in connections.into_iter().enumerate() {
        let connection = shutdown.child_token();
        for service in services {
            let connection = connection.clone();
            calls.spawn(async move {
                let call = service.call("get");
                tokio::select! {
                    answer = call => {
                        if answer.is_err() {
                            connection.cancel();
                        }
                        (number, answer.is_ok())
                    }
                    () = connection.cancelled() => {
                        let _ = service.call("bye").await;
                        (number, false)
                    }
                }
            });
        }
    }
    while let Some(ended) = calls.join_next().await {
        let (number, answered) = ended.expect("a call does not panic");
        answers[number] += usize::from(answered);
    }
    answers
}
