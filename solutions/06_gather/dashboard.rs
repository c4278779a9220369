//! Each part is a chain of its own: call, call again, default. The chains are joined.

use world::Service;

#[derive(Debug, PartialEq)]
pub struct Dashboard {
    pub news: String,
    pub weather: String,
    pub stocks: String,
}

pub async fn dashboard(news: Service, weather: Service, stocks: Service) -> Dashboard {
    let (news, weather, stocks) = tokio::join!(part(news), part(weather), part(stocks));
    Dashboard {
        news,
        weather,
        stocks,
    }
}

async fn part(service: Service) -> String {
    for _ in 0..2 {
        if let Ok(answer) = service.call("today").await {
            return answer;
        }
    }
    "unavailable".to_owned()
}
