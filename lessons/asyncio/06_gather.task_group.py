import asyncio

CITIES = {"rome": (3, "sunny"), "oslo": (2, None), "cairo": (1, "dry")}


async def ask(city):
    seconds, answer = CITIES[city]
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print(f"{city}: cancelled")
        raise
    if answer is None:
        print(f"{city} failed")
        raise RuntimeError(f"{city} is out of order")
    print(f"{city}: {answer}")
    return answer


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            for city in CITIES:
                group.create_task(ask(city))
    except* RuntimeError as failures:
        print(f"gave up: {failures.exceptions}")
    await asyncio.sleep(2)
    print("two seconds later")


if __name__ == "__main__":
    asyncio.run(main())
