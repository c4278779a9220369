//! A task for each part, with the second call in an `or_else`.

use futures::TryFutureExt;
use world::Service;

#[derive(Debug, PartialEq)]
pub struct Dashboard {
    pub news: String,
    pub weather: String,
    pub stocks: String,
}

pub async fn dashboard(news: Service, weather: Service, stocks: Service) -> Dashboard {
    let part = |service: Service| {
        tokio::spawn(async move {
            let again = |_| service.call("today");
            let answer = service.call("today").or_else(again).await;
            answer.unwrap_or_else(|_| "unavailable".to_owned())
        })
    };
    let [news, weather, stocks] = [part(news), part(weather), part(stocks)];
    Dashboard {
        news: news.await.expect("a part does not panic"),
        weather: weather.await.expect("a part does not panic"),
        stocks: stocks.await.expect("a part does not panic"),
    }
}
