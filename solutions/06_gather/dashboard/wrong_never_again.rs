//! Falls back to the default at the first failure.
// refused: `stocks` was called once, where two calls are needed

use world::Service;

#[derive(Debug, PartialEq)]
pub struct Dashboard {
    pub news: String,
    pub weather: String,
    pub stocks: String,
}

async fn part(service: Service) -> String {
    let answer = service.call("today").await;
    answer.unwrap_or_else(|_| "unavailable".to_owned())
}

pub async fn dashboard(news: Service, weather: Service, stocks: Service) -> Dashboard {
    let (news, weather, stocks) = tokio::join!(part(news), part(weather), part(stocks));
    Dashboard {
        news,
        weather,
        stocks,
    }
}
