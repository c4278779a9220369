//! One after the other, as two awaits are.
// refused: your two calls ran one after the other: 500 ms, where 300 ms suffice

pub async fn join_by_hand<A: Future, B: Future>(first: A, second: B) -> (A::Output, B::Output) {
    let one = first.await;
    (one, second.await)
}
