//! One loop over all calls: whoever fails for the first time is put in once more.

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use world::Service;

#[derive(Debug, PartialEq)]
pub struct Dashboard {
    pub news: String,
    pub weather: String,
    pub stocks: String,
}

pub async fn dashboard(news: Service, weather: Service, stocks: Service) -> Dashboard {
    let services = [news, weather, stocks];
    let call = |part: usize, attempt: u32| {
        let call = services[part].call("today");
        async move { (part, attempt, call.await) }
    };
    let mut page = [const { String::new() }; 3];
    let mut calls: FuturesUnordered<_> = (0..3).map(|part| call(part, 1)).collect();
    while let Some((part, attempt, answer)) = calls.next().await {
        match answer {
            Ok(answer) => page[part] = answer,
            Err(_) if attempt == 1 => calls.push(call(part, 2)),
            Err(_) => page[part] = "unavailable".to_owned(),
        }
    }
    let [news, weather, stocks] = page;
    Dashboard {
        news,
        weather,
        stocks,
    }
}
